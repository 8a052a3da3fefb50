/**
 * Laws of bad days: wherever the app dies and however GitHub fails, the same checks stand in the end and nothing that was acknowledged is lost.
 *
 * A death in this process: from one instant on the app gets no look at the clock and no answer from GitHub. Each claim, settlement and call of the
 * app looks at the clock first, and a call may die before GitHub hears of it or after, so every place between two commits or writes is hit.
 * Another app then opens the same file. The last test kills a process of its own.
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, test } from "@jest/globals";
import { fc } from "../support/properties.ts";
import { createApp } from "../../src/app.ts";
import type { App } from "../../src/app.ts";
import { pushCommits } from "../../src/sandbox/github/seed.ts";
import { latestRuns } from "../../src/sandbox/github/state/check.ts";
import { retarget } from "../../src/sandbox/github/state/pull.ts";
import type { FaultKind } from "../../src/sandbox/github/transport/layers/faults.ts";
import { createScene, deliver, KEYS, PLAN } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";
import { killPrograms, serveProgram } from "../support/served-program.ts";

const MINUTE = 60_000;
/** In memory where that is possible: these files outlive processes and need not outlive a power cut. */
const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "warden-crash-"));
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

/** An app that dies at one of its looks at the clock or calls, counted from its start. */
interface Mortal {
  readonly app: App;
  looks(): number;
  isDead(): boolean;
  /** what is left of it: an open file */
  bury(): Promise<void>;
}

async function bear(scene: Scene, file: string, diesAt: number): Promise<Mortal> {
  let looks = 0;
  const look = (): void => {
    looks += 1;
    if (looks >= diesAt) throw new Error("killed");
  };
  const app = await createApp({
    credentials: { appId: scene.registered.id, privateKey: KEYS.privateKey, webhookSecrets: ["a secret of the tests"] },
    apiUrl: scene.github.world.apiUrl, store: { kind: "sqlite", file }, webhookPath: "/hook", workers: 4,
    now: () => { look(); return scene.clock.now(); },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    async fetch(...request) {
      look();
      const answer = await scene.github.fetch(...request);
      look();
      return answer;
    },
    wait: () => Promise.resolve(),
    limits: { writeSpacing: 0, restPointsPerMinute: Infinity, graphqlPointsPerMinute: Infinity },
  });
  scene.github.deliveries.setDoor(async (delivery) => {
    look();
    const answer = await deliver(app, scene.clock, delivery);
    look();
    return answer;
  });
  return { app, looks: () => looks, isDead: () => looks >= diesAt, bury: () => app.store.close() };
}

/** Plays the story; each number is how long one life lasts, and the last life is without end. Resolves with what stands in the end. */
async function live(lives: readonly number[]): Promise<{ readonly shown: readonly Shown[]; readonly looks: number; readonly deaths: number; readonly idleWrites: number }> {
  const scene = await createScene({ plan: null });
  const file = join(folder, `${crypto.randomUUID()}.sqlite`);
  let deaths = 0;
  let mortal = await bear(scene, file, lives[0] ?? Infinity);

  async function work(begin: (app: App) => Promise<unknown>): Promise<void> {
    try {
      await begin(mortal.app);
      for (let runs = 1; runs > 0 || scene.github.deliveries.waiting() > 0;) {
        await scene.github.deliveries.idle();
        runs = await mortal.app.drain();
        if (mortal.isDead()) throw new Error("killed in silence");
      }
    } catch (error) {
      if (!mortal.isDead()) throw error;
      await mortal.bury();
      deaths += 1;
      mortal = await bear(scene, file, lives[deaths] ?? Infinity);
      scene.clock.advance(MINUTE);
      await work(wakeUp);
    }
  }

  await work(wakeUp);
  for (const happen of STORY) {
    happen(scene);
    await work(() => Promise.resolve());
  }
  const looks = mortal.looks();
  // A key that failed before its app died waits out its back-off.
  for (let spell = 0; spell < 3; spell += 1) {
    scene.clock.set(Date.parse("2026-12-02T09:00:00Z") + spell * 10 * MINUTE);
    await work(wakeUp);
  }
  const before = scene.github.world.nextId("checkRun");
  await work(wakeUp);
  const idleWrites = scene.github.world.nextId("checkRun") - before - 1;
  const outcome = { shown: shown(scene), looks, deaths, idleWrites };
  await mortal.app.stop();
  await scene.stop();
  return outcome;
}

async function wakeUp(app: App): Promise<void> {
  await app.sweep();
  await app.resync();
}

test("wherever the app dies, and if it dies again, the next one on the same file ends where one that lives would", async () => {
  const unharmed = await live([]);
  expect(unharmed.shown.map(({ check }) => check?.state ?? null)).toEqual(["success", "in_progress", null, "in_progress"]);
  expect(unharmed.deaths).toBe(0);
  const span = fc.integer({ min: 1, max: unharmed.looks - 1 });
  let deaths = 0;
  await fc.assert(fc.asyncProperty(fc.tuple(span, fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 2 })), async ([first, later]) => {
    const outcome = await live([first, ...later]);
    deaths += outcome.deaths;
    expect(outcome.shown).toEqual(unharmed.shown);
    expect(outcome.idleWrites).toBe(0);
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
