/** Tests of a feature that its description does not link: said by command, sub-issues that are tests by type or label, and test files that name it. */
import type { AcceptanceRules, FeaturePlan } from "../domain/model/plan-testing.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName, sameRepository } from "../domain/model/refs.ts";
import type { GivenLink } from "../domain/policy/acceptance-links.ts";
import { featureKey } from "../domain/policy/scope.ts";
import type { FeatureCommands } from "./feature-commands.ts";
import type { NamedTests } from "./named-tests.ts";
import { namedLinks } from "./named-tests.ts";
import type { ChildIssue, IssueDetail } from "./github-facts.ts";
import type { RunContext } from "./ports.ts";
import { inSightOf } from "./resolve-links.ts";

export interface Given {
  readonly links: readonly GivenLink[];
  /** sub-issues, which need not be read again */
  readonly children: readonly ChildIssue[];
}

export async function givenLinks(issue: IssueDetail, features: FeaturePlan, commands: Pick<FeatureCommands, "linkedTests">, named: NamedTests, repositories: readonly RepositoryRecord[], context: RunContext): Promise<Given> {
  const said = commands.linkedTests.filter(({ feature }) => feature === featureKey(issue)).map(({ link }): GivenLink => ({ text: link, source: "command" }));
  const children = await childrenOf(issue, features, repositories, context);
  const tests = await told(issue, children.filter((child) => isTestIssue(child, features.acceptance)), context);
  const nested = tests.map((child): GivenLink => ({ text: sameRepository(child.repository, issue.repository) ? `#${child.number}` : `${child.repository}#${child.number}`, source: "sub-issue" }));
  return { links: [...said, ...nested, ...namedLinks(issue, named)], children };
}

/** Whether somebody who sees the issue may hear of them is asked only where one stands elsewhere. */
async function told(issue: IssueDetail, children: readonly ChildIssue[], context: RunContext): Promise<readonly ChildIssue[]> {
  if (children.every((child) => sameRepository(child.repository, issue.repository))) return children;
  const seen = inSightOf(issue.repository, (await context.memory.records<RepositoryRecord>("repository", "")).map(({ value }) => value));
  return children.filter((child) => seen.some((one) => sameRepository(repositoryName(one), child.repository)));
}

/** By its type or by one of its labels, as the plan says. */
export function isTestIssue(issue: Pick<ChildIssue, "labels" | "issueType">, { subIssues: { labels, issueTypes } }: AcceptanceRules): boolean {
  const wanted = (names: readonly string[], name: string): boolean => names.some((one) => one.toLowerCase() === name.toLowerCase());
  return issue.labels.some((label) => wanted(labels, label)) || wanted(issueTypes, issue.issueType ?? "");
}

async function childrenOf(issue: IssueDetail, { acceptance: { subIssues } }: FeaturePlan, repositories: readonly RepositoryRecord[], context: RunContext): Promise<readonly ChildIssue[]> {
  if (issue.subIssues === 0 || subIssues.labels.length + subIssues.issueTypes.length === 0) return [];
  if (issue.children !== undefined) return issue.children;
  const repository = repositories.find((one) => sameRepository(repositoryName(one), issue.repository));
  return repository === undefined ? [] : context.github.readSubIssues(repository, issue.number);
}
