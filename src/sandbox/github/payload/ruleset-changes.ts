/** What repository_ruleset.edited says of the ruleset before. */
import type { Rule, Ruleset } from "../state/ruleset.ts";

export function rulesetChanges(before: Ruleset, after: Ruleset): Record<string, unknown> {
  const rules = ruleChanges(before.rules, after.rules);
  const refs = {
    ...(same(before.include, after.include) ? {} : { include: { from: before.include } }),
    ...(same(before.exclude, after.exclude) ? {} : { exclude: { from: before.exclude } }),
  };
  const condition = { ref_name: { include: after.include, exclude: after.exclude } };
  return {
    ...(before.name === after.name ? {} : { name: { from: before.name } }),
    ...(before.enforcement === after.enforcement ? {} : { enforcement: { from: before.enforcement } }),
    ...(Object.keys(refs).length === 0 ? {} : { conditions: { added: [], deleted: [], updated: [{ condition, changes: refs }] } }),
    ...(rules === null ? {} : { rules }),
  };
}

function ruleChanges(before: readonly Rule[], after: readonly Rule[]): Record<string, unknown> | null {
  const missingIn = (list: readonly Rule[]) => (rule: Rule) => !list.some((each) => each.type === rule.type);
  const added = after.filter(missingIn(before));
  const deleted = before.filter(missingIn(after));
  const updated = after.flatMap((rule) => {
    const old = before.find((each) => each.type === rule.type);
    return old === undefined || same(old, rule) ? [] : [{ rule, changes: { configuration: { from: JSON.stringify(old.parameters ?? {}) } } }];
  });
  return added.length + deleted.length + updated.length === 0 ? null : { added, deleted, updated };
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
