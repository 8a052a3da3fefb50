/**
 * Database: the little that the two engines must offer so that every statement is written once. Statements use `$1`, `$2` … and the SQL that
 * both engines share; what differs is named in Dialect. Nothing here leaves the room.
 */
export type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;

export interface Insertion {
  readonly into: string;
  readonly columns: readonly string[];
  /** `on conflict …`, and `returning …` where rows are wanted */
  readonly then: string;
}

export interface Session {
  run(sql: string, values?: readonly Value[]): Promise<readonly Row[]>;
  /** Inserts all rows by the fastest way of the engine. No two rows may have the same key. */
  insert(insertion: Insertion, rows: readonly (readonly Value[])[]): Promise<readonly Row[]>;
}

export interface Database {
  readonly dialect: Dialect;
  /** Runs one transaction. May run `work` again after a deadlock, so it must have no effect but through the session. */
  atomically<T>(work: (session: Session) => Promise<T>): Promise<T>;
  read(sql: string, values?: readonly Value[]): Promise<readonly Row[]>;
  /** Instant for leases to be passed to `dialect.clock`; null = the database server's own. */
  leaseNow(): number | null;
  close(): Promise<void>;
}

export interface Dialect {
  readonly name: "sqlite" | "postgres";
  /** type of a text column that compares byte by byte */
  readonly bytewise: string;
  /** appended to a select whose rows are about to be changed, so that workers pass each other by */
  readonly skipLocked: string;
  /** the lease clock, given the parameter that holds `leaseNow()` */
  clock(parameter: string): string;
  /** run first in the transaction that brings the schema up to date */
  readonly beforeMigration: readonly string[];
  /** lets one claim run at a time, so that fairness counts what others just took; null = there is only one anyway */
  readonly oneClaimAtATime: string | null;
}

export function text(row: Row, column: string): string {
  return String(row[column]);
}

export function textOrNull(row: Row, column: string): string | null {
  const value = row[column];
  return value === null || value === undefined ? null : String(value);
}

export function integer(row: Row, column: string): number {
  return Number(row[column]);
}

export function integerOrNull(row: Row, column: string): number | null {
  const value = row[column];
  return value === null || value === undefined ? null : Number(value);
}

/** `$from, $from+1, …` for an `in (…)` list. */
export function parameters(count: number, from: number): string {
  return Array.from({ length: count }, (_, index) => `$${from + index}`).join(", ");
}
