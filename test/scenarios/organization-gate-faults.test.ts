/**
 * Whatever call of a joint freeze fails, before GitHub did it or after, all three repositories end up closed, bugfixes pass, and the end opens them.
 * A call whose answer is lost ends the run before it could settle, as a death of the process there would.
 */
import { afterEach, expect, test } from "@jest/globals";
import { checkViolations, requiredChecks } from "../../src/sandbox/github/state/rule.ts";
import type { Pull } from "../../src/sandbox/github/state/pull.ts";
import type { FreezeStartRecord } from "../../src/domain/model/records.ts";
import type { FaultKind } from "../../src/sandbox/github/transport/layers/faults.ts";
import { closes, open, organized, rulesets } from "../support/organized.ts";
import type { Scene } from "../support/scene.ts";

const scenes: Scene[] = [];
afterEach(async () => {
  await Promise.all(scenes.splice(0).map((scene) => scene.stop()));
});

function held(pull: Pull): boolean {
  return checkViolations(pull.issue.repository, pull.head.sha, requiredChecks(pull.issue.repository, "main")).length > 0;
}

const POINTS = (["PUT", "POST", "GET"] as const).flatMap((method) => ([0, 1] as const).flatMap((after) => (["503", "lost-response"] as const).map((kind) => ({ kind, method, after }))));

test.each<{ readonly kind: FaultKind; readonly method: string; readonly after: number }>(POINTS)("$method number $after answers $kind", async (fault) => {
  const { scene, repositories } = await organized();
  scenes.push(scene);
  const fixes = repositories.map((repository) => open(scene, repository, "fix", ["bug"]));
  const slides = repositories.map((repository) => open(scene, repository, "slide"));
  await scene.settle();
  scene.github.faults.add({ kind: fault.kind, match: { method: fault.method, path: /orgs\/acme\/rulesets|check-runs|rules\/branches/ }, after: fault.after });
  await scene.passTo("2026-12-01T09:10:00Z");
  expect([fixes.map(held), slides.map(held), rulesets(scene).map((one) => closes(one).length)]).toEqual([[false, false, false], [true, true, true], [3]]);
  expect((await scene.app.store.records<FreezeStartRecord>("freeze-start", "")).filter(({ value }) => value.closedAt != null)).toHaveLength(3);
  scene.close(scene.milestone("Release"), scene.person("rita"));
  await scene.settle();
  await scene.passTo("2026-12-01T09:30:00Z");
  expect([fixes.map(held), slides.map(held), rulesets(scene).map((one) => closes(one).length)]).toEqual([[false, false, false], [false, false, false], [0]]);
  expect(scene.github.faults.fired().length).toBeGreaterThan(0);
});

test("a loss of memory right after the closing write ends in the same, with no other write", async () => {
  const { scene, repositories, rulesetWrites, from } = await organized();
  scenes.push(scene);
  const [fix, slide] = [open(scene, scene.repository, "fix", ["bug"]), open(scene, scene.repository, "slide")];
  await scene.passTo("2026-12-01T08:59:00Z");
  scene.github.faults.add({ kind: "lost-response", match: { method: "PUT", path: /orgs\/acme\/rulesets/ } });
  from();
  scene.clock.set(Date.parse("2026-12-01T09:00:00Z"));
  await scene.forget();
  await scene.passTo("2026-12-01T09:10:00Z");
  expect([rulesets(scene).map(closes), held(fix), held(slide)]).toEqual([[repositories.map(({ id }) => id)], false, true]);
  expect(rulesetWrites().filter((write) => write.endsWith("active")).length).toBeLessThanOrEqual(1);
});
