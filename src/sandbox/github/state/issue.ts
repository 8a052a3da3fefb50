/**
 * Issues, and what pulls have in common with them: title, labels, milestone, assignees, type, state. Pulls share numbers with issues and
 * go through the same functions; what they do then fires as pull_request.* and never as issues.*.
 */
import { invalid, notFound } from "../api-problem.ts";
import { nodeId } from "../node-id.ts";
import { issueTypePayload, simpleUser } from "../payload/account.ts";
import { issuePayload } from "../payload/issue.ts";
import { labelPayload } from "../payload/label.ts";
import { milestonePayload } from "../payload/milestone.ts";
import { pullPayload } from "../payload/pull.ts";
import type { World } from "../world.ts";
import type { Account, IssueType } from "./account.ts";
import { isOrganization } from "./account.ts";
import type { IssueComment } from "./comment.ts";
import { checkBody } from "./comment.ts";
import type { LockReason } from "./issue-lock.ts";
import type { Label } from "./label.ts";
import { ensureLabels } from "./label.ts";
import type { Milestone } from "./milestone.ts";
import type { Pull } from "./pull.ts";
import type { Reaction } from "./reaction.ts";
import type { Repository } from "./repository.ts";

export type StateReason = "completed" | "not_planned" | "duplicate" | "reopened";

/** One line of an issue's timeline, in GitHub's event names. */
export interface TimelineEvent {
  readonly id: number;
  readonly event: string;
  readonly actor: Account;
  readonly at: number;
  readonly label?: Label;
  readonly milestoneTitle?: string;
  readonly commitSha?: string;
  readonly rename?: { from: string; to: string };
  readonly assignee?: Account;
}

export interface Issue {
  readonly id: number;
  readonly nodeId: string;
  readonly number: number;
  readonly repository: Repository;
  title: string;
  body: string | null;
  readonly user: Account;
  state: "open" | "closed";
  stateReason: StateReason | null;
  labels: Label[];
  milestone: Milestone | null;
  assignees: Account[];
  type: IssueType | null;
  locked: boolean;
  lockReason: LockReason | null;
  readonly createdAt: number;
  updatedAt: number;
  closedAt: number | null;
  closedBy: Account | null;
  readonly comments: IssueComment[];
  readonly timeline: TimelineEvent[];
  /** of its body, oldest first; once it was edited, its creation comes first */
  readonly edits: { readonly at: number; readonly by: Account }[];
  readonly reactions: Reaction[];
  parent: Issue | null;
  /** In the order that people gave them. */
  readonly subIssues: Issue[];
  readonly blockedBy: Issue[];
  readonly blocking: Issue[];
  /** Set for pulls. */
  pull: Pull | null;
}

export interface IssueInput {
  readonly title: string;
  readonly body?: string | null;
  readonly labels?: readonly string[];
  readonly milestone?: Milestone | null;
  readonly assignees?: readonly Account[];
  /** Name of an issue type of the organisation. */
  readonly type?: string | null;
  /** Only for seeding; otherwise the next free one. */
  readonly number?: number;
}

/** Creates an issue; fires issues.opened, then labeled, milestoned, assigned and typed as GitHub does. */
export function createIssue(world: World, repository: Repository, input: IssueInput, user: Account): Issue {
  const issue = addIssue(world, repository, input, user);
  emitIssue(world, issue, "opened", user);
  dressIssue(world, issue, input, user);
  return issue;
}

/** Adds the bare record, without events: the part that issues and pulls share. */
export function addIssue(world: World, repository: Repository, input: IssueInput, user: Account): Issue {
  if (input.title.trim() === "") throw invalid({ resource: "Issue", code: "missing_field", field: "title" });
  checkBody("Issue", input.body ?? "");
  const number = input.number ?? repository.nextIssueNumber;
  if (repository.issues.has(number)) throw new Error(`${repository.name} has an issue ${number} already.`);
  repository.nextIssueNumber = Math.max(repository.nextIssueNumber, number + 1);
  const now = world.clock.now();
  const id = world.nextId("issue");
  const issue: Issue = {
    id,
    nodeId: nodeId("issue", id),
    number,
    repository,
    title: input.title,
    body: input.body ?? null,
    user,
    state: "open",
    stateReason: null,
    labels: [],
    milestone: null,
    assignees: [],
    type: null,
    locked: false,
    lockReason: null,
    createdAt: now,
    updatedAt: now,
    closedAt: null,
    closedBy: null,
    comments: [],
    timeline: [],
    edits: [],
    reactions: [],
    parent: null,
    subIssues: [],
    blockedBy: [],
    blocking: [],
    pull: null,
  };
  repository.issues.set(number, issue);
  repository.openIssueCount += 1;
  return issue;
}

