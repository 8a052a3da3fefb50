import { expect, test } from "@jest/globals";
import type { GateRecord } from "../../src/domain/model/gate.ts";
import type { LedgerEntry } from "../../src/domain/model/ledger-entry.ts";
import { gateAlertText, gateHistoryText } from "../../src/text/gate-history.ts";
import type { TrackedFreeze } from "../../src/text/tracking-freeze.ts";
import { holdText } from "../../src/text/tracking-gates.ts";
import { at, freeze, plan } from "../support/plan-builder.ts";

const TRACKED: TrackedFreeze = {
  plan: plan({ release: { ...plan().release, timezone: "UTC", manager: "rita" } }), freeze: freeze({ title: "Bugfixes only", until: null }), home: "acme/app", state: "in-force",
  since: at("2026-12-01T09:00:00Z"), until: at("2026-12-08T09:00:00Z"), overdue: false, notGoverned: [], places: [],
};

function event(kind: string, body: LedgerEntry["body"] = {}): LedgerEntry {
  return { id: kind, kind, repository: 1, about: "branch:1/main", at: at("2026-12-01T09:05:00Z"), by: null, body: { branch: "main", repository: 1, ...body } };
}

const EVENTS = [
  event("gate-closed", { dueAt: at("2026-12-01T09:00:00Z") }), event("gate-changed", { by: "olga", how: "disabled" }), event("gate-yielded", { by: null, how: "deleted" }),
  event("gate-trouble", { doing: "close", message: "Server Error @acme/everyone" }), event("gate-recovered", { doing: "close", since: at("2026-12-01T09:03:00Z") }),
  event("gate-orphan"), event("gate-off"), event("gate-opened"), event("something-else"),
];

test("the history of a gate is told in plain words", () => {
  expect(gateHistoryText(TRACKED, { gates: [], notices: [], events: EVENTS })?.split("\n")).toEqual([
    "### How the branch was held",
    "- Tue 1 December 09:05 UTC: `main` was closed, 5 minutes after the freeze was due.",
    "- Tue 1 December 09:05 UTC: olga switched off the ruleset that closes `main`, and it was put back, once.",
    "- Tue 1 December 09:05 UTC: somebody deleted the ruleset that closes `main` again, and it is left so: nothing blocks there any more.",
    "- Tue 1 December 09:05 UTC: `main` could not be closed; GitHub answered: Server Error @\u200bacme/everyone.",
    "- Tue 1 December 09:05 UTC: what had failed on `main` worked, 2 minutes later.",
    "- Tue 1 December 09:05 UTC: `main` was found closed, and nothing that is known explains it; it is left closed.",
    "- Tue 1 December 09:05 UTC: Release Warden was switched off for `main`.",
    "- Tue 1 December 09:05 UTC: `main` was opened.",
  ]);
  expect(gateHistoryText(TRACKED, { gates: [], notices: [], events: [] })).toBeNull();
});

test("its manager is told by a comment of what needs a person, with what to do, and of nothing else", () => {
  const told = EVENTS.map((one) => gateAlertText(TRACKED, one));
  expect(told.map((one) => one !== null)).toEqual([false, true, true, true, true, true, true, false, false]);
  for (const text of told.filter((one) => one !== null)) expect(text).toMatch(/^@rita, during \*\*Bugfixes only\*\*: .+\n\n.+\.$/s);
});

test("the level is never shown for a freeze that only observes or is over", () => {
  const gate: GateRecord = {
    repository: 1, branch: "main", level: "advisory", checkRequired: false, ruleset: null, epoch: null, closedAt: null, next: null, left: null, trouble: null, touched: null, off: false,
    orphan: null, soft: null, blink: null, rulesReadAt: null, testedAt: null,
  };
  const gates = { gates: [{ repository: "acme/app" as const, gate, tested: { repository: 1, branch: "main", level: "advisory" as const, at: 0, findings: [{ code: "required" as const, holds: false, facts: { check: "Release plan (main)" } }] } }], events: [], notices: [] };
  expect(holdText(TRACKED, gates)).toContain("- **Advisory: this freeze informs but does not block.** To block: ");
  expect(holdText(TRACKED, gates)).toContain("❌ No rule requires `Release plan (main)`");
  expect(holdText({ ...TRACKED, state: "over" }, gates)).toBeNull();
  expect(holdText({ ...TRACKED, freeze: freeze({ mode: "observe" }) }, gates)).toBeNull();
});
