/** Scenes of milestones on GitHub: they follow the plan in every repository of the release, and people's hands on them are respected. */
import { describe, expect, test } from "@jest/globals";
import { seedRepository } from "../../src/sandbox/github/seed.ts";
import type { Milestone } from "../../src/sandbox/github/state/milestone.ts";
import { createMilestone, deleteMilestone, updateMilestone } from "../../src/sandbox/github/state/milestone.ts";
import type { Repository } from "../../src/sandbox/github/state/repository.ts";
import type { RunContext } from "../../src/reconcile/ports.ts";
import { previewSchedules } from "../../src/reconcile/schedule.ts";
import { PLAN } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";
import { scenesOf } from "../support/scenes.ts";

const begin = scenesOf({ plan: null });

async function planned(text = PLAN): Promise<Scene> {
  const scene = await begin();
  scene.plan(text);
  await scene.settle();
  return scene;
}

function standing(repository: Repository): readonly string[] {
  return [...repository.milestones.values()].map(({ title, dueOn, state }) => `${title} ${dueOn === null ? "undated" : new Date(dueOn).toISOString().slice(0, 10)} ${state}`);
}

function named(scene: Scene, title: string): Milestone {
  const found = [...scene.repository.milestones.values()].find((one) => one.title === title);
  if (found === undefined) throw new Error(`there is no milestone ${title}`);
  return found;
}

const MOVED = PLAN.replace("due: 2026-12-08T09:00", 'due: 2026-12-10T09:00, moved: [{ to: 2026-12-10T09:00, because: the vote, see: "https://example.org/minutes" }]');

