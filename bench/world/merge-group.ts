/**
 * How long a merge group waits for its answer while 10,000 fan-out keys are queued: the real app with its own pace towards GitHub, in real time, and the
 * local GitHub with GitHub's limits. The keys are pull requests to be read again, so every run of the worker makes a call.
 */
import { setTimeout } from "node:timers/promises";
import { createApp } from "../../src/app.ts";
import { createRuleset } from "../../src/sandbox/github/state/ruleset.ts";
import { enqueue, queueOf, removeFromQueue } from "../../src/sandbox/github/state/merge-queue.ts";
import { checkName } from "../../src/text/check.ts";
import { createCheckRun } from "../../src/sandbox/github/state/check.ts";
import type { Measure } from "../figure.ts";
import { atMost } from "../figure.ts";
import { deliverTo, settle, stage, wiring } from "./staged.ts";
import type { Staged } from "./staged.ts";

const QUEUED = 10_000;
const GROUPS = 5;
const LATENCY_MS = 20;
const NAME = checkName("main");

export const mergeGroups: Measure = {
  name: "merge-group",
  about: `${GROUPS} merge groups, one after the other, behind ${QUEUED.toLocaleString("en")} queued fan-out keys; from the event to the check that GitHub has; ${LATENCY_MS} ms a call`,
  async run() {
    const staged = stage(Date.now(), {});
    const app = await createApp({ ...wiring(staged, () => undefined), store: { kind: "sqlite", file: ":memory:" }, now: Date.now, fetch: distant(staged.github.fetch) });
    deliverTo(app, staged);
    const pulls = Array.from({ length: GROUPS }, (_, index) => staged.open(`Fix part ${index}`));
    await app.resync();
    await settle(app, staged);
    requireCheck(staged);
    const repository = staged.repository.id;
    await app.store.mark(Array.from({ length: QUEUED }, (_, index) => ({ key: { kind: "pull", repository, number: 1_000 + index }, lane: "fan-out", installation: staged.installation.id }) as const), { now: Date.now() });
    const ticking = setInterval(() => staged.clock.set(Date.now()), 50);
    app.start();
    const waits: number[] = [];
    let behind = QUEUED;
    for (const pull of pulls) {
      createCheckRun(staged.github.world, staged.repository, staged.registered, { name: NAME, headSha: pull.head.sha, conclusion: "success" });
      const began = performance.now();
      const answer = answered(staged);
      enqueue(staged.github.world, pull, staged.people.rita);
      await answer;
      waits.push(performance.now() - began);
      behind = Math.min(behind, (await app.store.health()).lanes["fan-out"]);
      removeFromQueue(staged.github.world, pull, "MANUAL", staged.people.rita);
    }
    clearInterval(ticking);
    await app.stop();
    await staged.github.close();
    if (behind < QUEUED / 2) throw new Error(`only ${behind} keys were still queued: the measure says nothing`);
    return [atMost("the slowest answer", Math.max(...waits) / 1_000, 10, "s", `each ${waits.map((ms) => `${ms.toFixed(0)} ms`).join(", ")}; ${behind} keys still queued behind the last`)];
  },
};

/** Without a way to go, calls in one process would leave the event loop no turn between them. */
function distant(near: typeof fetch): typeof fetch {
  return async (...request) => {
    await setTimeout(LATENCY_MS);
    return near(...request);
  };
}

function requireCheck({ github, repository, registered, people }: Staged): void {
  createRuleset(github.world, repository, {
    name: "queue", target: "branch", enforcement: "active", bypassActors: [], include: ["~DEFAULT_BRANCH"], exclude: [],
    rules: [
      { type: "merge_queue", parameters: { check_response_timeout_minutes: 30, grouping_strategy: "ALLGREEN", max_entries_to_build: 5, max_entries_to_merge: 5, merge_method: "MERGE", min_entries_to_merge: 5, min_entries_to_merge_wait_minutes: 60 } },
      { type: "required_status_checks", parameters: { strict_required_status_checks_policy: false, required_status_checks: [{ context: NAME, integration_id: registered.id }] } },
    ],
  }, people.rita);
}

/** Resolves when the check of a group's head is complete, as GitHub hears of it. */
function answered({ github, repository }: Staged): Promise<void> {
  return new Promise((resolve) => {
    const stop = github.world.events.on(({ event, payload }) => {
      if (event !== "check_run") return;
      const run = payload["check_run"] as { readonly head_sha: string; readonly status: string };
      const heads = queueOf(repository, "main").groups.map((group) => group.head.sha);
      if (run.status !== "completed" || !heads.includes(run.head_sha)) return;
      stop();
      resolve();
    });
  });
}
