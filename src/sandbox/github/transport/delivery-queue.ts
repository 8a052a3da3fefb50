// Deliveries on their way: one line per app, sent one after the other in the background, so that no API call waits.
//
// Promises: `idle()` resolves when everything that is due has been attempted, including what those attempts set off; a
// delivery delayed into the future waits for the world clock, never for a timer; while paused nothing moves but `step()`.

import type { WorldClock } from "../clock.ts";
import { unanswered, type Delivery, type DeliveryAttempt, type DeliveryOutcome } from "./deliveries.ts";
import { FAITHFUL_DELIVERY, type DeliveryPolicy } from "./delivery-policy.ts";

interface Waiting {
  readonly delivery: Delivery;
  /** World time, ms UTC. */
  readonly dueAt: number;
  readonly fails: boolean;
}

interface Line {
  readonly waiting: Waiting[];
  running: boolean;
}

export interface DeliveryQueueOptions {
  readonly clock: WorldClock;
  readonly send: (delivery: Delivery) => Promise<DeliveryOutcome>;
  readonly attempted: (attempt: DeliveryAttempt) => void;
}

export class DeliveryQueue {
  readonly #options: DeliveryQueueOptions;
  readonly #lines = new Map<number, Line>();
  readonly #idlers: (() => void)[] = [];
  readonly #stopListening: () => void;
  #policy: DeliveryPolicy = FAITHFUL_DELIVERY;
  #paused = false;

  constructor(options: DeliveryQueueOptions) {
    this.#options = options;
    this.#stopListening = options.clock.onChange(() => this.#runAll());
  }

  set policy(policy: DeliveryPolicy) {
    this.#policy = policy;
  }

  add(delivery: Delivery): void {
    const fate = this.#policy.fate(delivery);
    if (fate === "lose") return;
    const dueAt = this.#options.clock.now() + this.#policy.delay(delivery);
    const waiting = { delivery, dueAt, fails: fate === "fail" };
    const line = this.#line(delivery.appId);
    line.waiting.push(waiting);
    if (fate === "double") line.waiting.push(waiting);
    this.#run(line);
  }

  /** How many deliveries have not been attempted yet, delayed ones included. */
  get length(): number {
    return [...this.#lines.values()].reduce((sum, line) => sum + line.waiting.length + (line.running ? 1 : 0), 0);
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#runAll();
  }

  /** While paused: attempts one due delivery, the one the policy picks. Returns it, or null when none is due. */
  async step(): Promise<Delivery | null> {
    for (const line of this.#lines.values()) {
      const taken = line.running ? null : this.#take(line);
      if (taken === null) continue;
      line.running = true;
      await this.#attempt(taken);
      line.running = false;
      this.#settle();
      return taken.delivery;
    }
    return null;
  }

  /** Resolves when no attempt runs and none is due (while paused: when none runs). */
  idle(): Promise<void> {
    return this.#isIdle() ? Promise.resolve() : new Promise((resolve) => this.#idlers.push(resolve));
  }

  /** Forgets what waits and stops following the clock. */
  close(): void {
    this.#stopListening();
    for (const line of this.#lines.values()) line.waiting.length = 0;
    this.#settle();
  }

  #line(appId: number): Line {
    const line = this.#lines.get(appId) ?? { waiting: [], running: false };
    this.#lines.set(appId, line);
    return line;
  }

  #runAll(): void {
    for (const line of this.#lines.values()) this.#run(line);
  }

  #run(line: Line): void {
    if (line.running || this.#paused || !this.#isDue(line)) return;
    line.running = true;
    void this.#drain(line);
  }

  async #drain(line: Line): Promise<void> {
    // The caller's own work goes first: a delivery never runs inside the API call that caused it.
    await Promise.resolve();
    for (let taken = this.#takeUnlessPaused(line); taken !== null; taken = this.#takeUnlessPaused(line)) await this.#attempt(taken);
    line.running = false;
    this.#settle();
  }

  #takeUnlessPaused(line: Line): Waiting | null {
    return this.#paused ? null : this.#take(line);
  }

  #take(line: Line): Waiting | null {
    const now = this.#options.clock.now();
    const due = line.waiting.filter((each) => each.dueAt <= now);
    const taken = due[this.#policy.next(due.length)] ?? due[0];
    if (taken === undefined) return null;
    line.waiting.splice(line.waiting.indexOf(taken), 1);
    return taken;
  }

  async #attempt(taken: Waiting): Promise<void> {
    const outcome = taken.fails ? unanswered("failed to connect to host", 0) : await this.#options.send(taken.delivery);
    this.#options.attempted({ delivery: taken.delivery, outcome, deliveredAt: this.#options.clock.now() });
  }

  #isDue(line: Line): boolean {
    const now = this.#options.clock.now();
    return line.waiting.some((each) => each.dueAt <= now);
  }

  #isIdle(): boolean {
    return [...this.#lines.values()].every((line) => !line.running && (this.#paused || !this.#isDue(line)));
  }

  #settle(): void {
    if (!this.#isIdle()) return;
    for (const resolve of this.#idlers.splice(0)) resolve();
  }
}
