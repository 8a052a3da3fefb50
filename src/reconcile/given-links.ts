/** Tests of a feature that its description does not link: said by command, and sub-issues that are tests by type or label. */
import type { FeaturePlan } from "../domain/model/plan-testing.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName, sameRepository } from "../domain/model/refs.ts";
import type { GivenLink } from "../domain/policy/acceptance-links.ts";
import { featureKey } from "../domain/policy/scope.ts";
import type { FeatureCommands } from "./feature-commands.ts";
import type { IssueDetail, RunContext } from "./ports.ts";

export async function givenLinks(issue: IssueDetail, features: FeaturePlan, commands: Pick<FeatureCommands, "linkedTests">, repositories: readonly RepositoryRecord[], context: RunContext): Promise<readonly GivenLink[]> {
  const said = commands.linkedTests.filter(({ feature }) => feature === featureKey(issue)).map(({ link }): GivenLink => ({ text: link, source: "command" }));
  return [...said, ...await subIssueLinks(issue, features, repositories, context)];
}

async function subIssueLinks(issue: IssueDetail, { acceptance: { subIssues } }: FeaturePlan, repositories: readonly RepositoryRecord[], context: RunContext): Promise<readonly GivenLink[]> {
  if (issue.subIssues === 0 || subIssues.labels.length + subIssues.issueTypes.length === 0) return [];
  const repository = repositories.find((one) => sameRepository(repositoryName(one), issue.repository));
  if (repository === undefined) return [];
  const wanted = (names: readonly string[], name: string): boolean => names.some((one) => one.toLowerCase() === name.toLowerCase());
  const children = await context.github.readSubIssues(repository, issue.number);
  const tests = children.filter((child) => child.labels.some((label) => wanted(subIssues.labels, label)) || wanted(subIssues.issueTypes, child.issueType ?? ""));
  return tests.map((child): GivenLink => ({ text: sameRepository(child.repository, issue.repository) ? `#${child.number}` : `${child.repository}#${child.number}`, source: "sub-issue" }));
}
