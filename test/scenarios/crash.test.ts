/**
 * Laws of bad days: wherever the app dies and however GitHub fails, the same checks stand in the end and nothing that was acknowledged is lost.
 *
 * What a death in this process is, `support/mortal-app.ts` tells. The last test kills a process of its own.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, expect, test } from "@jest/globals";
import { fc } from "../support/properties.ts";
import { pushCommits } from "../../src/sandbox/github/seed.ts";
import { latestRuns } from "../../src/sandbox/github/state/check.ts";
import { retarget } from "../../src/sandbox/github/state/pull.ts";
import type { FaultKind } from "../../src/sandbox/github/transport/layers/faults.ts";
import { live, storeFolder } from "../support/mortal-app.ts";
import type { Tale } from "../support/mortal-app.ts";
import { createScene, PLAN } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";
import { killPrograms, serveProgram } from "../support/served-program.ts";

const MINUTE = 60_000;
const folder = storeFolder("crash");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What happens on GitHub, step by step; after each the app has time to work. */
const STORY: readonly ((scene: Scene) => void)[] = [
  (scene) => void scene.plan(PLAN),
  // Numbers are given, since issues of the app take numbers as well, and when it writes one depends on its luck.
  (scene) => { for (const [index, name] of ["one", "two", "three"].entries()) scene.open({ number: 101 + index, title: `Add ${name}`, head: name, files: { [`src/${name}.ts`]: name } }); },
  (scene) => scene.clock.set(Date.parse("2026-12-01T09:00:00Z")),
  (scene) => scene.label(pullOf(scene, 0), "bug", scene.person("ben")),
  (scene) => void pushCommits(scene.github.world, scene.repository, { branch: "two", by: scene.person("ann"), commits: [{ message: "More", files: { "src/more.ts": "m" } }] }),
  (scene) => { pushCommits(scene.github.world, scene.repository, { branch: "next", by: scene.person("rita"), commits: [{ message: "Next", files: { "n.txt": "n" } }] }); retarget(scene.github.world, pullOf(scene, 2), "next", scene.person("ann")); },
  (scene) => scene.close(scene.milestone("Release"), scene.person("rita")),
  (scene) => void scene.open({ number: 1_001, title: "Add four", head: "four", files: { "src/four.ts": "four" } }),
  (scene) => void scene.plan(PLAN.replace("until: release", "until: 2026-12-20")),
];

function pullOf(scene: Scene, index: number) {
  const pull = [...scene.repository.issues.values()].flatMap((issue) => issue.pull ?? [])[index];
  if (pull === undefined) throw new Error(`there is no pull request ${index}`);
  return pull;
}

interface Shown {
  readonly number: number;
  readonly check: Omit<NonNullable<ReturnType<Scene["check"]>>, "id"> | null;
}

function shown(scene: Scene): readonly Shown[] {
  return [0, 1, 2, 3].map((index) => {
    const pull = pullOf(scene, index);
    const check = scene.check(pull);
    return { number: pull.issue.number, check: check === null ? null : { state: check.state, title: check.title, summary: check.summary } };
  });
}

const TALE: Tale<{ readonly shown: readonly Shown[]; readonly idleWrites: number }> = {
  story: STORY,
  rest: (scene, spell) => scene.clock.set(Date.parse("2026-12-02T09:00:00Z") + spell * 10 * MINUTE),
  async standing(scene, _app, lookAgain) {
    const before = scene.github.world.nextId("checkRun");
    await lookAgain();
    return { idleWrites: scene.github.world.nextId("checkRun") - before - 1, shown: shown(scene) };
  },
};

test("wherever the app dies, and if it dies again, the next one on the same file ends where one that lives would", async () => {
  const unharmed = await live(folder, [], TALE);
  expect(unharmed.stood.shown.map(({ check }) => check?.state ?? null)).toEqual(["success", "in_progress", null, "in_progress"]);
  expect(unharmed.deaths).toBe(0);
  const span = fc.integer({ min: 1, max: unharmed.looks - 1 });
  let deaths = 0;
  await fc.assert(fc.asyncProperty(fc.tuple(span, fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 2 })), async ([first, later]) => {
    const outcome = await live(folder, [first, ...later], TALE);
    deaths += outcome.deaths;
    expect(outcome.stood).toEqual({ shown: unharmed.stood.shown, idleWrites: 0 });
  }), { numRuns: 20 });
  expect(deaths).toBeGreaterThanOrEqual(20);
});

