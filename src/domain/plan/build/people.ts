/** Teams as written → as values, and what their ids stand for elsewhere in the plan. */
import type { PlannedTeam, TeamSeat } from "../../model/plan-people.ts";
import type { WrittenPlan } from "../schema.ts";
import { readZone } from "../time/zone.ts";
import { buildStart, buildTime, taken, titleOf } from "./builder.ts";
import type { Builder } from "./builder.ts";

type Written = NonNullable<WrittenPlan["teams"]>[number];

export function buildPlanTeam(builder: Builder, written: Written, index: number): PlannedTeam {
  const seats = (written.members ?? []).map((member, at): TeamSeat => {
    if (typeof member === "string") return { who: member, organization: null, load: null };
    const zone = member.timezone === undefined ? null : taken(builder, ["teams", index, "members", at, "timezone"], readZone(member.timezone));
    return { who: member.who, organization: member.organization ?? null, load: member.load ?? null, ...(zone === null ? {} : { timezone: zone }) };
  });
  const chair = written.chair ?? null;
  const seated = chair === null || seats.some(({ who }) => who.toLowerCase() === chair.toLowerCase());
  return {
    id: written.id, title: titleOf(written.id, written.title), chair,
    members: seated ? seats : [{ who: chair, organization: null, load: null }, ...seats],
    away: (written.away ?? []).flatMap((absence, at) => {
      const path = ["teams", index, "away", at] as const;
      const [from, to] = [buildStart(builder, [...path, "from"], absence.from), buildTime(builder, [...path, "to"], absence.to)?.at ?? null];
      return from === null || to === null ? [] : [{ who: absence.who, from, to, because: absence.because ?? null }];
    }),
  };
}

/** Logins and `org/team` with each team of the plan replaced by its members, everybody once. */
export function withMembers(listed: readonly string[], teams: WrittenPlan["teams"]): readonly string[] {
  const people = listed.flatMap((who) => {
    const team = (teams ?? []).find(({ id }) => id.toLowerCase() === who.toLowerCase());
    if (team === undefined) return [who];
    return [...team.chair === undefined ? [] : [team.chair], ...(team.members ?? []).map((member) => (typeof member === "string" ? member : member.who))];
  });
  return people.filter((who, at) => people.findIndex((other) => other.toLowerCase() === who.toLowerCase()) === at);
}
