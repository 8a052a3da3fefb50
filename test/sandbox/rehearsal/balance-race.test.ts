/** The race between two balance checks, July 2018, through the real app and the local GitHub, both over HTTP: what `npm start -- --plan factom` plays. */
import { expect, test } from "@jest/globals";
import { createApp } from "../../../src/app.ts";
import type { PlayedIncident, PlayedStep } from "../../../src/sandbox/rehearsal/balance-race.ts";
import { rehearse } from "../../../src/sandbox/rehearsal/rehearsal.ts";
import { unpainted } from "../../../src/text/decision-line.ts";
import { rehearsedIncidentLines } from "../../../src/text/rehearsal-incident.ts";
import { checkName } from "../../../src/text/check.ts";
import { planCheckName } from "../../../src/text/plan-check.ts";

type Played = PlayedIncident & { readonly home: string; readonly apiUrl: string };

test("from a crash report to a report, with an emergency fix and a freeze of everything else, and a second look changes nothing", async () => {
  const complaints: string[] = [];
  const complain = (fields: object, message: string): void => void complaints.push(`${message} ${JSON.stringify(fields)}`);
  const steps: PlayedStep[] = [];
  const incidents: Played[] = [];
  const code = await rehearse({
    input: "factom", once: true, port: 0, record: null, leave: () => Promise.resolve(), log: { info: () => undefined, warn: complain, error: complain },
    words: { checkName, planCheckName, begins: () => undefined, progress: () => undefined, guide: () => undefined, account: () => undefined, step: (step) => { steps.push(step); }, incident: (played) => { incidents.push(played); }, failed: (reason) => { complaints.push(reason); } },
    openApp: (wiring) => createApp({ ...wiring, store: { kind: "sqlite", file: ":memory:" }, workers: 4, limits: { writeSpacing: 0, restPointsPerMinute: Infinity, graphqlPointsPerMinute: Infinity, contentPerMinute: Infinity, contentPerHour: Infinity } }),
  });
  expect([code, complaints]).toEqual([0, []]);
  const [played] = incidents;
  if (played === undefined) throw new Error("nothing was played");
  expect(steps.map(({ by, state }) => `${by} ${state ?? ""}`)).toEqual([
    "operator-a Reported", "niels Investigating", "niels Investigating", "operator-a Investigating", "steven Investigating", "steven Investigating", "brian Investigating", "brian Investigating", "brian Investigating",
    "brian Mitigated", "brian Resolved", "niels Resolved", "niels Reviewed",
  ]);
  expect(played).toMatchObject({ closed: true, idleWrites: 0 });
  expect(played.frozen.map(({ check, merged }) => [check?.conclusion ?? check?.status, merged])).toEqual([["success", true], ["in_progress", false]]);
  for (const said of [
    "**Nothing more is asked of anybody.**", "| State | **Reviewed** |", "| Started | Fri 6 July 2018 17:05 UTC |", "two functions race between processing and the balance check — **confirmed**",
    "a disk is broken — **rejected**", "received", "operators found the pattern themselves", "only one firm could read the logs",
  ]) expect(played.body).toContain(said);
  expect(played.body).not.toContain("Frozen by this incident");
  expect(played.lengths).toEqual(expect.arrayContaining([["From start to notice", "5 minutes"], ["From start to relief", "2 days 22 hours"]]));
  const lines = rehearsedIncidentLines(played, unpainted);
  for (const said of [
    "Incident: my audit server panicked (#2): reviewed", "From start to relief", "fix: check balances once: success, Allowed: ", "; merged", "fix: a label in the wallet: in_progress, ", "; open",
    "logs of all operators in one place", "balances under load", `curl ${played.apiUrl}/repos/${played.home}/issues/2`, `The incident log: curl ${played.apiUrl}/repos/${played.home}/issues/`, "Looked at once more: 0 writes.",
  ]) expect(lines.join("\n")).toContain(said);
});
