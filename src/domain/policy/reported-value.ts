/**
 * What a tool of the project's own reports, as a file in the plan's repository: `{ "at": "2026-12-01T06:00:00Z", "value": 0.97 }`. The uptime of
 * storage providers, how often a thing is replicated, what people wrote in a forum: GitHub knows nothing of them. The value is a number from 0 on,
 * or a text such as "97%" or "31/32". A report that is older than the plan allows is no data.
 */
import { compare, ONE, readFraction, ZERO } from "../model/fraction.ts";
import type { Instant } from "../model/instant.ts";
import type { Measure, MeasuredFacts } from "../model/measure.ts";
import type { Measurement } from "../model/score.ts";
import { noData } from "./key-result-measure.ts";

type Report = Extract<MeasuredFacts, { kind: "report" }>["report"];
type Reported = Extract<Measure, { kind: "reported" }>;

const HOUR_MS = 3_600_000;
/** where the plan does not say */
const FRESH_HOURS = 48;
const LONGEST = 65_536;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** `text` null = there is no such file, or it is longer than any report. */
export function parseReport(text: string | null): Report {
  if (text === null) return "no-file";
  let written: unknown;
  try {
    written = text.length > LONGEST ? null : JSON.parse(text);
  } catch {
    return "unreadable";
  }
  if (typeof written !== "object" || written === null) return "unreadable";
  const { at, value } = written as Readonly<Record<string, unknown>>;
  const instant = typeof at === "string" && INSTANT.test(at) ? Date.parse(at) : NaN;
  const said = typeof value === "number" || typeof value === "string" ? String(value).trim() : "";
  const read = readFraction(said);
  return Number.isNaN(instant) || read === null || compare(read, ZERO) < 0 ? "unreadable" : { at: instant, value: said };
}

/** `readAt`: when it was read; by then it must have been fresh, and not of a time to come. */
export function reportedValue(measure: Reported, reading: { readonly report: Report; readonly readAt: Instant } | null): Measurement {
  const { target, file, withinHours } = measure;
  if (reading === null) return noData("share", "not-read", target);
  const { report, readAt } = reading;
  if (typeof report === "string") return noData("share", report, target);
  const value = readFraction(report.value);
  if (value === null || report.at > readAt + HOUR_MS) return noData("share", "unreadable", target);
  const reported = { file, at: report.at, value: report.value };
  if (readAt - report.at > (withinHours ?? FRESH_HOURS) * HOUR_MS) return { ...noData("share", "stale", target), reported };
  const isShare = compare(value, ONE) <= 0 && (target === null || compare(target, ONE) <= 0);
  return { value, unit: isShare ? "share" : "reported", target, met: target === null ? null : compare(value, target) >= 0, from: [], missing: null, reported };
}
