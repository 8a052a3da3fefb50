/** Scenes of a freeze, through the whole app: what people do on GitHub, and what then stands on their pull requests. */
import { describe, expect, test } from "@jest/globals";
import { forkRepository } from "../../src/sandbox/github/state/repository.ts";
import { enqueue, queueOf } from "../../src/sandbox/github/state/merge-queue.ts";
import { closePull, reopenPull, retarget, setDraft } from "../../src/sandbox/github/state/pull.ts";
import { pushCommits } from "../../src/sandbox/github/seed.ts";
import { rerequestSuite } from "../../src/sandbox/github/state/check.ts";
import { updateMilestone } from "../../src/sandbox/github/state/milestone.ts";
import { createRuleset } from "../../src/sandbox/github/state/ruleset.ts";
import type { Pull } from "../../src/sandbox/github/state/pull.ts";
import { PLAN } from "../support/scene.ts";
import type { Scene, SceneOptions } from "../support/scene.ts";
import { scenesOf } from "../support/scenes.ts";

const begin = scenesOf({ plan: PLAN });

/** In the middle of the freeze. */
async function frozen(options: Partial<SceneOptions> = {}): Promise<Scene> {
  return begin({ now: "2026-12-03T10:00:00Z", ...options });
}

const WAITS = expect.stringMatching(/^Waits for Release \(due Tue 8 December 09:00 UTC\)/);

describe("while a freeze holds", () => {
  test("a feature waits: its check is in progress and says for what", async () => {
    const scene = await frozen();
    const pull = scene.open({ title: "Add a button", head: "button", files: { "src/button.ts": "b" } });
    await scene.settle();
    expect(scene.check(pull)).toMatchObject({ state: "in_progress", title: WAITS });
  });

  test("a bugfix that a second person labelled passes, and waits again without the label", async () => {
    const scene = await frozen();
    const ben = scene.person("ben");
    const pull = scene.open({ title: "Colours", head: "colours", files: { "src/colours.ts": "c" } });
    scene.label(pull, "bug", ben);
    await scene.settle();
    expect(scene.check(pull)).toMatchObject({ state: "success", title: "Allowed: bugfix (label `bug` by ben)" });
    scene.unlabel(pull, "bug", ben);
    await scene.settle();
    expect(scene.check(pull)).toMatchObject({ state: "in_progress", title: WAITS });
  });

  test("a pull request from a fork is judged like any other", async () => {
    const scene = await frozen();
    const fay = scene.person("fay");
    const fork = forkRepository(scene.github.world, scene.repository, fay);
    const pull = scene.open({ by: fay, fork, title: "Add a menu", head: "menu", files: { "src/menu.ts": "m" } });
    await scene.settle();
    expect(scene.check(pull)).toMatchObject({ state: "in_progress", title: WAITS });
  });

  test("a draft hears of it before it is ready, and nothing is written again when it is", async () => {
    const scene = await frozen();
    const pull = scene.open({ title: "Add a button", head: "button", files: { "src/button.ts": "b" }, draft: true });
    await scene.settle();
    expect(scene.check(pull)?.state).toBe("in_progress");
    const writes = scene.writes();
    setDraft(scene.github.world, pull, false, pull.issue.user);
    await scene.settle();
    expect(scene.writes()).toBe(writes);
  });

  test("a pull request that is retargeted to another branch is free there, and waits when it comes back", async () => {
    const scene = await frozen();
    pushCommits(scene.github.world, scene.repository, { branch: "next", by: scene.person("rita"), commits: [{ message: "Next", files: { "next.txt": "n" } }] });
    const pull = scene.open({ title: "Add a button", head: "button", base: "next", files: { "src/button.ts": "b" } });
    await scene.settle();
    expect(scene.runs(pull.head.sha)).toEqual([]);
    retarget(scene.github.world, pull, "main", pull.issue.user);
    await scene.settle();
    expect(scene.check(pull)).toMatchObject({ state: "in_progress", title: WAITS });
    retarget(scene.github.world, pull, "next", pull.issue.user);
    await scene.settle();
    expect(scene.check(pull, "Release plan (next)")).toBeNull();
    expect(scene.check(pull, "Release plan (main)")).toMatchObject({ state: "in_progress", title: "No longer proposed for main" });
  });

  test("of two pull requests on one commit the stricter speaks, and names the other", async () => {
    const scene = await frozen();
    const one = scene.open({ title: "Colours", head: "colours", files: { "src/colours.ts": "c" } });
    scene.label(one, "bug", scene.person("ben"));
    await scene.settle();
    expect(scene.check(one)?.state).toBe("success");
    scene.repository.refs.set("refs/heads/colours-again", one.head);
    const two = scene.open({ title: "Add colours", head: "colours-again" });
    await scene.settle();
    expect(two.head.sha).toBe(one.head.sha);
    expect(scene.check(two)).toMatchObject({ state: "in_progress", title: WAITS });
    expect(scene.check(two)?.summary).toContain(`also the last one of #${one.issue.number}`);
    closePull(scene.github.world, two, two.issue.user);
    await scene.settle();
    expect(scene.check(one)?.state).toBe("success");
  });

  test("a push moves the check to the new commit", async () => {
    const scene = await frozen();
    const pull = scene.open({ title: "Add a button", head: "button", files: { "src/button.ts": "b" } });
    await scene.settle();
    const before = pull.head.sha;
    pushCommits(scene.github.world, scene.repository, { branch: "button", by: scene.person("ann"), commits: [{ message: "More", files: { "src/more.ts": "m" } }] });
    await scene.settle();
    expect(pull.head.sha).not.toBe(before);
    expect(scene.check(pull)).toMatchObject({ state: "in_progress", title: WAITS });
  });

  test("one that was closed when the freeze began is judged when it is reopened", async () => {
    const scene = await begin();
    const pull = scene.open({ title: "Add a button", head: "button", files: { "src/button.ts": "b" } });
    closePull(scene.github.world, pull, pull.issue.user);
    await scene.passTo("2026-12-03T10:00:00Z");
    expect(scene.check(pull)).toBeNull();
    reopenPull(scene.github.world, pull, pull.issue.user);
    await scene.settle();
    expect(scene.check(pull)).toMatchObject({ state: "in_progress", title: WAITS });
  });

  test("a re-run request is answered with a new check that says the same", async () => {
    const scene = await frozen();
    const pull = scene.open({ title: "Colours", head: "colours", files: { "src/colours.ts": "c" } });
    scene.label(pull, "bug", scene.person("ben"));
    await scene.settle();
    const before = scene.check(pull);
    const suite = scene.runs(pull.head.sha)[0]?.suite;
    if (suite === undefined) throw new Error("no check stood there");
    rerequestSuite(scene.github.world, suite, scene.person("ann"));
    await scene.settle();
    const after = scene.check(pull);
    expect(after).toMatchObject({ state: "success", title: before?.title });
    expect(after?.id).not.toBe(before?.id);
    expect(suite.status).toBe("completed");
  });

  test("looking at everything a second time writes nothing", async () => {
    const scene = await frozen();
    for (const name of ["one", "two", "three"]) scene.open({ title: `Add ${name}`, head: name, files: { [`src/${name}.ts`]: name } });
    await scene.settle();
    const writes = scene.writes();
    // three checks, the tracking issue and the two milestones
    expect(writes).toBe(6);
    await scene.app.resync();
    await scene.settle();
    expect(scene.writes()).toBe(writes);
  });

  test("observe mode tells and holds nobody", async () => {
    const scene = await frozen({ plan: PLAN.replace("allow:", "mode: observe, allow:") });
    const pull = scene.open({ title: "Add a button", head: "button", files: { "src/button.ts": "b" } });
    await scene.settle();
    expect(scene.check(pull)).toMatchObject({ state: "neutral", title: expect.stringContaining("observe mode: nothing is blocked") });
  });
});

