/** Scenes of the plan as a board of the organization: made or adopted, followed, left to people where they took it, and its table in an issue where there is none. */
import { afterEach, describe, expect, test } from "@jest/globals";
import type { BoardRecord } from "../../src/domain/model/board.ts";
import { seedInstallation, seedRepository } from "../../src/sandbox/github/seed.ts";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import { closeIssue, createIssue } from "../../src/sandbox/github/state/issue.ts";
import { createField, updateField } from "../../src/sandbox/github/state/project-field.ts";
import type { Project } from "../../src/sandbox/github/state/project.ts";
import { addDraftIssue, archiveItem, createProject, deleteProjectItem, setProjectValue, updateDraftIssue, updateProject } from "../../src/sandbox/github/state/project.ts";
import { createScene } from "../support/scene.ts";
import type { Scene, SceneOptions } from "../support/scene.ts";

const scenes: Scene[] = [];
afterEach(async () => {
  for (const scene of scenes.splice(0)) {
    expect(scene.complaints).toEqual([]);
    await scene.stop();
  }
});

const RIGHT = { organization_projects: "write" } as const;
const BOARDED = `release: { name: "2.4", manager: rita, timezone: UTC }
board: true
milestones:
  - { id: code-complete, title: Code complete, due: 2026-12-01T09:00 }
  - { id: release, title: Release, due: 2026-12-08T09:00 }
`;
const MOVED = BOARDED.replace("due: 2026-12-08T09:00", 'due: 2026-12-10T09:00, moved: [{ to: 2026-12-10T09:00, because: the vote, see: "https://example.org/minutes" }]');

async function begin(options: Partial<SceneOptions> = {}): Promise<Scene> {
  const scene = await createScene({ plan: null, permissions: RIGHT, ...options });
  scenes.push(scene);
  return scene;
}

async function boarded(text = BOARDED, options: Partial<SceneOptions> = {}): Promise<Scene> {
  const scene = await begin(options);
  scene.plan(text);
  await scene.settle();
  return scene;
}

function projects(scene: Scene): readonly Project[] {
  return [...scene.github.world.projects.values()];
}

function theBoard(scene: Scene): Project {
  const [project] = projects(scene);
  if (project === undefined) throw new Error("there is no board");
  return project;
}

/** "Release: Coming, 2026-12-08, …", an empty value as a dash. */
function standing(project: Project): readonly string[] {
  const columns = ["Phase", "Planned", "Live", "Status", "Owner", "Slip"].map((name) => project.fields.find((field) => field.name === name));
  return project.items.filter(({ archivedAt }) => archivedAt === null).map((item) => {
    const title = item.content.kind === "draft" ? item.content.draft.title : `#${item.content.issue.number}`;
    const values = columns.map((field) => {
      const value = field === undefined ? undefined : item.values.get(field.id)?.value;
      return field?.options.find(({ id }) => id === value)?.name ?? value ?? "-";
    });
    return `${title}: ${values.join(", ")}`;
  });
}

function titled(project: Project, title: string): Project["items"][number] {
  const found = project.items.find(({ content }) => content.kind === "draft" && content.draft.title === title);
  if (found === undefined) throw new Error(`there is no item ${title}`);
  return found;
}

function column(project: Project, name: string): Project["fields"][number] {
  const found = project.fields.find((field) => field.name === name);
  if (found === undefined) throw new Error(`there is no field ${name}`);
  return found;
}

/** An hour and the clock's own look at the board. */
async function later(scene: Scene, hours = 1): Promise<void> {
  await scene.passTo(new Date(scene.clock.now() + hours * 3_600_000).toISOString());
}

function issues(scene: Scene): readonly string[] {
  return [...scene.repository.issues.values()].map(({ title, state }) => `${title} ${state}`);
}

function issueBody(scene: Scene): string {
  return [...scene.repository.issues.values()].at(-1)?.body ?? "";
}

async function problems(scene: Scene): Promise<readonly string[]> {
  const [record] = await scene.app.store.records<BoardRecord>("board", "");
  return record?.value.problems.map(({ code }) => code) ?? [];
}

const FRESH = ["Code complete: Coming, 2026-12-01, 2026-12-01, Todo, rita, 0", "Release: Coming, 2026-12-08, 2026-12-08, Todo, rita, 0"];

