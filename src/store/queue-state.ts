/** How the queue stands, for the worker's next look and for people. */
import type { Instant } from "../domain/model/instant.ts";
import { LANES, parseKey, type Lane } from "../domain/model/key.ts";
import { integer, integerOrNull, text, type Database } from "./database.ts";
import { laneOf } from "./lane-number.ts";
import { outboxHealth } from "./outbox.ts";
import type { FaultyKey, Health } from "./store.ts";

export async function nextDueAt(database: Database): Promise<Instant | null> {
  const rows = await database.read(
    `select (select min(wake_at) from work where wake_at is not null) as woken,
      (select min(not_before) from work where marked > settled and lease is null) as waiting`,
  );
  const instants = rows.flatMap((row) => [integerOrNull(row, "woken"), integerOrNull(row, "waiting")]).filter((one) => one !== null);
  return instants.length === 0 ? null : Math.min(...instants);
}

export async function health(database: Database): Promise<Health> {
  const [totals] = await database.read(
    `select (select min(dirty_at) from work where marked > settled) as oldest,
      (select count(*) from work where lease is not null) as leased,
      (select count(*) from work where last_fault is not null) as faults,
      (select max(settled_at) from work) as last_settled`,
  );
  const byLane = await database.read("select lane, count(*) as dirty from work where marked > settled group by lane");
  const lanes = Object.fromEntries(LANES.map((lane) => [lane, 0])) as Record<Lane, number>;
  for (const row of byLane) lanes[laneOf(integer(row, "lane"))] = integer(row, "dirty");
  return {
    dirty: Object.values(lanes).reduce((sum, count) => sum + count, 0),
    oldestDirtyAt: integerOrNull(totals ?? {}, "oldest"),
    leased: integer(totals ?? {}, "leased"),
    faults: integer(totals ?? {}, "faults"),
    messages: await outboxHealth(database),
    lanes,
    lastSettledAt: integerOrNull(totals ?? {}, "last_settled"),
  };
}

export async function faults(database: Database, limit: number): Promise<readonly FaultyKey[]> {
  const rows = await database.read(
    "select key, installation, attempts, last_fault, not_before from work where last_fault is not null order by dirty_at, key limit $1", [limit],
  );
  return rows.map((row) => ({
    key: parseKey(text(row, "key")), installation: integer(row, "installation"), attempts: integer(row, "attempts"),
    fault: JSON.parse(text(row, "last_fault")) as FaultyKey["fault"], notBefore: integer(row, "not_before"),
  }));
}
