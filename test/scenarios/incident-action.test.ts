/** Which action is taken in an incident, who takes part in it by what they are, and steps of its plan that become issues below it. */
import { afterEach, expect, test } from "@jest/globals";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { closeIssue, createIssue } from "../../src/sandbox/github/state/issue.ts";
import { createIncidentScene, INCIDENTS } from "../support/incident-scene.ts";
import type { IncidentScene } from "../support/incident-scene.ts";

const STEPS = INCIDENTS.replace("owners: [rita]", "owners: [rita], sub_issues: true");

let scene: IncidentScene;

afterEach(async () => {
  expect(scene.complaints).toEqual([]);
  await scene.stop();
});

function titled(title: string): readonly Issue[] {
  return [...scene.repository.issues.values()].filter((issue) => issue.title === title);
}

function step(title: string): Issue {
  const [first, ...others] = titled(title);
  if (first === undefined || others.length > 0) throw new Error(`there are ${titled(title).length} issues ${title}`);
  return first;
}

async function unchanged(): Promise<void> {
  const writes = scene.writes();
  await scene.app.resync();
  await scene.settle();
  expect(scene.writes()).toBe(writes);
}

test("while something new is investigated, the issue shows what is decided and how to decide the rest; going on without it is said", async () => {
  scene = await createIncidentScene();
  const issue = await scene.report("nodes panic");
  await scene.say(issue, "/severity sev1\n/triage new");
  expect(issue.body).not.toContain("| Action | |");
  await scene.say(issue, "/own");
  for (const row of ["| Logs | *not decided yet*: `/logs request @who …` or `/logs none because …` |", "| Others involved | *not decided yet*", "| How to investigate | *not decided yet*"]) expect(issue.body).toContain(row);
  const none = await scene.say(issue, "/logs none because the counters | say it all");
  expect(scene.answer(none)).toBe("**Noted**: decided, with why.");
  await scene.say(issue, "/party @ben debugging");
  expect(issue.body).toMatch(/\| Logs \| \*\*Decided\*\*: No logs are needed: the counters \\\| say it all \*\(rita, [^)]+\)\* \|/);
  expect(issue.body).toMatch(/\| Others involved \| \*\*Decided\*\*: ben takes part: debugging \*\(rita, /);
  await unchanged();
  const eased = await scene.say(issue, "/mitigated restarted");
  expect(scene.answer(eased)).toContain("Left out, which stands in the record: how to investigate.");
  expect(issue.body).toContain("| State | **Mitigated**, with *how to investigate* left undecided by rita |");
  await scene.say(issue, "/resolved it is fixed");
  expect(issue.body).toContain("Left out on the way: *how to investigate* left undecided by rita.");
  await scene.say(issue, "/hypothesis two checks race");
  expect(issue.body).not.toContain("left undecided");
  expect(issue.body).toContain("- How to investigate: Theory: two checks race *(rita, ");
});

test("a light one shows no actions until one is used, and closes without", async () => {
  scene = await createIncidentScene();
  const issue = await scene.report("the wiki is slow");
  await scene.say(issue, "/severity sev3\n/triage new\n/own");
  expect(issue.body).not.toContain("| Action | |");
  await scene.say(issue, "/resolved freed the disk");
  expect(issue.state).toBe("closed");
  expect(issue.body).not.toContain("undecided");
});

test("whoever reports by the form becomes a party, as what they are, though they have no role here; and may speak", async () => {
  scene = await createIncidentScene();
  const form = (title: string, who: string): Issue => createIssue(scene.github.world, scene.repository, { title: `Incident: ${title}`, labels: ["incident report"], body: `### What happens?\n\nIt stopped.\n\n### Who are you to this network?\n\n${who}` }, scene.person("eve"));
  form("my node stopped", "Exchange");
  await scene.settle();
  const issue = scene.incident("my node stopped");
  expect(issue.body).toContain("**Parties**\n\n- eve: exchange");
  expect(issue.body).not.toContain("Reported as");
  await scene.say(issue, "/severity sev1\n/triage new\n/own");
  // A reporter is not yet somebody who was called in.
  expect(issue.body).toContain("| Others involved | *not decided yet*");
  const heard = await scene.say(issue, "/heard", "eve");
  expect(scene.reactions(heard)).toEqual(["+1"]);
  await scene.say(issue, "/resolved the race is gone");
  expect((issue.body ?? "").split("### After-action report")[1]).toMatch(/\*\*Who was involved\*\*\n\n- rita: owner\n- eve: exchange, heard of it/);
  form("deposits hang", "I sell mining rigs <@ann>");
  await scene.settle();
  const other = scene.incident("deposits hang");
  expect(other.body).toContain("Reported as: I sell mining rigs &lt;@");
  expect(other.body).not.toContain("@ann");
  expect(other.body).not.toContain("**Parties**");
});

