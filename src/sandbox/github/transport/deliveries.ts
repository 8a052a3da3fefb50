// One webhook delivery, what became of it, and the log that an app can read for three days.
//
// Promises: an attempt is logged whether it arrived or not; a redelivery has its own id and the guid of the original; an
// attempt older than three days of world time is gone, as on GitHub. The log also has a length, so that a rehearsal of
// years on a standing clock stays small.
// Source: https://docs.github.com/rest/apps/webhooks, https://docs.github.com/webhooks/testing-and-troubleshooting-webhooks

import type { WorldTime } from "./fetch-handler.ts";

export interface Delivery {
  readonly id: number;
  /** The same for all redeliveries of one event to one app. */
  readonly guid: string;
  readonly appId: number;
  readonly installationId: number | null;
  readonly repositoryId: number | null;
  readonly event: string;
  readonly action: string | null;
  readonly redelivery: boolean;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The raw body that the signature covers. */
  readonly body: string;
}

export interface DeliveryOutcome {
  /** 0 when there was no answer. */
  readonly statusCode: number;
  /** "OK", or GitHub's words for what went wrong. */
  readonly status: string;
  /** Seconds of real time. */
  readonly duration: number;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: string;
}

export interface DeliveryAttempt {
  readonly delivery: Delivery;
  readonly outcome: DeliveryOutcome;
  /** World time, ms UTC. */
  readonly deliveredAt: number;
}

export const DELIVERY_RETENTION = 3 * 24 * 60 * 60 * 1000;
const LONGEST_LOG = 20_000;

/** What an answer with this status code means: GitHub counts every 2xx as delivered. */
export function answered(statusCode: number, rest: Omit<DeliveryOutcome, "statusCode" | "status">): DeliveryOutcome {
  const delivered = statusCode >= 200 && statusCode < 300;
  return { statusCode, status: delivered ? "OK" : `Invalid HTTP Response: ${statusCode}`, ...rest };
}

export function unanswered(status: "failed to connect to host" | "timed out", duration: number): DeliveryOutcome {
  return { statusCode: 0, status, duration, responseHeaders: {}, responseBody: "" };
}

export class DeliveryLog {
  readonly #time: WorldTime;
  #attempts: DeliveryAttempt[] = [];

  constructor(time: WorldTime) {
    this.#time = time;
  }

  add(attempt: DeliveryAttempt): void {
    this.#attempts.push(attempt);
    if (this.#attempts.length > LONGEST_LOG) this.#attempts.shift();
  }

  /** Attempts that are still kept, newest first; of one app when it is named. */
  list(appId: number | null = null): DeliveryAttempt[] {
    const oldest = this.#time.now() - DELIVERY_RETENTION;
    // Filtered, not cut at the first old one: the world clock may be set back.
    return this.#attempts.filter((attempt) => attempt.deliveredAt > oldest && (appId === null || attempt.delivery.appId === appId)).reverse();
  }

  find(id: number, appId: number | null = null): DeliveryAttempt | null {
    return this.list(appId).find((attempt) => attempt.delivery.id === id) ?? null;
  }
}
