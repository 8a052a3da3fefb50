/** Scenes of a plan whose repository is out of sight: what it governs elsewhere stays frozen, people hear of it, and can lift it. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { readLedgerSection } from "../../src/domain/desired/ledger-section.ts";
import { keyText } from "../../src/domain/model/key.ts";
import type { PlanRecord } from "../../src/domain/model/records.ts";
import { mergePull, pushCommits, seedInstallation, seedOrganization } from "../../src/sandbox/github/seed.ts";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import { changeInstallationRepositories } from "../../src/sandbox/github/state/app.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import type { Repository } from "../../src/sandbox/github/state/repository.ts";
import { transferRepository } from "../../src/sandbox/github/state/repository.ts";
import { planNotice } from "../../src/text/page/pages.ts";
import { closes, JOINT_PLAN, merged, open, organized, ours } from "../support/organized.ts";
import type { Organized } from "../support/organized.ts";
import type { Scene } from "../support/scene.ts";

const DURING = "2026-12-01T10:00:00Z";
const LATER = "2026-12-01T12:00:00Z";

const scenes: Scene[] = [];
afterEach(async () => {
  for (const scene of scenes.splice(0)) {
    expect(scene.complaints).toEqual([]);
    await scene.stop();
  }
});

/** Three repositories under the plan of acme/app, in the middle of its freeze; acme/app is about to leave. */
async function staged(at = DURING): Promise<Organized & { readonly site: Repository }> {
  const made = await organized();
  scenes.push(made.scene);
  const { scene, repositories } = made;
  Object.assign(scene.installation, { repositorySelection: "selected" });
  for (const { id } of repositories) scene.installation.repositoryIds.add(id);
  await scene.passTo(at);
  const [, site] = repositories;
  if (site === undefined) throw new Error("There is no second repository.");
  return { ...made, site };
}

function leave(scene: Scene): void {
  changeInstallationRepositories(scene.github.world, scene.installation, { removed: [scene.repository.id] }, scene.person("olga"));
}

function trackingIn(repository: Repository): Issue | undefined {
  return [...repository.issues.values()].find((issue) => issue.pull === null && issue.title === "2.4: Freeze");
}

function withdraw(scene: Scene, repository: Repository): void {
  pushCommits(scene.github.world, repository, { branch: "main", by: scene.person("rita"), bypassRules: true, commits: [{ message: "No longer", files: { ".github/release-plan.yml": null } }] });
}

