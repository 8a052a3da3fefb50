/** What the page of a release is made from. Read by `web`, put into words here; everything in it is unescaped. */
import type { AccountEntry, FeederChange } from "../../domain/model/account.ts";
import type { Decision, Verdict } from "../../domain/model/decision.ts";
import type { GateRecord } from "../../domain/model/gate.ts";
import type { Instant } from "../../domain/model/instant.ts";
import type { MeasureReading } from "../../domain/model/measure.ts";
import type { TagStanding } from "../../domain/model/tag-standing.ts";
import type { Incident, IncidentRecord } from "../../domain/model/incident.ts";
import type { MilestoneWords } from "../../domain/model/milestone-words.ts";
import type { PartRecord } from "../../domain/model/part.ts";
import type { ReleasePlan } from "../../domain/model/plan.ts";
import type { MatrixFeature } from "../../domain/policy/acceptance-matrix.ts";
import type { FreezeStartRecord, PlanRecord } from "../../domain/model/records.ts";
import type { RepositoryName } from "../../domain/model/refs.ts";
import type { SpokenWords } from "../../domain/model/score.ts";
import type { Waiver } from "../../domain/model/snapshot.ts";

/** `everybody` is the public mode: no people, no private repositories. */
export type Audience = "somebody" | "everybody";

export interface PageFacts {
  readonly plan: ReleasePlan;
  readonly record: PlanRecord;
  readonly home: RepositoryName;
  /** address that people open GitHub at, without a slash at the end */
  readonly web: string;
  readonly now: Instant;
  readonly audience: Audience;
  /** repositories that the plan governs and this reader may see */
  readonly repositories: readonly ShownRepository[];
  /** how many more the plan governs that this reader may not see */
  readonly hidden: number;
  readonly pulls: readonly DecidedRow[];
  readonly gates: readonly GateRecord[];
  readonly feeders: readonly FeederRow[];
  readonly account: readonly AccountEntry[];
  /** beginnings of freezes that were seen */
  readonly starts: readonly FreezeStartRecord[];
  readonly waivers: readonly Waiver[];
  readonly words: SpokenWords;
  /** what people said of milestones; absent = nothing */
  readonly said?: MilestoneWords;
  /** how parts of milestones stood when they were last looked at, by milestone and the key of their item; absent = nobody looked */
  readonly parts?: Readonly<Record<string, Readonly<Record<string, PartRecord>>>>;
  /** open issues that stood against what is done in the place of a milestone, by milestone; absent = none did */
  readonly against?: Readonly<Record<string, readonly number[]>>;
  /** what was read for key results, of repositories that this reader may see */
  readonly readings: readonly MeasureReading[];
  /** how features stood on each tag that was judged, without those of repositories that this reader may not see */
  readonly standings: readonly TagStanding[];
  /** features that are known, judged on a tag or not */
  readonly features: readonly MatrixFeature[];
  readonly incidents: readonly PageIncident[];
  /** cards that people closed, as `subjectText` names them; absent = none */
  readonly settled?: readonly string[];
  /** where the pages of this plan begin: "/plans/acme/app/release-plan" */
  readonly path: string;
}

export interface PageIncident {
  readonly repository: RepositoryName;
  readonly record: IncidentRecord;
  /** what was said of it; null = it is over, and not folded again */
  readonly incident: Incident | null;
}

export interface ShownRepository {
  readonly id: number;
  readonly name: RepositoryName;
  readonly private: boolean;
}

/** One open pull request as it stands under the plan. */
export interface DecidedRow {
  readonly repository: RepositoryName;
  readonly repositoryId: number;
  readonly number: number;
  readonly title: string;
  readonly author: string | null;
  readonly base: string;
  readonly draft: boolean;
  readonly verdict: Verdict;
  readonly mode: Decision["mode"];
  readonly freeze: string | null;
  readonly feeder: Decision["feeder"];
  readonly said: string;
  readonly ways: readonly string[];
  readonly createdAt: Instant | null;
  /** the decision may change by the clock alone then */
  readonly validUntil: Instant | null;
}

export interface FeederRow {
  readonly repository: RepositoryName;
  readonly feeder: string;
  readonly branch: string;
  readonly readAt: Instant;
  readonly complete: boolean;
  readonly changes: readonly (FeederChange & { readonly freeze: string })[];
}

/** Words for a moment: as it is read, for programs, and how far away it is. */
export interface Moment {
  readonly iso: string;
  readonly text: string;
  readonly relative: string;
}
