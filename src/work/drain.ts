/** For rehearsals and tests, which move the clock themselves: several that give each other work come to rest together. */
export interface Drained {
  /** works until nothing is due; answers how much it did */
  drain(): Promise<number>;
}

export async function drainInTurns(all: readonly Drained[]): Promise<number> {
  for (let sum = 0; ;) {
    let made = 0;
    for (const one of all) made += await one.drain();
    if (made === 0) return sum;
    sum += made;
  }
}
