import { expect, test } from "@jest/globals";
import { publicReportText, releaseNoteText } from "../../src/text/incident-report.ts";
import { folded, INCIDENT_PLAN, moment, NEW, OWN, report, SEV1 } from "../support/incident-builder.ts";

test("the public variant names nobody and leaks nothing that is redacted, edited away or about logs", () => {
  const { incident } = folded(
    { kind: "redact", words: "Secret Exchange" }, { kind: "redact", words: "n7.example" }, SEV1, NEW, OWN, { kind: "party", who: "steven", role: "debugging for SECRET  exchange" }, { kind: "heard", who: "olga" },
    { act: { kind: "timeline", when: null, text: "steven saw it at n7.example" }, comment: 50 },
    { act: { kind: "timeline", when: null, text: "password hunter2 of the Secret Exchange" }, comment: 51 }, { kind: "edited", comment: 51, line: 0, when: null, text: "the secret exchange stopped" },
    { act: { kind: "timeline", when: null, text: "a customer's address" }, comment: 52 }, { kind: "edited", comment: 52, line: 0, when: null, text: null },
    { kind: "version", version: "v5-hunter3" }, { kind: "redact", words: "hunter3" }, { kind: "error", text: "panic: n9.internal is gone" },
    { kind: "logs", step: "received", who: "steven", node: "n7", range: null, location: "https://logs.internal/7", hash: "sha256:00112233445566778899" },
    { kind: "no-need", of: "logs", text: "steven of the Secret Exchange has them at n7.example" }, { kind: "plan", horizon: "hours", text: "call the Secret Exchange", owner: "quentin", due: null }, { kind: "step-done", number: 1 },
    { kind: "hypothesis", number: null, state: "open", text: "Secret Exchange floods us, says Steven" }, { kind: "follow-up", text: "call the secret exchange", link: { repository: "acme/private", number: 3 }, owner: "rosalind", due: null, test: false },
    moment("resolved", null, "steven blocked the Secret Exchange"), ...report("summary", "cause", "well", "badly"), { kind: "report", part: "badly", text: "nobody told ann or the SECRET EXCHANGE; everything was planned badly" }, { kind: "published", as: "report" },
  );
  expect(incident.actions.map(({ action }) => action)).toEqual(["others", "logs", "investigation"]);
  const text = publicReportText({ incident, plan: INCIDENT_PLAN, owners: ["rita"], zone: "UTC", here: "acme/app", branches: [], followUps: { 1: { repository: "acme/private", number: 4 } }, badLinks: {}, steps: {}, before: null, unratified: null, logPlaces: [], access: null, zones: {}, risks: [], scheduled: [], notes: [], writesReleases: false });
  for (const leak of [/secret\s+exchange/i, /n7/, /steven/i, /\bann\b/i, /olga/i, /quentin/i, /rosalind/i, /hunter[23]/, /n9/, /customer/, /logs\.internal/, /sha256/, /acme\/private/]) expect(text).not.toMatch(leak);
  expect(text).toContain("everything was planned badly");
  expect(text).toContain("What went badly");
  expect(text).toContain("- Others involved: Others were involved *(");
  expect(text).toContain("### Timeline");
});

test("the words for release notes say what happened and what mends it, and leak no more than the public variant", () => {
  const { incident } = folded(
    { kind: "redact", words: "Secret Exchange" }, SEV1, NEW, OWN, moment("started", "12:00"), { kind: "follow-up", text: "balances of the secret exchange under load", link: null, owner: "steven", due: null, test: true }, { kind: "follow-up", text: "an idea", link: null, owner: null, due: null, test: false },
    { kind: "report", part: "summary", text: "nodes panicked\nwhen Secret Exchange bought credits @everyone" }, moment("resolved", "12:05", "ann checks balances once"), { kind: "published", as: "release-note" },
  );
  expect(releaseNoteText({ incident })).toMatchInlineSnapshot(`
"**Nodes panic** (5 minutes)
- What happened: nodes panicked when ▇▇▇ bought credits @​everyone
- Fixed: ▇▇▇ checks balances once
- Tested from now on: balances of the ▇▇▇ under load"
`);
});
