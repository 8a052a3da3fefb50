import { expect, test } from "@jest/globals";
import { mergePull, openPull, pushCommits } from "../../../src/sandbox/github/seed.ts";
import { createCheckRun } from "../../../src/sandbox/github/state/check.ts";
import { enqueue, entriesOf, queueOf } from "../../../src/sandbox/github/state/merge-queue.ts";
import type { Pull } from "../../../src/sandbox/github/state/pull.ts";
import { createRuleset } from "../../../src/sandbox/github/state/ruleset.ts";
import type { Scene } from "./scene.ts";
import { scene } from "./scene.ts";

/** Three green pulls on a queued branch with one required check. */
function queued(parameters: Record<string, unknown> = {}): Scene & { pulls: Pull[]; report: (sha: string, conclusion: "success" | "failure") => void; groupHeads: () => string[] } {
  const staged = scene();
  const { world, repository, alice, bob, app } = staged;
  const rules = [
    { type: "merge_queue", parameters: { check_response_timeout_minutes: 30, grouping_strategy: "ALLGREEN", max_entries_to_build: 5, max_entries_to_merge: 5, merge_method: "MERGE", min_entries_to_merge: 1, min_entries_to_merge_wait_minutes: 5, ...parameters } },
    { type: "required_status_checks", parameters: { strict_required_status_checks_policy: false, required_status_checks: [{ context: "gate", integration_id: app.id }] } },
  ];
  const pulls = ["a", "b", "c"].map((name) => openPull(world, repository, { by: bob, title: `Add ${name}`, head: name, files: { [`${name}.ts`]: `${name}\n` } }));
  createRuleset(world, repository, { name: "queue", target: "branch", enforcement: "active", bypassActors: [], include: ["~DEFAULT_BRANCH"], exclude: [], rules }, alice);
  const report = (sha: string, conclusion: "success" | "failure"): void => void createCheckRun(world, repository, app, { name: "gate", headSha: sha, conclusion });
  for (const pull of pulls) report(pull.head.sha, "success");
  const groupHeads = (): string[] => queueOf(repository, "main").groups.map((group) => group.head.sha);
  staged.heard();
  return { ...staged, pulls, report, groupHeads };
}

function at<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new Error(`There is no item ${index}.`);
  return item;
}

test("with a queue the button is refused and a green group moves the base", async () => {
  const { call, world, repository, bob, pulls, report, heard, groupHeads, events } = queued();
  expect(String((await call(bob, "PUT", "/repos/acme/site/pulls/1/merge", {})).body["message"])).toContain("merge queue");
  const base = repository.refs.get("refs/heads/main")?.sha ?? "";
  enqueue(world, at(pulls, 0), bob);
  expect(heard().filter((name) => !name.startsWith("check_suite"))).toEqual(["pull_request.enqueued", "push", "create", "merge_group.checks_requested"]);
  const group = events.find((event) => event.event === "merge_group")?.payload["merge_group"];
  const head = at(groupHeads(), 0);
  expect(group).toMatchObject({ head_sha: head, base_sha: base, head_ref: `refs/heads/gh-readonly-queue/main/pr-1-${base}`, base_ref: "refs/heads/main" });
  report(head, "success");
  expect(repository.refs.get("refs/heads/main")?.sha).toBe(head);
  expect(at(pulls, 0)).toMatchObject({ mergedBy: bob });
  const after = heard();
  expect(after).toEqual(expect.arrayContaining(["merge_group.destroyed", "pull_request.dequeued", "pull_request.closed"]));
  expect(events.find((event) => event.event === "merge_group" && event.action === "destroyed")?.payload["reason"]).toBe("merged");
  expect([...repository.refs.keys()].some((ref) => ref.includes("gh-readonly-queue"))).toBe(false);
});

