/** An exception is taken back, and the program that serves GitHub is killed while it acts upon that: the next one brings it to an end. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, test } from "@jest/globals";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import type { Pull } from "../../src/sandbox/github/state/pull.ts";
import { checkViolations, requiredChecks } from "../../src/sandbox/github/state/rule.ts";
import { createScene, PLAN } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";
import { killPrograms, serveProgram } from "../support/served-program.ts";
import { until } from "../support/until.ts";

const DAY = 24 * 3_600_000;
const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "warden-revoke-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(killPrograms);

function context(scene: Scene): string | null {
  return requiredChecks(scene.repository, "main")[0]?.context ?? null;
}

function isHeld(scene: Scene, pull: Pull): boolean {
  return context(scene) === null || checkViolations(scene.repository, pull.head.sha, requiredChecks(scene.repository, "main")).length > 0;
}

/** At the time that the program has. */
function say(scene: Scene, pull: Pull, body: string, by: string): void {
  scene.clock.set(Date.now() + 1_000);
  createComment(scene.github.world, pull.issue, body, scene.person(by));
}

test.each([
  ["when the branch has another generation of its gate", (scene: Scene, _pull: Pull, before: string | null) => context(scene) !== before],
  ["when it has answered", (_scene: Scene, pull: Pull) => pull.issue.comments.at(-1)?.user.type === "Bot"],
] as const)("%s", async (_when, isThen) => {
  const now = new Date(Math.floor(Date.now() / 1_000) * 1_000);
  const day = (days: number): string => new Date(now.getTime() + days * DAY).toISOString().slice(0, 16);
  const scene = await createScene({ plan: null, gate: true, now: now.toISOString() });
  const github = await scene.github.listen({ host: "127.0.0.1", port: 0 });
  const file = join(folder, `${crypto.randomUUID()}.sqlite`);
  const pull = scene.open({ title: "feat: a slide", head: "slide", files: { "slide.txt": "new\n" } });
  scene.plan(PLAN.replace("2026-12-01T09:00", day(-1)).replace("2026-12-08T09:00", day(7)));
  scene.github.deliveries.setDoor(null);

  const doomed = await serveProgram(scene, github.url, file);
  await until(scene, () => context(scene) !== null && scene.check(pull)?.state === "in_progress");
  say(scene, pull, "/warden waive because the shop is closed without it", "ann");
  await until(scene, () => pull.issue.comments.at(-1)?.user.type === "Bot");
  say(scene, pull, "/warden approve", "rita");
  await until(scene, () => !isHeld(scene, pull) && scene.check(pull)?.state === "success");
  const before = context(scene);
  say(scene, pull, "/warden revoke because it can wait", "rita");
  await until(scene, () => isThen(scene, pull, before));
  await doomed.kill();

  const heir = await serveProgram(scene, github.url, file);
  await until(scene, () => isHeld(scene, pull) && context(scene) !== before && scene.check(pull)?.state === "in_progress");
  expect(await heir.stop()).toBe(0);
  expect(() => scene.merge(pull)).toThrow(/is expected|failing|required/i);
  await scene.stop();
});
