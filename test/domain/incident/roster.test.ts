import { describe, expect, test } from "@jest/globals";
import { awakeFirst, zonesOf } from "../../../src/domain/incident/roster.ts";
import { parseText, planOf } from "../plan/plan-fixture.ts";

const { teams } = planOf(parseText(`release: { name: x, manager: rita, timezone: Europe/Oslo }
teams:
  - id: core
    members: [rita, { who: ben, timezone: America/Chicago }, { who: kim, timezone: "+09:00" }]
    away: [{ who: ben, from: 2026-12-10, to: 2026-12-20 }]
`));
const NIGHTS = { quietHours: { from: "22:00", to: "07:00" } };
const at = (text: string): number => Date.parse(text);

test("a zone that does not exist is said with its place", () => {
  expect(parseText("release: { name: x, manager: rita, timezone: UTC }\nteams: [{ id: core, chair: rita, members: [{ who: ben, timezone: CST }] }]\n").problems.map(({ code, path }) => [code, path])).toEqual([["unknown-zone", "teams[0].members[0].timezone"]]);
});

describe("where those live who own incidents", () => {
  test.each([
    ["each in their own zone, the plan's where none is given", ["rita", "BEN"], "2026-12-01T00:00Z", ["Europe/Oslo", "America/Chicago"]],
    ["once", ["rita", "olga"], "2026-12-01T00:00Z", ["Europe/Oslo"]],
    ["not of those who are away", ["rita", "ben"], "2026-12-11T12:00Z", ["Europe/Oslo"]],
    ["unless all are", ["ben"], "2026-12-11T12:00Z", ["America/Chicago"]],
    ["the plan's where nobody owns them", [], "2026-12-01T00:00Z", ["Europe/Oslo"]],
  ])("%s", (_name, owners, now, zones) => expect(zonesOf(owners, teams, "Europe/Oslo", at(now))).toEqual(zones));
});

describe("at night those are asked for whom it is day", () => {
  test.each([
    ["night in Oslo", "2026-12-01T02:00Z", ["ben", "kim"], ["rita"]], ["night in Oslo and Chicago", "2026-12-01T04:30Z", ["kim"], ["rita", "ben"]],
    ["night in Chicago", "2026-12-01T09:00Z", ["rita", "kim"], ["ben"]], ["night in the east", "2026-12-01T14:00Z", ["rita", "ben"], ["kim"]],
  ])("%s", (_name, now, names, asleep) => {
    const found = awakeFirst(["rita", "ben", "kim"], teams, NIGHTS, "Europe/Oslo", at(now));
    expect([found.names, found.asleep.map(({ who }) => who)]).toEqual([names, asleep]);
  });

  test("where all sleep, all are asked; without quiet hours nobody sleeps", () => {
    expect(awakeFirst(["rita"], teams, NIGHTS, "Europe/Oslo", at("2026-12-01T02:00Z"))).toEqual({ names: ["rita"], asleep: [] });
    expect(awakeFirst(["rita", "ben"], teams, { quietHours: null }, "Europe/Oslo", at("2026-12-01T02:00Z"))).toEqual({ names: ["rita", "ben"], asleep: [] });
  });
});
