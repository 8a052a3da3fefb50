/** What is remembered of a window and of the documents that hold for it; it also stands hidden in the window's issue, so that a lost store is told again. */
import type { Instant } from "./instant.ts";

export interface WindowStanding {
  /** since when the issue stands for this window: what was written there before concerns nobody here */
  readonly since: Instant;
  readonly lock: LockStanding | null;
  /** what came in while it was open, counted once it was closed; null = it is not */
  readonly tally: WindowTally | null;
  /** by id, of those that this card watches */
  readonly documents: Readonly<Record<string, DocumentStanding>>;
}

export interface LockStanding {
  /** for as long as this is the same, the issue is to be locked, or not */
  readonly stretch: string;
  /** people turned it in that stretch, and it was put back */
  readonly putBack: boolean;
  /** they turned it again, and it was left */
  readonly left: boolean;
}

export interface WindowTally {
  /** of the window that was counted; another window is counted anew */
  readonly opens: Instant;
  readonly closes: Instant;
  readonly comments: number;
  readonly people: number;
  /** counted once GitHub had listed the last of it, and not again */
  readonly settled: boolean;
}

export interface DocumentStanding {
  readonly pin: DocumentPin | null;
  /** what stands there instead of what was final; null = what was final stands */
  readonly changed: { /** null = the file is gone */ readonly blob: string | null; readonly commit: string } | null;
  /** it had changed, and stands as it was final again */
  readonly restored: boolean;
}

/** What is final: never another content while its date is the same. */
export interface DocumentPin {
  readonly blob: string;
  /** a commit at which it was seen standing; null = it never was */
  readonly commit: string | null;
  /** for which date */
  readonly final: Instant;
  /** when it was seen, which is later where nobody could look in time */
  readonly at: Instant;
}
