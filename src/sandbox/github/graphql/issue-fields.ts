// Issues, and what pulls share with them: labels, milestones, types, assignees, the timeline of labels.

import { GraphQLError } from "graphql";
import { githubInstant, githubInstantOrNull } from "../clock.ts";
import { actorOf } from "../rest/caller.ts";
import { commentPage, minimizedReason } from "../payload/comment.ts";
import { nodeId } from "../node-id.ts";
import type { IssueType } from "../state/account.ts";
import type { IssueComment } from "../state/comment.ts";
import type { Issue, TimelineEvent } from "../state/issue.ts";
import { dependencySummary } from "../state/issue-dependency.ts";
import type { Label } from "../state/label.ts";
import type { Reaction } from "../state/reaction.ts";
import type { Milestone } from "../state/milestone.ts";
import { associationOf, fullName, type Repository } from "../state/repository.ts";
import { subIssuesSummary, type SubIssuesSummary } from "../state/sub-issue.ts";
import { sees } from "./access.ts";
import { actorNode } from "./account-fields.ts";
import { CONNECTION, EDGE, pageOf } from "./connection.ts";
import { projectItemsOf } from "./project-fields.ts";
import { REACTION_NAMES, reactionGroupsOf } from "./reaction-fields.ts";
import { typed, type Arguments, type ResolverMap, type Typed, type TypeResolvers } from "./resolver.ts";

export interface MilestoneSource {
  readonly repository: Repository;
  readonly milestone: Milestone;
}

interface TimelineSource {
  readonly issue: Issue;
  readonly event: TimelineEvent;
}

/** GraphQL's name of a timeline item, its `itemTypes` value, and the event behind it. */
const TIMELINE_ITEMS = [
  ["LABELED_EVENT", "LabeledEvent", "labeled"],
  ["UNLABELED_EVENT", "UnlabeledEvent", "unlabeled"],
  ["MILESTONED_EVENT", "MilestonedEvent", "milestoned"],
  ["DEMILESTONED_EVENT", "DemilestonedEvent", "demilestoned"],
  ["CLOSED_EVENT", "ClosedEvent", "closed"],
  ["REOPENED_EVENT", "ReopenedEvent", "reopened"],
  ["RENAMED_TITLE_EVENT", "RenamedTitleEvent", "renamed"],
  ["LOCKED_EVENT", "LockedEvent", "locked"],
  ["UNLOCKED_EVENT", "UnlockedEvent", "unlocked"],
  ["READY_FOR_REVIEW_EVENT", "ReadyForReviewEvent", "ready_for_review"],
] as const;

export function issueNode(issue: Issue): Typed {
  return typed(issue.pull === null ? "Issue" : "PullRequest", issue);
}

export function milestoneOf(issue: Issue): MilestoneSource | null {
  return issue.milestone === null ? null : { repository: issue.repository, milestone: issue.milestone };
}

/** The fields that issues and pulls have alike. Both have an Issue as their source. */
export const SHARED_FIELDS: TypeResolvers<Issue> = {
  number: (issue) => issue.number,
  title: (issue) => issue.title,
  body: (issue) => issue.body ?? "",
  author: (issue) => actorNode(issue.user),
  authorAssociation: (issue) => associationOf(issue.repository, issue.user),
  createdAt: (issue) => githubInstant(issue.createdAt),
  updatedAt: (issue) => githubInstant(issue.updatedAt),
  closedAt: (issue) => githubInstantOrNull(issue.closedAt),
  closed: (issue) => issue.state === "closed",
  locked: (issue) => issue.locked,
  activeLockReason: (issue) => issue.lockReason?.toUpperCase().replaceAll(/[ -]/g, "_") ?? null,
  repository: (issue) => issue.repository,
  milestone: milestoneOf,
  labels: (issue, args) => pageOf(issue.labels, args),
  assignees: (issue, args) => pageOf(issue.assignees, args),
  comments: (issue, args) => pageOf(issue.comments, args),
  reactionGroups: reactionGroupsOf,
  // Classic projects are gone from GitHub; clients that still ask for them are told that there are none.
  projectCards: (_, args) => pageOf([], args),
  projectItems: (issue, args, context) => pageOf(projectItemsOf(issue, args, context), args),
  timelineItems: (issue, args) => pageOf(timelineOf(issue, args), args),
  userContentEdits: (issue, args) => pageOf(issue.edits.toReversed(), args),
};

