/** What the release plan has in store while a freeze of an incident may hold: whoever freezes should know what that may keep from happening. */
import type { Incident } from "../model/incident.ts";
import type { Instant } from "../model/instant.ts";
import type { ReleasePlan } from "../model/plan.ts";
import { planCalendar } from "../plan/calendar.ts";

/** An emergency that lasts longer has a plan of its own by then. */
const AHEAD = 14 * 24 * 3_600_000;
const MOST = 5;

export interface Scheduled {
  readonly title: string;
  readonly at: Instant;
}

/** From the beginning of its last freeze on, or from its report where it freezes nothing yet; nothing here asks what time it is. */
export function scheduledMeanwhile({ freezes, openedAt }: Pick<Incident, "freezes" | "openedAt">, plan: ReleasePlan): readonly Scheduled[] {
  const from = freezes.at(-1)?.from ?? openedAt;
  const dated = planCalendar(plan).flatMap(({ event, title, at }): readonly Scheduled[] => ((event === "milestone" || event === "release") && at !== null && at >= from && at < from + AHEAD ? [{ title, at }] : []));
  return [...new Map(dated.map((one) => [`${one.title}/${one.at}`, one])).values()].slice(0, MOST);
}
