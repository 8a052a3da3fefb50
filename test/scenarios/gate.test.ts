/** A branch closed by one write and opened by one, with the second app that may do so. */
import { afterEach, describe, expect, test } from "@jest/globals";
import type { Key } from "../../src/domain/model/key.ts";
import type { GateRecord } from "../../src/domain/model/gate.ts";
import type { FreezeStartRecord } from "../../src/domain/model/records.ts";
import { createCheckRun } from "../../src/sandbox/github/state/check.ts";
import { pushCommits } from "../../src/sandbox/github/seed.ts";
import type { Pull } from "../../src/sandbox/github/state/pull.ts";
import { retarget } from "../../src/sandbox/github/state/pull.ts";
import type { Ruleset } from "../../src/sandbox/github/state/ruleset.ts";
import { deleteRuleset, updateRuleset } from "../../src/sandbox/github/state/ruleset.ts";
import { messagesOf } from "../support/messages.ts";
import { createScene, PLAN } from "../support/scene.ts";
import type { Scene, SceneOptions } from "../support/scene.ts";
import { recordWrites } from "../support/ruleset-writes.ts";

const scenes: Scene[] = [];
async function gated(options: Partial<SceneOptions> = {}): Promise<Scene> {
  const scene = await createScene({ plan: PLAN, gate: true, ...options });
  scenes.push(scene);
  return scene;
}
afterEach(async () => {
  await Promise.all(scenes.splice(0).map((scene) => scene.stop()));
});

const START = "2026-12-01T09:00:00Z";
const BEFORE = "2026-12-01T08:59:00Z";
const DURING = "2026-12-01T10:00:00Z";

function ours(scene: Scene): Ruleset {
  const [ruleset] = [...scene.repository.rulesets.values()].filter((one) => one.name.startsWith("Release Warden"));
  if (ruleset === undefined) throw new Error("There is no ruleset of ours.");
  return ruleset;
}

function context(scene: Scene): string {
  const [rule] = ours(scene).rules;
  return ((rule?.parameters?.["required_status_checks"] ?? []) as { context: string }[])[0]?.context ?? "";
}

async function gate(scene: Scene, branch = "main"): Promise<GateRecord | null> {
  return scene.app.store.record<GateRecord>("gate", `${scene.repository.id}/${branch}`);
}

function refusal(scene: Scene, pull: Pull): string {
  try {
    scene.merge(pull);
    return "merged";
  } catch (problem) {
    return `${(problem as { status?: number }).status}: ${(problem as Error).message}`;
  }
}

function stamps(scene: Scene, pull: Pull): readonly string[] {
  return scene.runs(pull.head.sha).filter((run) => run.name.includes(" is frozen ")).map((run) => run.conclusion ?? run.status);
}

async function bugfix(scene: Scene, head = "fix"): Promise<Pull> {
  const pull = scene.open({ title: "Mend the pier", head, files: { [`${head}.txt`]: "mended\n" } });
  scene.label(pull, "bug", scene.person("rita"));
  await scene.settle();
  return pull;
}

async function feature(scene: Scene, head = "feature"): Promise<Pull> {
  const pull = scene.open({ title: "Add a slide", head, files: { [`${head}.txt`]: "new\n" } });
  await scene.settle();
  return pull;
}

describe("the name of the ruleset", () => {
  test("leads to the freeze's issue once there is one, by one write a minute after the branch was closed", async () => {
    const scene = await gated();
    const writes = recordWrites(scene);
    await scene.passTo("2026-12-01T09:00:50Z");
    expect([writes(), ours(scene).name]).toEqual([["edited active"], "Release Warden freeze of main see Release plan (main) (to thaw by hand: set to Disabled)"]);
    const closed = context(scene);
    await scene.passTo("2026-12-01T09:02:00Z");
    const [issue] = [...scene.repository.issues.values()].filter((one) => one.title === "2.4: Freeze");
    const led = `Release Warden freeze of main until Release, see #${issue?.number} (to thaw by hand: set to Disabled)`;
    expect([writes(), ours(scene).name, context(scene)]).toEqual([["edited active", "edited active"], led, closed]);
    await scene.passTo("2026-12-02T09:00:00Z");
    expect([writes().length, await messagesOf(scene, "alert")]).toEqual([2, []]);
  });

  test("stays as a person gave it", async () => {
    const scene = await gated();
    await scene.passTo(START);
    updateRuleset(scene.github.world, scene.repository, ours(scene), { name: "Release Warden freeze of main, ask rita" }, scene.person("olga"));
    await scene.passTo(DURING);
    expect([ours(scene).name, ours(scene).enforcement]).toEqual(["Release Warden freeze of main, ask rita", "active"]);
  });
});

