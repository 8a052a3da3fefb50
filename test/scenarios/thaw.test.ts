/** What was armed during a freeze, at its end: let go, or stopped, as the plan or the one who ends it says. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { enableAutoMerge } from "../../src/sandbox/github/state/auto-merge.ts";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import type { Pull } from "../../src/sandbox/github/state/pull.ts";
import { createRuleset } from "../../src/sandbox/github/state/ruleset.ts";
import { createScene, PLAN } from "../support/scene.ts";
import type { Scene, SceneOptions } from "../support/scene.ts";

const STOP = PLAN.replace("allow: [bugfix, release]", "allow: [bugfix, release], thaw: stop");
const scenes: Scene[] = [];
afterEach(async () => {
  await Promise.all(scenes.splice(0).map((scene) => scene.stop()));
});

/** An hour into the freeze, with a feature whose auto-merge is armed. */
async function armed(options: Partial<SceneOptions>): Promise<{ readonly scene: Scene; readonly pull: Pull }> {
  const scene = await createScene({ plan: PLAN, gate: true, permissions: { pull_requests: "write" }, ...options });
  scenes.push(scene);
  scene.repository.allowAutoMerge = true;
  if (options.gate === false) createRuleset(scene.github.world, scene.repository, { name: "Ours", target: "branch", enforcement: "active", bypassActors: [], include: ["refs/heads/main"], exclude: [], rules: [{ type: "required_status_checks", parameters: { strict_required_status_checks_policy: false, required_status_checks: [{ context: "Release plan (main)", integration_id: scene.registered.id }] } }] }, scene.person("olga"));
  const pull = scene.open({ title: "Add a slide", head: "slide", files: { "slide.txt": "new\n" } });
  await scene.passTo("2026-12-01T10:00:00Z");
  enableAutoMerge(scene.github.world, pull, { method: "merge" }, scene.person("rita"));
  await scene.settle();
  await scene.passTo("2026-12-01T11:30:00Z");
  return { scene, pull };
}

async function release(scene: Scene): Promise<void> {
  scene.close(scene.milestone("Release"), scene.person("rita"));
  await scene.settle();
}

function fate(pull: Pull): string {
  return pull.mergedAt !== null ? "merged" : pull.autoMerge === null ? "disarmed" : "armed";
}

function tracking({ repository }: Scene): string {
  return [...repository.issues.values()].find(({ title }) => title.startsWith("2.4:"))?.body ?? "";
}

describe("at the end of a freeze", () => {
  test("what is armed merges by itself, as GitHub sees fit, unless somebody says otherwise", async () => {
    const { scene, pull } = await armed({});
    expect(tracking(scene)).toContain("To keep one back, disarm its auto-merge before then; to keep all of them back, write `thaw: stop` in the plan.");
    await release(scene);
    expect(fate(pull)).toBe("merged");
  });

  test("a plan that says stop disarms it before the branch opens, and says whom that met", async () => {
    const { scene, pull } = await armed({ plan: STOP });
    expect(tracking(scene)).toContain("### Will be disarmed when the freeze ends");
    await release(scene);
    await scene.passTo("2026-12-01T11:40:00Z");
    expect([fate(pull), scene.repository.rulesets.size]).toEqual(["disarmed", 1]);
    expect(tracking(scene)).toContain(`auto-merge and queue were stopped for #${pull.issue.number}`);
    scene.merge(pull);
    expect(fate(pull)).toBe("merged");
  });

  test("a branch that the check alone held stops it as well", async () => {
    for (const [plan, expected] of [[STOP, "disarmed"], [PLAN, "merged"]] as const) {
      const { scene, pull } = await armed({ plan, gate: false });
      expect(fate(pull)).toBe("armed");
      await release(scene);
      await scene.passTo("2026-12-01T11:40:00Z");
      expect([plan === STOP, fate(pull)]).toEqual([plan === STOP, expected]);
    }
  });

  test("an app that may not disarm opens the branch all the same, and says so", async () => {
    const { scene, pull } = await armed({ plan: STOP, permissions: { pull_requests: "read" } });
    await release(scene);
    await scene.passTo("2026-12-01T11:40:00Z");
    expect([fate(pull), tracking(scene).includes("because the app lacks `pull_requests: write`")]).toEqual(["merged", true]);
  });

  test("who thaws by command may choose, against the plan", async () => {
    for (const [plan, said, expected] of [[PLAN, "stop", "disarmed"], [STOP, "drain", "merged"]] as const) {
      const { scene, pull } = await armed({ plan });
      scene.clock.advance(60_000);
      createComment(scene.github.world, pull.issue, `/warden thaw ${said} because the vote was called off`, scene.person("rita"));
      await scene.settle();
      await scene.passTo("2026-12-01T11:50:00Z");
      expect([said, fate(pull)]).toEqual([said, expected]);
    }
  });
});
