import { expect, test } from "@jest/globals";
import { ApiProblem } from "../../../src/sandbox/github/api-problem.ts";
import { mergePull, openPull, pushCommits } from "../../../src/sandbox/github/seed.ts";
import { createCheckRun, updateCheckRun } from "../../../src/sandbox/github/state/check.ts";
import { createIssue } from "../../../src/sandbox/github/state/issue.ts";
import type { Ruleset } from "../../../src/sandbox/github/state/ruleset.ts";
import { createRuleset, updateRuleset } from "../../../src/sandbox/github/state/ruleset.ts";
import { createStatus } from "../../../src/sandbox/github/state/status.ts";
import type { Scene } from "./scene.ts";
import { scene } from "./scene.ts";

const merge = "/repos/acme/site/pulls/1/merge";

function requireCheck(staged: Scene, check: Record<string, unknown>): Ruleset {
  const { world, repository, alice } = staged;
  const rule = { type: "required_status_checks", parameters: { strict_required_status_checks_policy: false, required_status_checks: [check] } };
  return createRuleset(world, repository, { name: "gate", target: "branch", enforcement: "active", bypassActors: [], include: ["refs/heads/main"], exclude: [], rules: [rule] }, alice);
}

test("a pull merges by the button: the base moves, the pull is merged at world time, and push and closed are fired", async () => {
  const staged = scene();
  const pull = openPull(staged.world, staged.repository, { by: staged.bob, title: "Add c", head: "c", files: { "c.ts": "c\n" } });
  staged.heard();
  staged.world.clock.set(Date.UTC(2024, 5, 1, 12));
  const answer = await staged.call(staged.bob, "PUT", merge, { sha: pull.head.sha });
  expect(answer.status).toBe(200);
  expect(staged.heard()).toEqual(["push", "check_suite.requested", "pull_request.closed"]);
  const shown = await staged.call(staged.bob, "GET", "/repos/acme/site/pulls/1");
  expect(shown.body).toMatchObject({ merged: true, merged_at: "2024-06-01T12:00:00Z", state: "closed", changed_files: 1, commits: 1, merged_by: { login: "bob" } });
  const file = await staged.call(staged.bob, "GET", "/repos/acme/site/contents/c.ts", undefined, { accept: "application/vnd.github.raw+json" });
  expect(file.text).toBe("c\n");
});

const reports: [string, (staged: Scene, sha: string) => void, number, string][] = [
  ["nobody reported it", () => undefined, 405, "is expected"],
  ["it is in progress", (s, sha) => void createCheckRun(s.world, s.repository, s.app, { name: "gate", headSha: sha, status: "in_progress" }), 405, "in progress"],
  ["it failed", (s, sha) => void createCheckRun(s.world, s.repository, s.app, { name: "gate", headSha: sha, conclusion: "failure" }), 405, "is failing"],
  ["a status of the same name fails", (s, sha) => {
    createCheckRun(s.world, s.repository, s.app, { name: "gate", headSha: sha, conclusion: "success" });
    createStatus(s.world, s.repository, sha, { state: "failure", context: "gate" }, s.app.bot);
  }, 405, "is failing"],
  ["somebody else reported it", (s, sha) => void createStatus(s.world, s.repository, sha, { state: "success", context: "gate" }, s.bob), 405, "not set by the expected GitHub App"],
  ["it is neutral", (s, sha) => void createCheckRun(s.world, s.repository, s.app, { name: "gate", headSha: sha, conclusion: "neutral" }), 200, "merged"],
  ["it is skipped", (s, sha) => void createCheckRun(s.world, s.repository, s.app, { name: "gate", headSha: sha, conclusion: "skipped" }), 200, "merged"],
];

test.each(reports)("a check that a ruleset requires of one app decides the merge when %s", async (_case, report, status, text) => {
  const staged = scene();
  requireCheck(staged, { context: "gate", integration_id: staged.app.id });
  const pull = openPull(staged.world, staged.repository, { by: staged.bob, title: "Add c", head: "c", files: { "c.ts": "c\n" } });
  report(staged, pull.head.sha);
  const answer = await staged.call(staged.bob, "PUT", merge, {});
  expect(answer.status).toBe(status);
  expect(String(answer.body["message"])).toContain(text);
  expect(pull.mergedAt === null).toBe(status === 405);
});