test("a step with an owner becomes an issue below the incident, and is done once that is closed", async () => {
  scene = await createIncidentScene({ plan: STEPS });
  const issue = await scene.report("nodes panic");
  await scene.say(issue, "/plan hours read the logs of both servers @ben 2026-12-02\n/plan days think about it");
  const made = step("read the logs of both servers");
  expect(titled("think about it")).toEqual([]);
  expect([made.parent?.number, made.assignees.map(({ login }) => login)]).toEqual([issue.number, ["ben"]]);
  expect(made.body).toContain(`Due **Wed 2 December 2026**.\n\nIt is done when this issue is closed, or with \`/done step 1\` in #${issue.number}.`);
  expect(issue.body).toContain(`1. **hours**: read the logs of both servers (#${made.number}) (ben), due Wed 2 December 2026\n2. **days**: think about it`);
  await unchanged();
  closeIssue(scene.github.world, made, "completed", scene.person("ben"));
  await scene.settle();
  expect(issue.body).toContain("due Wed 2 December 2026 — **done**");
  expect((issue.body ?? "").match(/Step 1 of the short-term plan is done/g)).toHaveLength(1);
  await unchanged();
});

test("a step that is said to be done closes its issue, and one without an issue is done as well", async () => {
  scene = await createIncidentScene({ plan: STEPS });
  const issue = await scene.report("nodes panic");
  await scene.say(issue, "/plan hours read the logs @ben\n/plan days think about it");
  const done = await scene.say(issue, "/done step 1\n/done step 2\n/done step 3");
  expect(scene.answer(done)).toContain("**Noted**: step 1 of the short-term plan is done.");
  expect(scene.answer(done)).toContain("**Nothing was done**: there is no step 3; there are 2.");
  expect(step("read the logs").state).toBe("closed");
  expect((issue.body ?? "").match(/Step 1 of the short-term plan is done/g)).toHaveLength(1);
  expect(issue.body).toContain("2. **days**: think about it — **done**");
  await unchanged();
});

test("after memory was lost its issues are found again, open or closed, and none is made twice", async () => {
  scene = await createIncidentScene({ plan: STEPS });
  const issue = await scene.report("nodes panic");
  await scene.say(issue, "/plan hours read the logs @ben\n/plan hours ask the exchange @ann");
  const [read, ask] = [step("read the logs"), step("ask the exchange")];
  await scene.forget();
  closeIssue(scene.github.world, read, "completed", scene.person("ben"));
  await scene.settle();
  await scene.say(issue, "/own");
  expect([step("read the logs").number, step("ask the exchange").number]).toEqual([read.number, ask.number]);
  expect(issue.body).toContain(`1. **hours**: read the logs (#${read.number}) (ben) — **done**\n2. **hours**: ask the exchange (#${ask.number}) (ann)`);
});

test("where the plan does not ask for it a step stays a line, also when the plan asks for it after the incident is over", async () => {
  scene = await createIncidentScene();
  const issue = await scene.report("nodes panic");
  await scene.say(issue, "/plan hours read the logs @ben");
  expect(titled("read the logs")).toEqual([]);
  expect(issue.body).toContain("1. **hours**: read the logs (ben)");
  const open = await scene.report("the wiki is slow");
  await scene.say(open, "/plan hours free the disk @ben");
  await scene.say(issue, "/resolved restarted");
  scene.plan(STEPS);
  await scene.settle();
  for (const one of [issue, open]) await scene.say(one, "/timeline the plan asks for issues now");
  expect([titled("read the logs").length, titled("free the disk").length]).toEqual([0, 1]);
});
