/** What a measure gives back: figures, each with what it is compared to. Absolute numbers depend on the machine; ratios to a peer of the same run less so. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** the same, by somebody else's program in the same run */
  readonly peer?: { readonly name: string; readonly value: number };
  /** in words, such as "≤ 50 ms"; absent = reported only */
  readonly aim?: string;
  readonly met?: boolean;
  readonly note?: string;
}

export interface Measure {
  readonly name: string;
  /** one line: what is done */
  readonly about: string;
  run(options: BenchOptions): Promise<readonly Figure[]>;
}

export interface BenchOptions {
  /** JSON file of real titles with their class; null = the small set of the bench alone */
  readonly titles: string | null;
}

export function atMost(what: string, value: number, limit: number, unit: string, note?: string): Figure {
  return { what, value, unit, aim: `≤ ${limit} ${unit}`, met: value <= limit, ...(note === undefined ? {} : { note }) };
}

/** The value below which so many of a hundred lie; 0 of an empty list. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1))] ?? 0;
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}
