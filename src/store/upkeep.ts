/** Recurring tasks, and forgetting. */
import type { Instant } from "../domain/model/instant.ts";
import type { Database, Value } from "./database.ts";
import { writeRecords } from "./settle.ts";
import { KEPT_DAYS, type Upkeep } from "./store.ts";

const DAY_MS = 24 * 60 * 60_000;
const ROWS_PER_CALL = 2_000;

export function createUpkeep(database: Database): Upkeep {
  return {
    remember: (changes) => database.atomically((session) => writeRecords(session, changes)),
    async takeTask(name, { now, everyMs }) {
      const taken = await database.atomically((session) => session.run(
        `insert into task (name, taken_at) values ($1, $2)
        on conflict (name) do update set taken_at = excluded.taken_at where task.taken_at <= excluded.taken_at - cast($3 as bigint) returning name`,
        [name, now, everyMs],
      ));
      return taken.length > 0;
    },
    prune: (now) => prune(database, now),
  };
}

interface Outlived {
  readonly from: string;
  readonly by: string;
  /** `$1` is the instant before which it has served its time */
  readonly where: string;
  readonly days: number;
}

const OUTLIVED: readonly Outlived[] = [
  { from: "delivery", by: "id", where: "received_at < $1", days: KEPT_DAYS.deliveries },
  { from: "witness", by: "delivery, object", where: "at < $1", days: KEPT_DAYS.witnesses },
  { from: "pull", by: "repository, number", where: "open = 0 and taken_at < $1", days: KEPT_DAYS.closedPulls },
  { from: "sending", by: "message, target", where: "changed_at < $1 and state in ('sent', 'failed', 'unclear')", days: KEPT_DAYS.messages },
  // The id of a message is what keeps it from being told again, so it outlives its sendings.
  { from: "outbox", by: "id", where: "addressed_at < $1 and not exists (select 1 from sending where sending.message = outbox.id)", days: KEPT_DAYS.messages },
  // Branches and what is above them are few, and the resync finds branches by their rows.
  {
    from: "work", by: "key", days: KEPT_DAYS.idleKeys,
    where: `marked = settled and lease is null and wake_at is null and settled_at < $1
      and key not like 'branch:%' and key not like 'plan:%' and key not like 'repository:%' and key not like 'installation:%'`,
  },
];

async function prune(database: Database, now: Instant): Promise<{ readonly removed: number; readonly more: boolean }> {
  const counts: number[] = [];
  for (const { from, by, where, days } of OUTLIVED) {
    const values: readonly Value[] = [now - days * DAY_MS];
    const gone = await database.atomically((session) => session.run(
      `delete from ${from} where (${by}) in (select ${by} from ${from} where ${where} limit ${ROWS_PER_CALL} ${database.dialect.skipLocked}) returning 1 as gone`, values,
    ));
    counts.push(gone.length);
  }
  return { removed: counts.reduce((sum, count) => sum + count, 0), more: counts.some((count) => count === ROWS_PER_CALL) };
}
