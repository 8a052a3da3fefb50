/** Lengths of time as a plan says them: `7 days`, `24 hours`, `2 weeks`, `30 minutes`. */
import type { Duration } from "../../model/instant.ts";
import { quoted } from "../quoted.ts";
import { misread, read } from "./reading.ts";
import type { Reading } from "./reading.ts";

const MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000 };
const DURATION = /^(\d{1,4})\s*(minute|hour|day|week)s?$/i;
const SHORT = /^(\d{1,4})\s*(min|[mhdw])$/i;
const LONG_NAME: Readonly<Record<string, string>> = { min: "minutes", m: "minutes", h: "hours", d: "days", w: "weeks" };

export function isDuration(text: string): boolean {
  return DURATION.test(text.trim()) || SHORT.test(text.trim());
}

/** Milliseconds; a day is 24 hours here, whatever the clocks do. */
export function readDuration(text: string): Reading<Duration> {
  const long = DURATION.exec(text.trim());
  if (long !== null) return read(Number(long[1]) * (MS[(long[2] ?? "").toLowerCase()] ?? 0));
  const short = SHORT.exec(text.trim());
  const hint = short === null ? "write a number and a unit: `7 days`, `24 hours`" : `write \`${short[1] ?? ""} ${LONG_NAME[(short[2] ?? "").toLowerCase()] ?? "days"}\``;
  return misread("bad-duration", `${quoted(text)} is not a length of time.`, hint);
}
