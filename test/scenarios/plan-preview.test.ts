/** Scenes of a pull request that changes the plan: its check shows what the merge would write to milestones, and the merge writes just that. */
import { describe, expect, test } from "@jest/globals";
import { seedRepository } from "../../src/sandbox/github/seed.ts";
import { deleteIssue } from "../../src/sandbox/github/state/issue.ts";
import { deleteMilestone } from "../../src/sandbox/github/state/milestone.ts";
import type { Repository } from "../../src/sandbox/github/state/repository.ts";
import { PLAN } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";
import { scenesOf } from "../support/scenes.ts";

const PLAN_FILE = ".github/release-plan.yml";
const MOVED = PLAN.replace("due: 2026-12-08T09:00", 'due: 2026-12-10T09:00, moved: [{ to: 2026-12-10T09:00, because: the vote, see: "https://example.org/minutes" }]');

const staged = scenesOf({ plan: null });

/** Writes to milestones in the scene under way. */
let milestoneWrites = 0;

async function begin(): Promise<Scene> {
  milestoneWrites = 0;
  const between = (near: typeof fetch): typeof fetch => async (input, init) => {
    if (init?.method !== "GET" && /\/milestones(?:\/\d+)?$/.test(new Request(input).url)) milestoneWrites += 1;
    return near(input, init);
  };
  const scene = await staged({ between });
  scene.plan(PLAN);
  await scene.settle();
  return scene;
}

async function proposed(scene: Scene, text: string): Promise<{ merge(): Promise<void>; table(): string }> {
  const pull = scene.open({ title: "Change the plan", head: "plan-change", files: { [PLAN_FILE]: text } });
  await scene.settle();
  return {
    async merge() {
      scene.merge(pull);
      await scene.settle();
    },
    table: () => /### Milestones on GitHub\n([^]*?)(?=\n\n###|$)/.exec(scene.check(pull, "Release plan file (main)")?.summary ?? "")?.[1] ?? "",
  };
}

function standing(repository: Repository): readonly string[] {
  return [...repository.milestones.values()].map(({ title, dueOn }) => `${title} ${dueOn === null ? "undated" : new Date(dueOn).toISOString().slice(0, 10)}`);
}

describe("the check of a pull request that changes the plan", () => {
  test("shows the milestones that it would move and make, and what stays; the merge then writes that and no more", async () => {
    const scene = await begin();
    const change = await proposed(scene, MOVED.replace("freezes:", "  - { id: party, title: The party, due: 2026-12-11 }\nfreezes:"));
    expect(standing(scene.repository)).toEqual(["Code complete 2026-12-01", "Release 2026-12-08"]);
    expect(change.table()).toBe([
      "Once this is merged: 2 writes in 1 repository; 1 milestone stands as planned.", "",
      "| Repository | Milestone | Change | Day |", "|---|---|---|---|",
      "| acme/app | Release | move, reword | 2026-12-08 to 2026-12-10 |", "| acme/app | The party | create | 2026-12-11 |",
    ].join("\n"));
    const writes = milestoneWrites;
    await change.merge();
    expect(standing(scene.repository)).toEqual(["Code complete 2026-12-01", "Release 2026-12-10", "The party 2026-12-11"]);
    expect(milestoneWrites - writes).toBe(2);
  });

  test("counts a repository that consents, and names one that does not", async () => {
    const scene = await begin();
    const site = seedRepository(scene.github.world, { owner: scene.organization, name: "site", defaultBranch: "main", by: scene.person("rita"), files: { [PLAN_FILE]: "governed_by: acme/app\n" } });
    seedRepository(scene.github.world, { owner: scene.organization, name: "docs", defaultBranch: "main", by: scene.person("rita") });
    await scene.app.resync();
    await scene.settle();
    const change = await proposed(scene, `${PLAN}products:\n  - { id: all, repositories: [acme/app, acme/site, acme/docs] }\n`);
    expect(change.table()).toMatch(/^Once this is merged: 2 writes in 2 repositories; 2 milestones stand as planned\.\n[^]*\| acme\/site \| Code complete \| create \| 2026-12-01 \|/);
    expect(change.table()).toMatch(/Nothing is written in acme\/docs: not governed by this plan until it says so itself\.$/);
    expect(site.milestones.size).toBe(0);
    await change.merge();
    expect(standing(site)).toEqual(["Code complete 2026-12-01", "Release 2026-12-08"]);
  });

  test("leaves alone what a person deleted, and says so", async () => {
    const scene = await begin();
    const [first] = [...scene.repository.milestones.values()];
    if (first === undefined) throw new Error("there is no milestone");
    deleteMilestone(scene.github.world, scene.repository, first, scene.person("rita"));
    await scene.settle();
    const change = await proposed(scene, MOVED);
    expect(change.table()).toContain("| acme/app | Code complete | left alone: a person deleted it | 2026-12-01 |");
  });

  test("shows no milestones for a plan that is wrong", async () => {
    const scene = await begin();
    const change = await proposed(scene, MOVED.replace("until: release", "until: relaese"));
    expect(change.table()).toBe("");
  });

  test("shows titles with markdown as they are written", async () => {
    const scene = await begin();
    const change = await proposed(scene, PLAN.replace("freezes:", '  - { id: odd, title: "a | [b](c) @ann", due: 2026-12-11 }\nfreezes:'));
    expect(change.table()).toMatch(/\| acme\/app \| a \\\| \\\[b\\\]\(c\) @\u200bann \| create \| 2026-12-11 \|/);
  });
});

