import { describe, expect, test } from "@jest/globals";
import { fc } from "../support/properties.ts";
import { keyText } from "../../src/domain/model/key.ts";
import { SUBSCRIBED_EVENTS, UNASKED_EVENTS } from "../../src/webhook/payload.ts";
import { commit, INSTALLATION, mapped, OTHER_SHA, payload, push, REPOSITORY, SHA, ZERO_SHA, type Payload } from "./github-payloads.ts";

/** Marks as `lane key`, in order. */
function marksOf(event: string, body: unknown): string[] | null {
  return mapped(event, body)?.marks.map(({ key, lane }) => `${lane} ${keyText(key)}`) ?? null;
}

const pull = (action: string, more: Payload = {}) => payload({ action, number: 12, pull_request: { number: 12, title: "Fix <b>", head: { sha: SHA } }, ...more });
const issue = (action: string, more: Payload = {}) => payload({ action, issue: { number: 31, title: "Leak" }, ...more });
const comment = (action: string, type = "User") =>
  payload({ action, issue: { number: 12 }, comment: { id: 991, body: "/warden done", user: { login: "astrid", type }, updated_at: "2019-06-20T09:00:00Z" } });
const milestone = (action: string) =>
  payload({ action, milestone: { number: 7, title: "Release", closed_at: "2019-06-24T10:00:00Z", updated_at: "2019-06-24T10:00:05Z" } });
const checkRun = (action: string, pulls: unknown[] = [], more: Payload = {}) =>
  payload({ action, check_run: { id: 88, name: "Release plan (main)", head_sha: SHA, pull_requests: pulls }, ...more });
const listedPull = (number: number, repo: number) => ({ number, head: { sha: SHA }, base: { ref: "main", repo: { id: repo } } });
const group = (action: string) =>
  payload({ action, merge_group: { head_sha: SHA, head_ref: "refs/heads/gh-readonly-queue/main/pr-12-abc", base_sha: OTHER_SHA, base_ref: "refs/heads/main" } });
const release = (action: string, more: Payload = {}) => payload({ action, release: { id: 3, tag_name: "v5.4.0", published_at: "2019-06-24T12:00:00Z" }, ...more });

