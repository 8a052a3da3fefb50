/** What GitHub says of the issue or pull request in which a part of a milestone is made. */
import type { Instant } from "./instant.ts";

export interface MadeAt {
  readonly isPull: boolean;
  /** an issue: since it is closed; a pull request: since it is no draft any more; null = it is not ready, 0 = it is, and since when is not said */
  readonly readyAt: Instant | null;
  /** of the pull request, as they stand; who asked for changes since has none */
  readonly approvals: readonly { readonly by: string; readonly at: Instant | null }[];
}

/** What became of asking people on GitHub to review a pull request. Null where nobody may be asked there: the right is missing, or it is gone. */
export type ReviewAsked = { readonly asked: readonly string[]; readonly refused: readonly string[] } | null;

/** What is remembered of a part beside its box. */
export interface PartRecord {
  readonly ready: boolean;
  readonly done: boolean;
  /** whose review it waits for */
  readonly reviewers: readonly string[];
}
