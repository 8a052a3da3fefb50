/**
 * What the plan asks of a pull request beside the freeze: documentation, acceptance tests of the features that it closes, and a regression test
 * where it fixes an incident. Words only; `head`
 * writes them. Nothing is read but what is remembered, since a feature that changes marks the pull requests that close it.
 * Several open pull requests may share one commit: the check speaks of the first that lacks something, else of the first.
 */
import type { CheckWords } from "../domain/desired/pull-check.ts";
import type { PullFacts } from "../domain/model/pull.ts";
import type { FeatureRecord, RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName, sameRepository } from "../domain/model/refs.ts";
import type { TrackedPull } from "../domain/model/tracked-pull.ts";
import { decideDocumentation } from "../domain/policy/documentation.ts";
import { classifyKind } from "../domain/policy/kind-of-change.ts";
import { decidePullAcceptance } from "../domain/policy/pull-acceptance.ts";
import { decideRegressionTest } from "../domain/policy/regression-test.ts";
import type { ClosedFeature } from "../domain/policy/pull-acceptance.ts";
import { documentationCheckName, renderDocumentationCheck } from "../text/documentation-check.ts";
import { acceptanceCheckName, renderAskedNoMore, renderPullAcceptance } from "../text/pull-acceptance-check.ts";
import { regressionCheckName, renderRegressionCheck } from "../text/regression-check.ts";
import { rememberedCheck } from "./check-records.ts";
import { roleOfBranch } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

/** Pulls of one commit and base. The branch must be a product's own or one that feeds it. */
export async function requirementWords(pulls: readonly TrackedPull[], plans: readonly PlanInForce[], repository: RepositoryRecord, context: RunContext): Promise<readonly CheckWords[]> {
  const [first] = pulls;
  if (first === undefined) return [];
  const asking = plans.filter((plan) => concerns(plan, repository, first.base));
  const documentation = pulls.flatMap(({ facts }) => asking.flatMap((plan) => documentationWords(facts, plan, first.base)));
  const acceptance = (await Promise.all(pulls.map(({ facts }) => acceptanceWords(facts, asking, first.base, context)))).filter((words) => words !== null);
  const regression = pulls.flatMap(({ facts }) => asking.flatMap((plan) => regressionWords(facts, plan, first.base)));
  const asked = [strictest(documentation), strictest(acceptance), strictest(regression)].filter((words) => words !== null);
  return [...asked, ...await askedNoMore([documentationCheckName(first.base), acceptanceCheckName(first.base), regressionCheckName(first.base)].filter((name) => !asked.some((words) => words.name === name)), first, repository, context)];
}

function concerns(plan: PlanInForce, repository: RepositoryRecord, base: string): boolean {
  const role = roleOfBranch(plan, repository, base);
  return role.governed.length > 0 || role.feeds.length > 0;
}

function documentationWords(facts: PullFacts, { plan }: PlanInForce, base: string): readonly CheckWords[] {
  if (plan.documentation === null) return [];
  const words = renderDocumentationCheck(decideDocumentation(plan.documentation, facts, classifyKind(plan, facts).kind), plan.documentation, base);
  return words === null ? [] : [words];
}

function regressionWords(facts: PullFacts, { plan }: PlanInForce, base: string): readonly CheckWords[] {
  const decision = plan.incidents === null ? null : decideRegressionTest(plan.incidents, facts, plan.features?.acceptance.tests ?? []);
  return decision === null ? [] : [renderRegressionCheck(decision, base, facts.repository, webOf(facts))];
}

function webOf({ url }: PullFacts): string {
  return url !== null && URL.canParse(url) ? new URL(url).origin : "https://github.com";
}

async function acceptanceWords(facts: PullFacts, plans: readonly PlanInForce[], base: string, context: RunContext): Promise<CheckWords | null> {
  const tests = plans.flatMap(({ plan }) => (plan.features === null ? [] : [plan.features.acceptance.tests]));
  if (tests.length === 0 || facts.closingIssues.length === 0) return null;
  const known = (await context.memory.records<RepositoryRecord>("repository", "")).map((one) => one.value);
  const closed: ClosedFeature[] = [];
  for (const issue of facts.closingIssues) {
    const home = known.find((one) => sameRepository(repositoryName(one), issue.repository));
    const record = home === undefined ? null : await context.memory.record<FeatureRecord>("feature", `${home.id}/${issue.number}`);
    if (record?.standing != null) closed.push({ repository: issue.repository, number: issue.number, standing: record.standing, tests: tests.flat() });
  }
  const decision = decidePullAcceptance(facts, closed);
  const web = webOf(facts);
  return decision === null ? null : renderPullAcceptance(decision, base, facts.repository, web);
}

function strictest(words: readonly CheckWords[]): CheckWords | null {
  return words.find((one) => one.conclusion === "failure") ?? words[0] ?? null;
}

/** A check that failed must not stand for ever once nothing is asked. */
async function askedNoMore(names: readonly string[], { sha }: TrackedPull, repository: RepositoryRecord, context: RunContext): Promise<readonly CheckWords[]> {
  const words: CheckWords[] = [];
  for (const name of names) if (await rememberedCheck(context.memory, repository.id, sha, name) !== null) words.push(renderAskedNoMore(name));
  return words;
}
