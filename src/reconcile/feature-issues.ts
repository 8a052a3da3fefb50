/** The features of a plan, wherever it governs, with their links and where these lead at a commit. */
import type { FeatureFact, ResolvedFeature } from "../domain/model/feature.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { FeaturePlan } from "../domain/model/plan-testing.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import { featureKey } from "../domain/policy/scope.ts";
import { writtenAcceptance } from "../domain/policy/acceptance-links.ts";
import { groupOf, isFeature } from "../domain/policy/feature-evidence.ts";
import type { LinkContext } from "../domain/policy/link-target.ts";
import { repositoryOf } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { Given } from "./given-links.ts";
import type { IssueDetail } from "./github-facts.ts";
import type { RunContext } from "./ports.ts";
import type { LinkResolver } from "./resolve-links.ts";

/** single reads for the links of all features together */
export const READS_FOR_ALL = 1_000;

/** In every repository that the plan governs, open and closed. */
export async function featuresOf(features: FeaturePlan, { record, home }: Pick<PlanInForce, "record" | "home">, context: RunContext): Promise<readonly IssueDetail[]> {
  const found: IssueDetail[] = [];
  for (const repository of await featureRepositories({ record, home }, context)) {
    const issues = await context.github.readFeatures(repository, features.select);
    found.push(...issues.filter((issue) => isFeature(issue, features)));
  }
  return found;
}

/** Where features of the plan may stand: its home, and what it governs. */
export async function featureRepositories({ record, home }: Pick<PlanInForce, "record" | "home">, context: RunContext): Promise<readonly RepositoryRecord[]> {
  const repositories = await Promise.all([...new Set([home.id, ...record.governs])].map((id) => repositoryOf(context.memory, id)));
  return repositories.filter((repository) => repository !== null && repository.installation === context.installation).filter((repository) => repository !== null);
}

/** One feature with its links and where they lead at a commit or branch. */
export async function resolvedFeature(fact: IssueDetail, given: Given, plan: ReleasePlan, features: FeaturePlan, ref: string, resolver: LinkResolver): Promise<ResolvedFeature> {
  const written = writtenAcceptance(fact.body, features.acceptance.heading, linkContext(fact, plan, features), given.links);
  return { fact, group: groupOf(fact, features), written, resolutions: await resolver.resolve(written.links, fact.repository, ref, features.acceptance, given.children) };
}

/** `given` by `featureKey` */
export async function resolvedFeatures(issues: readonly IssueDetail[], given: ReadonlyMap<string, Given>, plan: ReleasePlan, features: FeaturePlan, sha: string, resolver: LinkResolver): Promise<readonly ResolvedFeature[]> {
  const resolved: ResolvedFeature[] = [];
  for (const issue of issues) resolved.push(await resolvedFeature(issue, given.get(featureKey(issue)) ?? { links: [], children: [] }, plan, features, sha, resolver));
  return resolved;
}

/** How links in the text of an issue are read. */
export function linkContext(issue: Pick<FeatureFact, "repository" | "number"> & { readonly url: string }, plan: ReleasePlan, { acceptance }: FeaturePlan): LinkContext {
  const web = URL.canParse(issue.url) ? new URL(issue.url).origin : "https://github.com";
  return { repository: issue.repository, number: issue.number, web, addresses: acceptance.addresses, branches: branchNamesOf(plan) };
}

/** Branches that the plan names: addresses do not tell a branch with a slash from folders. */
function branchNamesOf(plan: ReleasePlan): readonly string[] {
  return plan.products.flatMap((product) => [...(product.branch === null ? [] : [product.branch]), ...product.fedBy]);
}
