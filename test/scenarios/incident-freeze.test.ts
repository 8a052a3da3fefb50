import { afterEach, describe, expect, test } from "@jest/globals";
import { pushCommits } from "../../src/sandbox/github/seed.ts";
import { updateRef } from "../../src/sandbox/github/state/ref.ts";
import { INCIDENTS, createIncidentScene } from "../support/incident-scene.ts";
import type { IncidentScene } from "../support/incident-scene.ts";

let scene: IncidentScene;

afterEach(async () => {
  expect(scene.complaints).toEqual([]);
  await scene.stop();
});

const PROPOSES = INCIDENTS.replace("owners: [rita]", "owners: [rita], freeze: propose");

function fix() {
  return scene.open({ title: "fix: check once", head: "fix", files: { "src/a.ts": "a\n" } });
}

describe("an incident freezes what the plan says", () => {
  test("when an owner confirms it; the lane admits the listed fixes and nothing else; its end lifts its own freeze", async () => {
    scene = await createIncidentScene({ plan: PROPOSES });
    const issue = await scene.report("nodes panic");
    await scene.say(issue, "/severity sev2");
    expect(scene.ours(issue).some((body) => body.includes("proposes to freeze"))).toBe(false);
    await scene.say(issue, "/severity sev1");
    expect(scene.ours(issue).filter((body) => body.includes("proposes to freeze `main`"))).toHaveLength(1);
    const [one, other] = [fix(), scene.open({ title: "fix: another bug", head: "other", files: { "src/b.ts": "b\n" } })];
    await scene.settle();
    expect([scene.check(one), scene.check(other)]).toEqual([null, null]);
    const refused = await scene.say(issue, "/freeze", "ann");
    expect(scene.answer(refused)).toContain("who own incidents here");
    await scene.say(issue, "/freeze");
    expect([scene.check(one)?.state, scene.check(other)?.state]).toEqual(["in_progress", "in_progress"]);
    expect(issue.body).toContain("**Frozen by this incident:** `main`.");
    expect(scene.check(other)).toMatchObject({ title: expect.stringContaining(`Waits until incident #${issue.number} is over`), summary: expect.stringContaining("is over") });
    expect(scene.check(other)?.summary).not.toContain("rita ends it");
    await scene.say(issue, `/lane #${one.issue.number}`);
    expect([scene.check(one)?.state, scene.check(other)?.state]).toEqual(["success", "in_progress"]);
    expect(scene.check(one)?.summary).toContain(`emergency fix of incident \\#\u200b${issue.number}`);
    await scene.say(issue, "/resolved the fix is out");
    expect(scene.check(other)?.state).not.toBe("in_progress");
  });

  test("says what the plan has in store meanwhile before anybody confirms it, and what may go wrong with the lane, also to its pull requests", async () => {
    scene = await createIncidentScene({ plan: PROPOSES });
    const issue = await scene.report("nodes panic");
    await scene.say(issue, "/severity sev1");
    const store = "The release plan has in these two weeks: **Code complete**, Tue 1 December 2026 09:00 UTC and **Release**, Tue 8 December 2026 09:00 UTC. A freeze that still holds then comes in its way.";
    expect(scene.ours(issue).filter((body) => body.includes("proposes to freeze") && body.endsWith(store))).toHaveLength(1);
    expect(scene.answer(await scene.say(issue, "/freeze"))).toContain(store);
    expect(issue.body).toContain(store);
    const pull = fix();
    await scene.settle();
    expect(scene.answer(await scene.say(issue, `/lane #${pull.issue.number}`))).toContain("Say what may go wrong with them");
    expect(issue.body).toContain("Nobody has said what may go wrong with them");
    expect(scene.answer(await scene.say(issue, `/lane #${pull.issue.number} risk: touches the *balance* check only, seen by two`))).not.toContain("Say what");
    expect(issue.body).toContain("What may go wrong with them: touches the \\*balance\\* check only, seen by two.");
    expect(scene.check(pull)?.summary).toMatch(/emergency fix of incident .*balance/);
    expect(scene.answer(await scene.say(issue, `/lane #${pull.issue.number} and not #99`))).toContain("**Nothing was done**");
  });

  test("by itself where the plan says so, and only its own freeze ends with it", async () => {
    scene = await createIncidentScene({ plan: INCIDENTS.replace("owners: [rita]", "owners: [rita], freeze: automatic"), now: "2026-12-02T09:00:00Z" });
    const [bug, feature] = [scene.open({ title: "fix: colours", head: "colours", files: { "src/c.ts": "c\n" } }), scene.open({ title: "feat: sizes", head: "sizes", files: { "src/d.ts": "d\n" } })];
    scene.label(bug, "bug", scene.person("ben"));
    await scene.settle();
    const states = (): readonly unknown[] => [bug, feature].map((pull) => scene.check(pull)?.state);
    expect(states()).toEqual(["success", "in_progress"]);
    const issue = await scene.report("nodes panic");
    await scene.say(issue, "/severity sev1");
    expect(issue.body).toContain("**Frozen by this incident:** `main`.");
    expect(states()).toEqual(["in_progress", "in_progress"]);
    await scene.say(issue, "/resolved the fix is out");
    expect(states()).toEqual(["success", "in_progress"]);
  });
});

test("an open severe incident holds the tag of the next candidate until it is over", async () => {
  scene = await createIncidentScene({ plan: `${INCIDENTS.replace("owners: [rita]", "owners: [rita], holds_tags: sev1")}candidates: { planned: [v2.4.0-rc1, v2.4.0-rc2] }\n` });
  const issue = await scene.report("nodes panic");
  await scene.say(issue, "/severity sev1");
  const commit = pushCommits(scene.github.world, scene.repository, { branch: "main", by: scene.person("rita"), bypassRules: true, commits: [{ message: "more", files: { "m.txt": "m\n" } }] });
  updateRef(scene.github.world, scene.repository, { ref: "refs/tags/v2.4.0-rc1", to: commit }, scene.person("rita"));
  await scene.settle();
  const seen = (): string => scene.runs(commit.sha).map(({ output }) => `${output.title ?? ""} ${output.summary ?? ""}`).join("\n");
  expect(seen()).toContain("Held by an open incident");
  await scene.say(issue, "/resolved the fix is out");
  expect(seen()).not.toContain("Held by an open incident");
});
