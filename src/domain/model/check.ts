/**
 * A check run as we want it and as it is. A check belongs to (repository, commit, name), so the base is part of the name:
 * one commit may head pull requests to several branches.
 */
import type { Instant } from "./instant.ts";

export type CheckConclusion = "success" | "neutral" | "failure" | "action_required";

export interface Annotation {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  /** only given when start and end line are the same: GitHub refuses columns across lines */
  readonly startColumn: number | null;
  readonly endColumn: number | null;
  readonly level: "notice" | "warning" | "failure";
  readonly title: string;
  readonly message: string;
}

export interface DesiredCheck {
  readonly name: string;
  readonly sha: string;
  /** null = in progress: it waits, which people must not read as broken */
  readonly conclusion: CheckConclusion | null;
  readonly title: string;
  readonly summary: string;
  readonly annotations: readonly Annotation[];
  readonly detailsUrl: string | null;
  /** digest of everything above, kept as the run's external_id: equal digests mean nothing to write */
  readonly digest: string;
}

export interface ObservedCheck {
  readonly id: number;
  readonly name: string;
  readonly sha: string;
  readonly status: "queued" | "in_progress" | "completed";
  readonly conclusion: string | null;
  readonly digest: string | null;
  /** it carries annotations, which GitHub can add to and not take away: such a run is replaced, not rewritten */
  readonly annotated?: boolean;
  /** the suite was reset by a re-run request, which leaves the run itself untouched */
  readonly suiteReset: boolean;
  readonly startedAt: Instant | null;
}
