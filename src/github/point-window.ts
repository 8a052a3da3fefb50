/** Points spent in the last minute, and how long until some more may be. */
import type { Instant } from "../domain/model/instant.ts";

const MINUTE = 60_000;

export class PointWindow {
  readonly #allowed: number;
  #spent: { readonly at: Instant; readonly points: number }[] = [];

  constructor(allowed: number) {
    this.#allowed = allowed;
  }

  spend(now: Instant, points: number): void {
    this.#spent.push({ at: now, points });
  }

  /** ms until `points` fit, when the part `reserve` (0 to 1) of the allowance must stay free; 0 = now. */
  delay(now: Instant, points: number, reserve: number): number {
    // World time may be moved back in a rehearsal: what lies in the future is of another scene.
    this.#spent = this.#spent.filter((one) => one.at > now - MINUTE && one.at <= now);
    let over = this.#spent.reduce((sum, one) => sum + one.points, 0) + points - this.#allowed * (1 - reserve);
    for (const one of this.#spent) {
      if (over <= 0) return 0;
      over -= one.points;
      if (over <= 0) return one.at + MINUTE - now;
    }
    return 0;
  }
}