test("a failing group is ejected, and those behind it are rebuilt without it and merge", () => {
  const { world, repository, bob, pulls, report, groupHeads, events } = queued();
  for (const pull of pulls) enqueue(world, pull, bob);
  expect(groupHeads()).toHaveLength(3);
  report(at(groupHeads(), 1), "failure");
  expect(at(pulls, 1)).toMatchObject({ mergedAt: null });
  expect(events.findLast((event) => event.action === "dequeued")?.payload).toMatchObject({ number: 2, reason: "CI_FAILURE" });
  expect(events.filter((event) => event.action === "destroyed").map((event) => event.payload["reason"])).toEqual(["dequeued", "invalidated"]);
  for (const head of groupHeads()) report(head, "success");
  expect(pulls.map((pull) => pull.mergedAt !== null)).toEqual([true, false, true]);
  expect(repository.refs.get("refs/heads/main")?.tree.entries.has("b.ts")).toBe(false);
});

test("a group that nobody answers is ejected when the world clock passes its time-out", () => {
  const { world, bob, pulls, events } = queued();
  enqueue(world, at(pulls, 0), bob);
  world.clock.advance(29 * 60_000);
  expect(entriesOf(queueOf(at(pulls, 0).issue.repository, "main"))).toHaveLength(1);
  world.clock.advance(60_000);
  expect(entriesOf(queueOf(at(pulls, 0).issue.repository, "main"))).toHaveLength(0);
  expect(events.at(-1)).toMatchObject({ action: "dequeued", payload: { reason: "CI_TIMEOUT" } });
});

test("with HEADGREEN several pulls share one group whose head alone is checked", () => {
  const { world, bob, pulls, report, groupHeads } = queued({ grouping_strategy: "HEADGREEN", min_entries_to_merge: 3 });
  for (const pull of pulls) enqueue(world, pull, bob);
  expect(queueOf(at(pulls, 0).issue.repository, "main").groups.map((group) => group.entries.map((entry) => entry.pull.issue.number))).toEqual([[1, 2, 3]]);
  report(at(groupHeads(), 0), "success");
  expect(pulls.every((pull) => pull.mergedAt === world.clock.now())).toBe(true);
});

test("a group smaller than the minimum is built when its waiting time is over", () => {
  const { world, bob, pulls, groupHeads } = queued({ grouping_strategy: "HEADGREEN", min_entries_to_merge: 3 });
  enqueue(world, at(pulls, 0), bob);
  expect(groupHeads()).toHaveLength(0);
  world.clock.advance(5 * 60_000);
  expect(groupHeads()).toHaveLength(1);
});

test("a pull whose required check is not green, a draft and a second entry are not queued", () => {
  const { world, repository, bob, pulls } = queued();
  const red = openPull(world, repository, { by: bob, title: "Red", head: "red", files: { r: "r\n" } });
  expect(() => enqueue(world, red, bob)).toThrow("is expected");
  enqueue(world, at(pulls, 0), bob);
  expect(() => enqueue(world, at(pulls, 0), bob)).toThrow("already queued");
});

test("a push to a queued pull takes it out of the queue", () => {
  const { world, repository, bob, pulls, heard } = queued();
  enqueue(world, at(pulls, 0), bob);
  heard();
  pushCommits(world, repository, { branch: "a", by: bob, commits: [{ message: "more", files: { more: "m\n" } }] });
  expect(heard()).toEqual(expect.arrayContaining(["merge_group.destroyed", "pull_request.dequeued", "pull_request.synchronize"]));
  expect(entriesOf(queueOf(repository, "main"))).toEqual([]);
});

test("what is merged past the rules leaves the queue", () => {
  const { world, alice, bob, pulls, groupHeads } = queued();
  enqueue(world, at(pulls, 0), bob);
  mergePull(world, at(pulls, 0), { by: alice, bypassRules: true });
  expect([groupHeads(), entriesOf(queueOf(at(pulls, 0).issue.repository, "main"))]).toEqual([[], []]);
});
