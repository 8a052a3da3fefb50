/**
 * Incident: what the entries of its ledger say together. An entry is one thing that somebody said in the issue or that was observed, kept as it was
 * when it was admitted; the incident is folded from them and never stored. What people wrote stays as they wrote it, unescaped and bounded.
 */
import type { ActionDecision, Needless, PlannedStep, StepIssue, UndecidedAction } from "./incident-action.ts";
import type { IncidentMetrics } from "./incident-metrics.ts";
import type { ReleaseNote } from "./incident-note.ts";
import type { IncidentProcedure } from "./incident-procedure.ts";
import type { MaintenanceThen } from "./maintenance.ts";
import type { AskedResend } from "../policy/resend.ts";
import type { Instant } from "./instant.ts";

/** In their order. An incident may skip some, and then says which. */
export const INCIDENT_STATES = ["reported", "triaged", "investigating", "mitigated", "resolved", "reviewed"] as const;
export type IncidentState = (typeof INCIDENT_STATES)[number];

/** What people made of it when they looked: something new, something known, something that will not come back, or nothing at all. */
export const TRIAGES = ["new", "known", "one-time", "false-alarm"] as const;
export type Triage = (typeof TRIAGES)[number];

/** Instants of the world, which are not those at which somebody wrote them down. */
export const MOMENTS = ["started", "detected", "reported", "acknowledged", "mitigated", "resolved"] as const;
export type Moment = (typeof MOMENTS)[number];

/** When something happened, as exactly as is known. */
export type When =
  | { readonly precision: "minute"; readonly at: Instant; readonly text: string }
  /** the day as ISO date; `from` and `to` bound it in the zone in which it was said */
  | { readonly precision: "day"; readonly day: string; readonly from: Instant; readonly to: Instant; readonly text: string }
  | { readonly precision: "unknown"; readonly text: string };

/** Issue or pull request; `repository` as `owner/name`. */
export interface IssueLink {
  readonly repository: string;
  readonly number: number;
}

export const HORIZONS = ["hours", "days", "weeks"] as const;
export type Horizon = (typeof HORIZONS)[number];
export const HYPOTHESIS_STATES = ["open", "confirmed", "rejected"] as const;
export type HypothesisState = (typeof HYPOTHESIS_STATES)[number];
/** The parts of the report that only people can write. */
export const REPORT_PARTS = ["summary", "cause", "fix", "well", "badly"] as const;
export type ReportPart = (typeof REPORT_PARTS)[number];

/** What one entry says. */
export type IncidentAct =
  | { readonly kind: "opened"; readonly title: string; readonly from: { readonly number: number; readonly comment: number | null } | null; readonly text: string | null; readonly procedure: IncidentProcedure | null; /** absent = none */ readonly maintenance?: readonly MaintenanceThen[] }
  | { readonly kind: "moment"; readonly moment: Moment; readonly when: When | null; readonly text: string | null }
  /** `light` as the plan said when it was written */
  | { readonly kind: "severity"; readonly severity: string; readonly light: boolean }
  | { readonly kind: "type"; readonly type: string }
  | { readonly kind: "component"; readonly component: string }
  | { readonly kind: "version"; readonly version: string }
  /** the line in which the error shows itself */
  | { readonly kind: "error"; readonly text: string }
  | { readonly kind: "own"; readonly who: string }
  | { readonly kind: "triage"; readonly as: Triage; readonly known: IssueLink | null; readonly text: string | null }
  | { readonly kind: "party"; readonly who: string; readonly role: string }
  /** null = whoever says it */
  | { readonly kind: "heard"; readonly who: string | null }
  | { readonly kind: "hypothesis"; readonly number: number | null; readonly state: HypothesisState; readonly text: string | null }
  | { readonly kind: "timeline"; readonly when: When | null; readonly text: string }
  | { readonly kind: "inform"; readonly inform: boolean; readonly audience: string | null; readonly role: string | null; readonly review: Instant | null; readonly text: string }
  | { readonly kind: "plan"; readonly horizon: Horizon; readonly text: string; readonly owner: string | null; readonly due: When | null }
  | { readonly kind: "step-done"; readonly number: number }
  /** nobody need do that, and why */
  | { readonly kind: "no-need"; readonly of: Needless; readonly text: string }
  | { readonly kind: "logs"; readonly step: "request" | "received" | "missing"; readonly who: string; readonly node: string | null; readonly range: string | null; readonly location: string | null; readonly hash: string | null }
  | { readonly kind: "follow-up"; readonly text: string; readonly link: IssueLink | null; readonly owner: string | null; readonly due: When | null; readonly test: boolean; /** to stand among the risks of the plan; absent = no */ readonly risk?: true }
  | { readonly kind: "follow-up-done"; readonly number: number }
  | { readonly kind: "report"; readonly part: ReportPart; readonly text: string }
  | { readonly kind: "redact"; readonly words: string }
  /** what did not arrive outside GitHub, or may not have, goes out again; null = to every target */
  | { readonly kind: "resend"; readonly target: string | null }
  | { readonly kind: "reviewed" }
  /** the public variant of the report was made, or words for the release notes; `tag` = of the release that they go into; null or absent = of none */
  | { readonly kind: "published"; readonly as: "report" | "release-note"; readonly tag?: string | null }
  | { readonly kind: "reopened"; readonly text: string | null }
  | { readonly kind: "recurred"; readonly link: IssueLink }
  | { readonly kind: "freeze"; readonly to: "on" | "off"; readonly text: string | null }
  /** `text`: what may go wrong with them; absent = nobody said */
  | { readonly kind: "lane"; readonly pulls: readonly IssueLink[]; readonly text?: string }
  /** the comment of an earlier entry was changed (`text`: how the line reads now) or deleted (null) */
  | { readonly kind: "edited"; readonly comment: number; readonly line: number; readonly when: When | null; readonly text: string | null }
  /** the clock asked for something, or told those above; `clock` names it with the occasion, so that each is said once */
  | { readonly kind: "reminded"; readonly clock: string; readonly step: "reminder" | "escalation" };