const FAULTS: readonly FaultKind[] = ["500", "502", "503", "403-secondary", "429", "timeout", "reset", "lost-response", "lost-502"];

/** With faults on about one call in three while things happen; afterwards GitHub is well and an hour passes. */
async function suffer(seed: number | null): Promise<{ readonly shown: readonly Shown[]; readonly fired: number; readonly idleWrites: number; readonly doubles: number }> {
  const scene = await createScene({ plan: null });
  const heal = seed === null ? () => undefined : scene.github.faults.random({ seed, every: 3, kinds: FAULTS });
  for (const happen of STORY) {
    happen(scene);
    await scene.settle();
    await scene.passTo(new Date(scene.clock.now() + 5 * MINUTE).toISOString());
  }
  heal();
  await scene.passTo("2026-12-02T09:00:00Z");
  await scene.app.resync();
  await scene.passTo("2026-12-02T09:10:00Z");
  const before = scene.writes();
  await scene.app.resync();
  await scene.passTo("2026-12-02T09:20:00Z");
  const standing = [0, 1, 2, 3].map((index) => latestRuns(scene.repository, pullOf(scene, index).head.sha).map((run) => run.name));
  const outcome = { shown: shown(scene), fired: scene.github.faults.fired().length, idleWrites: scene.writes() - before, doubles: standing.filter((names) => new Set(names).size < names.length).length };
  await scene.stop();
  return outcome;
}

test("through errors, limits, time-outs and lost answers the app ends where it would on a good day, with one check of a name on a commit", async () => {
  const good = await suffer(null);
  expect(good.fired).toBe(0);
  await fc.assert(fc.asyncProperty(fc.nat(1_000_000), async (seed) => {
    const bad = await suffer(seed);
    expect(bad.fired).toBeGreaterThan(5);
    expect(bad.shown).toEqual(good.shown);
    expect([bad.idleWrites, bad.doubles]).toEqual([0, 0]);
  }), { numRuns: 20 });
});

afterEach(killPrograms);

/** Resolves when GitHub has heard of that many new checks; `atOnce` is called before it hears anything more. */
function checksWritten(scene: Scene, count: number, atOnce: () => void = () => undefined): Promise<void> {
  let seen = 0;
  return new Promise((resolve) => {
    const stop = scene.github.world.events.on(({ event, action }) => {
      if (event !== "check_run" || action !== "created") return;
      seen += 1;
      if (seen < count) return;
      stop();
      atOnce();
      resolve();
    });
  });
}

test("the program that serves GitHub is killed in the middle of its work, started again, and brings it to an end", async () => {
  const now = new Date(Math.floor(Date.now() / 1000) * 1000);
  const day = (days: number): string => new Date(now.getTime() + days * 24 * 60 * MINUTE).toISOString().slice(0, 16);
  const scene = await createScene({ plan: null, now: now.toISOString() });
  const github = await scene.github.listen({ host: "127.0.0.1", port: 0 });
  const file = join(folder, "killed.sqlite");
  const pulls = ["one", "two", "three", "four"].map((name) => scene.open({ title: `Add ${name}`, head: name, files: { [`src/${name}.ts`]: name } }));
  scene.plan(PLAN.replace("2026-12-01T09:00", day(-1)).replace("2026-12-08T09:00", day(7)));
  scene.github.deliveries.setDoor(null);

  // From its first check on GitHub refuses it everything, so that it dies in the middle however fast it is.
  const first = checksWritten(scene, 1, () => scene.github.faults.random({ seed: 1, every: 1, kinds: ["503"] }));
  const doomed = await serveProgram(scene, github.url, file);
  await first;
  await doomed.kill();
  scene.github.faults.clear();
  const before = pulls.filter((pull) => scene.check(pull) !== null).length;
  expect(before).toBeLessThan(pulls.length);

  const rest = checksWritten(scene, pulls.length - before);
  const heir = await serveProgram(scene, github.url, file);
  await rest;
  expect(await heir.stop()).toBe(0);
  expect(pulls.map((pull) => scene.check(pull)?.state)).toEqual(["in_progress", "in_progress", "in_progress", "in_progress"]);
  await scene.stop();
});
