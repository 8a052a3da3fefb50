/**
 * Whom a clock of an incident calls: a reminder whoever owns it, or owes the logs; an escalation the owners of incidents. Who is away is passed over, and
 * by a reminder whoever sleeps, where another does not.
 */
import type { Instant } from "../model/instant.ts";
import type { Incident, LogRequest } from "../model/incident.ts";
import type { ReleasePlan } from "../model/plan.ts";
import { absenceOf, calledNow } from "../policy/absence.ts";
import type { Called } from "../policy/absence.ts";
import { sameLogin } from "../policy/acceptance.ts";
import { awakeFirst } from "./roster.ts";
import type { Sleeper } from "./roster.ts";
import type { DueClock } from "./clocks.ts";

export interface OwnedIncident {
  readonly incident: Incident;
  /** the plan's owners, or the manager in their place */
  readonly owners: readonly string[];
}

export interface ClockCall extends Called {
  /** for whom it is night, so that others are called */
  readonly asleep: readonly Sleeper[];
}

export function clockCall(clock: DueClock, owned: OwnedIncident, plan: Pick<ReleasePlan, "teams" | "release" | "incidents">, now: Instant): ClockCall {
  const call = calledBy(clock, owned, plan, now);
  return clock.step === "escalation" || plan.incidents === null ? { ...call, asleep: [] } : { ...call, ...awakeFirst(call.names, plan.teams, plan.incidents, plan.release.timezone, now) };
}

function calledBy(clock: DueClock, { incident, owners }: OwnedIncident, { teams, release }: Pick<ReleasePlan, "teams" | "release">, now: Instant): Called {
  const log = owedLog(clock, incident);
  const everybody = calledNow(teams, owners, [release.manager], now);
  if (clock.step === "escalation") return everybody;
  const first = log !== null && maybeCalled(log, incident) ? log.who : incident.owner;
  if (first === null) return everybody;
  const called = calledNow(teams, [first], [first === incident.owner ? null : incident.owner], now);
  return called.names.some((who) => absenceOf(teams, who, now) === null) ? called : { ...everybody, away: [...called.away, ...everybody.away.filter(({ who }) => !sameLogin(who, first))] };
}

/** The request for logs that this clock is about; null = it is about something else. */
export function owedLog({ name, occasion }: Pick<DueClock, "name" | "occasion">, { logs }: Pick<Incident, "logs">): LogRequest | null {
  return name === "logs" ? logs.find(({ id }) => occasion.endsWith(id)) ?? null : null;
}

/** Whoever owes logs is called by name only where those who lead the incident brought them in: anybody else could have us call strangers. */
function maybeCalled({ who, by }: LogRequest, { owner, parties }: Incident): boolean {
  return sameLogin(by, owner) || parties.some((party) => sameLogin(party.who, who));
}
