/**
 * Whatever call of a freeze fails, before GitHub did it or after, the branch ends up closed, bugfixes pass, and the end of the freeze opens it.
 * A call whose answer is lost ends the run before it could settle, as a death of the process there would.
 */
import { afterEach, describe, expect, test } from "@jest/globals";
import type { GateRecord } from "../../src/domain/model/gate.ts";
import type { FreezeStartRecord } from "../../src/domain/model/records.ts";
import type { FaultKind } from "../../src/sandbox/github/transport/layers/faults.ts";
import { checkViolations, requiredChecks } from "../../src/sandbox/github/state/rule.ts";
import type { Pull } from "../../src/sandbox/github/state/pull.ts";
import { messagesOf } from "../support/messages.ts";
import { createScene, PLAN } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";

const scenes: Scene[] = [];
afterEach(async () => {
  await Promise.all(scenes.splice(0).map((scene) => scene.stop()));
});

async function staged(): Promise<{ readonly scene: Scene; readonly fix: Pull; readonly slide: Pull }> {
  const scene = await createScene({ plan: PLAN, gate: true });
  scenes.push(scene);
  const fix = scene.open({ title: "Mend the pier", head: "fix", files: { "fix.txt": "mended\n" } });
  const slide = scene.open({ title: "Add a slide", head: "slide", files: { "slide.txt": "new\n" } });
  scene.label(fix, "bug", scene.person("rita"));
  await scene.settle();
  return { scene, fix, slide };
}

function held({ repository }: Scene, pull: Pull): boolean {
  return checkViolations(repository, pull.head.sha, requiredChecks(repository, "main")).length > 0;
}

async function story(fault: { readonly kind: FaultKind; readonly method: string; readonly after: number } | null): Promise<{ readonly during: unknown; readonly afterwards: unknown; readonly fired: number }> {
  const { scene, fix, slide } = await staged();
  if (fault !== null) scene.github.faults.add({ kind: fault.kind, match: { method: fault.method, path: /rulesets|check-runs|rules\/branches/ }, after: fault.after });
  await scene.passTo("2026-12-01T09:10:00Z");
  const during = { fix: held(scene, fix), slide: held(scene, slide), closed: active(scene) };
  scene.unlabel(fix, "bug", scene.person("rita"));
  await scene.settle();
  await scene.passTo("2026-12-01T09:20:00Z");
  const withdrawn = held(scene, fix);
  scene.close(scene.milestone("Release"), scene.person("rita"));
  await scene.settle();
  await scene.passTo("2026-12-01T09:30:00Z");
  return { during: { ...during, withdrawn }, afterwards: { fix: held(scene, fix), slide: held(scene, slide), closed: active(scene) }, fired: scene.github.faults.fired().length };
}

function active(scene: Scene): number {
  return [...scene.repository.rulesets.values()].filter((ruleset) => ruleset.enforcement === "active").length;
}

const POINTS = (["PUT", "POST", "PATCH", "GET"] as const).flatMap((method) =>
  ([0, 1, 2, 3] as const).flatMap((after) => (["503", "lost-response"] as const).map((kind) => ({ kind, method, after }))));

describe("the same end, whatever fails", () => {
  test.each(POINTS)("$method number $after answers $kind", async (fault) => {
    const { during, afterwards } = await story(fault);
    expect(during).toEqual({ fix: false, slide: true, closed: 1, withdrawn: true });
    expect(afterwards).toEqual({ fix: false, slide: false, closed: 0 });
  });

  test("the points that fail are really reached", async () => {
    const fired = await Promise.all(["PUT", "POST", "PATCH", "GET"].map((method) => story({ kind: "503", method, after: 0 })));
    expect(fired.map((one) => one.fired)).toEqual([1, 1, 1, 1]);
  });
});

test("a closing write that fails is shouted, retried, and taken back when it worked; the start says both instants", async () => {
  const { scene } = await staged();
  scene.github.faults.add({ kind: "503", match: { method: "PUT", path: /rulesets/ }, times: 2 });
  await scene.passTo("2026-12-01T09:00:00Z");
  const gate = await scene.app.store.record<GateRecord>("gate", `${scene.repository.id}/main`);
  expect(gate).toMatchObject({ epoch: null, trouble: { doing: "close", since: Date.parse("2026-12-01T09:00:00Z") } });
  expect((await scene.app.store.records<FreezeStartRecord>("freeze-start", ""))[0]?.value).toMatchObject({ closedAt: null });
  await scene.passTo("2026-12-01T09:05:00Z");
  const [start] = await scene.app.store.records<FreezeStartRecord>("freeze-start", "");
  expect(start?.value.dueAt).toBe(Date.parse("2026-12-01T09:00:00Z"));
  expect(start?.value.effectiveAt).toBeGreaterThan(Date.parse("2026-12-01T09:00:00Z"));
  expect(start?.value.closedAt).toBe(start?.value.effectiveAt);
  const events = (await messagesOf(scene, "alert")).map((message) => message.facts["event"]);
  expect(events).toEqual(["gate-trouble", "gate-recovered"]);
  expect(scene.complaints.join("\n")).toContain("503");
});

test("a write that GitHub accepted and does not show is never called closed", async () => {
  const { scene } = await staged();
  const stop = scene.github.faults.add({ kind: "503", match: { method: "GET", path: /rules\/branches/ }, times: Infinity });
  await scene.passTo("2026-12-01T09:02:00Z");
  const key = `${scene.repository.id}/main`;
  expect(await scene.app.store.record<GateRecord>("gate", key)).toMatchObject({ epoch: null, trouble: { doing: "close" } });
  stop();
  await scene.passTo("2026-12-01T09:20:00Z");
  expect(await scene.app.store.record<GateRecord>("gate", key)).toMatchObject({ trouble: null, closedAt: expect.any(Number) });
});

test("an unknown start writes first and stamps after, and how long bugfixes waited is measured", async () => {
  const { scene, fix, slide } = await staged();
  scene.close(scene.milestone("Code complete"), scene.person("rita"));
  await scene.settle();
  expect([held(scene, fix), held(scene, slide)]).toEqual([false, true]);
  await scene.passTo("2026-11-25T09:05:00Z");
  const gate = await scene.app.store.record<GateRecord>("gate", `${scene.repository.id}/main`);
  expect(gate).toMatchObject({ epoch: { foreseen: false }, blink: { heads: 1, longestMs: 0 } });
});
