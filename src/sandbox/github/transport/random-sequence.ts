// A sequence of numbers that looks random and is the same for the same seed (mulberry32), so that a rehearsal with
// faults and shuffled deliveries can be repeated exactly.

/** Returns a function that gives the next number in [0, 1). */
export function randomSequence(seed: number): () => number {
  let state = seed >>> 0;
  return function next() {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
