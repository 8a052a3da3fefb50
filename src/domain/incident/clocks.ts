/**
 * The clocks of an incident: what somebody should have done by when. Each reminds once, and after as long again tells the owners, once; an entry that
 * sets the clock back begins it anew. Severity decides who may be woken: what pages at any hour is sent at once, the rest waits for quiet hours to end.
 */
import { Temporal } from "temporal-polyfill";
import type { Instant } from "../model/instant.ts";
import type { Incident } from "../model/incident.ts";
import type { IncidentPlan } from "../model/plan-incidents.ts";
import { owedLogs } from "./log-account.ts";
import { missingForReview } from "./review.ts";
import { isOpen, severityOf } from "./severity.ts";

export type ClockName = "claim" | "severity" | "inform" | "inform-review" | "update" | "report" | "logs";

export interface Clock {
  readonly name: ClockName;
  /** the name with what set it going, so that each occasion is told once */
  readonly occasion: string;
  readonly reminderAt: Instant;
  readonly escalationAt: Instant;
}

export interface DueClock extends Clock {
  readonly step: "reminder" | "escalation";
}

/** Clocks that run. `foundAt`: a report that had been missed asks nobody before it came to light; null = it was not. */
export function clocksOf(incident: Incident, plan: IncidentPlan, foundAt: Instant | null): readonly Clock[] {
  const { clocks } = plan;
  const { updatedAt, state } = incident;
  const openedAt = Math.max(incident.openedAt, foundAt ?? 0);
  if (state === "reviewed") return [];
  const end = incident.moments.resolved === undefined ? null : lastEntry(incident, "resolved") ?? updatedAt;
  if (state === "resolved") return end === null || missingForReview(incident).length === 0 ? [] : running("report", `${end}`, end, clocks.report);
  const since = reopenedAt(incident) ?? openedAt;
  const every = severityOf(incident, plan)?.updateEvery ?? clocks.update;
  return [
    ...incident.owner === null && !incident.light ? running("claim", "", openedAt, clocks.claim) : [],
    ...incident.severity === null ? running("severity", "", openedAt, clocks.severity) : [],
    ...incident.informs.length === 0 && !incident.light ? running("inform", "", openedAt, clocks.inform) : [],
    ...reviewClock(incident),
    ...isOpen(incident) ? running("update", `${Math.max(updatedAt, since)}`, Math.max(updatedAt, since, openedAt), incident.light ? clocks.update : every) : [],
    ...owedLogs(incident.logs).flatMap((one) => running("logs", one.id, one.recordedAt, clocks.update)),
  ];
}

/** What is due by now and was not said before, and when the clock alone makes the next thing due. */
export function dueClocks(incident: Incident, plan: IncidentPlan, foundAt: Instant | null, now: Instant): { readonly due: readonly DueClock[]; readonly nextAt: Instant | null } {
  const due: DueClock[] = [];
  const later: Instant[] = [];
  for (const { escalationAt: planned, ...running } of clocksOf(incident, plan, foundAt)) {
    const { [`${running.occasion}/reminder`]: remindedAt, [`${running.occasion}/escalation`]: escalatedAt } = incident.reminded;
    const escalated = escalatedAt !== undefined;
    const reminded = escalated || remindedAt !== undefined;
    // Whoever is reminded late has as long to answer.
    const clock: Clock = { ...running, escalationAt: now < running.reminderAt ? planned : Math.max(planned, (remindedAt ?? now) + planned - running.reminderAt) };
    if (now < clock.reminderAt) later.push(clock.reminderAt);
    else if (!reminded) due.push({ ...clock, step: "reminder" });
    if (now < clock.escalationAt) later.push(clock.escalationAt);
    else if (!escalated && reminded) due.push({ ...clock, step: "escalation" });
    else if (!escalated) later.push(now);
  }
  return { due, nextAt: later.length === 0 ? null : Math.min(...later) };
}

function running(name: ClockName, occasion: string, from: Instant, after: number | null): readonly Clock[] {
  return after === null ? [] : [{ name, occasion: occasion === "" ? name : `${name}:${occasion}`, reminderAt: from + after, escalationAt: from + 2 * after }];
}

/** A decision to keep silent is looked at again when it says. */
function reviewClock({ informs }: Incident): readonly Clock[] {
  const last = informs.at(-1);
  if (last === undefined || last.review === null) return [];
  return [{ name: "inform-review", occasion: `inform-review:${last.id}`, reminderAt: last.review, escalationAt: last.review + (last.review - last.recordedAt) }];
}

function lastEntry({ timeline }: Incident, moment: string): Instant | null {
  return timeline.filter(({ act }) => act.kind === "moment" && act.moment === moment).at(-1)?.recordedAt ?? null;
}

function reopenedAt({ timeline }: Incident): Instant | null {
  return timeline.filter(({ kind }) => kind === "reopened").at(-1)?.recordedAt ?? null;
}

/** When a word about it may go out; null = at once. `never` = it stays in the issue. `zones` are those of whoever is told: one who is awake is enough. */
export function pagingAt(incident: Incident, plan: IncidentPlan, zones: readonly string[], now: Instant): Instant | "never" | null {
  const pages = severityOf(incident, plan)?.pages ?? "waking";
  if (pages === "never") return "never";
  const { quietHours } = plan;
  if (pages === "always" || quietHours === null) return null;
  const ends = zones.flatMap((zone) => endOfQuiet(quietHours, zone, now) ?? []);
  return ends.length === 0 || ends.length < zones.length ? null : Math.min(...ends);
}

/** Null = it is not quiet now. Quiet hours may go over midnight. */
export function endOfQuiet({ from, to }: NonNullable<IncidentPlan["quietHours"]>, zone: string, now: Instant): Instant | null {
  const local = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone);
  const time = local.toPlainTime();
  const [begins, ends] = [Temporal.PlainTime.from(from), Temporal.PlainTime.from(to)];
  const after = (one: Temporal.PlainTime): boolean => Temporal.PlainTime.compare(time, one) >= 0;
  const over = Temporal.PlainTime.compare(begins, ends) > 0;
  const quiet = over ? after(begins) || !after(ends) : after(begins) && !after(ends);
  if (!quiet) return null;
  const day = over && after(begins) ? local.toPlainDate().add({ days: 1 }) : local.toPlainDate();
  return day.toZonedDateTime({ timeZone: zone, plainTime: ends }).epochMilliseconds;
}
