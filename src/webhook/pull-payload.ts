/**
 * Events about pull requests, their reviews, the merge queue, our own checks, and statuses and checks of others.
 *
 * A commit that comes from a fork has no pull requests in a check's payload, and the list is no promise for others either
 * (https://docs.github.com/rest/checks/runs). So a re-run marks the listed pull requests and also `head` with the empty base, which means
 * "this commit with every base it is known for": the store's index knows them, the payload does not.
 */
import type { Mark } from "../domain/model/key.ts";
import { mark, marked, NOTHING, witness, type EventPayload, type PayloadReader, type Reading } from "./event-payload.ts";
import { fieldsOf, idIn, listOf, nameOf, shaOf, type Fields } from "./fields.ts";
import type { Wanted } from "./json-sieve.ts";

const OUR_CHECKS = "Release plan";
const BUTTON = /^[a-z0-9-]{1,20}$/;

export const PULL_EVENTS: Readonly<Record<string, PayloadReader>> = {
  pull_request: readPull,
  pull_request_review: readPull,
  merge_group: readMergeGroup,
  check_run: readCheckRun,
  check_suite: readCheckSuite,
  status: readStatus,
};

export const PULL_FIELDS: Wanted = {
  pull_request: { number: true },
  merge_group: { head_sha: true, head_ref: true },
  check_run: { id: true, name: true, head_sha: true, pull_requests: true },
  check_suite: { head_sha: true, pull_requests: true },
  requested_action: { identifier: true },
  sha: true,
};

function readPull(payload: EventPayload): Reading | null {
  const number = idIn(payload.fields["pull_request"], "number");
  if (number === null) return null;
  return marked(mark(payload, { kind: "pull", repository: payload.repository, number }));
}

function readMergeGroup(payload: EventPayload): Reading | null {
  const group = fieldsOf(payload.fields["merge_group"]);
  const sha = shaOf(group?.["head_sha"]);
  const ref = nameOf(group?.["head_ref"]);
  if (sha === null || ref === null) return null;
  return marked(mark(payload, { kind: "group", repository: payload.repository, sha, ref }, "group"));
}

/** `created` and `completed` are echoes of what we wrote, or say what another app found; the rest is what a person asked for. */
function readCheckRun(payload: EventPayload): Reading | null {
  const run = fieldsOf(payload.fields["check_run"]);
  if (payload.action !== "rerequested" && payload.action !== "requested_action") return ofAnother(payload, run);
  const id = idIn(run, "id");
  const reading = askedAgain(payload, run);
  if (id === null || reading === null) return null;
  const button = fieldsOf(payload.fields["requested_action"])?.["identifier"];
  const pressed = typeof button === "string" && BUTTON.test(button) ? `/${button}` : "";
  return { marks: reading.marks, witnesses: witness(payload, `check_run:${id}${pressed}`, { after: shaOf(run?.["head_sha"]) }) };
}

/** Ours are known by how their names begin; one of another app that is called so is not looked at for it. */
function ofAnother(payload: EventPayload, run: Fields | null): Reading {
  const sha = shaOf(run?.["head_sha"]);
  const name = run?.["name"];
  if (sha === null || typeof name !== "string" || name.startsWith(OUR_CHECKS)) return NOTHING;
  return marked(mark(payload, { kind: "status", repository: payload.repository, sha }, "fan-out"));
}

/** A status of another app on a commit. There are many, and few are asked for, so each is behind everything that people wait for. */
function readStatus(payload: EventPayload): Reading | null {
  const sha = shaOf(payload.fields["sha"]);
  return sha === null ? null : marked(mark(payload, { kind: "status", repository: payload.repository, sha }, "fan-out"));
}

function readCheckSuite(payload: EventPayload): Reading | null {
  if (payload.action !== "rerequested") return NOTHING;
  return askedAgain(payload, fieldsOf(payload.fields["check_suite"]));
}

/** A person waits for the answer to a re-run, so it goes where commands go. */
function askedAgain(payload: EventPayload, check: Fields | null): Reading | null {
  const sha = shaOf(check?.["head_sha"]);
  if (sha === null) return null;
  const { repository } = payload;
  const pulls: Mark[] = [];
  for (const each of listOf(check?.["pull_requests"]) ?? []) {
    const number = idIn(each, "number");
    const base = fieldsOf(fieldsOf(each)?.["base"])?.["repo"];
    if (number !== null && idIn(base, "id") === repository) pulls.push(mark(payload, { kind: "pull", repository, number }, "command"));
  }
  return marked(...pulls, mark(payload, { kind: "head", repository, sha, base: "" }, "command"));
}