describe("a freeze with a known start", () => {
  test("is closed by exactly one write, and a feature pull that was green before can no longer merge", async () => {
    const scene = await gated();
    const pull = await feature(scene);
    expect([ours(scene).enforcement, ours(scene).name]).toEqual(["disabled", "Release Warden freeze of main (to thaw by hand: set to Disabled)"]);
    await scene.passTo(BEFORE);
    const writes = recordWrites(scene);
    await scene.passTo(START);
    expect(writes()).toEqual(["edited active"]);
    expect(ours(scene)).toMatchObject({ enforcement: "active", include: ["refs/heads/main"], exclude: [], bypassActors: [] });
    expect(ours(scene).name).toBe("Release Warden freeze of main see Release plan (main) (to thaw by hand: set to Disabled)");
    expect(ours(scene).rules).toEqual([{ type: "required_status_checks", parameters: {
      strict_required_status_checks_policy: false, do_not_enforce_on_create: true, required_status_checks: [{ context: context(scene), integration_id: scene.registered.id }],
    } }]);
    expect(context(scene)).toMatch(/^main is frozen until Release \(due Tue 8 December\): see Release plan \(main\) \[[0-9a-z]{10}\]$/);
    expect(refusal(scene, pull)).toBe(`405: Repository rule violations found

Required status check "${context(scene)}" is expected.

`);
    expect(stamps(scene, pull)).toEqual([]);
    expect(scene.complaints).toEqual([]);
  });

  test("never makes a bugfix blink: its stamp stands before the branch closes", async () => {
    const scene = await gated();
    const pull = await bugfix(scene);
    await scene.passTo(BEFORE);
    expect(ours(scene).enforcement).toBe("disabled");
    expect(stamps(scene, pull)).toEqual(["success"]);
    await scene.passTo(START);
    expect(refusal(scene, pull)).toBe("merged");
  });

  test("records when it was due, when it took effect, and the tip that was read after the branch was closed", async () => {
    const scene = await gated();
    await scene.passTo(START);
    const [start] = await scene.app.store.records<FreezeStartRecord>("freeze-start", "");
    const due = Date.parse(START);
    expect(start?.value).toMatchObject({ dueAt: due, effectiveAt: due, closedAt: due, tip: scene.repository.refs.get("refs/heads/main")?.sha });
    expect(await gate(scene)).toMatchObject({ level: "repository-gate", closedAt: due, trouble: null, epoch: { foreseen: true, name: context(scene) } });
  });

  test("begins late when the app was away, and says both instants", async () => {
    const scene = await gated();
    await scene.passTo("2026-12-01T08:00:00Z");
    scene.clock.set(Date.parse("2026-12-01T09:30:00Z"));
    await scene.settle();
    const [start] = await scene.app.store.records<FreezeStartRecord>("freeze-start", "");
    expect(start?.value).toMatchObject({ dueAt: Date.parse(START), effectiveAt: Date.parse("2026-12-01T09:30:00Z") });
    expect(ours(scene).enforcement).toBe("active");
  });

  test("is opened by one write when it ends, and what it held back merges", async () => {
    const scene = await gated();
    const pull = await feature(scene);
    await scene.passTo(DURING);
    const writes = recordWrites(scene);
    scene.close(scene.milestone("Release"), scene.person("rita"));
    await scene.settle();
    expect(writes()).toEqual(["edited disabled"]);
    expect(refusal(scene, pull)).toBe("merged");
  });
});

