/** GitHub's limits as last heard, and turns for pacing, shared between workers. */
import { contentRoomAt, HOUR } from "../domain/policy/content-pace.ts";
import { integer, integerOrNull, text, type Database } from "./database.ts";
import type { Budgets } from "./store.ts";
import type { Instant } from "../domain/model/instant.ts";

export function createBudgets(database: Database): Budgets {
  return {
    async readBudget(installation) {
      const rows = await database.read("select * from budget where installation = $1 order by resource", [installation]);
      return rows.map((row) => ({
        resource: text(row, "resource"), limit: integer(row, "call_limit"), remaining: integer(row, "remaining"),
        resetAt: integer(row, "reset_at"), blockedUntil: integerOrNull(row, "blocked_until"),
      }));
    },
    async recordBudget(installation, budget) {
      await database.atomically((session) => session.run(
        `insert into budget (installation, resource, call_limit, remaining, reset_at, blocked_until) values ($1, $2, $3, $4, $5, $6)
        on conflict (installation, resource) do update set
          call_limit = case when excluded.reset_at >= budget.reset_at then excluded.call_limit else budget.call_limit end,
          remaining = case when excluded.reset_at > budget.reset_at then excluded.remaining
            when excluded.reset_at = budget.reset_at and excluded.remaining < budget.remaining then excluded.remaining
            else budget.remaining end,
          reset_at = case when excluded.reset_at > budget.reset_at then excluded.reset_at else budget.reset_at end,
          blocked_until = case when budget.blocked_until is null or excluded.blocked_until > budget.blocked_until
            then excluded.blocked_until else budget.blocked_until end`,
        [installation, budget.resource, budget.limit, budget.remaining, budget.resetAt, budget.blockedUntil],
      ));
    },
    async takeContent(installation, { now, limits }) {
      const most = Math.max(0, ...limits.map((limit) => limit.most));
      return database.atomically(async (session) => {
        // World time may be moved back in a rehearsal: what lies far ahead is of another scene.
        await session.run("delete from content where installation = $1 and (at <= cast($2 as bigint) - $3 or at > cast($2 as bigint) + $3)", [installation, now, HOUR]);
        const rows = await session.run("select at from content where installation = $1 order by at desc limit $2", [installation, most]);
        const room = contentRoomAt(rows.map((row) => integer(row, "at")), now, limits);
        if (room <= now) await session.run("insert into content (installation, at) values ($1, $2)", [installation, now]);
        return room;
      });
    },
    async contentSince(installation, since) {
      const rows = await database.read("select count(*) as made, min(at) as first from content where installation = $1 and at > $2", [installation, since]);
      return { made: integer(rows[0] ?? {}, "made"), first: integerOrNull(rows[0] ?? {}, "first") };
    },
    async reserveTurn(installation, resource, { now, spacingMs }) {
      const rows = await database.atomically((session) => session.run(
        `insert into turn (installation, resource, free_at) values ($1, $2, cast($3 as bigint) + cast($4 as bigint))
        on conflict (installation, resource) do update set
          free_at = case when turn.free_at > $3 then turn.free_at else $3 end + $4
        returning free_at`,
        [installation, resource, now, spacingMs],
      ));
      return rows.map((row) => integer(row, "free_at"))[0]! - spacingMs;
    },
  };
}

interface SharedBucket {
  readonly limit: number;
  readonly remaining: number;
  readonly resetAt: Instant;
}

interface SharedBudget {
  readonly blockedUntil: Instant | null;
  readonly strikes: number;
  readonly rest: SharedBucket | null;
  readonly graphql: SharedBucket | null;
}

/** Workers of one installation share what GitHub last said through the store. Strikes stay with the worker that was told to slow down. */
export function sharedBudget(store: Budgets) {
  return {
    async readBudget(installation: number): Promise<SharedBudget | null> {
      const known = await store.readBudget(installation);
      if (known.length === 0) return null;
      const bucket = (resource: string) => known.find((one) => one.resource === resource && one.limit > 0) ?? null;
      const blocks = known.map((one) => one.blockedUntil).filter((at) => at !== null);
      return { rest: bucket("core"), graphql: bucket("graphql"), strikes: 0, blockedUntil: blocks.length === 0 ? null : Math.max(...blocks) };
    },
    takeContent: (installation: number, when: Parameters<Budgets["takeContent"]>[1]) => store.takeContent(installation, when),
    async recordBudget(installation: number, budget: SharedBudget): Promise<void> {
      for (const [resource, bucket] of [["core", budget.rest], ["graphql", budget.graphql]] as const) {
        if (bucket === null && budget.blockedUntil === null) continue;
        const { limit, remaining, resetAt } = bucket ?? { limit: 0, remaining: 0, resetAt: 0 };
        await store.recordBudget(installation, { resource, limit, remaining, resetAt, blockedUntil: budget.blockedUntil });
      }
    },
  };
}
