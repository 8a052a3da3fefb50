// How much of each limit a caller has used, counted on world time.
//
// Primary limits are fixed windows of an hour (a minute for search) that open with a caller's first request. Secondary
// limits are sliding windows. One book-keeping per caller: an installation, a user, an app, or an anonymous address.
// Figures: https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api

import type { WorldTime } from "./fetch-handler.ts";

export type RateResource = "core" | "graphql" | "search";

export interface PrimaryLimits {
  /** REST requests an hour. */
  readonly core: number;
  /** GraphQL points an hour. */
  readonly graphql: number;
  /** Search requests a minute. */
  readonly search: number;
}

export interface SecondaryLimits {
  readonly concurrent: number;
  readonly restPointsPerMinute: number;
  readonly graphqlPointsPerMinute: number;
  readonly contentPerMinute: number;
  readonly contentPerHour: number;
  /** The status of the refusal; GitHub uses both. */
  readonly status: 403 | 429;
}

export const GITHUB_PRIMARY_LIMITS: PrimaryLimits = { core: 5000, graphql: 5000, search: 30 };

export const GITHUB_SECONDARY_LIMITS: SecondaryLimits = {
  concurrent: 100,
  restPointsPerMinute: 900,
  graphqlPointsPerMinute: 2000,
  contentPerMinute: 80,
  contentPerHour: 500,
  status: 403,
};

/** What the x-ratelimit headers say. `reset` is in seconds since the epoch. */
export interface RateState {
  readonly resource: RateResource;
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  readonly reset: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The fixed windows of one caller. */
export class PrimaryBudget {
  readonly #time: WorldTime;
  readonly #limits: PrimaryLimits;
  readonly #windows = new Map<RateResource, { opened: number; used: number }>();

  constructor(time: WorldTime, limits: PrimaryLimits) {
    this.#time = time;
    this.#limits = limits;
  }

  state(resource: RateResource): RateState {
    const window = this.#window(resource);
    const limit = this.#limits[resource];
    const reset = Math.ceil((window.opened + windowLength(resource)) / 1000);
    return { resource, limit, used: Math.min(window.used, limit), remaining: Math.max(0, limit - window.used), reset };
  }

  /** A negative amount gives back what turned out to be free, such as a 304. */
  spend(resource: RateResource, amount: number): void {
    const window = this.#window(resource);
    window.used = Math.max(0, window.used + amount);
    this.#windows.set(resource, window);
  }

  #window(resource: RateResource): { opened: number; used: number } {
    const now = this.#time.now();
    const window = this.#windows.get(resource);
    const over = window === undefined || now >= window.opened + windowLength(resource) || now < window.opened;
    return over ? { opened: now, used: 0 } : window;
  }
}

function windowLength(resource: RateResource): number {
  return resource === "search" ? MINUTE : HOUR;
}

/** What one request weighs against the secondary limits. */
export interface RequestWeight {
  readonly api: "rest" | "graphql";
  readonly points: number;
  readonly createsContent: boolean;
}

/** The sliding windows of one caller. */
export class SecondaryBudget {
  readonly #time: WorldTime;
  readonly #limits: SecondaryLimits;
  readonly #points = { rest: new SlidingSum(MINUTE), graphql: new SlidingSum(MINUTE) };
  readonly #contentMinute = new SlidingSum(MINUTE);
  readonly #contentHour = new SlidingSum(HOUR);
  #inFlight = 0;

  constructor(time: WorldTime, limits: SecondaryLimits) {
    this.#time = time;
    this.#limits = limits;
  }

  /** Takes the request in, and returns null; or refuses it, and returns the milliseconds until there is room again. */
  admit(weight: RequestWeight): number | null {
    const now = this.#time.now();
    if (this.#inFlight >= this.#limits.concurrent) return 1000;
    const pointLimit = weight.api === "rest" ? this.#limits.restPointsPerMinute : this.#limits.graphqlPointsPerMinute;
    const content = weight.createsContent ? 1 : 0;
    const wait = Math.max(
      this.#points[weight.api].waitFor(now, weight.points, pointLimit),
      this.#contentMinute.waitFor(now, content, this.#limits.contentPerMinute),
      this.#contentHour.waitFor(now, content, this.#limits.contentPerHour),
    );
    if (wait > 0) return wait;
    this.#points[weight.api].add(now, weight.points);
    this.#contentMinute.add(now, content);
    this.#contentHour.add(now, content);
    this.#inFlight += 1;
    return null;
  }

  /** To be called once for each admitted request, when its answer is there or will never be. */
  release(): void {
    this.#inFlight -= 1;
  }
}

/** The sum of amounts no older than a span, on a clock that may also be set back. */
class SlidingSum {
  readonly #span: number;
  #entries: { at: number; amount: number }[] = [];
  #sum = 0;

  constructor(span: number) {
    this.#span = span;
  }

  add(now: number, amount: number): void {
    if (amount === 0) return;
    this.#entries.push({ at: now, amount });
    this.#sum += amount;
  }

  /** Milliseconds until `amount` fits under `limit`; 0 when it fits now. */
  waitFor(now: number, amount: number, limit: number): number {
    if (amount === 0) return 0;
    this.#forget(now);
    let sum = this.#sum + amount;
    if (sum <= limit) return 0;
    for (const entry of this.#entries) {
      sum -= entry.amount;
      if (sum <= limit) return entry.at + this.#span - now;
    }
    return this.#span;
  }

  #forget(now: number): void {
    const kept = this.#entries.findIndex((entry) => entry.at > now - this.#span && entry.at <= now);
    const gone = kept === -1 ? this.#entries.splice(0) : this.#entries.splice(0, kept);
    for (const entry of gone) this.#sum -= entry.amount;
  }
}
