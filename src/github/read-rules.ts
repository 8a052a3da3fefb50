/**
 * Which checks a branch requires before it can be updated, by every ruleset and by classic protection together. Empty = nothing is enforced;
 * null = cannot be told.
 * Sources: https://docs.github.com/rest/repos/rules#get-rules-for-a-branch, https://docs.github.com/rest/branches/branches#get-a-branch
 */
import { z } from "zod";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { parseWire } from "./wire/parse-wire.ts";

export interface RequiredCheck {
  readonly context: string;
  /** only this app's check counts; null = anyone's */
  readonly appId: number | null;
}

const Rules = z.array(
  z.object({
    type: z.string(),
    parameters: z.object({ required_status_checks: z.array(z.object({ context: z.string(), integration_id: z.number().nullish() })).optional() }).nullish(),
  }),
);
const Branch = z.object({
  protection: z
    .object({
      enabled: z.boolean().nullish(),
      required_status_checks: z
        .object({ contexts: z.array(z.string()).nullish(), checks: z.array(z.object({ context: z.string(), app_id: z.number().nullish() })).nullish() })
        .nullish(),
    })
    .nullish(),
});

export async function readRequiredChecks(client: Client, repository: RepositoryRef, branch: string): Promise<readonly RequiredCheck[] | null> {
  const byRules = await readRules(client, repository, branch);
  const byProtection = await readProtection(client, repository, branch);
  if (byRules === null && byProtection === null) return null;
  const unique = new Map([...(byRules ?? []), ...(byProtection ?? [])].map((check) => [`${check.context}\n${check.appId}`, check]));
  return [...unique.values()];
}

async function readRules(client: Client, repository: RepositoryRef, branch: string): Promise<readonly RequiredCheck[] | null> {
  const what = `rules for ${branch} of ${repositoryName(repository)}`;
  const answer = await client.rest({
    what,
    route: "GET /repos/{owner}/{repo}/rules/branches/{branch}",
    parameters: { owner: repository.owner, repo: repository.name, branch, per_page: 100 },
    understands: [403, 404],
  });
  if (answer.status !== 200) return null;
  return parseWire(Rules, answer.body, what)
    .filter((rule) => rule.type === "required_status_checks")
    .flatMap((rule) => rule.parameters?.required_status_checks ?? [])
    .map((check) => ({ context: check.context, appId: check.integration_id ?? null }));
}

/** The branch itself shows its classic protection to readers; the protection's own address would need administration. */
async function readProtection(client: Client, repository: RepositoryRef, branch: string): Promise<readonly RequiredCheck[] | null> {
  const what = `protection of ${branch} of ${repositoryName(repository)}`;
  const answer = await client.rest({
    what,
    route: "GET /repos/{owner}/{repo}/branches/{branch}",
    parameters: { owner: repository.owner, repo: repository.name, branch },
    understands: [403, 404],
  });
  if (answer.status !== 200) return null;
  const protection = parseWire(Branch, answer.body, what).protection;
  const required = protection?.enabled === false ? null : protection?.required_status_checks;
  const checks = required?.checks ?? (required?.contexts ?? []).map((context) => ({ context, app_id: null }));
  // GitHub writes -1 where any app will do.
  return checks.map((check) => ({ context: check.context, appId: check.app_id === -1 ? null : check.app_id ?? null }));
}
