/**
 * Who is away, and who is asked in their place: whoever comes next in responsibility; then the chair of their team; then others of it. Only where
 * everybody is away is somebody asked who is. Absences are those of the plan's teams; a team of GitHub has none.
 */
import type { Instant } from "../model/instant.ts";
import type { Absence, PlannedTeam } from "../model/plan-people.ts";
import { sameLogin } from "./acceptance.ts";

/** Whom to call, and who is passed over, with the day on which they are back. */
export interface Called {
  readonly names: readonly string[];
  readonly away: readonly Absence[];
}

/** Null = they are there. Absences that meet count as one, up to the last end. */
export function absenceOf(teams: readonly PlannedTeam[], who: string, now: Instant): Absence | null {
  const own = teams.flatMap(({ away }) => away).filter((one) => sameLogin(one.who, who)).toSorted((a, b) => a.from - b.from || a.to - b.to);
  return own.reduce<Absence | null>((found, one) => {
    if (found === null) return one.from <= now && now < one.to ? one : null;
    return one.from <= found.to && one.to > found.to ? { ...found, to: one.to } : found;
  }, null);
}

/** `asked` are called together; `next` come after them, in their order. */
export function calledNow(teams: readonly PlannedTeam[], asked: readonly (string | null)[], next: readonly (string | null)[], now: Instant): Called {
  const names = once(asked);
  const away = names.flatMap((who) => absenceOf(teams, who, now) ?? []);
  const isThere = (who: string): boolean => absenceOf(teams, who, now) === null;
  const there = names.filter(isThere);
  if (there.length > 0 || names.length === 0) return { names: there, away };
  const theirs = teams.filter(({ members }) => members.some(({ who }) => names.some((one) => sameLogin(one, who))));
  const instead = [once(next).filter(isThere).slice(0, 1), once(theirs.map(({ chair }) => chair)).filter(isThere), once(theirs.flatMap(({ members }) => members.map(({ who }) => who))).filter(isThere)].find((some) => some.length > 0);
  return { names: instead ?? names, away };
}

/** Absences that touch a span of time, of these people, in order. */
export function absencesWithin(teams: readonly PlannedTeam[], people: readonly (string | null)[], from: Instant, to: Instant): readonly Absence[] {
  const of = once(people);
  return all(teams).filter((one) => one.from < to && one.to > from && of.some((who) => sameLogin(who, one.who)));
}

/** That are not over by now, in order. */
export function absencesFrom(teams: readonly PlannedTeam[], now: Instant): readonly Absence[] {
  return all(teams).filter(({ to }) => to > now);
}

/** When the clock alone changes who is there; null = never, as far as is known. */
export function nextComingOrGoing(teams: readonly PlannedTeam[], now: Instant): Instant | null {
  const ahead = all(teams).flatMap(({ from, to }) => [from, to]).filter((at) => at > now);
  return ahead.length === 0 ? null : Math.min(...ahead);
}

/** Each once: the same absence may stand in several teams. */
function all(teams: readonly PlannedTeam[]): readonly Absence[] {
  const found = new Map(teams.flatMap(({ away }) => away).map((one) => [`${one.who.toLowerCase()}/${one.from}/${one.to}`, one]));
  return [...found.values()].toSorted((a, b) => a.from - b.from || a.to - b.to || (a.who < b.who ? -1 : 1));
}

function once(names: readonly (string | null)[]): readonly string[] {
  return [...new Map(names.flatMap((name) => (name === null ? [] : [[name.toLowerCase(), name] as const]))).values()];
}