/** Kinds that never stand in the timeline as entries of their own. */
export type NoTimeline = Extract<IncidentAct, { readonly kind: "report" | "redact" | "resend" | "edited" | "reminded" }>;

/** One entry; `incident/ledger.ts` knows how the store keeps it. */
export interface IncidentEntry {
  readonly id: string;
  readonly repository: number;
  /** of the first issue of the incident, also where it goes on in another */
  readonly number: number;
  /** null = it was observed, not said */
  readonly comment: number | null;
  /** position among the comment's commands, from 0 */
  readonly line: number;
  /** when it was written on GitHub, or observed */
  readonly at: Instant;
  readonly by: string | null;
  readonly rights: IncidentRights;
  readonly act: IncidentAct;
}

/** What its author might do when it was admitted. */
export interface IncidentRights {
  /** stands among the owners that the plan names */
  readonly owner: boolean;
  /** may write to the repository */
  readonly writer: boolean;
}

export interface TimedEntry {
  /** of the ledger entry */
  readonly id: string;
  readonly recordedAt: Instant;
  readonly by: string | null;
}

export interface TimelineItem extends TimedEntry {
  /** null = when it was recorded */
  readonly when: When | null;
  /** what kind of entry it came from */
  readonly kind: Exclude<IncidentAct, NoTimeline>["kind"];
  /** in facts that `text` puts into words; of a `timeline` entry people's own words */
  readonly act: Exclude<IncidentAct, NoTimeline>;
  /** words that stood there first, oldest first; empty = never edited */
  readonly originals: readonly string[];
  readonly deleted: boolean;
}

export interface Hypothesis extends TimedEntry {
  /** from 1 */
  readonly number: number;
  readonly state: HypothesisState;
  readonly text: string;
}

export interface Party {
  /** a login, a team, or a name in people's own words */
  readonly who: string;
  readonly role: string;
}

export interface InformDecision extends TimedEntry {
  readonly inform: boolean;
  /** id of the plan's audience; null = everybody concerned */
  readonly audience: string | null;
  readonly role: string | null;
  readonly review: Instant | null;
  readonly text: string;
}

export interface LogRequest extends TimedEntry {
  readonly who: string;
  readonly node: string | null;
  readonly range: string | null;
  readonly state: "requested" | "received" | "missing";
  readonly location: string | null;
  readonly hash: string | null;
}

export interface FollowUp extends TimedEntry {
  /** from 1 */
  readonly number: number;
  readonly text: string;
  readonly link: IssueLink | null;
  readonly owner: string | null;
  readonly due: When | null;
  /** to become an acceptance test of the next release */
  readonly test: boolean;
  /** to stand among the risks of the plan, which only its file can say; absent = no */
  readonly risk?: true;
  readonly done: boolean;
}

/** From when until when an incident froze branches; `until` null = it still does. */
export interface IncidentFreezing {
  readonly from: Instant;
  readonly by: string | null;
  readonly until: Instant | null;
  readonly endedBy: string | null;
}

