/** Freezes without a gate, with a merge queue, and the Warden switched off. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { openInspection } from "../../src/app.ts";
import type { GateRecord, SelfTestNotice, SelfTestRecord } from "../../src/domain/model/gate.ts";
import { enableAutoMerge } from "../../src/sandbox/github/state/auto-merge.ts";
import { enqueue, isQueued } from "../../src/sandbox/github/state/merge-queue.ts";
import type { Pull } from "../../src/sandbox/github/state/pull.ts";
import { createRuleset, deleteRuleset } from "../../src/sandbox/github/state/ruleset.ts";
import type { Rule } from "../../src/sandbox/github/state/ruleset.ts";
import { messagesOf } from "../support/messages.ts";
import { createScene, KEYS, PLAN } from "../support/scene.ts";
import type { Scene, SceneOptions } from "../support/scene.ts";
import { recordWrites } from "../support/ruleset-writes.ts";

const scenes: Scene[] = [];
async function staged(options: Partial<SceneOptions> = {}): Promise<Scene> {
  const scene = await createScene({ plan: PLAN, ...options });
  scenes.push(scene);
  return scene;
}
afterEach(async () => {
  await Promise.all(scenes.splice(0).map((scene) => scene.stop()));
});

function requireRules(scene: Scene, ...rules: readonly Rule[]): void {
  createRuleset(scene.github.world, scene.repository, { name: "Ours", target: "branch", enforcement: "active", bypassActors: [], include: ["refs/heads/main"], exclude: [], rules }, scene.person("olga"));
}
function requiredCheck(context: string, appId: number): Rule {
  return { type: "required_status_checks", parameters: { strict_required_status_checks_policy: false, required_status_checks: [{ context, integration_id: appId }] } };
}
const QUEUE: Rule = { type: "merge_queue", parameters: {} };

async function gate(scene: Scene): Promise<GateRecord | null> {
  return scene.app.store.record<GateRecord>("gate", `${scene.repository.id}/main`);
}

function open(scene: Scene, head: string, title = "Add a slide"): Pull {
  return scene.open({ title, head, files: { [`${head}.txt`]: `${head}\n` } });
}

function refusal(scene: Scene, pull: Pull): string {
  try {
    scene.merge(pull);
    return "merged";
  } catch (problem) {
    return (problem as Error).message;
  }
}

/** Green on the head, so that it may be queued, and not yet on its group. */
async function greenTests(scene: Scene, pull: Pull): Promise<void> {
  const place = { id: scene.repository.id, owner: "acme", name: "app" };
  const tests = await scene.app.context(scene.installation.id).github.ensureCheck(place, { name: "tests", sha: pull.head.sha, conclusion: "success", title: "green", summary: "", annotations: [], detailsUrl: null, digest: "t" }, null);
  expect(tests.conclusion).toBe("success");
}

describe("the level that is found", () => {
  test("is advisory where nothing requires the check, and nothing is dequeued or disarmed", async () => {
    const scene = await staged({ permissions: { pull_requests: "write" } });
    const pull = open(scene, "slide");
    await scene.passTo("2026-12-01T09:10:00Z");
    expect(await gate(scene)).toMatchObject({ level: "advisory", epoch: null, soft: { dequeued: 0, disarmed: 0 } });
    expect(refusal(scene, pull)).toBe("merged");
  });

  test("is soft where a rule requires it; outside a freeze the check is answered, so nobody waits for it", async () => {
    const scene = await staged();
    requireRules(scene, requiredCheck("Release plan (main)", scene.registered.id));
    const pull = open(scene, "slide");
    await scene.settle();
    await scene.passTo("2026-11-25T11:00:00Z");
    expect(scene.check(pull)).toBeNull();
    await scene.app.resync();
    await scene.passTo("2026-11-25T11:05:00Z");
    expect([(await gate(scene))?.level, scene.check(pull)?.state]).toEqual(["soft", "success"]);
    await scene.passTo("2026-12-01T09:10:00Z");
    expect(refusal(scene, pull)).toContain("is in progress");
    expect((await gate(scene))?.soft?.cleanAt).toBeGreaterThanOrEqual(Date.parse("2026-12-01T09:00:00Z"));
  });
});

describe("a soft start", () => {
  test("disarms what would merge by itself, and says when it lacks the right", async () => {
    for (const [permissions, expected] of [[{ pull_requests: "write" }, { disarmed: 1, lacks: null }], [{ pull_requests: "read" }, { disarmed: 0, lacks: "pull_requests: write" }]] as const) {
      const scene = await staged({ permissions });
      scene.repository.allowAutoMerge = true;
      requireRules(scene, requiredCheck("Release plan (main)", scene.registered.id), requiredCheck("tests", scene.registered.id));
      const pull = open(scene, "slide");
      enableAutoMerge(scene.github.world, pull, { method: "merge" }, scene.person("rita"));
      await scene.settle();
      await scene.passTo("2026-12-01T09:10:00Z");
      expect((await gate(scene))?.soft).toMatchObject(expected);
      expect(pull.autoMerge === null).toBe(expected.disarmed === 1);
    }
  });
});

