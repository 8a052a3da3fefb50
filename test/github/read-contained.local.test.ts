import { describe, expect, test } from "@jest/globals";
import { addLabels } from "../../src/sandbox/github/state/issue.ts";
import { mergeBranches, mergePullRequest } from "../../src/sandbox/github/state/merge.ts";
import { openPullRequest } from "../../src/sandbox/github/state/pull.ts";
import { pushToBranch } from "../../src/sandbox/github/state/ref.ts";
import { branchTip } from "../../src/sandbox/github/state/repository.ts";
import type { Pull } from "../../src/sandbox/github/state/pull.ts";
import type { MergeMethod } from "../../src/sandbox/github/state/merge.ts";
import type { Place } from "./local.ts";
import { place } from "./local.ts";

/** main, and development that feeds it. */
interface Scene extends Place {
  readonly merge: (branch: string, method?: MergeMethod) => Pull;
  readonly tip: () => string;
  readonly contained: (tips?: Record<string, string>) => ReturnType<Place["view"]["readContained"]>;
}

function scene(): Scene {
  const at = place();
  pushToBranch(at.world, at.web, "development", [{ message: "Start", files: { "dev.txt": "1" } }], at.bob);
  const start = branchTip(at.web, "development");
  if (start === null) throw new Error("no branch");
  // What is on both is no part of any release merge.
  pushToBranch(at.world, at.web, "main", [], at.bob, { from: start, force: true });
  function tip(): string {
    return branchTip(at.web, "development")?.sha ?? "";
  }
  return {
    ...at,
    tip,
    merge(branch, method = "merge") {
      const from = branchTip(at.web, "development");
      pushToBranch(at.world, at.web, branch, [{ message: `Work on ${branch}`, files: { [`${branch}.txt`]: "x" } }], at.bob, from === null ? {} : { from });
      const pull = openPullRequest(at.world, at.web, { title: `Work on ${branch}`, headRepository: at.web, headRef: branch, baseRef: "development" }, at.bob);
      at.world.clock.advance(60_000);
      mergePullRequest(at.world, pull, { method }, at.ann);
      return pull;
    },
    contained: (tips = {}) => at.view.readContained(at.web_, "main", tip(), tips),
  };
}

describe("what a release merge would bring in", () => {
  test("is each pull request once, whatever way it was merged, with its facts and the instant it entered", async () => {
    const { merge, contained, world, ann } = scene();
    const first = merge("one", "merge");
    addLabels(world, first.issue, ["bug"], ann);
    const second = merge("two", "squash");
    const third = merge("three", "rebase");
    const { changes, complete } = await contained();
    expect(complete).toBe(true);
    expect(changes.map(({ change, enteredAt }) => [change.kind === "pull" ? change.pull.number : change.title, enteredAt])).toEqual([first, second, third].map((pull) => [pull.issue.number, pull.mergedAt]));
    expect(changes[0]?.change).toMatchObject({ kind: "pull", pull: { state: "merged", labels: [{ name: "bug", addedBy: { login: "ann" } }], files: [{ path: "one.txt", previousPath: null }], filesComplete: true, base: { ref: "development" } } });
  });

  test("tells of each what a freeze's tip had reached already, and nothing for a tip that is gone", async () => {
    const { merge, contained, tip } = scene();
    merge("before");
    const frozenAt = tip();
    merge("after");
    const { changes } = await contained({ freeze: frozenAt, lost: "f".repeat(40) });
    expect(changes.map((one) => one.reachableAtStart)).toEqual([{ freeze: true }, { freeze: false }]);
  });

  test("names commits that no pull request brought, and leaves out merges of the base back into the source", async () => {
    const { merge, contained, world, web, bob, ann } = scene();
    pushToBranch(world, web, "main", [{ message: "Hotfix", files: { "hot.txt": "x" } }], ann);
    const hotfix = branchTip(web, "main");
    if (hotfix === null) throw new Error("no branch");
    mergeBranches(world, web, { base: "development", head: hotfix, headName: "main" }, ann);
    pushToBranch(world, web, "development", [{ message: "Straight in\n\nwithout asking", files: { "straight.txt": "x" } }], bob);
    const pull = merge("one");
    const { changes } = await contained();
    expect(changes.map(({ change, enteredAt }) => (change.kind === "commit" ? [change.title, change.author, enteredAt] : change.pull.number))).toEqual([["Straight in", "bob", null], pull.issue.number]);
  });

  test("is told by the pull request into the source branch, not by the one into a branch before it", async () => {
    const { world, web, bob, ann, contained } = scene();
    const from = branchTip(web, "development");
    const begun = pushToBranch(world, web, "topic", [{ message: "Topic", files: { "t.txt": "1" } }], bob, from === null ? {} : { from });
    pushToBranch(world, web, "part", [{ message: "Part", files: { "p.txt": "1" } }], bob, { from: begun });
    const part = openPullRequest(world, web, { title: "Part", headRepository: web, headRef: "part", baseRef: "topic" }, bob);
    mergePullRequest(world, part, {}, ann);
    world.clock.advance(60_000);
    const topic = openPullRequest(world, web, { title: "Topic", headRepository: web, headRef: "topic", baseRef: "development" }, bob);
    mergePullRequest(world, topic, {}, ann);
    openPullRequest(world, web, { title: "Release", headRepository: web, headRef: "development", baseRef: "main" }, bob);
    const { changes } = await contained();
    expect(changes.map(({ change }) => (change.kind === "pull" ? change.pull.number : change.title))).toEqual([topic.issue.number]);
  });

  test("is nothing where the base has all of it", async () => {
    expect(await scene().contained()).toEqual({ changes: [], complete: true });
  });

  test("is a fault where GitHub knows one of the two no more", async () => {
    const { view, web_ } = scene();
    await expect(view.readContained(web_, "main", "f".repeat(40), {})).rejects.toMatchObject({ fault: { kind: "not-found" } });
  });
});
