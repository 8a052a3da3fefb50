/** Who is away until when, in a line. Nobody is called by it. */
import type { Absence } from "../domain/model/plan-people.ts";
import { joined } from "./enumeration.ts";
import { markdownText } from "./escape.ts";
import { dayText, shortInstantText } from "./instant.ts";

const SHOWN = 5;

/** "Thu 24 December 2026": the last day away, or the instant of that day where the plan gives one. */
export function backText(to: number, zone: string): string {
  const day = dayText(to, zone, null);
  const instant = shortInstantText(to, zone, null);
  return instant.startsWith(`${day} 24:00`) ? day : instant;
}

/** " bwhm is away until Thu 24 December 2026." in front of what is asked of others; empty where everybody is there. */
export function passedOverText(away: readonly Absence[], zone: string): string {
  return away.length === 0 ? "" : ` ${joined(away.slice(0, SHOWN).map(({ who, to }) => `${markdownText(who, 60)} is away until ${backText(to, zone)}`))}.`;
}
