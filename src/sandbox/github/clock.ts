/**
 * World time of the local GitHub: the time that every created_at, merged_at and time-out is read from.
 * It moves only when told to, in whole milliseconds UTC, so a scene of three months plays in a second and always alike.
 * Token and JWT expiry do not use it: transport time is real.
 */

export type ClockListener = (now: number, before: number) => void;

export class WorldClock {
  #now: number;
  readonly #listeners = new Set<ClockListener>();

  /** @param start first instant, ms UTC; 1 January 2024 when not given. */
  constructor(start = Date.UTC(2024, 0, 1)) {
    this.#now = wholeMilliseconds(start);
  }

  /** The present instant of the world, ms UTC. */
  now(): number {
    return this.#now;
  }

  /** Moves to an instant, also backwards (scenes may be staged out of order). Listeners hear of every real move. */
  set(ms: number): void {
    const before = this.#now;
    this.#now = wholeMilliseconds(ms);
    if (this.#now === before) return;
    for (const listener of [...this.#listeners]) listener(this.#now, before);
  }

  /** Moves forward by a duration in ms. */
  advance(ms: number): void {
    this.set(this.#now + ms);
  }

  /** Calls the listener after each move. Returns the function that stops it. */
  onChange(listener: ClockListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

function wholeMilliseconds(ms: number): number {
  if (!Number.isSafeInteger(ms)) throw new RangeError(`World time is a whole number of milliseconds, not ${ms}.`);
  return ms;
}

/** GitHub's way to write an instant: seconds, Z, no fraction. */
export function githubInstant(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, "Z");
}

/** The same, keeping null as null. */
export function githubInstantOrNull(ms: number | null): string | null {
  return ms === null ? null : githubInstant(ms);
}
