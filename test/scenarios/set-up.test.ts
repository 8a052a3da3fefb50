/** Scenes of a large plan on its first day, with GitHub's limits on new things in force and time passing as it would. */
import { expect, test } from "@jest/globals";
import { seedRepository } from "../../src/sandbox/github/seed.ts";
import { setUpProgress } from "../../src/reconcile/set-up-progress.ts";
import { LIMITER_DEFAULTS } from "../../src/github/limiter.ts";
import type { Scene } from "../support/scene.ts";
import { scenesOf } from "../support/scenes.ts";

const staged = scenesOf({ plan: null });

/** Milestones are counted as content, although GitHub does not say that they are. */
const createsContent = (method: string, path: string): boolean => method === "POST" && /\/(?:milestones|issues|comments)$/.test(path);

/** A plan with twelve milestones over so many repositories beside its home. */
async function large(repositories: number): Promise<Scene> {
  const scene = await staged({ limits: LIMITER_DEFAULTS, github: { rateLimits: { primary: "off", createsContent } } });
  const names = Array.from({ length: repositories }, (_, index) => `part-${index}`);
  for (const name of names) seedRepository(scene.github.world, { owner: scene.organization, name, defaultBranch: "main", by: scene.person("rita"), files: { ".github/release-plan.yml": "governed_by: acme/app\n" } });
  await scene.app.resync();
  await scene.settle();
  const milestones = Array.from({ length: 12 }, (_, index) => `  - { id: step-${index}, due: 2026-12-${String(index + 1).padStart(2, "0")}T09:00 }`);
  scene.plan(["release: { name: Wide, manager: rita, timezone: UTC }", "products:", ...names.map((name) => `  - { id: ${name}, repositories: [acme/${name}] }`), "milestones:", ...milestones, ""].join("\n"));
  return scene;
}

function standing(scene: Scene): readonly number[] {
  return [...scene.github.world.repositories.values()].map(({ milestones }) => milestones.size);
}

test("20 repositories × 12 milestones are set up in one pass within minutes, one write each, and GitHub never has to say slow down", async () => {
  const scene = await large(20);
  const [began, writes] = [scene.clock.now(), scene.writes()];
  await scene.settle();
  expect(standing(scene)).toEqual(Array.from({ length: 21 }, () => 12));
  expect(scene.writes() - writes).toBe(252);
  expect(scene.app.github.stats()).toMatchObject({ limited: 0, heldBack: 0 });
  const minutes = (scene.clock.now() - began) / 60_000;
  expect(minutes).toBeGreaterThan(4);
  expect(minutes).toBeLessThan(5);
  expect(await setUpProgress(scene.app.store, null)).toMatchObject({ planned: 252, placed: 252, goesOnAt: null, unfinished: [] });
});

test("what does not fit into an hour waits for the next one and is told of meanwhile; no milestone is written twice", async () => {
  const scene = await large(39);
  const [began, writes] = [scene.clock.now(), scene.writes()];
  await scene.settle();
  const progress = await setUpProgress(scene.app.store, null);
  expect(progress).toMatchObject({ planned: 480, placed: 400 });
  expect(progress.unfinished.length).toBeGreaterThan(0);
  expect(progress.goesOnAt).toBe(began + 3_600_000);
  await scene.passTo(new Date(began + 2 * 3_600_000).toISOString());
  expect(standing(scene)).toEqual(Array.from({ length: 40 }, () => 12));
  expect(scene.writes() - writes).toBe(480);
  expect(scene.app.github.stats().limited).toBe(0);
  expect(await setUpProgress(scene.app.store, null)).toMatchObject({ placed: 480, unfinished: [] });
});
