/**
 * The release plan as a domain value: what `domain/plan/parse` makes of the file and everything else reads.
 * Every reference in it resolves and every time has been read in its zone; a plan that breaks this does not become a ReleasePlan.
 */
import type { BoardPlan } from "./board.ts";
import type { Duration, Instant, PlannedTime } from "./instant.ts";
import type { RepositoryName } from "./refs.ts";
import type { ChangeKind } from "./change-kind.ts";
import type { IncidentPlan } from "./plan-incidents.ts";
import type { PlannedMaintenance } from "./maintenance.ts";
import type { Recurrence } from "./recurrence.ts";
import type { PlannedTeam } from "./plan-people.ts";
import type { Deployment, Fallback, IssuePlace, PlannedBlocker, PlannedDocument, PlannedRisk, PlannedWindow, ProductCard } from "./plan-record.ts";
import type { TrackingRules } from "./tracking-rules.ts";
import type { CandidatePlan, DocumentationRules, FeaturePlan, TagRules, TestEnvironment } from "./plan-testing.ts";

export type Mode = "enforce" | "observe";

export interface ReleasePlan {
  readonly version: 1;
  readonly release: Release;
  /** empty = one product, this repository on its default branch (see `governed`) */
  readonly products: readonly Product[];
  readonly milestones: readonly PlannedMilestone[];
  readonly freezes: readonly Freeze[];
  readonly kinds: KindRules;
  readonly objectives: readonly PlannedObjective[];
  readonly keyResults: readonly PlannedKeyResult[];
  /** recurring duties, and what is to be done once on a date */
  readonly operations: readonly PlannedDuty[];
  readonly messages: readonly PlannedMessage[];
  readonly tags: TagRules;
  /** null = the plan does not speak of candidates */
  readonly candidates: CandidatePlan | null;
  readonly environments: readonly TestEnvironment[];
  /** null = the plan does not speak of features */
  readonly features: FeaturePlan | null;
  /** null = documentation is asked of nobody */
  readonly documentation: DocumentationRules | null;
  /** null = the plan does not speak of incidents */
  readonly incidents: IncidentPlan | null;
  readonly maintenance: readonly PlannedMaintenance[];
  /** null = no issues track its milestones, and nobody is reminded */
  readonly tracking: TrackingRules | null;
  readonly teams: readonly PlannedTeam[];
  readonly risks: readonly PlannedRisk[];
  readonly constraints: readonly string[];
  readonly windows: readonly PlannedWindow[];
  readonly documents: readonly PlannedDocument[];
  readonly blockers: readonly PlannedBlocker[];
  /** null = the plan asks for no board */
  readonly board: BoardPlan | null;
  /** sections that were accepted and are not acted on yet, by name: `features`, `products.user_stories` */
  readonly inert: readonly string[];
  /** what stands in the inert top-level sections, as plain data that nothing has checked */
  readonly inertValues: Readonly<Record<string, unknown>>;
}

export interface Release {
  readonly name: string;
  readonly description: string | null;
  readonly deployment: Deployment | null;
  /** login or org/team */
  readonly manager: string | null;
  readonly timezone: string;
  /** wall-clock time at which a bare date ends, "24:00" or "17:00" */
  readonly dayEnds: string;
  readonly handedOver: readonly HandedOver[];
  /** the release instant stated in `release.due`, where the plan states one */
  readonly due: PlannedTime | null;
  /** the baseline of that instant, where the plan states one */
  readonly planned: PlannedTime | null;
  /** the time in which the whole process is to happen; every date is expected inside */
  readonly window: { readonly from: PlannedTime; readonly to: PlannedTime } | null;
  /** listed holidays as ISO dates in the plan's zone */
  readonly holidays: readonly string[];
  /** the plan's page may be shown to everybody, without private repositories and without people; absent = no */
  readonly public?: boolean;
  /** links to the decision and the tracking issue and the like, by name */
  readonly links: Readonly<Record<string, string>>;
}

export interface Product {
  readonly id: string;
  readonly title: string;
  /** empty = the repository of the plan itself */
  readonly repositories: readonly RepositoryName[];
  /** null = the repository's default branch */
  readonly branch: string | null;
  readonly fedBy: readonly string[];
  /** globs; empty = the whole repository */
  readonly paths: readonly string[];
  readonly manager: string | null;
  readonly handedOver: readonly HandedOver[];
  readonly team: readonly TeamMember[];
  readonly version: { readonly current: string | null; readonly target: string | null; readonly note: string | null };
  readonly card: ProductCard;
  /** private repositories appear by name only: no link, no titles in public output */
  readonly private: boolean;
}

export interface PlannedMilestone {
  readonly id: string;
  readonly title: string;
  readonly description: string | null;
  /** the baseline, never edited; null = the due time when the milestone first stood on the default branch */
  readonly planned: PlannedTime | null;
  /** the live date, which governs; null = no date, only prerequisites */
  readonly due: PlannedTime | null;
  /** live dates that differ for a product, by product id */
  readonly dueFor: Readonly<Record<string, PlannedTime>>;
  readonly moved: readonly MovedDate[];
  /** what was written down as having happened; a record only, it neither reaches the milestone nor ends a freeze */
  readonly actual: ActualDate | null;
  readonly fallback: Fallback | null;
  /** how long the milestone itself takes once it has begun, a vote of 48 hours for instance */
  readonly lasts: Duration | null;
  /** smaller things due on the way */
  readonly parts: readonly MilestonePart[];
  readonly manager: string | null;
  readonly handedOver: readonly HandedOver[];
  readonly team: readonly TeamMember[];
  readonly after: readonly string[];
  readonly checklist: readonly ChecklistTask[];
}