describe("a plan whose repository leaves the installation", () => {
  test("goes on closing the repositories that stay, also after everything was looked at again", async () => {
    const { scene, repositories, site } = await staged();
    const [feature, fix] = [open(scene, site, "slide"), open(scene, site, "fix", ["bug"])];
    await scene.settle();
    leave(scene);
    await scene.settle();
    await scene.app.resync();
    await scene.passTo(LATER);
    expect(closes(ours(scene))).toEqual(expect.arrayContaining(repositories.slice(1).map(({ id }) => id)));
    expect([merged(scene, feature).includes("is expected"), merged(scene, fix)]).toEqual([true, "merged"]);
  });

  test("begins its freezes there too when it left before, and keeps their account", async () => {
    const { scene, site } = await staged("2026-11-30T09:00:00Z");
    leave(scene);
    await scene.settle();
    const feature = open(scene, site, "slide");
    await scene.passTo(DURING);
    expect(closes(ours(scene))).toContain(site.id);
    mergePull(scene.github.world, feature, { by: scene.person("olga"), bypassRules: true });
    await scene.passTo(LATER);
    expect(trackingIn(site)?.body).toContain("acme/site#1");
    expect(readLedgerSection(trackingIn(site)?.body ?? "")?.entries.map(({ number, outcome }) => [number, outcome])).toEqual([[1, "bypass"]]);
  });

  test("is told to the manager, on the page and in the issue of the freeze, which goes on where we may still write", async () => {
    const { scene, site } = await staged();
    leave(scene);
    await scene.settle();
    const told = await scene.app.store.told(keyText({ kind: "plan", repository: scene.repository.id }));
    expect(told.map(({ message: { audience, words } }) => [audience, words.title])).toEqual([["manager", "The release plan of acme/app cannot be followed"]]);
    expect(told[0]?.message.words.lines.join("\n")).toMatch(/cannot see acme\/app any more[\s\S]*stays in force in acme\/site and acme\/docs[\s\S]*\/warden thaw because/);
    expect(trackingIn(site)?.body).toMatch(/^\*\*The Warden cannot see .*app any more/m);
    const [record] = await scene.app.store.records<PlanRecord>("plan", `${scene.repository.id}/`);
    expect(record === undefined ? null : planNotice(record.value)).toMatch(/is out of sight: .*The last good plan stays in force/);
    await scene.app.resync();
    await scene.settle();
    expect((await scene.app.store.told(keyText({ kind: "plan", repository: scene.repository.id }))).length).toBe(1);
  });

  test("is followed again once it is back, and the issue that stood in for it is closed", async () => {
    const { scene, site } = await staged();
    const before = trackingIn(scene.repository);
    leave(scene);
    await scene.settle();
    await scene.passTo(LATER);
    changeInstallationRepositories(scene.github.world, scene.installation, { added: [scene.repository.id] }, scene.person("olga"));
    await scene.passTo("2026-12-01T14:00:00Z");
    expect([trackingIn(site)?.state, trackingIn(site)?.comments.at(-1)?.body, before?.state]).toEqual(["closed", expect.stringContaining("is followed in acme/app from now on"), "open"]);
    expect(before?.body).not.toContain("cannot see");
    scene.close(scene.milestone("Release"), scene.person("rita"));
    await scene.settle();
    expect([closes(ours(scene)), before?.state]).toEqual([[], "closed"]);
  });

  test("is ended by its manager with a command, repository by repository", async () => {
    const { scene, site, repositories: [, , docs] } = await staged();
    leave(scene);
    await scene.settle();
    const issue = trackingIn(site);
    if (issue === undefined) throw new Error("Nothing is said in acme/site.");
    scene.clock.advance(60_000);
    createComment(scene.github.world, issue, "/warden thaw because the release is out", scene.person("rita"));
    await scene.passTo(LATER);
    expect(closes(ours(scene))).not.toContain(site.id);
    expect(closes(ours(scene))).toContain(docs?.id);
  });

  test("is left by a repository that takes its consent back, and by that one alone", async () => {
    const { scene, site, repositories: [, , docs] } = await staged();
    leave(scene);
    await scene.settle();
    withdraw(scene, site);
    await scene.passTo(LATER);
    expect([closes(ours(scene)).includes(site.id), closes(ours(scene)).includes(docs?.id ?? 0)]).toEqual([false, true]);
  });

  test("binds on when its repository was given to another owner, whatever they make of the plan", async () => {
    const { scene, repositories: [, site, docs] } = await staged();
    const other = seedOrganization(scene.github.world, "other", { admins: [scene.person("rita")] });
    for (const app of scene.github.world.apps.values()) seedInstallation(scene.github.world, app, other);
    transferRepository(scene.github.world, scene.repository, other, scene.person("rita"));
    await scene.settle();
    scene.plan(JOINT_PLAN.replace("allow: [bugfix, release]", "allow: [bugfix, feature, release]"));
    await scene.app.resync();
    await scene.passTo(LATER);
    expect(closes(ours(scene))).toEqual(expect.arrayContaining([site?.id, docs?.id]));
    const feature = open(scene, site as Repository, "slide");
    await scene.settle();
    expect(merged(scene, feature)).toContain("is expected");
  });
});

describe("a governed repository that leaves and comes back", () => {
  test("is never opened meanwhile", async () => {
    const { scene, site } = await staged();
    changeInstallationRepositories(scene.github.world, scene.installation, { removed: [site.id] }, scene.person("olga"));
    await scene.settle();
    expect(closes(ours(scene))).toContain(site.id);
    changeInstallationRepositories(scene.github.world, scene.installation, { added: [site.id] }, scene.person("olga"));
    await scene.passTo(LATER);
    expect(closes(ours(scene))).toContain(site.id);
    const feature = open(scene, site, "slide");
    await scene.settle();
    expect(merged(scene, feature)).toContain("is expected");
  });
});

describe("a plan that GitHub does not let us read", () => {
  test("stays in force, and its manager and the issue of its freeze say so until it can be read again", async () => {
    const { scene } = await staged();
    const plan = (): Promise<readonly unknown[]> => scene.app.store.told(keyText({ kind: "plan", repository: scene.repository.id }));
    pushCommits(scene.github.world, scene.repository, { branch: "main", by: scene.person("rita"), bypassRules: true, commits: [{ message: "Gone", files: { ".github/release-plan.yml": null } }] });
    await scene.passTo(LATER);
    expect([closes(ours(scene)).length, (await plan()).length]).toEqual([3, 1]);
    expect(trackingIn(scene.repository)?.body).toContain("is gone from");
    scene.plan(JOINT_PLAN);
    await scene.passTo("2026-12-01T14:00:00Z");
    expect([trackingIn(scene.repository)?.body?.includes("is gone from"), (await plan()).length]).toEqual([false, 1]);
  });
});
