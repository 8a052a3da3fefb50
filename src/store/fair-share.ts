/** One installation of a lane that has due keys, and how many of its keys are being worked on. */
export interface Contender {
  readonly installation: number;
  readonly busy: number;
}

/**
 * Deals free places to installations: the one with the fewest keys in work first, and among equals the one that was served longest ago.
 * Answers how many each gets; `servedAt` (larger = later, absent = never) breaks ties.
 */
export function fairShare(contenders: readonly Contender[], places: number, servedAt: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  const dealt = new Map<number, number>();
  const load = (one: Contender) => one.busy + (dealt.get(one.installation) ?? 0);
  const served = (one: Contender) => servedAt.get(one.installation) ?? -1;
  for (let place = 0; place < places && contenders.length > 0; place += 1) {
    const next = contenders.reduce((best, one) =>
      load(one) < load(best) || (load(one) === load(best) && served(one) < served(best)) ? one : best);
    dealt.set(next.installation, (dealt.get(next.installation) ?? 0) + 1);
  }
  return dealt;
}
