/**
 * What several signs of equal strength mean together. "Feature" beats everything: a feature that also fixes is still a feature. Then comes
 * "bugfix": a fix that also touches documents, tests or a dependency is still a fix, and labellers mark such pulls with all of them. The rest go
 * from what may change the product to what cannot.
 */
import type { ChangeKind } from "../model/change-kind.ts";

const BY_STRENGTH: readonly ChangeKind[] = ["feature", "bugfix", "release", "dependency", "chore", "test", "docs"];

/** The kind that decides; null when nothing is said. The order of the signs does not matter. */
export function decidingKind(kinds: readonly ChangeKind[]): ChangeKind | null {
  return BY_STRENGTH.find((kind) => kinds.includes(kind)) ?? null;
}
