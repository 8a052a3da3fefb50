/** Wherever the app dies while steps of an incident's plan become issues, each becomes one, hangs below the incident, and is done once. */
import { rmSync } from "node:fs";
import { afterAll, expect, test } from "@jest/globals";
import type { App } from "../../src/app.ts";
import { foldIncident } from "../../src/domain/incident/fold.ts";
import { incidentEntry, incidentLedger } from "../../src/domain/incident/ledger.ts";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { closeIssue, createIssue } from "../../src/sandbox/github/state/issue.ts";
import { UNCLOCKED } from "../support/incident-scene.ts";
import { live, storeFolder } from "../support/mortal-app.ts";
import type { Tale } from "../support/mortal-app.ts";
import type { Scene } from "../support/scene.ts";

const folder = storeFolder("incident-step");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function titled(scene: Scene, title: string): readonly Issue[] {
  return [...scene.repository.issues.values()].filter((issue) => issue.title === title);
}

function only(scene: Scene, title: string): Issue {
  const [first, ...others] = titled(scene, title);
  if (first === undefined || others.length > 0) throw new Error(`${others.length} more of ${title}`);
  return first;
}

const STORY: readonly ((scene: Scene) => void)[] = [
  (scene) => void scene.plan(UNCLOCKED.replace("owners: [rita]", "owners: [rita], sub_issues: true")),
  (scene) => void createComment(scene.github.world, createIssue(scene.github.world, scene.repository, { title: "Crash" }, scene.person("ann")), "/warden incident nodes panic", scene.person("ann")),
  (scene) => void createComment(scene.github.world, only(scene, "Incident: nodes panic"), "/plan hours read the logs @ben\n/plan hours ask the exchange @ann", scene.person("rita")),
  (scene) => void closeIssue(scene.github.world, only(scene, "read the logs"), "completed", scene.person("ben")),
  (scene) => void createComment(scene.github.world, only(scene, "Incident: nodes panic"), "/done step 2", scene.person("rita")),
];

interface Stood {
  readonly issues: readonly (readonly [parent: string | undefined, state: string])[];
  readonly done: readonly boolean[];
  readonly said: readonly string[];
}

async function standing(scene: Scene, app: App): Promise<Stood> {
  const { number } = only(scene, "Incident: nodes panic");
  const incident = foldIncident((await app.store.ledger(scene.repository.id, incidentLedger(number))).map(incidentEntry))?.incident;
  return {
    issues: ["read the logs", "ask the exchange"].flatMap((title) => titled(scene, title)).map(({ parent, state }) => [parent?.title, state]),
    done: incident?.steps.map(({ done }) => done) ?? [], said: incident?.timeline.map(({ kind }) => kind).sort() ?? [],
  };
}

function tale(steps: number): Tale<Stood> {
  return { story: STORY.slice(0, steps).map((happen) => (scene: Scene) => { scene.clock.advance(60_000); happen(scene); }), rest: (scene) => scene.clock.advance(3_600_000), standing };
}

/** Between two deaths fewer looks than there are from the making of an issue until that is remembered. */
const STRIDE = 13;

test("each step becomes one issue below the incident and is done once", async () => {
  const { looks: before } = await live(folder, [], tale(2));
  const unharmed = await live(folder, [], tale(STORY.length));
  expect(unharmed.stood).toEqual({
    issues: [["Incident: nodes panic", "closed"], ["Incident: nodes panic", "closed"]], done: [true, true], said: ["opened", "plan", "plan", "step-done", "step-done"],
  });
  let deaths = 0;
  for (let first = before; first < unharmed.looks; first += STRIDE) {
    const outcome = await live(folder, [first], tale(STORY.length));
    deaths += outcome.deaths;
    expect(outcome.stood).toEqual(unharmed.stood);
  }
  expect(deaths).toBeGreaterThanOrEqual(30);
});
