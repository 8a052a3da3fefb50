/** What the items of a checklist rest on: issues and pull requests that they name, and sub-issues of ours for those that have an owner. */
import { hiddenKey } from "../domain/desired/fenced-section.ts";
import { itemIssueKey } from "../domain/desired/milestone-issue.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { PlannedMilestone } from "../domain/model/plan.ts";
import type { ChildIssue, ProgressRecord } from "../domain/model/progress.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName, sameRepository } from "../domain/model/refs.ts";
import type { ChecklistItem, IssueLink } from "../domain/policy/checklist.ts";
import { plainText } from "../text/escape.ts";
import { childText } from "../text/milestone-notice.ts";
import type { HomePlan } from "./home-plan.ts";
import type { RunContext } from "./ports.ts";

/** Makes so many sub-issues in one run, the rest in another. */
const CHILDREN_PER_RUN = 20;
const LOGIN = /^[A-Za-z0-9][A-Za-z0-9-]{0,38}(?:_[A-Za-z0-9]{1,20})?$/;

/** Sub-issues that there are, and those that the plan asks for, made now. */
export async function childrenOf({ home, plan, record, rules }: HomePlan, milestone: PlannedMilestone, items: readonly ChecklistItem[], known: ProgressRecord, context: RunContext): Promise<{ readonly children: ProgressRecord["children"]; readonly more: boolean }> {
  const children: Record<string, ChildIssue> = { ...known.children };
  const wanted = rules.subIssues ? items.filter(({ key, owner, link }) => owner !== null && link === null && !Object.hasOwn(children, key)) : [];
  for (const { key, task, owner } of wanted.slice(0, CHILDREN_PER_RUN)) {
    const issueKey = itemIssueKey(record.path, plan.release.name, milestone.id, key);
    const assignees = owner !== null && LOGIN.test(owner) ? [owner] : [];
    const issue = await context.github.ensureIssue(home, { key: issueKey, title: plainText(task, 250), body: `${hiddenKey(issueKey)}\n${childText(task, milestone.title, plan.release.name)}`, labels: rules.labels, assignees });
    children[key] = { number: issue.number, id: issue.id, attached: false };
  }
  return { children, more: wanted.length > CHILDREN_PER_RUN };
}

/** An item with a sub-issue is done when that is closed. */
export function withChildren(items: readonly ChecklistItem[], children: ProgressRecord["children"], home: RepositoryRecord): readonly ChecklistItem[] {
  return items.map((item) => {
    const child = Object.hasOwn(children, item.key) ? children[item.key] : undefined;
    return item.link !== null || child === undefined ? item : { ...item, link: { repository: repositoryName(home), number: child.number } };
  });
}

export interface LinkStates {
  /** null = it cannot be told */
  readonly closed: (link: IssueLink) => boolean | null;
}

/** Read now, each once. A repository that is out of our sight tells nothing. */
export async function linkStates(items: readonly ChecklistItem[], context: RunContext): Promise<LinkStates> {
  const repositories = (await context.memory.records<RepositoryRecord>("repository", "")).map(({ value }) => value);
  const states = new Map<string, boolean | null>();
  for (const { link } of items) {
    if (link === null || states.has(nameOf(link))) continue;
    const repository = repositories.find((one) => sameRepository(repositoryName(one), link.repository));
    states.set(nameOf(link), repository === undefined || repository.installation !== context.installation ? null : await closedNow(repository, link.number, context));
  }
  return { closed: (link) => states.get(nameOf(link)) ?? null };
}

async function closedNow(repository: RepositoryRecord, number: number, context: RunContext): Promise<boolean | null> {
  try {
    const issue = await context.github.readIssue(repository, number);
    return issue === null ? null : !issue.open;
  } catch (error) {
    if (error instanceof FaultError && ["forbidden", "not-found"].includes(error.fault.kind)) return null;
    throw error;
  }
}

function nameOf({ repository, number }: IssueLink): string {
  return `${repository.toLowerCase()}#${number}`;
}
