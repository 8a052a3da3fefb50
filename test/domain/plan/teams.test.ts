import { describe, expect, test } from "@jest/globals";
import { parseText } from "./plan-fixture.ts";

const HEAD = "release: { name: x, manager: ada, timezone: Europe/Oslo }\n";
const problems = (text: string) => parseText(HEAD + text).problems;
const found = (text: string): readonly string[] => problems(text).map(({ severity, code, path }) => `${severity} ${code} ${path ?? ""}`);

describe("a team of the plan", () => {
  test.each([
    ["without a chair is warned of", "teams: [{ id: core, members: [tor] }]", ["warning no-chair teams[0].id"]],
    ["that nobody is in is refused", "teams: [{ id: core }]", ["error empty-team teams[0].id"]],
    ["with a chair alone is whole", "teams: [{ id: core, chair: niels }]", []],
    ["that lists its chair among the members is whole", "teams: [{ id: core, chair: niels, members: [Niels, tor] }]", []],
    ["with somebody in it twice is warned of", "teams: [{ id: core, chair: niels, members: [tor, { who: Tor }] }]", ["warning duplicate-member teams[0].members[1]"]],
    ["with an absence that ends before it begins is refused", "teams: [{ id: core, chair: niels, away: [{ who: niels, from: 2026-12-24, to: 2026-12-20 }] }]", ["error ends-before-start teams[0].away[0].to"]],
    ["with an absence of one day is whole", "teams: [{ id: core, chair: niels, away: [{ who: niels, from: 2026-12-24, to: 2026-12-24 }] }]", []],
    ["with an absence of somebody else is refused", "teams: [{ id: core, chair: niels, away: [{ who: nils, from: 2026-12-20, to: 2026-12-24 }] }]", ["error unknown-member teams[0].away[0].who"]],
    ["that is called like a person in it is warned of", "teams: [{ id: niels, chair: Niels }]", ["warning team-named-as-person teams[0].id"]],
    ["that is called like a person of another is warned of", "teams: [{ id: tor, chair: niels }, { id: core, chair: tor }]", ["warning team-named-as-person teams[0].id"]],
  ])("%s", (_name, text, expected) => expect(found(text)).toEqual(expected));

  const TEAMS = "teams: [{ id: core, chair: niels, members: [tor] }]\n";
  test.each([
    ["a product", "products: [{ id: a, manager: core }]", "error team-as-person products[0].manager"],
    ["a milestone", "milestones: [{ id: a, manager: Core }]", "error team-as-person milestones[0].manager"],
    ["an objective", "objectives: [{ id: a, manager: core }]", "error team-as-person objectives[0].manager"],
    ["an item of a checklist", "milestones: [{ id: a, checklist: [{ task: t, owner: core }] }]", "warning team-as-person milestones[0].checklist[0].owner"],
    ["a duty", "operations: [{ id: a, every: Monday, owner: core }]", "warning team-as-person operations[0].owner"],
    ["a risk", "risks: [{ risk: rain, owner: core }]", "warning team-as-person risks[0].owner"],
  ])("does not stand for the one person of %s, and its chair is named instead", (_name, text, problem) => {
    expect(found(TEAMS + text)).toContain(problem);
    expect(problems(TEAMS + text).find(({ code }) => code === "team-as-person")?.hint).toMatch(/^name its chair: `(manager|owner): niels`$/);
  });

  test("does not manage the release, and a team without a chair is given one first", () => {
    const { problems: all } = parseText("release: { name: x, manager: core, timezone: UTC }\nteams: [{ id: core, members: [tor] }]\n");
    expect(all.find(({ code }) => code === "team-as-person")).toMatchObject({ severity: "error", path: "release.manager", hint: "give the team a `chair`, and name that person here" });
  });

  test("may own incidents and approve exceptions, where several people stand", () => {
    expect(found(`${TEAMS}incidents: { owners: [core] }\nfreezes: [{ from: 2027-01-04T09:00, until: 2027-01-05T12:00, waivers: { approvers: [core] } }]`)).toEqual([]);
  });
});
