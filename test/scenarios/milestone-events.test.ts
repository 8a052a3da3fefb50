/** A table of what people do to milestones on GitHub: what then stands, what is reached, and what is said of it, once. */
import { describe, expect, test } from "@jest/globals";
import type { Scene } from "../support/scene.ts";
import { scenesOf } from "../support/scenes.ts";
import { setUpProgress } from "../../src/reconcile/set-up-progress.ts";
import type { PlanRecord } from "../../src/domain/model/records.ts";
import { seedRepository } from "../../src/sandbox/github/seed.ts";
import type { Milestone } from "../../src/sandbox/github/state/milestone.ts";
import { createMilestone, deleteMilestone, updateMilestone } from "../../src/sandbox/github/state/milestone.ts";

const begin = scenesOf({ plan: null });

const PLAN = `release: { name: "2.4", manager: rita, timezone: UTC }
tracking: { reminders: false }
milestones:
  - { id: code-complete, title: Code complete, due: 2026-12-01T09:00 }
  - { id: release, title: Release, due: 2026-12-08T09:00 }
`;
const MOVED = PLAN.replace("due: 2026-12-08T09:00", 'due: 2026-12-10T09:00, moved: [{ to: 2026-12-10T09:00, because: the vote, see: "https://example.org/minutes" }]');

async function planned(): Promise<Scene> {
  const scene = await begin();
  scene.plan(PLAN);
  await scene.settle();
  return scene;
}

function named(scene: Scene, title: string): Milestone {
  const found = [...scene.repository.milestones.values()].find((one) => one.title === title);
  if (found === undefined) throw new Error(`there is no milestone ${title}`);
  return found;
}

function standing(scene: Scene): readonly string[] {
  return [...scene.repository.milestones.values()].map(({ title, dueOn, state }) => `${title} ${dueOn === null ? "undated" : new Date(dueOn).toISOString().slice(5, 10)} ${state}`);
}

function said(scene: Scene): readonly string[] {
  const live = [...scene.repository.issues.values()].find(({ title }) => title === "2.4: live milestones");
  return (live?.comments ?? []).map(({ body }) => body.replace(/^<!--[^>]*-->\n/, ""));
}

async function reached(scene: Scene): Promise<readonly string[]> {
  const [record] = await scene.app.store.records<PlanRecord>("plan", "");
  return record?.value.reached.map(({ milestone }) => milestone) ?? [];
}

const ann = (scene: Scene): ReturnType<Scene["person"]> => scene.person("ann");
const rita = (scene: Scene): ReturnType<Scene["person"]> => scene.person("rita");
const update = (scene: Scene, title: string, change: Parameters<typeof updateMilestone>[3], by = ann(scene)): void => updateMilestone(scene.github.world, scene.repository, named(scene, title), change, by);

const EVENTS: readonly (readonly [string, (scene: Scene) => void, readonly string[], readonly string[], readonly RegExp[]])[] = [
  ["moved", (scene) => update(scene, "Release", { dueOn: Date.parse("2027-01-01T12:00:00Z") }), ["Code complete 12-01 open", "Release 12-08 open"], [], []],
  ["closed by its manager", (scene) => update(scene, "Release", { state: "closed" }, rita(scene)), ["Code complete 12-01 open", "Release 12-08 closed"], ["release"], []],
  ["closed by somebody else", (scene) => update(scene, "Release", { state: "closed" }), ["Code complete 12-01 open", "Release 12-08 closed"], [],
    [/^@ann, @rita: \*\*Release\*\* was closed in acme\/app by ann\. It does not count as reached, since rita decides on it\. It stays closed on GitHub, and what waits for it goes on waiting\. If it is reached, rita opens it and closes it again, or rita writes `\/warden done release` here; if it is not, open it again\.$/]],
  ["closed and opened again", (scene) => { update(scene, "Release", { state: "closed" }, rita(scene)); update(scene, "Release", { state: "open" }, rita(scene)); }, ["Code complete 12-01 open", "Release 12-08 open"], [], []],
  ["deleted", (scene) => deleteMilestone(scene.github.world, scene.repository, named(scene, "Release"), ann(scene)), ["Code complete 12-01 open"], [],
    [/^@rita: \*\*Release\*\* was deleted in acme\/app by ann\. It is not made again\. It can still be reached by `\/warden done release` here, and its dates hold as before\. To have it back, make a milestone of that title there\.$/]],
  ["renamed", (scene) => update(scene, "Release", { title: "The [big](day)" }), ["Code complete 12-01 open", "The [big](day) 12-08 open"], [],
    [/^@rita: \*\*Release\*\* has another title in acme\/app by ann: The \\\[big\\\]\(day\)\. That title stays/]],
  ["renamed in its letters' case alone", (scene) => update(scene, "Release", { title: "RELEASE" }), ["Code complete 12-01 open", "RELEASE 12-08 open"], [], []],
  ["doubled by copying its words", (scene) => void createMilestone(scene.github.world, scene.repository, { title: "Release, really", description: named(scene, "Release").description }, ann(scene)), ["Code complete 12-01 open", "Release 12-08 open", "Release, really undated open"], [],
    [/^@rita: \*\*Release\*\* stands more than once in acme\/app: the plan follows milestone 2, and milestone 3 is left alone\. Closing it reaches nothing; delete what is not meant\.$/]],
];