describe("while it holds", () => {
  test("a new push has no stamp until it was looked at, and a retarget has none of the branch", async () => {
    const scene = await gated();
    const pull = await bugfix(scene);
    await scene.passTo(DURING);
    pushCommits(scene.github.world, scene.repository, { branch: "fix", by: scene.person("ann"), commits: [{ message: "More", files: { "more.txt": "more\n" } }] });
    expect(refusal(scene, pull)).toContain("is expected");
    await scene.settle();
    expect(stamps(scene, pull)).toEqual(["success"]);
    pushCommits(scene.github.world, scene.repository, { branch: "side", by: scene.person("ann"), commits: [{ message: "Side", files: { "side.txt": "side\n" } }] });
    const side = scene.open({ title: "Mend the pier", head: "other", base: "side", files: { "other.txt": "new\n" } });
    await scene.settle();
    retarget(scene.github.world, side, "main", scene.person("ann"));
    expect(refusal(scene, side)).toContain("is expected");
    await scene.settle();
    expect(refusal(scene, side)).toContain("is expected");
  });

  test("a check of the same name by somebody else is refused", async () => {
    const scene = await gated();
    const pull = await feature(scene);
    await scene.passTo(DURING);
    const forger = [...scene.github.world.apps.values()].find((app) => app.slug === "release-warden-gate");
    if (forger === undefined) throw new Error("no other app");
    createCheckRun(scene.github.world, scene.repository, forger, { name: context(scene), headSha: pull.head.sha, status: "completed", conclusion: "success" });
    expect(refusal(scene, pull)).toContain("was not set by the expected GitHub App");
  });

  test("a justification withdrawn turns the stamp red, and given back green again", async () => {
    const scene = await gated();
    const pull = await bugfix(scene);
    await scene.passTo(DURING);
    scene.unlabel(pull, "bug", scene.person("rita"));
    await scene.settle();
    expect(stamps(scene, pull)).toEqual(["failure"]);
    expect(refusal(scene, pull)).toContain("is failing");
    scene.label(pull, "bug", scene.person("rita"));
    await scene.settle();
    expect(refusal(scene, pull)).toBe("merged");
  });

  test("a pull that was opened during it passes by what it is, and a feature never gets the check", async () => {
    const scene = await gated();
    await scene.passTo(DURING);
    const [fix, slide] = [await bugfix(scene), await feature(scene)];
    expect([refusal(scene, fix), stamps(scene, slide)]).toEqual(["merged", []]);
  });

  test("looking again and again writes nothing", async () => {
    const scene = await gated();
    await bugfix(scene);
    await feature(scene);
    await scene.passTo(DURING);
    const writes = scene.writes();
    await scene.app.resync();
    await scene.passTo("2026-12-01T12:00:00Z");
    expect(scene.writes()).toBe(writes);
  });
});

const TIGHTER = PLAN.replace("allow: [bugfix, release]", "allow: [release]");
const TWO = `release: { name: "2.4", manager: rita, timezone: UTC }
milestones:
  - { id: code-complete, title: Code complete, due: 2026-12-01T09:00 }
  - { id: hardening, title: Hardening, due: 2026-12-01T13:00 }
  - { id: release, title: Release, due: 2026-12-08T09:00 }
freezes:
  - { id: freeze, from: code-complete, until: release, allow: [bugfix, release] }
  - { id: hard, from: hardening, until: "2026-12-01T15:00", allow: [release] }
`;

describe("an epoch", () => {
  test("changes when the plan lets in less, so that every stamp is void at once", async () => {
    const scene = await gated();
    const pull = await bugfix(scene);
    await scene.passTo(DURING);
    const before = context(scene);
    scene.plan(TIGHTER);
    await scene.settle();
    expect(context(scene)).not.toBe(before);
    expect(refusal(scene, pull)).toContain("is expected");
  });

  test("changes when somebody asks for it, so that an exemption taken back is void at once", async () => {
    const scene = await gated();
    const pull = await bugfix(scene);
    await scene.passTo(DURING);
    const before = context(scene);
    const key: Key = { kind: "branch", repository: scene.repository.id, branch: "main" };
    await scene.app.store.remember([{ kind: "gate-renewal", key: `${scene.repository.id}/main`, value: { id: "revoked-1", at: scene.clock.now() } }]);
    await scene.app.store.mark([{ key, lane: "gate", installation: scene.installation.id }], { now: scene.clock.now() });
    const writes = recordWrites(scene);
    await scene.settle();
    expect(context(scene)).not.toBe(before);
    expect(writes()).toEqual(["edited active"]);
    expect(refusal(scene, pull)).toBe("merged");
  });

  test("stays when the plan lets in more", async () => {
    const scene = await gated({ plan: TIGHTER });
    const pull = await bugfix(scene);
    await scene.passTo(DURING);
    const before = context(scene);
    const writes = recordWrites(scene);
    scene.plan(PLAN);
    await scene.settle();
    expect([context(scene), writes()]).toEqual([before, []]);
    expect(refusal(scene, pull)).toBe("merged");
  });

  test("changes when a second freeze begins, and ending one of two opens nothing but lets in more", async () => {
    const scene = await gated({ plan: TWO });
    const pull = await bugfix(scene);
    await scene.passTo(DURING);
    const first = context(scene);
    expect(stamps(scene, pull)).toEqual(["success"]);
    await scene.passTo("2026-12-01T13:00:00Z");
    const second = context(scene);
    expect(second).not.toBe(first);
    expect(refusal(scene, pull)).toContain("is expected");
    const writes = recordWrites(scene);
    await scene.passTo("2026-12-01T15:00:00Z");
    expect([context(scene), ours(scene).enforcement, writes()]).toEqual([second, "active", []]);
    expect(refusal(scene, pull)).toBe("merged");
  });

  test("changes when one of two freezes ended and begins again, so that what passed in between does not pass now", async () => {
    const scene = await gated({ plan: TWO });
    const pull = await bugfix(scene);
    await scene.passTo("2026-12-01T15:05:00Z");
    const between = context(scene);
    expect(stamps(scene, pull).at(-1)).toBe("success");
    scene.plan(TWO.replace("2026-12-01T15:00", "2026-12-01T17:00"));
    await scene.settle();
    expect(context(scene)).not.toBe(between);
    expect(refusal(scene, pull)).toContain("is expected");
  });

  test("of one freeze is worth nothing in the next", async () => {
    const again = PLAN.replace("freezes:", "  - { id: more, title: More, due: 2026-12-01T14:00 }\nfreezes:\n  - { id: second, from: more, until: \"2026-12-01T18:00\", allow: [release] }");
    const scene = await gated({ plan: again });
    const pull = await bugfix(scene);
    await scene.passTo(DURING);
    const first = context(scene);
    await scene.passTo("2026-12-01T13:00:00Z");
    scene.close(scene.milestone("Release"), scene.person("rita"));
    await scene.passTo("2026-12-01T14:00:00Z");
    expect(context(scene)).not.toBe(first);
    expect(refusal(scene, pull)).toContain("is expected");
  });
});