describe("the two ends of a freeze", () => {
  test("outside a freeze nothing is written for a pull request", async () => {
    const scene = await begin();
    const writes = scene.writes();
    const pull = scene.open({ title: "Add a button", head: "button", files: { "src/button.ts": "b" } });
    await scene.settle();
    expect([scene.runs(pull.head.sha), scene.writes() - writes]).toEqual([[], 0]);
  });

  test("it begins by the clock, without any event", async () => {
    const scene = await begin();
    const pull = scene.open({ title: "Add a button", head: "button", files: { "src/button.ts": "b" } });
    await scene.settle();
    await scene.passTo("2026-12-01T08:59:59Z");
    expect(scene.check(pull)).toBeNull();
    await scene.passTo("2026-12-01T09:00:00Z");
    expect(scene.check(pull)).toMatchObject({ state: "in_progress", title: WAITS });
  });

  test("it begins early when its milestone is closed by its manager", async () => {
    const scene = await begin();
    const pull = scene.open({ title: "Add a button", head: "button", files: { "src/button.ts": "b" } });
    scene.close(scene.milestone("Code complete"), scene.person("rita"));
    await scene.settle();
    expect(scene.check(pull)).toMatchObject({ state: "in_progress", title: WAITS });
  });

  test("the due date of the release does not end it", async () => {
    const scene = await frozen();
    const pull = scene.open({ title: "Add a button", head: "button", files: { "src/button.ts": "b" } });
    await scene.passTo("2026-12-09T10:00:00Z");
    expect(scene.check(pull)).toMatchObject({ state: "in_progress", title: expect.stringMatching(/^Waits for Release \(was due /) });
  });

  test("somebody else who closes the milestone does not end it; its manager does, and nobody is kept waiting", async () => {
    const scene = await frozen();
    const pull = scene.open({ title: "Add a button", head: "button", files: { "src/button.ts": "b" } });
    await scene.settle();
    const release = scene.milestone("Release");
    scene.close(release, scene.person("ann"));
    await scene.settle();
    expect(scene.check(pull)).toMatchObject({ state: "in_progress", title: WAITS });
    updateMilestone(scene.github.world, scene.repository, release, { state: "open" }, scene.person("rita"));
    scene.clock.advance(60_000);
    scene.close(release, scene.person("rita"));
    await scene.settle();
    expect(scene.check(pull)).toMatchObject({ state: "success", title: "No freeze is in force here" });
  });

  test("a release that is taken back closes the branch again", async () => {
    const scene = await frozen();
    const release = scene.milestone("Release");
    scene.close(release, scene.person("rita"));
    await scene.settle();
    const pull = scene.open({ title: "Add a button", head: "button", files: { "src/button.ts": "b" } });
    await scene.settle();
    expect(scene.check(pull)).toBeNull();
    updateMilestone(scene.github.world, scene.repository, release, { state: "open" }, scene.person("rita"));
    await scene.settle();
    expect(scene.check(pull)).toMatchObject({ state: "in_progress", title: WAITS });
  });

  test("a check that waits is written anew before GitHub calls it stale", async () => {
    const scene = await frozen();
    const pull = scene.open({ title: "Add a button", head: "button", files: { "src/button.ts": "b" } });
    await scene.settle();
    const first = scene.check(pull)?.id;
    await scene.passTo("2026-12-14T10:00:00Z");
    expect(scene.check(pull)).toMatchObject({ state: "in_progress" });
    expect(scene.check(pull)?.id).not.toBe(first);
  });

  test("a plan that vanishes does not thaw", async () => {
    const scene = await frozen();
    const pull = scene.open({ title: "Add a button", head: "button", files: { "src/button.ts": "b" } });
    pushCommits(scene.github.world, scene.repository, { branch: "main", by: scene.person("rita"), commits: [{ message: "Remove", files: { ".github/release-plan.yml": null } }], bypassRules: true });
    await scene.settle();
    expect(scene.check(pull)).toMatchObject({ state: "in_progress", title: WAITS });
  });
});

describe("where the check is required and merges go through a queue", () => {
  /** The check is tied to the app, and main has a merge queue. */
  function requireCheck(scene: Scene): void {
    const rules = [
      { type: "merge_queue", parameters: { check_response_timeout_minutes: 60, grouping_strategy: "ALLGREEN", max_entries_to_build: 5, max_entries_to_merge: 5, merge_method: "MERGE", min_entries_to_merge: 1, min_entries_to_merge_wait_minutes: 5 } },
      { type: "required_status_checks", parameters: { strict_required_status_checks_policy: false, required_status_checks: [{ context: "Release plan (main)", integration_id: scene.registered.id }] } },
    ];
    createRuleset(scene.github.world, scene.repository, { name: "gate", target: "branch", enforcement: "active", bypassActors: [], include: ["~DEFAULT_BRANCH"], exclude: [], rules }, scene.person("olga"));
  }

  async function labelled(scene: Scene, name: string): Promise<Pull> {
    const pull = scene.open({ title: `Colours of ${name}`, head: name, files: { [`src/${name}.ts`]: name } });
    scene.label(pull, "bug", scene.person("ben"));
    await scene.settle();
    return pull;
  }

  test("a feature cannot be put in the queue, and a bugfix is merged by it", async () => {
    const scene = await frozen();
    requireCheck(scene);
    const fix = await labelled(scene, "door");
    const feature = scene.open({ title: "Add a button", head: "button", files: { "src/button.ts": "b" } });
    await scene.settle();
    expect(() => enqueue(scene.github.world, feature, scene.person("rita"))).toThrow(/not ready to be queued/);
    enqueue(scene.github.world, fix, scene.person("rita"));
    await scene.settle();
    expect(fix.mergedAt).not.toBeNull();
  });

  test("a group fails at once, and names the one that lost its label on the way; the other is merged", async () => {
    const scene = await frozen();
    requireCheck(scene);
    const good = await labelled(scene, "door");
    const bad = await labelled(scene, "window");
    scene.github.deliveries.pause();
    enqueue(scene.github.world, bad, scene.person("rita"));
    enqueue(scene.github.world, good, scene.person("rita"));
    const groups = queueOf(scene.repository, "main").groups.map((group) => group.head.sha);
    scene.unlabel(bad, "bug", scene.person("ben"));
    scene.github.deliveries.resume();
    await scene.settle();
    const [first] = scene.runs(groups[0] ?? "");
    expect(first).toMatchObject({ conclusion: "failure", output: { title: expect.stringMatching(new RegExp(`^#${bad.issue.number} stops this group: Waits for Release`)) } });
    expect([bad.mergedAt, good.mergedAt !== null]).toEqual([null, true]);
  });
});
