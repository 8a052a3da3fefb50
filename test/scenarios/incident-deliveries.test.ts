/** Webhooks come in any order and more than once: the same incident stands in the end, and each comment is answered once. */
import { expect, test } from "@jest/globals";
import { foldIncident } from "../../src/domain/incident/fold.ts";
import { incidentEntry, incidentLedger } from "../../src/domain/incident/ledger.ts";
import type { Incident } from "../../src/domain/model/incident.ts";
import { createComment, deleteComment, editComment } from "../../src/sandbox/github/state/comment.ts";
import { createIssue } from "../../src/sandbox/github/state/issue.ts";
import type { Delivery } from "../../src/sandbox/github/transport/deliveries.ts";
import { createIncidentScene, UNCLOCKED } from "../support/incident-scene.ts";
import type { IncidentScene } from "../support/incident-scene.ts";
import { fc } from "../support/properties.ts";
import { deliver } from "../support/scene.ts";

const SAID: readonly (readonly [by: string, body: string])[] = [
  ["rita", "/own\n/severity sev1"], ["ann", "/timeline 08:30 the proxy is down"], ["ben", "talk"], ["eve", "/resolved by nobody"], ["ann", "/triage new\n/hypothesis two checks race"],
  ["rita", "/severity sev2"], ["ann", "/severity sev3\n/own"], ["rita", "/resolved the race is gone"], ["ann", "/resolved restarted it"], ["rita", "/reopen it is back"], ["ann", "/mitigated once more"],
];
const ELSEWHERE = "deposits have stopped";

interface Stood {
  readonly incident: Incident | null;
  readonly body: string | null;
  readonly answers: readonly number[];
}

/** `order` picks the next delivery among those that wait, again and again; every third that came comes once more. */
async function play(order: readonly number[]): Promise<Stood> {
  const scene = await createIncidentScene({ plan: UNCLOCKED });
  const issue = await scene.report("nodes panic");
  const place = createIssue(scene.github.world, scene.repository, { title: "A talk" }, scene.person("ann"));
  await scene.settle();
  const said = await shuffled(scene, order, () => {
    const comments = SAID.map(([by, body]) => {
      scene.clock.advance(60_000);
      return createComment(scene.github.world, issue, body, scene.person(by));
    });
    return [...comments, createComment(scene.github.world, place, `/warden timeline #${issue.number} ${ELSEWHERE}`, scene.person("ann"))];
  });
  await shuffled(scene, order, () => {
    scene.clock.advance(60_000);
    for (const one of said) if (one.body.includes("/timeline") || one.body.includes(ELSEWHERE)) editComment(scene.github.world, one, one.body.replace("is down", "was slow").replace("have stopped", "were slow"), one.user);
    const [first] = said;
    if (first !== undefined) deleteComment(scene.github.world, first, first.user);
  });
  const folded = foldIncident((await scene.app.store.ledger(scene.repository.id, incidentLedger(issue.number))).map(incidentEntry));
  const answers = said.map(({ id, issue: under }) => under.comments.filter(({ body }) => body.startsWith(`<!-- release-warden:answer:${id} -->`)).length);
  expect(scene.complaints).toEqual([]);
  await scene.stop();
  return { incident: folded?.incident ?? null, body: issue.body, answers };
}

async function shuffled<T>(scene: IncidentScene, order: readonly number[], happen: () => T): Promise<T> {
  const waiting: Delivery[] = [];
  scene.github.deliveries.setDoor((delivery) => {
    waiting.push(delivery);
    return Promise.resolve({ status: 202 });
  });
  const happened = happen();
  await scene.github.deliveries.idle();
  scene.github.deliveries.setDoor((delivery) => deliver(scene.app, scene.clock, delivery));
  for (let turn = 0; waiting.length > 0; turn += 1) {
    const [next] = waiting.splice((order[turn % order.length] ?? 0) % waiting.length, 1);
    if (next === undefined) break;
    await deliver(scene.app, scene.clock, next);
    // As GitHub does it: the same guid for one that it brings again, another for one that somebody sent twice.
    if (turn % 3 === 0) await deliver(scene.app, scene.clock, turn % 2 === 0 ? next : { ...next, guid: crypto.randomUUID() });
    if (turn % 4 === 0) await scene.app.drain();
  }
  await scene.settle();
  return happened;
}

test("in whatever order and however often", async () => {
  const straight = await play([0]);
  expect(straight.incident).toMatchObject({ state: "mitigated", severity: "sev3", owner: "ann", reopenings: 1 });
  expect(straight.incident?.timeline.filter(({ originals }) => originals.length > 0 && originals[0] !== "").length).toBeGreaterThanOrEqual(2);
  expect(straight.answers).toEqual([1, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1]);
  await fc.assert(fc.asyncProperty(fc.array(fc.nat(50), { minLength: 3, maxLength: 12 }), async (order) => {
    expect(await play(order)).toEqual(straight);
  }), { numRuns: 8 });
});
