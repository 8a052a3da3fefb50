import { DatabaseSync } from "node:sqlite";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import pg from "pg";
import type { Database, Row } from "../../src/store/database.ts";
import { MIGRATIONS, migrate, type Migration } from "../../src/store/migrations.ts";
import { openStore } from "../../src/store/open-store.ts";
import { openPostgres } from "../../src/store/postgres-store.ts";
import { openSqlite } from "../../src/store/sqlite-store.ts";
import { DATABASE_URL } from "./stores.ts";

const SCHEMA = `warden_migrations_${process.pid}`;
/** One row for each table, in the columns that its first version demands. */
const ROWS: Readonly<Record<string, string>> = {
  work: "insert into work (key, installation, lane, marked) values ('pull:1/1', 10, 3, 1)",
  delivery: "insert into delivery (id, event, received_at) values ('d', 'push', 5)",
  witness: "insert into witness (delivery, object, event, installation, repository, sender, sender_bot, at) values ('d', 'o', 'push', 10, 1, 'octo', 0, 5)",
  record: "insert into record (kind, key, value) values ('cursor', 'x', '1')",
  pull: "insert into pull (repository, number, installation, sha, base, open, taken_at, body) values (1, 1, 10, 'a', 'master', 1, 5, '{}')",
  pull_closes: "insert into pull_closes (repository, number, issue) values (1, 1, 3)",
  ledger: "insert into ledger (id, kind, repository, about, at, body) values ('e', 'k', 1, 'a', 5, '{}')",
  outbox: "insert into outbox (id, target, body, at) values ('m', 'chat', '{}', 5)",
  sending: "insert into sending (message, target, about, repeatable, state, at, not_before, changed_at) values ('m', 'chat', 'incident:1/5', 0, 'waiting', 5, 5, 5)",
  budget: "insert into budget (installation, resource, call_limit, remaining, reset_at) values (10, 'core', 5000, 1, 5)",
  turn: "insert into turn (installation, resource, free_at) values (10, 'write', 5)",
  content: "insert into content (installation, at) values (10, 5)",
  task: "insert into task (name, taken_at) values ('resync', 5)",
};

const ENGINES = [
  { name: "SQLite", open: () => openSqlite(":memory:", Date.now) },
  ...(DATABASE_URL === "" ? [] : [{
    name: "PostgreSQL", open: () => openPostgres({ url: DATABASE_URL, schema: SCHEMA, leaseClock: null, onError: () => undefined }),
  }]),
];

async function tablesOf(database: Database): Promise<readonly string[]> {
  const rows = await database.read(database.dialect.name === "sqlite"
    ? "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
    : `select table_name as name from information_schema.tables where table_schema = '${SCHEMA}'`);
  return rows.map((row) => String(row["name"])).filter((name) => name !== "schema_version");
}

describe.each(ENGINES)("the schema on $name", ({ open }) => {
  let database: Database;
  const upTo = (count: number) => database.atomically((session) => migrate(session, database.dialect, MIGRATIONS.slice(0, count)));
  const version = async () => Number((await database.read("select version from schema_version"))[0]?.["version"]);

  beforeEach(() => { database = open(); });
  afterEach(async () => {
    if (database.dialect.name === "postgres") await database.read(`drop schema if exists ${SCHEMA} cascade`);
    await database.close();
  });

  test("each step keeps the rows that were there before it", async () => {
    const filled: string[] = [];
    for (let step = 1; step <= MIGRATIONS.length; step += 1) {
      await upTo(step);
      expect(await version()).toBe(step);
      for (const table of filled) expect(await database.read(`select 1 as here from ${table}`)).toHaveLength(1);
      for (const table of await tablesOf(database)) {
        if (filled.includes(table)) continue;
        expect(Object.keys(ROWS)).toContain(table);
        await database.read(ROWS[table]!);
        filled.push(table);
      }
    }
    expect(filled.sort()).toEqual(Object.keys(ROWS).sort());
  });

  test("brought up to date twice, it stays as it is", async () => {
    await upTo(MIGRATIONS.length);
    await database.read(ROWS["work"]!);
    await upTo(MIGRATIONS.length);
    expect(await database.read("select key from work")).toEqual([{ key: "pull:1/1" } satisfies Row]);
  });

  test("a step that fails leaves the schema as it was", async () => {
    await upTo(MIGRATIONS.length);
    await database.read(ROWS["work"]!);
    const broken: Migration = { name: "broken", statements: () => ["alter table work add column extra bigint", "drop table no_such_table"] };
    await expect(database.atomically((session) => migrate(session, database.dialect, [...MIGRATIONS, broken]))).rejects.toThrow(/no_such_table/);
    expect(await version()).toBe(MIGRATIONS.length);
    expect(Object.keys((await database.read("select * from work"))[0]!)).not.toContain("extra");
  });
});

describe("a store that a newer program wrote", () => {
  const folder = mkdtempSync(join(tmpdir(), "warden-newer-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("is refused with what to do", async () => {
    const file = join(folder, "warden.db");
    await (await openStore({ databaseUrl: null, file })).close();
    const connection = new DatabaseSync(file);
    connection.exec("update schema_version set version = 99");
    connection.close();
    await expect(openStore({ databaseUrl: null, file })).rejects.toThrow(
      `The store has schema 99 and this program knows ${MIGRATIONS.length}: a newer Release Warden wrote it. Start that version, or restore a backup made before the upgrade.`,
    );
  });
});

describe("a PostgreSQL store", () => {
  test("refuses a schema name that is not a plain one", () => {
    expect(() => openPostgres({ url: "postgres://localhost/x", schema: "a; drop", leaseClock: null, onError: () => undefined })).toThrow("is not a schema name");
  });

  (DATABASE_URL === "" ? test.skip : test)("opened by two processes at once is made once (needs DATABASE_URL)", async () => {
    const schema = `${SCHEMA}_twice`;
    const stores = await Promise.all([1, 2, 3].map(() => openStore({ databaseUrl: DATABASE_URL, file: "", schema })));
    expect(await Promise.all(stores.map(async (one) => (await one.health()).dirty))).toEqual([0, 0, 0]);
    await Promise.all(stores.map((one) => one.close()));
    const client = new pg.Client({ connectionString: DATABASE_URL });
    await client.connect();
    await client.query(`drop schema ${schema} cascade`);
    await client.end();
  });
});
