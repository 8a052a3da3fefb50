/** A moment as integer milliseconds since 1970 UTC. Never a Date: a number compares, stores and serialises the same everywhere. */
export type Instant = number;

/** A length of time in milliseconds. */
export type Duration = number;

/**
 * How exactly the plan's author said it. `at` alone would lose that "second half of December" was written.
 * `minute` and `day` are points; the ranges are due when they end.
 */
export type Precision = "minute" | "day" | "week" | "half-month" | "month" | "range" | "relative" | "unknown";

/**
 * A time as the plan says it, zone and precision kept.
 * `at` is the instant that governs (a bare day: when that day ends by `release.day_ends`; a range: its end), or null while it cannot be known
 * (unknown, or relative to a milestone that has no instant yet).
 */
export interface PlannedTime {
  /** what the author wrote */
  readonly text: string;
  readonly precision: Precision;
  /** IANA zone, fixed offset such as "+02:00", or "Etc/GMT+12" for end of day anywhere on earth */
  readonly zone: string;
  readonly at: Instant | null;
  /** where a range, week, half month or month begins */
  readonly start: Instant | null;
  /** for `relative`: counted from that milestone; see `resolveRelative` */
  readonly after: RelativeTo | null;
  /** for `unknown`: by when it must be known */
  readonly resolveBy: Instant | null;
}

/** "3 days after release": `days` counts calendar days in the zone of the time, or working days; negative numbers lie before the milestone. */
export interface RelativeTo {
  readonly milestone: string;
  readonly days: number;
  readonly hours: number;
  readonly workingDays: boolean;
  /** "first weekday 7..9 days after": the first Monday to Friday from `days` up to here; null = exactly `days` */
  readonly firstWeekdayUpTo: number | null;
}
