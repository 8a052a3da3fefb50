/**
 * The ways a claim ends: settled, failed, released; and its renewal. Each asks for the lease's token in the statement itself, so a worker that
 * lost its lease changes nothing but this: the key is marked again.
 */
import type { Instant } from "../domain/model/instant.ts";
import { keyText } from "../domain/model/key.ts";
import type { LedgerEntry } from "../domain/model/ledger-entry.ts";
import type { Fault } from "../domain/model/problem.ts";
import type { RecordChange, Settlement } from "../domain/model/settlement.ts";
import type { TrackedPull } from "../domain/model/tracked-pull.ts";
import { wakeLane } from "../domain/model/wake-lane.ts";
import { notBefore } from "./back-off.ts";
import { integer, type Database, type Insertion, type Session, type Value } from "./database.ts";
import { BACK_IN_LANE, laneNumber } from "./lane-number.ts";
import { markNow } from "./mark.ts";
import { hasten, resend, writeMessages } from "./outbox.ts";
import type { Claim } from "./store.ts";

const LONGEST_FAULT = 500;
const SOONEST_WAKE_MS = 1_000;

const PULL: Insertion = {
  into: "pull",
  columns: ["repository", "number", "installation", "sha", "base", "open", "taken_at", "body"],
  // Two keys may observe the same pull request at once; the later read stays.
  then: `on conflict (repository, number) do update set installation = excluded.installation, sha = excluded.sha, base = excluded.base,
    open = excluded.open, taken_at = excluded.taken_at, body = excluded.body where excluded.taken_at >= pull.taken_at
    returning repository, number`,
};
const CLOSES: Insertion = { into: "pull_closes", columns: ["repository", "number", "issue"], then: "on conflict (repository, number, issue) do nothing" };
const LEDGER: Insertion = {
  into: "ledger",
  columns: ["id", "kind", "repository", "about", "at", "by_whom", "body"],
  then: "on conflict (id) do nothing",
};
const RECORD: Insertion = {
  into: "record",
  columns: ["kind", "key", "value"],
  then: "on conflict (kind, key) do update set value = excluded.value",
};

export async function settle(session: Session, claim: Claim, settlement: Settlement, now: Instant): Promise<"settled" | "lost"> {
  const wakeAt = settlement.wakeAt === null ? null : Math.max(settlement.wakeAt, now + SOONEST_WAKE_MS);
  const released = await session.run(
    `update work set settled = cast($3 as bigint), settled_at = cast($4 as bigint), lease = null, lease_until = null, attempts = 0, last_fault = null, not_before = 0,
      dirty_at = case when marked > cast($3 as bigint) then cast($4 as bigint) else null end,
      lane = coalesce(next_lane, lane), next_lane = null,
      wake_lane = case when wake_at is null or wake_lane > cast($6 as int) then cast($6 as int) else wake_lane end,
      wake_at = case when wake_at is null or wake_at > cast($5 as bigint) then coalesce(cast($5 as bigint), wake_at) else wake_at end
    where key = $1 and lease = $2 returning key`,
    [keyText(claim.key), claim.token, claim.seen, now, wakeAt, laneNumber(wakeLane(claim.key))],
  );
  if (released.length === 0) return markLost(session, claim, now);
  await markNow(session, settlement.marks, now);
  await writeRecords(session, settlement.records);
  await writePulls(session, lastOf(settlement.pulls, (one) => pullName(one.repository, one.number)));
  await session.insert(LEDGER, lastOf(settlement.ledger, (one) => one.id).map(ledgerRow));
  await writeMessages(session, lastOf(settlement.outbox, (one) => one.id), now);
  for (const one of settlement.resends ?? []) await resend(session, one, now);
  await hasten(session, settlement.hastened ?? [], now);
  return "settled";
}

export async function fail(
  session: Session, claim: Claim, fault: Fault, when: { readonly now: Instant; readonly retryAt: Instant | null },
): Promise<"failed" | "lost"> {
  const kept = JSON.stringify({ kind: fault.kind, message: fault.message.slice(0, LONGEST_FAULT) });
  const released = await session.run(
    `update work set lease = null, lease_until = null, last_fault = $3, not_before = $4, ${BACK_IN_LANE} where key = $1 and lease = $2 returning key`,
    [keyText(claim.key), claim.token, kept, notBefore(claim.attempts, when.now, when.retryAt)],
  );
  return released.length === 0 ? markLost(session, claim, when.now) : "failed";
}

export async function release(session: Session, claim: Claim): Promise<void> {
  await session.run(
    `update work set lease = null, lease_until = null, attempts = attempts - 1, ${BACK_IN_LANE} where key = $1 and lease = $2`,
    [keyText(claim.key), claim.token],
  );
}

export async function renew(database: Database, claim: Claim, leaseMs: number): Promise<boolean> {
  const renewed = await database.atomically((session) => session.run(
    `update work set lease_until = ${database.dialect.clock("$3")} + $4 where key = $1 and lease = $2 returning key`,
    [keyText(claim.key), claim.token, database.leaseNow(), leaseMs],
  ));
  return renewed.length > 0;
}

export async function writeRecords(session: Session, changes: readonly RecordChange[]): Promise<void> {
  const last = lastOf(changes, (one) => `${one.kind}\n${one.key}`);
  for (const one of last.filter(isDeletion)) await session.run("delete from record where kind = $1 and key = $2", [one.kind, one.key]);
  await session.insert(RECORD, last.filter((one) => !isDeletion(one)).map((one) => [one.kind, one.key, JSON.stringify(one.value)]));
}

async function markLost(session: Session, claim: Claim, now: Instant): Promise<"lost"> {
  await markNow(session, [{ key: claim.key, lane: claim.lane, installation: claim.installation }], now);
  return "lost";
}

function isDeletion(change: RecordChange): boolean {
  return change.value === null || change.value === undefined;
}

/** The last of each identity, in order of identity, so that two transactions take rows in the same order. */
function lastOf<T>(all: readonly T[], identity: (one: T) => string): readonly T[] {
  return [...new Map(all.map((one) => [identity(one), one]))].sort(([one], [other]) => one < other ? -1 : 1).map(([, one]) => one);
}

/** Which issues it closes is an index over its facts, so it changes only where the read was not overtaken by a later one. */
async function writePulls(session: Session, pulls: readonly TrackedPull[]): Promise<void> {
  const written = new Set((await session.insert(PULL, pulls.map(pullRow))).map((row) => pullName(integer(row, "repository"), integer(row, "number"))));
  const changed = pulls.filter((one) => written.has(pullName(one.repository, one.number)));
  for (const one of changed) await session.run("delete from pull_closes where repository = $1 and number = $2", [one.repository, one.number]);
  const closes = changed.filter((one) => one.open).flatMap((one) => [...new Set(one.facts.closingIssues.map((issue) => issue.number))].sort((a, b) => a - b)
    .map((issue) => [one.repository, one.number, issue] as const));
  await session.insert(CLOSES, closes);
}

function pullName(repository: number, number: number): string {
  return `${repository}/${number}`;
}

function pullRow(one: TrackedPull): readonly Value[] {
  return [one.repository, one.number, one.installation, one.sha, one.base, one.open ? 1 : 0, one.takenAt, JSON.stringify(one)];
}

function ledgerRow(one: LedgerEntry): readonly Value[] {
  return [one.id, one.kind, one.repository, one.about, one.at, one.by, JSON.stringify(one.body)];
}
