/**
 * How every feature stood on one tag when the tag was last judged: small enough to be remembered for each tag, and all that the matrix and the
 * comments under features are made of.
 */
import type { CellState, FeatureEvidence, LinkGap, Rung } from "./feature.ts";
import type { RepositoryName } from "./refs.ts";

export interface TagStanding {
  readonly tag: string;
  readonly sha: string;
  /** ids of places, in the order of the cells of every link */
  readonly environments: readonly string[];
  readonly features: readonly FeatureOnTag[];
}

export interface FeatureOnTag {
  readonly repository: RepositoryName;
  readonly number: number;
  readonly title: string;
  /** id of the group; null = in none */
  readonly group: string | null;
  readonly accepted: boolean;
  readonly gap: FeatureEvidence["gap"];
  readonly links: readonly LinkOnTag[];
}

export interface LinkOnTag {
  /** equal for links that lead to the same thing */
  readonly key: string;
  /** as it was written, bounded */
  readonly text: string;
  readonly rung: Rung;
  /** its facts are bounded; null = it is accepted */
  readonly gap: LinkGap | null;
  /** one letter of `CELL_LETTERS` for each place */
  readonly cells: string;
}

export const CELL_LETTERS: Readonly<Record<CellState, string>> = { "passed": "p", "failed": "f", "skipped": "s", "not-run": "n", "expired": "x" };

const STATES = new Map<string, CellState>(Object.entries(CELL_LETTERS).map(([state, letter]) => [letter, state as CellState]));

/** A place that nothing is known of has not run. */
export function cellState(link: LinkOnTag, index: number): CellState {
  return STATES.get(link.cells.charAt(index)) ?? "not-run";
}
