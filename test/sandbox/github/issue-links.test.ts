import { expect, test } from "@jest/globals";
import { seedRepository } from "../../../src/sandbox/github/seed.ts";
import type { Issue } from "../../../src/sandbox/github/state/issue.ts";
import { closeIssue, createIssue } from "../../../src/sandbox/github/state/issue.ts";
import { addSubIssue } from "../../../src/sandbox/github/state/sub-issue.ts";
import type { Scene } from "./scene.ts";
import { scene } from "./scene.ts";

const issues = "/repos/acme/site/issues";

function withIssues(count: number): Scene & { readonly made: Issue[]; readonly at: (index: number) => Issue } {
  const staged = scene();
  const made = Array.from({ length: count }, (_, index) => createIssue(staged.world, staged.repository, { title: `issue ${index + 1}` }, staged.bob));
  staged.heard();
  return {
    ...staged,
    made,
    at(index) {
      const issue = made[index];
      if (issue === undefined) throw new Error(`There is no issue ${index}.`);
      return issue;
    },
  };
}

test("a sub-issue is added, counted, shown with its parent, and taken off, and both sides hear of it", async () => {
  const { call, world, bob, at, heard, events } = withIssues(3);
  const added = await call("installation", "POST", `${issues}/1/sub_issues`, { sub_issue_id: at(1).id });
  await call("installation", "POST", `${issues}/1/sub_issues`, { sub_issue_id: at(2).id });
  closeIssue(world, at(1), "completed", bob);
  expect([added.status, added.body["number"]]).toEqual([201, 1]);
  expect((await call(bob, "GET", `${issues}/1`)).body["sub_issues_summary"]).toEqual({ total: 2, completed: 1, percent_completed: 50 });
  expect((await call(bob, "GET", `${issues}/2/parent`)).body).toMatchObject({ number: 1 });
  expect((await call(bob, "GET", `${issues}/2`)).body["parent_issue_url"]).toBe("https://api.github.test/repos/acme/site/issues/1");
  expect((await call("installation", "DELETE", `${issues}/1/sub_issue`, { sub_issue_id: at(1).id })).status).toBe(200);
  expect((await call(bob, "GET", `${issues}/1/sub_issues`)).list.map((each) => each["number"])).toEqual([3]);
  expect((await call(bob, "GET", `${issues}/2/parent`)).status).toBe(404);
  expect(heard().filter((name) => name.startsWith("sub_issues"))).toEqual(["sub_issues.sub_issue_added", "sub_issues.parent_issue_added", "sub_issues.sub_issue_added", "sub_issues.parent_issue_added", "sub_issues.sub_issue_removed", "sub_issues.parent_issue_removed"]);
  expect(events.find((event) => event.action === "sub_issue_added")?.payload).toMatchObject({ parent_issue_id: at(0).id, sub_issue_id: at(1).id, sub_issue: { number: 2 }, sub_issue_repo: { name: "site" } });
});

test("an issue has one parent, unless the old one is to be replaced", async () => {
  const { call, at } = withIssues(3);
  await call("installation", "POST", `${issues}/1/sub_issues`, { sub_issue_id: at(2).id });
  const refused = await call("installation", "POST", `${issues}/2/sub_issues`, { sub_issue_id: at(2).id });
  expect([refused.status, JSON.stringify(refused.body["errors"])]).toEqual([422, expect.stringContaining("Sub issue may only have one parent")]);
  expect((await call("installation", "POST", `${issues}/2/sub_issues`, { sub_issue_id: at(2).id, replace_parent: true })).status).toBe(201);
  expect([at(0).subIssues, at(1).subIssues]).toEqual([[], [at(2)]]);
});

test("a parent holds a hundred sub-issues, closed ones counted", async () => {
  const { call, world, bob, made, at } = withIssues(102);
  for (const child of made.slice(1, 101)) addSubIssue(world, at(0), child, bob);
  for (const child of made.slice(1, 51)) closeIssue(world, child, "completed", bob);
  const refused = await call("installation", "POST", `${issues}/1/sub_issues`, { sub_issue_id: at(101).id });
  expect([refused.status, JSON.stringify(refused.body["errors"])]).toEqual([422, expect.stringContaining("Parent cannot have more than 100 sub-issues")]);
});

test("issues stand at most eight levels deep, and in no circle", async () => {
  const { call, world, bob, made, at } = withIssues(9);
  for (let level = 1; level < 8; level += 1) addSubIssue(world, at(level - 1), at(level), bob);
  expect(made[7]?.parent).toBe(at(6));
  expect((await call("installation", "POST", `${issues}/8/sub_issues`, { sub_issue_id: at(8).id })).status).toBe(422);
  expect((await call("installation", "POST", `${issues}/8/sub_issues`, { sub_issue_id: at(0).id })).status).toBe(422);
});

