/**
 * The embedded engine: one file, one process, node:sqlite. WAL with synchronous=FULL, so what was committed survives a power cut.
 *
 * One connection does everything, one transaction at a time: calls are synchronous anyway, and a second writer would only wait. The flush is
 * SQLite's own, on the event loop. Flushing in a thread instead was measured: the loop was free, yet a fifth to a quarter fewer deliveries were answered
 * a second, since each group then waits for one thread to wake another, and the group that formed meanwhile for the next flush. The file's
 * lock is held by a transaction on `<file>.lock` that is never committed; the operating system ends it with the process, however it dies.
 */
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { Database, Dialect, Insertion, Row, Session, Value } from "./database.ts";

export const SQLITE: Dialect = {
  name: "sqlite",
  bytewise: "text",
  skipLocked: "",
  clock: (parameter) => `cast(${parameter} as bigint)`,
  beforeMigration: [],
  oneClaimAtATime: null,
};

/** `file` may be ":memory:". Throws, in words for the operator, when another process has the file. */
export function openSqlite(file: string, leaseClock: () => number): Database {
  const lock = file === ":memory:" ? null : takeLock(file);
  const connection = openFile(file);
  connection.exec("pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 5000");
  const session = createSession(connection);
  let last: Promise<unknown> = Promise.resolve();

  /** One after the other: an await inside a transaction must not let another caller's statement slip in. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  }

  async function transaction<T>(work: (session: Session) => Promise<T>): Promise<T> {
    connection.exec("begin immediate");
    try {
      const value = await work(session);
      connection.exec("commit");
      return value;
    } catch (error) {
      if (connection.isTransaction) connection.exec("rollback");
      throw error;
    }
  }

  return {
    dialect: SQLITE,
    atomically: (work) => inTurn(() => transaction(work)),
    read: (sql, values = []) => inTurn(() => session.run(sql, values)),
    leaseNow: leaseClock,
    async close() {
      await inTurn(async () => connection.close());
      lock?.close();
    },
  };
}

/** Reads a file that another process may be working on; throws when there is none yet. */
export function openSqliteReader(file: string): Database {
  const connection = new DatabaseSync(file, { readOnly: true });
  const session = createSession(connection);
  return {
    dialect: SQLITE,
    atomically: () => Promise.reject(new Error("This store was opened for reading.")),
    read: (sql, values = []) => session.run(sql, values),
    leaseNow: () => 0,
    close: async () => connection.close(),
  };
}

function createSession(connection: DatabaseSync): Session {
  const prepared = new Map<string, StatementSync>();

  function statement(sql: string): StatementSync {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    // Texts are few: lists of parameters are the only part that varies, and it is bounded by the size of a page.
    if (prepared.size > 500) prepared.clear();
    const made = connection.prepare(sql.replace(/\$(\d+)/g, "?$1"));
    prepared.set(sql, made);
    return made;
  }

  return {
    run: async (sql, values = []) => statement(sql).all(...values) as unknown as Row[],
    async insert(insertion, rows) {
      const one = statement(singleRow(insertion));
      return rows.flatMap((values: readonly Value[]) => one.all(...values) as unknown as Row[]);
    },
  };
}

function singleRow(insertion: Insertion): string {
  const places = insertion.columns.map((_, index) => `$${index + 1}`).join(", ");
  return `insert into ${insertion.into} (${insertion.columns.join(", ")}) values (${places}) ${insertion.then}`;
}

function openFile(file: string): DatabaseSync {
  try {
    return new DatabaseSync(file);
  } catch (error) {
    throw new Error(`The store ${file} cannot be opened. Check that its folder exists and that this user may write to it.`, { cause: error });
  }
}

function takeLock(file: string): DatabaseSync {
  const lock = openFile(`${file}.lock`);
  try {
    // The process id is for the message only; the lock is the open transaction.
    lock.exec(`begin immediate; pragma user_version = ${process.pid}; commit; begin immediate`);
    return lock;
  } catch (error) {
    const holder = holderOf(lock);
    lock.close();
    if (!isBusy(error)) throw error;
    throw new Error(
      `The store ${file} is in use by another Release Warden${holder}. One SQLite file serves one process: stop the other one, or set DATABASE_URL to a PostgreSQL database that several can share.`,
      { cause: error },
    );
  }
}

function holderOf(lock: DatabaseSync): string {
  try {
    const row = lock.prepare("pragma user_version").get() as Row | undefined;
    const pid = Number(row?.["user_version"] ?? 0);
    return pid > 0 ? ` (process ${pid})` : "";
  } catch {
    return "";
  }
}

function isBusy(error: unknown): boolean {
  const SQLITE_BUSY = 5;
  return typeof error === "object" && error !== null && "errcode" in error && (Number(error.errcode) & 0xff) === SQLITE_BUSY;
}
