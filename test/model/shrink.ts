/** The shortest list of choices that still fails, found by leaving out ever smaller parts of it. */
export async function shrink<T>(list: readonly T[], fails: (shorter: readonly T[]) => Promise<boolean>, tries = 200): Promise<readonly T[]> {
  let best = list;
  let left = tries;
  for (let size = Math.ceil(best.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < best.length && left > 0;) {
      const shorter = [...best.slice(0, from), ...best.slice(from + size)];
      left -= 1;
      if (await fails(shorter)) best = shorter;
      else from += size;
    }
  }
  return best;
}