describe("hands off", () => {
  test("a ruleset that a person switched off is put back once, and the second time left and told", async () => {
    const scene = await gated();
    await scene.passTo(DURING);
    const olga = scene.person("olga");
    updateRuleset(scene.github.world, scene.repository, ours(scene), { enforcement: "disabled" }, olga);
    await scene.settle();
    expect(ours(scene).enforcement).toBe("active");
    expect(await gate(scene)).toMatchObject({ touched: { by: "olga", how: "disabled", answer: "reasserted" } });
    updateRuleset(scene.github.world, scene.repository, ours(scene), { enforcement: "disabled" }, olga);
    const writes = recordWrites(scene);
    await scene.passTo("2026-12-01T13:00:00Z");
    expect([ours(scene).enforcement, writes()]).toEqual(["disabled", []]);
    expect(await gate(scene)).toMatchObject({ touched: { by: "olga", answer: "yielded" } });
    const alerts = (await messagesOf(scene, "alert")).map((message) => message.facts["event"]);
    expect(alerts).toEqual(["gate-changed", "gate-yielded"]);
  });

  test("a deleted ruleset is made anew once", async () => {
    const scene = await gated();
    const pull = await feature(scene);
    await scene.passTo(DURING);
    deleteRuleset(scene.github.world, scene.repository, ours(scene), scene.person("olga"));
    await scene.settle();
    expect(refusal(scene, pull)).toContain("is expected");
    deleteRuleset(scene.github.world, scene.repository, ours(scene), scene.person("olga"));
    await scene.passTo("2026-12-01T12:00:00Z");
    expect(scene.repository.rulesets.size).toBe(0);
    expect((await messagesOf(scene, "alert"))).toHaveLength(2);
  });

  test("outside a freeze what people do with it is their own", async () => {
    const scene = await gated();
    updateRuleset(scene.github.world, scene.repository, ours(scene), { bypassActors: [{ actor_id: null, actor_type: "OrganizationAdmin", bypass_mode: "pull_request" }] }, scene.person("olga"));
    await scene.passTo(DURING);
    expect(ours(scene)).toMatchObject({ enforcement: "active", bypassActors: [{ actor_type: "OrganizationAdmin" }] });
  });
});

describe("a lost store", () => {
  test("in the middle of a freeze takes the epoch that stands, and bugfixes keep flowing", async () => {
    const scene = await gated();
    const pull = await bugfix(scene);
    const slide = await feature(scene);
    await scene.passTo(DURING);
    const before = context(scene);
    const writes = recordWrites(scene);
    await scene.forget();
    await scene.passTo("2026-12-01T11:00:00Z");
    expect([context(scene), ours(scene).enforcement, writes()]).toEqual([before, "active", []]);
    expect([stamps(scene, pull), stamps(scene, slide)]).toEqual([["success"], []]);
    scene.unlabel(pull, "bug", scene.person("rita"));
    await scene.settle();
    expect(stamps(scene, pull)).toEqual(["failure"]);
  });

  test("opens nothing that the plan alone does not explain, and says so", async () => {
    const scene = await gated();
    scene.close(scene.milestone("Code complete"), scene.person("rita"));
    await scene.settle();
    expect(ours(scene).enforcement).toBe("active");
    await scene.forget();
    expect(ours(scene).enforcement).toBe("active");
    expect(await gate(scene)).toMatchObject({ orphan: context(scene) });
    expect((await messagesOf(scene, "alert")).map((message) => message.facts["event"])).toContain("gate-orphan");
  });
});
