/** Scenes of people who are away: reminders go to whoever stands in and say so, incidents call who is there, and a late milestone says who was away. */
import { afterEach, expect, test } from "@jest/globals";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { createIncidentScene } from "../support/incident-scene.ts";
import type { IncidentScene } from "../support/incident-scene.ts";

let scene: IncidentScene;
afterEach(async () => {
  expect(scene.complaints).toEqual([]);
  await scene.stop();
});

const PLAN = `release: { name: "2.4", manager: rita, timezone: Europe/Oslo }
tracking: { reminders: { before: [2 days], after: [1 day], manager_after: 3 days } }
milestones:
  - { id: test, title: Sub-system Test, due: 2026-12-01, manager: ben }
teams:
  - id: core-committee
    chair: ann
    members: [ben, { who: tor, organization: Factom Inc, load: part-time }]
    away: [{ who: ben, from: 2026-11-26, to: 2026-11-30, because: elections }]
incidents: { owners: [core-committee], clocks: { claim: 30 minutes, severity: never, inform: never, update: never, report: never } }
`;

function tracked(title: string): Issue {
  const found = [...scene.repository.issues.values()].find((issue) => issue.title === title);
  if (found === undefined) throw new Error(`there is no ${title}`);
  return found;
}

const told = (issue: Issue): readonly string[] => scene.ours(issue).map((body) => body.split("\n").slice(1).join(" "));

test("a reminder goes to the manager while its owner is away and says until when, and to the owner once they are back", async () => {
  scene = await createIncidentScene({ plan: PLAN, now: "2026-11-20T09:00:00Z" });
  await scene.settle();
  await scene.passTo("2026-12-03T20:00:00Z");
  expect(told(tracked("2.4: Sub-system Test"))).toEqual([
    expect.stringMatching(/^@rita: ben is away until Mon 30 November 2026\. \*\*Sub-system Test\*\* is due Tue 1 December/),
    expect.stringMatching(/^@ben: \*\*Sub-system Test\*\* is due/), expect.stringMatching(/^@ben: \*\*Sub-system Test\*\* was due/),
  ]);
});

test("who is away stands in the issue with all dates until they are back, and a milestone that is late says who was away", async () => {
  scene = await createIncidentScene({ plan: PLAN, now: "2026-11-20T09:00:00Z" });
  await scene.settle();
  const live = tracked("2.4: live milestones");
  expect(live.body).toContain("| ben | Thu 26 November 2026 | Mon 30 November 2026 | elections |");
  expect(tracked("2.4: Sub-system Test").body).not.toContain("Away meanwhile");
  await scene.passTo("2026-11-30T23:30:00Z");
  expect(live.body).not.toContain("elections");
  await scene.passTo("2026-12-02T09:00:00Z");
  expect(tracked("2.4: Sub-system Test").body).toContain("Away meanwhile:\n\n- ben, Thu 26 November 2026 to Mon 30 November 2026: elections");
  expect(live.body).toContain("**Sub-system Test** is not where it was first planned. Away meanwhile: ben, Thu 26 November 2026 to Mon 30 November 2026 (elections).");
  const writes = scene.writes();
  await scene.app.resync();
  await scene.settle();
  expect(scene.writes()).toBe(writes);
});

test("an incident calls the owners who are there; where its own owner is away the chair is reminded", async () => {
  scene = await createIncidentScene({ plan: PLAN.replace("update: never", "update: 1 hour"), now: "2026-11-26T09:00:00Z" });
  const issue = await scene.report("nodes panic");
  await scene.passTo("2026-11-26T09:40:00Z");
  expect(told(issue).at(-1)).toBe("@ann or @tor: ben is away until Mon 30 November 2026. Nobody owns this incident yet. `/own` takes it.");
  await scene.say(issue, "/own @ben", "ann");
  await scene.passTo("2026-11-26T10:50:00Z");
  expect(told(issue).at(-1)).toMatch(/^@ann: ben is away until Mon 30 November 2026\. Nothing new has been written here/);
  await scene.passTo("2026-11-26T11:50:00Z");
  expect(told(issue).at(-1)).toMatch(/^\*\*Escalated\.\*\* @ann or @tor: ben is away until Mon 30 November 2026\. A reminder was not answered\./);
});
