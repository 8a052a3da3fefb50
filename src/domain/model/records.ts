/** The shapes behind `RecordChange.value`, by record kind. The key of each is named here, so nobody invents a second spelling. */
import type { Baselines } from "./baseline.ts";
import type { FeatureStanding } from "./feature-standing.ts";
import type { FeatureOnTag } from "./tag-standing.ts";
import type { FrozenScope } from "../policy/scope.ts";
import type { StrayPull } from "../policy/stray-pulls.ts";
import type { Instant } from "./instant.ts";
import type { Problem } from "./problem.ts";
import type { RefusedClosing } from "./own-milestone.ts";
import type { ReachedMilestone } from "./snapshot.ts";

/** kind `installation`, key `<installation id>` */
export interface InstallationRecord {
  readonly id: number;
  readonly account: string;
  /** GitHub's permission names to read | write | admin */
  readonly permissions: Readonly<Record<string, string>>;
  readonly suspended: boolean;
}

/** kind `repository`, key `<repository id>` */
export interface RepositoryRecord {
  readonly id: number;
  readonly installation: number;
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch: string;
  readonly private: boolean;
  readonly archived: boolean;
  /** `owner/name` that it had while we could see it, latest last; absent = none */
  readonly formerNames?: readonly string[];
}

/**
 * kind `plan`, key `<home repository id>/<path of the file>`. Holds the last good text; a plan that vanished or broke stays in force.
 */
export interface PlanRecord {
  readonly home: number;
  readonly path: string;
  /** commit the last good text was read from; null when there never was a good one */
  readonly commit: string | null;
  /** the last good text, which is the plan in force; null when there never was one */
  readonly text: string | null;
  /** `good`: in force as it stands. The others: the last good text above stays in force, and this says why. */
  readonly state: "good" | "wrong" | "vanished" | "unreachable";
  readonly problems: readonly Problem[];
  readonly readAt: Instant;
  /** when it was first good; absent = not remembered */
  readonly since?: Instant;
  /** when this very text was first read; absent = not remembered */
  readonly textSince?: Instant;
  readonly reached: readonly ReachedMilestone[];
  /** milestones that stand closed in its home and are not reached by that; absent = none */
  readonly refused?: readonly RefusedClosing[];
  /** repository ids that it governs by consent, and names that it lists without consent */
  readonly governs: readonly number[];
  readonly notGoverned: readonly string[];
  /** when a change of the plan last let in less than before, by freeze id, under "*" for all of them; absent = never, as far as is known */
  readonly tightened?: Readonly<Record<string, Instant>>;
  /** present names of repositories that the file names as they were once called, by that name in lower case; absent = none */
  readonly renamed?: Readonly<Record<string, string>>;
  /** its home left our sight: the plan binds on as it was then; absent = we see it */
  readonly gone?: { readonly since: Instant; /** as it was */ readonly home: RepositoryRecord };
  /** since when it is not `good`; absent = it is */
  readonly lostSince?: Instant;
  /** by freeze id: the last good text that had the freeze, and when it was seen without; absent = none was taken out lately */
  readonly removed?: Readonly<Record<string, { readonly text: string; readonly at: Instant }>>;
  /** dates as first planned; absent = not remembered yet */
  readonly baselines?: Baselines;
}

/** kind `consent`, key `<repository id>`: the home that the repository's own default branch says it is governed by */
export interface ConsentRecord {
  readonly governedBy: string;
}

/** kind `freeze-start`, key `<home id>/<freeze id>/<repository id>/<branch>`: what stood where when the freeze began */
export interface FreezeStartRecord {
  readonly freeze: string;
  readonly home: number;
  readonly repository: number;
  readonly branch: string;
  /** when it was due to begin, and when we acted */
  readonly dueAt: Instant;
  readonly effectiveAt: Instant;
  readonly tip: string | null;
  /** when the branch was closed on GitHub and that was verified; null = it should be and is not; absent = there is no gate here */
  readonly closedAt?: Instant | null;
  /** tips of the feeders by branch name */
  readonly feederTips: Readonly<Record<string, string>>;
  readonly endedAt: Instant | null;
  /** it had ended and was taken back: since then it holds again, and what landed in between is held against nobody */
  readonly resumedAt?: Instant;
}

/** kind `governed`, key `<repository id>/<home id>/<path>`: from a repository to the plans that bind it */
export interface GovernedRecord {
  readonly home: number;
  readonly path: string;
}

/** kind `branch`, key `<repository id>/<branch>`: what the branch's last run saw, so that the next knows whether anything changed */
export interface BranchRecord {
  /** digest of the plans and the freezes then in force */
  readonly rules: string;
  /** when its open pull requests were last listed whole */
  readonly listedAt: Instant | null;
  /** where a listing goes on that did not finish in one run */
  readonly cursor: string | null;
  /** where the listing in progress began; pulls not seen since then are gone */
  readonly listingSince: Instant | null;
}

/** kind `answer`, key `<repository id>/<comment id>`, with `/<diff>` for the comment that asks again: what we last said under a command */
export interface AnswerRecord {
  /** of our comment; null = GitHub took none */
  readonly id: number | null;
  readonly digest: string;
}

