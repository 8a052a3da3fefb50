/**
 * The schema, as numbered steps that run once each, in order. A released step is never edited; a change is a new step at the end.
 * JSON is kept as text in both engines: PostgreSQL's own JSON type refuses some characters that titles may hold.
 */
import type { Dialect, Session } from "./database.ts";

export interface Migration {
  readonly name: string;
  statements(dialect: Dialect): readonly string[];
}

export const MIGRATIONS: readonly Migration[] = [
  { name: "queue", statements: queue },
  { name: "inbox", statements: inbox },
  { name: "memory", statements: memory },
  { name: "budgets and tasks", statements: budgets },
  { name: "issues that pulls close", statements: closing },
  { name: "lane of marks made during a run", statements: nextLane },
  { name: "messages and their targets", statements: sendings },
  { name: "content made on GitHub", statements: content },
];

/** Brings the schema up to date. Throws when the store was written by a newer program: going on could destroy what that one relies on. */
export async function migrate(session: Session, dialect: Dialect, migrations: readonly Migration[] = MIGRATIONS): Promise<void> {
  for (const statement of dialect.beforeMigration) await session.run(statement);
  await session.run("create table if not exists schema_version (version bigint not null)");
  const rows = await session.run("select version from schema_version");
  const version = Number(rows[0]?.["version"] ?? 0);
  if (version > migrations.length) {
    throw new Error(
      `The store has schema ${version} and this program knows ${migrations.length}: a newer Release Warden wrote it. Start that version, or restore a backup made before the upgrade.`,
    );
  }
  for (const migration of migrations.slice(version)) {
    for (const statement of migration.statements(dialect)) await session.run(statement);
  }
  if (rows.length === 0) await session.run("insert into schema_version (version) values ($1)", [migrations.length]);
  else if (version < migrations.length) await session.run("update schema_version set version = $1", [migrations.length]);
}

function queue({ bytewise }: Dialect): readonly string[] {
  return [
    `create table work (
      key ${bytewise} primary key,
      installation bigint not null,
      lane int not null,
      marked bigint not null default 0,
      settled bigint not null default 0,
      dirty_at bigint,
      settled_at bigint,
      wake_at bigint,
      wake_lane int,
      not_before bigint not null default 0,
      lease text,
      lease_until bigint,
      attempts int not null default 0,
      last_fault text
    )`,
    "create index work_due on work (lane, installation, dirty_at, key) where marked > settled and lease is null",
    "create index work_not_before on work (not_before) where marked > settled and lease is null",
    "create index work_wake on work (wake_at) where wake_at is not null",
    "create index work_leased on work (installation, lease_until) where lease is not null",
  ];
}

function inbox(): readonly string[] {
  return [
    `create table delivery (
      id text primary key,
      event text not null,
      action text,
      installation bigint,
      repository bigint,
      received_at bigint not null
    )`,
    "create index delivery_received on delivery (received_at)",
    `create table witness (
      delivery text not null,
      object text not null,
      event text not null,
      action text,
      installation bigint not null,
      repository bigint not null,
      sender text not null,
      sender_bot int not null,
      at bigint not null,
      sha_before text,
      sha_after text,
      primary key (delivery, object)
    )`,
    "create index witness_object on witness (repository, object, at)",
    "create index witness_at on witness (at)",
  ];
}

function memory({ bytewise }: Dialect): readonly string[] {
  return [
    `create table record (kind text not null, key ${bytewise} not null, value text not null, primary key (kind, key))`,
    `create table pull (
      repository bigint not null,
      number bigint not null,
      installation bigint not null,
      sha text not null,
      base text not null,
      open int not null,
      taken_at bigint not null,
      body text not null,
      primary key (repository, number)
    )`,
    "create index pull_head on pull (repository, sha, base) where open = 1",
    "create index pull_closed on pull (taken_at) where open = 0",
    `create table ledger (
      id ${bytewise} primary key,
      kind text not null,
      repository bigint not null,
      about text not null,
      at bigint not null,
      by_whom text,
      body text not null
    )`,
    "create index ledger_repository on ledger (repository, kind, at)",
    `create table outbox (id ${bytewise} primary key, target text not null, body text not null, at bigint not null, sent_at bigint)`,
    "create index outbox_waiting on outbox (at) where sent_at is null",
  ];
}

function budgets(): readonly string[] {
  return [
    `create table budget (
      installation bigint not null,
      resource text not null,
      call_limit bigint not null,
      remaining bigint not null,
      reset_at bigint not null,
      blocked_until bigint,
      primary key (installation, resource)
    )`,
    "create table turn (installation bigint not null, resource text not null, free_at bigint not null, primary key (installation, resource))",
    "create table task (name text primary key, taken_at bigint not null)",
  ];
}

/** Filled as pulls are read again, which the resync does for every open one within the hour. */
function closing(): readonly string[] {
  return [
    "create table pull_closes (repository bigint not null, number bigint not null, issue bigint not null, primary key (repository, number, issue))",
    "create index pull_closes_issue on pull_closes (repository, issue)",
  ];
}

function nextLane(): readonly string[] {
  return ["alter table work add column next_lane int"];
}

/** What was put in before there were targets is told to nobody: it is old, and its words were never written. */
function sendings({ bytewise }: Dialect): readonly string[] {
  return [
    "update outbox set sent_at = at where sent_at is null",
    "alter table outbox rename column sent_at to addressed_at",
    "alter table outbox rename column target to audience",
    `alter table outbox add column about ${bytewise}`,
    "alter table outbox add column resent_at bigint",
    "create index outbox_about on outbox (about)",
    `create table sending (
      message ${bytewise} not null,
      target text not null,
      about ${bytewise} not null,
      repeatable int not null,
      doubtful int not null default 0,
      state text not null,
      at bigint not null,
      not_before bigint not null,
      changed_at bigint not null,
      attempts int not null default 0,
      lease text,
      lease_until bigint,
      why text,
      resent_at bigint,
      primary key (message, target)
    )`,
    "create index sending_open on sending (target, at, message) where state in ('waiting', 'under-way')",
    "create index sending_about on sending (about)",
  ];
}

/** One row for each new thing, kept for an hour. */
function content(): readonly string[] {
  return ["create table content (installation bigint not null, at bigint not null)", "create index content_made on content (installation, at)"];
}
