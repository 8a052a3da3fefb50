import { describe, expect, test } from "@jest/globals";
import type { IncidentAct } from "../../../src/domain/model/incident.ts";
import { codes, folded, INFORM, moment, NEW, ONE_TIME, OWN, REOPEN, report, REVIEW, SEV1, SEV3 } from "../../support/incident-builder.ts";
import type { Said } from "../../support/incident-builder.ts";

type Story = readonly (IncidentAct | Said)[];

const MITIGATED = moment("mitigated", null, "restarted");
const RESOLVED = moment("resolved", null, "fixed");
const FALSE_ALARM: IncidentAct = { kind: "triage", as: "false-alarm", known: null, text: "it had renewed itself" };
const KNOWN: IncidentAct = { kind: "triage", as: "known", known: { repository: "acme/app", number: 3 }, text: null };
const STATED: Story = [SEV1, NEW, OWN, INFORM];

function skipped(story: Story): readonly string[] {
  return folded(...story).incident.skipped.map(({ state }) => state);
}

describe("one state leads to the next", () => {
  test.each<readonly [string, Story, string, readonly string[]]>([
    ["opened", [], "reported", []],
    ["owned, but nobody said what it is", [OWN], "reported", []],
    ["triaged", [NEW], "triaged", []],
    ["triaged and owned", [NEW, OWN], "investigating", []],
    ["owned and triaged", [OWN, NEW], "investigating", []],
    ["eased", [NEW, OWN, MITIGATED], "mitigated", []],
    ["over", [NEW, OWN, MITIGATED, RESOLVED], "resolved", []],
    ["over without having been eased", [NEW, OWN, RESOLVED], "resolved", ["mitigated"]],
    ["a known problem goes the same way", [KNOWN, OWN], "investigating", []],
    ["a false alarm is over with the word", [FALSE_ALARM], "reviewed", []],
    ["a false alarm after a long search", [NEW, OWN, FALSE_ALARM], "reviewed", []],
    ["reviewed", [...STATED, RESOLVED, ...report("summary", "cause", "well", "badly"), REVIEW], "reviewed", ["mitigated"]],
    ["back again", [NEW, OWN, RESOLVED, REOPEN], "investigating", []],
    ["back again after it was eased", [NEW, OWN, MITIGATED, REOPEN], "investigating", []],
    ["an alarm that was not false after all", [FALSE_ALARM, REOPEN], "reported", []],
    ["back again, before anybody triaged", [RESOLVED, REOPEN], "reported", []],
  ])("%s", (_name, story, state, left) => {
    expect(folded(...story).incident.state).toBe(state);
    expect(skipped(story)).toEqual(left);
  });
});

describe("no step is left out in silence", () => {
  test("whoever resolves what nobody looked at says how, and what was left out stands in the record", () => {
    expect(codes(moment("resolved"))).toEqual(["needs-words"]);
    const { incident, outcomes } = folded(RESOLVED);
    expect(incident.state).toBe("resolved");
    expect(incident.skipped).toEqual(["triaged", "investigating", "mitigated"].map((state) => ({ state, by: "ann" })));
    expect([...outcomes.values()][0]).toMatchObject({ code: "moved", facts: { to: "resolved", skipped: ["triaged", "investigating"] } });
  });

  test("it is made up for by saying it afterwards", () => expect(skipped([RESOLVED, NEW])).toEqual(["investigating", "mitigated"]));

  test("it is not reviewed while anything is missing", () => {
    const story = [RESOLVED, REVIEW];
    expect([...folded(...story).outcomes.values()][1]).toMatchObject({ code: "report-missing", facts: { missing: ["severity", "triage", "owner", "inform", "summary", "cause", "well", "badly"] } });
    expect(codes(REVIEW)).toEqual(["not-resolved"]);
  });

  test.each(["-", "TBD", "n/a", "…", "todo."])("%s fills no part of the report", (text) => expect(codes({ kind: "report", part: "well", text })).toEqual(["empty-words"]));
});

