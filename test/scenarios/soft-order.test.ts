/** Without a gate a freeze is written head by head: what would merge by itself comes first, however late it was opened. */
import { expect, test } from "@jest/globals";
import { enableAutoMerge } from "../../src/sandbox/github/state/auto-merge.ts";
import { createRuleset } from "../../src/sandbox/github/state/ruleset.ts";
import type { Rule } from "../../src/sandbox/github/state/ruleset.ts";
import { createScene, PLAN } from "../support/scene.ts";

test("a soft start writes to what is armed before almost all others, and disarms it", async () => {
  const scene = await createScene({ plan: PLAN, permissions: { pull_requests: "write" } });
  const waiting: string[] = [];
  scene.github.world.events.on(({ event, payload }) => {
    const run = payload["check_run"] as { readonly head_sha: string; readonly status: string } | undefined;
    if (event === "check_run" && run?.status === "in_progress" && !waiting.includes(run.head_sha)) waiting.push(run.head_sha);
  });
  scene.repository.allowAutoMerge = true;
  const required = (context: string): Rule => ({ type: "required_status_checks", parameters: { strict_required_status_checks_policy: false, required_status_checks: [{ context, integration_id: scene.registered.id }] } });
  createRuleset(scene.github.world, scene.repository, { name: "Ours", target: "branch", enforcement: "active", bypassActors: [], include: ["refs/heads/main"], exclude: [], rules: [required("tests"), required("Release plan (main)")] }, scene.person("olga"));
  for (let index = 0; index < 20; index += 1) scene.open({ title: `Add slide ${index}`, head: `slide-${index}`, files: { [`slide-${index}.txt`]: "new\n" } });
  const armed = scene.open({ title: "Add a tower", head: "tower", files: { "tower.txt": "new\n" } });
  enableAutoMerge(scene.github.world, armed, { method: "merge" }, scene.person("rita"));
  await scene.settle();
  await scene.passTo("2026-12-01T08:59:00Z");
  expect(waiting).toEqual([]);
  await scene.passTo("2026-12-01T09:05:00Z");
  await scene.stop();
  // A few are written to while the branch itself is still being looked at.
  expect([waiting.length, armed.autoMerge, waiting.indexOf(armed.head.sha) < 8]).toEqual([21, null, true]);
});