describe("the check of a pull request that changes templates of the plan's issues", () => {
  const FOLDER = ".github/release-warden";
  const TRACKED = `tracking: { reminders: false }\n${PLAN}`;

  async function changed(files: Readonly<Record<string, string>>): Promise<ReturnType<Scene["check"]>> {
    const scene = await staged();
    scene.plan(TRACKED);
    await scene.settle();
    const pull = scene.open({ title: "Words of our own", head: "words", files });
    await scene.settle();
    return scene.check(pull, "Release plan file (main)");
  }

  test("is red for one that cannot be used, with its line, and the plan stays out of it", async () => {
    const check = await changed({ [`${FOLDER}/milestone.md.hbs`]: "{{title}}\n{{#if outstanding}}{{#each outstanding}}{{tsak}}{{/each}}{{/if}}", [`${FOLDER}/live-milestones.md.hbs`]: "{{#each milestones}}{{title}}{{/each}}" });
    expect(check).toMatchObject({ state: "failure", title: "1 template cannot be used; the Warden's own stands in its place" });
    expect(check?.summary).toContain("- .github/release-warden/milestone.md.hbs:2:1 error: This template cannot be used: there is no field `tsak` here.");
    expect(check?.summary).toContain("mend the templates below");
  });

  test("is green for those that can, and warns of a name from which nothing is made", async () => {
    const check = await changed({ [`${FOLDER}/milestone.md.hbs`]: "**{{title}}**", [`${FOLDER}/milestones.md.hbs`]: "{{title}}" });
    expect(check).toMatchObject({ state: "success", title: "The templates are right (1 warning)" });
    expect(check?.summary).toContain("Nothing is made from a template of this name. Fix: the names are `milestone.md.hbs`, `live-milestones.md.hbs` and `incident.md.hbs`");
  });
});

describe("the board in the check of a pull request that changes the plan", () => {
  const BOARDED = `board: true\n${PLAN}`;

  function board(scene: Scene, title: string): string {
    const pull = [...scene.repository.issues.values()].find((one) => one.title === title)?.pull;
    return /### The board\n([^]*?)(?=\n\n###|$)/.exec(pull == null ? "" : scene.check(pull, "Release plan file (main)")?.summary ?? "")?.[1] ?? "";
  }

  test("shows that it would be made, then what would change on it, and writes nothing before the merge", async () => {
    const scene = await staged({ permissions: { organization_projects: "write" } });
    scene.plan(PLAN);
    await scene.settle();
    const change = scene.open({ title: "A board", head: "board", files: { [PLAN_FILE]: BOARDED } });
    await scene.settle();
    expect(board(scene, "A board")).toBe("Once this is merged: The project Release 2.4 (acme/app) is made, with 2 items.\n\n| Item | Change |\n|---|---|\n| Code complete | add |\n| Release | add |");
    expect(scene.github.world.projects.size).toBe(0);
    scene.merge(change);
    await scene.settle();
    expect([...scene.github.world.projects.values()].map(({ items }) => items.length)).toEqual([2]);
    scene.open({ title: "Later", head: "later", files: { [PLAN_FILE]: `board: true\n${MOVED}` } });
    await scene.settle();
    expect(board(scene, "Later")).toBe("Once this is merged: 1 change on the project 1; 1 item stands as planned.\n\n| Item | Change |\n|---|---|\n| Release | Live 2026-12-10, Slip 2 |");
  });

  test("says why there can be none", async () => {
    const scene = await staged();
    scene.plan(PLAN);
    await scene.settle();
    scene.open({ title: "A board", head: "board", files: { [PLAN_FILE]: BOARDED } });
    await scene.settle();
    expect(board(scene, "A board")).toMatch(/^Once this is merged: There is no board to write to\. The app may not write projects here: .* Until then the same table stands in an issue\.$/);
  });
});

