import { describe, expect, test } from "@jest/globals";
import { planCalendar } from "../../../src/domain/plan/calendar.ts";
import { calendarLine } from "../../../src/text/calendar.ts";
import { parseText } from "./plan-fixture.ts";

const HEAD = "release: { name: x, manager: ada, timezone: Europe/Oslo, holidays: [2027-01-06] }\nincidents: { owners: [ada], components: [database, api, node], audiences: [{ id: operators }, { id: public }] }\n";
const NOW = Date.UTC(2027, 0, 1);
const found = (text: string, now: number | null = null): readonly string[] => parseText(HEAD + text, now).problems.map(({ severity, code, path }) => `${severity} ${code} ${path}`);
const move = (from: string, to: string, more = ""): string => `maintenance: [{ id: db-move, from: ${from}, to: ${to}${more} }]`;
const then = (from: string, to: string, more = ""): string => `${move("2027-01-04T22:00", "2027-01-05T02:00", ", components: [database]").slice(0, -1)}, { id: b, from: ${from}, to: ${to}${more} }]`;

describe("planned maintenance that makes no sense", () => {
  test.each([
    ["a night of a working day", move("2027-01-04T22:00", "2027-01-05T02:00", ", components: [database, api], owner: ben, audiences: [operators], notice: [24 hours], because: new disks"), []],
    ["a weekend, which is what it is for", move("2027-01-09T22:00", "2027-01-10T02:00"), []],
    ["a holiday", move("2027-01-05T22:00", "2027-01-06T02:00"), ["warning holiday maintenance[0].to"]],
    ["a bare day", move("2027-01-04", "2027-01-05T02:00"), ["error inexact-maintenance maintenance[0].from"]],
    ["a time counted from a milestone", `milestones: [{ id: a, due: 2027-01-04T09:00 }]\n${move("2027-01-04T22:00", "1 day after a")}`, ["error inexact-maintenance maintenance[0].to"]],
    ["an end before its beginning", move("2027-01-05T02:00", "2027-01-04T22:00"), ["error ends-before-start maintenance[0].to"]],
    ["an end with its beginning", move("2027-01-05T02:00", "2027-01-05T02:00"), ["error ends-before-start maintenance[0].to"]],
    ["an audience that nobody knows", move("2027-01-04T22:00", "2027-01-05T02:00", ", audiences: [public, operator]"), ["error unknown-audience maintenance[0].audiences[1]"]],
    ["a component that nobody knows", move("2027-01-04T22:00", "2027-01-05T02:00", ", components: [databse]"), ["error unknown-component maintenance[0].components[0]"]],
    ["notice for nobody", move("2027-01-04T22:00", "2027-01-05T02:00", ", notice: [1 day]"), ["warning no-audience maintenance[0].notice"]],
    ["two of the same name", then("2027-01-07T22:00", "2027-01-08T02:00").replace("id: b", "id: db-move"), ["error duplicate-id maintenance[1].id"]],
    ["two at once on one part", then("2027-01-05T01:59", "2027-01-05T04:00", ", components: [api, database]"), ["warning overlap maintenance[1].from"]],
    ["two at once of which one says no part", then("2027-01-05T01:59", "2027-01-05T04:00"), ["warning overlap maintenance[1].from"]],
    ["two at once on different parts", then("2027-01-05T01:59", "2027-01-05T04:00", ", components: [api]"), []],
    ["one that begins as the other ends", then("2027-01-05T02:00", "2027-01-05T04:00"), []],
    ["a field that there is not", move("2027-01-04T22:00", "2027-01-05T02:00", ", place: cellar"), ["error unknown-key maintenance[0].place"]],
  ])("%s", (_name, text, problems) => expect(found(text)).toEqual(problems));

  test("the past is judged only once the incident log has dropped it", () => {
    expect(found(move("2026-12-14T22:00", "2026-12-15T02:00"), NOW)).toEqual([]);
    expect(found(move("2026-11-30T22:00", "2026-12-01T02:00"), NOW)).toEqual(["warning past-date maintenance[0].to"]);
  });

  test("the nearest name is offered", () => {
    const hints = (more: string): readonly (string | null)[] => parseText(HEAD + move("2027-01-04T22:00", "2027-01-05T02:00", more)).problems.map(({ hint }) => hint);
    expect(hints(", audiences: [operator]")).toEqual(["did you mean `operators`?"]);
    expect(hints(", components: [databse]")).toEqual(["did you mean `database`?"]);
  });

  test("a plan that lists no components takes any", () => {
    expect(parseText(`release: { name: x, manager: ada, timezone: UTC }\nincidents: { owners: [ada] }\n${move("2027-01-04T22:00", "2027-01-05T02:00", ", components: [anything]")}`).problems).toEqual([]);
  });
});

test("both ends stand in the calendar, midnight as the day that begins and as the day that ends", () => {
  const { plan } = parseText(HEAD + move("2027-01-05T00:00", "2027-01-05T24:00", ", components: [database, api], owner: ben, because: new disks"));
  if (plan === null) throw new Error("the plan is wrong");
  const entries = planCalendar(plan);
  expect(entries.map(({ event, person }) => `${event} ${person}`)).toEqual(["maintenance-begins ben", "maintenance-ends ben"]);
  expect(entries.map((entry) => calendarLine(entry, "Europe/Oslo"))).toMatchInlineSnapshot(`
[
  "Maintenance begins Tue 5 January 2027 00:00 Oslo (Mon 4 January 23:00 UTC): Db move, of database, api; new disks",
  "Maintenance ends Tue 5 January 2027 24:00 Oslo (23:00 UTC): Db move",
]
`);
});