describe("an event marks exactly the objects it may have changed", () => {
  const rows: readonly (readonly [string, string, unknown, readonly string[]])[] = [
    ["an opened pull request", "pull_request", pull("opened"), ["changed pull:4711/12"]],
    ["a retarget", "pull_request", pull("edited", { changes: { base: { ref: { from: "development" } } } }), ["changed pull:4711/12"]],
    ["a pull request of a bot", "pull_request", pull("synchronize", { sender: { login: "dependabot[bot]", type: "Bot" } }), ["changed pull:4711/12"]],
    ["an action that GitHub invents later", "pull_request", pull("teleported"), ["changed pull:4711/12"]],
    ["a review", "pull_request_review", pull("submitted"), ["changed pull:4711/12"]],
    ["an issue that got a type", "issues", issue("typed"), ["changed issue:4711/31"]],
    ["a deleted issue", "issues", issue("deleted"), ["changed issue:4711/31"]],
    ["an issue that is a pull request", "issues", payload({ action: "labeled", issue: { number: 12, pull_request: { url: "u" } } }), ["changed pull:4711/12"]],
    ["a comment", "issue_comment", comment("created"), ["command comment:4711/12/991"]],
    ["an edited comment", "issue_comment", comment("edited"), ["command comment:4711/12/991"]],
    ["a comment of a bot", "issue_comment", comment("created", "Bot"), []],
    ["a closed milestone", "milestone", milestone("closed"), ["changed milestone:4711/7", "changed plan:4711"]],
    ["a renamed label", "label", payload({ action: "edited", label: { name: "bug" } }), ["changed repository:4711"]],
    ["a new label", "label", payload({ action: "created", label: { name: "bug" } }), []],
    ["a push to the default branch", "push", push(), ["changed branch:4711/main"]],
    ["a push to another branch", "push", push({ ref: "refs/heads/fix/a b", forced: true }), ["changed branch:4711/fix%2Fa%20b"]],
    ["a pushed tag", "push", push({ ref: "refs/tags/v1" }), ["changed release:4711/v1"]],
    ["a push to a ref that is no branch", "push", push({ ref: "refs/notes/commits" }), []],
    ["a new branch", "create", payload({ ref: "next", ref_type: "branch" }), ["changed branch:4711/next"]],
    ["a deleted tag", "delete", payload({ ref: "v1", ref_type: "tag" }), ["changed release:4711/v1"]],
    ["a published release", "release", release("published"), ["changed release:4711/v5.4.0"]],
    ["a release moved to another tag", "release", release("edited", { changes: { tag_name: { from: "v5.3.9" } } }), ["changed release:4711/v5.4.0", "changed release:4711/v5.3.9"]],
    ["a merge group", "merge_group", group("checks_requested"), [`group group:4711/${SHA}/refs%2Fheads%2Fgh-readonly-queue%2Fmain%2Fpr-12-abc`]],
    ["a merge group that is gone", "merge_group", group("destroyed"), [`group group:4711/${SHA}/refs%2Fheads%2Fgh-readonly-queue%2Fmain%2Fpr-12-abc`]],
    ["a re-run", "check_run", checkRun("rerequested", [listedPull(12, REPOSITORY)]), ["command pull:4711/12", `command head:4711/${SHA}/`]],
    ["a re-run on a commit of a fork", "check_run", checkRun("rerequested"), [`command head:4711/${SHA}/`]],
    ["a re-run that lists a pull request of another repository", "check_run", checkRun("rerequested", [listedPull(3, 9)]), [`command head:4711/${SHA}/`]],
    ["a re-run of the whole suite", "check_suite", payload({ action: "rerequested", check_suite: { head_sha: SHA, pull_requests: [] } }), [`command head:4711/${SHA}/`]],
    ["our own new check", "check_run", checkRun("created"), []],
    ["a completed check of ours", "check_run", checkRun("completed"), []],
    ["a completed check of another app", "check_run", payload({ action: "completed", check_run: { id: 89, name: "license/cla", head_sha: SHA, pull_requests: [] } }), [`fan-out status:4711/${SHA}`]],
    ["a status", "status", payload({ id: 5, sha: SHA, context: "license/cla", state: "success", branches: [] }), [`fan-out status:4711/${SHA}`]],
    ["a requested suite", "check_suite", payload({ action: "requested", check_suite: { head_sha: SHA } }), []],
    ["a renamed repository", "repository", payload({ action: "renamed" }), ["changed repository:4711", "changed plan:4711"]],
    ["an installation", "installation", { action: "created", installation: { id: INSTALLATION }, repositories: [{ id: 1 }] }, ["changed installation:77"]],
    ["repositories added to it", "installation_repositories", { action: "added", installation: { id: INSTALLATION } }, ["changed installation:77"]],
  ];
  test.each(rows)("%s", (_name, event, body, expected) => {
    expect(marksOf(event, body)).toEqual(expected);
  });

  test("every mark carries the installation of the payload", () => {
    expect(mapped("milestone", milestone("closed"))?.marks.map((each) => each.installation)).toEqual([INSTALLATION, INSTALLATION]);
  });
});