describe("the issues that a plan would have", () => {
  const TRACKED = `${PLAN}tracking: {}\nrisks: [rain]\n`;
  const shown = (scene: Scene, pull: Parameters<Scene["check"]>[0]): string => /### Issues on GitHub\n([^]*?)(?=\n\n###|$)/.exec(scene.check(pull, "Release plan file (main)")?.summary ?? "")?.[1] ?? "";
  const propose = async (scene: Scene, text: string, head: string): Promise<Parameters<Scene["check"]>[0]> => {
    const pull = scene.open({ title: "Change the plan", head, files: { [PLAN_FILE]: text } });
    await scene.settle();
    return pull;
  };

  test("stand in the check of the pull request, and the merge makes just those", async () => {
    const scene = await begin();
    const pull = await propose(scene, TRACKED, "tracked");
    const told = shown(scene, pull);
    expect(told).toContain("Once this is merged: 4 issues to be made; 0 stand and follow the plan.");
    const before = new Set(scene.repository.issues.keys());
    scene.merge(pull);
    await scene.settle();
    const made = [...scene.repository.issues.values()].filter(({ number }) => !before.has(number)).map(({ title }) => title).sort();
    expect(made).toEqual(["2.4: Code complete", "2.4: Release", "2.4: live milestones", "2.4: risk: rain"]);
    expect(made.filter((title) => !told.includes(`| ${title} | make |`))).toEqual([]);
  });

  test("of a release that the file leaves are closed by the merge, as the check says", async () => {
    const scene = await begin();
    scene.plan(TRACKED);
    await scene.settle();
    const pull = await propose(scene, TRACKED.replace(/name: "?2\.4"?/, 'name: "2.5"'), "next");
    expect(shown(scene, pull)).toContain("Once this is merged: 4 issues to be made, 4 to be closed; 0 stand and follow the plan.");
    scene.merge(pull);
    await scene.settle();
    const states = [...scene.repository.issues.values()].filter(({ title }) => /^2\.[45]: (?!Freeze)/.test(title)).map(({ title, state }) => `${title} ${state}`).sort();
    expect(states).toEqual(["2.4: Code complete closed", "2.4: Release closed", "2.4: live milestones closed", "2.4: risk: rain closed", "2.5: Code complete open", "2.5: Release open", "2.5: live milestones open", "2.5: risk: rain open"]);
  });

  test("are closed where the plan drops what they stand for, and not made again where people deleted them", async () => {
    const scene = await begin();
    scene.plan(TRACKED);
    await scene.settle();
    const live = [...scene.repository.issues.values()].find(({ title }) => title === "2.4: live milestones");
    if (live === undefined) throw new Error("there is no such issue");
    deleteIssue(scene.github.world, live, scene.person("rita"));
    await scene.settle();
    const pull = await propose(scene, TRACKED.replace("risks: [rain]\n", ""), "without-risks");
    expect(shown(scene, pull)).toBe([
      "Once this is merged: 0 issues to be made, 1 to be closed; 2 stand and follow the plan.", "",
      "| Issue | Change |", "|---|---|", "| 2.4: live milestones | none: people deleted it |", "| 2.4: risk: rain | close: no longer in the plan |",
    ].join("\n"));
  });
});
