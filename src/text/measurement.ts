/** What a measure came to, in words: the value, whether it is met, and the arithmetic, part by part with where it came from. */
import { decimalText, fractionText } from "../domain/model/fraction.ts";
import type { Fraction } from "../domain/model/fraction.ts";
import type { Measurement, MissingData } from "../domain/model/score.ts";
import { joined } from "./enumeration.ts";
import { instantText } from "./instant.ts";

export interface MeasurementText {
  readonly value: string;
  readonly verdict: string | null;
  readonly arithmetic: readonly string[];
}

const MISSING: Readonly<Record<MissingData, string>> = {
  "not-begun": "the freeze has not begun", "not-reached": "the milestone is not reached", "nothing-to-count": "there is nothing to count", "not-read": "nothing was read for it yet",
  "unknown-measure": "the plan asks for something that cannot be computed here", "undecided": "one merge could not be judged", "no-file": "there is no such file in the plan's repository", "unreadable": 'the file is not of the form { "at": "2026-12-01T06:00:00Z", "value": 0.97 }',
  "stale": "the last report is too old",
};
const SHOWN = 5;

/** `text` makes what people wrote harmless in the medium, at most so many characters of it. */
export function measurementText(measurement: Measurement, text: (untrusted: string, cap: number) => string): MeasurementText {
  const { value, unit, met, from, missing, target, unread = [], reported } = measurement;
  const left = unread.length === 0 ? [] : [`Not counted, as the app may not read ${joined(unread.slice(0, SHOWN).map((source) => text(source, 80)))}${unread.length > SHOWN ? ` and ${unread.length - SHOWN} more` : ""}.`];
  const said = reported === undefined ? [] : [`${text(reported.file, 120)} says ${text(reported.value, 40)}, of ${instantText(reported.at, "UTC", null)}.`];
  if (value === null) return { value: "no data", verdict: null, arithmetic: [...missing === null ? [] : [`No data: ${MISSING[missing]}.`], ...said, ...left] };
  const parts = from.map(({ source, count, of, items }) => {
    const named = items.slice(0, SHOWN).map((item) => text(item, 80));
    const more = items.length - named.length;
    return `${text(source, 100)}: ${count}${of === null || count < 0 ? "" : ` of ${of}`}${named.length === 0 ? "" : ` (${unit === "pull requests" ? "" : "without "}${joined([...named, ...(more > 0 ? [`${more} more`] : [])])})`}`;
  });
  return {
    value: unit === "share" ? `${decimalText(value, 2)} (${fractionText(value)})` : withUnit(value, unit), verdict: met === null ? null : met ? "met" : "not met",
    arithmetic: [...parts, ...said, ...sumOf(measurement), ...(target === null ? [] : [`The aim is ${unit === "share" ? twoDecimals(target) : withUnit(target, unit)}.`]), ...(missing === null ? [] : [`Undecided: ${MISSING[missing]}.`]), ...left],
  };
}

/** Where several parts make up a share or a number, how. */
function sumOf({ unit, from, value }: Measurement): readonly string[] {
  if (from.length < 2 || value === null) return [];
  const counts = from.map(({ count }) => count);
  if (unit === "pull requests" || unit === "issues") return [`Together: ${counts.join(" + ")} = ${numberText(value)}`];
  return unit === "share" ? [`Together: (${counts.join(" + ")}) / (${from.map(({ of }) => of ?? 0).join(" + ")}) = ${fractionText(value)}`] : [];
}

function withUnit(value: Fraction, unit: Measurement["unit"]): string {
  if (unit === "reported") return twoDecimals(value);
  return `${numberText(value)} ${value.numerator === value.denominator ? unit.replace(/s$/, "") : unit}`;
}

/** "1", "0.95", "3.97" */
function twoDecimals(value: Fraction): string {
  return value.denominator === 1n ? String(value.numerator) : decimalText(value, 2);
}

function numberText(value: Fraction): string {
  return value.denominator === 1n ? String(value.numerator) : decimalText(value, 1);
}
