/**
 * Resync: at start and every hour, everything known is looked at again, in the sweep lane. It heals what no delivery told us. The keys are spread
 * over time, a page each few seconds, so that ten thousand pull requests do not eat the hour's calls at once. A key that is planned
 * sooner stays so.
 */
import type { Key } from "../domain/model/key.ts";
import type { Marking } from "./queue.ts";

export interface KnownKeys {
  /** a page of keys from a cursor on (null = the beginning); `next` null = that was the last */
  known(cursor: string | null, limit: number): Promise<{
    readonly keys: readonly { readonly key: Key; readonly installation: number }[];
    readonly next: string | null;
  }>;
}

export interface ResyncOptions {
  /** read in order: the store, and before it whoever can list installations when the store is new */
  readonly sources: readonly KnownKeys[];
  readonly queue: Marking;
  /** world time, milliseconds */
  readonly now: () => number;
  /** keys marked together; default 50 */
  readonly pageSize?: number;
  /** milliseconds between pages; default 5,000 */
  readonly spacingMs?: number;
}

/** Answers how many keys it planned. The first page is due now. */
export async function resync({ sources, queue, now, pageSize = 50, spacingMs = 5_000 }: ResyncOptions): Promise<number> {
  const begunAt = now();
  let planned = 0;
  let pages = 0;
  for (const source of sources) {
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<KnownKeys["known"]>> = await source.known(cursor, pageSize);
      cursor = page.next;
      if (page.keys.length === 0) continue;
      await queue.mark(page.keys.map((one) => ({ ...one, lane: "sweep" as const })), {
        now: begunAt, ...(pages === 0 ? {} : { wakeAt: begunAt + pages * spacingMs }),
      });
      planned += page.keys.length;
      pages += 1;
    } while (cursor !== null);
  }
  return planned;
}
