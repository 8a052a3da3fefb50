/** What an installation looks like to somebody who has just installed the app: each repository, its plan, and what is enforced where. Reads only. */
import type { PlanRecord, RepositoryRecord, ConsentRecord } from "../domain/model/records.ts";
import { repositoryName } from "../domain/model/refs.ts";
import { checkName } from "../text/check.ts";
import type { OnboardingBranch, OnboardingRepository, PlanPresence } from "../text/onboarding.ts";
import { branchesOf, planOf, plansFor } from "./plans-in-force.ts";
import { repositoryRecord } from "./installation.ts";
import type { RunContext } from "./ports.ts";

/** Repositories are asked of GitHub, since memory may not have caught up a moment after the installation; their plans are remembered ones. */
export async function surveyInstallation(context: RunContext): Promise<readonly OnboardingRepository[]> {
  const facts = await context.github.readInstallationRepositories();
  const surveyed: OnboardingRepository[] = [];
  for (const fact of facts) {
    const repository = repositoryRecord(fact, context.installation, null);
    surveyed.push({
      repository: repositoryName(repository), defaultBranch: repository.defaultBranch, private: repository.private, archived: repository.archived,
      plan: await planPresence(repository, context), branches: await boundBranches(repository, context),
    });
  }
  return surveyed;
}

async function planPresence(repository: RepositoryRecord, context: RunContext): Promise<PlanPresence> {
  const [first] = (await context.memory.records<PlanRecord>("plan", `${repository.id}/`)).map((one) => one.value);
  if (first === undefined) {
    const consent = await context.memory.record<ConsentRecord>("consent", String(repository.id));
    return consent === null ? { state: "none" } : { state: "governed-by", home: consent.governedBy };
  }
  if (first.state === "unreachable") return { state: "unreachable" };
  const plan = planOf(first);
  return plan === null ? { state: "wrong", path: first.path, problems: first.problems.length } : { state: "good", path: first.path, release: plan.release.name };
}

async function boundBranches(repository: RepositoryRecord, context: RunContext): Promise<readonly OnboardingBranch[]> {
  const plans = await plansFor(context.memory, repository.id);
  const branches = [...new Set(plans.flatMap((plan) => branchesOf(plan, repository)))];
  return Promise.all(branches.map(async (branch) => {
    const rules = await context.github.readRequiredChecks(repository, branch);
    return { branch, required: rules === null ? null : rules.some(({ context: name }) => name === checkName(branch)) };
  }));
}
