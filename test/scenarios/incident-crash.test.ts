/**
 * Wherever the app dies between two of its looks at the clock or calls, no entry of an incident is lost, none is doubled, and nobody is answered twice.
 * A death in this process is told in `crash.test.ts`; another app then opens the same file.
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { createApp } from "../../src/app.ts";
import type { App } from "../../src/app.ts";
import { createComment, editComment } from "../../src/sandbox/github/state/comment.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { createIssue } from "../../src/sandbox/github/state/issue.ts";
import { foldIncident } from "../../src/domain/incident/fold.ts";
import { incidentEntry, incidentLedger } from "../../src/domain/incident/ledger.ts";
import { INCIDENTS } from "../support/incident-scene.ts";
import { fc } from "../support/properties.ts";
import { createScene, deliver, KEYS } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";

const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "warden-incident-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SAID = [
  "/own\n/severity sev1", "/timeline 08:30 the proxy is down", "/triage new", "/hypothesis two checks race\n/party @ben debugging", "talk",
  "/follow-up one place for logs @ben 2026-12-20", "/inform yes operators please wait", "/mitigated checked once", "/resolved the race is gone",
];

/** Numbers are given, since when the app opens an issue of its own depends on its luck. */
const STORY: readonly ((scene: Scene) => void)[] = [
  (scene) => void scene.plan(INCIDENTS.replace("owners: [rita]", "owners: [rita], clocks: { claim: never, severity: never, inform: never, update: never, report: never }")),
  (scene) => void createComment(scene.github.world, createIssue(scene.github.world, scene.repository, { title: "Crash" }, scene.person("ann")), "/warden incident nodes panic", scene.person("ann")),
  ...SAID.map((body) => (scene: Scene) => void createComment(scene.github.world, incident(scene), body, scene.person("rita"))),
  (scene) => {
    const note = incident(scene).comments.find(({ body }) => body.startsWith("/timeline"));
    scene.clock.advance(60_000);
    if (note !== undefined) editComment(scene.github.world, note, "/timeline 08:31 the proxy was slow", scene.person("rita"));
  },
];

function incident(scene: Scene): Issue {
  const found = [...scene.repository.issues.values()].filter((issue) => issue.title === "Incident: nodes panic");
  if (found[0] === undefined || found.length > 1) throw new Error(`${found.length} incidents`);
  return found[0];
}

interface Mortal {
  readonly app: App;
  looks(): number;
  isDead(): boolean;
}

async function bear(scene: Scene, file: string, diesAt: number): Promise<Mortal> {
  let looks = 0;
  const look = (): void => {
    looks += 1;
    if (looks >= diesAt) throw new Error("killed");
  };
  const app = await createApp({
    credentials: { appId: scene.registered.id, privateKey: KEYS.privateKey, webhookSecrets: ["a secret of the tests"] }, apiUrl: scene.github.world.apiUrl, store: { kind: "sqlite", file },
    webhookPath: "/hook", workers: 4, now: () => { look(); return scene.clock.now(); }, log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    async fetch(...request) {
      look();
      const answer = await scene.github.fetch(...request);
      look();
      return answer;
    },
    wait: () => Promise.resolve(), limits: { writeSpacing: 0, restPointsPerMinute: Infinity, graphqlPointsPerMinute: Infinity },
  });
  scene.github.deliveries.setDoor(async (delivery) => {
    look();
    const answer = await deliver(app, scene.clock, delivery);
    look();
    return answer;
  });
  return { app, looks: () => looks, isDead: () => looks >= diesAt };
}

interface Stood {
  readonly told: readonly string[];
  readonly answers: readonly number[];
  readonly thumbs: readonly number[];
  readonly followUps: number;
}

async function live(lives: readonly number[]): Promise<{ readonly stood: Stood; readonly looks: number; readonly deaths: number }> {
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
      await mortal.app.store.close();
      deaths += 1;
      mortal = await bear(scene, file, lives[deaths] ?? Infinity);
      scene.clock.advance(60_000);
      await work(wakeUp);
    }
  }
  await work(wakeUp);
  for (const happen of STORY) {
    scene.clock.advance(60_000);
    happen(scene);
    await work(() => Promise.resolve());
  }
  const looks = mortal.looks();
  for (let spell = 0; spell < 3; spell += 1) {
    scene.clock.advance(3_600_000);
    await work(wakeUp);
  }
  const stood = await standing(scene, mortal.app);
  await mortal.app.stop();
  await scene.stop();
  return { stood, looks, deaths };
}

async function wakeUp(app: App): Promise<void> {
  await app.sweep();
  await app.resync();
}

async function standing(scene: Scene, app: App): Promise<Stood> {
  const issue = incident(scene);
  const people = issue.comments.filter(({ user }) => user.type === "User");
  const fold = foldIncident((await app.store.ledger(scene.repository.id, incidentLedger(issue.number))).map(incidentEntry));
  return {
    told: (fold?.incident.timeline ?? []).map(({ kind, act, originals }) => `${kind} ${"text" in act ? act.text ?? "" : ""} ${originals.join("|")}`),
    answers: people.map(({ id }) => issue.comments.filter(({ body }) => body.startsWith(`<!-- release-warden:answer:${id} -->`)).length),
    thumbs: people.map(({ reactions }) => reactions.filter(({ content }) => content === "+1" || content === "-1").length),
    followUps: [...scene.repository.issues.values()].filter(({ title }) => title === "one place for logs").length,
  };
}

test("no entry is lost, none is doubled, and each comment is answered once", async () => {
  const unharmed = await live([]);
  expect(unharmed.stood).toMatchObject({ answers: [1, 0, 1, 1, 0, 1, 1, 1, 1], thumbs: [1, 1, 1, 1, 0, 1, 1, 1, 1], followUps: 1 });
  expect(unharmed.stood.told).toHaveLength(11);
  expect(unharmed.stood.told).toContain("timeline the proxy was slow 08:30 the proxy is down");
  let deaths = 0;
  await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: unharmed.looks - 1 }), fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 2 }), async (first, later) => {
    const outcome = await live([first, ...later]);
    deaths += outcome.deaths;
    expect(outcome.stood).toEqual(unharmed.stood);
  }), { numRuns: 8 });
  expect(deaths).toBeGreaterThanOrEqual(8);
});
