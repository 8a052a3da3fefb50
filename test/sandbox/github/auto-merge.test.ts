import { expect, test } from "@jest/globals";
import { openPull, pushCommits } from "../../../src/sandbox/github/seed.ts";
import type { Account } from "../../../src/sandbox/github/state/account.ts";
import { createCheckRun } from "../../../src/sandbox/github/state/check.ts";
import { entriesOf, queueOf } from "../../../src/sandbox/github/state/merge-queue.ts";
import type { Pull } from "../../../src/sandbox/github/state/pull.ts";
import { createRuleset, updateRuleset } from "../../../src/sandbox/github/state/ruleset.ts";
import { createStatus } from "../../../src/sandbox/github/state/status.ts";
import type { Asked, Scene } from "./scene.ts";
import { allPermissions, scene } from "./scene.ts";

const required = { type: "required_status_checks", parameters: { strict_required_status_checks_policy: false, required_status_checks: [{ context: "gate" }] } };

function staged(rules = [required], permissions = allPermissions) {
  const place = scene({ permissions });
  const { world, repository, alice, bob } = place;
  repository.allowAutoMerge = true;
  const ruleset = createRuleset(world, repository, { name: "gate", target: "branch", enforcement: "active", bypassActors: [], include: ["refs/heads/main"], exclude: [], rules }, alice);
  const pull = openPull(world, repository, { by: bob, title: "Add c", head: "c", files: { "c.ts": "c\n" } });
  place.heard();
  return { ...place, ruleset, pull };
}

const mutation = "mutation($id: ID!) { enablePullRequestAutoMerge(input: { pullRequestId: $id, mergeMethod: SQUASH }) { pullRequest { autoMergeRequest { enabledBy { login } mergeMethod } } } }";
const disarming = "mutation($id: ID!) { disablePullRequestAutoMerge(input: { pullRequestId: $id }) { pullRequest { autoMergeRequest { enabledAt } } } }";

function arm({ ask }: Pick<Scene, "ask">, pull: Pull, as: Account | "installation"): Promise<Asked> {
  return ask(as, mutation, { id: pull.nodeId });
}

test("an armed pull merges by itself, in the armer's name and method, when the last required check passes", async () => {
  const place = staged();
  const { world, repository, app, bob, call, pull, heard } = place;
  const armed = await arm(place, pull, bob);
  expect(armed.data).toEqual({ enablePullRequestAutoMerge: { pullRequest: { autoMergeRequest: { enabledBy: { login: "bob" }, mergeMethod: "SQUASH" } } } });
  expect((await call(bob, "GET", "/repos/acme/site/pulls/1")).body["auto_merge"]).toMatchObject({ enabled_by: { login: "bob" }, merge_method: "squash" });
  expect(heard()).toEqual(["pull_request.auto_merge_enabled"]);
  createCheckRun(world, repository, app, { name: "gate", headSha: pull.head.sha, conclusion: "success" });
  expect([pull.mergedBy, pull.mergeCommit?.parents.length]).toEqual([bob, 1]);
  expect(heard()).toContain("pull_request.closed");
});

test("a check that fails leaves the pull open and armed", async () => {
  const place = staged();
  await arm(place, place.pull, place.bob);
  createStatus(place.world, place.repository, place.pull.head.sha, { state: "failure", context: "gate" }, place.bob);
  expect([place.pull.mergedAt, place.pull.autoMerge === null]).toEqual([null, false]);
});

test("thawing by switching a ruleset off merges every armed pull at once", async () => {
  const place = staged();
  await arm(place, place.pull, place.bob);
  updateRuleset(place.world, place.repository, place.ruleset, { enforcement: "disabled" }, place.alice);
  expect(place.pull.mergedAt).toBe(place.world.clock.now());
});

