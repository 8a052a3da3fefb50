/** The first plan that a newcomer is given: it only observes, so that nobody is stopped by trying it. */
import Handlebars from "handlebars";
import type { Instant } from "../domain/model/instant.ts";

const DAY = 24 * 3_600_000;
const TUESDAY = 2;

export interface FirstPlan {
  /** what is being released, such as "2.4" */
  readonly release: string;
  readonly timezone: string;
  readonly now: Instant;
}

/** YAML. `template` is `templates/first-plan.yml.hbs`. The freeze begins on the first Tuesday at least two weeks ahead, and the release is a week later. */
export function firstPlanText(template: string, { release, timezone, now }: FirstPlan): string {
  const begin = firstTuesday(isoDate(now + 14 * DAY, timezone));
  // a JSON string is a YAML string too, whatever the name contains
  return Handlebars.compile(template, { noEscape: true, strict: true })({
    release: JSON.stringify(release), timezone, codeComplete: isoOf(begin), due: isoOf(begin + 7 * DAY),
  });
}

/** The calendar day in that zone, as milliseconds of the same day in UTC: counting days needs no zone. */
function isoDate(at: Instant, timezone: string): number {
  const parts: Record<string, string> = {};
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: timezone, year: "numeric", month: "2-digit", day: "2-digit" });
  for (const { type, value } of format.formatToParts(at)) parts[type] = value;
  return Date.UTC(Number(parts["year"]), Number(parts["month"]) - 1, Number(parts["day"]));
}

function firstTuesday(day: number): number {
  const ahead = (TUESDAY - new Date(day).getUTCDay() + 7) % 7;
  return day + ahead * DAY;
}

function isoOf(day: number): string {
  return new Date(day).toISOString().slice(0, 10);
}
