/** Stores for tests: an embedded one in memory, and, where DATABASE_URL is set, one in a PostgreSQL schema of its own. */
import { randomUUID } from "node:crypto";
import pg from "pg";
import { openStore, type StoreOptions } from "../../src/store/open-store.ts";
import type { Store } from "../../src/store/store.ts";

export interface Engine {
  readonly name: string;
  /** a fresh, empty store whose leases run on `clock` */
  open(clock: () => number): Promise<Store>;
  /** options that open the same tables again from another connection; null = the engine cannot */
  shared(): StoreOptions | null;
  /** drops everything that was opened */
  tidy(): Promise<void>;
}

export const DATABASE_URL = process.env["DATABASE_URL"] ?? "";

export function engines(): readonly Engine[] {
  return DATABASE_URL === "" ? [embedded()] : [embedded(), postgres()];
}

function embedded(): Engine {
  const opened: Store[] = [];
  return {
    name: "SQLite",
    async open(clock) {
      const store = await openStore({ databaseUrl: null, file: ":memory:", leaseClock: clock });
      opened.push(store);
      return store;
    },
    shared: () => null,
    async tidy() {
      for (const store of opened.splice(0)) await store.close();
    },
  };
}

export function postgres(): Engine {
  const opened: Store[] = [];
  const schemas: string[] = [];
  return {
    name: "PostgreSQL",
    async open(clock) {
      const schema = `warden_test_${randomUUID().replaceAll("-", "")}`;
      schemas.push(schema);
      const store = await openStore({ databaseUrl: DATABASE_URL, file: "", schema, leaseClock: clock });
      opened.push(store);
      return store;
    },
    shared() {
      const schema = schemas.at(-1);
      return schema === undefined ? null : { databaseUrl: DATABASE_URL, file: "", schema };
    },
    async tidy() {
      for (const store of opened.splice(0)) await store.close();
      const client = new pg.Client({ connectionString: DATABASE_URL });
      await client.connect();
      for (const schema of schemas.splice(0)) await client.query(`drop schema ${schema} cascade`);
      await client.end();
    },
  };
}
