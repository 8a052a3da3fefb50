import { describe, expect, test } from "@jest/globals";
import { readIncidentLedger, renderIncidentLedger } from "../../../src/domain/desired/incident-ledger-section.ts";
import { fenced } from "../../../src/domain/desired/fenced-section.ts";
import type { IncidentAct, IncidentEntry } from "../../../src/domain/model/incident.ts";
import { entries, INFORM, moment, NEW, OPENED, OWN, REOPEN, report, REVIEW, SEV1 } from "../../support/incident-builder.ts";

const LINK = { repository: "acme/app", number: 3 };
const ACTS: readonly IncidentAct[] = [
  OPENED, { ...OPENED, procedure: { plan: "0123456789abcdef", version: "2.1" } }, moment("started", "2026-12-01"), moment("resolved", "unknown", "gone"), moment("mitigated", "12:05"), SEV1, { kind: "type", type: "crash" }, { kind: "component", component: "node" }, OWN, NEW,
  { kind: "triage", as: "known", known: LINK, text: null }, { kind: "party", who: "ben", role: "debugs" }, { kind: "heard", who: null }, { kind: "heard", who: "ben" }, { kind: "hypothesis", number: null, state: "open", text: "a race" }, { kind: "timeline", when: null, text: "it burns" }, INFORM,
  { kind: "plan", horizon: "hours", text: "write it", owner: "ben", due: null }, { kind: "step-done", number: 1 }, { kind: "no-need", of: "logs", text: "they say nothing" }, { kind: "logs", step: "request", who: "ben", node: "n1", range: null, location: null, hash: null },
  { kind: "follow-up", text: "one place", link: LINK, owner: null, due: null, test: true }, { kind: "follow-up-done", number: 1 }, ...report("cause"), { kind: "version", version: "v5.3.1" }, { kind: "error", text: "panic: it stops" }, { kind: "published", as: "release-note", tag: "v5.3.1" }, { kind: "redact", words: "secret" }, { kind: "resend", target: null }, REVIEW, { kind: "published", as: "release-note" }, REOPEN,
  { kind: "recurred", link: LINK }, { kind: "freeze", to: "on", text: null }, { kind: "lane", pulls: [LINK] }, { kind: "edited", comment: 3, line: 0, when: null, text: null }, { kind: "reminded", clock: "claim", step: "reminder" },
];

function body(all: readonly unknown[]): string {
  return fenced({ name: "ledger", content: renderIncidentLedger({ home: 1, path: "plan.yml", rights: {}, entries: all as readonly IncidentEntry[] }, 60_000) });
}

describe("the ledger of an incident in its issue", () => {
  test.each(ACTS.map((act) => [act.kind, act] as const))("gives back what says %s", (_kind, act) => {
    const [one] = entries(act).slice(-1);
    expect(readIncidentLedger(body([one]))?.entries).toEqual([one]);
  });

  test("however many people spoke, it stays within its room, and keeps the opening and whoever has rights", () => {
    const crowd = Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`somebody-${index}`, { owner: false, writer: false }]));
    const [opening] = entries();
    if (opening === undefined) throw new Error("no opening");
    const text = renderIncidentLedger({ home: 1, path: "plan.yml", rights: { ...crowd, rita: { owner: true, writer: true } }, entries: [opening] }, 12_000);
    expect(text.length).toBeLessThanOrEqual(12_000);
    const read = readIncidentLedger(fenced({ name: "ledger", content: text }));
    expect([read?.entries, read?.rights["rita"]]).toEqual([[opening], { owner: true, writer: true }]);
  });

  const [whole] = entries({ kind: "lane", pulls: [LINK] }).slice(-1) as [IncidentEntry];
  test.each<[string, object]>([
    ["an act without its parts", { ...whole, act: { kind: "lane" } }], ["an unknown act", { ...whole, act: { kind: "grant" } }], ["a date beyond all calendars", { ...whole, at: 9_000_000_000_000_000 }],
    ["a repository that is none", { ...whole, act: { kind: "recurred", link: { repository: "](https://evil.example)", number: 1 } } }], ["a tag that a shell would read", { ...whole, act: { kind: "published", as: "release-note", tag: "v1; rm -rf ~" } }], ["words where a list belongs", { ...whole, act: { kind: "lane", pulls: "all" } }],
  ])("takes nothing of %s, and the rest all the same", (_what, broken) => {
    expect(readIncidentLedger(body([broken, whole]))?.entries).toEqual([whole]);
  });

  test.each(["{}", "null", "[]", '{"act":null}'])("takes nothing of %s, and the rest all the same", (broken) => {
    expect(readIncidentLedger(body([whole]).replace('"entries":[', `"entries":[${broken},`))?.entries).toEqual([whole]);
  });
});
