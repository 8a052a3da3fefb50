/** What reconcilers read from memory. */
import type { LedgerEntry } from "../domain/model/ledger-entry.ts";
import type { RecordKind } from "../domain/model/settlement.ts";
import type { TrackedPull } from "../domain/model/tracked-pull.ts";
import type { Witness } from "../domain/model/witness.ts";
import { integer, text, textOrNull, type Database, type Row } from "./database.ts";
import { known } from "./known-keys.ts";
import { told } from "./outbox.ts";
import type { Reads } from "./store.ts";

/** Sorts after every key that begins with a prefix: the last code point there is. */
const LAST = "\u{10FFFF}";

export function createReads(database: Database): Reads {
  return {
    record: <T>(kind: RecordKind, key: string) => record<T>(database, kind, key),
    records: <T>(kind: RecordKind, prefix: string) => records<T>(database, kind, prefix),
    async pull(repository, number) {
      const rows = await database.read("select body from pull where repository = $1 and number = $2", [repository, number]);
      return rows.map(toPull)[0] ?? null;
    },
    async pullsAt(repository, sha, base) {
      const ofBase = base === null ? "" : "and base = $3";
      const rows = await database.read(
        `select body from pull where repository = $1 and sha = $2 ${ofBase} and open = 1 order by number`, [repository, sha, ...(base === null ? [] : [base])],
      );
      return rows.map(toPull);
    },
    async openPulls(repository, base, afterNumber, limit) {
      const ofBase = base === null ? "" : "and base = $4";
      const rows = await database.read(
        `select body from pull where repository = $1 and number > $2 and open = 1 ${ofBase} order by number limit $3`,
        [repository, afterNumber, limit, ...(base === null ? [] : [base])],
      );
      return rows.map(toPull);
    },
    async openPullIndex(repository) {
      const rows = await database.read("select number, base, sha, taken_at from pull where repository = $1 and open = 1 order by number", [repository]);
      return rows.map((row) => ({ number: integer(row, "number"), base: text(row, "base"), sha: text(row, "sha"), takenAt: integer(row, "taken_at") }));
    },
    async pullsClosing(repository, issue) {
      const rows = await database.read(
        `select pull.body from pull_closes join pull on pull.repository = pull_closes.repository and pull.number = pull_closes.number
        where pull_closes.repository = $1 and pull_closes.issue = $2 and pull.open = 1 order by pull.number`, [repository, issue],
      );
      return rows.map(toPull);
    },
    async witnesses(repository, object) {
      const rows = await database.read("select * from witness where repository = $1 and object = $2 order by at, delivery", [repository, object]);
      return rows.map(toWitness);
    },
    told: (about) => told(database, about),
    async ledger(repository, kind) {
      const ofKind = kind === null ? "" : "and kind = $2";
      const rows = await database.read(
        `select * from ledger where repository = $1 ${ofKind} order by at, id`, [repository, ...(kind === null ? [] : [kind])],
      );
      return rows.map(toLedgerEntry);
    },
    known: (cursor, limit) => known(database, cursor, limit),
  };
}

async function record<T>(database: Database, kind: RecordKind, key: string): Promise<T | null> {
  const rows = await database.read("select value from record where kind = $1 and key = $2", [kind, key]);
  const row = rows[0];
  return row === undefined ? null : JSON.parse(text(row, "value")) as T;
}

async function records<T>(database: Database, kind: RecordKind, prefix: string): Promise<readonly { readonly key: string; readonly value: T }[]> {
  const rows = await database.read(
    "select key, value from record where kind = $1 and key >= $2 and key < $3 order by key", [kind, prefix, prefix + LAST],
  );
  return rows.map((row) => ({ key: text(row, "key"), value: JSON.parse(text(row, "value")) as T }));
}

function toPull(row: Row): TrackedPull {
  return JSON.parse(text(row, "body")) as TrackedPull;
}

function toWitness(row: Row): Witness {
  return {
    delivery: text(row, "delivery"), event: text(row, "event"), action: textOrNull(row, "action"),
    installation: integer(row, "installation"), repository: integer(row, "repository"), object: text(row, "object"),
    sender: text(row, "sender"), senderBot: integer(row, "sender_bot") === 1, at: integer(row, "at"),
    before: textOrNull(row, "sha_before"), after: textOrNull(row, "sha_after"),
  };
}

function toLedgerEntry(row: Row): LedgerEntry {
  return {
    id: text(row, "id"), kind: text(row, "kind"), repository: integer(row, "repository"), about: text(row, "about"),
    at: integer(row, "at"), by: textOrNull(row, "by_whom"), body: JSON.parse(text(row, "body")) as LedgerEntry["body"],
  };
}
