/**
 * Wherever the app dies between two of its looks at the clock or calls, no entry of an incident is lost, none is doubled, and nobody is answered twice.
 * What a death in this process is, `support/mortal-app.ts` tells.
 */
import { rmSync } from "node:fs";
import { afterAll, expect, test } from "@jest/globals";
import type { App } from "../../src/app.ts";
import { createComment, editComment } from "../../src/sandbox/github/state/comment.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { createIssue } from "../../src/sandbox/github/state/issue.ts";
import { foldIncident } from "../../src/domain/incident/fold.ts";
import { incidentEntry, incidentLedger } from "../../src/domain/incident/ledger.ts";
import { UNCLOCKED } from "../support/incident-scene.ts";
import { live, storeFolder } from "../support/mortal-app.ts";
import type { Tale } from "../support/mortal-app.ts";
import { fc } from "../support/properties.ts";
import type { Scene } from "../support/scene.ts";

const folder = storeFolder("incident");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SAID = [
  "/own\n/severity sev1", "/timeline 08:30 the proxy is down", "/triage new", "/hypothesis two checks race\n/party @ben debugging", "talk",
  "/follow-up one place for logs @ben 2026-12-20", "/inform yes operators please wait", "/mitigated checked once", "/resolved the race is gone",
];

/** Numbers are given, since when the app opens an issue of its own depends on its luck. */
const STORY: readonly ((scene: Scene) => void)[] = [
  (scene) => void scene.plan(UNCLOCKED),
  (scene) => void createComment(scene.github.world, createIssue(scene.github.world, scene.repository, { title: "Crash" }, scene.person("ann")), "/warden incident nodes panic", scene.person("ann")),
  ...SAID.map((body) => (scene: Scene) => void createComment(scene.github.world, incident(scene), body, scene.person("rita"))),
  (scene) => {
    const note = incident(scene).comments.find(({ body }) => body.startsWith("/timeline"));
    scene.clock.advance(60_000);
    if (note !== undefined) editComment(scene.github.world, note, "/timeline 08:31 the proxy was slow", scene.person("rita"));
  },
  (scene) => void createComment(scene.github.world, place(scene), `/warden timeline #${incident(scene).number} deposits have stopped`, scene.person("ann")),
  (scene) => {
    const note = place(scene).comments.find(({ body }) => body.startsWith("/warden timeline"));
    if (note !== undefined) editComment(scene.github.world, note, note.body.replace("have stopped", "were slow"), scene.person("ann"));
  },
];

function place(scene: Scene): Issue {
  const found = [...scene.repository.issues.values()].find(({ title }) => title === "Crash");
  if (found === undefined) throw new Error("nobody reported anything");
  return found;
}

function incident(scene: Scene): Issue {
  const found = [...scene.repository.issues.values()].filter((issue) => issue.title === "Incident: nodes panic");
  if (found[0] === undefined || found.length > 1) throw new Error(`${found.length} incidents`);
  return found[0];
}

interface Stood {
  readonly told: readonly string[];
  readonly answers: readonly number[];
  readonly thumbs: readonly number[];
  readonly followUps: number;
}

async function standing(scene: Scene, app: App): Promise<Stood> {
  const issue = incident(scene);
  const people = [...issue.comments, ...place(scene).comments].filter(({ user }) => user.type === "User");
  const fold = foldIncident((await app.store.ledger(scene.repository.id, incidentLedger(issue.number))).map(incidentEntry));
  return {
    told: (fold?.incident.timeline ?? []).map(({ kind, act, originals }) => `${kind} ${"text" in act ? act.text ?? "" : ""} ${originals.join("|")}`),
    answers: people.map(({ id, issue: under }) => under.comments.filter(({ body }) => body.startsWith(`<!-- release-warden:answer:${id} -->`)).length),
    thumbs: people.map(({ reactions }) => reactions.filter(({ content }) => content === "+1" || content === "-1").length),
    followUps: [...scene.repository.issues.values()].filter(({ title }) => title === "one place for logs").length,
  };
}

const TALE: Tale<Stood> = { story: STORY.map((happen) => (scene: Scene) => { scene.clock.advance(60_000); happen(scene); }), rest: (scene) => scene.clock.advance(3_600_000), standing };

test("no entry is lost, none is doubled, and each comment is answered once", async () => {
  const unharmed = await live(folder, [], TALE);
  expect(unharmed.stood).toMatchObject({ answers: [1, 0, 1, 1, 0, 1, 1, 1, 1, 1, 1], thumbs: [1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1], followUps: 1 });
  expect(unharmed.stood.told).toHaveLength(12);
  expect(unharmed.stood.told).toContain("timeline deposits were slow deposits have stopped");
  expect(unharmed.stood.told).toContain("timeline the proxy was slow 08:30 the proxy is down");
  let deaths = 0;
  await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: unharmed.looks - 1 }), fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 2 }), async (first, later) => {
    const outcome = await live(folder, [first, ...later], TALE);
    deaths += outcome.deaths;
    expect(outcome.stood).toEqual(unharmed.stood);
  }), { numRuns: 8 });
  expect(deaths).toBeGreaterThanOrEqual(8);
});
