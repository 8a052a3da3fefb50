/** Lets a bounded number of calls through at once; those in a hurry go before those that are not, each kind in order of arrival. */
export class Turnstile {
  #free: number;
  readonly #urgent: (() => void)[] = [];
  readonly #others: (() => void)[] = [];

  constructor(places: number) {
    this.#free = places;
  }

  async pass<T>(urgent: boolean, work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((enter) => (urgent ? this.#urgent : this.#others).push(enter));
    try {
      return await work();
    } finally {
      // The place is handed on rather than freed, so that a newcomer cannot slip in before those who wait.
      const next = this.#urgent.shift() ?? this.#others.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}
