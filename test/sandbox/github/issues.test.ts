import { expect, test } from "@jest/globals";
import { createIssue } from "../../../src/sandbox/github/state/issue.ts";
import { openPull } from "../../../src/sandbox/github/seed.ts";
import { closingIssues, issuesNamedIn } from "../../../src/sandbox/github/state/closing.ts";
import { scene } from "./scene.ts";

const issues = "/repos/acme/site/issues";

test("an issue is opened with labels, assignees and a type, each with its own event", async () => {
  const { call, alice, heard } = scene();
  const answer = await call(alice, "POST", issues, { title: "Crash", body: "…", labels: ["bug"], assignees: ["bob"], type: "Bug" });
  expect([answer.status, answer.body]).toMatchObject([201, { number: 1, state: "open", labels: [{ name: "bug" }], assignees: [{ login: "bob" }], type: { name: "Bug" }, comments: 0 }]);
  expect(heard()).toEqual(["issues.opened", "issues.labeled", "issues.assigned", "issues.typed"]);
});

test("labels and types of people without triage rights are silently dropped", async () => {
  const { call, carol } = scene();
  const answer = await call(carol, "POST", issues, { title: "Wish", labels: ["bug"], type: "Bug" });
  expect(answer.body).toMatchObject({ labels: [], type: null });
});

test("closing keeps who and why, and reopening forgets it", async () => {
  const { call, alice, world } = scene();
  await call(alice, "POST", issues, { title: "Crash" });
  world.clock.advance(1_000);
  expect((await call(alice, "PATCH", `${issues}/1`, { state: "closed", state_reason: "not_planned" })).body).toMatchObject({ state: "closed", state_reason: "not_planned", closed_by: { login: "alice" }, closed_at: "2024-01-01T00:00:01Z" });
  expect((await call(alice, "PATCH", `${issues}/1`, { state: "open" })).body).toMatchObject({ state: "open", state_reason: "reopened", closed_by: null, closed_at: null });
});

test("lists are filtered by state, label, milestone and since, and pulls are among issues", async () => {
  const { call, alice, bob, world, repository } = scene();
  createIssue(world, repository, { title: "one", labels: ["bug"] }, bob);
  world.clock.set(Date.UTC(2024, 1, 1));
  openPull(world, repository, { by: bob, title: "two", head: "two", files: { t: "t\n" } });
  const numbers = async (query: string): Promise<unknown[]> => (await call(alice, "GET", `${issues}?${query}`)).list.map((issue) => issue["number"]);
  expect(await numbers("")).toEqual([2, 1]);
  expect(await numbers("labels=BUG")).toEqual([1]);
  expect(await numbers("since=2024-02-01T00:00:00Z")).toEqual([2]);
  expect(await numbers("milestone=none&direction=asc")).toEqual([1, 2]);
  expect(await numbers("state=closed")).toEqual([]);
});

test("a milestone counts its issues and is closed and reopened by PATCH with its events", async () => {
  const { call, alice, world, repository, heard, bob } = scene();
  await call(alice, "POST", "/repos/acme/site/milestones", { title: "v1", due_on: "2024-03-01T00:00:00Z" });
  createIssue(world, repository, { title: "one", milestone: repository.milestones.get(1) ?? null }, bob);
  heard();
  const closed = await call(alice, "PATCH", "/repos/acme/site/milestones/1", { state: "closed", due_on: "2024-04-01T00:00:00Z" });
  expect(closed.body).toMatchObject({ state: "closed", closed_at: "2024-01-01T00:00:00Z", due_on: "2024-03-31T07:00:00Z", open_issues: 1, closed_issues: 0 });
  expect((await call(alice, "PATCH", "/repos/acme/site/milestones/1", { state: "open" })).body).toMatchObject({ state: "open", closed_at: null });
  expect(heard()).toEqual(["milestone.edited", "milestone.closed", "milestone.opened"]);
  expect((await call(alice, "POST", "/repos/acme/site/milestones", { title: "v1" })).status).toBe(422);
  expect((await call(alice, "GET", "/repos/acme/site/milestones?state=closed")).list).toEqual([]);
});

test("comments are made, edited with the text before, deleted, listed since an instant, and bounded", async () => {
  const { call, bob, carol, world, events } = scene();
  createIssue(world, [...world.repositories.values()][0] ?? never(), { title: "one" }, bob);
  const made = await call(carol, "POST", `${issues}/1/comments`, { body: "first" });
  const path = `${issues}/comments/${String(made.body["id"])}`;
  world.clock.advance(60_000);
  expect((await call(carol, "PATCH", path, { body: "second" })).body).toMatchObject({ body: "second", updated_at: "2024-01-01T00:01:00Z", user: { login: "carol" } });
  expect(events.at(-1)).toMatchObject({ event: "issue_comment", action: "edited", payload: { changes: { body: { from: "first" } } } });
  await call(bob, "POST", `${issues}/1/comments`, { body: "other" });
  expect((await call(bob, "GET", `${issues}/comments?since=2024-01-01T00:02:00Z`)).list).toHaveLength(0);
  expect((await call(bob, "GET", `${issues}/1/comments?per_page=1`)).headers.get("link")).toContain('rel="next"');
  expect((await call(bob, "POST", `${issues}/1/comments`, { body: "x".repeat(65_537) })).status).toBe(422);
  expect((await call(carol, "DELETE", path)).status).toBe(204);
  expect((await call(carol, "GET", path)).status).toBe(404);
});

function never(): never {
  throw new Error("The scene has a repository.");
}

test("an app's comment is written by its bot and names the app", async () => {
  const { call, world, repository, bob } = scene();
  createIssue(world, repository, { title: "one" }, bob);
  const made = await call("installation", "POST", `${issues}/1/comments`, { body: "hello" });
  expect(made.body).toMatchObject({ user: { login: "warden[bot]", type: "Bot" }, performed_via_github_app: { slug: "warden" } });
});

test.each([
  ["Fixes #1", [1]],
  ["closes: #1 and resolves acme/site#2", [1, 2]],
  ["fixes #1, #2", [1]],
  ["`fixes #1`", []],
  ["```\nfixes #1\n```", []],
  ["<!-- fixes #1 -->", []],
  ["prefixes #1", []],
  ["Fixed https://github.test/acme/site/issues/2", [2]],
  ["fixes #99", []],
])("the text %j names the issues %j", (text, numbers) => {
  const { world, repository, bob } = scene();
  createIssue(world, repository, { title: "one" }, bob);
  createIssue(world, repository, { title: "two" }, bob);
  expect(issuesNamedIn(world, repository, text).map((issue) => issue.number)).toEqual(numbers);
});

test("a pull to another branch than the default one links no issue", () => {
  const { world, repository, bob } = scene();
  createIssue(world, repository, { title: "one" }, bob);
  const pull = openPull(world, repository, { by: bob, title: "Fix", body: "Fixes #1", head: "fix", files: { f: "f\n" } });
  expect(closingIssues(world, pull).map((issue) => issue.number)).toEqual([1]);
  pull.baseRef = "next";
  expect(closingIssues(world, pull)).toEqual([]);
});