describe("a push to the default branch marks the plan when a plan file changed or may have changed unseen", () => {
  const plan = ["changed branch:4711/main", "changed plan:4711"];
  const rows: readonly (readonly [string, Payload, readonly string[]])[] = [
    ["the plan was modified", { commits: [commit({ modified: ["a"] }), commit({ modified: [".github/release-plan.yml"] })] }, plan],
    ["one of several plans was added", { commits: [commit({ added: [".github/release-plans/acropolis.yml"] })] }, plan],
    ["the plan was removed", { commits: [commit({ removed: [".github/release-plan.yml"] })] }, plan],
    ["another file of .github changed", { commits: [commit({ modified: [".github/CODEOWNERS"] })] }, ["changed branch:4711/main"]],
    ["GitHub left a commit's file lists empty", { commits: [commit()] }, plan],
    ["a commit came without lists", { commits: [{ id: SHA }] }, plan],
    ["no commit is listed", { commits: [] }, plan],
    ["the commits are missing", { commits: null }, plan],
    ["the list of commits is long enough to be cut", { commits: Array.from({ length: 1_000 }, () => commit({ added: ["a"] })) }, plan],
    ["a commit's list of files is long enough to be cut", { commits: [commit({ added: Array.from({ length: 1_000 }, (_, each) => `f${each}`) })] }, plan],
    ["it was forced", { forced: true }, plan],
    ["it made the branch", { created: true, before: ZERO_SHA }, plan],
    ["it deleted the branch", { deleted: true, after: ZERO_SHA, commits: [] }, plan],
    ["the default branch is not told", { repository: { id: REPOSITORY }, commits: [commit({ modified: [".github/release-plan.yml"] })] }, plan],
    ["the plan changed on another branch only", { ref: "refs/heads/next", commits: [commit({ modified: [".github/release-plan.yml"] })] }, ["changed branch:4711/next"]],
  ];
  test.each(rows)("%s", (_name, fields, expected) => {
    expect(marksOf("push", push(fields))).toEqual(expected);
  });
});

describe("what GitHub cannot be asked later is witnessed, by whom and when", () => {
  const at = (text: string) => Date.parse(text);
  const seed = { sender: "astrid", senderBot: false, before: null, after: null, at: null };
  const rows: readonly (readonly [string, string, Payload, object])[] = [
    ["who closed a milestone", "milestone", milestone("closed"), { ...seed, action: "closed", object: "milestone:7", at: at("2019-06-24T10:00:00Z") }],
    ["who opened it again", "milestone", milestone("opened"), { ...seed, action: "opened", object: "milestone:7", at: at("2019-06-24T10:00:05Z") }],
    ["who deleted it, at the receipt", "milestone", milestone("deleted"), { ...seed, action: "deleted", object: "milestone:7" }],
    ["a push's before and after", "push", push(), { ...seed, action: null, object: "push:refs/heads/main", before: SHA, after: OTHER_SHA, at: 1_561_000_000_000 }],
    ["an edited comment", "issue_comment", comment("edited"), { ...seed, action: "edited", object: "comment:991", at: at("2019-06-20T09:00:00Z") }],
    ["a deleted comment", "issue_comment", comment("deleted"), { ...seed, action: "deleted", object: "comment:991" }],
    ["a deleted issue", "issues", issue("deleted"), { ...seed, action: "deleted", object: "issue:31" }],
    ["who asked for a re-run", "check_run", checkRun("rerequested"), { ...seed, action: "rerequested", object: "check_run:88", after: SHA }],
    ["which button was pressed", "check_run", checkRun("requested_action", [], { requested_action: { identifier: "approve" } }), { ...seed, action: "requested_action", object: "check_run:88/approve", after: SHA }],
    ["who published a release", "release", release("published"), { ...seed, action: "published", object: "release:v5.4.0", at: at("2019-06-24T12:00:00Z") }],
    ["that a bot did it", "milestone", { ...milestone("deleted"), sender: { login: "sweeper[bot]", type: "Bot" } }, { ...seed, action: "deleted", object: "milestone:7", sender: "sweeper[bot]", senderBot: true }],
  ];
  test.each(rows)("%s", (_name, event, body, expected) => {
    expect(mapped(event, body)?.witnesses).toEqual([expected]);
  });

  test("nothing is witnessed where GitHub can be asked, or where the sender is unknown", () => {
    expect(mapped("milestone", milestone("created"))?.witnesses).toEqual([]);
    expect(mapped("issue_comment", comment("created"))?.witnesses).toEqual([]);
    expect(mapped("pull_request", pull("edited"))?.witnesses).toEqual([]);
    expect(mapped("milestone", { ...milestone("closed"), sender: null })?.witnesses).toEqual([]);
  });
});

