/**
 * Claiming due keys. In one transaction: wake-ups that are due become marks, leases that ran out are taken back, then free places are dealt lane
 * by lane. A key whose worker vanished three times running is put off for a minute each time, since it may be what kills the worker.
 */
import { randomUUID } from "node:crypto";
import type { Instant } from "../domain/model/instant.ts";
import { LANES, parseKey, type Lane } from "../domain/model/key.ts";
import { integer, text, type Database, type Dialect, type Row, type Session } from "./database.ts";
import { fairShare, type Contender } from "./fair-share.ts";
import { BACK_IN_LANE, laneNumber, laneOf } from "./lane-number.ts";
import type { Claim, ClaimRequest } from "./store.ts";

const WAKE_UPS_PER_CLAIM = 2_000;
const VANISHED = JSON.stringify({ kind: "unavailable", message: "The worker stopped before it finished." });
const DUE = "marked > settled and lease is null and not_before <= $1";

/** Remembers, for this process, which installation was served when. */
export interface Turns {
  served: number;
  readonly servedAt: Map<number, number>;
}

export async function claim(database: Database, turns: Turns, request: ClaimRequest): Promise<readonly Claim[]> {
  if (request.limit <= 0) return [];
  return database.atomically(async (session) => {
    const { dialect } = database;
    if (dialect.oneClaimAtATime !== null) await session.run(dialect.oneClaimAtATime);
    await wake(session, dialect, request.now);
    await takeBack(session, dialect, request.now, database.leaseNow());
    const round: Round = { session, dialect, request, turns, leaseNow: database.leaseNow(), token: `${request.worker}:${randomUUID()}` };
    const claims: Claim[] = [];
    for (const [lane, contenders] of await contendersByLane(session, request.now, request.lanes ?? LANES)) {
      if (claims.length >= request.limit) break;
      claims.push(...await claimInLane(round, lane, contenders, request.limit - claims.length));
    }
    return claims;
  });
}

async function wake(session: Session, dialect: Dialect, now: Instant): Promise<void> {
  await session.run(
    `with due as materialized (select key from work where wake_at <= $1 order by wake_lane, wake_at limit ${WAKE_UPS_PER_CLAIM} ${dialect.skipLocked})
    update work set marked = marked + 1,
      lane = case when lease is not null or (marked > settled and lane < wake_lane) then lane else wake_lane end,
      next_lane = case when lease is null then null when next_lane is null or wake_lane < next_lane then wake_lane else next_lane end,
      dirty_at = case when marked > settled then dirty_at else wake_at end,
      wake_at = null
    where key in (select key from due)`,
    [now],
  );
}

async function takeBack(session: Session, dialect: Dialect, now: Instant, leaseNow: number | null): Promise<void> {
  await session.run(
    `with gone as materialized (select key from work where lease is not null and lease_until <= ${dialect.clock("$1")} ${dialect.skipLocked})
    update work set lease = null, lease_until = null, last_fault = $2, ${BACK_IN_LANE},
      not_before = case when attempts >= 3 then cast($3 as bigint) + 60000 else not_before end
    where key in (select key from gone)`,
    [leaseNow, VANISHED, now],
  );
}

/** Jumps from one (lane, installation) to the next, so its cost is that of the installations waiting and not of their keys. */
async function contendersByLane(session: Session, now: Instant, lanes: readonly Lane[]): Promise<ReadonlyMap<number, readonly Contender[]>> {
  const numbers = lanes.map(laneNumber);
  const wanted = `lane between ${Math.min(...numbers)} and ${Math.max(...numbers)} and lane in (${numbers.join(", ")})`;
  const rows = await session.run(
    `with recursive waiting(lane, installation) as (
      select * from (select lane, installation from work where ${DUE} and ${wanted} order by lane, installation limit 1) as first_one
      union all
      select work.lane, work.installation from waiting join work on work.key = (
        select key from work where ${DUE} and ${wanted} and (lane, installation) > (waiting.lane, waiting.installation) order by lane, installation limit 1))
    select waiting.lane, waiting.installation,
      (select count(*) from work where work.installation = waiting.installation and work.lease is not null) as busy
    from waiting order by waiting.lane, waiting.installation`,
    [now],
  );
  const byLane = new Map<number, Contender[]>();
  for (const row of rows) {
    const lane = integer(row, "lane");
    const contender = { installation: integer(row, "installation"), busy: integer(row, "busy") };
    byLane.set(lane, [...byLane.get(lane) ?? [], contender]);
  }
  return byLane;
}

interface Round {
  readonly session: Session;
  readonly dialect: Dialect;
  readonly request: ClaimRequest;
  readonly turns: Turns;
  readonly leaseNow: number | null;
  readonly token: string;
}

async function claimInLane(round: Round, lane: number, contenders: readonly Contender[], places: number): Promise<readonly Claim[]> {
  const claims: Claim[] = [];
  const busy = new Map(contenders.map((one) => [one.installation, one.busy]));
  while (busy.size > 0 && claims.length < places) {
    const hungry = [...busy].map(([installation, count]) => ({ installation, busy: count }));
    for (const [installation, count] of fairShare(hungry, places - claims.length, round.turns.servedAt)) {
      const taken = await take(round, lane, installation, count);
      claims.push(...taken);
      round.turns.servedAt.set(installation, round.turns.served += 1);
      // Fewer than it was dealt: it has no more, and what it left goes round again.
      if (taken.length < count) busy.delete(installation);
      else busy.set(installation, (busy.get(installation) ?? 0) + count);
    }
  }
  return claims;
}

/** The wake-up is used up with the claim: the run that answers it says when to look again. */
async function take(round: Round, lane: number, installation: number, count: number): Promise<readonly Claim[]> {
  const { dialect, request } = round;
  const rows = await round.session.run(
    `with picked as materialized (
      select key from work where ${DUE} and lane = $2 and installation = $3 order by dirty_at, key limit $4 ${dialect.skipLocked})
    update work set lease = $5, lease_until = ${dialect.clock("$6")} + $7, attempts = attempts + 1, wake_at = null
    where key in (select key from picked)
    returning key, lane, installation, marked, attempts, dirty_at`,
    [request.now, lane, installation, count, round.token, round.leaseNow, request.leaseMs],
  );
  return rows.map((row) => toClaim(row, round.token)).sort((one, other) => one.dirtySince - other.dirtySince);
}

function toClaim(row: Row, token: string): Claim {
  return {
    key: parseKey(text(row, "key")), lane: laneOf(integer(row, "lane")), installation: integer(row, "installation"),
    seen: integer(row, "marked"), token, attempts: integer(row, "attempts"), dirtySince: integer(row, "dirty_at"),
  };
}
