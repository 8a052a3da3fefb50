/**
 * Wherever the app dies, each audience of planned maintenance is told once, the incident log is one issue that lists it, and an incident keeps what was
 * under way when it was reported. What a death in this process is, `support/mortal-app.ts` tells.
 */
import { rmSync } from "node:fs";
import { afterAll, expect, test } from "@jest/globals";
import type { App } from "../../src/app.ts";
import { keyText } from "../../src/domain/model/key.ts";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import { createIssue } from "../../src/sandbox/github/state/issue.ts";
import { UNCLOCKED } from "../support/incident-scene.ts";
import { live, storeFolder } from "../support/mortal-app.ts";
import type { Tale } from "../support/mortal-app.ts";
import { fc } from "../support/properties.ts";
import type { Scene } from "../support/scene.ts";

const folder = storeFolder("maintenance");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HOUR = 3_600_000;
const PLAN = `${UNCLOCKED}maintenance: [{ id: db-move, title: Database moves, from: 2026-11-26T22:00, to: 2026-11-27T02:00, owner: ben, audiences: [operators], notice: [24 hours] }]\n`;

/** Not before it, however often the app died and was given time. */
function waitUntil(scene: Scene, instant: string): void {
  scene.clock.advance(Math.max(0, Date.parse(instant) - scene.clock.now()));
}

const STORY: readonly ((scene: Scene) => void)[] = [
  (scene) => void scene.plan(PLAN),
  (scene) => waitUntil(scene, "2026-11-25T22:00:00Z"),
  (scene) => waitUntil(scene, "2026-11-26T22:00:00Z"),
  (scene) => void createComment(scene.github.world, createIssue(scene.github.world, scene.repository, { title: "Slow" }, scene.person("ann")), "/warden incident the api is slow", scene.person("ann")),
  (scene) => waitUntil(scene, "2026-11-27T02:00:00Z"),
];

interface Stood {
  readonly told: readonly string[];
  readonly logs: readonly boolean[];
  readonly remarks: readonly boolean[];
}

async function standing(scene: Scene, app: App): Promise<Stood> {
  const issues = [...scene.repository.issues.values()];
  const told = await app.store.told(keyText({ kind: "incident-log", repository: scene.repository.id, path: ".github/release-plan.yml" }));
  return {
    told: told.map(({ message }) => `${message.words.title}${message.mayBeTold === true ? ", which may have been told" : ""}`).toSorted(),
    logs: issues.filter(({ title }) => title === "Incident log").map(({ body }) => (body ?? "").includes("| Database moves | over |")),
    remarks: issues.filter(({ title }) => title.startsWith("Incident: ")).map(({ body }) => (body ?? "").includes("Reported during planned maintenance: **Database moves**")),
  };
}

const TALE: Tale<Stood> = { story: STORY, rest: (scene) => scene.clock.advance(HOUR), standing };

test("each is told once, listed once, and remarked upon", async () => {
  const unharmed = await live(folder, [], TALE);
  expect(unharmed.stood).toEqual({ told: ["Planned maintenance begins: Database moves", "Planned maintenance in 24 hours: Database moves"], logs: [true], remarks: [true] });
  let deaths = 0;
  await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: unharmed.looks - 1 }), fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 2 }), async (first, later) => {
    const outcome = await live(folder, [first, ...later], TALE);
    deaths += outcome.deaths;
    expect(outcome.stood).toEqual(unharmed.stood);
  }), { numRuns: 12 });
  expect(deaths).toBeGreaterThanOrEqual(12);
});
