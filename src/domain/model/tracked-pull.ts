import type { Instant } from "./instant.ts";
import type { PullFacts } from "./pull.ts";

/**
 * A pull request as the store remembers it between runs: the facts last read, and our check as last seen on its head.
 * Freezes beginning and ending are decided from this without reading GitHub again.
 */
export interface TrackedPull {
  readonly repository: number;
  readonly number: number;
  readonly installation: number;
  readonly sha: string;
  readonly base: string;
  readonly open: boolean;
  readonly facts: PullFacts;
  readonly takenAt: Instant;
  /** when this head was first read; absent = not noted, so it was seen by `takenAt` at the latest */
  readonly headSeenAt?: Instant;
  /** the plan files, and the templates of its issues, as this pull request would leave them, when it touches any */
  readonly proposed: readonly ProposedFile[] | null;
}

export interface ProposedFile {
  readonly path: string;
  /** base64 of the bytes, since a broken file may not be text; null = the pull request deletes it */
  readonly bytes: string | null;
}
