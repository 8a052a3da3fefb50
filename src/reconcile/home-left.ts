/**
 * A plan whose home left our sight: the app was taken off it, or it was deleted or given to another owner. What cannot be read is no reason to let
 * anybody in, so the plan binds on as it last was good, until its home is back or people end its freezes (`/warden thaw`, another home).
 *
 * Promises: it is kept in the same commit in which its home is forgotten, so no run finds it missing in between. A repository that comes back is
 * bound from its first run on. Whoever has the home now, if it was given away, changes nothing in the repositories that stayed behind.
 * Accepted: milestones are closed in the home, so none is reached any more while it is away.
 */
import type { Key, Mark } from "../domain/model/key.ts";
import type { TrackingRecord } from "../domain/model/account.ts";
import type { PlanRecord, RepositoryRecord } from "../domain/model/records.ts";
import type { OutboxMessage } from "../domain/model/message.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { RecordChange, Settlement } from "../domain/model/settlement.ts";
import type { LostPlan } from "../text/plan-out-of-sight.ts";
import { lostPlanWords } from "../text/plan-out-of-sight.ts";
import { planOf, repositoryOf } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

/** `left` is about to be forgotten. */
export async function plansLeftBehind(left: RepositoryRecord, hidden: ReadonlySet<number>, context: RunContext): Promise<Pick<Settlement, "records" | "marks" | "outbox">> {
  const records: RecordChange[] = [];
  const marks: Mark[] = [];
  const outbox: OutboxMessage[] = [];
  for (const { key, value } of await context.memory.records<PlanRecord>("plan", `${left.id}/`)) {
    if (value.text === null || value.gone !== undefined) continue;
    const record: PlanRecord = { ...value, state: "unreachable", readAt: context.now(), gone: { since: context.now(), home: left } };
    records.push({ kind: "plan", key, value: record });
    marks.push(...await freezeMarks(record, left.installation, context));
    const lost = await lostPlan(record, left, context, hidden);
    if (lost !== null && lost.binds.length > 0) outbox.push(lostMessage(record, left, lost));
  }
  return { records, marks, outbox };
}

/** Is that plan's home another's by now? Then it is not theirs to change what it binds here. */
export function isStillGone({ gone }: PlanRecord, home: RepositoryRecord | null): boolean {
  return gone !== undefined && (home === null || home.owner.toLowerCase() !== gone.home.owner.toLowerCase());
}

/** Null where the plan is followed as it stands, or there never was a good one. */
export async function lostPlan(record: PlanRecord, home: RepositoryRecord, context: RunContext, hidden: ReadonlySet<number> = new Set()): Promise<LostPlan | null> {
  const plan = planOf(record);
  if (record.state === "good" || plan === null) return null;
  const seen = await Promise.all(record.governs.filter((id) => !hidden.has(id)).map((id) => repositoryOf(context.memory, id)));
  return {
    home: repositoryName(home), path: record.path, state: record.gone === undefined ? record.state : "gone", since: record.gone?.since ?? record.lostSince ?? record.readAt, zone: plan.release.timezone,
    binds: seen.flatMap((one) => (one === null || (record.gone !== undefined && one.id === record.home) ? [] : [repositoryName(one)])),
  };
}

/** Told once each time. */
export function lostMessage(record: PlanRecord, home: RepositoryRecord, lost: LostPlan): OutboxMessage {
  return {
    id: `plan-lost/${record.home}/${record.path}/${lost.state}/${lost.since}`, audience: "manager", targets: [], about: { kind: "plan", repository: record.home }, installation: home.installation, home: lost.home,
    since: lost.since, notBefore: null, words: lostPlanWords(lost), facts: { event: "plan-lost", state: lost.state, path: lost.path, since: lost.since },
  };
}

/** Its tracked freezes, whose issues say how it stands. */
export async function freezeMarks({ home, path }: Pick<PlanRecord, "home" | "path">, installation: number, { memory }: RunContext): Promise<readonly Mark[]> {
  const tracked = await memory.records<TrackingRecord>("tracking", `${home}/${path}/`);
  return tracked.filter(({ value }) => !value.closed).map(({ value }): Mark => ({ key: { kind: "freeze", repository: home, path, freeze: value.freeze } satisfies Key, lane: "changed", installation }));
}