test("a disabled ruleset stops nothing, and a bypass actor passes an active one", () => {
  const staged = scene();
  const { world, repository, alice, bob } = staged;
  const ruleset = requireCheck(staged, { context: "never" });
  const pull = openPull(world, repository, { by: bob, title: "Add c", head: "c", files: { "c.ts": "c\n" } });
  expect(() => mergePull(world, pull, { by: bob })).toThrow(ApiProblem);
  const open = updateRuleset(world, repository, ruleset, { bypassActors: [{ actor_id: bob.id, actor_type: "User", bypass_mode: "pull_request" }] }, alice);
  expect(() => pushCommits(world, repository, { branch: "main", by: bob, commits: [{ message: "x", files: { x: "x\n" } }] })).toThrow("Repository rule violations found");
  mergePull(world, pull, { by: bob });
  expect(pull.mergedBy).toBe(bob);
  updateRuleset(world, repository, open, { enforcement: "disabled" }, alice);
  pushCommits(world, repository, { branch: "main", by: bob, commits: [{ message: "x", files: { x: "x\n" } }] });
  expect(repository.refs.get("refs/heads/main")?.message).toBe("x");
});

test("required checks refuse a direct push until they pass on the pushed commit", async () => {
  const staged = scene();
  const { world, repository, bob } = staged;
  requireCheck(staged, { context: "gate" });
  const tip = pushCommits(world, repository, { branch: "topic", by: bob, commits: [{ message: "x", files: { x: "x\n" } }] });
  const refused = await staged.call(bob, "PATCH", "/repos/acme/site/git/refs/heads/main", { sha: tip.sha });
  expect([refused.status, String(refused.body["message"]).includes('"gate" is expected')]).toEqual([422, true]);
  const contents = await staged.call(bob, "PUT", "/repos/acme/site/contents/y.txt", { message: "y", content: "eQ==" });
  expect(contents.status).toBe(409);
  createStatus(world, repository, tip.sha, { state: "success", context: "gate" }, bob);
  expect((await staged.call(bob, "PATCH", "/repos/acme/site/git/refs/heads/main", { sha: tip.sha })).status).toBe(200);
});

test("branch protection lets an admin through unless it is enforced on admins", async () => {
  const staged = scene();
  const body = { required_status_checks: { strict: false, checks: [{ context: "ci" }] }, enforce_admins: true, required_pull_request_reviews: null, restrictions: null };
  expect((await staged.call(staged.alice, "PUT", "/repos/acme/site/branches/main/protection", body)).status).toBe(200);
  openPull(staged.world, staged.repository, { by: staged.bob, title: "Add c", head: "c", files: { "c.ts": "c\n" } });
  expect((await staged.call(staged.alice, "PUT", merge, {})).status).toBe(405);
  await staged.call(staged.alice, "PUT", "/repos/acme/site/branches/main/protection", { ...body, enforce_admins: false });
  expect((await staged.call(staged.bob, "PUT", merge, {})).status).toBe(405);
  expect((await staged.call(staged.alice, "PUT", merge, {})).status).toBe(200);
});

test("a head that moved is 409, a draft and a conflict are 405", async () => {
  const staged = scene();
  const { world, repository, bob } = staged;
  openPull(world, repository, { by: bob, title: "One", head: "one", files: { "src/a.ts": "ONE\ntwo\nthree\n" } });
  openPull(world, repository, { by: bob, title: "Other", head: "other", files: { "src/a.ts": "other\ntwo\nthree\n" } });
  openPull(world, repository, { by: bob, title: "Draft", head: "draft", files: { d: "d\n" }, draft: true });
  expect((await staged.call(bob, "PUT", merge, { sha: "0".repeat(40) })).status).toBe(409);
  expect((await staged.call(bob, "PUT", merge, {})).status).toBe(200);
  expect((await staged.call(bob, "GET", "/repos/acme/site/pulls/2")).body).toMatchObject({ mergeable: false, mergeable_state: "dirty" });
  expect((await staged.call(bob, "PUT", "/repos/acme/site/pulls/2/merge", {})).status).toBe(405);
  expect((await staged.call(bob, "PUT", "/repos/acme/site/pulls/3/merge", {})).body["message"]).toBe("Pull Request is still a draft");
});

