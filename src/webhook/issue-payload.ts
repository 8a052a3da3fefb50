/**
 * Events about issues, comments, milestones and labels. GitHub sends `issue_comment` for pull requests too, and a comment's text is never
 * kept: whoever admits a command reads it again. Comments written by bots are no commands, and ours would only echo.
 */
import { mark, marked, NOTHING, witness, type EventPayload, type PayloadReader, type Reading } from "./event-payload.ts";
import { fieldsOf, idIn, instantOf } from "./fields.ts";
import type { Wanted } from "./json-sieve.ts";

export const ISSUE_EVENTS: Readonly<Record<string, PayloadReader>> = {
  issues: readIssue,
  issue_comment: readComment,
  milestone: readMilestone,
  label: readLabel,
};

export const ISSUE_FIELDS: Wanted = {
  issue: { number: true, pull_request: {}, updated_at: true },
  comment: { id: true, user: { type: true }, updated_at: true },
  milestone: { number: true, closed_at: true, updated_at: true },
};

function readIssue(payload: EventPayload): Reading | null {
  const issue = fieldsOf(payload.fields["issue"]);
  const number = idIn(issue, "number");
  if (number === null) return null;
  const { repository } = payload;
  // GitHub sends pull_request events for these; servers that imitate it send issues events
  if (fieldsOf(issue?.["pull_request"]) !== null) return marked(mark(payload, { kind: "pull", repository, number }));
  const gone = payload.action === "deleted" || payload.action === "transferred";
  // Who ticked a box: GitHub tells of an edit only here and now.
  const edited = payload.action === "edited" ? witness(payload, `issue:${number}`, { at: instantOf(issue?.["updated_at"]) }) : [];
  return { marks: [mark(payload, { kind: "issue", repository, number })], witnesses: gone ? witness(payload, `issue:${number}`) : edited };
}

function readComment(payload: EventPayload): Reading | null {
  const written = fieldsOf(payload.fields["comment"]);
  const comment = idIn(written, "id");
  const number = idIn(payload.fields["issue"], "number");
  if (comment === null || number === null) return null;
  if (fieldsOf(written?.["user"])?.["type"] === "Bot") return NOTHING;
  const changed = payload.action === "edited" || payload.action === "deleted";
  const at = payload.action === "edited" ? instantOf(written?.["updated_at"]) : null;
  return {
    marks: [mark(payload, { kind: "comment", repository: payload.repository, number, comment }, "command")],
    witnesses: changed ? witness(payload, `comment:${comment}`, { at }) : [],
  };
}

/** Who closed, opened, edited or deleted a milestone cannot be asked later; who created it can. */
function readMilestone(payload: EventPayload): Reading | null {
  const milestone = fieldsOf(payload.fields["milestone"]);
  const number = idIn(milestone, "number");
  if (number === null) return null;
  const { repository, action } = payload;
  return {
    marks: [mark(payload, { kind: "milestone", repository, number }), mark(payload, { kind: "plan", repository })],
    witnesses: action === "created" ? [] : witness(payload, `milestone:${number}`, { at: milestoneInstant(payload) }),
  };
}

function milestoneInstant({ fields, action }: EventPayload): number | null {
  const milestone = fieldsOf(fields["milestone"]);
  if (action === "deleted") return null;
  const closed = action === "closed" ? instantOf(milestone?.["closed_at"]) : null;
  return closed ?? instantOf(milestone?.["updated_at"]);
}

/** A new label is on nothing yet; a renamed or deleted one may have been evidence anywhere. */
function readLabel(payload: EventPayload): Reading {
  if (payload.action === "created") return NOTHING;
  return marked(mark(payload, { kind: "repository", repository: payload.repository }));
}