test("sub-issues are put in order by hand", async () => {
  const { call, world, bob, at } = withIssues(4);
  for (const index of [1, 2, 3]) addSubIssue(world, at(0), at(index), bob);
  const order = async (): Promise<unknown[]> => (await call(bob, "GET", `${issues}/1/sub_issues`)).list.map((each) => each["number"]);
  await call("installation", "PATCH", `${issues}/1/sub_issues/priority`, { sub_issue_id: at(3).id, before_id: at(1).id });
  expect(await order()).toEqual([4, 2, 3]);
  await call("installation", "PATCH", `${issues}/1/sub_issues/priority`, { sub_issue_id: at(3).id, after_id: at(2).id });
  expect(await order()).toEqual([2, 3, 4]);
  expect((await call("installation", "PATCH", `${issues}/1/sub_issues/priority`, { sub_issue_id: at(3).id })).status).toBe(422);
});

test("a sub-issue may live in another repository of the same owner, and is hidden from those who may not see it", async () => {
  const { call, world, organization, alice, carol, at } = withIssues(1);
  const secret = seedRepository(world, { owner: organization, name: "secret", private: true, by: alice });
  const child = createIssue(world, secret, { title: "Hidden" }, alice);
  expect((await call(alice, "POST", `${issues}/1/sub_issues`, { sub_issue_id: child.id })).status).toBe(201);
  expect(at(0).subIssues).toEqual([child]);
  expect([(await call(alice, "GET", `${issues}/1/sub_issues`)).list.length, (await call(carol, "GET", `${issues}/1/sub_issues`)).list.length]).toEqual([1, 0]);
});

test("sub-issues are added by mutation and read with their sum", async () => {
  const { ask, at } = withIssues(2);
  await ask("installation", "mutation($p: ID!, $c: ID!) { addSubIssue(input: { issueId: $p, subIssueId: $c }) { subIssue { parent { number } } } }", { p: at(0).nodeId, c: at(1).nodeId });
  const { data } = await ask("installation", '{ repository(owner: "acme", name: "site") { issue(number: 1) { subIssuesSummary { total completed } subIssues(first: 5) { nodes { number parent { number } } } } } }');
  expect(data["repository"]).toEqual({ issue: { subIssuesSummary: { total: 1, completed: 0 }, subIssues: { nodes: [{ number: 2, parent: { number: 1 } }] } } });
});

test("a dependency is added, counted on both sides while open, and taken away, with its events", async () => {
  const { call, ask, world, bob, at, heard } = withIssues(2);
  const added = await call("installation", "POST", `${issues}/2/dependencies/blocked_by`, { issue_id: at(0).id });
  expect([added.status, added.body["issue_dependencies_summary"]]).toEqual([201, { blocked_by: 1, blocking: 0, total_blocked_by: 1, total_blocking: 0 }]);
  expect((await call(bob, "GET", `${issues}/1/dependencies/blocking`)).list).toMatchObject([{ number: 2 }]);
  const { data } = await ask(bob, '{ repository(owner: "acme", name: "site") { issue(number: 2) { blockedBy(first: 5) { nodes { number } } issueDependenciesSummary { blockedBy } } } }');
  expect(data["repository"]).toEqual({ issue: { blockedBy: { nodes: [{ number: 1 }] }, issueDependenciesSummary: { blockedBy: 1 } } });
  closeIssue(world, at(0), "completed", bob);
  expect((await call(bob, "GET", `${issues}/2`)).body["issue_dependencies_summary"]).toMatchObject({ blocked_by: 0, total_blocked_by: 1 });
  expect((await call("installation", "DELETE", `${issues}/2/dependencies/blocked_by/${at(0).id}`)).status).toBe(200);
  expect((await call(bob, "GET", `${issues}/2/dependencies/blocked_by`)).list).toEqual([]);
  expect(heard().filter((name) => name.startsWith("issue_dep"))).toEqual(["issue_dependencies.blocked_by_added", "issue_dependencies.blocking_added", "issue_dependencies.blocked_by_removed", "issue_dependencies.blocking_removed"]);
});

test("dependencies form no circle, and the same one is not added twice", async () => {
  const { call, at } = withIssues(3);
  const block = async (blocked: number, blocker: Issue): Promise<number> => (await call("installation", "POST", `${issues}/${blocked}/dependencies/blocked_by`, { issue_id: blocker.id })).status;
  expect([await block(2, at(0)), await block(3, at(1)), await block(1, at(2)), await block(2, at(0)), await block(1, at(0))]).toEqual([201, 201, 422, 422, 422]);
});
