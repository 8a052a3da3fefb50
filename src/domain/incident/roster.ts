/**
 * Who works on incidents and where they live: a word waits for the morning only while it is night for everybody, and at night it is asked first of
 * those for whom it is day. Where the plan gives nobody a zone of their own, its own zone counts for all.
 */
import type { Instant } from "../model/instant.ts";
import type { PlannedTeam } from "../model/plan-people.ts";
import type { IncidentPlan } from "../model/plan-incidents.ts";
import { absenceOf } from "../policy/absence.ts";
import { sameLogin } from "../policy/acceptance.ts";
import { endOfQuiet } from "./clocks.ts";

export interface Sleeper {
  readonly who: string;
  readonly zone: string;
}

/** Null = the plan does not say. */
export function zoneOf(teams: readonly PlannedTeam[], who: string): string | null {
  return teams.flatMap(({ members }) => members).find((one) => sameLogin(one.who, who) && one.timezone !== undefined)?.timezone ?? null;
}

/** In which one of them is awake the word may go; those who are away count only where all are. Never empty. */
export function zonesOf(owners: readonly string[], teams: readonly PlannedTeam[], zone: string, now: Instant): readonly string[] {
  const there = owners.filter((who) => absenceOf(teams, who, now) === null);
  const zones = (there.length > 0 ? there : owners).map((who) => zoneOf(teams, who) ?? zone);
  return zones.length === 0 ? [zone] : [...new Set(zones)];
}

/** Those for whom it is day, where there are any among them; the others are named as asleep. An escalation calls everybody. */
export function awakeFirst(names: readonly string[], teams: readonly PlannedTeam[], { quietHours }: Pick<IncidentPlan, "quietHours">, zone: string, now: Instant): { readonly names: readonly string[]; readonly asleep: readonly Sleeper[] } {
  if (quietHours === null) return { names, asleep: [] };
  const placed = names.map((who) => ({ who, zone: zoneOf(teams, who) ?? zone }));
  const asleep = placed.filter((one) => endOfQuiet(quietHours, one.zone, now) !== null);
  return asleep.length === 0 || asleep.length === names.length ? { names, asleep: [] } : { names: names.filter((who) => !asleep.some((one) => one.who === who)), asleep };
}
