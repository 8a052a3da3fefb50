/** Scenes of what people say of milestones: reached, partly done, moved, delegated, outstanding, claimed; and of what is wrong. */
import { afterEach, describe, expect, test } from "@jest/globals";
import type { Account } from "../../src/sandbox/github/state/account.ts";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import type { IssueComment } from "../../src/sandbox/github/state/comment.ts";
import { createIssue } from "../../src/sandbox/github/state/issue.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { createScene } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";

let scene: Scene;
afterEach(async () => {
  expect(scene.complaints).toEqual([]);
  await scene.stop();
});

const PLAN = `release: { name: "2.4", manager: rita, timezone: Europe/Oslo }
tracking: { reminders: false }
milestones:
  - id: test
    title: Sub-system Test
    due: 2026-12-01
    manager: ben
    team: [{ who: ann, role: Developer }, { who: Community Member 1, role: Tester, open: true }, { who: Community Member 2, role: Tester, open: true }]
  - { id: release, title: Release, due: 2026-12-08T11:00, after: [test] }
freezes:
  - { id: freeze, from: test, until: release, allow: [bugfix, release] }
`;
const TEST = "2.4: Sub-system Test";
const LIVE = "2.4: live milestones";

async function planned(now = "2026-11-25T09:00:00Z", text = PLAN): Promise<void> {
  scene = await createScene({ plan: null, now });
  scene.plan(text);
  await scene.settle();
}

function issue(title: string): Issue {
  const found = [...scene.repository.issues.values()].find((one) => one.title === title);
  if (found === undefined) throw new Error(`there is no issue ${title}`);
  return found;
}

async function say(under: Issue, body: string, by: Account): Promise<string> {
  scene.clock.advance(60_000);
  const comment = createComment(scene.github.world, under, body, by);
  await scene.settle();
  return answer(comment);
}

function answer(comment: IssueComment): string {
  const found = comment.issue.comments.find(({ body }) => body.startsWith(`<!-- release-warden:answer:${comment.id} -->\n`));
  return found?.body.split("\n").slice(1).join("\n") ?? "";
}

function reactions(under: Issue): readonly string[] {
  return under.comments.at(-1)?.reactions.map(({ content }) => content) ?? [];
}

function row(title: string): string {
  return (issue(LIVE).body ?? "").split("\n").find((line) => line.startsWith(`| ${title}`)) ?? "";
}

