/** A rule by which a thing comes again, read by `plan/recurrence.ts`. The time of day is that of the wall clock in `zone`. */
export interface Recurrence {
  readonly text: string;
  /** ISO weekdays, 1 = Monday … 7 = Sunday, in order */
  readonly weekdays: readonly number[];
  /** every so many weeks, counted from the week of the first day */
  readonly everyWeeks: number;
  /** "10:00"; null = the end of the day */
  readonly time: string | null;
  readonly zone: string;
  readonly dayEnds: string;
}
