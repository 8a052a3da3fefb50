/** Kinds of change in words. */
import { CHANGE_KINDS, type ChangeKind } from "../domain/model/change-kind.ts";
import { joined } from "./enumeration.ts";

const ONE: Readonly<Record<ChangeKind, string>> = {
  bugfix: "a bugfix", feature: "a feature", docs: "documentation", test: "a test change", chore: "a chore",
  dependency: "a dependency update", release: "a release change", unknown: "of unknown kind",
};

const NAME: Readonly<Record<ChangeKind, string>> = {
  bugfix: "bugfix", feature: "feature", docs: "documentation", test: "test change", chore: "chore",
  dependency: "dependency update", release: "release change", unknown: "unknown",
};

const MANY: Readonly<Record<ChangeKind, string>> = {
  bugfix: "bugfixes", feature: "features", docs: "documentation", test: "test changes", chore: "chores",
  dependency: "dependency updates", release: "release changes", unknown: "changes of unknown kind",
};

/** "a bugfix", "documentation", "of unknown kind": continues "it is …". */
export function oneOfKind(kind: ChangeKind): string {
  return ONE[kind];
}

/** "bugfix", "dependency update": stands alone, as in a table. */
export function kindName(kind: ChangeKind): string {
  return NAME[kind];
}

/** "bugfixes and documentation"; release changes are left out beside others, since nobody needs telling that a release may be released. */
export function kindsText(kinds: readonly ChangeKind[], last: "and" | "or" = "and"): string {
  const shown = told(kinds);
  return shown.length === 0 ? "nothing" : joined(shown.map((kind) => MANY[kind]), last);
}

/** "a bugfix or documentation": continues "it is not …". */
export function oneOfKinds(kinds: readonly ChangeKind[]): string {
  return joined(told(kinds).map((kind) => ONE[kind]), "or");
}

function told(kinds: readonly ChangeKind[]): readonly ChangeKind[] {
  const others = kinds.filter((kind) => kind !== "release");
  return others.length > 0 ? others : kinds;
}

/** "only bugfixes", "nothing": continues "… until then". */
export function onlyKinds(kinds: readonly ChangeKind[]): string {
  return kinds.length === 0 ? "nothing" : `only ${kindsText(kinds)}`;
}

/** Reads a kind from a fact of a reason. */
export function asKind(value: unknown): ChangeKind | null {
  return CHANGE_KINDS.find((kind) => kind === value) ?? null;
}