describe("done", () => {
  test("reaches the milestone from then on, whatever date it names, begins what begins with it, and is said once", async () => {
    await planned("2026-11-28T09:00:00Z");
    const pull = scene.open({ title: "Add a button", head: "button", files: { "src/button.ts": "b" } });
    await scene.settle();
    expect(scene.check(pull)).toBeNull();
    expect(await say(issue(TEST), "/warden done on or before 2026-11-27", scene.person("ben"))).toBe("**Reached**: **Sub-system Test**, on or before Fri 27 November 2026 24:00 Oslo (23:00 UTC). It counts from now on: freezes that begin or end with it do so, and its milestones on GitHub are closed. It can be said once; another date goes into the plan as `actual`, and `/warden reopen` takes it back.");
    expect(row("Sub-system Test")).toContain("| on or before Fri 27 November 2026 24:00 Oslo (23:00 UTC) | done | 4 days earlier |");
    expect(issue(TEST).state).toBe("closed");
    expect(scene.check(pull)?.state).toBe("in_progress");
    expect(await say(issue(TEST), "/warden done", scene.person("rita"))).toBe("**Nothing to add**: **Sub-system Test** is reached, as was said on Sat 28 November 2026 10:01 Oslo (09:01 UTC) by ben, which is said once. Another date goes into the plan as `actual`.");
    expect(await say(issue("2.4: Release"), "/warden done", scene.person("rita"))).toContain("**Reached**: **Release**, Sat 28 November 2026 10:03 Oslo");
    expect(scene.check(pull)?.state).toBe("success");
    expect(issue(LIVE).state).toBe("closed");
  });

  test("is obeyed again after the store was lost, from the issue with all dates", async () => {
    await planned("2026-11-28T09:00:00Z");
    await say(issue(TEST), "/warden done by 2026-11-27", scene.person("ben"));
    const before = row("Sub-system Test");
    const whole = issue(LIVE).body;
    const comments = issue(TEST).comments.length;
    await scene.forget();
    expect(row("Sub-system Test")).toBe(before);
    expect(issue(TEST).state).toBe("closed");
    expect(issue(LIVE).body).toBe(whole);
    expect(issue(TEST).comments).toHaveLength(comments);
  });

  test("is for whoever decides on the milestone, and for whom they delegated it to", async () => {
    await planned();
    const refused = "**Nothing was done**: ben or rita decides on **Sub-system Test**.";
    expect(await say(issue(TEST), "/warden done", scene.person("ann"))).toBe(refused);
    expect(await say(issue(TEST), "/warden delegate @ann", scene.person("ann"))).toBe(refused);
    expect(await say(issue(TEST), "/warden delegate @dora for Sub-system Test", scene.person("ben"))).toBe("**Delegated**: dora decides on **Sub-system Test** as well. The plan's own manager keeps the right.");
    expect(issue(TEST).body).toContain("| Decides that it is reached | ben, who delegated that to dora |");
    expect(await say(issue(TEST), "/warden partial on 2026-11-24 because storage is postponed", scene.person("dora"))).toContain("**Noted**: **Sub-system Test** is partly done, Tue 24 November 2026 24:00 Oslo");
    expect(row("Sub-system Test")).toContain("| partly, Tue 24 November 2026 24:00 Oslo (23:00 UTC) | partly done |");
    expect(await say(issue(TEST), "/warden done", scene.person("dora"))).toContain("**Reached**");
  });

  test("closing on GitHub by whom it was delegated to counts as well", async () => {
    await planned();
    await say(issue(TEST), "/warden delegate @dora", scene.person("ben"));
    scene.close(scene.milestone("Sub-system Test"), scene.person("dora", "triage"));
    await scene.settle();
    expect(row("Sub-system Test")).toContain("| done |");
  });
});

