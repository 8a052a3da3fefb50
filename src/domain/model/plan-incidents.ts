/** What a plan says about incidents: who owns them, how severe they can be, what each severity asks for, and who is told. */
import type { Duration } from "./instant.ts";
import type { VoteRules } from "./vote.ts";
import type { RepositoryName } from "./refs.ts";

export interface IncidentPlan {
  /** logins and `org/team`: who own incidents and are told when nobody acts; empty = the manager of the release */
  readonly owners: readonly string[];
  /** how people agreed to handle incidents; null = the plan does not say */
  readonly procedure: PlannedProcedure | null;
  /** most severe first, never empty */
  readonly severities: readonly IncidentSeverity[];
  /** words for `/type`; empty = any word */
  readonly types: readonly string[];
  /** words for the part that is affected; empty = any word */
  readonly components: readonly string[];
  readonly clocks: IncidentClocks;
  /** wall-clock times in the plan's zone between which only what pages at any hour is sent; null = there are none */
  readonly quietHours: { readonly from: string; readonly to: string } | null;
  /** null = incidents freeze nothing */
  readonly freeze: IncidentFreeze | null;
  /** an open incident of this severity or a worse one holds the tag of the next candidate; null = none does */
  readonly holdsTags: string | null;
  readonly audiences: readonly Audience[];
  /** beginnings of addresses at which everybody who works on incidents can read logs; empty = the plan does not say */
  readonly logsAt: readonly string[];
  /** where logs are kept and who is to read them there; null = the plan does not say */
  readonly logs: LogKeeping | null;
  /** the notes of the next release tell of what was reviewed */
  readonly releaseNotes: boolean;
  /** planned steps that somebody owns become issues below that of the incident */
  readonly subIssues: boolean;
  /** what those who report may be to this network, as the form offers it; never empty */
  readonly partyTypes: readonly string[];
  /** given to the issue when it is opened */
  readonly labels: readonly string[];
}

export interface LogKeeping {
  readonly repository: RepositoryName;
  /** logins and `org/team`, teams of the plan replaced by their members; empty = nobody is named */
  readonly readers: readonly string[];
}

export interface PlannedProcedure {
  /** as the plan calls it: a version, a file, an address */
  readonly version: string;
  /** from the root of the plan's home; null = the plan does not say where it stands */
  readonly file: string | null;
  /** null = it need not be ratified */
  readonly vote: ProcedureVote | null;
}

export interface ProcedureVote extends VoteRules {
  /** logins and `org/team` */
  readonly by: readonly string[];
}

export const PAGING = ["always", "waking", "never"] as const;
/** `always` = at any hour, `waking` = outside quiet hours, `never` = only in the issue */
export type Paging = (typeof PAGING)[number];

export interface IncidentSeverity {
  /** as in `/severity sev1` */
  readonly id: string;
  readonly means: string | null;
  readonly pages: Paging;
  /** closes with three commands: steps may be left out, and the report needs no words of people */
  readonly light: boolean;
  /** how often it wants an update while it is open; null = by the plan's clocks */
  readonly updateEvery: Duration | null;
}

/** So long after which one reminder comes, and so long again the escalation; null = no such clock. */
export interface IncidentClocks {
  readonly claim: Duration | null;
  readonly severity: Duration | null;
  readonly inform: Duration | null;
  readonly update: Duration | null;
  /** after it was resolved */
  readonly report: Duration | null;
}

export interface IncidentFreeze {
  /** from this severity on */
  readonly at: string;
  /** null = every branch of the repository that the plan governs */
  readonly branches: readonly string[] | null;
  /** false = an owner confirms it with one command */
  readonly automatic: boolean;
}

/** Somebody who is told: node operators, customers, everybody. */
export interface Audience {
  readonly id: string;
  readonly title: string;
  /** names of targets in the operator's own configuration */
  readonly targets: readonly string[];
}
