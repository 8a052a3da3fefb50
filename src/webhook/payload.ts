/**
 * From a webhook's payload to keys and witnesses: with the files beside it the only place that knows what payloads look like.
 *
 * It promises never to throw, never to copy text that people wrote, and never to decide: a mark says "look again", no more. A payload that
 * lacks what it should carry marks its whole repository, so that a change in GitHub's format costs reads and not events.
 */
import { mark, type EventPayload, type PayloadReader, type Reading } from "./event-payload.ts";
import { fieldsOf, idIn, nameOf } from "./fields.ts";
import { GIT_EVENTS, GIT_FIELDS, RULESET_EVENTS } from "./git-payload.ts";
import { ISSUE_EVENTS, ISSUE_FIELDS } from "./issue-payload.ts";
import type { Wanted } from "./json-sieve.ts";
import { PROJECT_EVENTS, PROJECT_FIELDS } from "./project-payload.ts";
import { PULL_EVENTS, PULL_FIELDS } from "./pull-payload.ts";

export interface MappedPayload extends Reading {
  readonly action: string | null;
  /** null: the payload names none, and then there is nothing to mark */
  readonly installation: number | null;
  readonly repository: number | null;
}

/** What of a payload anybody here reads. */
export const READ_FIELDS: Wanted = {
  action: true, installation: { id: true }, repository: { id: true, default_branch: true, pushed_at: true }, sender: { login: true, type: true },
  ...PULL_FIELDS, ...ISSUE_FIELDS, ...GIT_FIELDS, ...PROJECT_FIELDS,
};

const READERS: ReadonlyMap<string, PayloadReader> = new Map(Object.entries({
  ...PULL_EVENTS,
  ...ISSUE_EVENTS,
  ...GIT_EVENTS,
  repository: readRepository,
  ...RULESET_EVENTS,
  ...PROJECT_EVENTS,
}));

/** GitHub sends these to every app and takes no subscription for them, so they cannot stand in `app.yml`. */
export const UNASKED_EVENTS = ["installation", "installation_repositories"] as const;

/** Events that need administration, so they stand in `gate.app.yml`; they come in the name of that app's own installation. */
export const GATE_EVENTS: readonly string[] = Object.keys(RULESET_EVENTS);

/** Events of the optional right over projects: GitHub lets nobody subscribe to them without it, so they are commented out in `app.yml` as it is. */
export const OPTIONAL_EVENTS: readonly string[] = Object.keys(PROJECT_EVENTS);

/** Events to subscribe to: the `default_events` of `app.yml`, in any order. */
export const SUBSCRIBED_EVENTS: readonly string[] = [...READERS.keys()].filter((event) => !GATE_EVENTS.includes(event) && !OPTIONAL_EVENTS.includes(event));

/** Null when the event is none of ours. */
export function mapPayload(event: string, payload: unknown): MappedPayload | null {
  const reader = READERS.get(event);
  const unasked = (UNASKED_EVENTS as readonly string[]).includes(event);
  if (reader === undefined && !unasked) return null;
  const fields = fieldsOf(payload) ?? {};
  const installation = idIn(fields["installation"], "id");
  const repository = idIn(fields["repository"], "id");
  const origin = { action: nameOf(fields["action"]), installation, repository };
  if (installation === null) return { ...origin, marks: [], witnesses: [] };
  if (reader === undefined) return { ...origin, marks: [{ key: { kind: "installation", installation }, lane: "changed", installation }], witnesses: [] };
  if (repository === null) return { ...origin, ...ofOrganization(event, reader({ fields, action: origin.action, installation, repository: 0 })) };
  const read: EventPayload = { fields, action: origin.action, installation, repository };
  const { marks, witnesses } = reader(read) ?? wholeRepository(read);
  return { ...origin, marks, witnesses };
}

/** An organisation's own ruleset: whose gates it is, is known to the store alone. */
function ofOrganization(event: string, reading: Reading | null): Reading {
  if (OPTIONAL_EVENTS.includes(event)) return reading ?? { marks: [], witnesses: [] };
  return { marks: [], witnesses: GATE_EVENTS.includes(event) ? reading?.witnesses ?? [] : [] };
}

function wholeRepository(payload: EventPayload): Reading {
  return { marks: [mark(payload, { kind: "repository", repository: payload.repository })], witnesses: [] };
}

/** Renamed, transferred, archived or with another default branch: the repository and, if it is a home, its plan. */
function readRepository(payload: EventPayload): Reading {
  const { repository } = payload;
  return { marks: [mark(payload, { kind: "repository", repository }), mark(payload, { kind: "plan", repository })], witnesses: [] };
}
