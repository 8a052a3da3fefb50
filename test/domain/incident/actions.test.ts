import { describe, expect, test } from "@jest/globals";
import type { IncidentAction } from "../../../src/domain/model/incident-action.ts";
import type { IncidentAct } from "../../../src/domain/model/incident.ts";
import { showsActions } from "../../../src/domain/incident/actions.ts";
import { folded, moment, NEW, ONE_TIME, OWN, REOPEN, SEV1, SEV3 } from "../../support/incident-builder.ts";
import type { Said } from "../../support/incident-builder.ts";

type Story = readonly (IncidentAct | Said)[];

const LOGS: IncidentAct = { kind: "logs", step: "request", who: "ben", node: null, range: null, location: null, hash: null };
const NO_LOGS: IncidentAct = { kind: "no-need", of: "logs", text: "the counters say it" };
const PARTY: IncidentAct = { kind: "party", who: "steven", role: "debugging" };
const NOBODY: IncidentAct = { kind: "no-need", of: "others", text: "we are enough" };
const THEORY: IncidentAct = { kind: "hypothesis", number: null, state: "open", text: "two checks race" };
const PLAN: IncidentAct = { kind: "plan", horizon: "hours", text: "read the logs", owner: null, due: null };
const MITIGATED = moment("mitigated", null, "restarted");
const RESOLVED = moment("resolved", null, "fixed");
const ALL: readonly IncidentAction[] = ["logs", "others", "investigation"];

describe("what people say anyway is the decision", () => {
  test.each<readonly [string, Story, readonly (readonly [IncidentAction, IncidentAct])[]]>([
    ["nothing was said", [NEW, OWN], []],
    ["logs are asked for", [LOGS], [["logs", LOGS]]],
    ["no logs are needed", [NO_LOGS], [["logs", NO_LOGS]]],
    ["the contrary takes its place", [NO_LOGS, LOGS], [["logs", LOGS]]],
    ["and back", [LOGS, NO_LOGS], [["logs", NO_LOGS]]],
    ["more of the same changes nothing", [LOGS, { ...LOGS, who: "ann" }], [["logs", LOGS]]],
    ["somebody is involved", [NOBODY, PARTY], [["others", PARTY]]],
    ["nobody else is", [NOBODY], [["others", NOBODY]]],
    ["a theory says how", [THEORY, PLAN], [["investigation", THEORY]]],
    ["a step says how", [PLAN, THEORY], [["investigation", PLAN]]],
    ["what became of a theory is no new one", [THEORY, { kind: "hypothesis", number: 1, state: "rejected", text: null }], [["investigation", THEORY]]],
    ["what came with the report decides nothing", [{ act: PARTY, comment: null }, { act: LOGS, comment: null }], []],
    ["what was refused decides nothing", [{ act: PARTY, by: "ben", rights: { owner: false, writer: false } }], []],
  ])("%s", (_name, story, decided) => {
    expect(folded(...story).incident.actions.map(({ action, act }) => [action, act])).toEqual(decided);
  });
});

describe("what is left undecided stops nobody, and is said", () => {
  test.each<readonly [string, Story, readonly IncidentAction[]]>([
    ["while it is investigated nothing is left", [SEV1, NEW, OWN], []],
    ["eased", [SEV1, NEW, OWN, LOGS, MITIGATED], ["others", "investigation"]],
    ["over", [SEV1, NEW, OWN, RESOLVED], ALL],
    ["all was decided", [SEV1, NEW, OWN, NO_LOGS, NOBODY, THEORY, RESOLVED], []],
    ["it is made up for by saying it afterwards", [SEV1, NEW, OWN, RESOLVED, NO_LOGS, NOBODY], ["investigation"]],
    ["a light one is asked for nothing", [SEV3, NEW, RESOLVED], []],
    ["whenever it is said to be light", [NEW, OWN, RESOLVED, SEV3], []],
    ["nor is one that will not come back", [SEV1, ONE_TIME, OWN, RESOLVED], []],
    ["back again, it may still be decided", [SEV1, NEW, OWN, RESOLVED, REOPEN], []],
  ])("%s", (_name, story, left) => {
    const { incident, outcomes } = folded(...story);
    expect([...outcomes.values()].every(({ done }) => done)).toBe(true);
    expect(incident.undecided).toEqual(left.map((action) => ({ action, by: "ann" })));
  });

  test("it names who went on, and the answer says so at once", () => {
    const { incident, outcomes } = folded(SEV1, NEW, OWN, { act: MITIGATED, by: "ben" }, RESOLVED);
    expect(incident.undecided.map(({ by }) => by)).toEqual(["ben", "ben", "ben"]);
    expect([...outcomes.values()][3]).toMatchObject({ code: "moved", facts: { to: "mitigated", undecided: ALL } });
  });
});

test.each<readonly [string, Story, boolean]>([
  ["reported", [SEV1], false], ["triaged as new", [SEV1, NEW], false], ["investigated", [SEV1, NEW, OWN], true], ["eased", [SEV1, NEW, OWN, MITIGATED], true],
  ["over", [SEV1, NEW, OWN, RESOLVED], false], ["a one-time event", [SEV1, ONE_TIME, OWN], false], ["light", [SEV3, NEW, OWN], false], ["light, and used", [SEV3, NEW, OWN, LOGS], true],
])("the actions stand in the issue: %s", (_name, story, shown) => expect(showsActions(folded(...story).incident)).toBe(shown));