function timelineOf(issue: Issue, args: Arguments): Typed[] {
  const { itemTypes, since } = args;
  if (!Array.isArray(itemTypes)) throw new GraphQLError("The local GitHub gives timeline items only by itemTypes. Name those you need.");
  const wanted = new Map<string, string>();
  for (const itemType of itemTypes) {
    const known = TIMELINE_ITEMS.find(([name]) => name === itemType);
    if (known === undefined) throw new GraphQLError(`The local GitHub has no timeline items of type ${String(itemType)}. Add it to TIMELINE_ITEMS in src/sandbox/github/graphql/issue-fields.ts.`);
    wanted.set(known[2], known[1]);
  }
  const from = typeof since === "string" ? Date.parse(since) : -Infinity;
  return issue.timeline.flatMap((event) => {
    const type = wanted.get(event.event);
    return type === undefined || event.at < from ? [] : [typed(type, { issue, event } satisfies TimelineSource)];
  });
}

const ISSUE: TypeResolvers<Issue> = {
  ...SHARED_FIELDS,
  id: (issue) => issue.nodeId,
  databaseId: (issue) => issue.id,
  fullDatabaseId: (issue) => String(issue.id),
  state: (issue) => issue.state.toUpperCase(),
  stateReason: (issue) => issue.stateReason?.toUpperCase() ?? null,
  issueType: (issue) => issue.type,
  parent: (issue, _, context) => (issue.parent === null || !sees(context, issue.parent.repository) ? null : issue.parent),
  subIssues: (issue, args, context) => pageOf(issue.subIssues.filter((each) => sees(context, each.repository)), args),
  subIssuesSummary: (issue) => subIssuesSummary(issue),
  blockedBy: (issue, args, context) => pageOf(issue.blockedBy.filter((each) => sees(context, each.repository)), args),
  blocking: (issue, args, context) => pageOf(issue.blocking.filter((each) => sees(context, each.repository)), args),
  issueDependenciesSummary: (issue) => dependencySummary(issue),
  url: (issue, _, { world }) => `${world.htmlUrl}/${fullName(issue.repository)}/issues/${issue.number}`,
};

const SUB_ISSUES_SUMMARY: TypeResolvers<SubIssuesSummary> = {
  total: (summary) => summary.total,
  completed: (summary) => summary.completed,
  percentCompleted: (summary) => summary.percentCompleted,
};

const DEPENDENCIES_SUMMARY: TypeResolvers<ReturnType<typeof dependencySummary>> = {
  blockedBy: (summary) => summary.blocked_by,
  blocking: (summary) => summary.blocking,
  totalBlockedBy: (summary) => summary.total_blocked_by,
  totalBlocking: (summary) => summary.total_blocking,
};

const LABEL: TypeResolvers<Label> = {
  id: (label) => label.nodeId,
  name: (label) => label.name,
  color: (label) => label.color,
  description: (label) => label.description,
  isDefault: (label) => label.isDefault,
};

const MILESTONE: TypeResolvers<MilestoneSource> = {
  id: ({ milestone }) => milestone.nodeId,
  number: ({ milestone }) => milestone.number,
  title: ({ milestone }) => milestone.title,
  description: ({ milestone }) => milestone.description,
  state: ({ milestone }) => milestone.state.toUpperCase(),
  closed: ({ milestone }) => milestone.state === "closed",
  closedAt: ({ milestone }) => githubInstantOrNull(milestone.closedAt),
  createdAt: ({ milestone }) => githubInstant(milestone.createdAt),
  updatedAt: ({ milestone }) => githubInstant(milestone.updatedAt),
  dueOn: ({ milestone }) => githubInstantOrNull(milestone.dueOn),
  creator: ({ milestone }) => actorNode(milestone.creator),
  repository: ({ repository }) => repository,
  progressPercentage: ({ milestone: { openIssues, closedIssues } }) => (openIssues + closedIssues === 0 ? 0 : (100 * closedIssues) / (openIssues + closedIssues)),
  url: ({ repository, milestone }, _, { world }) => `${world.htmlUrl}/${fullName(repository)}/milestone/${milestone.number}`,
};