const refusals: [string, string, (place: ReturnType<typeof staged>) => void][] = [
  ["could merge at once", "Pull request is in clean status", ({ world, repository, ruleset, alice }) => void updateRuleset(world, repository, ruleset, { enforcement: "disabled" }, alice)],
  ["has only checks that nobody requires against it", "Pull request is in unstable status", ({ world, repository, ruleset, alice, bob, pull }) => {
    updateRuleset(world, repository, ruleset, { enforcement: "disabled" }, alice);
    createStatus(world, repository, pull.head.sha, { state: "failure", context: "lint" }, bob);
  }],
  ["has conflicts", "Pull request is in dirty status", ({ world, repository, alice }) => void pushCommits(world, repository, { branch: "main", by: alice, bypassRules: true, commits: [{ message: "x", files: { "c.ts": "other\n" } }] })],
  ["is in a repository without auto-merge", "Auto merge is not allowed for this repository", ({ repository }) => void (repository.allowAutoMerge = false)],
];

test.each(refusals)("arming a pull that %s is refused: %s", async (_case, message, stage) => {
  const place = staged();
  stage(place);
  expect((await arm(place, place.pull, place.bob)).errors).toMatchObject([{ type: "UNPROCESSABLE", message }]);
});

test("disarming is told with its reason, and a second time refused", async () => {
  const { ask, bob, pull, events, ...place } = staged();
  await arm({ ask }, pull, bob);
  expect((await ask("installation", disarming, { id: pull.nodeId })).data).toEqual({ disablePullRequestAutoMerge: { pullRequest: { autoMergeRequest: null } } });
  expect(events.at(-1)).toMatchObject({ action: "auto_merge_disabled", payload: { reason: "Manually disabled by user", sender: { login: "warden[bot]" } } });
  expect((await ask("installation", disarming, { id: pull.nodeId })).errors).toMatchObject([{ type: "UNPROCESSABLE" }]);
  expect(place.repository.armedPulls.size).toBe(0);
});

test("an app without the right to merge may disarm but not arm", async () => {
  const place = staged([required], { ...allPermissions, contents: "read" });
  expect((await arm(place, place.pull, "installation")).errors).toMatchObject([{ type: "FORBIDDEN" }]);
  await arm(place, place.pull, place.bob);
  expect((await place.ask("installation", disarming, { id: place.pull.nodeId })).errors).toBeUndefined();
});

test("a push by somebody who may not write disarms the pull, one by a writer does not", async () => {
  const place = staged();
  const { world, repository, bob, carol, pull } = place;
  await arm(place, pull, bob);
  pushCommits(world, repository, { branch: "c", by: bob, commits: [{ message: "more", files: { d: "d\n" } }] });
  expect(pull.autoMerge).not.toBeNull();
  pushCommits(world, repository, { branch: "c", by: carol, commits: [{ message: "sly", files: { e: "e\n" } }] });
  expect(pull.autoMerge).toBeNull();
});

test("where a queue is required, an armed pull is queued and not merged past it", async () => {
  const place = staged([required, { type: "merge_queue", parameters: { merge_method: "MERGE", max_entries_to_build: 5 } } as never]);
  const { world, repository, bob, pull } = place;
  await arm(place, pull, bob);
  createStatus(world, repository, pull.head.sha, { state: "success", context: "gate" }, bob);
  expect([pull.mergedAt, entriesOf(queueOf(repository, "main")).map((entry) => entry.pull)]).toEqual([null, [pull]]);
});

test("a required check that is taken back lets the group that waited for it merge at once", async () => {
  const place = staged([{ type: "merge_queue", parameters: { merge_method: "MERGE", max_entries_to_build: 5 } } as never]);
  const { world, repository, alice, bob, pull } = place;
  createStatus(world, repository, pull.head.sha, { state: "success", context: "gate" }, bob);
  const gate = createRuleset(world, repository, { name: "freeze", target: "branch", enforcement: "active", bypassActors: [], include: ["refs/heads/main"], exclude: [], rules: [required] }, alice);
  await place.ask(bob, "mutation($id: ID!) { enqueuePullRequest(input: { pullRequestId: $id }) { mergeQueueEntry { state } } }", { id: pull.nodeId });
  expect(pull.mergedAt).toBeNull();
  updateRuleset(world, repository, gate, { enforcement: "disabled" }, alice);
  expect(pull.mergedAt).toBe(world.clock.now());
});
