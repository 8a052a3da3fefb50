/**
 * Closing keywords: which issues a pull would close, and closing them when it reaches the default branch.
 * Keywords inside code and HTML comments do not count. A pull to another branch than the default one links nothing (GitHub docs).
 */
import type { Commit } from "../git/objects.ts";
import type { World } from "../world.ts";
import type { Account } from "./account.ts";
import type { Issue } from "./issue.ts";
import { closeIssue } from "./issue.ts";
import type { Pull } from "./pull.ts";
import type { Repository } from "./repository.ts";
import { findRepository, fullName } from "./repository.ts";

const keyword = /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?[ \t]+(?:https?:\/\/[^\s/]+\/([\w.-]+\/[\w.-]+)\/issues\/(\d+)|([\w.-]+\/[\w.-]+)?#(\d+))/gi;

/** The issues that a text names with a closing keyword, as far as they exist. */
export function issuesNamedIn(world: World, repository: Repository, text: string): Issue[] {
  const plain = text.replace(/```[\s\S]*?(?:```|$)/g, " ").replace(/`[^`\n]*`/g, " ").replace(/<!--[\s\S]*?(?:-->|$)/g, " ");
  const issues = new Set<Issue>();
  for (const match of plain.matchAll(keyword)) {
    const name = match[1] ?? match[3] ?? fullName(repository);
    const issue = findRepository(world, name)?.issues.get(Number(match[2] ?? match[4]));
    if (issue !== undefined && issue.pull === null) issues.add(issue);
  }
  return [...issues];
}

/** GitHub's closingIssuesReferences: links by keyword in the body, only for pulls to the default branch. */
export function closingIssues(world: World, pull: Pull): Issue[] {
  const { repository, body } = pull.issue;
  return pull.baseRef === repository.defaultBranch ? issuesNamedIn(world, repository, body ?? "") : [];
}

export function closeByPull(world: World, pull: Pull, sender: Account): void {
  for (const issue of closingIssues(world, pull)) if (issue.state === "open") closeIssue(world, issue, "completed", sender, pull.mergeCommit?.sha);
}

export function closeByCommits(world: World, repository: Repository, commits: readonly Commit[], sender: Account): void {
  for (const commit of commits) {
    for (const issue of issuesNamedIn(world, repository, commit.message)) {
      if (issue.state === "open") closeIssue(world, issue, "completed", sender, commit.sha);
    }
  }
}