/** Sets what was asked for at creation, each with its own event. */
export function dressIssue(world: World, issue: Issue, input: IssueInput, sender: Account): void {
  if (input.labels !== undefined && input.labels.length > 0) addLabels(world, issue, input.labels, sender);
  if (input.milestone != null) setMilestone(world, issue, input.milestone, sender);
  if (input.assignees !== undefined && input.assignees.length > 0) setAssignees(world, issue, input.assignees, sender);
  if (input.type != null) setType(world, issue, input.type, sender);
}

/** An issue or pull by number; 404 when there is none. */
export function findIssue(repository: Repository, number: number): Issue {
  const issue = repository.issues.get(number);
  if (issue === undefined) throw notFound();
  return issue;
}

/** Fires issues.* or, for a pull, pull_request.*, with the object in GitHub's shape. */
export function emitIssue(world: World, issue: Issue, action: string, sender: Account, more: () => Record<string, unknown> = () => ({})): void {
  const { repository, pull } = issue;
  if (pull === null) {
    world.emit({ event: "issues", action, repository, sender }, () => ({ issue: issuePayload(world, issue), ...more() }));
    return;
  }
  world.emit({ event: "pull_request", action, repository, sender }, () => ({ number: issue.number, pull_request: pullPayload(world, pull), ...more() }));
}

/** Adds a line to the timeline and marks the issue as changed now. */
export function note(world: World, issue: Issue, event: string, actor: Account, more: Omit<Partial<TimelineEvent>, "id" | "event" | "actor" | "at"> = {}): void {
  const at = world.clock.now();
  issue.updatedAt = at;
  issue.timeline.push({ id: world.nextId("event"), event, actor, at, ...more });
}

export function addLabels(world: World, issue: Issue, names: readonly string[], sender: Account): void {
  for (const label of ensureLabels(world, issue.repository, names, sender)) {
    if (issue.labels.includes(label)) continue;
    issue.labels = [...issue.labels, label];
    note(world, issue, "labeled", sender, { label });
    emitIssue(world, issue, "labeled", sender, () => ({ label: labelPayload(world, issue.repository, label) }));
  }
}

export function removeLabel(world: World, issue: Issue, label: Label, sender: Account): void {
  if (!issue.labels.includes(label)) return;
  issue.labels = issue.labels.filter((each) => each !== label);
  note(world, issue, "unlabeled", sender, { label });
  emitIssue(world, issue, "unlabeled", sender, () => ({ label: labelPayload(world, issue.repository, label) }));
}

/** Replaces all labels: one event for each label that goes or comes. */
export function setLabels(world: World, issue: Issue, names: readonly string[], sender: Account): void {
  const wanted = ensureLabels(world, issue.repository, names, sender);
  for (const label of issue.labels.filter((each) => !wanted.includes(each))) removeLabel(world, issue, label, sender);
  addLabels(world, issue, wanted.map((label) => label.name), sender);
}

export function setMilestone(world: World, issue: Issue, milestone: Milestone | null, sender: Account): void {
  const before = issue.milestone;
  if (before === milestone) return;
  if (before !== null) {
    countInMilestone(issue, -1);
    issue.milestone = null;
    note(world, issue, "demilestoned", sender, { milestoneTitle: before.title });
    emitIssue(world, issue, "demilestoned", sender, () => ({ milestone: milestonePayload(world, issue.repository, before) }));
  }
  if (milestone === null) return;
  issue.milestone = milestone;
  countInMilestone(issue, 1);
  note(world, issue, "milestoned", sender, { milestoneTitle: milestone.title });
  emitIssue(world, issue, "milestoned", sender, () => ({ milestone: milestonePayload(world, issue.repository, milestone) }));
}

function countInMilestone(issue: Issue, step: 1 | -1): void {
  if (issue.milestone === null) return;
  if (issue.state === "open") issue.milestone.openIssues += step;
  else issue.milestone.closedIssues += step;
}

