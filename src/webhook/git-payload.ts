/**
 * Events about branches, tags and releases. Every push leaves a witness, since GitHub cannot be asked later what stood there before.
 *
 * The plan is looked at again whenever a push to the default branch touched a plan file or may have done so unseen: GitHub leaves a commit's
 * file lists empty when they are too costly to make, and cuts long ones (https://docs.github.com/webhooks/webhook-events-and-payloads#push).
 * A look too many costs one read; a look too few would leave an old plan in force.
 */
import { mark, marked, witness, type EventPayload, type PayloadReader, type Reading } from "./event-payload.ts";
import { fieldsOf, idIn, instantOf, listOf, nameOf, shaOf } from "./fields.ts";
import type { Wanted } from "./json-sieve.ts";

/** `.github/release-plan.yml` and everything under `.github/release-plans/`, and the templates of its issues. */
const PLAN_PREFIXES = [".github/release-plan", ".github/release-warden/"] as const;
/** GitHub names at most 2,048 commits a push and 3,000 files a commit; lists this long are not trusted to be whole. */
const LONG_LIST = 1_000;
const BRANCH = "refs/heads/";
const TAG = "refs/tags/";

export const GIT_EVENTS: Readonly<Record<string, PayloadReader>> = {
  push: readPush,
  create: readRef,
  delete: readRef,
  release: readRelease,
};

export const GIT_FIELDS: Wanted = {
  ref: true, ref_type: true, before: true, after: true, forced: true, created: true, deleted: true, commits: true,
  release: { tag_name: true, published_at: true },
  changes: { tag_name: { from: true } },
  repository_ruleset: { id: true },
};

/** Heard only by an app that holds administration: the second one, or a single one that was given the right. */
export const RULESET_EVENTS: Readonly<Record<string, PayloadReader>> = { repository_ruleset: readRuleset };

function readPush(payload: EventPayload): Reading | null {
  const { fields, repository } = payload;
  const ref = nameOf(fields["ref"]);
  const before = shaOf(fields["before"]);
  const after = shaOf(fields["after"]);
  if (ref === null || before === null || after === null) return null;
  const home = fieldsOf(fields["repository"]);
  const witnesses = witness(payload, `push:${ref}`, { at: instantOf(home?.["pushed_at"]), before, after });
  if (ref.startsWith(TAG)) return { marks: [mark(payload, { kind: "release", repository, tag: ref.slice(TAG.length) })], witnesses };
  if (!ref.startsWith(BRANCH)) return { marks: [], witnesses };
  const branch = ref.slice(BRANCH.length);
  const marks = [mark(payload, { kind: "branch", repository, branch })];
  const defaultBranch = nameOf(home?.["default_branch"]);
  const mayBeDefault = defaultBranch === null || defaultBranch === branch;
  if (mayBeDefault && mayTouchPlan(payload)) marks.push(mark(payload, { kind: "plan", repository }));
  return { marks, witnesses };
}

function mayTouchPlan({ fields }: EventPayload): boolean {
  const commits = listOf(fields["commits"]);
  // a forced, first or last push changes files that no listed commit names
  if (fields["forced"] !== false || fields["created"] !== false || fields["deleted"] !== false) return true;
  if (commits === null || commits.length === 0 || commits.length >= LONG_LIST) return true;
  return commits.some(commitMayTouchPlan);
}

function commitMayTouchPlan(commit: unknown): boolean {
  const listed = fieldsOf(commit);
  let files = 0;
  for (const name of ["added", "removed", "modified"]) {
    const paths = listOf(listed?.[name]);
    if (paths === null) return true;
    if (paths.some((path) => typeof path !== "string" || PLAN_PREFIXES.some((prefix) => path.startsWith(prefix)))) return true;
    files += paths.length;
  }
  return files === 0 || files >= LONG_LIST;
}

/** Who changed a ruleset cannot be asked later without administration. Its branches follow from what is remembered of our gates. */
function readRuleset(payload: EventPayload): Reading | null {
  const id = idIn(payload.fields["repository_ruleset"], "id");
  if (id === null) return null;
  const { repository } = payload;
  return { marks: [mark(payload, { kind: "repository", repository }, "gate")], witnesses: witness(payload, `ruleset:${id}`) };
}

/** `create` and `delete` give the short name of the branch or tag. */
function readRef(payload: EventPayload): Reading | null {
  const name = nameOf(payload.fields["ref"]);
  if (name === null) return null;
  const { repository } = payload;
  switch (payload.fields["ref_type"]) {
    case "branch": return marked(mark(payload, { kind: "branch", repository, branch: name }));
    case "tag": return marked(mark(payload, { kind: "release", repository, tag: name }));
    default: return null;
  }
}

/** A release's author is who drafted it; who published, edited or deleted it is known only here. */
function readRelease(payload: EventPayload): Reading | null {
  const release = fieldsOf(payload.fields["release"]);
  const tag = nameOf(release?.["tag_name"]);
  if (tag === null) return null;
  const { repository, action } = payload;
  const marks = [mark(payload, { kind: "release", repository, tag })];
  const oldTag = nameOf(fieldsOf(fieldsOf(payload.fields["changes"])?.["tag_name"])?.["from"]);
  if (oldTag !== null) marks.push(mark(payload, { kind: "release", repository, tag: oldTag }));
  const at = action === "published" ? instantOf(release?.["published_at"]) : null;
  return { marks, witnesses: action === "created" ? [] : witness(payload, `release:${tag}`, { at }) };
}
