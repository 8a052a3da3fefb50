import type { Instant } from "./instant.ts";

/** An archive that a workflow run left behind. */
export interface ArtifactFact {
  readonly id: number;
  readonly name: string;
  /** as it is sent */
  readonly bytes: number;
  readonly createdAt: Instant;
}

/** A finished check on a commit: a job of a workflow, or what another app says. */
export interface RunFact {
  readonly id: number;
  readonly name: string;
  /** as GitHub says it: success, failure, skipped, neutral, … */
  readonly conclusion: string;
}
