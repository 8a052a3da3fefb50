/**
 * Marking keys. A dirty key keeps its oldest instant and its most urgent lane; a clean one takes those of the mark. What is marked while it is
 * worked on keeps its own lane for the run after that, or a key in an urgent lane would stay there as long as marks keep coming. A planned wake-up only ever
 * moves earlier here: putting it off is for the run that settles.
 */
import type { Instant } from "../domain/model/instant.ts";
import { keyText, type Mark } from "../domain/model/key.ts";
import type { Insertion, Session } from "./database.ts";
import { laneNumber } from "./lane-number.ts";

const MARK: Insertion = {
  into: "work",
  columns: ["key", "installation", "lane", "marked", "dirty_at"],
  then: `on conflict (key) do update set
    marked = work.marked + 1,
    installation = excluded.installation,
    lane = case when work.lease is not null then work.lane
      when work.marked > work.settled and work.lane < excluded.lane then work.lane else excluded.lane end,
    next_lane = case when work.lease is null then null
      when work.next_lane is null or excluded.lane < work.next_lane then excluded.lane else work.next_lane end,
    dirty_at = case when work.marked > work.settled then work.dirty_at else excluded.dirty_at end`,
};

const WAKE: Insertion = {
  into: "work",
  columns: ["key", "installation", "lane", "wake_at", "wake_lane"],
  then: `on conflict (key) do update set
    installation = excluded.installation,
    wake_at = case when work.wake_at is null or excluded.wake_at < work.wake_at then excluded.wake_at else work.wake_at end,
    wake_lane = case when work.wake_at is null or excluded.wake_lane < work.wake_lane then excluded.wake_lane else work.wake_lane end`,
};

export async function markNow(session: Session, marks: readonly Mark[], now: Instant): Promise<void> {
  await session.insert(MARK, coalesce(marks).map(([key, mark]) => [key, mark.installation, laneNumber(mark.lane), 1, now]));
}

export async function markForLater(session: Session, marks: readonly Mark[], wakeAt: Instant): Promise<void> {
  await session.insert(WAKE, coalesce(marks).map(([key, mark]) => [key, mark.installation, laneNumber(mark.lane), wakeAt, laneNumber(mark.lane)]));
}

/** One mark per key, the most urgent; in key order, so that two workers that mark the same keys do not deadlock. */
function coalesce(marks: readonly Mark[]): readonly (readonly [string, Mark])[] {
  const byKey = new Map<string, Mark>();
  for (const mark of marks) {
    const key = keyText(mark.key);
    const known = byKey.get(key);
    if (known === undefined || laneNumber(mark.lane) < laneNumber(known.lane)) byKey.set(key, mark);
  }
  return [...byKey].sort(([one], [other]) => one < other ? -1 : 1);
}