describe("a light one closes with three commands", () => {
  test.each<readonly [string, Story]>([
    ["in the order of the book", [SEV3, ONE_TIME, RESOLVED]],
    ["the end first", [RESOLVED, SEV3, ONE_TIME]],
    ["triage last", [SEV3, moment("resolved"), ONE_TIME]],
  ])("%s", (_name, story) => {
    const { incident, outcomes } = folded(...story);
    expect(incident.state).toBe("reviewed");
    expect([...outcomes.values()].map(({ done }) => done)).toEqual([true, true, true]);
  });

  test("without triage it says what is missing", () => expect(codes(SEV3, RESOLVED)).toEqual(["severity", "lacks-triage"]));
  test("a severe one does not", () => expect(folded(SEV1, ONE_TIME, RESOLVED).incident.state).toBe("resolved"));
});

describe("what cannot be is refused with one clear answer, and loses nothing", () => {
  test("two people resolve at once", () => {
    const { incident, outcomes } = folded(NEW, OWN, { act: moment("resolved", null, "restarted the hub"), by: "ann", at: 3 }, { act: moment("resolved", null, "deleted the pod"), by: "ben", at: 3 });
    expect([...outcomes.values()].at(-1)).toMatchObject({ code: "already", done: false, facts: { state: "resolved", by: "ann" } });
    expect(incident.timeline.at(-1)).toMatchObject({ by: "ben", act: { kind: "timeline", text: "deleted the pod" } });
    expect(incident.report.fix).toBe("restarted the hub");
  });

  test.each<readonly [string, Story, string]>([
    ["a time to come", [moment("started", "2026-12-01T18:00Z")], "future"],
    ["a day to come", [moment("resolved", "2026-12-02", "x")], "future"],
    ["over before it began", [moment("started", "12:00"), moment("resolved", "11:00", "x")], "contradicts"],
    ["begun after it was over", [moment("resolved", "11:00", "x"), moment("started", "11:30")], "contradicts"],
    ["noticed before it began", [moment("detected", "2026-11-30"), moment("started", "2026-12-01")], "contradicts"],
    ["eased after it was over", [moment("resolved", "11:00", "x"), moment("mitigated", "11:30", "y")], "contradicts"],
    ["over again before it was over", [NEW, OWN, moment("resolved", "11:00", "x"), REOPEN, moment("resolved", "10:00", "y")], "contradicts"],
    ["eased when it is long over", [RESOLVED, MITIGATED], "already"],
    ["back, though it never was over", [NEW, REOPEN], "not-closed"],
    ["a false alarm without a reason", [{ kind: "triage", as: "false-alarm", known: null, text: null }], "needs-words"],
    ["a theory that nobody had", [{ kind: "hypothesis", number: 2, state: "rejected", text: null }], "no-such-hypothesis"],
    ["a step that nobody planned", [{ kind: "step-done", number: 1 }], "no-such-step"],
    ["a follow-up that nobody wrote", [{ kind: "follow-up-done", number: 1 }], "no-such-follow-up"],
    ["a thaw of what is not frozen", [{ kind: "freeze", to: "off", text: null }], "freeze-unchanged"],
  ])("%s", (_name, story, code) => {
    const before = folded(...story.slice(0, -1)).incident;
    const { incident, outcomes } = folded(...story);
    expect([...outcomes.values()].at(-1)).toMatchObject({ code, done: false });
    expect(incident.state).toBe(before.state);
    expect(incident.moments).toEqual(before.moments);
  });

  test("a log with another fingerprint is not the same log", () => {
    const logs = (hash: string): IncidentAct => ({ kind: "logs", step: "received", who: "node-7", node: null, range: null, location: "https://logs.example/7", hash });
    expect(codes(logs("sha256:aa"), logs("sha256:AA"), logs("sha256:bb"))).toEqual(["noted", "noted", "hash-differs"]);
    expect(folded(logs("sha256:aa"), logs("sha256:bb")).incident.logs.map(({ hash }) => hash)).toEqual(["sha256:aa"]);
  });
});

