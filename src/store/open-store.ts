/** Opens the store: PostgreSQL where there is a DATABASE_URL, else the embedded file. Brings the schema up to date first. */
import { existsSync } from "node:fs";
import { acceptAll } from "./accept.ts";
import { createBudgets } from "./budgets.ts";
import { claim, type Turns } from "./claim.ts";
import type { Database } from "./database.ts";
import { groupCommit } from "./group-commit.ts";
import { markForLater, markNow } from "./mark.ts";
import { migrate } from "./migrations.ts";
import { createOutbox } from "./outbox.ts";
import { openPostgres } from "./postgres-store.ts";
import { faults, health, nextDueAt } from "./queue-state.ts";
import { createReads } from "./reads.ts";
import { fail, release, renew, settle } from "./settle.ts";
import { openSqlite, openSqliteReader } from "./sqlite-store.ts";
import type { Accepted, Inbox, Queue, Reads, Store } from "./store.ts";
import { explainUnreachable } from "./unreachable.ts";
import { createUpkeep } from "./upkeep.ts";

export interface StoreOptions {
  /** postgres:// URL; null = embedded */
  readonly databaseUrl: string | null;
  /** path of the SQLite file, or ":memory:"; not used with `databaseUrl` */
  readonly file: string;
  /** PostgreSQL schema of the tables; default `public` */
  readonly schema?: string;
  /** milliseconds; for tests that let leases run out. Default: the engine's own clock */
  readonly leaseClock?: () => number;
  /** told of connections that broke while nobody used them */
  readonly onError?: (error: Error) => void;
}

/** Rejects, with a sentence for the operator, when the file is in use or was written by a newer program, or when the server cannot be used. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const database = options.databaseUrl === null
    ? openSqlite(options.file, options.leaseClock ?? Date.now)
    : openPostgres({
      url: options.databaseUrl, schema: options.schema ?? "public",
      leaseClock: options.leaseClock ?? null, onError: options.onError ?? (() => undefined),
    });
  try {
    await database.atomically(async (session) => {
      await migrate(session, database.dialect);
      // The file serves one process at a time: whoever leased these is gone, and nothing need wait for their leases to run out.
      if (options.databaseUrl !== null) return;
      await session.run("update work set lease_until = 0 where lease is not null");
      await session.run("update sending set lease_until = 0 where state = 'under-way'");
    });
  } catch (error) {
    await database.close();
    throw options.databaseUrl === null ? error : explainUnreachable(error, options.databaseUrl);
  }
  const [markListeners, changeListeners, messageListeners] = [new Set<() => void>(), new Set<() => void>(), new Set<() => void>()];
  const [marked, changed, told] = [markListeners, changeListeners, messageListeners].map((all) => () => { for (const listener of all) listener(); }) as [() => void, () => void, () => void];
  return {
    ...createInbox(database, marked),
    ...createQueue(database, { marked, changed, told }),
    onMark: joins(markListeners),
    onChange: joins(changeListeners),
    ...createReads(database),
    ...createBudgets(database),
    ...createOutbox(database, marked, messageListeners),
    ...createUpkeep(database),
    close: () => database.close(),
  };
}

export interface Reader extends Reads {
  close(): Promise<void>;
}

/** What a running server remembers, for a command that only looks; null when there is no store yet. Takes no lock and changes nothing. */
export function openReader(options: StoreOptions): Reader | null {
  if (options.databaseUrl === null && !existsSync(options.file)) return null;
  const database = options.databaseUrl === null
    ? openSqliteReader(options.file)
    : openPostgres({ url: options.databaseUrl, schema: options.schema ?? "public", leaseClock: null, onError: options.onError ?? (() => undefined) });
  return { ...createReads(database), close: () => database.close() };
}

function createInbox(database: Database, marked: () => void): Inbox {
  const commit = groupCommit(async (requests: readonly Accepted[]) => {
    const outcomes = await database.atomically((session) => acceptAll(session, requests));
    if (requests.some((one) => one.marks.length > 0)) marked();
    return outcomes;
  });
  return {
    accept: commit,
    async hasDelivery(id) {
      return (await database.read("select 1 as here from delivery where id = $1", [id])).length > 0;
    },
  };
}

function joins(listeners: Set<() => void>): (listener: () => void) => () => void {
  return (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
}

function createQueue(database: Database, { marked, changed, told }: Readonly<Record<"marked" | "changed" | "told", () => void>>): Omit<Queue, "onMark" | "onChange"> {
  const turns: Turns = { served: 0, servedAt: new Map() };
  return {
    async mark(marks, { now, wakeAt }) {
      await database.atomically((session) => wakeAt === undefined ? markNow(session, marks, now) : markForLater(session, marks, wakeAt));
      marked();
    },
    claim: (request) => claim(database, turns, request),
    renew: (one, leaseMs) => renew(database, one, leaseMs),
    async settle(one, settlement, { now }) {
      const outcome = await database.atomically((session) => settle(session, one, settlement, now));
      if (outcome === "lost" || settlement.marks.length > 0) marked();
      if (outcome === "settled") changed();
      if (settlement.outbox.length > 0 || settlement.resends !== undefined || settlement.hastened !== undefined) told();
      return outcome;
    },
    fail: (one, fault, when) => database.atomically((session) => fail(session, one, fault, when)),
    release: (one) => database.atomically((session) => release(session, one)),
    nextDueAt: () => nextDueAt(database),
    health: () => health(database),
    faults: (limit) => faults(database, limit),
  };
}
