/**
 * Wherever the whole app dies while people decide to inform others: the audience hears it at most once, or the issue says that it may not have; no
 * line of the timeline is lost or doubled; each comment is answered once. Death is from one look at the clock, call of GitHub or message on.
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { createApp } from "../../src/app.ts";
import type { App } from "../../src/app.ts";
import type { Target } from "../../src/notify/target.ts";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { createIssue } from "../../src/sandbox/github/state/issue.ts";
import { INCIDENTS } from "../support/incident-scene.ts";
import { createScene, deliver, KEYS } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";
import { PATIENCE_MS } from "../support/patience.ts";

const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "warden-incident-crash-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TARGET: Target = { name: "ops", kind: "discord", url: "https://hooks.example.com/ops", secret: null, audiences: [], for: ["acme"] };
const MINUTE = 60_000;
const DEATHS = 8;

interface Life {
  readonly app: App;
  looks(): number;
  /** the look before its first message left; null = none did */
  firstPost(): number | null;
  isDead(): boolean;
}

async function born(scene: Scene, file: string, arrived: string[], diesAt: number): Promise<Life> {
  let looks = 0;
  let firstPost: number | null = null;
  const look = (): void => {
    looks += 1;
    if (looks >= diesAt) throw new Error("killed");
  };
  const around = async <T>(effect: () => Promise<T>): Promise<T> => {
    look();
    const value = await effect();
    look();
    return value;
  };
  const app = await createApp({
    credentials: { appId: scene.registered.id, privateKey: KEYS.privateKey, webhookSecrets: ["a secret of the tests"] }, apiUrl: scene.github.world.apiUrl, store: { kind: "sqlite", file }, webhookPath: "/hook", workers: 4, timeout: PATIENCE_MS,
    now: () => { look(); return scene.clock.now(); }, log: { info: () => undefined, warn: () => undefined, error: () => undefined }, wait: () => Promise.resolve(),
    fetch: (...request) => around(() => scene.github.fetch(...request)), targets: [TARGET],
    post: ({ body }) => around(async () => { firstPost ??= looks; arrived.push(body); return { kind: "answered", status: 204, retryAfterMs: null }; }),
    limits: { writeSpacing: 0, restPointsPerMinute: Infinity, graphqlPointsPerMinute: Infinity },
  });
  scene.github.deliveries.setDoor((delivery) => around(() => deliver(app, scene.clock, delivery)));
  return { app, looks: () => looks, firstPost: () => firstPost, isDead: () => looks >= diesAt };
}

/** Works until nothing is due; false = it died on the way. */
async function worked(scene: Scene, life: Life, begin: (app: App) => Promise<unknown> = async () => undefined): Promise<boolean> {
  try {
    await begin(life.app);
    for (let runs = 1; runs > 0 || scene.github.deliveries.waiting() > 0;) {
      await scene.github.deliveries.idle();
      runs = await life.app.drain();
      if (life.isDead()) return false;
    }
    return true;
  } catch (error) {
    if (!life.isDead()) throw error;
    return false;
  }
}

async function play(diesAt: number): Promise<{ readonly arrived: readonly string[]; readonly issue: Issue; readonly looks: number; readonly firstPost: number | null; readonly said: number }> {
  const scene = await createScene({ plan: null });
  const file = join(folder, `${crypto.randomUUID()}.sqlite`);
  const arrived: string[] = [];
  const wakeUp = async (app: App): Promise<void> => { await app.sweep(); await app.resync(); };
  let life = await born(scene, file, arrived, Infinity);
  scene.plan(INCIDENTS);
  await worked(scene, life, wakeUp);
  const place = createIssue(scene.github.world, scene.repository, { title: "Crash" }, scene.person("ann"));
  createComment(scene.github.world, place, "/warden incident nodes panic", scene.person("ann"));
  await worked(scene, life);
  await life.app.stop();
  const issue = [...scene.repository.issues.values()].find(({ title }) => title === "Incident: nodes panic");
  if (issue === undefined) throw new Error("there is no incident");
  life = await born(scene, file, arrived, diesAt);
  scene.clock.advance(MINUTE);
  const comment = createComment(scene.github.world, issue, "/timeline the hub was restarted\n/inform yes operators upgrade to five", scene.person("rita"));
  const lived = await worked(scene, life);
  const [looks, firstPost] = [life.looks(), life.firstPost()];
  if (!lived) {
    await life.app.store.close();
    life = await born(scene, file, arrived, Infinity);
  }
  // What failed before the death waits out its back-off; a lease of the file's last owner is void at once.
  for (let spell = 0; spell < 3; spell += 1) {
    scene.clock.advance(6 * MINUTE);
    await worked(scene, life, wakeUp);
  }
  await life.app.stop();
  await scene.stop();
  return { arrived, issue, looks, firstPost, said: comment.id };
}

test("a decision to inform is told once, or said to be unclear, and nothing of the record is lost or doubled", async () => {
  const unharmed = await play(Infinity);
  expect([unharmed.arrived.length, unharmed.looks > 30]).toEqual([1, true]);
  const atPost = unharmed.firstPost ?? 0;
  const unclear: number[] = [];
  // Somewhere, and just before and just after the message leaves.
  for (const diesAt of [...Array.from({ length: DEATHS }, (_, death) => 1 + Math.floor((unharmed.looks * death) / DEATHS)), atPost, atPost + 1]) {
    const { arrived, issue, said } = await play(diesAt);
    const body = issue.body ?? "";
    const lines = body.split("\n").filter((line) => line.includes("the hub was restarted"));
    expect([diesAt, arrived.length <= 1, lines.length, issue.comments.filter((one) => one.body.includes(`answer:${said} `)).length]).toEqual([diesAt, true, 1, 1]);
    const doubtful = body.includes("**may not have arrived** at `ops`");
    expect([diesAt, doubtful || (arrived.length === 1 && body.includes("reached `ops`"))]).toEqual([diesAt, true]);
    if (doubtful) unclear.push(arrived.length);
  }
  expect(unclear.slice(-2)).toEqual([0, 1]);
});
