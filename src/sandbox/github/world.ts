/**
 * The whole state of the local GitHub, and the stream of what happens in it.
 * It promises: every id comes from a counter, every instant from the world clock, and no state changes but by the functions in state/,
 * each of which emits the webhook that GitHub would send. Everything is synchronous; listeners run after the change, in order.
 */
import { githubInstant } from "./clock.ts";
import type { WorldClock } from "./clock.ts";
import { organizationPayload, simpleUser } from "./payload/account.ts";
import { webhookRepository } from "./payload/repository.ts";
import type { Account, Organization } from "./state/account.ts";
import { isOrganization } from "./state/account.ts";
import type { App, Installation, InstallationToken } from "./state/app.ts";
import { watchQueueTimeouts } from "./state/merge-queue.ts";
import type { Project } from "./state/project.ts";
import type { Repository } from "./state/repository.ts";

export interface WorldEvent {
  readonly event: string;
  readonly action: string | null;
  readonly repositoryId: number | null;
  /** The full webhook payload in GitHub's shape, without `installation`. */
  readonly payload: Record<string, unknown>;
  /** World time, ms UTC. */
  readonly at: number;
  /** Set when GitHub sends this event to one app alone (installation.*, check_suite.requested, check_run.rerequested …). */
  readonly onlyAppId: number | null;
}

export type WorldListener = (event: WorldEvent) => void;

export class WorldEvents {
  readonly #listeners = new Set<WorldListener>();

  /** Calls the listener for each event from now on. Returns the function that stops it. */
  on(listener: WorldListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get heard(): boolean {
    return this.#listeners.size > 0;
  }

  send(event: WorldEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}

export interface Emission {
  readonly event: string;
  readonly action: string | null;
  readonly repository: Repository | null;
  /** For what happens in an organisation and in none of its repositories. */
  readonly organization?: Organization;
  readonly sender: Account;
  readonly onlyAppId?: number;
}

export interface WorldOptions {
  readonly clock: WorldClock;
  /** Base of API addresses in answers, without a slash at the end. */
  readonly apiUrl?: string;
  readonly htmlUrl?: string;
}

export class World {
  readonly clock: WorldClock;
  readonly events = new WorldEvents();
  apiUrl: string;
  htmlUrl: string;
  /** By lower-case login. */
  readonly accounts = new Map<string, Account>();
  readonly apps = new Map<number, App>();
  readonly installations = new Map<number, Installation>();
  readonly installationTokens = new Map<string, InstallationToken>();
  readonly userTokens = new Map<string, Account>();
  readonly repositories = new Map<number, Repository>();
  /** By lower-case owner/name. */
  readonly repositoryNames = new Map<string, Repository>();
  /** By id. */
  readonly projects = new Map<number, Project>();
  readonly #counters = new Map<string, number>();
  readonly #accountsById = new Map<number, Account>();
  readonly #accountsByEmail = new Map<string, Account>();

  constructor(options: WorldOptions) {
    this.clock = options.clock;
    this.apiUrl = options.apiUrl ?? "https://api.github.test";
    this.htmlUrl = options.htmlUrl ?? "https://github.test";
  }

  /** The next number of a kind; each kind counts by itself from its own start, so that ids of different kinds are not confused unseen. */
  nextId(kind: string): number {
    const next = (this.#counters.get(kind) ?? firstIds[kind] ?? 0) + 1;
    this.#counters.set(kind, next);
    return next;
  }

  addAccount(account: Account): void {
    this.accounts.set(account.login.toLowerCase(), account);
    this.#accountsById.set(account.id, account);
    if (account.email !== null) this.#accountsByEmail.set(account.email.toLowerCase(), account);
  }

  accountById(id: number): Account | null {
    return this.#accountsById.get(id) ?? null;
  }

  accountByEmail(email: string): Account | null {
    return this.#accountsByEmail.get(email.toLowerCase()) ?? null;
  }

  /** Sends a webhook. The body is built only when somebody listens; action, repository, organization and sender are added here. */
  emit(emission: Emission, body: () => Record<string, unknown>): void {
    if (!this.events.heard) return;
    const { repository } = emission;
    const payload: Record<string, unknown> = { ...(emission.action === null ? {} : { action: emission.action }), ...body() };
    if (repository !== null) {
      payload["repository"] = webhookRepository(this, repository);
      if (isOrganization(repository.owner)) payload["organization"] = organizationPayload(this, repository.owner);
    }
    if (emission.organization !== undefined) payload["organization"] = organizationPayload(this, emission.organization);
    payload["sender"] = simpleUser(this, emission.sender);
    this.events.send({
      event: emission.event,
      action: emission.action,
      repositoryId: repository?.id ?? null,
      // A delivery must not change when the world does later.
      payload: structuredClone(payload),
      at: this.clock.now(),
      onlyAppId: emission.onlyAppId ?? null,
    });
  }

  /** GitHub's spelling of the present world instant. */
  instant(): string {
    return githubInstant(this.clock.now());
  }
}

const firstIds: Readonly<Record<string, number>> = {
  account: 1_000,
  repository: 100_000,
  issue: 2_000_000,
  pull: 3_000_000,
  label: 400_000,
  milestone: 500_000,
  comment: 6_000_000,
  review: 7_000_000,
  reaction: 170_000_000,
  checkSuite: 8_000_000,
  checkRun: 9_000_000,
  status: 10_000_000,
  ruleset: 1_100_000,
  ruleSuite: 18_000_000,
  activity: 19_000_000,
  release: 1_200_000,
  team: 13_000,
  app: 14_000,
  installation: 150_000,
  deployment: 29_000_000,
  deploymentStatus: 31_000_000,
  workflow: 25_000,
  workflowRun: 26_000_000,
  artifact: 27_000_000,
  releaseAsset: 28_000_000,
  project: 21_000,
  projectItem: 22_000_000,
  projectField: 230_000,
  draftIssue: 24_000,
  event: 16_000_000,
};

/** A world with nothing in it. Merge-queue time-outs follow its clock. */
export function createWorld(options: WorldOptions): World {
  const world = new World(options);
  watchQueueTimeouts(world);
  return world;
}
