/**
 * Writes a ruleset of ours: one call, which closes or opens a branch at once.
 *
 * Its reverse stands in its name: set to Disabled, by hand or by `release-warden off`. Bypass actors that administrators put there stay.
 * A creation whose answer was lost is found by its name in the next run, since GitHub takes a name once.
 * Source: https://docs.github.com/rest/repos/rules#update-a-repository-ruleset (Administration: write)
 */
import type { DesiredRuleset, ObservedRuleset } from "../domain/model/gate.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { observedRuleset, WireRuleset } from "./read-rulesets.ts";
import { parseWire } from "./wire/parse-wire.ts";

/** Updates the one observed, or creates it. Whether anything has to be written is decided by the caller. */
export async function ensureRuleset(client: Client, repository: RepositoryRef, desired: DesiredRuleset, observed: ObservedRuleset | null): Promise<ObservedRuleset> {
  const what = `ruleset "${desired.name}" of ${repositoryName(repository)}`;
  const at = { owner: repository.owner, repo: repository.name };
  const body = rulesetBody(desired, observed);
  const answer = observed === null
    ? await client.rest({ what, route: "POST /repos/{owner}/{repo}/rulesets", parameters: { ...at, ...body } })
    : await client.rest({ what, route: "PUT /repos/{owner}/{repo}/rulesets/{ruleset_id}", parameters: { ...at, ruleset_id: observed.id, ...body } });
  return observedRuleset(parseWire(WireRuleset, answer.body, what));
}

export function rulesetBody(desired: DesiredRuleset, observed: ObservedRuleset | null): Readonly<Record<string, unknown>> {
  const bypass = observed?.bypassActors ?? (observed === null ? [] : null);
  return {
    name: desired.name,
    target: "branch",
    enforcement: desired.active ? "active" : "disabled",
    ...(bypass === null ? {} : { bypass_actors: bypass }),
    conditions: {
      ref_name: { include: [desired.ref], exclude: [] },
      ...(desired.repositories === undefined ? {} : { repository_id: { repository_ids: desired.repositories } }),
    },
    rules: desired.context === null ? [] : [{
      type: "required_status_checks",
      parameters: {
        // strict would make every merge send all others behind; not on creation, or nobody could branch off
        strict_required_status_checks_policy: false,
        do_not_enforce_on_create: true,
        required_status_checks: [{ context: desired.context, integration_id: desired.appId }],
      },
    }],
  };
}
