/** Scenes of repositories that get another name or owner while a plan governs them. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { openPull, seedInstallation, seedOrganization, seedRepository } from "../../src/sandbox/github/seed.ts";
import type { Repository } from "../../src/sandbox/github/state/repository.ts";
import { transferRepository, updateRepository } from "../../src/sandbox/github/state/repository.ts";
import type { PlanRecord } from "../../src/domain/model/records.ts";
import { createScene, PLAN } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";

const DURING = "2026-12-03T10:00:00Z";
const CONSENT = { ".github/release-plan.yml": "governed_by: acme/app\n" };

const scenes: Scene[] = [];
afterEach(async () => {
  for (const scene of scenes.splice(0)) {
    expect(scene.complaints).toEqual([]);
    await scene.stop();
  }
});

async function governed(products: string): Promise<{ readonly scene: Scene; readonly part: Repository }> {
  const scene = await createScene({ plan: null });
  scenes.push(scene);
  const part = seedRepository(scene.github.world, { owner: scene.organization, name: "part", defaultBranch: "main", by: scene.person("rita"), files: CONSENT });
  await scene.app.resync();
  await scene.settle();
  scene.plan(`${PLAN}${products}`);
  await scene.settle();
  return { scene, part };
}

const BOTH = "products:\n  - { id: app, repositories: [acme/app] }\n  - { id: part, repositories: [acme/part] }\n";

function verdict(scene: Scene, repository: Repository, sha: string): string | undefined {
  return (repository.checkSuites.get(sha) ?? []).filter((suite) => suite.app === scene.registered).flatMap((suite) => suite.runs).filter(({ name }) => name === "Release plan (main)").map((run) => run.conclusion ?? run.status).at(-1);
}

async function opened(scene: Scene, repository: Repository, head: string): Promise<string> {
  const pull = openPull(scene.github.world, repository, { title: `Add ${head}`, head, files: { [`src/${head}.ts`]: "b" }, by: scene.person("ann") });
  await scene.settle();
  return pull.head.sha;
}

function days(repository: Repository): readonly string[] {
  return [...repository.milestones.values()].map(({ title, dueOn }) => `${title} ${dueOn === null ? "undated" : new Date(dueOn).toISOString().slice(5, 10)}`);
}

describe("a repository that gets another name", () => {
  test("stays governed: its freeze holds, new pull requests wait, its milestones move with the plan", async () => {
    const { scene, part } = await governed(BOTH);
    const before = await opened(scene, part, "before");
    await scene.passTo(DURING);
    expect(verdict(scene, part, before)).toBe("in_progress");
    updateRepository(scene.github.world, part, { name: "piece" }, scene.person("rita"));
    await scene.settle();
    expect(verdict(scene, part, before)).toBe("in_progress");
    expect(verdict(scene, part, await opened(scene, part, "after"))).toBe("in_progress");
    scene.plan(`${PLAN.replace("due: 2026-12-08T09:00", 'due: 2026-12-10T09:00, moved: [{ to: 2026-12-10T09:00, because: the vote, see: "https://example.org/minutes" }]')}${BOTH}`);
    await scene.settle();
    expect(days(part)).toEqual(["Code complete 12-01", "Release 12-10"]);
    await scene.app.resync();
    await scene.settle();
    expect(verdict(scene, part, before)).toBe("in_progress");
  });

  test("that is the plan's home keeps what it governs, although the others consent under its old name", async () => {
    const { scene, part } = await governed(BOTH);
    const [here, there] = [await opened(scene, scene.repository, "here"), await opened(scene, part, "there")];
    await scene.passTo(DURING);
    updateRepository(scene.github.world, scene.repository, { name: "program" }, scene.person("rita"));
    await scene.settle();
    await scene.app.resync();
    await scene.settle();
    expect([verdict(scene, scene.repository, here), verdict(scene, part, there)]).toEqual(["in_progress", "in_progress"]);
    const [record] = await scene.app.store.records<PlanRecord>("plan", "");
    expect(record?.value.governs).toHaveLength(2);
  });

  test("gives its old name up to a new repository of that name, which the plan then means", async () => {
    const { scene, part } = await governed(BOTH);
    updateRepository(scene.github.world, part, { name: "piece" }, scene.person("rita"));
    await scene.settle();
    const fresh = seedRepository(scene.github.world, { owner: scene.organization, name: "part", defaultBranch: "main", by: scene.person("rita"), files: CONSENT });
    await scene.app.resync();
    await scene.settle();
    scene.plan(`${PLAN}${BOTH}# again\n`);
    await scene.settle();
    const [record] = await scene.app.store.records<PlanRecord>("plan", "");
    expect(record?.value).toMatchObject({ governs: [scene.repository.id, fresh.id] });
    expect(record?.value.renamed).toBeUndefined();
  });

  test("is found under it by the hourly look where the webhook was lost, and an agreed exception stays agreed", async () => {
    const { scene, part } = await governed(BOTH);
    const sha = await opened(scene, part, "before");
    scene.plan(`${PLAN.replace("allow: [bugfix, release]", "allow: [bugfix, release], agreed: [{ pulls: [acme/part#1], because: settled before }]")}${BOTH}`);
    await scene.passTo(DURING);
    expect(verdict(scene, part, sha)).toBe("success");
    scene.github.deliveries.setDoor(async () => ({ status: 500 }));
    updateRepository(scene.github.world, part, { name: "piece" }, scene.person("rita"));
    await scene.settle();
    await scene.app.resync();
    await scene.settle();
    const [record] = await scene.app.store.records<PlanRecord>("plan", "");
    expect(record?.value).toMatchObject({ governs: [scene.repository.id, part.id], notGoverned: [], renamed: { "acme/part": "acme/piece" } });
    expect(verdict(scene, part, sha)).toBe("success");
  });
});

describe("a repository that gets another owner", () => {
  test("is governed no longer and keeps its milestones as they stand; the plan goes on elsewhere", async () => {
    const { scene, part } = await governed(BOTH);
    const [here, there] = [await opened(scene, scene.repository, "here"), await opened(scene, part, "there")];
    await scene.passTo(DURING);
    const other = seedOrganization(scene.github.world, "other", { admins: [scene.person("rita")] });
    seedInstallation(scene.github.world, scene.registered, other);
    transferRepository(scene.github.world, part, other, scene.person("rita"));
    await scene.settle();
    await scene.app.resync();
    await scene.settle();
    const [record] = await scene.app.store.records<PlanRecord>("plan", "");
    expect(record?.value).toMatchObject({ governs: [scene.repository.id], notGoverned: ["acme/part"] });
    expect([verdict(scene, scene.repository, here), verdict(scene, part, there)]).toEqual(["in_progress", "success"]);
    expect(days(part)).toEqual(["Code complete 12-01", "Release 12-08"]);
  });

  test("and the app not with it, is forgotten without harm", async () => {
    const { scene, part } = await governed(BOTH);
    transferRepository(scene.github.world, part, seedOrganization(scene.github.world, "other", { admins: [scene.person("rita")] }), scene.person("rita"));
    await scene.settle();
    await scene.app.resync();
    await scene.settle();
    const [record] = await scene.app.store.records<PlanRecord>("plan", "");
    expect(record?.value.governs).toEqual([scene.repository.id]);
    expect(days(scene.repository)).toEqual(["Code complete 12-01", "Release 12-08"]);
  });
});
