/** Scenes of reminders over weeks with a moved clock: to the owner first, the manager later, never at night, and one after an outage. */
import { afterEach, expect, test } from "@jest/globals";
import { closeIssue, editIssue } from "../../src/sandbox/github/state/issue.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { createScene } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";

let scene: Scene;
afterEach(async () => {
  expect(scene.complaints).toEqual([]);
  await scene.stop();
});

/** Due on Tuesday 1 December at midnight in Oslo; the 3rd is a holiday. */
const PLAN = `release: { name: "2.4", manager: rita, timezone: Europe/Oslo, holidays: ["2026-12-03"] }
tracking: { reminders: { before: [2 days], after: [1 day, 3 days], manager_after: 3 days, zones: { ann: America/New_York } } }
milestones:
  - id: test
    title: Sub-system Test
    due: 2026-12-01
    manager: ben
    checklist: [{ task: List what is outstanding, owner: ann }]
    team: [{ role: Tester, open: true }]
`;

async function planned(text = PLAN): Promise<void> {
  scene = await createScene({ plan: null, now: "2026-11-20T09:00:00Z" });
  scene.plan(text);
  await scene.settle();
}

function tracked(): Issue {
  const found = [...scene.repository.issues.values()].find(({ title }) => title === "2.4: Sub-system Test");
  if (found === undefined) throw new Error("it is not tracked");
  return found;
}

/** When, whether it was folded since, and what was said. */
function told(): readonly string[] {
  return tracked().comments.map(({ createdAt, minimized, body }) => `${new Date(createdAt).toISOString().slice(0, 16)}${minimized === null ? "" : " folded"} ${body.split("\n").slice(1).join(" ")}`);
}

test("come before, on and after a deadline, each as a new comment with the old one folded, and then stop", async () => {
  await planned();
  await scene.passTo("2027-01-15T09:00:00Z");
  expect(told()).toMatchInlineSnapshot(`
[
  "2026-11-27T07:00 folded @ben: **Sub-system Test** is due Tue 1 December 2026 24:00 Oslo (23:00 UTC). \`/warden done\` says that it is reached; \`/warden move\` answers with the lines that move it.  Nobody has taken Tester yet: \`/warden claim\` does.",
  "2026-11-27T13:00 folded @ann: **List what is outstanding** is due Tue 1 December 2026 18:00 New York (23:00 UTC). Tick it when it is done.",
  "2026-12-01T07:00 folded @ben: **Sub-system Test** is due Tue 1 December 2026 24:00 Oslo (23:00 UTC). \`/warden done\` says that it is reached; \`/warden move\` answers with the lines that move it.  Nobody has taken Tester yet: \`/warden claim\` does.",
  "2026-12-01T13:00 folded @ann: **List what is outstanding** is due Tue 1 December 2026 18:00 New York (23:00 UTC). Tick it when it is done.",
  "2026-12-04T07:00 folded @ben: **Sub-system Test** was due Tue 1 December 2026 24:00 Oslo (23:00 UTC), and is not reached. \`/warden done\` says that it is reached; \`/warden move\` answers with the lines that move it.",
  "2026-12-04T13:00 folded @ann: **List what is outstanding** was due Tue 1 December 2026 18:00 New York (23:00 UTC), and is not done. Tick it when it is done.",
  "2026-12-07T07:00 @ben and @rita: **Sub-system Test** was due Tue 1 December 2026 24:00 Oslo (23:00 UTC), and is not reached. \`/warden done\` says that it is reached; \`/warden move\` answers with the lines that move it.",
  "2026-12-07T13:00 @ann and @ben: **List what is outstanding** was due Tue 1 December 2026 18:00 New York (23:00 UTC), and is not done. Tick it when it is done.",
]
`);
  const writes = scene.writes();
  await scene.app.resync();
  await scene.passTo("2027-01-16T09:00:00Z");
  expect(scene.writes()).toBe(writes);
});