export function setAssignees(world: World, issue: Issue, assignees: readonly Account[], sender: Account): void {
  const before = issue.assignees;
  for (const assignee of before.filter((each) => !assignees.includes(each))) {
    issue.assignees = issue.assignees.filter((each) => each !== assignee);
    note(world, issue, "unassigned", sender, { assignee });
    emitIssue(world, issue, "unassigned", sender, () => ({ assignee: simpleUser(world, assignee) }));
  }
  for (const assignee of assignees.filter((each) => !before.includes(each))) {
    issue.assignees = [...issue.assignees, assignee];
    note(world, issue, "assigned", sender, { assignee });
    emitIssue(world, issue, "assigned", sender, () => ({ assignee: simpleUser(world, assignee) }));
  }
}

/** Sets the issue type by name, or takes it away (null). 422 for an unknown one. */
export function setType(world: World, issue: Issue, name: string | null, sender: Account): void {
  const before = issue.type;
  const { owner } = issue.repository;
  const type = name === null ? null : ((isOrganization(owner) ? owner.issueTypes.get(name.toLowerCase()) : undefined) ?? null);
  if (name !== null && type === null) throw invalid({ resource: "Issue", code: "invalid", field: "type", value: name });
  if (before === type) return;
  issue.type = type;
  note(world, issue, before === null ? "issue_type_added" : type === null ? "issue_type_removed" : "issue_type_changed", sender);
  if (before !== null) emitIssue(world, issue, "untyped", sender, () => ({ type: issueTypePayload(before) }));
  if (type !== null) emitIssue(world, issue, "typed", sender, () => ({ type: issueTypePayload(type) }));
}

/** Changes title and body; fires edited with what they were. */
export function editIssue(world: World, issue: Issue, change: { title?: string | undefined; body?: string | null | undefined }, sender: Account): void {
  const changes: Record<string, { from: string }> = {};
  if (change.title !== undefined && change.title !== issue.title) {
    if (change.title.trim() === "") throw invalid({ resource: "Issue", code: "missing_field", field: "title" });
    changes["title"] = { from: issue.title };
    note(world, issue, "renamed", sender, { rename: { from: issue.title, to: change.title } });
    issue.title = change.title;
  }
  if (change.body !== undefined && change.body !== issue.body) {
    checkBody("Issue", change.body ?? "");
    changes["body"] = { from: issue.body ?? "" };
    issue.body = change.body;
    if (issue.edits.length === 0) issue.edits.push({ at: issue.createdAt, by: issue.user });
    issue.edits.push({ at: world.clock.now(), by: sender });
  }
  if (Object.keys(changes).length === 0) return;
  issue.updatedAt = world.clock.now();
  emitIssue(world, issue, "edited", sender, () => ({ changes }));
}

/** Turns the state and keeps the counts, without events. */
export function turnState(world: World, issue: Issue, state: "open" | "closed", reason: StateReason | null, sender: Account): void {
  const now = world.clock.now();
  countInMilestone(issue, -1);
  issue.state = state;
  countInMilestone(issue, 1);
  issue.stateReason = issue.pull === null ? reason : null;
  issue.closedAt = state === "closed" ? now : null;
  issue.closedBy = state === "closed" ? sender : null;
  issue.updatedAt = now;
  issue.repository.openIssueCount += state === "open" ? 1 : -1;
}

/** Closes an issue (pulls: see closePull). Fires issues.closed. */
export function closeIssue(world: World, issue: Issue, reason: StateReason, sender: Account, commitSha?: string): void {
  if (issue.state === "closed") {
    if (issue.pull === null) issue.stateReason = reason;
    return;
  }
  turnState(world, issue, "closed", reason, sender);
  note(world, issue, "closed", sender, commitSha === undefined ? {} : { commitSha });
  emitIssue(world, issue, "closed", sender);
}

export function reopenIssue(world: World, issue: Issue, sender: Account): void {
  if (issue.state === "open") return;
  turnState(world, issue, "open", "reopened", sender);
  note(world, issue, "reopened", sender);
  emitIssue(world, issue, "reopened", sender);
}

/** Takes an issue away for good; fires issues.deleted. */
export function deleteIssue(world: World, issue: Issue, sender: Account): void {
  if (issue.state === "open") turnState(world, issue, "closed", null, sender);
  issue.repository.issues.delete(issue.number);
  emitIssue(world, issue, "deleted", sender);
}
