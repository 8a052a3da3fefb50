/** Three repositories of one organisation, closed by one ruleset of the organisation. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { openInspection } from "../../src/app.ts";
import type { GateRecord, OrganizationGateRecord } from "../../src/domain/model/gate.ts";
import type { FreezeStartRecord } from "../../src/domain/model/records.ts";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import { createIssue } from "../../src/sandbox/github/state/issue.ts";
import { deleteRuleset, updateRuleset } from "../../src/sandbox/github/state/ruleset.ts";
import { messagesOf } from "../support/messages.ts";
import { closes, context, JOINT_PLAN, merged, open, organized, ours, rulesets } from "../support/organized.ts";
import type { Organized } from "../support/organized.ts";
import { KEYS } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";

const scenes: Scene[] = [];
afterEach(async () => {
  await Promise.all(scenes.splice(0).map((scene) => scene.stop()));
});

const BEFORE = "2026-12-01T08:59:00Z";
const START = "2026-12-01T09:00:00Z";
const DURING = "2026-12-01T10:00:00Z";


async function staged(options: Parameters<typeof organized>[0] = {}): Promise<Organized> {
  const made = await organized(options);
  scenes.push(made.scene);
  return made;
}

async function gates({ scene, repositories }: Organized): Promise<readonly (GateRecord | null)[]> {
  return Promise.all(repositories.map(({ id }) => scene.app.store.record<GateRecord>("gate", `${id}/main`)));
}

function inspection(scene: Scene) {
  const second = [...scene.github.world.apps.values()].find((app) => app.slug === "release-warden-gate");
  return openInspection({
    credentials: { appId: scene.registered.id, privateKey: KEYS.privateKey, webhookSecrets: [] }, gate: second === undefined ? null : { appId: second.id, privateKey: KEYS.privateKey },
    apiUrl: scene.github.world.apiUrl, store: { kind: "sqlite", file: "/nowhere/at/all.sqlite" }, now: () => scene.clock.now(), log: { info: () => undefined, warn: () => undefined, error: () => undefined }, fetch: scene.github.fetch,
  });
}

async function alerts({ scene }: Organized): Promise<readonly unknown[]> {
  return (await messagesOf(scene, "alert")).map(({ facts }) => facts["event"]);
}

async function joint({ scene }: Organized): Promise<OrganizationGateRecord | null> {
  return scene.app.store.record<OrganizationGateRecord>("organization-gate", `${scene.installation.id}/main`);
}

describe("a known start", () => {
  test("closes three repositories with one write; bugfixes never blink, each has its own baseline, and the level says so", async () => {
    const made = await staged();
    const { scene, repositories, rulesetWrites, from } = made;
    const pulls = repositories.map((repository) => [open(scene, repository, "slide"), open(scene, repository, "fix", ["bug"])] as const);
    await scene.passTo(BEFORE);
    expect([rulesets(scene).length, ours(scene).enforcement, repositories.map(({ rulesets: own }) => own.size)]).toEqual([1, "disabled", [0, 0, 0]]);
    from();
    await scene.passTo(START);
    expect(rulesetWrites()).toEqual(["PUT /orgs/acme/rulesets/N active"]);
    expect([closes(ours(scene)), ours(scene).include]).toEqual([repositories.map(({ id }) => id), ["refs/heads/main"]]);
    expect(pulls.map(([slide, fix]) => [merged(scene, slide).includes("is expected"), merged(scene, fix)])).toEqual([[true, "merged"], [true, "merged"], [true, "merged"]]);
    expect((await gates(made)).map((gate) => [gate?.level, gate?.epoch?.name === context(ours(scene)), gate?.closedAt])).toEqual(repositories.map(() => ["organization-gate", true, Date.parse(START)]));
    const starts = await scene.app.store.records<FreezeStartRecord>("freeze-start", "");
    expect(starts.map(({ value }) => value.closedAt)).toEqual([Date.parse(START), Date.parse(START), Date.parse(START)]);
    from();
    await scene.app.resync();
    await scene.settle();
    expect(rulesetWrites()).toEqual([]);
  });

  test("of one product later than of the others takes it in with another epoch, and no bugfix of any of them blinks", async () => {
    const made = await staged({ text: JOINT_PLAN.replace("due: 2026-12-01T09:00 }", "due: 2026-12-01T09:00, due_for: { docs: 2026-12-01T12:00 } }") });
    const { scene, repositories, rulesetWrites, from } = made;
    const fixes = repositories.map((repository) => open(scene, repository, "fix", ["bug"]));
    await scene.passTo(DURING);
    const [app, site, docs] = repositories.map(({ id }) => id);
    expect(closes(ours(scene))).toEqual([app, site]);
    const first = context(ours(scene));
    await scene.passTo("2026-12-01T11:59:00Z");
    from();
    await scene.passTo("2026-12-01T12:00:00Z");
    expect([rulesetWrites(), closes(ours(scene))]).toEqual([["PUT /orgs/acme/rulesets/N active"], [app, site, docs]]);
    expect(context(ours(scene))).not.toBe(first);
    expect(fixes.map((fix) => merged(scene, fix))).toEqual(["merged", "merged", "merged"]);
  });
});

describe("the end", () => {
  test("opens all of them with one write, and everything merges again", async () => {
    const made = await staged();
    const { scene, repositories, rulesetWrites, from } = made;
    const slides = repositories.map((repository) => open(scene, repository, "slide"));
    await scene.passTo(DURING);
    from();
    scene.close(scene.milestone("Release"), scene.person("rita"));
    await scene.settle();
    expect([rulesetWrites(), ours(scene).enforcement]).toEqual([["PUT /orgs/acme/rulesets/N disabled"], "disabled"]);
    expect(slides.map((slide) => merged(scene, slide))).toEqual(["merged", "merged", "merged"]);
    expect((await gates(made)).map((gate) => gate?.epoch)).toEqual([null, null, null]);
  });
});

describe("a freeze by command", () => {
  test("closes its own repository alone, by the same ruleset, and its thaw takes it out again", async () => {
    const made = await staged({ now: "2026-11-25T09:00:00Z" });
    const { scene, repositories: [, site], repositories, rulesetWrites, from } = made;
    if (site === undefined) throw new Error("There is no second repository.");
    const slides = repositories.map((repository) => open(scene, repository, "slide"));
    const issue = createIssue(scene.github.world, site, { title: "The pier burns" }, scene.person("ann"));
    await scene.settle();
    from();
    scene.clock.advance(60_000);
    createComment(scene.github.world, issue, "/warden freeze because the pier burns", scene.person("rita"));
    await scene.settle();
    expect([rulesetWrites(), closes(ours(scene))]).toEqual([["PUT /orgs/acme/rulesets/N active"], [site.id]]);
    expect(slides.map((slide) => merged(scene, slide).includes("is expected"))).toEqual([false, true, false]);
    scene.clock.advance(60_000);
    createComment(scene.github.world, issue, "/warden thaw because it is out", scene.person("rita"));
    await scene.settle();
    expect(closes(ours(scene))).toEqual([]);
  });
});

describe("hands off", () => {
  test("a ruleset that an owner switched off is put back once for all of them, and the second time left and told", async () => {
    const made = await staged();
    const { scene } = made;
    await scene.passTo(DURING);
    const olga = scene.person("olga");
    updateRuleset(scene.github.world, scene.organization, ours(scene), { enforcement: "disabled" }, olga);
    await scene.settle();
    expect([closes(ours(scene)).length, (await joint(made))?.touched]).toMatchObject([3, { by: "olga", how: "disabled", answer: "reasserted" }]);
    updateRuleset(scene.github.world, scene.organization, ours(scene), { enforcement: "disabled" }, olga);
    await scene.passTo("2026-12-01T13:00:00Z");
    expect([closes(ours(scene)), await alerts(made)]).toEqual([[], ["gate-changed", "gate-yielded"]]);
    expect((await gates(made)).map((gate) => gate?.touched?.answer)).toEqual(["yielded", "yielded", "yielded"]);
  });

  test("a repository that an owner took out of it is put back once", async () => {
    const made = await staged();
    const { scene, repositories } = made;
    await scene.passTo(DURING);
    updateRuleset(scene.github.world, scene.organization, ours(scene), { repositories: { ids: [scene.repository.id] } }, scene.person("olga"));
    await scene.settle();
    expect([closes(ours(scene)), await alerts(made)]).toEqual([repositories.map(({ id }) => id), ["gate-changed"]]);
  });
});

describe("without the right to the organisation's rulesets", () => {
  test("each repository has its own gate, and the level says no more", async () => {
    const made = await staged({ gate: true });
    const { scene, repositories } = made;
    await scene.passTo(START);
    expect([rulesets(scene), repositories.map((one) => [...one.rulesets.values()].map(({ enforcement }) => enforcement))]).toEqual([[], [["active"], ["active"], ["active"]]]);
    expect((await gates(made)).map((gate) => gate?.level)).toEqual(["repository-gate", "repository-gate", "repository-gate"]);
  });

  test("where the organisation's plan has no such rulesets, GitHub's refusal is taken for an answer: nobody is alarmed, and nobody waits", async () => {
    const made = await staged({ refuses: true });
    const { scene, rulesetWrites, from } = made;
    await scene.passTo(BEFORE);
    from();
    await scene.passTo(START);
    expect([[...rulesetWrites()].sort(), (await gates(made)).map((gate) => gate?.level)]).toEqual([["app", "docs", "site"].map((name) => `PUT /repos/acme/${name}/rulesets/N active`), ["repository-gate", "repository-gate", "repository-gate"]]);
    expect(await alerts(made)).toEqual([]);
  });
});

describe("a lost store", () => {
  test("in the middle of a freeze takes the epoch that stands, and writes nothing", async () => {
    const made = await staged();
    const { scene, repositories, rulesetWrites, from } = made;
    const [fix, slide] = [open(scene, scene.repository, "fix", ["bug"]), open(scene, scene.repository, "slide")];
    await scene.passTo(DURING);
    const before = context(ours(scene));
    from();
    await scene.forget();
    await scene.passTo("2026-12-01T11:00:00Z");
    expect([context(ours(scene)), closes(ours(scene)), rulesetWrites()]).toEqual([before, repositories.map(({ id }) => id), []]);
    expect([merged(scene, slide).includes("is expected"), merged(scene, fix)]).toEqual([true, "merged"]);
    expect((await gates(made)).map((gate) => gate?.epoch?.name)).toEqual([before, before, before]);
  });
});

describe("off", () => {
  test("for all repositories thaws them with one write, and stays off until the ruleset is deleted", async () => {
    const made = await staged();
    const { scene, repositories, rulesetWrites, from } = made;
    await scene.passTo(DURING);
    from();
    const report = await inspection(scene).off(null);
    expect(report.map(({ repository, thawed, failed }) => [repository, thawed, failed])).toEqual([["acme/app", ["main"], []], ["acme/site", [], []], ["acme/docs", [], []]]);
    await scene.passTo("2026-12-01T11:00:00Z");
    expect([ours(scene).enforcement, ours(scene).name]).toEqual(["disabled", "Release Warden is off for main: delete this ruleset to switch it on again"]);
    expect((await gates(made)).map((gate) => gate?.off)).toEqual([true, true, true]);
    deleteRuleset(scene.github.world, scene.organization, ours(scene), scene.person("olga"));
    await scene.settle();
    expect([closes(ours(scene)), rulesetWrites()]).toEqual([repositories.map(({ id }) => id), ["POST /orgs/acme/rulesets active"]]);
  });

  test("for one repository takes it out, and the others stay closed", async () => {
    const made = await staged();
    const { scene, repositories: [app, site, docs] } = made;
    await scene.passTo(DURING);
    await inspection(scene).off("acme/site");
    await scene.passTo("2026-12-01T11:00:00Z");
    expect([closes(ours(scene)), (await gates(made)).map((gate) => gate?.off), await alerts(made)]).toEqual([[app?.id, docs?.id], [false, true, false], []]);
    const [marker] = [...site?.rulesets.values() ?? []];
    if (site === undefined || marker === undefined) throw new Error("Nothing says that it is off.");
    deleteRuleset(scene.github.world, site, marker, scene.person("olga"));
    await scene.settle();
    expect(closes(ours(scene))).toEqual([app?.id, site.id, docs?.id]);
  });
});