describe("what happened in the world comes in any order", () => {
  test("over before anybody noticed, and acknowledged after it healed itself", () => {
    const { incident, outcomes } = folded(moment("started", "11:00"), moment("resolved", "11:10", "it healed itself"), moment("detected", "11:30"), OWN);
    expect([...outcomes.values()].every(({ done }) => done)).toBe(true);
    expect(incident.metrics.minutes).toMatchObject({ detectToResolve: -20, acknowledgeToResolve: -54, startToResolve: 10 });
  });

  test("a moment said again is put right, and the state stays", () => {
    const { incident, outcomes } = folded(NEW, OWN, moment("resolved", "12:00", "x"), moment("resolved", "11:50", "it was earlier"));
    expect([...outcomes.values()].at(-1)).toMatchObject({ code: "corrected", facts: { before: "12:00", after: "11:50" } });
    expect(incident.moments.resolved).toMatchObject({ first: { text: "11:50" }, last: { text: "11:50" } });
  });

  test("after it came back, the first and the last end both stand", () => {
    const { metrics, reopenings } = folded(NEW, OWN, moment("resolved", "11:00", "x"), REOPEN, moment("resolved", "12:03", "y")).incident;
    expect([metrics.resolvedAt, metrics.lastResolvedAt, metrics.reopened, reopenings]).toEqual([Date.parse("2026-12-01T11:00Z"), Date.parse("2026-12-01T12:03Z"), true, 1]);
  });
});

describe("who may say what", () => {
  const stranger = { owner: false, writer: false };
  const writer = { owner: false, writer: true };
  test.each<readonly [string, Story, string]>([
    ["a stranger says nothing", [{ act: NEW, by: "eve", rights: stranger }], "stranger"],
    ["the reporter tells what they know", [{ act: { kind: "timeline", when: null, text: "it is back" }, by: "ann", rights: stranger }], "noted"],
    ["the reporter decides nothing", [{ act: SEV1, by: "ann", rights: stranger }], "not-allowed"],
    ["a party tells what they know", [{ kind: "party", who: "Eve", role: "operator" }, { act: { kind: "logs", step: "received", who: "eve", node: null, range: null, location: null, hash: null }, by: "eve", rights: stranger }], "noted"],
    ["a party says that word reached them", [{ kind: "party", who: "Eve", role: "operator" }, { act: { kind: "heard", who: null }, by: "eve", rights: stranger }], "noted"],
    ["and of nobody else", [{ kind: "party", who: "Eve", role: "operator" }, { act: { kind: "heard", who: "olga" }, by: "eve", rights: stranger }], "not-allowed"],
    ["a writer moves it on", [{ act: NEW, by: "ben", rights: writer }], "triaged"],
    ["whether others are told is the owners'", [{ act: INFORM, by: "ben", rights: writer }], "not-allowed"],
    ["or that of whoever took it", [{ act: { kind: "own", who: "ben" }, by: "ben", rights: writer }, { act: INFORM, by: "ben", rights: writer }], "informed"],
    ["a freeze is the owners' alone", [{ act: { kind: "own", who: "ben" }, by: "ben", rights: writer }, { act: { kind: "freeze", to: "on", text: null }, by: "ben", rights: writer }], "not-allowed"],
  ])("%s", (_name, story, code) => expect(codes(...story).at(-1)).toBe(code));
});

describe("edits keep the original", () => {
  const note: IncidentAct = { kind: "timeline", when: null, text: "the proxy is down" };
  const edited = (text: string | null): IncidentAct => ({ kind: "edited", comment: 1, line: 0, when: null, text });

  test("the words read as they do now, with those of before beside them", () => {
    expect(folded(note, edited("the proxy was slow")).incident.timeline.at(-1)).toMatchObject({ act: { text: "the proxy was slow" }, originals: ["the proxy is down"], deleted: false });
  });
  test("a comment that is gone leaves its entry", () => {
    expect(folded(note, edited(null)).incident.timeline.at(-1)).toMatchObject({ act: { text: "the proxy is down" }, deleted: true });
  });
  test("what was decided does not follow an edit", () => {
    expect(folded(SEV1, edited("/severity sev4")).incident.severity).toBe("sev1");
  });
});
