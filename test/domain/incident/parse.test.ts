import { describe, expect, test } from "@jest/globals";
import { incidentLines, readIncidentComment } from "../../../src/domain/incident/parse.ts";
import type { ReadIncidentLine } from "../../../src/domain/incident/parse.ts";
import { INCIDENT_PLAN, NOON } from "../../support/incident-builder.ts";

const CONTEXT = { zone: "Europe/Oslo", writtenAt: NOON, login: "ann", repository: "acme/app", plan: INCIDENT_PLAN };

function read(comment: string): readonly ReadIncidentLine[] {
  return readIncidentComment(comment, CONTEXT);
}

function minute(iso: string): object {
  return { precision: "minute", at: Date.parse(iso) };
}

describe("a line says one thing", () => {
  test.each<readonly [string, object]>([
    ["/own", { kind: "own", who: "ann" }],
    ["/own @ben", { kind: "own", who: "ben" }],
    ["/severity SEV3", { kind: "severity", severity: "sev3", light: true }],
    ["/triage new", { kind: "triage", as: "new", known: null, text: null }],
    ["/triage known #12 the same race", { kind: "triage", as: "known", known: { repository: "acme/app", number: 12 }, text: "the same race" }],
    ["/triage recurrence other/repo#3", { kind: "triage", as: "known", known: { repository: "other/repo", number: 3 } }],
    ["/triage one-time because the disk was full", { kind: "triage", as: "one-time", text: "the disk was full" }],
    ["/triage false alarm: it renewed itself", { kind: "triage", as: "false-alarm" }],
    ["/type crash", { kind: "type", type: "crash" }],
    ["/party @steven debugging", { kind: "party", who: "steven", role: "debugging" }],
    ["/party \"node operators\" informed", { kind: "party", who: "node operators", role: "informed" }],
    ["/hypothesis two checks race", { kind: "hypothesis", number: null, state: "open", text: "two checks race" }],
    ["/hypothesis 2 rejected", { kind: "hypothesis", number: 2, state: "rejected" }],
    ["/hypothesis confirmed 1", { kind: "hypothesis", number: 1, state: "confirmed" }],
    ["/hypothesis 2 nodes race", { kind: "hypothesis", number: null, text: "2 nodes race" }],
    ["/timeline the hub was restarted", { kind: "timeline", when: null, text: "the hub was restarted" }],
    ["/timeline 12:30 restarted", { kind: "timeline", when: minute("2026-12-01T11:30Z"), text: "restarted" }],
    ["/timeline 2018-07-13 03:00Z first panic", { kind: "timeline", when: minute("2018-07-13T03:00Z") }],
    ["/timeline 2018-07-13T03:00+02:00 first panic", { kind: "timeline", when: minute("2018-07-13T01:00Z") }],
    ["/timeline 23:10 late", { kind: "timeline", when: minute("2026-11-30T22:10Z") }],
    ["/timeline 20 minutes ago it stopped", { kind: "timeline", when: minute("2026-12-01T11:40Z"), text: "it stopped" }],
    ["/timeline 2018-07-13 some day", { kind: "timeline", when: { precision: "day", day: "2018-07-13" } }],
    ["/timeline 13:00:00.", { kind: "timeline", when: null, text: "13:00:00." }],
    ["/started unknown", { kind: "moment", moment: "started", when: { precision: "unknown" } }],
    ["/resolved 12:55 restarted", { kind: "moment", moment: "resolved", when: minute("2026-12-01T11:55Z"), text: "restarted" }],
    ["/mitigated", { kind: "moment", moment: "mitigated", when: null, text: null }],
    ["/inform no because nobody noticed", { kind: "inform", inform: false, audience: null, role: null, review: NOON + 86_400_000, text: "nobody noticed" }],
    ["/inform yes operators as liaison upgrade now review 2 hours", { kind: "inform", inform: true, audience: "operators", role: "liaison", review: NOON + 7_200_000, text: "upgrade now" }],
    ["/heard", { kind: "heard", who: null }],
    ["/heard @steven", { kind: "heard", who: "steven" }],
    ["/plan hours write the fix @ben 18:00", { kind: "plan", horizon: "hours", text: "write the fix", owner: "ben", due: minute("2026-12-01T17:00Z") }],
    ["/plan days test it on the testnet @org/team by 2026-12-04", { kind: "plan", horizon: "days", owner: "org/team", due: { precision: "day" } }],
    ["/plan weeks have it signed by the manager", { kind: "plan", horizon: "weeks", text: "have it signed by the manager", owner: null, due: null }],
    ["/plan hours look again tomorrow", { kind: "plan", text: "look again tomorrow" }],
    ["/logs request @steven node n7 2018-07-13T03:00..05:00", { kind: "logs", step: "request", who: "steven", node: "n7", range: "2018-07-13T03:00..05:00" }],
    ["/logs received @steven node n7 https://logs.example/7 sha256:00112233445566778899", { kind: "logs", step: "received", node: "n7", location: "https://logs.example/7", hash: "sha256:00112233445566778899" }],
    ["/follow-up limit memory o/r#159 @ben 2 weeks test", { kind: "follow-up", text: "limit memory", link: { repository: "o/r", number: 159 }, owner: "ben", due: minute("2026-12-15T12:00Z"), test: true }],
    ["/follow-up better alarms", { kind: "follow-up", text: "better alarms", link: null, owner: null, test: false }],
    ["/logs none because the counters say it all", { kind: "no-need", of: "logs", text: "the counters say it all" }],
    ["/party none: we are enough", { kind: "no-need", of: "others", text: "we are enough" }],
    ["/party @none debugging", { kind: "party", who: "none", role: "debugging" }],
    ["/party nonesuch debugging", { kind: "party", who: "nonesuch", role: "debugging" }],
    ["/done step 2", { kind: "step-done", number: 2 }],
    ["/done 2", { kind: "follow-up-done", number: 2 }],
    ["/report", { kind: "reviewed" }],
    ["/report well: people answered at once", { kind: "report", part: "well", text: "people answered at once" }],
    ["/redact node-7.example.org", { kind: "redact", words: "node-7.example.org" }],
    ["/lane #12, https://github.com/o/r/pull/13", { kind: "lane", pulls: [{ repository: "acme/app", number: 12 }, { repository: "o/r", number: 13 }] }],
    ["/reopen it is back", { kind: "reopened", text: "it is back" }],
    ["/freeze", { kind: "freeze", to: "on" }],
  ])("%s", (line, act) => expect(read(line)).toMatchObject([{ ok: true, text: line, act }]));
});

