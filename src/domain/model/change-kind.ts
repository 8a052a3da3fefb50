/** Kinds of change a freeze may let through. `unknown` never passes: what nobody could tell is not let in by default. */
export const CHANGE_KINDS = ["bugfix", "feature", "docs", "test", "chore", "dependency", "release", "unknown"] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];
