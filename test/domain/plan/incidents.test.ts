import { describe, expect, test } from "@jest/globals";
import { parseText, planOf } from "./plan-fixture.ts";

const HEAD = "release: { name: x, manager: ada, timezone: UTC }\n";

function found(text: string, head = HEAD): readonly string[] {
  return parseText(head + text).problems.map((problem) => `${problem.severity} ${problem.code} ${problem.path}`);
}

describe("what a plan says about incidents", () => {
  test("stands on its defaults, without a warning", () => {
    const { incidents } = planOf(parseText(`${HEAD}incidents: {}`));
    expect(found("incidents: {}")).toEqual([]);
    expect(incidents).toMatchObject({ owners: [], types: [], components: [], quietHours: null, freeze: null, holdsTags: null, audiences: [], subIssues: false, partyTypes: ["authority node operator", "exchange", "follower", "other"], labels: ["incident"] });
    expect(incidents?.severities.map(({ id, light, pages }) => [id, light, pages])).toEqual([["sev1", false, "always"], ["sev2", false, "waking"], ["sev3", true, "never"], ["sev4", true, "never"]]);
    expect(incidents?.clocks).toEqual({ claim: 1_800_000, severity: 3_600_000, inform: 14_400_000, update: 86_400_000, report: 432_000_000 });
  });

  test("asks nothing of a plan that does not speak of it", () => expect(planOf(parseText(HEAD)).incidents).toBeNull());

  test("is read with its own words, severities and clocks", () => {
    const { incidents } = planOf(parseText(`${HEAD}incidents:
  owners: [acme/core]
  severities: [{ id: red, pages: always, update_every: 30 minutes }, { id: green, light: true }]
  clocks: { claim: 5 minutes, inform: never }
  quiet_hours: { from: "22:00", to: "07:00" }
  freeze: { at: green, branches: [refs/heads/main] }
  audiences: [{ id: operators, targets: [ops-chat] }]`));
    expect(incidents).toMatchObject({
      owners: ["acme/core"], clocks: { claim: 300_000, inform: null, severity: 3_600_000 }, freeze: { at: "green", branches: ["main"], automatic: false },
      audiences: [{ id: "operators", title: "Operators", targets: ["ops-chat"] }], severities: [{ id: "red", updateEvery: 1_800_000, pages: "always" }, { id: "green", light: true, pages: "waking" }],
    });
  });

  test("may name who reports, and make issues of planned steps", () => {
    expect(planOf(parseText(`${HEAD}incidents: { sub_issues: true, party_types: [validator] }`)).incidents).toMatchObject({ subIssues: true, partyTypes: ["validator"] });
  });

  test("a freeze in one word is for the most severe", () => {
    expect(planOf(parseText(`${HEAD}incidents: { freeze: automatic }`)).incidents?.freeze).toEqual({ at: "sev1", branches: null, automatic: true });
  });
});

describe("what cannot be acted on is refused", () => {
  test.each([
    ["a severity named twice", "incidents: { severities: [{ id: a }, { id: A }] }", "error duplicate-id incidents.severities[1].id"],
    ["an audience named twice", "incidents: { audiences: [{ id: a }, { id: a }] }", "error duplicate-id incidents.audiences[1].id"],
    ["a freeze at a severity that is not there", "incidents: { freeze: { at: sev9 } }", "error unknown-severity incidents.freeze.at"],
    ["tags held by a severity that is not there", "incidents: { holds_tags: major }", "error unknown-severity incidents.holds_tags"],
    ["a clock that cannot be read", "incidents: { clocks: { claim: soon } }", "error bad-duration incidents.clocks.claim"],
    ["quiet hours that are none", "incidents: { quiet_hours: { from: \"22:00\", to: \"22:00\" } }", "error empty-hours incidents.quiet_hours"],
    ["an hour that does not exist", "incidents: { quiet_hours: { from: \"25:00\", to: \"07:00\" } }", "error bad-value incidents.quiet_hours.from"],
    ["a target that is an address", "incidents: { audiences: [{ id: a, targets: [\"http://169.254.169.254/\"] }] }", "error bad-value incidents.audiences[0].targets[0]"],
    ["an owner who is no account", "incidents: { owners: [the committee] }", "error bad-value incidents.owners[0]"],
  ])("%s", (_name, text, problem) => expect(found(text)).toContain(problem));

  test("and where nobody owns incidents, that is warned of", () => {
    expect(found("incidents: {}", "release: { name: x, timezone: UTC }\n")).toContain("warning no-owner incidents");
  });
});

describe("the procedure", () => {
  const HEAD = "release: { name: x, manager: ada, timezone: UTC }\nteams: [{ id: core, chair: niels, members: [tor, brian] }]\n";
  const read = (procedure: string) => planOf(parseText(`${HEAD}incidents: { procedure: ${procedure} }`)).incidents?.procedure ?? null;
  const found = (procedure: string): readonly string[] => parseText(`${HEAD}incidents: { procedure: ${procedure} }`).problems.map(({ severity, code, path }) => `${severity} ${code} ${path ?? ""}`);

  test.each<readonly [string, string, unknown]>([
    ["a word", "\"2.1\"", { version: "2.1", file: null, vote: null }],
    ["a version and a file", "{ version: \"2.1\", file: docs/incidents.md }", { version: "2.1", file: "docs/incidents.md", vote: null }],
    ["ratified by a team of the plan, more than half unless it says otherwise", "{ version: \"2.1\", file: a.md, ratified_by: core }", { version: "2.1", file: "a.md", vote: { by: ["niels", "tor", "brian"], needs: "majority", within: null } }],
    ["ratified by a team of GitHub", "{ version: \"2.1\", file: a.md, ratified_by: acme/core, needs: all, votes_within: 7 days }", { version: "2.1", file: "a.md", vote: { by: ["acme/core"], needs: "all", within: 604_800_000 } }],
    ["ratified by people", "{ version: \"2.1\", file: a.md, ratified_by: [ada, core, ADA], needs: two-thirds }", { version: "2.1", file: "a.md", vote: { by: ["ada", "niels", "tor", "brian"], needs: "two-thirds", within: null } }],
  ])("%s", (_name, procedure, expected) => {
    expect(read(procedure)).toEqual(expected);
    expect(found(procedure)).toEqual([]);
  });

  test.each<readonly [string, string, string]>([
    ["without a file to vote on", "{ version: \"2.1\", ratified_by: core }", "warning no-file incidents.procedure.version"],
    ["with a rule for a vote that nobody has", "{ version: \"2.1\", file: a.md, needs: all }", "warning no-voters incidents.procedure.needs"],
    ["that one person ratifies alone", "{ version: \"2.1\", file: a.md, ratified_by: ada }", "error few-voters incidents.procedure.ratified_by"],
    ["that nobody ratifies", "{ version: \"2.1\", file: a.md, ratified_by: [] }", "error few-voters incidents.procedure.ratified_by"],
  ])("%s", (_name, procedure, problem) => expect(found(procedure)).toContain(problem));

  test.each(["/etc/passwd", "../a.md", "docs/../../a.md", "docs/", "docs\\\\a.md", "./a.md"])("%s is no file of the repository", (file) => {
    expect(parseText(`${HEAD}incidents: { procedure: { version: "2.1", file: '${file}' } }`).plan).toBeNull();
  });
});
