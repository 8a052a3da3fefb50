/**
 * Rulesets of an organisation. Even reading them needs its Administration: write (organization_administration).
 * Repositories are named by id, so that a rename changes nothing.
 * Source: https://docs.github.com/rest/orgs/rules
 */
import type { DesiredRuleset, ObservedRuleset } from "../domain/model/gate.ts";
import type { Client } from "./app-client.ts";
import { rulesetBody } from "./ensure-ruleset.ts";
import { allPages } from "./pages.ts";
import { observedRuleset, RulesetSummary, WireRuleset } from "./read-rulesets.ts";
import { parseWire } from "./wire/parse-wire.ts";

/** Null when there is none of that id. */
export async function readOrganizationRuleset(client: Client, organization: string, id: number): Promise<ObservedRuleset | null> {
  const what = `ruleset ${id} of the organisation ${organization}`;
  const answer = await client.rest({ what, route: "GET /orgs/{org}/rulesets/{ruleset_id}", parameters: { org: organization, ruleset_id: id }, understands: [404] });
  return answer.status === 404 ? null : observedRuleset(parseWire(WireRuleset, answer.body, what));
}

/** Ours by any of its names, or what they begin with, the first first; null when there is none. */
export async function findOrganizationRuleset(client: Client, organization: string, names: readonly string[]): Promise<ObservedRuleset | null> {
  const listed = await listOrganizationRulesets(client, organization);
  for (const name of names) {
    const found = listed.find((one) => one.name.startsWith(name));
    if (found !== undefined) return readOrganizationRuleset(client, organization, found.id);
  }
  return null;
}

/** Names and ids of all of them. */
export async function listOrganizationRulesets(client: Client, organization: string): Promise<readonly { readonly id: number; readonly name: string }[]> {
  const listed = await allPages(client, { what: `rulesets of the organisation ${organization}`, route: "GET /orgs/{org}/rulesets", parameters: { org: organization }, item: RulesetSummary, field: null, mostPages: 5 });
  return listed.map(({ id, name }) => ({ id, name }));
}

/** Updates the one observed, or creates it: one write for all repositories that it names. Whether anything has to be written is decided by the caller. */
export async function ensureOrganizationRuleset(client: Client, organization: string, desired: DesiredRuleset, observed: ObservedRuleset | null): Promise<ObservedRuleset> {
  const what = `ruleset "${desired.name}" of the organisation ${organization}`;
  const body = rulesetBody(desired, observed);
  const answer = observed === null
    ? await client.rest({ what, route: "POST /orgs/{org}/rulesets", parameters: { org: organization, ...body } })
    : await client.rest({ what, route: "PUT /orgs/{org}/rulesets/{ruleset_id}", parameters: { org: organization, ruleset_id: observed.id, ...body } });
  return observedRuleset(parseWire(WireRuleset, answer.body, what));
}
