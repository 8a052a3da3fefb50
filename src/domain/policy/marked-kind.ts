/**
 * Which kind of change a label or an issue type stands for. The plan's own words come first.
 *
 * Without them only two are known by name: what says "feature", because it speaks against being let in, and what bots put on updates. A label
 * `documentation` on its own proves nothing: labellers set it on every pull that touches a document.
 */
import type { ChangeKind } from "../model/change-kind.ts";
import type { KindRules } from "../model/plan.ts";

const USUAL_MARKS: ReadonlyMap<string, ChangeKind> = new Map<string, ChangeKind>([
  ["enhancement", "feature"], ["feature", "feature"], ["new feature", "feature"], ["feature request", "feature"],
  ["type: feature", "feature"], ["type: enhancement", "feature"], ["kind/feature", "feature"], ["type/feature", "feature"],
  ["dependencies", "dependency"], ["type: dependencies", "dependency"],
]);

interface MarkTable {
  readonly labels: ReadonlyMap<string, ChangeKind>;
  readonly issueTypes: ReadonlyMap<string, ChangeKind>;
}

const tables = new WeakMap<KindRules, MarkTable>();

/** Labels compare without regard to case, as on GitHub. null = the label says nothing about the kind. */
export function kindOfLabel(rules: KindRules, label: string): ChangeKind | null {
  return tableOf(rules).labels.get(normal(label)) ?? null;
}

export function kindOfIssueType(rules: KindRules, type: string): ChangeKind | null {
  return tableOf(rules).issueTypes.get(normal(type)) ?? null;
}

function tableOf(rules: KindRules): MarkTable {
  const known = tables.get(rules);
  if (known !== undefined) return known;
  const labels = new Map(USUAL_MARKS);
  const issueTypes = new Map<string, ChangeKind>([["feature", "feature"]]);
  // Bugfix last: a mark that the plan lists twice means what a freeze is about.
  for (const [kind, named] of [...Object.entries(rules.others), ["bugfix", rules.bugfix] as const]) {
    for (const label of named.labels) labels.set(normal(label), kind as ChangeKind);
    for (const type of named.issueTypes) issueTypes.set(normal(type), kind as ChangeKind);
  }
  const table = { labels, issueTypes };
  tables.set(rules, table);
  return table;
}

function normal(name: string): string {
  return name.trim().toLowerCase();
}