export interface MovedDate {
  readonly to: PlannedTime;
  readonly on: PlannedTime | null;
  readonly because: string;
  readonly see: string | null;
}

/** `by` = at that time or before it */
export interface ActualDate {
  readonly time: PlannedTime;
  readonly bound: "on" | "by";
  readonly extent: "done" | "partial";
  readonly note: string | null;
}

export interface MilestonePart {
  readonly title: string;
  readonly due: PlannedTime | null;
  readonly owner: string | null;
  /** the issue or pull request in which it is made; it is ready when that is closed, or no draft any more */
  readonly at: IssuePlace | null;
  /** logins who look at it once it is ready */
  readonly review: readonly string[];
}

/** Who had the task before, and since when the one named beside it has it. */
export interface HandedOver {
  readonly by: string;
  readonly on: PlannedTime;
  readonly because: string | null;
}

export interface TeamMember {
  /** login, a first name, or a placeholder such as "Community Member 1"; null = a role that nobody fills */
  readonly who: string | null;
  readonly role: string | null;
  /** an unnamed slot that someone can claim */
  readonly open: boolean;
}

export interface ChecklistTask {
  readonly task: string;
  readonly owner: string | null;
  /** so long before the milestone's due instant */
  readonly before: Duration | null;
  readonly due: PlannedTime | null;
}

/** Where a freeze begins or ends: at a milestone (see `decideFreeze` for what that means at each end) or by the clock. */
export type FreezeBound = { readonly milestone: string } | { readonly time: PlannedTime };

export interface Freeze {
  readonly id: string;
  readonly title: string;
  readonly from: FreezeBound;
  /** null = until a person ends it */
  readonly until: FreezeBound | null;
  readonly mode: Mode;
  /** product ids; null = every product */
  readonly products: readonly string[] | null;
  /** branches in place of each product's own; null = each product's branch */
  readonly branches: readonly string[] | null;
  readonly allow: readonly ChangeKind[];
  readonly except: {
    readonly products: readonly string[];
    readonly repositories: readonly RepositoryName[];
    /** globs; a pull passes when all its files match */
    readonly paths: readonly string[];
  };
  readonly agreed: readonly AgreedException[];
  readonly waivers: { readonly approvers: readonly string[]; readonly approvals: number };
  /** how long before the start people are told, longest first */
  readonly notice: readonly Duration[];
  readonly noticeComment: "ready" | "none";
  /** what becomes of auto-merges that are armed and pull requests that are queued when it ends; absent = drain */
  readonly thaw?: "drain" | "stop";
  /** public reason shown to people */
  readonly because: string | null;
  /** when a person ended it before its time, each once; absent = nobody did. It ends what had begun by then and no later beginning */
  readonly thaws?: readonly Instant[];
}

export interface AgreedException {
  /** `owner/name#number` */
  readonly pulls: readonly { readonly repository: RepositoryName; readonly number: number }[];
  readonly because: string;
  readonly by: string | null;
  readonly see: string | null;
}

/** Whose word the wording of a title or branch is, at least, for it to count. */
export type Acceptance = "second-person" | "maintainer" | "wording";

export interface KindRules {
  readonly bugfix: KindEvidenceRules;
  /** further kinds by labels, where the plan names them */
  readonly others: Partial<Readonly<Record<Exclude<ChangeKind, "bugfix" | "unknown">, KindEvidenceRules>>>;
  /** kinds that are judged as another kind, `dependency` → `chore` */
  readonly countsAs: Partial<Readonly<Record<ChangeKind, ChangeKind>>>;
}

export interface KindEvidenceRules {
  readonly issueTypes: readonly string[];
  readonly labels: readonly string[];
  readonly accept: Acceptance;
}

/** What key results serve. */
export interface PlannedObjective {
  readonly id: string;
  readonly title: string;
  /** when tracking begins; null = with the first weights */
  readonly from: Instant | null;
  /** who sees to the tracking and gives the grades; null = the manager of the release */
  readonly manager: string | null;
}

export interface PlannedKeyResult {
  readonly id: string;
  readonly title: string;
  /** id of the objective that it serves; absent = none */
  readonly objective?: string;
  /** when people are asked for their scores; absent = every Monday */
  readonly tracked?: Recurrence;
  /** when it is measured */
  readonly due: PlannedTime | null;
  readonly measure: Readonly<Record<string, unknown>> | null;
  readonly score: "naive" | "estimate" | "confidence" | null;
  /** weights as exact fractions by login, in force from that instant; each row sums to one */
  readonly weights: readonly { readonly from: Instant; readonly of: Readonly<Record<string, readonly [numerator: number, denominator: number]>> }[];
}

/** Something that the release needs done, again and again or once. */
export interface PlannedDuty {
  readonly id: string;
  readonly title: string;
  /** null = once, at `due` */
  readonly rule: Recurrence | null;
  /** null = it comes by `rule`, or its date is not known yet */
  readonly due: PlannedTime | null;
  readonly owner: string | null;
  /** `at` is where it begins, of a bare day as well, and null while that is not known; null = since the plan was first read */
  readonly from: PlannedTime | null;
  /** null, or without an instant = it goes on */
  readonly until: PlannedTime | null;
  /** ids of operations and milestones that come before it */
  readonly after: readonly string[];
  readonly see: string | null;
}

export interface PlannedMessage {
  readonly id: string;
  readonly title: string;
  readonly due: PlannedTime;
  readonly author: string | null;
  readonly channels: readonly string[];
  readonly assets: readonly string[];
  readonly callToAction: string | null;
}