describe("milestones of a plan", () => {
  test("stand on GitHub with their days once it is merged, and a second look changes nothing", async () => {
    const scene = await planned();
    expect(standing(scene.repository)).toEqual(["Code complete 2026-12-01 open", "Release 2026-12-08 open"]);
    expect(named(scene, "Release").description).toContain("Due Tue 8 December 2026 09:00 UTC. rita decides that it is reached, and closes it.");
    const writes = scene.writes();
    await scene.app.resync();
    await scene.passTo("2026-11-26T09:00:00Z");
    expect(scene.writes()).toBe(writes);
  });

  test("follow a moved date, and say what was first planned and why it moved", async () => {
    const scene = await planned();
    scene.plan(MOVED);
    await scene.settle();
    expect(standing(scene.repository)[1]).toBe("Release 2026-12-10 open");
    expect(named(scene, "Release").description).toMatch(/first planned for Tue 8 December 2026 09:00 UTC: 2 days later\.[^]*- moved to 2026-12-10T09:00: the vote \(.*example\.org/);
  });

  test("take over one that people made under that title, below their words and whatever its state", async () => {
    const scene = await begin();
    createMilestone(scene.github.world, scene.repository, { title: "release", description: "Ours since 2020" }, scene.person("ann"));
    scene.plan(PLAN);
    await scene.settle();
    expect(standing(scene.repository)).toEqual(["release 2026-12-08 open", "Code complete 2026-12-01 open"]);
    expect(named(scene, "release").description).toMatch(/^Ours since 2020\n\n<!-- release-warden:milestone\//);
  });

  test("that a person renamed keep their name, are still reached by closing, and follow the plan", async () => {
    const scene = await planned();
    const milestone = named(scene, "Release");
    updateMilestone(scene.github.world, scene.repository, milestone, { title: "The big day" }, scene.person("rita"));
    await scene.settle();
    scene.plan(MOVED);
    await scene.settle();
    expect(standing(scene.repository)).toEqual(["Code complete 2026-12-01 open", "The big day 2026-12-10 open"]);
    await scene.passTo("2026-12-03T10:00:00Z");
    const pull = scene.open({ title: "Add a button", head: "button", files: { "src/button.ts": "b" } });
    await scene.settle();
    expect(scene.check(pull)?.state).toBe("in_progress");
    scene.close(milestone, scene.person("rita"));
    await scene.settle();
    expect(scene.check(pull)?.state).toBe("success");
  });

  test("that a person deleted are not made again, and the others go on", async () => {
    const scene = await planned();
    deleteMilestone(scene.github.world, scene.repository, named(scene, "Release"), scene.person("rita"));
    await scene.settle();
    scene.plan(MOVED.replace("due: 2026-12-01T09:00", 'due: 2026-12-02T09:00, moved: [{ to: 2026-12-02T09:00, because: x, see: "https://example.org/minutes" }]'));
    await scene.settle();
    expect(standing(scene.repository)).toEqual(["Code complete 2026-12-02 open"]);
  });

  test("whose day was changed on GitHub get the plan's day back; a copy that a person made is left alone", async () => {
    const scene = await planned();
    const { description } = named(scene, "Release");
    createMilestone(scene.github.world, scene.repository, { title: "Release again", description }, scene.person("ann"));
    updateMilestone(scene.github.world, scene.repository, named(scene, "Release"), { dueOn: Date.parse("2027-01-01T12:00:00Z") }, scene.person("ann"));
    await scene.settle();
    expect(standing(scene.repository)).toEqual(["Code complete 2026-12-01 open", "Release 2026-12-08 open", "Release again undated open"]);
  });

  test("stay closed when they are closed, and open when they are opened again", async () => {
    const scene = await planned();
    const milestone = named(scene, "Code complete");
    scene.close(milestone, scene.person("rita"));
    await scene.settle();
    expect(milestone.state).toBe("closed");
    updateMilestone(scene.github.world, scene.repository, milestone, { state: "open" }, scene.person("rita"));
    await scene.settle();
    expect(milestone.state).toBe("open");
  });

  test("of the next release in the same file are new ones where the last were closed, and not reached by them", async () => {
    const scene = await planned();
    for (const title of ["Code complete", "Release"]) scene.close(named(scene, title), scene.person("rita"));
    await scene.settle();
    scene.plan(PLAN.replace('"2.4"', '"2.5"').replaceAll("2026-12-0", "2027-01-0"));
    await scene.settle();
    expect(standing(scene.repository)).toEqual(["Code complete 2026-12-01 closed", "Release 2026-12-08 closed", "Code complete (2.5) 2027-01-01 open", "Release (2.5) 2027-01-08 open"]);
    await scene.passTo("2027-01-03T10:00:00Z");
    const pull = scene.open({ title: "Add a button", head: "button", files: { "src/button.ts": "b" } });
    await scene.settle();
    expect(scene.check(pull)?.state).toBe("in_progress");
  });

  test("are found again after the store was lost, whatever they are called by then", async () => {
    const scene = await planned();
    updateMilestone(scene.github.world, scene.repository, named(scene, "Release"), { title: "The big day" }, scene.person("rita"));
    await scene.settle();
    const whole = JSON.stringify([...scene.repository.milestones.values()].map(({ creator: _, ...one }) => one));
    await scene.forget();
    expect(standing(scene.repository)).toEqual(["Code complete 2026-12-01 open", "The big day 2026-12-08 open"]);
    expect(JSON.stringify([...scene.repository.milestones.values()].map(({ creator: _, ...one }) => one))).toBe(whole);
  });

  test("remember their baseline where the store has lost it", async () => {
    const scene = await planned();
    scene.plan(MOVED);
    await scene.settle();
    const before = named(scene, "Release").description;
    await scene.forget();
    expect(named(scene, "Release").description).toContain("first planned for Tue 8 December 2026 09:00 UTC");
    expect(named(scene, "Release").description).toBe(before);
  });

  test("with markdown, mentions and markup in their titles and words are made once and harm nobody", async () => {
    const scene = await planned(PLAN.replace("title: Release,", 'title: "[x](javascript:1) @ann <!-- a --> `b`", description: "<img src=x> @org/all <!-- release-warden:end milestone -->",'));
    expect(scene.repository.milestones.size).toBe(2);
    const { description } = [...scene.repository.milestones.values()][1] ?? {};
    expect(description).not.toMatch(/<img|(?<![\w`\u200b;\\])@org/);
    const writes = scene.writes();
    await scene.app.resync();
    await scene.settle();
    expect(scene.writes()).toBe(writes);
  });
});

test("what a preview shows is what is then written, and the preview writes nothing", async () => {
  const scene = await planned();
  const { app, installation } = scene;
  const preview = async (): Promise<readonly string[]> => {
    const context: RunContext = {
      installation: installation.id, github: app.github.installation(installation.id), gate: app.github.gateKeeper, memory: app.store, now: () => scene.clock.now(),
      reports: { readArchive: () => Promise.reject(new Error("no report is read here")), readKept: () => undefined }, random: () => new Uint8Array(8), templates: { incident: "" },
    };
    const all = await previewSchedules("acme/app", app.store, () => context);
    return (all ?? []).flatMap(({ changes }) => changes.map(({ kind, desired }) => `${kind} ${desired.title}`));
  };
  updateMilestone(scene.github.world, scene.repository, named(scene, "Release"), { dueOn: null }, scene.person("ann"));
  const writes = scene.writes();
  expect(await preview()).toEqual(["keep Code complete", "update Release"]);
  expect(scene.writes()).toBe(writes);
  await scene.settle();
  expect(scene.writes()).toBe(writes + 1);
  expect(await preview()).toEqual(["keep Code complete", "keep Release"]);
});

test("20 repositories × 12 milestones are set up in one pass with one write each, and then none", async () => {
  const scene = await begin();
  const names = Array.from({ length: 20 }, (_, index) => `part-${index}`);
  for (const name of names) seedRepository(scene.github.world, { owner: scene.organization, name, defaultBranch: "main", by: scene.person("rita"), files: { ".github/release-plan.yml": "governed_by: acme/app\n" } });
  await scene.app.resync();
  await scene.settle();
  const before = scene.writes();
  const milestones = Array.from({ length: 12 }, (_, index) => `  - { id: step-${index}, due: 2026-12-${String(index + 1).padStart(2, "0")}T09:00 }`);
  scene.plan(["release: { name: Wide, manager: rita, timezone: UTC }", "products:", ...names.map((name) => `  - { id: ${name}, repositories: [acme/${name}] }`), "milestones:", ...milestones, ""].join("\n"));
  await scene.settle();
  const repositories = [...scene.github.world.repositories.values()].filter(({ name }) => names.includes(name));
  expect(repositories.map(({ milestones: { size } }) => size)).toEqual(names.map(() => 12));
  // the home has them as well: there they are reached
  expect(scene.writes() - before).toBe(21 * 12);
  await scene.app.resync();
  await scene.settle();
  expect(scene.writes() - before).toBe(21 * 12);
});