describe("a board that the plan asks for", () => {
  test("is made with an item for each milestone, and a second look writes nothing", async () => {
    const scene = await boarded();
    expect(projects(scene).map(({ title, readme }) => [title, readme?.includes("follows `.github/release-plan.yml` of acme/app")])).toEqual([["Release 2.4 (acme/app)", true]]);
    expect(standing(theBoard(scene))).toEqual(FRESH);
    const writes = scene.writes();
    await scene.app.resync();
    await later(scene, 3);
    expect(scene.writes()).toBe(writes);
  });

  test("follows a moved date, the clock and what is reached", async () => {
    const scene = await boarded();
    scene.plan(MOVED);
    await scene.settle();
    expect(standing(theBoard(scene))[1]).toBe("Release: Coming, 2026-12-08, 2026-12-10, Todo, rita, 2");
    await scene.passTo("2026-12-01T09:00:01Z");
    expect(standing(theBoard(scene))[0]).toBe("Code complete: Late, 2026-12-01, 2026-12-01, Todo, rita, 0");
    scene.close(scene.milestone("Code complete"), scene.person("rita"));
    await scene.settle();
    expect(standing(theBoard(scene))[0]).toBe("Code complete: Done, 2026-12-01, 2026-12-01, Done, rita, 0");
  });

  test("follows what people say by command: partly done, and whom the decision was given to", async () => {
    const scene = await boarded(`${BOARDED}tracking: { reminders: false }\n`);
    const live = [...scene.repository.issues.values()].find(({ title }) => title.includes("live milestones"));
    if (live === undefined) throw new Error("there is no issue with all dates");
    createComment(scene.github.world, live, "/warden partial code-complete\n/warden delegate @ann for release", scene.person("rita"));
    await scene.settle();
    expect(standing(theBoard(scene)).map((line) => line.replace(/^#\d+: /, ""))).toEqual(["Partly done, 2026-12-01, 2026-12-01, In Progress, rita, 0", "Coming, 2026-12-08, 2026-12-08, Todo, ann, 0"]);
  });

  test("is found again with all its items after the store was lost", async () => {
    const scene = await boarded();
    const before = scene.github.world.projects.size;
    await scene.forget();
    expect([projects(scene).length, theBoard(scene).items.length]).toEqual([before, 2]);
    expect(scene.writes()).toBe(0);
  });

  test("shows features as the issues they are, and takes off what the plan no longer has", async () => {
    const scene = await begin();
    const issue = createIssue(scene.github.world, scene.repository, { title: "A lens", labels: ["feature"], assignees: [scene.person("ann")] }, scene.person("rita"));
    scene.plan(`${BOARDED}features: { select: { labels: [feature] }, acceptance: { required_by: v2.4.0-rc1 } }\ncandidates: { planned: [{ tag: v2.4.0-rc1, due: 2026-12-05 }] }\n`);
    await scene.settle();
    expect(standing(theBoard(scene))[2]).toBe(`#${issue.number}: Coming, -, 2026-12-05, Todo, ann, -`);
    closeIssue(scene.github.world, issue, "completed", scene.person("rita"));
    await later(scene);
    expect(standing(theBoard(scene))[2]).toBe(`#${issue.number}: Done, -, 2026-12-05, Done, ann, -`);
    scene.plan(BOARDED);
    await scene.settle();
    expect(standing(theBoard(scene))).toEqual(FRESH);
    expect(theBoard(scene).items).toHaveLength(3);
  });

  test("shows milestones as their tracking issues where the plan has them, in place of its drafts", async () => {
    const scene = await boarded();
    scene.plan(`${BOARDED}tracking: {}\n`);
    await scene.settle();
    await later(scene, 2);
    const [first, second] = [...scene.repository.issues.values()].filter(({ title }) => !title.includes("live milestones")).map(({ number }) => number);
    expect(standing(theBoard(scene)).map((line) => line.replace(/, rita.*/, ""))).toEqual([`#${first}: Coming, 2026-12-01, 2026-12-01, Todo`, `#${second}: Coming, 2026-12-08, 2026-12-08, Todo`]);
    const writes = scene.writes();
    await later(scene, 2);
    expect(scene.writes()).toBe(writes);
  });

  test("that exists is adopted by its number; its own fields, items and words stay", async () => {
    const scene = await begin();
    const olga = scene.person("olga");
    const project = createProject(scene.github.world, scene.organization, "Everything", olga);
    updateProject(scene.github.world, project, { readme: "Ours." }, olga);
    createField(scene.github.world, project, { name: "planned", dataType: "DATE", options: [] });
    addDraftIssue(scene.github.world, project, { title: "Buy cake", body: "" }, olga);
    scene.plan(BOARDED.replace("true", String(project.number)));
    await scene.settle();
    expect(projects(scene)).toHaveLength(1);
    expect(project.readme).toMatch(/^Ours\.\n\n<!-- release-warden:begin board -->/);
    expect(project.fields.filter(({ name }) => name.toLowerCase() === "planned")).toHaveLength(1);
    expect(standing(project).map((line) => line.split(":")[0])).toEqual(["Buy cake", "Code complete", "Release"]);
  });
});

describe("what people do to the board", () => {
  test("a value that is changed by hand is put back once, then left until the plan changes", async () => {
    const scene = await boarded();
    const board = theBoard(scene);
    const change = (): void => setProjectValue(scene.github.world, titled(board, "Release"), column(board, "Owner"), "ann", scene.person("ann"));
    change();
    await later(scene);
    expect(standing(board)[1]).toContain(", rita, ");
    change();
    await later(scene, 3);
    expect(standing(board)[1]).toContain(", ann, ");
    scene.plan(BOARDED.replace("id: release, title: Release", "id: release, manager: olga, title: Release"));
    await scene.settle();
    expect(standing(board)[1]).toContain(", olga, ");
  });

  test("is seen at once where the app was given the events of projects with its right, and by the clock where it was not", async () => {
    for (const [events, seen] of [[["projects_v2", "projects_v2_item"], ", rita, "], [[], ", ann, "]] as const) {
      const scene = await boarded(BOARDED, { events });
      const board = theBoard(scene);
      const reads = (): number => scene.app.github.stats().writes;
      const before = reads();
      setProjectValue(scene.github.world, titled(board, "Release"), column(board, "Owner"), "ann", scene.person("ann"));
      await scene.settle();
      expect([events, standing(board)[1]]).toEqual([events, expect.stringContaining(seen)]);
      // Our own writes come back as events too, and set nothing off.
      expect(reads() - before).toBe(events.length === 0 ? 0 : 1);
      await later(scene);
      expect(standing(board)[1]).toContain(", rita, ");
    }
  });

  test("a board that is closed by hand is spoken of at once where the app hears of it, and its table stands in an issue", async () => {
    const scene = await boarded(BOARDED, { events: ["projects_v2"] });
    updateProject(scene.github.world, theBoard(scene), { closed: true }, scene.person("ann"));
    await scene.settle();
    expect([...scene.repository.issues.values()].map(({ body }) => body ?? "").join("\n")).toContain("closed");
  });

  test("events of a project that is nobody's board, or without the right, set nothing off", async () => {
    const scene = await boarded(BOARDED, { events: ["projects_v2", "projects_v2_item"] });
    const other = createProject(scene.github.world, scene.organization, "Something else", scene.person("ann"));
    await scene.settle();
    const calls = scene.app.github.stats().writes;
    addDraftIssue(scene.github.world, other, { title: "x", body: "" }, scene.person("ann"));
    await scene.settle();
    expect(scene.app.github.stats().writes).toBe(calls);
    const without = await boarded(BOARDED, { permissions: {}, events: ["projects_v2_item"] });
    expect(projects(without)).toEqual([]);
  });

  test("an item that is taken off or archived stays so; the others are followed", async () => {
    const scene = await boarded();
    const board = theBoard(scene);
    deleteProjectItem(scene.github.world, titled(board, "Code complete"), scene.person("ann"));
    archiveItem(scene.github.world, titled(board, "Release"), true, scene.person("ann"));
    scene.plan(`${MOVED}  - { id: party, title: Party, due: 2026-12-11 }\n`);
    await scene.settle();
    await later(scene, 3);
    expect(standing(board)).toEqual(["Party: Coming, 2026-12-11, 2026-12-11, Todo, rita, 0"]);
  });

  test("a draft's title and words around our section stay; its section follows", async () => {
    const scene = await boarded();
    const item = titled(theBoard(scene), "Release");
    const body = item.content.kind === "draft" ? item.content.draft.body : "";
    updateDraftIssue(scene.github.world, item, { title: "The day", body: `Bring cake.\n\n${body}` }, scene.person("ann"));
    scene.plan(BOARDED.replace("id: release, title: Release", "id: release, title: The release, description: All of it"));
    await scene.settle();
    expect(item.content.kind === "draft" ? [item.content.draft.title, item.content.draft.body] : []).toEqual(["The day", expect.stringMatching(/^Bring cake\.\n\n<!-- release-warden:milestone[^]*All of it/)]);
  });

  test("a field that is renamed goes on, one that is removed is left away, and the board says so", async () => {
    const scene = await boarded();
    const board = theBoard(scene);
    updateField(scene.github.world, column(board, "Live"), { name: "Now due" });
    board.fields.splice(board.fields.indexOf(column(board, "Slip")), 1);
    scene.plan(MOVED);
    await scene.settle();
    await later(scene, 2);
    const live = column(board, "Now due");
    expect(titled(board, "Release").values.get(live.id)?.value).toBe("2026-12-10");
    expect(board.fields.filter(({ name }) => name === "Slip" || name === "Live")).toEqual([]);
    expect(board.readme).toContain("- The field Slip was removed and is not made again.");
    expect(await problems(scene)).toEqual(["field-removed"]);
  });

  test("a field of another type and options that are missing are named in the board's words, once, and the rest is written", async () => {
    const scene = await begin();
    const project = createProject(scene.github.world, scene.organization, "Ours", scene.person("olga"));
    createField(scene.github.world, project, { name: "Planned", dataType: "TEXT", options: [] });
    updateField(scene.github.world, column(project, "Status"), { options: [{ name: "Backlog", color: "GRAY", description: "" }] });
    scene.plan(BOARDED.replace("true", String(project.number)));
    await scene.settle();
    expect(standing(project)).toEqual(["Code complete: Coming, -, 2026-12-01, -, rita, 0", "Release: Coming, -, 2026-12-08, -, rita, 0"]);
    expect(project.readme).toContain("- The field Planned is of another type than a date, so it is not written. Give that field another name; a right one is made then.");
    expect(project.readme).toContain("- The field Status lacks 3 options: Todo, In Progress and Done. Items that would have one of them keep what they show.");
    const writes = scene.writes();
    await later(scene, 3);
    expect(scene.writes()).toBe(writes);
    updateField(scene.github.world, column(project, "Planned"), { name: "Old plan" });
    await later(scene);
    expect(standing(project)[0]).toBe("Code complete: Coming, 2026-12-01, 2026-12-01, -, rita, 0");
  });
});

describe("where there can be no board", () => {
  test("without the right, one issue says why and holds the same table, and follows the plan; with the right it hands over to the board", async () => {
    const scene = await boarded(BOARDED, { permissions: {} });
    expect(issues(scene)).toEqual(["Milestones and features of 2.4 open"]);
    expect(issueBody(scene)).toContain("give it the right `organization_projects: write`");
    expect(issueBody(scene)).toContain("| Release | Coming | 2026-12-08 | 2026-12-08 | Todo | rita | 0 days |");
    const writes = scene.writes();
    await later(scene, 3);
    expect(scene.writes()).toBe(writes);
    scene.plan(MOVED);
    await scene.settle();
    expect(issueBody(scene)).toContain("| Release | Coming | 2026-12-08 | 2026-12-10 | Todo | rita | 2 days |");
    Object.assign(scene.installation.permissions, RIGHT);
    await scene.app.resync();
    await later(scene);
    expect(projects(scene)).toHaveLength(1);
    expect(issues(scene)).toEqual(["Milestones and features of 2.4 closed"]);
    expect(issueBody(scene)).toMatch(/The plan stands on its board, https?:\/\/\S+, so this table is kept no longer\./);
  });

  test("with an issue of all dates, that one says why in one comment, and there is no second table", async () => {
    const scene = await begin({ permissions: {} });
    scene.plan(`${BOARDED}tracking: {}\n`);
    await scene.settle();
    await later(scene, 3);
    const live = [...scene.repository.issues.values()].find(({ title }) => title.includes("live milestones"));
    expect(issues(scene)).toHaveLength(3);
    expect(live?.comments.map(({ body }) => body)).toEqual([expect.stringContaining("give it the right `organization_projects: write`")]);
  });

  test.each([
    ["deleted", (scene: Scene): void => { scene.github.world.projects.clear(); }, "gone", "was deleted, and is not made again"],
    ["closed", (scene: Scene): void => updateProject(scene.github.world, theBoard(scene), { closed: true }, scene.person("olga")), "closed", "is closed, so nothing is written there"],
  ] as const)("a board that was %s is left so, and the table stands in an issue", async (_name, act, code, words) => {
    const scene = await boarded();
    act(scene);
    await later(scene);
    expect(await problems(scene)).toEqual([code]);
    expect(issueBody(scene)).toContain(words);
    const writes = scene.writes();
    await later(scene, 3);
    expect(scene.writes()).toBe(writes);
  });

  test("a number that is nobody's project is told with what to write instead", async () => {
    const scene = await boarded(BOARDED.replace("true", "77"));
    expect(await problems(scene)).toEqual(["not-found"]);
    expect(issueBody(scene)).toContain("The project 77 is not there, or the app may not see it.");
  });

  test("a board of more than 1,200 items is not written to", async () => {
    const scene = await begin();
    const project = createProject(scene.github.world, scene.organization, "Big", scene.person("olga"));
    for (let count = 0; count < 1_201; count += 1) addDraftIssue(scene.github.world, project, { title: `Old ${count}`, body: "" }, scene.person("olga"));
    scene.plan(BOARDED.replace("true", String(project.number)));
    await scene.settle();
    expect(await problems(scene)).toEqual(["too-large"]);
    expect(project.items).toHaveLength(1_201);
    expect(issueBody(scene)).toContain("holds more than 1,200 items");
  });

  test("a public board shows nothing of a private plan", async () => {
    const scene = await begin();
    scene.repository.private = true;
    await scene.app.resync();
    await scene.settle();
    const project = createProject(scene.github.world, scene.organization, "Open", scene.person("olga"));
    updateProject(scene.github.world, project, { public: true }, scene.person("olga"));
    scene.plan(BOARDED.replace("true", String(project.number)));
    await scene.settle();
    expect([project.items.length, await problems(scene)]).toEqual([0, ["public"]]);
  });

  test("a title with markdown, mentions and markup harms neither the board nor the table", async () => {
    const odd = BOARDED.replace("title: Release,", 'title: "a | [b](javascript:1) @ann <img src=x> `c`",');
    const scene = await boarded(odd, { permissions: {} });
    expect(issueBody(scene)).toMatch(/\| a \\\| \\\[b\\\]\(javascript:1\) @\u200bann &lt;img src=x&gt; \\`c\\` \| Coming/);
    const other = await boarded(odd);
    expect(standing(theBoard(other))[1]).toMatch(/^a \| \[b\]\(javascript:1\) @ann <img src=x> `c`: Coming/);
    const writes = other.writes();
    await later(other, 2);
    expect(other.writes()).toBe(writes);
  });

  test("a repository that belongs to a person says why", async () => {
    const scene = await begin();
    const own = seedRepository(scene.github.world, { owner: scene.person("rita"), name: "own", defaultBranch: "main", by: scene.person("rita"), files: { ".github/release-plan.yml": BOARDED } });
    seedInstallation(scene.github.world, scene.registered, scene.person("rita"));
    await scene.app.resync();
    await scene.settle();
    await later(scene);
    expect([...own.issues.values()].at(-1)?.body).toContain("GitHub lets no app write projects of people");
  });
});

describe("a run that breaks off after any of its writes", () => {
  async function brokenAfter(writes: number): Promise<{ readonly scene: Scene; readonly broke: () => boolean }> {
    let seen = 0;
    const between = (near: typeof fetch): typeof fetch => async (input, init) => {
      const answer = await near(input, init);
      const { body } = init ?? {};
      const isWrite = typeof body === "string" && body.includes("mutation ");
      if (isWrite) seen += 1;
      // GitHub did it, and nobody hears of it.
      if (isWrite && seen === writes) throw new Error("the connection broke");
      return answer;
    };
    const scene = await createScene({ plan: null, permissions: RIGHT, between });
    scene.plan(BOARDED);
    await scene.settle();
    return { scene, broke: () => seen >= writes };
  }

  test("leaves one board, one column and one item of each in the end", async () => {
    let broken = 0;
    for (let writes = 1; writes <= 12; writes += 1) {
      const { scene, broke } = await brokenAfter(writes);
      await scene.passTo("2026-11-25T12:00:00Z");
      await scene.forget();
      await later(scene, 2);
      if (broke()) broken += 1;
      expect(projects(scene)).toHaveLength(1);
      expect(standing(theBoard(scene))).toEqual(FRESH);
      expect(theBoard(scene).fields.map(({ name }) => name)).toEqual([...new Set(theBoard(scene).fields.map(({ name }) => name))]);
      await scene.stop();
    }
    expect(broken).toBeGreaterThan(8);
  });
});