export interface Incident {
  readonly repository: number;
  readonly number: number;
  readonly title: string;
  readonly state: IncidentState;
  /** states that were left out on the way to this one, each with who left it out */
  readonly skipped: readonly { readonly state: IncidentState; readonly by: string | null }[];
  readonly openedAt: Instant;
  readonly openedBy: string | null;
  /** null = nothing is known of it */
  readonly procedure: IncidentProcedure | null;
  /** planned, under way or just over when it was reported, of whatever part */
  readonly maintenance: readonly MaintenanceThen[];
  readonly severity: string | null;
  /** its severity lets steps be left out and asks for no words of people */
  readonly light: boolean;
  readonly type: string | null;
  readonly component: string | null;
  /** of what runs where it happened */
  readonly version: string | null;
  /** of its error (`incident/fingerprint.ts`); null = nobody quoted one */
  readonly fingerprint: string | null;
  readonly owner: string | null;
  readonly triage: Triage | null;
  /** the known problem that it is */
  readonly known: IssueLink | null;
  /** later incidents that were found to be this one again */
  readonly recurrences: readonly IssueLink[];
  /** first and, where it was reopened, last instants, by what they are of; absent = nobody said */
  readonly moments: Partial<Readonly<Record<Moment, { readonly first: When; readonly last: When }>>>;
  readonly metrics: IncidentMetrics;
  readonly parties: readonly Party[];
  /** whom word of it reached, as they or somebody else said; since when */
  readonly heard: readonly { readonly who: string; readonly at: Instant }[];
  readonly timeline: readonly TimelineItem[];
  readonly hypotheses: readonly Hypothesis[];
  readonly informs: readonly InformDecision[];
  /** asked to be sent again */
  readonly resends: readonly AskedResend[];
  readonly steps: readonly PlannedStep[];
  readonly actions: readonly ActionDecision[];
  readonly undecided: readonly UndecidedAction[];
  readonly logs: readonly LogRequest[];
  readonly followUps: readonly FollowUp[];
  readonly report: Partial<Readonly<Record<ReportPart, string>>>;
  /** words that the public variant leaves out */
  readonly redactions: readonly string[];
  /** tags of the releases whose notes are to tell of it */
  readonly noteTags: readonly string[];
  /** when it froze branches, oldest first; the last holds while it has no end */
  readonly freezes: readonly IncidentFreezing[];
  /** pull requests that may be merged while its freeze holds */
  readonly lane: readonly IssueLink[];
  /** what may go wrong with those in the lane; null = nobody said */
  readonly laneRisk: string | null;
  readonly reopenings: number;
  /** when anything was last entered by a person */
  readonly updatedAt: Instant;
  /** by `<clock>/<step>`, when it was said */
  readonly reminded: Readonly<Record<string, Instant>>;
}

/** kind `incident`, key `<repository id>/<issue number>`: an issue that the Warden opened for an incident */
export interface IncidentRecord {
  readonly repository: number;
  /** of the incident's first issue, under which its ledger is kept */
  readonly number: number;
  /** this record is of an issue in which the incident goes on: the number of the first; null = it is the first */
  readonly continues: number | null;
  /** the issue before it; null = it is the first */
  readonly before: number | null;
  /** home and path of the plan under which it was opened */
  readonly home: number;
  readonly path: string;
  /** hidden key of the issue: what it was opened from */
  readonly origin: string;
  readonly title: string;
  readonly url: string;
  /** of the first issue: the last one, in which it goes on now; null = here */
  readonly continuedIn: number | null;
  /** as of the last run, for lists that need not fold */
  readonly state: IncidentState;
  readonly severity: string | null;
  /** absent = as null in `Incident` */
  readonly fingerprint?: string;
  readonly openedAt: Instant;
  /** when a report that had been missed came to light: clocks run from then on; absent = at once */
  readonly foundAt?: Instant;
  /** we closed the issue; a person who opens it again means it */
  readonly closed: boolean;
  /** with the branches as they were named when each began; absent = none */
  readonly freezes?: readonly (IncidentFreezing & { readonly branches: readonly string[] })[];
  readonly lane?: readonly IssueLink[];
  readonly laneRisk?: string;
  /** issues made of follow-ups, or named for them and found, by their number */
  readonly followUps: Readonly<Record<string, IssueLink>>;
  /** issues made of planned steps, by their number; absent = none */
  readonly steps?: Readonly<Record<string, StepIssue>>;
  /** links of follow-ups that lead to no issue, or whose issue no release counts as its feature; absent = none */
  readonly badLinks?: Readonly<Record<string, "missing" | "no-feature">>;
  /** keys of what was told by a comment */
  readonly told: readonly string[];
  /** memory was lost and the incident read back then: what was to be told before may have been. Absent = never */
  readonly rebuiltAt?: Instant;
  /** whoever reported it said that it is another than what is open; absent = nobody did */
  readonly separate?: true;
  /** of releases that were to tell of it; absent = none */
  readonly notes?: readonly ReleaseNote[];
  /** how it stands in the incident log, as a digest; absent = not there yet */
  readonly logged?: string;
}
