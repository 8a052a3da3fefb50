/**
 * Evidence from the type that a title begins with: Conventional Commits (`fix(ui)!: …`, https://www.conventionalcommits.org/en/v1.0.0/), and the
 * upper-case prefixes of scientific Python (`BUG: …`, `ENH: …`). It is the author's word, set down in a form meant to be read by machines.
 */
import type { ChangeKind } from "../model/change-kind.ts";
import type { Evidence } from "../model/evidence.ts";
import type { KindRules } from "../model/plan.ts";
import type { PullFacts } from "../model/pull.ts";
import { standingOfWords } from "./acceptance.ts";

const KIND_OF_TYPE: ReadonlyMap<string, ChangeKind> = new Map<string, ChangeKind>([
  ["fix", "bugfix"], ["bugfix", "bugfix"], ["hotfix", "bugfix"], ["bug", "bugfix"],
  // Taking a change out again restores what was tested before it.
  ["revert", "bugfix"],
  ["feat", "feature"], ["feature", "feature"], ["enh", "feature"], ["enhancement", "feature"],
  // A faster way is a new way: it changes what was tested.
  ["perf", "feature"],
  ["docs", "docs"], ["doc", "docs"], ["test", "test"], ["tests", "test"], ["tst", "test"],
  ["chore", "chore"], ["ci", "chore"], ["build", "chore"], ["bld", "chore"], ["style", "chore"], ["sty", "chore"], ["refactor", "chore"],
  ["maint", "chore"], ["mnt", "chore"], ["lint", "chore"],
  ["deps", "dependency"], ["dep", "dependency"],
]);
/** Scopes that say what a change is about more truly than its type: `fix(deps):` is an update, `fix(ci):` repairs nothing that ships. */
const KIND_OF_SCOPE: ReadonlyMap<string, ChangeKind> = new Map<string, ChangeKind>([
  ["deps", "dependency"], ["dependencies", "dependency"], ["dep", "dependency"], ["deps-dev", "dependency"],
  ["docs", "docs"], ["doc", "docs"], ["readme", "docs"], ["changelog", "docs"],
  ["test", "test"], ["tests", "test"], ["e2e", "test"], ["ci", "chore"], ["build", "chore"], ["lint", "chore"], ["release", "chore"],
]);

export interface TypedTitle {
  /** as written, `fix(ui)!` */
  readonly prefix: string;
  readonly kind: ChangeKind;
  /** the title after the colon */
  readonly rest: string;
}

/** null when the title does not begin with a known type. */
export function typedTitle(title: string): TypedTitle | null {
  const match = /^\s{0,4}([A-Za-z]{2,12})(?:\(([^()]{1,60})\))?(!?)\s?:\s/.exec(`${title.slice(0, 120)} `);
  const kind = match === null ? undefined : KIND_OF_TYPE.get((match[1] ?? "").toLowerCase());
  if (match === null || kind === undefined) return null;
  const scope = KIND_OF_SCOPE.get((match[2] ?? "").trim().toLowerCase());
  const about = scope !== undefined && (kind === "bugfix" || kind === "chore" || scope === "dependency") ? scope : kind;
  return { prefix: match[0].trim().replace(/\s?:$/, ""), kind: about, rest: title.slice(match[0].length) };
}

export function commitTypeEvidence(rules: KindRules, pull: PullFacts): readonly Evidence[] {
  const typed = typedTitle(pull.title);
  if (typed === null) return [];
  return [{
    source: "commit-type", says: typed.kind, detail: typed.prefix, suppliedBy: pull.author?.login ?? null,
    byAuthor: pull.author === null ? null : true, ...standingOfWords(rules, typed.kind, pull),
  }];
}
