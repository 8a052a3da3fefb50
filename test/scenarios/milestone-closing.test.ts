/** Scenes of how milestones end: what is said of open criteria, what follows on GitHub, and what people take back. */
import { describe, expect, test } from "@jest/globals";
import { FAITHFUL_DELIVERY } from "../../src/sandbox/github/transport/delivery-policy.ts";
import { seedRepository } from "../../src/sandbox/github/seed.ts";
import type { Account } from "../../src/sandbox/github/state/account.ts";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import { createIssue } from "../../src/sandbox/github/state/issue.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import type { Milestone } from "../../src/sandbox/github/state/milestone.ts";
import { updateMilestone } from "../../src/sandbox/github/state/milestone.ts";
import type { Repository } from "../../src/sandbox/github/state/repository.ts";
import type { Scene } from "../support/scene.ts";
import { scenesOf } from "../support/scenes.ts";

const PLAN = `release: { name: "2.4", manager: rita, timezone: Europe/Oslo }
tracking: { reminders: false }
milestones:
  - { id: test, title: Sub-system Test, due: 2026-12-01, manager: ben, checklist: [Upgrade the runtime] }
  - { id: release, title: Release, due: 2026-12-08T11:00, after: [test] }
`;
const FREEZE = `freezes:
  - { id: freeze, from: test, until: release, allow: [bugfix, release] }
`;
const TEST = "2.4: Sub-system Test";
const LIVE = "2.4: live milestones";

const staged = scenesOf({ plan: null });

async function planned(text = PLAN): Promise<Scene> {
  const scene = await staged();
  scene.plan(text);
  await scene.settle();
  return scene;
}

function issue(scene: Scene, title: string): Issue {
  const found = [...scene.repository.issues.values()].find((one) => one.title === title);
  if (found === undefined) throw new Error(`there is no issue ${title}`);
  return found;
}

function said({ comments }: Issue): readonly string[] {
  return comments.map(({ body }) => body.replace(/^<!--[^>]*-->\n/, ""));
}

async function say(scene: Scene, under: string, line: string, by: Account): Promise<string> {
  scene.clock.advance(60_000);
  const { id } = createComment(scene.github.world, issue(scene, under), line, by);
  await scene.settle();
  return issue(scene, under).comments.find(({ body }) => body.startsWith(`<!-- release-warden:answer:${id} -->\n`))?.body.split("\n").slice(1).join("\n") ?? "";
}

function milestone(scene: Scene, title: string, repository: Repository = scene.repository): Milestone {
  const found = [...repository.milestones.values()].find((one) => one.title === title);
  if (found === undefined) throw new Error(`there is no milestone ${title}`);
  return found;
}

function states(repository: Repository): readonly string[] {
  return [...repository.milestones.values()].map(({ title, state }) => `${title} ${state}`);
}

async function site(scene: Scene): Promise<Repository> {
  const made = seedRepository(scene.github.world, { owner: scene.organization, name: "site", defaultBranch: "main", by: scene.person("rita"), files: { ".github/release-plan.yml": "governed_by: acme/app\n" } });
  await scene.app.resync();
  await scene.settle();
  return made;
}

describe("a milestone that ends with open criteria", () => {
  test("is spoken of once, also when the plan's file later writes down on which day it ended", async () => {
    const scene = await planned();
    scene.close(scene.milestone("Sub-system Test"), scene.person("ben"));
    await scene.settle();
    scene.plan(PLAN.replace("manager: ben,", "manager: ben, actual: { by: 2026-11-24 },"));
    await scene.settle();
    expect(issue(scene, TEST).body).toContain("| Actual | on or before Tue 24 November 2026 24:00 Oslo (23:00 UTC) |");
    expect(said(issue(scene, TEST))).toEqual([expect.stringContaining("with 1 open item.")]);
  });
});

