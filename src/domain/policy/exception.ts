/**
 * Exceptions for single pull requests: agreed in the plan beforehand, or a waiver approved since.
 *
 * A waiver holds for the diff that was approved, and no other: where the diff of the pull is not known, whether it holds cannot be told. It needs
 * as many approvals as the plan asks for, and neither the author nor the person who asked can give one.
 */
import type { Reason } from "../model/decision.ts";
import type { Instant } from "../model/instant.ts";
import type { Freeze } from "../model/plan.ts";
import type { PullFacts } from "../model/pull.ts";
import { sameRepository } from "../model/refs.ts";
import type { Waiver } from "../model/snapshot.ts";
import { sameLogin } from "./acceptance.ts";
import type { FreezeCase } from "./freeze-case.ts";
import { reason } from "./reason.ts";

/** Nodes only for exceptions that name this pull request. */
export function exceptionReasons(kase: FreezeCase): readonly Reason[] {
  return [...agreedReasons(kase.freeze, kase.pull), ...waiversFor(kase).map((waiver) => waiverReason(kase, waiver))];
}

function agreedReasons(freeze: Freeze, pull: PullFacts): readonly Reason[] {
  return freeze.agreed
    .filter((exception) => exception.pulls.some((named) => named.number === pull.number && sameRepository(named.repository, pull.repository)))
    .map(({ because, by, see }) => reason("agreed", true, { because, by, see }));
}

function waiversFor({ freeze, pull, waivers, now }: FreezeCase): readonly Waiver[] {
  return waivers.filter((waiver) => waiver.freeze === freeze.id && waiver.number === pull.number && sameRepository(waiver.repository, pull.repository)
    && waiver.revokedBy === null && isValid(waiver, now));
}

function isValid(waiver: Waiver, now: Instant): boolean {
  return waiver.until === null || now < waiver.until;
}

function waiverReason({ freeze, pull }: FreezeCase, waiver: Waiver): Reason {
  const approvers = new Set(waiver.approvedBy
    .filter((login) => !sameLogin(login, waiver.askedBy) && !sameLogin(login, pull.author?.login))
    .map((login) => login.toLowerCase()));
  const approved = approvers.size >= Math.max(1, freeze.waivers.approvals);
  const diff = pull.diff ?? null;
  const sameDiff = diff === null ? null : diff === waiver.diff;
  return reason("waiver", approved ? sameDiff : false, {
    id: waiver.id, because: waiver.because, approvedBy: waiver.approvedBy, until: waiver.until,
    diff: diff === null ? "unknown" : sameDiff === true ? "same" : "changed",
  });
}

/** When the first waiver of this pull runs out, for the decision's validity. */
export function waiverEnd(kase: FreezeCase): Instant | null {
  const ends = waiversFor(kase).flatMap((waiver) => waiver.until ?? []);
  return ends.length === 0 ? null : Math.min(...ends);
}