test("changes to different lines of one file merge without conflict", () => {
  const staged = scene({ files: { "list.txt": "1\n2\n3\n4\n5\n6\n7\n8\n9\n" } });
  const { world, repository, bob } = staged;
  const first = openPull(world, repository, { by: bob, title: "Top", head: "top", files: { "list.txt": "one\n2\n3\n4\n5\n6\n7\n8\n9\n" } });
  const second = openPull(world, repository, { by: bob, title: "End", head: "end", files: { "list.txt": "1\n2\n3\n4\n5\n6\n7\n8\nnine\n" } });
  mergePull(world, first, { by: bob });
  const commit = mergePull(world, second, { by: bob });
  const blob = commit.tree.entries.get("list.txt");
  expect(blob?.kind === "blob" ? blob.text : null).toBe("one\n2\n3\n4\n5\n6\n7\n8\nnine\n");
});

test("merging to the default branch closes the issues it names; merging elsewhere does not", () => {
  const { world, repository, bob, heard } = scene();
  const bug = createIssue(world, repository, { title: "A bug" }, bob);
  pushCommits(world, repository, { branch: "next", by: bob, commits: [{ message: "start", files: { n: "n\n" } }] });
  const aside = openPull(world, repository, { by: bob, title: "Aside", body: "Fixes #1", head: "aside", base: "next", files: { x: "x\n" } });
  mergePull(world, aside, { by: bob });
  expect(bug.state).toBe("open");
  const main = openPull(world, repository, { by: bob, title: "Main", body: "`closes #9` and Fixes #1", head: "fix", files: { y: "y\n" } });
  heard();
  mergePull(world, main, { by: bob });
  expect(bug).toMatchObject({ state: "closed", stateReason: "completed", closedBy: bob });
  expect(heard()).toContain("issues.closed");
});

test.each([["squash", 1], ["rebase", 1], ["merge", 2]] as const)("a %s leaves a tip with %d parent(s) and the head's tree", (method, parents) => {
  const { world, repository, bob } = scene();
  const pull = openPull(world, repository, { by: bob, title: "Two commits", head: "two", commits: [{ message: "a", files: { a: "a\n" } }, { message: "b", files: { b: "b\n" } }] });
  pushCommits(world, repository, { branch: "main", by: bob, commits: [{ message: "else", files: { z: "z\n" } }] });
  const tip = mergePull(world, pull, { by: bob, method });
  expect(tip.parents).toHaveLength(parents);
  expect([...tip.tree.entries.keys()]).toEqual(expect.arrayContaining(["a", "b", "z"]));
});

test("a push that brings a pull's head into its base marks the pull as merged", () => {
  const { world, repository, bob, heard } = scene();
  const pull = openPull(world, repository, { by: bob, title: "Add c", head: "c", files: { "c.ts": "c\n" } });
  heard();
  pushCommits(world, repository, { branch: "main", by: bob, from: pull.head, commits: [{ message: "upon it", files: { d: "d\n" } }] });
  expect(pull.mergedAt).toBe(world.clock.now());
  expect(heard()).toContain("pull_request.closed");
});

test("a check that turns green lets the pull pass, and mergeable_state says so", async () => {
  const staged = scene();
  requireCheck(staged, { context: "gate", integration_id: staged.app.id });
  const pull = openPull(staged.world, staged.repository, { by: staged.bob, title: "Add c", head: "c", files: { "c.ts": "c\n" } });
  const run = createCheckRun(staged.world, staged.repository, staged.app, { name: "gate", headSha: pull.head.sha, status: "queued" });
  const state = async (): Promise<unknown> => (await staged.call(staged.bob, "GET", "/repos/acme/site/pulls/1")).body["mergeable_state"];
  expect(await state()).toBe("blocked");
  updateCheckRun(staged.world, run, { conclusion: "success" });
  expect(await state()).toBe("clean");
});
