/**
 * Writes a ruleset of ours that nobody but its bypass actors may make or move one tag past. Bypass actors that administrators put there stay.
 * Source: https://docs.github.com/rest/repos/rules#create-a-repository-ruleset (target `tag`; Administration: write)
 */
import type { DesiredTagRuleset, ObservedRuleset } from "../domain/model/gate.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { observedRuleset, WireRuleset } from "./read-rulesets.ts";
import { parseWire } from "./wire/parse-wire.ts";

/** Updates the one observed, or creates it. Whether anything has to be written is decided by the caller. */
export async function ensureTagRuleset(client: Client, repository: RepositoryRef, desired: DesiredTagRuleset, observed: ObservedRuleset | null): Promise<ObservedRuleset> {
  const what = `ruleset "${desired.name}" of ${repositoryName(repository)}`;
  const at = { owner: repository.owner, repo: repository.name };
  const bypass = observed === null ? [] : observed.bypassActors;
  const body = {
    name: desired.name, target: "tag", enforcement: desired.active ? "active" : "disabled", ...(bypass === null ? {} : { bypass_actors: bypass }),
    conditions: { ref_name: { include: [desired.ref], exclude: [] } }, rules: [{ type: "creation" }, { type: "update" }],
  };
  const answer = observed === null
    ? await client.rest({ what, route: "POST /repos/{owner}/{repo}/rulesets", parameters: { ...at, ...body } })
    : await client.rest({ what, route: "PUT /repos/{owner}/{repo}/rulesets/{ruleset_id}", parameters: { ...at, ruleset_id: observed.id, ...body } });
  return observedRuleset(parseWire(WireRuleset, answer.body, what));
}
