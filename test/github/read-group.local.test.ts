import { describe, expect, test } from "@jest/globals";
import { enqueue, queueOf } from "../../src/sandbox/github/state/merge-queue.ts";
import type { MergeGroup } from "../../src/sandbox/github/state/merge-queue.ts";
import { createRuleset } from "../../src/sandbox/github/state/ruleset.ts";
import { createCheckRun } from "../../src/sandbox/github/state/check.ts";
import type { Place } from "./local.ts";
import { place } from "./local.ts";

/** A queue on main that waits for our check; `branches` are queued in this order. */
function queued(branches: readonly string[], parameters: Readonly<Record<string, unknown>> = {}): Place & { readonly groups: readonly MergeGroup[] } {
  const at = place();
  const pulls = branches.map((branch) => at.openPull(branch, { [`${branch}.txt`]: "x" }));
  for (const pull of pulls) createCheckRun(at.world, at.web, at.app, { name: "gate", headSha: pull.head.sha, status: "completed", conclusion: "success" });
  createRuleset(at.world, at.web, {
    name: "queue", target: "branch", enforcement: "active", bypassActors: [], include: ["refs/heads/main"], exclude: [],
    rules: [
      { type: "merge_queue", parameters },
      { type: "required_status_checks", parameters: { strict_required_status_checks_policy: false, required_status_checks: [{ context: "gate", integration_id: at.app.id }] } },
    ],
  }, at.ann);
  for (const pull of pulls) enqueue(at.world, pull, at.ann);
  return { ...at, groups: queueOf(at.web, "main").groups };
}

const numbersOf = async ({ view, web_ }: Place, group: MergeGroup | undefined): Promise<unknown> => {
  const read = await view.readGroup(web_, group?.head.sha ?? "", group?.headRef ?? "");
  return read === null ? null : [read.base, read.pulls.map((pull) => pull.facts.number), read.complete];
};

describe("a merge group", () => {
  test("of one pull request holds that one, also behind another group", async () => {
    const at = queued(["one", "two"]);
    expect(await numbersOf(at, at.groups[0])).toEqual(["main", [1], true]);
    expect(await numbersOf(at, at.groups[1])).toEqual(["main", [2], true]);
  });

  test("of several holds every one of them in the order of the queue, not only the last", async () => {
    const at = queued(["one", "two", "three"], { grouping_strategy: "HEADGREEN", min_entries_to_merge: 3 });
    expect(at.groups).toHaveLength(1);
    expect(await numbersOf(at, at.groups[0])).toEqual(["main", [1, 2, 3], true]);
  });

  test("shows our checks on its commit", async () => {
    const at = queued(["one"]);
    const group = at.groups[0];
    await at.view.ensureCheck(at.web_, { name: "Release plan (main)", sha: group?.head.sha ?? "", conclusion: "failure", title: "No", summary: "No", annotations: [], detailsUrl: null, digest: "d" }, null);
    const read = await at.view.readGroup(at.web_, group?.head.sha ?? "", group?.headRef ?? "");
    expect(read?.checks).toMatchObject([{ name: "Release plan (main)", conclusion: "failure", digest: "d" }]);
  });

  test("is null when it no longer exists", async () => {
    const at = queued(["one"]);
    const ref = at.groups[0]?.headRef ?? "";
    expect(await at.view.readGroup(at.web_, "f".repeat(40), ref)).toBeNull();
    expect(await at.view.readGroup(at.web_, at.groups[0]?.head.sha ?? "", ref.replace("pr-1", "pr-9"))).toBeNull();
  });

  test("is refused by a branch name that is none of a group", async () => {
    const at = place();
    await expect(at.view.readGroup(at.web_, "f".repeat(40), "refs/heads/main")).rejects.toMatchObject({ fault: { kind: "invalid" } });
  });
});
