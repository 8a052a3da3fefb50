// How one delivery reaches the app: over HTTP to its webhook address, or by a function in the same process.
//
// Over HTTP: ten seconds of real time, no redirect is followed, and no automatic second attempt, as on GitHub.

import { answered, unanswered, type Delivery, type DeliveryOutcome } from "./deliveries.ts";

export type DeliverySender = (delivery: Delivery) => Promise<DeliveryOutcome>;

/** The app's own door in the same process: it resolves with the status that it would answer, or rejects as if it were down. */
export type InProcessDoor = (delivery: Delivery) => Promise<{ readonly status: number; readonly body?: string }>;

const LONGEST_KEPT_ANSWER = 10_000;

export function inProcessSender(door: InProcessDoor): DeliverySender {
  return async function sendInProcess(delivery) {
    try {
      const { status, body = "" } = await door(delivery);
      return answered(status, { duration: 0, responseHeaders: {}, responseBody: body.slice(0, LONGEST_KEPT_ANSWER) });
    } catch {
      return unanswered("failed to connect to host", 0);
    }
  };
}

/** @param timeout milliseconds of real time; GitHub waits 10 s. */
export function httpSender(timeout = 10_000): DeliverySender {
  return async function sendOverHttp(delivery) {
    const started = performance.now();
    const signal = AbortSignal.timeout(timeout);
    try {
      const response = await fetch(delivery.url, { method: "POST", headers: delivery.headers, body: delivery.body, redirect: "manual", signal });
      const responseBody = (await response.text()).slice(0, LONGEST_KEPT_ANSWER);
      return answered(response.status, { duration: seconds(started), responseHeaders: Object.fromEntries(response.headers), responseBody });
    } catch {
      return unanswered(signal.aborted ? "timed out" : "failed to connect to host", seconds(started));
    }
  };
}

function seconds(started: number): number {
  return Math.round(performance.now() - started) / 1000;
}
