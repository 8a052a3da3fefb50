/**
 * Rulesets of a repository by id or by name. Reading needs metadata; `bypass_actors` come only to whoever may write the ruleset.
 * Source: https://docs.github.com/rest/repos/rules
 */
import { z } from "zod";
import type { ObservedRuleset } from "../domain/model/gate.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { allPages } from "./pages.ts";
import { parseWire } from "./wire/parse-wire.ts";

export const RulesetSummary = z.object({ id: z.number().int(), name: z.string(), source_type: z.string().nullish() });

export const WireRuleset = z.object({
  id: z.number().int(),
  name: z.string(),
  enforcement: z.string(),
  conditions: z.object({ ref_name: z.object({ include: z.array(z.string()).nullish(), exclude: z.array(z.string()).nullish() }).nullish(), repository_id: z.object({ repository_ids: z.array(z.number().int()).nullish() }).nullish() }).nullish(),
  bypass_actors: z.array(z.record(z.string(), z.unknown())).nullish(),
  rules: z.array(z.object({
    type: z.string(),
    parameters: z.object({
      strict_required_status_checks_policy: z.boolean().nullish(),
      required_status_checks: z.array(z.object({ context: z.string(), integration_id: z.number().nullish() })).nullish(),
    }).nullish(),
  })).nullish(),
});

export function observedRuleset(wire: z.infer<typeof WireRuleset>): ObservedRuleset {
  const rules = wire.rules ?? [];
  const repositories = wire.conditions?.repository_id?.repository_ids ?? null;
  const required = rules.filter((rule) => rule.type === "required_status_checks");
  return {
    id: wire.id, name: wire.name, active: wire.enforcement === "active",
    include: wire.conditions?.ref_name?.include ?? [], exclude: wire.conditions?.ref_name?.exclude ?? [],
    ...(repositories === null ? {} : { repositories }),
    checks: required.flatMap((rule) => rule.parameters?.required_status_checks ?? []).map((check) => ({ context: check.context, appId: check.integration_id ?? null })),
    strict: required.some((rule) => rule.parameters?.strict_required_status_checks_policy === true),
    otherRules: rules.map((rule) => rule.type).filter((type) => type !== "required_status_checks"),
    bypassActors: wire.bypass_actors ?? null,
  };
}

/** Null when there is none of that id. */
export async function readRuleset(client: Client, repository: RepositoryRef, id: number): Promise<ObservedRuleset | null> {
  const what = `ruleset ${id} of ${repositoryName(repository)}`;
  const answer = await client.rest({
    what,
    route: "GET /repos/{owner}/{repo}/rulesets/{ruleset_id}",
    parameters: { owner: repository.owner, repo: repository.name, ruleset_id: id, includes_parents: false },
    understands: [404],
  });
  return answer.status === 404 ? null : observedRuleset(parseWire(WireRuleset, answer.body, what));
}

/** Ours by any of its names, or what they begin with, the first first; null when there is none. */
export async function findRuleset(client: Client, repository: RepositoryRef, names: readonly string[]): Promise<ObservedRuleset | null> {
  const listed = await listRulesets(client, repository);
  for (const name of names) {
    const found = listed.find((one) => one.name.startsWith(name));
    if (found !== undefined) return readRuleset(client, repository, found.id);
  }
  return null;
}

/** Names and ids of the repository's own rulesets, without those of its owner. */
export async function listRulesets(client: Client, repository: RepositoryRef): Promise<readonly { readonly id: number; readonly name: string }[]> {
  const listed = await allPages(client, {
    what: `rulesets of ${repositoryName(repository)}`,
    route: "GET /repos/{owner}/{repo}/rulesets",
    parameters: { owner: repository.owner, repo: repository.name, includes_parents: false },
    item: RulesetSummary, field: null, mostPages: 5,
  });
  return listed.filter((one) => one.source_type !== "Organization" && one.source_type !== "Enterprise").map(({ id, name }) => ({ id, name }));
}
