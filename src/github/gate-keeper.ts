/**
 * Who may write rulesets in a repository or its organisation, and does it: the second, optional app that holds administration and nothing else, or
 * our own app where its installation was given that right. What the installations may do is asked for again after a quarter of an hour of world
 * time, and at once when GitHub refuses. Rulesets of an organisation are no part of some of GitHub's plans: refused once, they are not asked for
 * again for a day, and each repository has its own gate.
 */
import { z } from "zod";
import type { DesiredRuleset, DesiredTagRuleset, GateRights, ObservedRuleset } from "../domain/model/gate.ts";
import type { Instant } from "../domain/model/instant.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { ensureRuleset } from "./ensure-ruleset.ts";
import { ensureTagRuleset } from "./ensure-tag-ruleset.ts";
import { fault } from "./fault.ts";
import { ensureOrganizationRuleset, findOrganizationRuleset, listOrganizationRulesets, readOrganizationRuleset } from "./organization-rulesets.ts";
import { findRuleset, listRulesets, readRuleset } from "./read-rulesets.ts";
import { parseWire } from "./wire/parse-wire.ts";

/** One app that may turn out to hold the right. */
export interface KeyHolder {
  readonly app: Client;
  readonly installation: (id: number) => Client;
}

export interface GateKeeper {
  rights(repository: RepositoryRef): Promise<GateRights>;
  /** by id where it is known and still there, else by its names */
  readRuleset(repository: RepositoryRef, id: number | null, names: readonly string[]): Promise<ObservedRuleset | null>;
  listRulesets(repository: RepositoryRef): Promise<readonly { readonly id: number; readonly name: string }[]>;
  ensureRuleset(repository: RepositoryRef, desired: DesiredRuleset, observed: ObservedRuleset | null): Promise<ObservedRuleset>;
  ensureTagRuleset(repository: RepositoryRef, desired: DesiredTagRuleset, observed: ObservedRuleset | null): Promise<ObservedRuleset>;
  /** the same of the organisation that owns the repository */
  readOrganizationRuleset(repository: RepositoryRef, id: number | null, names: readonly string[]): Promise<ObservedRuleset | null>;
  listOrganizationRulesets(repository: RepositoryRef): Promise<readonly { readonly id: number; readonly name: string }[]>;
  ensureOrganizationRuleset(repository: RepositoryRef, desired: DesiredRuleset, observed: ObservedRuleset | null): Promise<ObservedRuleset>;
}

interface Held {
  /** may write rulesets of the repository; null = nobody of us may */
  readonly client: Client | null;
  /** may write rulesets of its organisation; null = nobody of us may */
  readonly organization: Client | null;
  readonly until: Instant;
}

/** Longer than a gate is prepared ahead (PREWARM), so that nothing has to be asked at the instant itself. */
const ASK_AGAIN_AFTER = 15 * 60_000;
const REFUSED_FOR = 24 * 3_600_000;
const Installation = z.object({ id: z.number().int(), target_type: z.string().nullish(), permissions: z.record(z.string(), z.string().optional()), suspended_at: z.string().nullish() });

export function createGateKeeper(holders: readonly KeyHolder[], now: () => Instant): GateKeeper {
  /** by repository and owner: one that was given away is another installation's */
  const known = new Map<string, Held>();
  /** by owner: until when their organisation's rulesets are not asked for */
  const refused = new Map<string, Instant>();

  async function heldFor(repository: RepositoryRef): Promise<Held> {
    const held = known.get(placeOf(repository));
    if (held !== undefined && held.until > now()) return held;
    const found = { ...await findHolders(holders, repository), until: now() + ASK_AGAIN_AFTER };
    known.set(placeOf(repository), found);
    return found;
  }
  async function using<T>(repository: RepositoryRef, work: (client: Client) => Promise<T>): Promise<T> {
    const { client } = await heldFor(repository);
    if (client === null) throw fault("forbidden", `rulesets of ${repositoryName(repository)}: no app of ours has Administration: write there`);
    try {
      return await work(client);
    } catch (error) {
      if (error instanceof FaultError && error.fault.kind === "forbidden") known.delete(placeOf(repository));
      throw error;
    }
  }
  async function usingOrganization<T>(repository: RepositoryRef, work: (client: Client) => Promise<T>): Promise<T> {
    const { organization } = await heldFor(repository);
    if (organization === null) throw fault("forbidden", `rulesets of the organisation ${repository.owner}: no app of ours has its Administration: write`);
    try {
      return await work(organization);
    } catch (error) {
      if (error instanceof FaultError && (error.fault.kind === "forbidden" || error.fault.kind === "not-found")) {
        known.delete(placeOf(repository));
        refused.set(repository.owner.toLowerCase(), now() + REFUSED_FOR);
      }
      throw error;
    }
  }

  return {
    async rights(repository) {
      const { client, organization } = await heldFor(repository);
      return { repository: client !== null, organization: organization !== null && (refused.get(repository.owner.toLowerCase()) ?? 0) <= now() };
    },
    readRuleset: (repository, id, names) => using(repository, async (client) => (id === null ? null : await readRuleset(client, repository, id)) ?? findRuleset(client, repository, names)),
    listRulesets: (repository) => using(repository, (client) => listRulesets(client, repository)),
    ensureRuleset: (repository, desired, observed) => using(repository, (client) => ensureRuleset(client, repository, desired, observed)),
    ensureTagRuleset: (repository, desired, observed) => using(repository, (client) => ensureTagRuleset(client, repository, desired, observed)),
    readOrganizationRuleset: (repository, id, names) => usingOrganization(repository, async (client) => (id === null ? null : await readOrganizationRuleset(client, repository.owner, id)) ?? findOrganizationRuleset(client, repository.owner, names)),
    listOrganizationRulesets: (repository) => usingOrganization(repository, (client) => listOrganizationRulesets(client, repository.owner)),
    ensureOrganizationRuleset: (repository, desired, observed) => usingOrganization(repository, (client) => ensureOrganizationRuleset(client, repository.owner, desired, observed)),
  };
}

function placeOf({ id, owner }: RepositoryRef): string {
  return `${id}/${owner.toLowerCase()}`;
}

/** The first app that has each right. Source: https://docs.github.com/rest/apps/apps#get-a-repository-installation-for-the-authenticated-app */
async function findHolders(holders: readonly KeyHolder[], repository: RepositoryRef): Promise<Pick<Held, "client" | "organization">> {
  let client: Client | null = null;
  let organization: Client | null = null;
  for (const { app, installation } of holders) {
    const what = `installation on ${repositoryName(repository)}`;
    const answer = await app.rest({ what, route: "GET /repos/{owner}/{repo}/installation", parameters: { owner: repository.owner, repo: repository.name }, understands: [404] });
    if (answer.status !== 200) continue;
    const { id, permissions, target_type, suspended_at } = parseWire(Installation, answer.body, what);
    if (suspended_at != null) continue;
    if (permissions["administration"] === "write") client ??= installation(id);
    if (permissions["organization_administration"] === "write" && target_type === "Organization") organization ??= installation(id);
    if (client !== null) break;
  }
  return { client, organization };
}
