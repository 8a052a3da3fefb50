/** Reading a ruleset from a request, alike for repositories and organisations. */
import { invalid } from "../api-problem.ts";
import type { BypassActor, RepositoryCondition, Rule, RulesetBody } from "../state/ruleset.ts";
import { oneOf, optionalText, requiredText } from "./body.ts";
import type { Json } from "./route.ts";

interface Conditions {
  readonly ref_name?: { readonly include?: string[]; readonly exclude?: string[] };
  readonly repository_name?: { readonly include?: string[]; readonly exclude?: string[] };
  readonly repository_id?: { readonly repository_ids?: number[] };
  readonly repository_property?: unknown;
}

const defaults = { target: "branch", bypassActors: [], include: [], exclude: [], rules: [] } as const;

/** The fields that are given: what a PUT changes. */
export function rulesetFields(body: Json): Partial<RulesetBody> {
  const conditions = (body["conditions"] ?? {}) as Conditions;
  const given = {
    name: optionalText(body, "name"),
    target: oneOf(body, "target", ["branch", "tag", "push"]),
    enforcement: oneOf(body, "enforcement", ["disabled", "active", "evaluate"]),
    bypassActors: body["bypass_actors"] as BypassActor[] | undefined,
    include: conditions.ref_name?.include,
    exclude: conditions.ref_name?.exclude,
    rules: body["rules"] as Rule[] | undefined,
    repositories: repositoriesIn(conditions),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function repositoriesIn(conditions: Conditions): RepositoryCondition | undefined {
  // Saying which repositories by property would need the organisation's custom properties, which this world has not.
  if (conditions.repository_property !== undefined) throw invalid("Conditions by repository_property are not in the local GitHub; use repository_name or repository_id");
  if (conditions.repository_id !== undefined) return { ids: conditions.repository_id.repository_ids ?? [] };
  if (conditions.repository_name === undefined) return undefined;
  return { include: conditions.repository_name.include ?? [], exclude: conditions.repository_name.exclude ?? [] };
}

/** A whole new ruleset: what a POST creates. */
export function newRuleset(body: Json): RulesetBody {
  return { ...defaults, name: requiredText(body, "name"), enforcement: requiredText(body, "enforcement") as RulesetBody["enforcement"], ...rulesetFields(body) };
}
