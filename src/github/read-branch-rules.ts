/**
 * The rules that hold on a branch by rulesets of every level and by classic protection; null = GitHub does not say.
 * Sources: https://docs.github.com/rest/repos/rules#get-rules-for-a-branch, https://docs.github.com/rest/branches/branches#get-a-branch
 */
import { z } from "zod";
import type { BranchRules } from "../domain/model/gate.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { readRequiredChecks } from "./read-rules.ts";
import { parseWire } from "./wire/parse-wire.ts";

const Rules = z.array(z.object({
  type: z.string(),
  ruleset_id: z.number().int().nullish(),
  parameters: z.object({ required_status_checks: z.array(z.object({ context: z.string(), integration_id: z.number().nullish() })).optional() }).nullish(),
}));

const PER_PAGE = 100;
const MOST_PAGES = 10;

/** Effective rules of all rulesets, one call; without classic protection. Made for the verifying read after a gate was closed. */
export async function readActiveRules(client: Client, repository: RepositoryRef, branch: string): Promise<Omit<BranchRules, "protection"> | null> {
  const what = `rules for ${branch} of ${repositoryName(repository)}`;
  const found: z.infer<typeof Rules>[number][] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = await client.rest({
      what,
      route: "GET /repos/{owner}/{repo}/rules/branches/{branch}",
      parameters: { owner: repository.owner, repo: repository.name, branch, per_page: PER_PAGE, page },
      understands: [403, 404],
    });
    if (answer.status !== 200) return null;
    const rules = parseWire(Rules, answer.body, what);
    found.push(...rules);
    if (rules.length < PER_PAGE) break;
  }
  return {
    required: found.filter((rule) => rule.type === "required_status_checks").flatMap((rule) => (rule.parameters?.required_status_checks ?? [])
      .map((check) => ({ context: check.context, appId: check.integration_id ?? null, ruleset: rule.ruleset_id ?? null }))),
    queue: found.some((rule) => rule.type === "merge_queue"),
  };
}

export async function readBranchRules(client: Client, repository: RepositoryRef, branch: string): Promise<BranchRules | null> {
  const active = await readActiveRules(client, repository, branch);
  if (active === null) return null;
  const all = await readRequiredChecks(client, repository, branch) ?? [];
  const classic = all.filter((one) => !active.required.some((rule) => rule.context === one.context && rule.appId === one.appId));
  return { required: [...active.required, ...classic.map((one) => ({ ...one, ruleset: null }))], queue: active.queue, protection: classic.length > 0 };
}
