/**
 * What is known of a pull request's head and outlives one read of it: since when we have seen this commit, and the identity of its change. The latter
 * costs calls, so it is read only where an exception was asked for, and kept while head and base stay.
 * Accepted: a base branch that took in part of the same commits leaves the identity as it was; nothing new came in by that.
 */
import type { RepositoryRecord } from "../domain/model/records.ts";
import type { TrackedPull } from "../domain/model/tracked-pull.ts";
import type { Mark } from "../domain/model/key.ts";
import { stands } from "../domain/command/verbs/waive.ts";
import type { AskedWaiver } from "../domain/command/state.ts";
import { waiverStatus } from "../domain/policy/waiver-status.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

/** `before` = as it was remembered. */
export function withRememberedHead(pull: TrackedPull, before: TrackedPull | null): TrackedPull {
  const same = before !== null && before.sha === pull.sha;
  const headSeenAt = same ? before.headSeenAt ?? before.takenAt : pull.takenAt;
  const diff = same && before.base === pull.base ? before.facts.diff ?? null : null;
  const reported = pull.facts.reported ?? (same ? before.facts.reported : undefined);
  return { ...pull, headSeenAt, facts: { ...pull.facts, diff: pull.facts.diff ?? diff, ...(reported === undefined ? {} : { reported }) } };
}

/** Exceptions that stand, of this pull request. */
export function waiversOf(number: number, plans: readonly PlanInForce[]): readonly AskedWaiver[] {
  return plans.flatMap(({ commands }) => commands.waivers.filter((one) => one.number === number && stands(one)));
}

/** The same pull request with the identity of its change, where an exception depends on it. */
export async function withWaivedDiff(pull: TrackedPull, repository: RepositoryRecord, plans: readonly PlanInForce[], context: RunContext): Promise<TrackedPull> {
  const waivers = waiversOf(pull.number, plans);
  if (!pull.open || pull.sha === "" || waivers.length === 0 || (pull.facts.diff ?? null) !== null) return pull;
  const known = waivers.flatMap((one) => [one.asked, ...one.given]).find((one) => one.head === pull.sha)?.diff;
  const diff = known ?? await context.github.readDiff(repository, pull.number, pull.sha);
  return { ...pull, facts: { ...pull.facts, diff } };
}

/** Whoever asked and whoever approved must hear of it when the change is no longer what was approved. */
export function changedWaiverMarks(before: TrackedPull | null, after: TrackedPull, plans: readonly PlanInForce[], context: RunContext): readonly Mark[] {
  const diff = after.facts.diff ?? null;
  if (!after.open || diff === null || (before?.facts.diff ?? null) === diff) return [];
  const changed = waiversOf(after.number, plans).filter((one) => one.given.length > 0 && waiverStatus(one, diff, context.now()) !== "over");
  return [...new Set(changed.map((one) => one.comment))].map((comment): Mark => ({
    key: { kind: "comment", repository: after.repository, number: after.number, comment }, lane: "command", installation: context.installation,
  }));
}