describe("a milestone that is reached", () => {
  test("by word is closed on GitHub in every repository, once, with one write each, and a second look writes nothing", async () => {
    const scene = await staged();
    const other = await site(scene);
    scene.plan(`${PLAN}products: [{ id: all, repositories: [acme/app, acme/site] }]\n`);
    await scene.settle();
    expect(await say(scene, TEST, "/warden done on 2026-11-24", scene.person("ben"))).toContain("its milestones on GitHub are closed");
    for (const repository of [scene.repository, other]) expect(states(repository)).toEqual(["Sub-system Test closed", "Release open"]);
    const writes = scene.writes();
    await scene.app.resync();
    await scene.passTo("2026-11-26T09:00:00Z");
    expect(scene.writes()).toBe(writes);
    expect(said(issue(scene, LIVE))).toEqual([]);
  });

  test("by its manager's closing it in the plan's repository is closed in the others", async () => {
    const scene = await staged();
    const other = await site(scene);
    scene.plan(`${PLAN}products: [{ id: all, repositories: [acme/app, acme/site] }]\n`);
    await scene.settle();
    scene.close(milestone(scene, "Sub-system Test"), scene.person("ben"));
    await scene.settle();
    expect(states(other)).toEqual(["Sub-system Test closed", "Release open"]);
    updateMilestone(scene.github.world, scene.repository, milestone(scene, "Sub-system Test"), { state: "open" }, scene.person("ben"));
    await scene.settle();
    expect(states(other)).toEqual(["Sub-system Test open", "Release open"]);
  });

  test("closed elsewhere by people it is not reached, which is said once, and it stays closed there", async () => {
    const scene = await staged();
    const other = await site(scene);
    scene.plan(`${PLAN}products: [{ id: all, repositories: [acme/app, acme/site] }]\n`);
    await scene.settle();
    const there = [...other.milestones.values()].find(({ title }) => title === "Release");
    if (there === undefined) throw new Error("there is no such milestone");
    updateMilestone(scene.github.world, other, there, { state: "closed" }, scene.person("ann"));
    await scene.settle();
    await scene.app.resync();
    await scene.passTo("2026-11-26T09:00:00Z");
    expect([states(scene.repository), states(other)]).toEqual([["Sub-system Test open", "Release open"], ["Sub-system Test open", "Release closed"]]);
    expect(said(issue(scene, LIVE))).toEqual(["@rita: **Release** was closed in acme/site by ann. It is reached only in this repository, so it does not count, and it stays closed there. If it is reached, close it here or write `/warden done release`; if it is not, open it again there."]);
  });

  test("and opened again by a person stays open and reached, which is said once", async () => {
    const scene = await planned();
    await say(scene, TEST, "/warden done", scene.person("ben"));
    updateMilestone(scene.github.world, scene.repository, milestone(scene, "Sub-system Test"), { state: "open" }, scene.person("ann"));
    await scene.settle();
    await scene.app.resync();
    await scene.passTo("2026-11-26T09:00:00Z");
    expect(milestone(scene, "Sub-system Test").state).toBe("open");
    expect(issue(scene, LIVE).body).toMatch(/\| Sub-system Test #\d+ .*\| done \|/);
    expect(said(issue(scene, LIVE))).toEqual(["@ben: **Sub-system Test** is reached, and was opened again in acme/app by ann. It stays open there and counts as reached all the same. To take that back, write `/warden reopen test because …` here."]);
  });

  test("and opened again by a person stays open when everything is forgotten, which is not said again", async () => {
    const scene = await planned();
    await say(scene, TEST, "/warden done", scene.person("ben"));
    updateMilestone(scene.github.world, scene.repository, milestone(scene, "Sub-system Test"), { state: "open" }, scene.person("ann"));
    await scene.settle();
    const before = said(issue(scene, LIVE));
    await scene.forget();
    await scene.passTo("2026-11-26T09:00:00Z");
    expect(states(scene.repository)).toEqual(["Sub-system Test open", "Release open"]);
    expect(said(issue(scene, LIVE))).toEqual(before);
  });

  test("with strict and open criteria by word is spoken of and not opened again", async () => {
    const scene = await planned(PLAN.replace("reminders: false", "reminders: false, strict: true"));
    await say(scene, TEST, "/warden done", scene.person("ben"));
    await scene.app.resync();
    await scene.settle();
    expect(milestone(scene, "Sub-system Test").state).toBe("closed");
    expect(said(issue(scene, TEST)).filter((text) => text.includes("with 1 open item. It counts as reached all the same."))).toHaveLength(1);
  });
});

describe("a milestone that somebody closes who may not", () => {
  const STRICT = PLAN.replace("reminders: false", "reminders: false, strict: true");
  const close = async (scene: Scene, by: string): Promise<void> => {
    scene.clock.advance(60_000);
    scene.close(milestone(scene, "Release"), scene.person(by));
    await scene.settle();
  };

  test("under a strict plan is opened again once, and each time it is said why, and to whom", async () => {
    const scene = await planned(STRICT);
    await close(scene, "ann");
    expect(states(scene.repository)).toEqual(["Sub-system Test open", "Release open"]);
    expect(said(issue(scene, LIVE))).toEqual(["@ann, @rita: **Release** was closed in acme/app by ann. It does not count as reached, since rita decides on it. It was opened again, this once: closed again by somebody else, it stays closed and is not reached all the same. If it is reached, rita closes it, or rita writes `/warden done release` here."]);
    await close(scene, "ben");
    expect(states(scene.repository)).toEqual(["Sub-system Test open", "Release closed"]);
    expect(said(issue(scene, LIVE)).slice(1)).toEqual([expect.stringMatching(/^@ben, @rita: .* It stays closed on GitHub, and what waits for it goes on waiting\..*; if it is not, open it again\.$/)]);
    const writes = scene.writes();
    await scene.app.resync();
    await scene.passTo("2026-11-26T09:00:00Z");
    expect(scene.writes()).toBe(writes);
  });

  test("under a strict plan is not opened a second time when everything was forgotten in between", async () => {
    const scene = await planned(STRICT);
    await close(scene, "ann");
    await scene.forget();
    await close(scene, "ann");
    expect(states(scene.repository)).toEqual(["Sub-system Test open", "Release closed"]);
    expect(said(issue(scene, LIVE))).toHaveLength(2);
  });

  test("is reached as soon as whoever decides says so, and nothing more is said of it", async () => {
    const scene = await planned();
    await close(scene, "ann");
    expect(await say(scene, LIVE, "/warden done release", scene.person("rita"))).toContain("**Reached**");
    await scene.app.resync();
    await scene.settle();
    expect(states(scene.repository)).toEqual(["Sub-system Test open", "Release closed"]);
    expect(said(issue(scene, LIVE)).filter((text) => text.includes("does not count as reached"))).toHaveLength(1);
  });

  test("is asked about in one message where everything was forgotten after several had been closed, and not again", async () => {
    const scene = await planned();
    scene.close(milestone(scene, "Sub-system Test"), scene.person("ben"));
    scene.close(milestone(scene, "Release"), scene.person("rita"));
    await scene.settle();
    await scene.passTo("2026-11-25T12:00:00Z");
    const asked = (): readonly string[] => said(issue(scene, LIVE));
    expect(asked()).toEqual([]);
    await scene.forget();
    expect(asked()).toEqual(["@ben, @rita: these milestones stand closed in acme/app, and nobody can say by whom. They do not count as reached, and what waits for them goes on waiting:\n\n- **Sub-system Test**: ben decides on it\n- **Release**: rita decides on it\n\nWhere one is reached, whoever decides on it opens it and closes it again, or writes `/warden done …` with its id here; where it is not, open it again."]);
    await scene.app.resync();
    await scene.passTo("2026-11-26T12:00:00Z");
    await scene.forget();
    expect(asked()).toHaveLength(1);
  });

  test("of whom no word came is spoken of after an hour, and never opened, since nobody can say that they may not", async () => {
    const scene = await planned(STRICT);
    scene.github.deliveries.setPolicy({ ...FAITHFUL_DELIVERY, fate: () => "lose" });
    scene.close(milestone(scene, "Release"), scene.person("ann"));
    await scene.app.resync();
    await scene.settle();
    expect(said(issue(scene, LIVE))).toEqual([]);
    await scene.passTo("2026-11-25T10:00:00Z");
    expect(said(issue(scene, LIVE))).toEqual(["@rita: **Release** was closed in acme/app, and nobody can say by whom. It does not count as reached, since rita decides on it. It stays closed on GitHub, and what waits for it goes on waiting. If it is reached, rita opens it and closes it again, or rita writes `/warden done release` here; if it is not, open it again."]);
    expect(states(scene.repository)).toEqual(["Sub-system Test open", "Release closed"]);
  });
});

describe("what was said to be reached", () => {
  test("is taken back by whoever decides on it, with a reason; its milestone opens again, and it can be said anew", async () => {
    const scene = await planned();
    await say(scene, TEST, "/warden done", scene.person("ben"));
    expect(await say(scene, TEST, "/warden reopen because it was another one", scene.person("ann"))).toBe("**Nothing was done**: ben or rita decides on **Sub-system Test**.");
    expect(await say(scene, TEST, "/warden reopen", scene.person("ben"))).toContain("`reopen` needs to know why: `because …`.");
    expect(milestone(scene, "Sub-system Test").state).toBe("closed");
    expect(await say(scene, TEST, "/warden reopen because it was another one", scene.person("ben"))).toBe("**Taken back**: **Sub-system Test** is not reached. What ended with it holds again, and its milestones on GitHub that the Warden had closed are opened.");
    expect([milestone(scene, "Sub-system Test").state, issue(scene, TEST).state]).toEqual(["open", "open"]);
    expect(issue(scene, LIVE).body).toMatch(/\| Sub-system Test #\d+ .*\| not yet \| to come \|/);
    expect(await say(scene, TEST, "/warden reopen because of nothing", scene.person("ben"))).toBe("**Nothing to take back**: **Sub-system Test** is not reached.");
    await scene.forget();
    expect(milestone(scene, "Sub-system Test").state).toBe("open");
    expect(await say(scene, TEST, "/warden done", scene.person("ben"))).toContain("**Reached**");
    expect(milestone(scene, "Sub-system Test").state).toBe("closed");
  });

  test("closes the branch again where a freeze had ended with it", async () => {
    const scene = await staged({ now: "2026-12-03T10:00:00Z" });
    scene.plan(PLAN + FREEZE);
    await scene.settle();
    const pull = scene.open({ title: "Add a button", head: "button", files: { "src/button.ts": "b" } });
    await scene.settle();
    await say(scene, "2.4: Release", "/warden done", scene.person("rita"));
    expect(scene.check(pull)?.state).toBe("success");
    await say(scene, "2.4: Release", "/warden reopen because the vote failed", scene.person("rita"));
    expect(scene.check(pull)?.state).toBe("in_progress");
  });

  test("stands while a freeze holds because of it, or what comes after it is reached", async () => {
    const scene = await planned(PLAN + FREEZE);
    await say(scene, TEST, "/warden done", scene.person("ben"));
    expect(await say(scene, TEST, "/warden reopen because it was another one", scene.person("ben"))).toBe("**Nothing was taken back**: the freeze `freeze` began with it and holds: `/warden thaw` ends that first.");
    await say(scene, "2.4: Release", "/warden done", scene.person("rita"));
    expect(await say(scene, TEST, "/warden reopen because it was another one", scene.person("ben"))).toBe("**Nothing was taken back**: **Release** comes after it and is reached: take that back first.");
    expect(states(scene.repository)).toEqual(["Sub-system Test closed", "Release closed"]);
  });

  test("is not what somebody closed on GitHub, which is opened there", async () => {
    const scene = await planned();
    scene.close(milestone(scene, "Sub-system Test"), scene.person("ben"));
    await scene.settle();
    const other = createIssue(scene.github.world, scene.repository, { title: "Something else" }, scene.person("ann"));
    expect(await say(scene, other.title, "/warden reopen test because of that", scene.person("ben"))).toBe("**Nothing was done**: **Sub-system Test** is reached because somebody closed it on GitHub. Open it there, and it is not reached any more.");
  });
});