describe("a milestone that people", () => {
  test.each(EVENTS)("%s", async (_name, act, stands, isReached, words) => {
    const scene = await planned();
    act(scene);
    await scene.settle();
    const check = async (): Promise<void> => {
      expect(standing(scene)).toEqual(stands);
      expect(await reached(scene)).toEqual(isReached);
      expect(said(scene)).toHaveLength(words.length);
      words.forEach((one, index) => expect(said(scene)[index]).toMatch(one));
    };
    await check();
    await scene.app.resync();
    await scene.passTo("2026-11-26T09:00:00Z");
    await check();
    const before = said(scene);
    await scene.forget();
    expect(said(scene).slice(0, before.length)).toEqual(before);
    expect(standing(scene)).toEqual(stands);
    // Who closed a milestone GitHub cannot say again, so what was reached by that is asked for.
    expect(said(scene).slice(before.length)).toEqual(isReached.map(() => expect.stringContaining("and nobody can say by whom. It does not count as reached, since rita decides on it.")));
  });

  test("deleted or renamed under a plan without tracking issues stands on the page of the Warden's health", async () => {
    const scene = await begin();
    scene.plan(PLAN.replace(/tracking: .*\n/, ""));
    await scene.settle();
    deleteMilestone(scene.github.world, scene.repository, named(scene, "Release"), ann(scene));
    update(scene, "Code complete", { title: "Feature freeze" });
    await scene.settle();
    const { byPeople } = await setUpProgress(scene.app.store, null);
    expect(byPeople.map(({ title, what, isHome }) => [title, what, isHome])).toEqual([["Code complete", "renamed", true], ["Release", "deleted", true]]);
    expect(scene.repository.issues.size).toBe(0);
  });

  test("deleted after it was reached stays reached", async () => {
    const scene = await planned();
    update(scene, "Code complete", { state: "closed" }, rita(scene));
    await scene.settle();
    deleteMilestone(scene.github.world, scene.repository, named(scene, "Code complete"), ann(scene));
    await scene.settle();
    await scene.app.resync();
    await scene.settle();
    expect(await reached(scene)).toEqual(["code-complete"]);
  });

  test("deleted and made anew is followed again, with its section, and deleted once more is said once more", async () => {
    const scene = await planned();
    deleteMilestone(scene.github.world, scene.repository, named(scene, "Release"), ann(scene));
    await scene.settle();
    createMilestone(scene.github.world, scene.repository, { title: "Release", description: "Anew." }, ann(scene));
    await scene.settle();
    expect(named(scene, "Release").description).toMatch(/^Anew\.\n\n<!-- release-warden:milestone\//);
    scene.plan(MOVED);
    await scene.settle();
    expect(standing(scene)).toEqual(["Code complete 12-01 open", "Release 12-10 open"]);
    deleteMilestone(scene.github.world, scene.repository, named(scene, "Release"), ann(scene));
    await scene.settle();
    expect(said(scene)).toHaveLength(2);
  });

  test("renamed in a private repository is told without the words that stand there", async () => {
    const scene = await begin();
    const vault = seedRepository(scene.github.world, { owner: scene.organization, name: "vault", private: true, defaultBranch: "main", by: rita(scene), files: { ".github/release-plan.yml": "governed_by: acme/app\n" } });
    await scene.app.resync();
    await scene.settle();
    scene.plan(`${PLAN}products: [{ id: vault, repositories: [acme/vault], private: true }]\n`);
    await scene.settle();
    const [first] = [...vault.milestones.values()];
    if (first === undefined) throw new Error("there is no milestone");
    updateMilestone(scene.github.world, vault, first, { title: "Sell the company" }, ann(scene));
    await scene.settle();
    expect(said(scene)).toEqual([expect.stringContaining("**Code complete** has another title in acme/vault by ann. That title stays")]);
  });
});