describe("a payload that is not as documented loses no event", () => {
  const rows: readonly (readonly [string, string, Payload])[] = [
    ["a pull request without a number", "pull_request", payload({ action: "opened", pull_request: {} })],
    ["a number that is text", "pull_request", payload({ action: "opened", pull_request: { number: "12" } })],
    ["an issue that is a list", "issues", payload({ action: "edited", issue: [1] })],
    ["a push with a short sha", "push", push({ after: "abc" })],
    ["a ref with a line break", "create", payload({ ref: "a\nb", ref_type: "branch" })],
    ["a ref with half a character", "push", push({ ref: "refs/heads/a\ud800" })],
    ["a ref longer than any", "create", payload({ ref: "a".repeat(1_025), ref_type: "branch" })],
    ["a ref of a kind not known", "create", payload({ ref: "a", ref_type: "repository" })],
    ["a merge group without its commit", "merge_group", payload({ action: "checks_requested", merge_group: { head_ref: "r" } })],
    ["a re-run without a commit", "check_run", payload({ action: "rerequested", check_run: { id: 1 } })],
    ["a status without a commit", "status", payload({ context: "license/cla", state: "success" })],
    ["a release without a tag", "release", payload({ action: "edited", release: {} })],
  ];
  test.each(rows)("%s marks the whole repository", (_name, event, body) => {
    expect(marksOf(event, body)).toEqual(["changed repository:4711"]);
    expect(mapped(event, body)?.witnesses).toEqual([]);
  });

  test("without an installation or a repository nothing is marked, and which is missing is told", () => {
    const { installation: _gone, ...uninstalled } = pull("opened");
    expect(mapped("pull_request", uninstalled)).toMatchObject({ installation: null, repository: REPOSITORY, marks: [] });
    expect(mapped("pull_request", { ...pull("opened"), repository: null })).toMatchObject({ installation: INSTALLATION, repository: null, marks: [] });
  });

  test("an event that is none of ours maps to nothing, whatever its name", () => {
    for (const event of ["ping", "star", "constructor", "__proto__", "toString", ""]) expect(mapped(event, payload({}))).toBeNull();
  });

  test("no value whatsoever makes the mapping throw, and it marks nothing outside the payload's repository", () => {
    const event = fc.constantFrom(...SUBSCRIBED_EVENTS, ...UNASKED_EVENTS);
    const names = fc.constantFrom("action", "pull_request", "issue", "comment", "milestone", "label", "ref", "ref_type", "before", "after", "commits", "release", "changes",
      "merge_group", "check_run", "check_suite", "requested_action", "sender", "number", "id", "user", "head_sha", "pull_requests", "tag_name");
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, fc.jsonValue({ maxDepth: 1 }), fc.dictionary(names, tie("value"), { maxKeys: 6 }), fc.array(tie("value"), { maxLength: 3 })),
    }));
    fc.assert(fc.property(event, fc.dictionary(names, value), (name, fields) => {
      const reading = mapped(name, payload(fields));
      const strangers = reading?.marks.filter(({ key }) => ("installation" in key ? key.installation !== INSTALLATION : key.repository !== REPOSITORY));
      expect(strangers).toEqual([]);
    }), { numRuns: 500 });
  });
});

test("nothing that people wrote is copied: titles, bodies, messages and label names stay outside", () => {
  const said = "SECRET WORDS";
  const bodies: readonly (readonly [string, Payload])[] = [
    ["pull_request", pull("edited", { pull_request: { number: 12, title: said, body: said }, changes: { title: { from: said } } })],
    ["issues", issue("deleted", { issue: { number: 31, title: said, body: said } })],
    ["issue_comment", payload({ action: "edited", issue: { number: 1, title: said }, comment: { id: 2, body: said }, changes: { body: { from: said } } })],
    ["milestone", payload({ action: "edited", milestone: { number: 7, title: said, description: said }, changes: { title: { from: said } } })],
    ["push", push({ commits: [{ ...commit(), message: said, author: { name: said } }], pusher: { name: said } })],
    ["release", release("edited", { release: { tag_name: "v1", name: said, body: said } })],
    ["check_run", checkRun("requested_action", [], { requested_action: { identifier: said } })],
    ["label", payload({ action: "deleted", label: { name: said } })],
  ];
  for (const [event, body] of bodies) {
    const reading = mapped(event, body);
    expect(reading?.marks.length).toBeGreaterThan(0);
    expect(JSON.stringify(reading)).not.toContain(said);
  }
});
