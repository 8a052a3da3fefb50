/**
 * Delivery sweep: every five minutes, deliveries that GitHub could not bring, or that it believes it brought and we do not know, are asked for
 * again. GitHub itself never repeats one, and keeps them for 3 days (docs.github.com, "Redelivering webhooks").
 *
 * What is asked for waits in the cursor record until it arrives, with growing pauses, so an outage of hours loses nothing and costs little.
 * A delivery that was answered with success twice and is still unknown is let go: it says nothing that we keep.
 *
 * A store that knows no delivery asks for all three days, also at a first start: it cannot tell itself from one that was lost, and for that one the
 * log is the only place where witnesses still are (who closed a milestone, what a push replaced). The resync finds the objects, never those.
 */
import type { Log } from "./log.ts";

const DAYS_KEPT = 3;
const DAY_MS = 24 * 60 * 60_000;
const FIRST_PAUSE_MS = 5 * 60_000;
const LONGEST_PAUSE_MS = 6 * 60 * 60_000;
/** GitHub lists a delivery some time after it was tried. */
const OVERLAP_MS = 10 * 60_000;
const ASKED_PER_SWEEP = 100;
const MOST_WAITING = 2_000;
const CURSOR = { kind: "cursor", key: "deliveries" } as const;

/** One attempt, as `GET /app/hook/deliveries` lists it. */
export interface DeliveryAttempt {
  /** of the attempt, what a redelivery is asked for by; text, since the numbers have outgrown what a number holds exactly */
  readonly id: string;
  /** X-GitHub-Delivery, shared by all attempts */
  readonly guid: string;
  readonly deliveredAt: number;
  /** answered with 2xx; a refused connection is not ok either */
  readonly ok: boolean;
  readonly redelivery: boolean;
}

export interface DeliverySweep {
  /** attempts made since an instant, newest first */
  listDeliveries(since: number): AsyncIterable<DeliveryAttempt>;
  redeliver(attempt: string): Promise<void>;
  readonly store: {
    hasDelivery(guid: string): Promise<boolean>;
    record<T>(kind: "cursor", key: string): Promise<T | null>;
    remember(changes: readonly { readonly kind: "cursor"; readonly key: string; readonly value: unknown }[]): Promise<void>;
  };
  /** world time, milliseconds */
  readonly now: () => number;
  readonly log: Log;
}

interface Waiting {
  readonly guid: string;
  readonly attempt: string;
  /** when it was first tried, as far as we saw */
  readonly since: number;
  readonly asked: number;
  readonly askAt: number;
}

interface SweepCursor {
  readonly sweptTo: number;
  readonly waiting: readonly Waiting[];
}

export interface SweepOutcome {
  readonly missing: number;
  readonly asked: number;
  readonly givenUp: number;
}

export async function sweepDeliveries(sweep: DeliverySweep): Promise<SweepOutcome> {
  const now = sweep.now();
  const oldest = now - DAYS_KEPT * DAY_MS;
  const cursor = await sweep.store.record<SweepCursor>(CURSOR.kind, CURSOR.key) ?? { sweptTo: oldest, waiting: [] };
  const since = Math.max(cursor.sweptTo, oldest);
  const listed = await listByGuid(sweep, since);
  const missing = await stillMissing(sweep, merge(cursor.waiting, listed, now), listed);
  const hopeful = missing.filter((one) => one.since >= oldest);
  const { waiting, asked } = await ask(sweep, hopeful, now);
  const kept = [...waiting].sort((one, other) => one.since - other.since).slice(0, MOST_WAITING);
  // With too many to remember, the same stretch is listed again next time.
  const sweptTo = kept.length < waiting.length ? since : now - OVERLAP_MS;
  await sweep.store.remember([{ ...CURSOR, value: { sweptTo, waiting: kept } satisfies SweepCursor }]);
  const givenUp = missing.length - hopeful.length;
  if (givenUp > 0) sweep.log.warn({ deliveries: givenUp }, "deliveries stayed lost for three days; the resync has looked at their objects");
  if (asked > 0) sweep.log.info({ missing: hopeful.length, asked }, "asked GitHub to deliver again");
  return { missing: hopeful.length, asked, givenUp };
}

interface Listed {
  readonly newest: string;
  readonly since: number;
  readonly answeredTwice: boolean;
  readonly ok: boolean;
}

async function listByGuid(sweep: DeliverySweep, since: number): Promise<ReadonlyMap<string, Listed>> {
  const listed = new Map<string, Listed>();
  for await (const attempt of sweep.listDeliveries(since)) {
    const known = listed.get(attempt.guid);
    listed.set(attempt.guid, {
      newest: known?.newest ?? attempt.id,
      since: Math.min(known?.since ?? Infinity, attempt.deliveredAt),
      ok: attempt.ok || known?.ok === true,
      answeredTwice: (attempt.ok && attempt.redelivery) || known?.answeredTwice === true,
    });
  }
  return listed;
}

function merge(waiting: readonly Waiting[], listed: ReadonlyMap<string, Listed>, now: number): readonly Waiting[] {
  const merged = new Map(waiting.map((one) => [one.guid, one]));
  for (const [guid, { newest, since }] of listed) {
    const known = merged.get(guid);
    merged.set(guid, known === undefined ? { guid, attempt: newest, since, asked: 0, askAt: now } : { ...known, attempt: newest });
  }
  return [...merged.values()];
}

async function stillMissing(sweep: DeliverySweep, all: readonly Waiting[], listed: ReadonlyMap<string, Listed>): Promise<readonly Waiting[]> {
  const missing: Waiting[] = [];
  for (const one of all) {
    if (listed.get(one.guid)?.answeredTwice === true) continue;
    if (!await sweep.store.hasDelivery(one.guid)) missing.push(one);
  }
  return missing;
}

async function ask(sweep: DeliverySweep, missing: readonly Waiting[], now: number): Promise<{ readonly waiting: readonly Waiting[]; readonly asked: number }> {
  const due = missing.filter((one) => one.askAt <= now).sort((one, other) => one.since - other.since).slice(0, ASKED_PER_SWEEP);
  const after = new Map(missing.map((one) => [one.guid, one]));
  let asked = 0;
  for (const one of due) {
    try {
      await sweep.redeliver(one.attempt);
      asked += 1;
    } catch (error) {
      sweep.log.warn({ delivery: one.guid, err: error }, "GitHub refused to deliver again");
    }
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** one.asked);
    after.set(one.guid, { ...one, asked: one.asked + 1, askAt: now + pause });
  }
  return { waiting: [...after.values()], asked };
}
