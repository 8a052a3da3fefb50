import { describe, expect, test } from "@jest/globals";
import { pushToBranch } from "../../src/sandbox/github/state/ref.ts";
import { createMilestone, updateMilestone } from "../../src/sandbox/github/state/milestone.ts";
import { createRuleset } from "../../src/sandbox/github/state/ruleset.ts";
import { setProtection } from "../../src/sandbox/github/state/protection.ts";
import { branchTip, createRepository, updateRepository } from "../../src/sandbox/github/state/repository.ts";
import { place } from "./local.ts";

describe("plan files", () => {
  test("are read at the default branch from both places, with commit and blob, in one read", async () => {
    const { view, web_, web, world, ann, github } = place();
    const tip = pushToBranch(world, web, "main", [{ message: "Plan", files: { ".github/release-plan.yml": "version: 1\n", ".github/release-plans/b.yaml": "version: 1 # ü\n", ".github/release-plans/notes.md": "no" } }], ann);
    const { commit, files } = await view.readPlanFiles(web_, null);
    expect(commit).toBe(tip.sha);
    expect(files.map(({ path, bytes }) => [path, Buffer.from(bytes).toString()])).toEqual([[".github/release-plan.yml", "version: 1\n"], [".github/release-plans/b.yaml", "version: 1 # ü\n"]]);
    expect(github.stats()).toMatchObject({ graphqlReads: 1, restReads: 0 });
  });

  test("are none where there is none, and a fault where the contents are not ours to read", async () => {
    const { view, web_, web } = place();
    expect(await view.readPlanFiles(web_, null)).toEqual({ commit: branchTip(web, "main")?.sha, files: [], templates: [] });
    const blind = place({ permissions: { checks: "write", pull_requests: "read" } });
    await expect(blind.view.readPlanFiles(blind.web_, null)).rejects.toMatchObject({ fault: { kind: "forbidden" } });
    await expect(view.readPlanFiles({ ...web_, name: "gone" }, null)).rejects.toMatchObject({ fault: { kind: "not-found" } });
    await expect(view.readPlanFiles(web_, "f".repeat(40))).rejects.toMatchObject({ fault: { kind: "not-found" } });
  });

  test("at a commit are those of that commit", async () => {
    const { view, web_, openPull } = place();
    const pull = openPull("plan", { ".github/release-plan.yml": "version: 1\n" });
    expect((await view.readPlanFiles(web_, null)).files).toEqual([]);
    expect((await view.readPlanFiles(web_, pull.head.sha)).files.map((file) => file.path)).toEqual([".github/release-plan.yml"]);
  });
});

describe("milestones, branches and repositories", () => {
  test("milestones are given open and closed with their instants", async () => {
    const { view, web_, web, world, ann } = place();
    createMilestone(world, web, { title: "Release", description: "All of it", dueOn: Date.UTC(2024, 5, 24) }, ann);
    const closed = createMilestone(world, web, { title: "Testing" }, ann);
    updateMilestone(world, web, closed, { state: "closed" }, ann);
    const milestones = await view.readMilestones(web_);
    expect(milestones).toHaveLength(2);
    expect(milestones).toContainEqual({ number: 1, title: "Release", description: "All of it", open: true, closedAt: null, dueOn: expect.any(Number) as unknown });
    expect(milestones).toContainEqual({ number: 2, title: "Testing", description: null, open: false, closedAt: world.clock.now(), dueOn: null });
  });

  test("a branch that is missing is null, a repository that is missing a fault", async () => {
    const { view, web_, openPull } = place();
    const pull = openPull("topic/x", { "x.txt": "x" });
    expect([await view.readBranchTip(web_, "topic/x"), await view.readBranchTip(web_, "none")]).toEqual([pull.head.sha, null]);
    await expect(view.readBranchTip({ ...web_, name: "gone" }, "main")).rejects.toMatchObject({ fault: { kind: "not-found" } });
  });

  test("a repository is found by its id after it was renamed, and is null where it is not ours", async () => {
    const { view, web, web_, world, acme, ann } = place();
    updateRepository(world, web, { name: "site" }, ann);
    expect(await view.readRepository(web_.id)).toEqual({ id: web_.id, owner: "acme", name: "site", defaultBranch: "main", private: false, archived: false });
    expect(await view.readRepository(999_999)).toBeNull();
    createRepository(world, { owner: acme, name: "docs", private: true }, ann);
    expect((await view.readInstallationRepositories()).map((repository) => [repository.name, repository.private])).toEqual([["site", false], ["docs", true]]);
  });

  test("an installation is read as the app, and is null when it was removed", async () => {
    const { view, installation, github } = place();
    expect(await view.readInstallation(installation.id)).toMatchObject({ id: installation.id, account: "acme", permissions: { checks: "write" }, suspended: false });
    expect(await view.readInstallation(424_242)).toBeNull();
    expect((await github.readInstallations()).map((one) => one.id)).toEqual([installation.id]);
    expect(await github.identity()).toMatchObject({ slug: "warden", botLogin: "warden[bot]" });
  });
});

describe("who may and what is enforced", () => {
  test("a role is asked for once in ten minutes, and at once when it must be fresh", async () => {
    const { view, web_, world, github } = place();
    expect([await view.readRole(web_, "ann"), await view.readRole(web_, "bob"), await view.readRole(web_, "BOB")]).toEqual(["admin", "write", "write"]);
    expect(github.stats().restReads).toBe(2);
    await view.readRole(web_, "bob", { fresh: true });
    world.clock.advance(11 * 60_000);
    await view.readRole(web_, "ann");
    expect(github.stats().restReads).toBe(4);
    expect(await view.readRole(web_, "nobody-at-all")).toBeNull();
  });

  test("required checks are those of rulesets and of classic protection together", async () => {
    const { view, web_, web, world, ann, app } = place();
    expect(await view.readRequiredChecks(web_, "main")).toEqual([]);
    createRuleset(world, web, {
      name: "gate", target: "branch", enforcement: "active", bypassActors: [], include: ["refs/heads/main"], exclude: [],
      rules: [{ type: "required_status_checks", parameters: { strict_required_status_checks_policy: false, required_status_checks: [{ context: "Release plan (main)", integration_id: app.id }] } }],
    }, ann);
    expect(await view.readRequiredChecks(web_, "main")).toEqual([{ context: "Release plan (main)", appId: app.id }]);
    setProtection(web, {
      branch: "main", requiredStatusChecks: { strict: false, checks: [{ context: "tests", appId: null }] }, enforceAdmins: false, requiredReviews: null,
      allowForcePushes: false, allowDeletions: false, lockBranch: false,
    });
    expect(await view.readRequiredChecks(web_, "main")).toEqual([{ context: "Release plan (main)", appId: app.id }, { context: "tests", appId: null }]);
  });
});