const CONTENT_EDIT: TypeResolvers<Issue["edits"][number]> = {
  editedAt: ({ at }) => githubInstant(at),
  editor: ({ by }) => actorNode(by),
};

const ISSUE_TYPE: TypeResolvers<IssueType> = {
  id: (type) => type.nodeId,
  name: (type) => type.name,
  description: (type) => type.description,
  isEnabled: (type) => type.isEnabled,
};

const COMMENT: TypeResolvers<IssueComment> = {
  id: (comment) => comment.nodeId,
  databaseId: (comment) => comment.id,
  body: (comment) => comment.body,
  author: (comment) => actorNode(comment.user),
  authorAssociation: (comment) => associationOf(comment.issue.repository, comment.user),
  createdAt: (comment) => githubInstant(comment.createdAt),
  updatedAt: (comment) => githubInstant(comment.updatedAt),
  lastEditedAt: (comment) => (comment.updatedAt === comment.createdAt ? null : githubInstant(comment.updatedAt)),
  issue: (comment) => comment.issue,
  includesCreatedEdit: (comment) => comment.updatedAt !== comment.createdAt,
  viewerDidAuthor: (comment, _, { caller }) => actorOf(caller) === comment.user,
  reactionGroups: reactionGroupsOf,
  isMinimized: (comment) => comment.minimized !== null,
  minimizedReason: (comment) => (comment.minimized === null ? null : minimizedReason(comment.minimized)),
  reactions: (comment, args) => pageOf(reactionsOf(comment, args), args),
  url: (comment, _, { world }) => commentPage(world, comment),
};

function reactionsOf({ reactions }: IssueComment, args: Arguments): readonly Reaction[] {
  const { content } = args;
  return typeof content === "string" ? reactions.filter((each) => REACTION_NAMES[each.content] === content) : reactions;
}

const TIMELINE_EVENT: TypeResolvers<TimelineSource> = {
  id: ({ event }) => nodeId("event", event.id),
  actor: ({ event }) => actorNode(event.actor),
  createdAt: ({ event }) => githubInstant(event.at),
};
const LABEL_EVENT: TypeResolvers<TimelineSource> = { ...TIMELINE_EVENT, label: ({ event }) => event.label, labelable: ({ issue }) => issueNode(issue) };
const MILESTONE_EVENT: TypeResolvers<TimelineSource> = { ...TIMELINE_EVENT, milestoneTitle: ({ event }) => event.milestoneTitle };

export const ISSUE_RESOLVERS: ResolverMap = {
  Issue: ISSUE,
  SubIssuesSummary: SUB_ISSUES_SUMMARY,
  IssueDependenciesSummary: DEPENDENCIES_SUMMARY,
  Label: LABEL,
  Milestone: MILESTONE,
  IssueType: ISSUE_TYPE,
  UserContentEdit: CONTENT_EDIT,
  IssueComment: COMMENT,
  LabeledEvent: LABEL_EVENT,
  UnlabeledEvent: LABEL_EVENT,
  MilestonedEvent: MILESTONE_EVENT,
  DemilestonedEvent: MILESTONE_EVENT,
  ClosedEvent: TIMELINE_EVENT,
  ReopenedEvent: TIMELINE_EVENT,
  LockedEvent: TIMELINE_EVENT,
  UnlockedEvent: TIMELINE_EVENT,
  ReadyForReviewEvent: { ...TIMELINE_EVENT, pullRequest: ({ issue }: TimelineSource) => issueNode(issue) },
  RenamedTitleEvent: { ...TIMELINE_EVENT, previousTitle: ({ event }: TimelineSource) => event.rename?.from, currentTitle: ({ event }: TimelineSource) => event.rename?.to },
  LabelConnection: CONNECTION,
  LabelEdge: EDGE,
  IssueConnection: CONNECTION,
  MilestoneConnection: CONNECTION,
  UserConnection: CONNECTION,
  UserContentEditConnection: CONNECTION,
  IssueCommentConnection: CONNECTION,
  ProjectCardConnection: CONNECTION,
  IssueCommentEdge: EDGE,
  ReactionConnection: CONNECTION,
  IssueTimelineItemsConnection: CONNECTION,
  PullRequestTimelineItemsConnection: CONNECTION,
};
