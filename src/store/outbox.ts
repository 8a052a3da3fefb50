/**
 * The outbox: messages, and the sending of each to each target. An attempt is recorded, under a lease, before anything leaves the house; where
 * its worker vanished, a target that tells repetitions apart gets it again, and for any other it is unclear from then on whether it arrived.
 *
 * Promises: a message is given to targets once, whatever number of workers do it; one target gets one message at a time, oldest first; nothing
 * that is unclear is ever sent again but by a person's word, and by the same word once.
 */
import { randomUUID } from "node:crypto";
import type { Instant } from "../domain/model/instant.ts";
import { keyText, type Mark } from "../domain/model/key.ts";
import { SENDING_STATES, type OutboxHealth, type OutboxMessage, type Resend, type Sending, type SendingState, type ToldMessage } from "../domain/model/message.ts";
import { integer, integerOrNull, parameters, text, textOrNull, type Database, type Insertion, type Row, type Session, type Value } from "./database.ts";
import { markNow } from "./mark.ts";
import type { Addressed, ClaimedSending, Outbox, SendingOutcome, WaitingMessage } from "./store.ts";

const LONGEST_WHY = 300;
const VANISHED = "the program stopped while it was being sent";
const MESSAGE: Insertion = { into: "outbox", columns: ["id", "audience", "about", "body", "at"], then: "on conflict (id) do nothing" };
const SENDING: Insertion = {
  into: "sending",
  columns: ["message", "target", "about", "repeatable", "state", "at", "not_before", "changed_at", "why"],
  then: "on conflict (message, target) do nothing",
};