describe("move", () => {
  test("answers with the lines and where to commit them, which then pass the plan's check; nothing moves before", async () => {
    await planned();
    const said = await say(issue(TEST), "/warden move test to 2026-12-03 because the evaluation meeting: \"tests\" & `more` see https://example.org/minutes", scene.person("ann"));
    expect(said).toMatchInlineSnapshot(`
"To move **Sub-system Test** from 2026-12-01, change its lines in the plan ([edit it](https://github.test/acme/app/edit/main/.github/release-plan.yml)) to these, and open a pull request:

\`\`\`yaml
  - id: test
    due: "2026-12-03"
    moved:
      - { to: "2026-12-03", on: "2026-11-25", because: "the evaluation meeting: \\"tests\\" & \`more\`", see: "https://example.org/minutes" }
\`\`\`

Until that is merged the date stays as it is."
`);
    expect(row("Sub-system Test")).toContain("Tue 1 December");
    const [, line = ""] = /- (\{ to: .*\})\n/.exec(said) ?? [];
    scene.plan(PLAN.replace("due: 2026-12-01\n", `due: "2026-12-03"\n    moved:\n      - ${line}\n`));
    await scene.settle();
    expect(row("Sub-system Test")).toMatch(/\| Thu 3 December 2026 24:00 Oslo \(23:00 UTC\) \| not yet \| to come \| 2 days later \|/);
  });

  test.each([
    ["move test to 2026-12-03 because of the vote", "**Nothing was done**: `move` needs to know where that was decided: `see …`. Write `/warden move MILESTONE to DATE because WHY see LINK`."],
    ["move test to 2026-12-03 see https://example.org", "**Nothing was done**: `move` needs to know why: `because …`. Write `/warden move MILESTONE to DATE because WHY see LINK`."],
    ["move test to 2026-12-03 because x see minutes", "**Nothing was done**: `minutes` is no address. Write `see https://…` at the end, with the minutes or the issue in which it was decided."],
    ["move tset to 2026-12-03 because x see https://example.org", "**Nothing was done**: the plan has no milestone `tset`. Did you mean `test`? It has `test` and `release`."],
    ["move test to 2026-12-01 because x see https://example.org", "**Nothing to move**: **Sub-system Test** is due 2026-12-01 already."],
    ["move release to 2026-11-30 because x see https://example.org", "**It would then be out of order** with Sub-system Test."],
    ["move test to 2026-02-30 because x see https://example.org", "2026-02-30"],
    ["move test to 03.12.26 because x see https://example.org", "03.12.26"],
    ["done on 2026-11-31", "2026-11-31"],
    ["done on 2027-01-01", "**Nothing was done**: `2027-01-01` is still to come."],
    ["done on", "**Nothing was done**: Nothing follows `on`."],
    ["done Sub-system Tset", "**Nothing was done**: the plan has no milestone `Sub-system Tset`. Did you mean `test`?"],
    ["delegate @a/b/c", "**Nothing was done**: `@a/b/c` is nobody on GitHub. Write `/warden delegate @login`."],
    ["outstanding Upload needs a node owner @ann", "**Nothing was done**: `outstanding` needs to know by when: `by …`."],
    ["outstanding Upload needs a node owner @ann by 2026-12-01", "says nothing of what becomes of it. End with `keep`, `postpone` or `drop`."],
    ["outstanding Upload needs a node owner Ann Smith by 2026-12-01 keep", "**Nothing was noted**: `Ann Smith` is nobody on GitHub. Write `owner @login`."],
    ["outstanding Upload needs a node owner @ann by soon keep", "soon"],
  ])("%s is answered: %s", async (line, expected) => {
    await planned();
    const said = await say(issue(TEST), `/warden ${line}`, scene.person("ben"));
    expect(said).toContain(expected);
    expect(row("Sub-system Test")).toContain("| not yet | to come |");
  });
});

test("why under the tracking issue of a milestone says how it stands and when that was looked at, and writes nothing else", async () => {
  await planned();
  const body = issue(TEST).body;
  expect(await say(issue(TEST), "/warden why", scene.person("ann"))).toBe("**Sub-system Test** is to come. First planned: Tue 1 December 2026 24:00 Oslo (23:00 UTC). Now due: Tue 1 December 2026 24:00 Oslo (23:00 UTC). Actual: not yet. The plan gives it no checklist. ben decides that it is reached.\n\nLast checked Wed 25 November 2026 10:00 Oslo (09:00 UTC).");
  expect(issue(TEST).body).toBe(body);
  const other = createIssue(scene.github.world, scene.repository, { title: "Something else" }, scene.person("ann"));
  expect(await say(other, "/warden why", scene.person("ann"))).toBe("**Nothing to do.** This tracks no milestone of a release plan.");
});

