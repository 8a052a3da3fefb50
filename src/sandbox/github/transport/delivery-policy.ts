// How deliveries go wrong on purpose. GitHub promises neither order nor arrival, and a delivery may come twice.
//
// The seeded policy draws the same fates for the same seed and order of deliveries, so that a failing run can be repeated.

import type { Delivery } from "./deliveries.ts";
import { randomSequence } from "./random-sequence.ts";

/**
 * send: as it should be. lose: never attempted and not in the log, as GitHub does with more than three tags at once.
 * fail: the log says "failed to connect to host". double: arrives twice with the same guid.
 */
export type DeliveryFate = "send" | "lose" | "fail" | "double";

export interface DeliveryPolicy {
  fate(delivery: Delivery): DeliveryFate;
  /** Milliseconds of world time before the delivery is due. */
  delay(delivery: Delivery): number;
  /** Which of the due deliveries goes next: an index below `count`. */
  next(count: number): number;
}

export const FAITHFUL_DELIVERY: DeliveryPolicy = { fate: () => "send", delay: () => 0, next: () => 0 };

export interface SeededDelivery {
  readonly seed: number;
  /** Shares of deliveries, 0 to 1. */
  readonly lose?: number;
  readonly fail?: number;
  readonly double?: number;
  /** Any due delivery may go next. */
  readonly reorder?: boolean;
  /** Deliveries wait up to this long in world time, ms. */
  readonly longestDelay?: number;
}

export function seededDelivery(options: SeededDelivery): DeliveryPolicy {
  const random = randomSequence(options.seed);
  const { lose = 0, fail = 0, double = 0, longestDelay = 0 } = options;
  return {
    fate() {
      const drawn = random();
      if (drawn < lose) return "lose";
      if (drawn < lose + fail) return "fail";
      return drawn < lose + fail + double ? "double" : "send";
    },
    delay: () => Math.floor(random() * (longestDelay + 1)),
    next: (count) => (options.reorder === true ? Math.floor(random() * count) : 0),
  };
}