/** kind `feature`, key `<repository id>/<issue number>`: what our comment under a feature last said, and how the feature stood */
export interface FeatureRecord {
  /** `<home>/<path>` of the plan that it is a feature of; null = of none any more */
  readonly plan: string | null;
  /** null = it is no feature any more */
  readonly standing: FeatureStanding | null;
  /** id of our comment; null = GitHub took none */
  readonly comment: number | null;
  readonly digest: string;
  /** of the issue's own words, and the milestone that it stands in: when they change, the scope is looked at again */
  readonly words?: string;
  readonly milestone?: string | null;
  /** which of our labels it was given, and who works on it; absent = not remembered */
  readonly label?: string | null;
  readonly assignees?: readonly string[];
  /** of the links, as they were last read: when they change, the newest tag is judged again */
  readonly links?: string;
}

/** kind `features`, key `<home id>/<path>`: the features of a plan as a whole, and their tracking issue */
export interface FeaturesRecord {
  /** null = there is none, or it was deleted */
  readonly issue: number | null;
  /** it was made once, be it gone since */
  readonly opened: boolean;
  /** deleted once and made again: deleted again, it stays so */
  readonly remade: boolean;
  /** we have closed it: the release is out, or the plan has no features any more */
  readonly closed: boolean;
  readonly editedAt: Instant | null;
  /** keys of what was told under it */
  readonly told: readonly string[];
  /** null while the scope is open */
  readonly scope: FrozenScope | null;
  /** how many features were let in by command */
  readonly admissions: number;
  readonly strays: { readonly at: Instant; readonly pulls: readonly StrayPull[]; readonly complete: boolean } | null;
  /** digest of the plan for which every feature was last looked at; absent = not remembered */
  readonly surveyed?: string;
  /** when all of them were last listed; absent = not remembered */
  readonly lookedAt?: Instant;
}

/** kind `test-file`, key `<repository id>/<name of the blob><ending of the file>`: what was found in a test file */
export interface TestFileRecord {
  /** names of its cases; "many" = more than are remembered; null = files of its kind are not looked into */
  readonly cases: readonly string[] | "many" | null;
  /** what it names in a tag: `#12` in its own repository, `owner/name#12` in lower case elsewhere */
  readonly issues: readonly string[];
}

/** kind `named-tests`, key `namedTestsKey(…)`: test files that name a feature, at the default branch or at a commit */
export interface NamedTestsRecord {
  /** of the listing, and of the plan's patterns: where both are the same nothing has changed */
  readonly of: string;
  /** paths by `owner/name#number` in lower case */
  readonly by: Readonly<Record<string, readonly string[]>>;
  /** every test file was looked into */
  readonly complete: boolean;
}

/** `sha` null = at the default branch */
export function namedTestsKey(plan: Pick<PlanRecord, "home" | "path">, repository: number, sha: string | null): string {
  return `${plan.home}/${encodeURIComponent(plan.path)}/${repository}/${sha ?? ""}`;
}

/** kind `feature-tag`, key `<repository id>/<issue number>`: how a feature stood on the newest tag of its plan */
export interface FeatureTagRecord {
  /** `<home>/<path>` */
  readonly plan: string;
  /** where the tag stands */
  readonly repository: number;
  readonly tag: string;
  /** ids of places, in the order of the cells */
  readonly places: readonly string[];
  readonly feature: FeatureOnTag;
}

/** kind `evidence`, key `<repository id>/<sha>`: versions of environments when an artifact was first seen, by `<artifact id> <environment>` */
export type EvidenceRecord = Readonly<Record<string, string | null>>;

/** kind `candidate`, key `<repository id>/<tag>`: what a tag was last judged by */
export interface CandidateRecord {
  readonly sha: string;
  /** when it was first seen */
  readonly since: Instant;
  /** digest of plan, tag, artifacts and features: equal ones need no second look */
  readonly inputs: string;
  /** nothing is missing any more */
  readonly settled: boolean;
  /** what is to be told of it, worst first; absent = nothing */
  readonly alarms?: readonly TagAlarm[];
  /** the release that we took back into a draft, once; absent = none */
  readonly heldBack?: number;
}

/** What a release manager must hear of a tag at once. */
export interface TagAlarm {
  readonly plan: string;
  readonly code:
    | "tag-refused"      // says: what is wrong with the tag itself
    | "published-early"  // it was published although its gate is closed
    | "held-back"        // the same, and we took it back into a draft
    | "not-prerelease";  // published as a full release, and is none
  readonly says: string;
  readonly by: string | null;
  readonly url: string | null;
}

/** kind `tag-gate`, key `tagGateKey(…)`: whether a plan lets the final tag be made, on the commit of the newest candidate */
export interface TagGateRecord {
  readonly ready: boolean;
  /** name of the newest candidate */
  readonly candidate: string;
}

export function tagGateKey(plan: Pick<PlanRecord, "home" | "path">, repository: number, finalTag: string): string {
  return `${repository}/${encodeURIComponent(finalTag)}/${plan.home}/${plan.path}`;
}

/** kind `tag-hold`, key `<repository id>/<final tag>`: our ruleset over it */
export interface TagHoldRecord {
  readonly ruleset: number | null;
  /** null = we may not write rulesets there */
  readonly active: boolean | null;
  /** switched off by `release-warden off`, or by hand */
  readonly off: boolean;
}

/** kind `tag-standing`, key `tagStandingKey(…)`: how the features of one plan stood on one tag. The value is a `TagStanding`. */
export function tagStandingKey(plan: Pick<PlanRecord, "home" | "path">, repository: number | null, tag: string | null): string {
  return `${plan.home}/${encodeURIComponent(plan.path)}/${repository === null ? "" : `${repository}/${tag ?? ""}`}`;
}
