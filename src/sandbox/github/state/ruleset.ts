/**
 * Rulesets as GitHub stores them, of a repository or of an organisation. An organisation's ruleset also says which of its repositories it governs.
 * Every change is told by repository_ruleset; then queues decide anew, and armed pulls that are now free merge.
 */
import { invalid, notFound } from "../api-problem.ts";
import { nodeId } from "../node-id.ts";
import { rulesetChanges } from "../payload/ruleset-changes.ts";
import { rulesetPayload } from "../payload/ruleset.ts";
import type { World } from "../world.ts";
import type { Account, Organization } from "./account.ts";
import { settleAutoMerges } from "./auto-merge.ts";
import { settleEveryQueue } from "./merge-queue.ts";
import type { Repository } from "./repository.ts";
import { checkRules } from "./ruleset-input.ts";

export interface Rule {
  readonly type: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

export interface BypassActor {
  readonly actor_id: number | null;
  readonly actor_type: "Integration" | "OrganizationAdmin" | "RepositoryRole" | "Team" | "DeployKey" | "User";
  readonly bypass_mode: "always" | "pull_request" | "exempt";
}

/** Which repositories an organisation's ruleset governs: by name patterns, or by id. */
export type RepositoryCondition = { readonly include: readonly string[]; readonly exclude: readonly string[] } | { readonly ids: readonly number[] };

export interface RulesetBody {
  readonly name: string;
  readonly target: "branch" | "tag" | "push";
  readonly enforcement: "disabled" | "active" | "evaluate";
  readonly bypassActors: readonly BypassActor[];
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly rules: readonly Rule[];
  /** Only of organisations. */
  readonly repositories?: RepositoryCondition | null;
}

export type RulesetSource = Repository | Organization;

export interface Ruleset extends RulesetBody {
  readonly id: number;
  readonly nodeId: string;
  readonly source: RulesetSource;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** GitHub's limit for one repository, and for one organisation. */
const rulesetLimit = 75;

export function isOfOrganization(source: RulesetSource): source is Organization {
  return "issueTypes" in source;
}

/** Creates a ruleset and fires repository_ruleset.created. */
export function createRuleset(world: World, source: RulesetSource, body: RulesetBody, sender: Account): Ruleset {
  checkRules(world, source, body);
  if (source.rulesets.size >= rulesetLimit) throw invalid(`Only ${rulesetLimit} rulesets are allowed`);
  if ([...source.rulesets.values()].some((other) => other.name === body.name && other.target === body.target)) throw invalid("Name must be unique");
  const now = world.clock.now();
  const id = world.nextId("ruleset");
  const ruleset: Ruleset = { ...body, id, nodeId: nodeId("ruleset", id), source, createdAt: now, updatedAt: now };
  source.rulesets.set(id, ruleset);
  announce(world, ruleset, "created", sender);
  return ruleset;
}

export function findRuleset(source: RulesetSource, id: number): Ruleset {
  const ruleset = source.rulesets.get(id);
  if (ruleset === undefined) throw notFound();
  return ruleset;
}

/** Replaces the given fields and fires repository_ruleset.edited with what they were. */
export function updateRuleset(world: World, source: RulesetSource, ruleset: Ruleset, change: Partial<RulesetBody>, sender: Account): Ruleset {
  const next: Ruleset = { ...ruleset, ...change, updatedAt: world.clock.now() };
  checkRules(world, source, next);
  if ([...source.rulesets.values()].some((other) => other.id !== next.id && other.name === next.name && other.target === next.target)) throw invalid("Name must be unique");
  source.rulesets.set(ruleset.id, next);
  announce(world, next, "edited", sender, { changes: rulesetChanges(ruleset, next) });
  return next;
}

export function deleteRuleset(world: World, source: RulesetSource, ruleset: Ruleset, sender: Account): void {
  source.rulesets.delete(ruleset.id);
  announce(world, ruleset, "deleted", sender);
}

function announce(world: World, ruleset: Ruleset, action: string, sender: Account, more: Record<string, unknown> = {}): void {
  const { source } = ruleset;
  const about = isOfOrganization(source) ? { repository: null, organization: source } : { repository: source };
  world.emit({ event: "repository_ruleset", action, sender, ...about }, () => ({ repository_ruleset: rulesetPayload(world, ruleset), ...more }));
  const governed = isOfOrganization(source) ? [...world.repositories.values()].filter((each) => each.owner === source) : [source];
  for (const repository of governed) {
    settleEveryQueue(world, repository);
    settleAutoMerges(world, repository);
  }
}
