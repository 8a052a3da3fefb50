import { expect, test } from "@jest/globals";
import { openPull } from "../../../src/sandbox/github/seed.ts";
import { createCheckRun } from "../../../src/sandbox/github/state/check.ts";
import { forkRepository } from "../../../src/sandbox/github/state/repository.ts";
import type { Scene } from "./scene.ts";
import { scene } from "./scene.ts";

const site = "/repos/acme/site";

function withPull(): Scene & { sha: string } {
  const staged = scene();
  const pull = openPull(staged.world, staged.repository, { by: staged.bob, title: "Add c", head: "c", files: { c: "c\n" } });
  return { ...staged, sha: pull.head.sha };
}

test("a run is created, changed and found for its commit, branch and name", async () => {
  const { call, sha, app, heard } = withPull();
  heard();
  const made = await call("installation", "POST", `${site}/check-runs`, { name: "Release plan (main)", head_sha: sha, status: "in_progress", external_id: "k1", output: { title: "Waits", summary: "for v1" } });
  expect([made.status, made.body]).toMatchObject([201, { status: "in_progress", conclusion: null, app: { id: app.id }, external_id: "k1", pull_requests: [{ number: 1 }] }]);
  const done = await call("installation", "PATCH", `${site}/check-runs/${String(made.body["id"])}`, { conclusion: "success", output: { title: "Allowed", summary: "now" } });
  expect(done.body).toMatchObject({ status: "completed", conclusion: "success", completed_at: "2024-01-01T00:00:00Z", output: { title: "Allowed" } });
  expect(heard()).toEqual(["check_run.created", "check_run.completed", "check_suite.completed"]);
  for (const ref of [sha, "c"]) expect((await call("installation", "GET", `${site}/commits/${ref}/check-runs?check_name=Release%20plan%20(main)&app_id=${app.id}`)).body).toMatchObject({ total_count: 1 });
  expect((await call("installation", "GET", `${site}/commits/${sha}/check-runs?check_name=other`)).body["total_count"]).toBe(0);
});

test("filter latest shows the newest run of a name, filter all every one", async () => {
  const { call, sha, world, repository, app } = withPull();
  createCheckRun(world, repository, app, { name: "a", headSha: sha, conclusion: "failure" });
  createCheckRun(world, repository, app, { name: "a", headSha: sha, conclusion: "success" });
  expect((await call("installation", "GET", `${site}/commits/${sha}/check-runs`)).body).toMatchObject({ total_count: 1, check_runs: [{ conclusion: "success" }] });
  expect((await call("installation", "GET", `${site}/commits/${sha}/check-runs?filter=all`)).body["total_count"]).toBe(2);
  expect((await call("installation", "GET", `${site}/commits/${sha}/check-suites`)).body).toMatchObject({ check_suites: [{ status: "completed", conclusion: "success" }] });
});

const note = { path: "c", start_line: 1, end_line: 1, annotation_level: "warning", message: "m" };

test.each([
  ["an unknown commit", { head_sha: "f".repeat(40) }],
  ["completed without a conclusion", { status: "completed" }],
  ["a conclusion that only GitHub sets", { conclusion: "stale" }],
  ["a summary that is too long", { output: { title: "t", summary: "x".repeat(65_536) } }],
  ["an output without summary", { output: { title: "t" } }],
  ["51 annotations", { output: { title: "t", summary: "s", annotations: Array.from({ length: 51 }, () => note) } }],
  ["four actions", { actions: Array.from({ length: 4 }, (_, index) => ({ label: "l", description: "d", identifier: `i${index}` })) }],
  ["an action label of 21 characters", { actions: [{ label: "x".repeat(21), description: "d", identifier: "i" }] }],
])("%s is 422 and leaves no run behind", async (_case, change) => {
  const { call, sha } = withPull();
  expect((await call("installation", "POST", `${site}/check-runs`, { name: "a", head_sha: sha, ...change })).status).toBe(422);
  expect((await call("installation", "GET", `${site}/commits/${sha}/check-runs`)).body["total_count"]).toBe(0);
});

test("annotations of each request are added to those that are there", async () => {
  const { call, sha } = withPull();
  const output = { title: "t", summary: "s", annotations: [note, note] };
  const made = await call("installation", "POST", `${site}/check-runs`, { name: "a", head_sha: sha, output });
  const path = `${site}/check-runs/${String(made.body["id"])}`;
  expect((await call("installation", "PATCH", path, { output })).body["output"]).toMatchObject({ annotations_count: 4 });
  expect((await call("installation", "GET", `${path}/annotations`)).list).toHaveLength(4);
});

test("re-running queues the suite again, tells the app alone and leaves the run as it was", async () => {
  const { call, sha, events, app, bob } = withPull();
  const made = await call("installation", "POST", `${site}/check-runs`, { name: "a", head_sha: sha, conclusion: "failure" });
  const suite = (made.body["check_suite"] as unknown as { id: number }).id;
  expect((await call(bob, "POST", `${site}/check-suites/${suite}/rerequest`)).status).toBe(201);
  expect(events.at(-1)).toMatchObject({ event: "check_suite", action: "rerequested", onlyAppId: app.id });
  expect((await call(bob, "GET", `${site}/check-suites/${suite}`)).body).toMatchObject({ status: "queued", conclusion: null });
  expect((await call(bob, "GET", `${site}/check-runs/${String(made.body["id"])}`)).body).toMatchObject({ status: "completed", conclusion: "failure" });
  await call(bob, "POST", `${site}/check-runs/${String(made.body["id"])}/rerequest`);
  expect(events.at(-1)).toMatchObject({ event: "check_run", action: "rerequested", onlyAppId: app.id, payload: { check_run: { id: made.body["id"] } } });
});

test("on a fork's head the run knows no pull and no branch", async () => {
  const staged = scene();
  const fork = forkRepository(staged.world, staged.repository, staged.carol);
  const pull = openPull(staged.world, staged.repository, { by: staged.carol, title: "Idea", head: "idea", fork, files: { i: "i\n" } });
  const made = await staged.call("installation", "POST", `${site}/check-runs`, { name: "a", head_sha: pull.head.sha });
  expect([made.status, made.body["pull_requests"]]).toEqual([201, []]);
  const suites = await staged.call("installation", "GET", `${site}/commits/${pull.head.sha}/check-suites`);
  expect(suites.body).toMatchObject({ check_suites: [{ head_branch: null }] });
});

test("of one name a suite keeps the newest thousand runs", () => {
  const { world, repository, app, sha } = withPull();
  const first = createCheckRun(world, repository, app, { name: "a", headSha: sha });
  for (let index = 0; index < 1_000; index += 1) createCheckRun(world, repository, app, { name: "a", headSha: sha });
  expect([repository.checkRunsById.has(first.id), repository.checkRunsById.size]).toEqual([false, 1_000]);
});

test("the combined status is the worst of the newest of each context", async () => {
  const { call, sha, bob } = withPull();
  for (const [context, state] of [["ci", "failure"], ["CI", "success"], ["lint", "pending"]]) await call(bob, "POST", `${site}/statuses/${sha}`, { context, state });
  const combined = await call(bob, "GET", `${site}/commits/${sha}/status`);
  expect(combined.body).toMatchObject({ state: "pending", total_count: 2 });
  expect((await call(bob, "GET", `${site}/commits/${sha}/statuses`)).list).toHaveLength(3);
});