describe("what is not understood is answered with what to write instead", () => {
  test.each<readonly [string, string, string]>([
    ["/severity", "unknown-severity", "sev1"],
    ["/heard of it at once", "no-one", "/heard @login"],
    ["/severity sev9", "unknown-severity", "sev1"],
    ["/sevrity sev1", "unknown-verb", "/severity SEVERITY"],
    ["/triage", "unknown-triage", "/triage known #7"],
    ["/triage known", "no-link", "/triage known #7"],
    ["/timeline", "no-words", "/timeline 14:05"],
    ["/timeline 2018-02-30 x", "no-such-date", "2018-02-28"],
    ["/inform perhaps", "not-understood", "/inform yes"],
    ["/inform no", "no-reason", "/inform no WHY"],
    ["/plan someday rest", "no-horizon", "/plan hours"],
    ["/logs received", "not-understood", "/logs received"],
    ["/lane everything", "not-understood", "/lane #12"],
    ["/report why because", "unknown-part", "summary"],
    ["/logs none", "no-reason", "/logs none because WHY"],
    ["/party none because", "no-reason", "/party none because WHY"],
    ["/done step", "not-understood", "/done step 1"],
    ["/done all", "not-understood", "/done 1"],
    [`/timeline ${"x".repeat(2_100)}`, "long-line", "link to the rest"],
  ])("%.40s", (line, code, hint) => {
    const [found] = read(line);
    expect(found).toMatchObject({ ok: false, problem: { code } });
    if (found?.ok === false) expect(found.problem.hint).toContain(hint);
  });

  test("only ten commands of a comment are read", () => {
    const lines = read(Array.from({ length: 14 }, (_, index) => `/timeline entry ${index}`).join("\n"));
    expect(lines.map((line) => (line.ok ? "ok" : line.problem.code))).toEqual([...Array.from({ length: 10 }, () => "ok"), "too-many"]);
  });
});

describe("what is no command is left alone", () => {
  test.each([
    ["a path", "/var/log/node.log is full"],
    ["another program's command", "/assign @ben"],
    ["a word in a sentence", "we should /resolve this"],
    ["a quotation", "> /resolved it is over"],
    ["code", "```\n/resolved it is over\n```"],
    ["indented code", "    /resolved x"],
    ["a comment that nobody sees", "<!--\n/resolved x\n-->"],
    ["a command of the Warden", "/warden why"],
  ])("%s", (_name, comment) => expect(read(comment)).toEqual([]));
});

describe("lines that follow belong to it, up to an empty one or the next command", () => {
  test.each<readonly [string, readonly string[]]>([
    ["/timeline 12:30 the hub\nwas restarted\n\nthanks all", ["/timeline 12:30 the hub\nwas restarted"]],
    ["/report cause two checks\nrace\n/report well people answered", ["/report cause two checks\nrace", "/report well people answered"]],
    ["/severity sev1\nthe node is down", ["/severity sev1"]],
    ["/timeline one\n/warden why\nmore", ["/timeline one"]],
  ])("%j", (comment, lines) => expect(incidentLines(comment)).toEqual(lines));

  test("hostile text is read in no time that grows", () => {
    for (const text of [`/plan hours ${"@a ".repeat(600)}`, `/follow-up ${"#1 ".repeat(600)}`, `/inform yes ${"review ".repeat(250)}`, "/".repeat(60_000), `${"/timeline x\n".repeat(5_000)}`]) read(text);
    expect(read(`/plan hours ${"a ".repeat(900)}@ben`)).toMatchObject([{ ok: true, act: { owner: "ben" } }]);
  });
});
