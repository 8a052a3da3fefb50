/**
 * The shared engine: PostgreSQL through pg, for several workers. Claims pass each other's rows by (skip locked) and take turns (an advisory
 * lock), leases run on the server's clock, and a transaction that PostgreSQL broke up to end a deadlock is run again.
 */
import pg from "pg";
import type { Database, Dialect, Insertion, Row, Session, Value } from "./database.ts";

const INT8 = 20;
const SERIALIZATION_FAILURE = "40001";
const DEADLOCK_DETECTED = "40P01";
const TRIES = 5;
/** PostgreSQL takes at most 65,535 parameters per statement. */
const MAX_PARAMETERS = 30_000;

export interface PostgresOptions {
  readonly url: string;
  /** schema that holds the tables; made when it is missing */
  readonly schema: string;
  /** null = the server's clock */
  readonly leaseClock: (() => number) | null;
  readonly onError: (error: Error) => void;
}

export function openPostgres(options: PostgresOptions): Database {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(options.schema)) throw new Error(`"${options.schema}" is not a schema name: use small letters, digits and _.`);
  const pool = new pg.Pool({
    connectionString: options.url, max: 10, connectionTimeoutMillis: 10_000, application_name: "release-warden",
    // Poolers in front of PostgreSQL often refuse start-up options, so the default schema goes without.
    ...(options.schema === "public" ? {} : { options: `-c search_path=${options.schema}` }),
    types: { getTypeParser: (oid, format) => Number(oid) === INT8 ? Number : pg.types.getTypeParser(oid, format) as (value: string) => unknown },
  });
  // A lost idle connection is replaced by the pool; without a listener it would end the process.
  pool.on("error", options.onError);
  return {
    dialect: postgresDialect(options.schema),
    atomically: (work) => withRetry(pool, work),
    read: async (sql, values = []) => (await pool.query<Row>(sql, [...values])).rows,
    leaseNow: () => options.leaseClock === null ? null : options.leaseClock(),
    close: () => pool.end(),
  };
}

export function postgresDialect(schema: string): Dialect {
  return {
    name: "postgres",
    bytewise: 'text collate "C"',
    skipLocked: "for update skip locked",
    clock: (parameter) => `coalesce(cast(${parameter} as bigint), cast(extract(epoch from clock_timestamp()) * 1000 as bigint))`,
    beforeMigration: [
      `select pg_advisory_xact_lock(hashtext('release-warden schema ${schema}'))`,
      ...(schema === "public" ? [] : [`create schema if not exists ${schema}`]),
    ],
    oneClaimAtATime: `select pg_advisory_xact_lock(hashtext('release-warden claim ${schema}'))`,
  };
}

async function withRetry<T>(pool: pg.Pool, work: (session: Session) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction(pool, work);
    } catch (error) {
      const code = typeof error === "object" && error !== null && "code" in error ? error.code : null;
      if (attempt >= TRIES || (code !== DEADLOCK_DETECTED && code !== SERIALIZATION_FAILURE)) throw error;
    }
  }
}

async function transaction<T>(pool: pg.Pool, work: (session: Session) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin");
    const value = await work(createSession(client));
    await client.query("commit");
    return value;
  } catch (error) {
    await client.query("rollback").catch((failure: Error) => { broken = failure; });
    throw error;
  } finally {
    client.release(broken);
  }
}

function createSession(client: pg.PoolClient): Session {
  async function run(sql: string, values: readonly Value[] = []): Promise<readonly Row[]> {
    return (await client.query<Row>(sql, [...values])).rows;
  }
  return {
    run,
    async insert(insertion, rows) {
      const perStatement = Math.max(1, Math.floor(MAX_PARAMETERS / insertion.columns.length));
      const returned: Row[] = [];
      for (let from = 0; from < rows.length; from += perStatement) {
        const some = rows.slice(from, from + perStatement);
        returned.push(...await run(severalRows(insertion, some.length), some.flat()));
      }
      return returned;
    },
  };
}

function severalRows(insertion: Insertion, count: number): string {
  const width = insertion.columns.length;
  const tuples = Array.from({ length: count }, (_, row) =>
    `(${Array.from({ length: width }, (_unused, column) => `$${row * width + column + 1}`).join(", ")})`);
  return `insert into ${insertion.into} (${insertion.columns.join(", ")}) values ${tuples.join(", ")} ${insertion.then}`;
}
