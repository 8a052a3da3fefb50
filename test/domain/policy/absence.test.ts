import { describe, expect, test } from "@jest/globals";
import type { PlannedTeam } from "../../../src/domain/model/plan-people.ts";
import { absenceOf, absencesFrom, absencesWithin, calledNow, nextComingOrGoing } from "../../../src/domain/policy/absence.ts";
import { at } from "../../support/plan-builder.ts";

const day = (number: number): number => at(`2026-12-${String(number).padStart(2, "0")}T00:00Z`);
const seat = (who: string) => ({ who, organization: null, load: null });
const away = (who: string, from: number, to: number) => ({ who, from: day(from), to: day(to), because: null });

function team(absences: PlannedTeam["away"], more: Partial<PlannedTeam> = {}): PlannedTeam {
  return { id: "core", title: "Core", chair: "niels", members: [seat("niels"), seat("tor"), seat("brian")], away: absences, ...more };
}

describe("somebody is away", () => {
  const teams = [team([away("tor", 10, 12), away("Tor", 12, 14)])];
  test.each([["before", 9, null], ["from the first instant", 10, 14], ["on", 11, 14], ["over absences that meet", 12, 14], ["until the last instant", 14, null]])("%s", (_when, now, until) => {
    expect(absenceOf(teams, "TOR", day(now))?.to ?? null).toBe(until === null ? null : day(until));
  });
  test("which is nobody else's absence", () => expect(absenceOf(teams, "niels", day(11))).toBeNull());
});

describe("who is called", () => {
  const cases: readonly (readonly [string, readonly string[], readonly string[], readonly (string | null)[], readonly string[]])[] = [
    ["whoever is asked, while they are there", [], ["tor"], ["rita"], ["tor"]],
    ["the manager for who is away", ["tor"], ["tor"], ["rita"], ["rita"]],
    ["the next one for a manager who is away as well", ["tor", "niels"], ["tor"], ["niels", "rita"], ["rita"]],
    ["the chair, where there is no manager", ["tor"], ["tor"], [null], ["niels"]],
    ["the other members, where the chair is away", ["tor", "niels"], ["tor"], [null], ["brian"]],
    ["the other members for a chair who is away", ["niels"], ["niels"], [], ["tor", "brian"]],
    ["of several those who are there", ["tor"], ["niels", "tor", "brian"], ["rita"], ["niels", "brian"]],
    ["all the same, where nobody is there", ["niels", "tor", "brian"], ["tor"], [], ["tor"]],
    ["nobody, where nobody is named", ["tor"], [], [], []],
    ["an outsider, who has no absences", ["tor"], ["eve"], ["rita"], ["eve"]],
  ];
  test.each(cases)("%s", (_name, gone, asked, next, expected) => {
    const called = calledNow([team(gone.map((who) => away(who, 1, 31)))], asked, next, day(10));
    expect(called.names).toEqual(expected);
    expect(called.away.map(({ who }) => who)).toEqual(asked.filter((who) => gone.includes(who)));
  });
});

test("an absence that stands in two teams is one", () => {
  const teams = [team([away("tor", 10, 12)]), team([away("tor", 10, 12), away("brian", 5, 6)], { id: "guides" })];
  expect(absencesFrom(teams, day(1)).map(({ who }) => who)).toEqual(["brian", "tor"]);
  expect(absencesFrom(teams, day(6)).map(({ who }) => who)).toEqual(["tor"]);
  expect(absencesWithin(teams, ["TOR", null], day(11), day(20)).map(({ who }) => who)).toEqual(["tor"]);
  expect(absencesWithin(teams, ["tor"], day(12), day(20))).toEqual([]);
  expect([nextComingOrGoing(teams, day(1)), nextComingOrGoing(teams, day(5)), nextComingOrGoing(teams, day(12))]).toEqual([day(5), day(6), null]);
});
