/**
 * Where the tracking issue of a freeze stands: in the plan's home. While that is out of sight the issue goes on in a governed repository, so that
 * people are told where we still can; once the home is back it goes on there, and the other one is closed.
 */
import { trackingIssueKey } from "../domain/desired/tracking-issue.ts";
import type { TrackingRecord } from "../domain/model/account.ts";
import type { Key } from "../domain/model/key.ts";
import type { PlanRecord, RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName } from "../domain/model/refs.ts";
import { movedHomeText } from "../text/plan-out-of-sight.ts";
import { tell } from "./notice.ts";
import { repositoryOf } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";
import type { FreezePlace } from "./tracking-facts.ts";

/** Null = there is none where it would show nobody what they may not see. */
export function placeOfIssue({ gone }: Pick<PlanRecord, "gone">, home: RepositoryRecord, places: readonly FreezePlace[], before: TrackingRecord | null): RepositoryRecord | null {
  if (gone === undefined) return home;
  const all = places.map(({ repository }) => repository);
  const open = all.filter(({ archived, private: hidden }) => !archived && (!home.private || (hidden && all.every(({ id }) => id === all[0]?.id))));
  return open.find(({ id }) => id === before?.place) ?? open.toSorted((a, b) => Number(a.private) - Number(b.private) || a.id - b.id)[0] ?? null;
}

/** The same record where it stands there already. What was told stays told. */
export function movedTo(place: RepositoryRecord, record: TrackingRecord): TrackingRecord {
  const { place: stood, ...rest } = record;
  if ((stood ?? record.home) === place.id) return record;
  return { ...rest, ...(place.id === record.home ? {} : { place: place.id }), issue: null, url: null, remade: false, editedAt: null };
}

/** The issue that stood in for the home's says so and is closed. */
export async function broughtHome(key: Extract<Key, { kind: "freeze" }>, home: RepositoryRecord, place: RepositoryRecord | null, record: TrackingRecord, context: RunContext): Promise<TrackingRecord> {
  const stood = record.place === undefined || record.place === place?.id ? null : await repositoryOf(context.memory, record.place);
  const observed = stood === null || record.issue === null ? null : await context.github.readOwnIssue(stood, trackingIssueKey(key.path, key.freeze), record.issue);
  if (stood === null || observed === null) return record;
  await tell([{ key: "moved", body: movedHomeText(repositoryName(place ?? home)) }], [], observed.number, stood, context);
  await context.github.ensureIssueContent(stood, observed, { open: false });
  return record;
}
