/** Who is told what before a freeze begins: which notice is due, and which pull requests are near enough to hear of it themselves. */
import type { Duration, Instant } from "../model/instant.ts";
import type { Freeze } from "../model/plan.ts";
import type { PullFacts } from "../model/pull.ts";

export interface DueNotice {
  /** so long before the beginning */
  readonly ahead: Duration;
  /** no later one follows */
  readonly last: boolean;
}

const DAY = 24 * 3_600_000;
const ACTIVE_WITHIN = 14 * DAY;
/** of one repository; more would drown those who only read along */
export const COMMENTED_AT_MOST = 50;

/** The latest notice whose instant has come; those that were missed before it are not made up for. Null once the freeze has begun. */
export function dueNotice(freeze: Freeze, since: Instant, now: Instant): DueNotice | null {
  const passed = freeze.notice.filter((ahead) => since - ahead <= now && now < since);
  const ahead = passed.length === 0 ? null : Math.min(...passed);
  return ahead === null ? null : { ahead, last: ahead === Math.min(...freeze.notice) };
}

/** Approved, and its author calls it ready. */
export function isReady(pull: PullFacts): boolean {
  return !pull.draft && pull.approvals.length > 0;
}

/** Ready ones of people that moved in the last 14 days, the latest first, at most fifty a repository. */
export function toldByComment(pulls: readonly PullFacts[], now: Instant): readonly PullFacts[] {
  const near = pulls
    .filter((pull) => isReady(pull) && pull.author !== null && !pull.author.bot && pull.updatedAt !== null && now - pull.updatedAt <= ACTIVE_WITHIN)
    .toSorted((a, b) => (b.updatedAt ?? 0) - (a.updatedAt ?? 0) || a.number - b.number);
  const told = new Map<string, number>();
  return near.filter(({ repository }) => {
    const count = told.get(repository.toLowerCase()) ?? 0;
    told.set(repository.toLowerCase(), count + 1);
    return count < COMMENTED_AT_MOST;
  });
}