test("begin anew when the date moves, and end when it is done", async () => {
  await planned();
  await scene.passTo("2026-11-30T20:00:00Z");
  const before = told().length;
  scene.plan(PLAN.replace("due: 2026-12-01", 'due: 2026-12-11\n    moved: [{ to: 2026-12-11, because: x, see: "https://example.org" }]'));
  await scene.settle();
  await scene.passTo("2026-12-08T09:00:00Z");
  expect(told()).toHaveLength(before);
  await scene.passTo("2026-12-10T20:00:00Z");
  expect(told().length).toBeGreaterThan(before);
  scene.close(scene.milestone("Sub-system Test"), scene.person("ben"));
  await scene.settle();
  const after = told().length;
  await scene.passTo("2027-01-10T09:00:00Z");
  // what is told of the open item is no reminder
  expect(told().slice(after)).toEqual([]);
});

test("are one after an outage, and the ones that were missed are not made up for", async () => {
  await planned();
  scene.clock.set(Date.parse("2026-12-07T10:00:00Z"));
  await scene.settle();
  expect(told()).toEqual(["2026-12-07T10:00 @ben and @rita: **Sub-system Test** was due Tue 1 December 2026 24:00 Oslo (23:00 UTC), and is not reached. `/warden done` says that it is reached; `/warden move` answers with the lines that move it."]);
  await scene.passTo("2026-12-07T14:00:00Z");
  expect(told()).toHaveLength(2);
  expect(told()[1]).toContain("@ann and @ben: **List what is outstanding** was due Tue 1 December 2026 18:00 New York (23:00 UTC), and is not done.");
});

test("are sent to nobody where the plan says so, nor for a tracking issue that a person closed", async () => {
  await planned(PLAN.replace(/reminders: \{.*\} \}/, "reminders: false }"));
  await scene.passTo("2026-12-20T09:00:00Z");
  expect(told()).toEqual([]);
  closeIssue(scene.github.world, tracked(), "completed", scene.person("ben"));
  await scene.settle();
  expect(tracked().state).toBe("closed");
});

test("what is due on the way is a box of the checklist, and its owner hears of it; without an owner whoever decides on the milestone does", async () => {
  await planned(PLAN.replace(/    checklist: .*\n/, "    parts: [{ title: First draft, due: 2026-11-25, owner: ann }, { title: Second draft, due: 2026-11-27 }]\n").replace(/    team: .*\n/, ""));
  expect(tracked().body).toMatch(/### Checklist: 0 of 2 done\n\n- \[ \] First draft \(ann, by Wed 25 November 2026 24:00 Oslo\) <!-- item first-draft - nobody -->/);
  await scene.passTo("2026-11-26T09:00:00Z");
  editIssue(scene.github.world, tracked(), { body: (tracked().body ?? "").replace("- [ ] First", "- [x] First") }, scene.person("ann"));
  await scene.passTo("2026-11-30T23:00:00Z");
  expect(told().flatMap((line) => /^(\S+) .*?(@\w+: \*\*\w+ draft\*\*)/.exec(line)?.slice(1).join(" ") ?? [])).toEqual([
    "2026-11-23T22:59 @ann: **First draft**", "2026-11-25T07:00 @ben: **Second draft**", "2026-11-25T13:00 @ann: **First draft**",
    "2026-11-27T07:00 @ben: **Second draft**", "2026-11-30T07:00 @ben: **Second draft**",
  ]);
});

test("a date that is not known yet is asked for by the day on which it is to be known, and is late from then on", async () => {
  await planned(PLAN.replace("due: 2026-12-01\n", "due: { unknown: true, resolve_by: 2026-11-26 }\n").replace(/    checklist: .*\n/, "").replace(/    team: .*\n/, ""));
  expect(tracked().body).toContain("| State | without a date |");
  await scene.passTo("2026-11-27T09:00:00Z");
  expect(tracked().body).toContain("| State | late |");
  await scene.passTo("2026-11-30T09:00:00Z");
  expect(told()).toEqual([
    expect.stringMatching(/^2026-11-24T07:00 folded @ben: the date of \*\*Sub-system Test\*\* is to be known by Thu 26 November 2026 24:00 Oslo \(23:00 UTC\)\. `\/warden move` answers with the lines that set it\.$/),
    expect.stringMatching(/^2026-11-26T07:00 folded @ben: the date of /),
    expect.stringMatching(/^2026-11-30T07:00 @ben and @rita: the date of \*\*Sub-system Test\*\* was to be known by .*, and is not\./),
  ]);
});
