/**
 * The account of a freeze: what landed on a governed branch while it held, and by what right. An entry is written once, when the landing is
 * found, and never changed; `id` makes finding it twice harmless.
 */
import type { MirroredComment } from "../command/mirror.ts";
import type { ChangeKind } from "./change-kind.ts";
import type { ReasonCode, Verdict } from "./decision.ts";
import type { EvidenceSource } from "./evidence.ts";
import type { Instant } from "./instant.ts";
import type { LedgerEntry } from "./ledger-entry.ts";
import type { FreezeStartRecord } from "./records.ts";
import type { Mode } from "./plan.ts";
import type { RepositoryName } from "./refs.ts";
import type { DeletedMilestone } from "./own-milestone.ts";

/** What let it in, and below the line what came in although nothing did. */
export const ADMISSIONS = ["allowed", "agreed", "exempt", "waived", "release"] as const;
export const LEAKS = [
  "bypass",      // merged although it waited
  "direct-push", // pushed past any pull request
  "forged",      // merged on a check of our name that somebody else had set
  "gap",         // landed after the freeze was due and before it took effect
  "withdrawn",   // what had let it in was no longer there, and its mark was not yet taken back
  "unknown",     // nothing had been decided about it, and it would not have been let in
] as const;
export type AccountOutcome = (typeof ADMISSIONS)[number] | (typeof LEAKS)[number];

export interface AccountEntry {
  /** `<freeze>/<repository id>/<branch>/<commit that landed>[/<pull request>]` */
  readonly id: string;
  readonly freeze: string;
  readonly mode: Mode;
  readonly repository: RepositoryName;
  readonly repositoryId: number;
  readonly branch: string;
  readonly sha: string;
  /** null = a push without a pull request */
  readonly number: number | null;
  /** of the pull request, or of the newest commit pushed; null = private */
  readonly title: string | null;
  readonly at: Instant;
  /** who merged or pushed; null = nobody can say */
  readonly by: string | null;
  /** ids of the products that it touches; empty = the plan names none */
  readonly products: readonly string[];
  readonly outcome: AccountOutcome;
  /** what was held against it or for it: the verdict that stood, or the one judged afterwards */
  readonly verdict: Verdict;
  /** did that verdict stand when it landed? */
  readonly stood: boolean;
  readonly kind: ChangeKind;
  /** in words, as the check said it */
  readonly because: string;
  /** what a release merge carried that the freeze does not let in: `#65` */
  readonly offending: readonly string[];
  /** who set the foreign check, of a forged one */
  readonly forgedBy: string | null;
  /** who took back what had let it in; absent = nobody did, or nobody can say who */
  readonly withdrawnBy?: string;
  readonly private: boolean;
}

/** kind `verdict`, key `<repository id>/<sha>/<base>`: what stood on a head since when, oldest first; the last few changes only. */
export interface VerdictRecord {
  readonly stood: readonly StoodVerdict[];
}

export interface StoodVerdict {
  /** since when it stood on GitHub */
  readonly at: Instant;
  /** when the facts were read that it rests on */
  readonly takenAt: Instant;
  readonly verdict: Verdict;
  readonly mode: Mode | null;
  /** the freeze that decided; null = none was in force */
  readonly freeze: string | null;
  /** code of the reason that let it in, or of the first that did not */
  readonly code: ReasonCode;
  readonly kind: ChangeKind;
  readonly because: string;
  readonly offending: readonly string[];
  /** what its kind was told by; absent = by nothing that can be named */
  readonly by?: { readonly source: EvidenceSource; /** a label, `o/r#12`, a word of the title */ readonly detail: string };
}

/** One move of a branch. */
export interface Landing {
  readonly before: string;
  readonly after: string;
  readonly at: Instant;
  /** null = nobody can say */
  readonly by: string | null;
  /** how it came: GitHub merged it, somebody pushed, or nobody can say */
  readonly how: "merge" | "push" | "unknown";
}

/** kind `landed`, key `<repository id>/<branch>`: how far the account has come on this branch */
export interface LandedRecord {
  readonly tip: string;
  readonly through: Instant;
  /** newest commits that landed and are accounted, so that one told twice by different sources counts once */
  readonly recent: readonly string[];
  /** by `trackingKey`: from when on each freeze's own account is kept up to `through`; one whose beginning is learnt late is not covered from there */
  readonly covers?: Readonly<Record<string, Instant>>;
}

/** kind `tracking`, key `<home id>/<path of the plan>/<freeze id>`: the tracking issue of a freeze */
export interface TrackingRecord {
  readonly home: number;
  readonly path: string;
  readonly freeze: string;
  /** how the plan sets its beginning, and since when that is known: what landed before anybody could know of it is in no account */
  readonly known: { readonly rule: string; readonly at: Instant };
  /** id of the repository in which its issue stands while the plan's home is out of sight; absent = the home */
  readonly place?: number;
  /** its account may be kept: the issue has been opened, or cannot be */
  readonly opened: boolean;
  /** null = not there yet, or deleted by a person and left so */
  readonly issue: number | null;
  readonly url: string | null;
  /** a person deleted it once and it was made again; a second time it stays deleted */
  readonly remade: boolean;
  /** final: the freeze is over and everything is said */
  readonly closed: boolean;
  readonly editedAt: Instant | null;
  /** keys of comments that were made, so that nothing is told twice */
  readonly told: readonly string[];
  /** what the last run saw and when it judged all who wait, which takes long in a large release; absent = never */
  readonly looked?: { readonly at: Instant; readonly seen: string };
}

/** kind `feeder`, key `<repository id>/<feeder>/<branch>`: what stands in the feeder and would stop the release */
export interface FeederRecord {
  readonly feederTip: string;
  readonly branchTip: string;
  readonly readAt: Instant;
  /** by freeze id */
  readonly offending: Readonly<Record<string, readonly FeederChange[]>>;
  readonly complete: boolean;
}

export interface FeederChange {
  readonly number: number | null;
  readonly sha: string | null;
  readonly title: string;
  readonly kind: ChangeKind;
  readonly enteredAt: Instant | null;
}

/** What of a freeze stands, machine-readable, in its tracking issue, so that a lost store is rebuilt from it. */
export interface FreezeLedger {
  readonly starts: readonly FreezeStartRecord[];
  readonly entries: readonly AccountEntry[];
  /** entries that found no more room in the issue */
  readonly left: number;
  /** commands that were obeyed, without what is private; absent = none */
  readonly commands?: readonly MirroredComment[];
  /** keys of notices that the making of the issue told, so that no comment repeats them; absent = none */
  readonly noticed?: readonly string[];
  /** milestones that people deleted; absent = none */
  readonly deleted?: readonly DeletedMilestone[];
  /** what happened to the gates; absent = nothing */
  readonly events?: readonly LedgerEntry[];
}

export function isLeak({ outcome, mode }: Pick<AccountEntry, "outcome" | "mode">): boolean {
  return mode === "enforce" && (LEAKS as readonly string[]).includes(outcome);
}

/** Would it have been let in, whatever became of it? */
export function letIn({ outcome, verdict }: Pick<AccountEntry, "outcome" | "verdict">): boolean {
  return (ADMISSIONS as readonly string[]).includes(outcome) || (outcome === "gap" && verdict === "allow");
}

export function trackingKey(home: number, path: string, freeze: string): string {
  return `${home}/${path}/${freeze}`;
}

export function verdictKey(repository: number, sha: string, base: string): string {
  return `${repository}/${sha}/${base}`;
}