describe("a start where a queue is required and no gate is", () => {
  test("throws what is not let in out of the queue by the verdict on its group, and leaves what is", async () => {
    const scene = await staged({ permissions: { pull_requests: "write" } });
    requireRules(scene, QUEUE, requiredCheck("tests", scene.registered.id), requiredCheck("Release plan (main)", scene.registered.id));
    const [fix, slide] = [open(scene, "fix", "Mend the pier"), open(scene, "slide")];
    scene.label(fix, "bug", scene.person("rita"));
    await scene.passTo("2026-12-01T08:50:00Z");
    await scene.app.resync();
    await scene.passTo("2026-12-01T08:58:00Z");
    for (const pull of [fix, slide]) {
      await greenTests(scene, pull);
      enqueue(scene.github.world, pull, scene.person("rita"));
    }
    await scene.settle();
    expect([isQueued(fix), isQueued(slide)]).toEqual([true, true]);
    await scene.passTo("2026-12-01T09:01:00Z");
    expect([isQueued(fix), isQueued(slide)]).toEqual([true, false]);
    expect(await gate(scene)).toMatchObject({ level: "queue", epoch: null });
  });
});

describe("a gate with a merge queue", () => {
  test("stamps a group of exempt pull requests, and ejects what is not exempt at once when the freeze begins", async () => {
    const scene = await staged({ gate: true });
    requireRules(scene, QUEUE, requiredCheck("tests", scene.registered.id));
    const [fix, slide] = [open(scene, "fix", "Mend the pier"), open(scene, "slide")];
    scene.label(fix, "bug", scene.person("rita"));
    await scene.settle();
    await scene.passTo("2026-12-01T08:58:00Z");
    // tests are green on the heads, so that both may be queued, and not yet on the groups
    for (const pull of [fix, slide]) {
      await greenTests(scene, pull);
      enqueue(scene.github.world, pull, scene.person("rita"));
    }
    await scene.settle();
    expect([isQueued(fix), isQueued(slide)]).toEqual([true, true]);
    await scene.passTo("2026-12-01T09:00:00Z");
    expect([isQueued(fix), isQueued(slide)]).toEqual([true, false]);
  });
});

describe("the self-test", () => {
  test("warns the manager seven days and one day ahead, once each, and says what is missing", async () => {
    const scene = await staged({ now: "2026-11-20T09:00:00Z" });
    expect((await scene.app.store.records<SelfTestRecord>("self-test", ""))[0]?.value.findings.map((finding) => `${finding.code}: ${finding.holds}`)).toEqual(["required: false", "forks: true"]);
    await scene.passTo("2026-11-24T10:00:00Z");
    await scene.passTo("2026-11-30T10:00:00Z");
    await scene.app.resync();
    await scene.settle();
    const notices = (await scene.app.store.records<SelfTestNotice>("notice", "self-test/")).map(({ value }) => `${value.ahead}: ${value.level}`);
    expect(notices).toEqual(["1 day: advisory", "7 days: advisory"]);
    expect((await messagesOf(scene, "manager"))).toHaveLength(2);
  });

  test("warns nobody of a gate that will hold", async () => {
    const scene = await staged({ gate: true, now: "2026-11-20T09:00:00Z" });
    await scene.passTo("2026-11-30T10:00:00Z");
    expect(await scene.app.store.records("notice", "self-test/")).toEqual([]);
  });
});

describe("off", () => {
  function inspection(scene: Scene) {
    const second = [...scene.github.world.apps.values()].find((app) => app.slug === "release-warden-gate");
    return openInspection({
      credentials: { appId: scene.registered.id, privateKey: KEYS.privateKey, webhookSecrets: [] }, gate: second === undefined ? null : { appId: second.id, privateKey: KEYS.privateKey },
      apiUrl: scene.github.world.apiUrl, store: { kind: "sqlite", file: "/nowhere/at/all.sqlite" }, now: () => scene.clock.now(), log: { info: () => undefined, warn: () => undefined, error: () => undefined }, fetch: scene.github.fetch,
    });
  }

  test("thaws, completes what waits, and a server that runs stays off until the ruleset is deleted", async () => {
    const scene = await staged({ gate: true });
    const pull = open(scene, "slide");
    await scene.passTo("2026-12-01T09:10:00Z");
    expect(scene.check(pull)?.state).toBe("in_progress");
    const report = await inspection(scene).off(null);
    expect(report).toEqual([{ repository: "acme/app", thawed: ["main"], rulesets: ["Release Warden is off for main: delete this ruleset to switch it on again"], withoutRight: false, completed: 1, required: [], failed: [] }]);
    const writes = recordWrites(scene);
    await scene.passTo("2026-12-01T10:00:00Z");
    expect([scene.check(pull)?.state, writes(), (await gate(scene))?.off]).toEqual(["neutral", [], true]);
    const another = open(scene, "another");
    await scene.settle();
    expect([scene.check(another), refusal(scene, another)]).toEqual([null, "merged"]);
    const [ruleset] = [...scene.repository.rulesets.values()];
    if (ruleset !== undefined) deleteRuleset(scene.github.world, scene.repository, ruleset, scene.person("olga"));
    await scene.settle();
    expect(refusal(scene, pull)).toContain("is expected");
  });

  test("says what only a person can do, and where nobody of us may look", async () => {
    const scene = await staged();
    requireRules(scene, requiredCheck("Release plan (main)", scene.registered.id));
    const [report] = await inspection(scene).off("ACME/app");
    expect(report).toMatchObject({ withoutRight: true, required: [{ branch: "main", context: "Release plan (main)" }], thawed: [], failed: [] });
    expect(await inspection(scene).off("acme/elsewhere")).toEqual([]);
  });
});
