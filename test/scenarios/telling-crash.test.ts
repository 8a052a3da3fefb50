/**
 * Wherever the whole app dies while people decide to inform others: the audience hears it at most once, or the issue says that it may not have; no
 * line of the timeline is lost or doubled; each comment is answered once. Death is from one look at the clock, call of GitHub or message on.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import type { Target } from "../../src/notify/target.ts";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { createIssue } from "../../src/sandbox/github/state/issue.ts";
import { INCIDENTS } from "../support/incident-scene.ts";
import { bear, storeFolder, wakeUp, worked } from "../support/mortal-app.ts";
import type { Mortal } from "../support/mortal-app.ts";
import { createScene } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";

const folder = storeFolder("telling-crash");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TARGET: Target = { name: "ops", kind: "discord", url: "https://hooks.example.com/ops", secret: null, audiences: [], for: ["acme"] };
const MINUTE = 60_000;
const DEATHS = 8;

interface Life extends Mortal {
  /** the look before its first message left; null = none did */
  firstPost(): number | null;
}

async function born(scene: Scene, file: string, arrived: string[], diesAt: number): Promise<Life> {
  let firstPost: number | null = null;
  const mortal = await bear(scene, file, diesAt, (around, looks) => ({
    targets: [TARGET],
    post: ({ body }) => around(async () => { firstPost ??= looks(); arrived.push(body); return { kind: "answered", status: 204, retryAfterMs: null }; }),
  }));
  return { ...mortal, firstPost: () => firstPost };
}

async function play(diesAt: number): Promise<{ readonly arrived: readonly string[]; readonly issue: Issue; readonly looks: number; readonly firstPost: number | null; readonly said: number }> {
  const scene = await createScene({ plan: null });
  const file = join(folder, `${crypto.randomUUID()}.sqlite`);
  const arrived: string[] = [];
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
    await life.bury();
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