export function createOutbox(database: Database, changed: () => void, listeners: Set<() => void>): Outbox {
  return {
    async messages(limit) {
      const rows = await database.read("select * from outbox where addressed_at is null order by at, id limit $1", [limit]);
      return rows.map((row): WaitingMessage => ({ message: messageOf(row), resent: integerOrNull(row, "resent_at") !== null }));
    },
    async address(addressed, { now }) {
      await database.atomically(async (session) => { for (const one of addressed) await address(session, one, now); });
      changed();
    },
    async claimSending(request) {
      const claimed = await database.atomically((session) => claimSending(database, session, request));
      if (claimed.marked) changed();
      return claimed.sendings;
    },
    async settleSending(claim, outcome, { now }) {
      const settled = await database.atomically((session) => settleSending(session, claim, outcome, now));
      if (settled === "settled") changed();
      return settled;
    },
    onMessage(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    nextSendingAt: () => nextSendingAt(database),
  };
}

export async function writeMessages(session: Session, messages: readonly OutboxMessage[], now: Instant): Promise<void> {
  await session.insert(MESSAGE, messages.map((one) => [one.id, one.audience, keyText(one.about), JSON.stringify(one), now]));
}

/** GitHub tells when a comment was written to the second, so what went wrong in that second was known by then. */
export async function resend(session: Session, { about, target, at }: Resend, now: Instant): Promise<void> {
  const known = at + 999;
  await session.run(
    `update sending set state = 'waiting', attempts = 0, doubtful = 0, not_before = $2, changed_at = $2, resent_at = $3, lease = null, lease_until = null, why = null
    where about = $1 and state in ('unclear', 'failed') and changed_at <= $4 and (resent_at is null or resent_at < $3)
      and (cast($5 as text) is null or lower(target) = lower(cast($5 as text)))`,
    [about, now, at, known, target],
  );
  if (target !== null) return;
  // Nobody was there to be told; by now somebody may be.
  await session.run(
    `update outbox set addressed_at = null, resent_at = $2 where about = $1 and addressed_at is not null and addressed_at <= $3 and (resent_at is null or resent_at < $2)
      and not exists (select 1 from sending where sending.message = outbox.id)`,
    [about, at, known],
  );
}

/** What was tried already waits for its target, and is left to that. */
export async function hasten(session: Session, ids: readonly string[], now: Instant): Promise<void> {
  if (ids.length === 0) return;
  await session.run(`update sending set not_before = $1, changed_at = $1 where state = 'waiting' and attempts = 0 and not_before > $1 and message in (${parameters(ids.length, 2)})`, [now, ...ids]);
}

/** Whoever comes second finds it addressed and adds nothing, though it may know other targets. */
async function address(session: Session, { id, targets }: Addressed, now: Instant): Promise<void> {
  const mine = await session.run("update outbox set addressed_at = $2 where id = $1 and addressed_at is null returning about, at, body", [id, now]);
  const [row] = mine;
  if (row === undefined) return;
  const { notBefore, about, installation } = messageOf(row);
  await session.insert(SENDING, targets.map(({ name, repeatable, refused }): readonly Value[] => [
    id, name, text(row, "about"), repeatable ? 1 : 0, refused?.state ?? "waiting", integer(row, "at"), Math.max(now, notBefore ?? now), now, refused?.why ?? null,
  ]));
  await markNow(session, [{ key: about, lane: "changed", installation }], now);
}

async function claimSending(
  database: Database, session: Session, { now, limit, leaseMs, worker }: Parameters<Outbox["claimSending"]>[0],
): Promise<{ readonly sendings: readonly ClaimedSending[]; readonly marked: boolean }> {
  const { dialect } = database;
  const marked = await takeBack(database, session, now);
  const token = `${worker}:${randomUUID()}`;
  const rows = await session.run(
    `with picked as materialized (
      select message, target from sending as mine where state = 'waiting' and not_before <= $1
        and not exists (select 1 from sending as other where other.target = mine.target and (other.state = 'under-way'
          or (other.state = 'waiting' and other.not_before <= $1 and (other.at, other.message) < (mine.at, mine.message))))
      order by at, message limit $2 ${dialect.skipLocked})
    update sending set state = 'under-way', lease = $3, lease_until = ${dialect.clock("$4")} + $5, attempts = attempts + 1, changed_at = $1
    where state = 'waiting' and (message, target) in (select message, target from picked)
    returning message, target, attempts, doubtful`,
    [now, limit, token, database.leaseNow(), leaseMs],
  );
  const messages = await messagesById(session, rows.map((row) => text(row, "message")));
  const sendings = rows.flatMap((row): readonly ClaimedSending[] => {
    const message = messages.get(text(row, "message"));
    return message === undefined ? [] : [{ message, target: text(row, "target"), attempts: integer(row, "attempts"), doubtful: integer(row, "doubtful") === 1, token }];
  });
  return { sendings, marked };
}

/** The token stays with what became unclear: a worker that was only slow may still say how it ended. */
async function takeBack(database: Database, session: Session, now: Instant): Promise<boolean> {
  const { dialect } = database;
  const gone = await session.run(
    `with gone as materialized (select message, target from sending where state = 'under-way' and lease_until <= ${dialect.clock("$1")} ${dialect.skipLocked})
    update sending set lease_until = null, doubtful = 1, changed_at = cast($2 as bigint),
      state = case when repeatable = 1 then 'waiting' else 'unclear' end,
      lease = case when repeatable = 1 then null else lease end,
      not_before = case when repeatable = 1 then cast($2 as bigint) else not_before end,
      why = case when repeatable = 1 then null else cast($3 as text) end
    where state = 'under-way' and (message, target) in (select message, target from gone) returning message, state`,
    [database.leaseNow(), now, VANISHED],
  );
  return markAbout(session, gone.filter((row) => text(row, "state") === "unclear").map((row) => text(row, "message")), now);
}

async function settleSending(session: Session, claim: ClaimedSending, outcome: SendingOutcome, now: Instant): Promise<"settled" | "lost"> {
  const { message, target, token } = claim;
  const again = outcome.state === "waiting" ? outcome.notBefore : now;
  const why = outcome.state === "sent" ? null : outcome.why.slice(0, LONGEST_WHY);
  const settled = await session.run(
    `update sending set state = $4, not_before = $5, changed_at = $6, why = $7, lease = null, lease_until = null, doubtful = case when cast($8 as int) = 1 then 1 else doubtful end
    where message = $1 and target = $2 and lease = $3 and state in ('under-way', 'unclear') returning message`,
    [message.id, target, token, outcome.state, again, now, why, outcome.state === "waiting" && outcome.doubtful ? 1 : 0],
  );
  if (settled.length === 0) return "lost";
  // What one message was told of the target holds for those behind it.
  if (outcome.state === "waiting" && outcome.wholeTarget) {
    await session.run("update sending set not_before = $2 where target = $1 and state = 'waiting' and not_before < $2", [target, again]);
  }
  if (outcome.state === "unclear" || outcome.state === "failed") await writeMessages(session, outcome.alert === null ? [] : [outcome.alert], now);
  if (outcome.state !== "waiting") await markAbout(session, [message.id], now);
  return "settled";
}

async function markAbout(session: Session, ids: readonly string[], now: Instant): Promise<boolean> {
  const messages = await messagesById(session, ids);
  await markNow(session, [...messages.values()].map(({ about, installation }): Mark => ({ key: about, lane: "changed", installation })), now);
  return messages.size > 0;
}

async function messagesById(session: Session, ids: readonly string[]): Promise<ReadonlyMap<string, OutboxMessage>> {
  if (ids.length === 0) return new Map();
  const rows = await session.run(`select * from outbox where id in (${parameters(ids.length, 1)})`, ids);
  return new Map(rows.map((row) => [text(row, "id"), messageOf(row)]));
}

export async function told(database: Database, about: string): Promise<readonly ToldMessage[]> {
  const messages = await database.read("select * from outbox where about = $1 order by at, id", [about]);
  const sendings = await database.read("select * from sending where about = $1 order by target", [about]);
  return messages.map((row) => ({
    message: messageOf(row), addressed: integerOrNull(row, "addressed_at") !== null,
    sendings: sendings.filter((one) => text(one, "message") === text(row, "id")).map(sendingOf),
  }));
}

async function nextSendingAt(database: Database): Promise<Instant | null> {
  const [row] = await database.read(
    "select (select min(at) from outbox where addressed_at is null) as fresh, (select min(not_before) from sending where state = 'waiting') as waiting",
  );
  const instants = [integerOrNull(row ?? {}, "fresh"), integerOrNull(row ?? {}, "waiting")].filter((one) => one !== null);
  return instants.length === 0 ? null : Math.min(...instants);
}

export async function outboxHealth(database: Database): Promise<OutboxHealth> {
  const counts = await database.read("select state, count(*) as many, min(at) as oldest from sending where state <> 'sent' group by state");
  const fresh = (await database.read("select count(*) as many, min(at) as oldest from outbox where addressed_at is null"))[0] ?? {};
  const count = (state: SendingState): number => counts.filter((row) => row["state"] === state).reduce((sum, row) => sum + integer(row, "many"), 0);
  const oldest = [fresh, ...counts.filter((row) => row["state"] === "waiting" || row["state"] === "under-way")].map((row) => integerOrNull(row, "oldest")).filter((one) => one !== null);
  return {
    waiting: integer(fresh, "many") + count("waiting") + count("under-way"), oldestWaitingAt: oldest.length === 0 ? null : Math.min(...oldest),
    unclear: count("unclear"), failed: count("failed"),
  };
}

function messageOf(row: Row): OutboxMessage {
  return JSON.parse(text(row, "body")) as OutboxMessage;
}

function sendingOf(row: Row): Sending {
  const state = SENDING_STATES.find((one) => one === text(row, "state")) ?? "unclear";
  return { target: text(row, "target"), state, attempts: integer(row, "attempts"), changedAt: integer(row, "changed_at"), notBefore: integer(row, "not_before"), why: textOrNull(row, "why") };
}
