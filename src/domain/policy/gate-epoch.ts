/**
 * When the gate needs another epoch. Stamps of the one in force stay good as long as the set of exempt pull requests can only have grown;
 * where it may have shrunk they must all lose their force at once, which one write does and writing to every head would not.
 */
import type { Covers, Epoch } from "../model/gate.ts";
import type { Instant } from "../model/instant.ts";
import type { PlanDifference } from "../plan/plan-diff.ts";

/** Differences that change when a freeze holds, not whom it lets in. */
const TIMES: ReadonlySet<PlanDifference["code"]> = new Set([
  "freeze-added", "freeze-begins-later", "freeze-begins-earlier", "freeze-begin-changed", "freeze-ends-earlier", "freeze-ends-later", "freeze-end-changed",
  "milestone-added", "milestone-removed", "milestone-renamed", "milestone-moved", "baseline-moved", "prerequisites-changed", "notice-changed",
]);

/** Does the epoch stand for all that must hold now? Freezes that ended since do no harm. */
export function covers(epoch: Epoch | null, wanted: Covers): boolean {
  if (epoch === null) return false;
  if (wanted.renewal !== null && wanted.renewal !== epoch.covers.renewal) return false;
  return Object.entries(wanted.freezes).every(([freeze, tightenedAt]) => epoch.covers.freezes[freeze] === tightenedAt);
}

/**
 * When each freeze last let in less, given what was known and what changed at `now`. Keys are freeze ids; "*" stands for what concerns all of
 * them: products, paths, what counts as a bugfix.
 */
export function tightenedBy(known: Readonly<Record<string, Instant>>, differences: readonly PlanDifference[], now: Instant): Readonly<Record<string, Instant>> {
  const subjects = differences.filter((one) => one.tightens && !TIMES.has(one.code)).map((one) => (one.path.startsWith("freezes.") ? one.subject : "*"));
  return subjects.length === 0 ? known : { ...known, ...Object.fromEntries(subjects.map((subject) => [subject, now])) };
}

export function lastTightened(known: Readonly<Record<string, Instant>> | undefined, freeze: string): Instant {
  return Math.max(known?.[freeze] ?? 0, known?.["*"] ?? 0);
}