describe("outstanding", () => {
  test("becomes an item of the checklist when it is kept, is listed when not, and is a surprise on the day itself", async () => {
    await planned();
    expect(await say(issue(TEST), "/warden outstanding \"Upload by owner of large files\" needs the new node owner @ann by 2026-12-02 keep", scene.person("ben"))).toBe("**Noted**: Upload by owner of large files is an item of the checklist of **Sub-system Test** now, for ann.");
    expect(issue(TEST).body).toMatch(/### Checklist: 0 of 1 done\n\n- \[ \] Upload by owner of large files \(ann, by Wed 2 December 2026 24:00 Oslo\)/);
    expect(issue(TEST).body).toContain("| Upload by owner of large files | the new node | ann | Wed 2 December 2026 24:00 Oslo (23:00 UTC) | keep |");
    await scene.passTo("2026-12-01T09:00:00Z");
    expect(await say(issue(TEST), "/warden outstanding Old clients needs nothing owner @ann by 2026-12-09 drop", scene.person("ben"))).toContain("to be dropped. It is marked as a surprise");
    expect(issue(TEST).body).toContain("| drop (a surprise) |");
    expect(issue(TEST).body).toContain("0 of 1 done");
  });
});

describe("claim", () => {
  test("gives an open place to anybody, one each, and leaves strangers without an answer once none is free", async () => {
    await planned();
    expect(issue(TEST).body).toContain("Open places, which `/warden claim` in a comment here takes:\n\n- Tester\n- Tester");
    expect(await say(issue(TEST), "/warden claim tester", scene.person("stranger"))).toBe("**Yours**: the place of Tester in the team of **Sub-system Test**. Thank you.");
    expect(issue(TEST).body).toMatch(/- Developer: ann\n- Tester: stranger\n\nOpen places[^\n]*\n\n- Tester\n/);
    expect(await say(issue(TEST), "/warden claim", scene.person("stranger"))).toContain("you have a place");
    expect(await say(issue(TEST), "/warden claim", scene.person("other"))).toContain("**Yours**");
    expect(await say(issue(TEST), "/warden claim", scene.person("late"))).toBe("");
    expect(reactions(issue(TEST))).toEqual(["confused"]);
    expect(await say(issue(TEST), "/warden claim", scene.person("rita"))).toBe("**Nothing to take**: no place is open in the team of **Sub-system Test**.");
    expect(issue(TEST).body).not.toContain("Open places");
  });
});

describe("bad input", () => {
  test("from a stranger gets a sign and no words, and from afar the place to say it", async () => {
    await planned();
    const other = createIssue(scene.github.world, scene.repository, { title: "Something else" }, scene.person("ann"));
    expect(await say(other, "/warden done", scene.person("stranger"))).toBe("");
    expect(reactions(other)).toEqual(["confused"]);
    expect(await say(other, "/warden done", scene.person("rita"))).toBe("**Nothing was done**: name the milestone, or write this under its tracking issue. It has `test` and `release`.");
    expect(await say(other, "/warden done test", scene.person("rita"))).toContain("**Reached**");
  });

  test("in a comment as long as GitHub takes is answered once, and what surrounds it is not read", async () => {
    await planned();
    const line = "/warden partial because of the @org/everyone <img src=x> `quote` | row";
    const long = `${"x\n".repeat(32_000)}\n${line}\n`;
    expect(await say(issue(TEST), long, scene.person("ben"))).toContain("**Noted**");
    expect(await say(issue(TEST), `/warden done ${"x".repeat(1_900)}`, scene.person("ben"))).toContain("A part of it is longer than 500 characters.");
    expect(await say(issue(TEST), `/warden done ${"x ".repeat(30_000)}`, scene.person("ben"))).toContain("The line is longer than 2000 characters.");
  });

  test("in titles and tasks formats nothing and mentions nobody", async () => {
    const evil = "<!-- release-warden:end milestone --> **b** @ann | `c` [x](javascript:1)";
    await planned("2026-11-25T09:00:00Z", PLAN.replace("title: Sub-system Test", `title: ${JSON.stringify(evil)}\n    checklist: [${JSON.stringify(evil)}]`));
    const tracked = [...scene.repository.issues.values()].find(({ title }) => title.startsWith("2.4: <!--"));
    expect(tracked?.body).not.toMatch(/(?<![\w`\u200b;\\])@ann|[^\\]\]\(javascript/);
    expect(tracked?.body?.split("<!-- release-warden:end milestone -->")).toHaveLength(2);
    const writes = scene.writes();
    await scene.app.resync();
    await scene.settle();
    expect(scene.writes()).toBe(writes);
  });
});
