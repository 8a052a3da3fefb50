/** The features of a plan, wherever it governs, with their links and where these lead at a commit. */
import type { FeatureFact, ResolvedFeature } from "../domain/model/feature.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { FeaturePlan } from "../domain/model/plan-testing.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import type { GivenLink } from "../domain/policy/acceptance-links.ts";
import { featureKey } from "../domain/policy/scope.ts";
import { writtenAcceptance } from "../domain/policy/acceptance-links.ts";
import { groupOf, isFeature } from "../domain/policy/feature-evidence.ts";
import type { LinkContext } from "../domain/policy/link-target.ts";
import { repositoryOf } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { IssueDetail, RunContext } from "./ports.ts";
import { resolveLinks } from "./resolve-links.ts";

/** single reads for the links of all features together */
const MOST_READS = 1_000;

/** In every repository that the plan governs, open and closed. */
export async function featuresOf(features: FeaturePlan, { record, home }: Pick<PlanInForce, "record" | "home">, context: RunContext): Promise<readonly IssueDetail[]> {
  const found: IssueDetail[] = [];
  for (const repository of await featureRepositories({ record, home }, context)) {
    const issues = await context.github.readIssues(repository, features.select, "all");
    found.push(...issues.filter((issue) => isFeature(issue, features)));
  }
  return found;
}

/** Where features of the plan may stand: its home, and what it governs. */
export async function featureRepositories({ record, home }: Pick<PlanInForce, "record" | "home">, context: RunContext): Promise<readonly RepositoryRecord[]> {
  const repositories = await Promise.all([...new Set([home.id, ...record.governs])].map((id) => repositoryOf(context.memory, id)));
  return repositories.filter((repository) => repository !== null && repository.installation === context.installation).filter((repository) => repository !== null);
}

export async function resolvedFeatures(issues: readonly IssueDetail[], given: ReadonlyMap<string, readonly GivenLink[]>, plan: ReleasePlan, features: FeaturePlan, sha: string, context: RunContext): Promise<readonly ResolvedFeature[]> {
  const written = issues.map((issue) => writtenAcceptance(issue.body, features.acceptance.heading, linkContext(issue, plan, features), given.get(featureKey(issue)) ?? []));
  const resolutions = await resolveLinks(written.flatMap((one) => one.links), sha, features.acceptance, context, MOST_READS);
  let from = 0;
  return issues.map((fact, index) => {
    const links = written[index] ?? { sectionFound: false, links: [], unlinked: [], cut: false };
    const own = resolutions.slice(from, from + links.links.length);
    from += links.links.length;
    return { fact, group: groupOf(fact, features), written: links, resolutions: own };
  });
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
