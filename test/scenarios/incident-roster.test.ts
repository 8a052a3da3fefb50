/** A committee in many time zones: who is awake is asked first, a word outside GitHub waits only while all sleep, and times are said in both zones. */
import { afterEach, expect, test } from "@jest/globals";
import type { PostRequest } from "../../src/notify/post.ts";
import { createIncidentScene } from "../support/incident-scene.ts";
import type { IncidentScene } from "../support/incident-scene.ts";

let scene: IncidentScene;
afterEach(async () => {
  expect(scene.complaints).toEqual([]);
  await scene.stop();
});

const PLAN = `release: { name: "2.4", manager: rita, timezone: Europe/Oslo }
teams: [{ id: core, chair: rita, members: [rita, { who: ben, timezone: America/Chicago }] }]
incidents: { owners: [core], quiet_hours: { from: "22:00", to: "07:00" }, clocks: { claim: 30 minutes, severity: never, inform: never, update: never, report: never }, severities: [{ id: major, pages: waking }], audiences: [{ id: operators }, { id: public, title: Everybody }] }
`;

test("at three in the morning in Oslo the one in Chicago is called; an escalation calls both", async () => {
  const sent: PostRequest[] = [];
  scene = await createIncidentScene({
    plan: PLAN, now: "2026-11-26T02:00:00Z",
    telling: { targets: [{ name: "owners", kind: "slack", url: "https://hooks.example.com/owners", secret: null, audiences: ["incident-owners"], for: ["acme"] }], post: async (request) => { sent.push(request); return { kind: "answered", status: 200, retryAfterMs: null }; } },
  });
  const issue = await scene.report("nodes panic");
  const told = (): readonly string[] => scene.ours(issue).map((body) => body.split("\n").slice(1).join(" "));
  await scene.passTo("2026-11-26T02:40:00Z");
  expect(told().at(-1)).toBe("@ben: It is 03:31 Oslo for rita. Nobody owns this incident yet. `/own` takes it.");
  expect(sent).toHaveLength(1);
  await scene.passTo("2026-11-26T03:10:00Z");
  expect(told().at(-1)).toMatch(/^\*\*Escalated\.\*\* @rita or @ben: a reminder was not answered\./);
  await scene.report("the wiki is slow");
  // Its reminder goes at 21:43 in Chicago, its escalation would at 22:13: that waits for seven in Oslo.
  await scene.passTo("2026-11-26T05:59:00Z");
  expect(sent).toHaveLength(3);
  await scene.passTo("2026-11-26T06:00:00Z");
  expect(sent).toHaveLength(4);
  await scene.say(issue, "/party @ben operator of n1\n/started 02:10");
  expect(issue.body).toContain("| Started | Thu 26 November 2026 02:10 Oslo (01:10 UTC) |");
  expect(issue.body).toContain("- ben: operator of n1, in Chicago");
});

test("a word that waits for the morning goes at once when it becomes severe enough to wake people, and once", async () => {
  const sent: PostRequest[] = [];
  scene = await createIncidentScene({
    plan: PLAN.replace("{ who: ben, timezone: America/Chicago }", "ben").replace("[{ id: major, pages: waking }]", "[{ id: sev1, pages: always }, { id: sev2, pages: waking }]"), now: "2026-11-26T01:00:00Z",
    telling: { targets: [{ name: "owners", kind: "slack", url: "https://hooks.example.com/owners", secret: null, audiences: ["incident-owners"], for: ["acme"] }], post: async (request) => { sent.push(request); return { kind: "answered", status: 200, retryAfterMs: null }; } },
  });
  const issue = await scene.report("nodes panic");
  await scene.say(issue, "/severity sev2");
  await scene.passTo("2026-11-26T01:40:00Z");
  expect([sent.length, scene.ours(issue).some((body) => body.includes("Nobody owns this incident yet"))]).toEqual([0, true]);
  await scene.say(issue, "/severity sev1");
  expect(sent).toHaveLength(1);
  await scene.passTo("2026-11-26T01:55:00Z");
  expect(sent).toHaveLength(1);
  await scene.passTo("2026-11-26T09:00:00Z");
  // Only the escalation followed.
  expect(sent).toHaveLength(2);
});

test("each audience has its own words and time; those for whom nobody decided anything are named", async () => {
  scene = await createIncidentScene({ plan: PLAN, now: "2026-11-26T09:00:00Z" });
  const issue = await scene.report("nodes panic");
  await scene.say(issue, "/inform yes operators upgrade to 5.3.1");
  expect(issue.body).toContain("| Operators | are told, decided by rita Thu 26 November 2026 10:02 Oslo (09:02 UTC): upgrade to 5.3.1 |\n| Everybody | *nobody has decided whether they are told* |");
  await scene.say(issue, "/inform no public only operators can act review 2026-11-27T10:00");
  expect(issue.body).toContain("| Everybody | are not told, decided by rita Thu 26 November 2026 10:03 Oslo (09:03 UTC): only operators can act; looked at again Fri 27 November 2026 10:00 Oslo (09:00 UTC) |");
});
