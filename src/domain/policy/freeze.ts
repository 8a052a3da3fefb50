/**
 * The freeze decision: may this pull request merge into its base now, why, until when does that hold, and what would let it in?
 *
 * Pure and synchronous. Every freeze of the plan that binds the repository, branch and product and is in force is judged by itself, and all must
 * let the pull in. What could not be told never lets anything in. A pull to a feeder is never stopped; it is told when the same change would
 * hold up the release. Times in the future of `now` (milestones reached later) are not looked at, so any past instant can be replayed.
 */
import type { ChangeKind } from "../model/change-kind.ts";
import type { Decision, Reason, Verdict } from "../model/decision.ts";
import type { Instant } from "../model/instant.ts";
import type { Freeze, ReleasePlan } from "../model/plan.ts";
import type { FreezeSnapshot } from "../model/snapshot.ts";
import { combineDecisions } from "./combine.ts";
import { exceptionReasons, waiverEnd } from "./exception.ts";
import { exemptionReasons } from "./exemption.ts";
import { leadingPhase } from "./freeze-case.ts";
import type { FreezeCase } from "./freeze-case.ts";
import { earliestAfter, freezePhase } from "./freeze-interval.ts";
import type { FreezePhase } from "./freeze-interval.ts";
import { claimsOfFiles, claimsOnBranch, defaultBranchAssumed } from "./governed.ts";
import type { Claim } from "./governed.ts";
import { kindReason } from "./kind-admission.ts";
import { classifyKind } from "./kind-of-change.ts";
import type { KindJudgement } from "./kind-of-change.ts";
import { anyMet, reason } from "./reason.ts";
import { isBackMerge, isReleaseMerge, judgeContents } from "./release-merge.ts";
import type { ChangeJudgement, ContentsJudgement } from "./release-merge.ts";
import { waysIn } from "./way-in.ts";

/** `now` in ms UTC. Never throws on facts that are missing: what is not known is said in the reasons. */
export function decideFreeze(plan: ReleasePlan, snapshot: FreezeSnapshot, now: Instant): Decision {
  const judgement = classifyKind(plan, snapshot.pull);
  const cases = plan.freezes.map((freeze) => caseOf(plan, freeze, snapshot, now));
  const boundaries = cases.flatMap((kase) => kase.claims.claims.map((claim) => kase.phases.get(claim)?.nextBoundary ?? null));
  const validUntil = earliestAfter(now, [...boundaries, ...cases.map(waiverEnd)]);
  const common: Common = { kind: judgement.kind, evidence: judgement.evidence, decidedAt: now, takenAt: snapshot.takenAt, validUntil };
  const holding = cases.filter((kase) => inForce(kase).length > 0 && !isBackMergeTo(kase));
  if (holding.length === 0) return skipped(common, idleReason(plan, snapshot, cases, now));
  const decisions = holding.map((kase) => decideCase({ ...kase, claims: { ...kase.claims, claims: inForce(kase) } }, judgement, common));
  return combineDecisions(decisions);
}

interface Common {
  readonly kind: ChangeKind;
  readonly evidence: Decision["evidence"];
  readonly decidedAt: Instant;
  readonly takenAt: Instant;
  readonly validUntil: Instant | null;
}

function caseOf(plan: ReleasePlan, freeze: Freeze, snapshot: FreezeSnapshot, now: Instant): FreezeCase {
  const { pull, waivers, reached, home } = snapshot;
  const onBranch = claimsOnBranch(plan, freeze, pull, home ?? null);
  // Where the branch is both a product's own and another's feeder, it is judged as the own one: that merge is final.
  const bases = onBranch.filter((claim) => claim.role === "base");
  const branchClaims = bases.length > 0 ? bases : onBranch;
  const bound = branchClaims.filter((claim) => freeze.products === null || (claim.product !== null && freeze.products.includes(claim.product.id)));
  const phases = new Map(bound.map((claim): [Claim, FreezePhase] => [claim, freezePhase(plan, freeze, claim.product?.id ?? null, reached, now)]));
  const touched = claimsOfFiles(branchClaims, pull);
  const claims = { ...touched, claims: touched.claims.filter((claim) => phases.has(claim)) };
  return { plan, freeze, pull, waivers, now, claims, branchClaims, phases };
}

function inForce(kase: FreezeCase): readonly Claim[] {
  return kase.claims.claims.filter((claim) => kase.phases.get(claim)?.state === "in-force");
}

function isBackMergeTo(kase: FreezeCase): boolean {
  return kase.claims.claims.every((claim) => claim.role === "feeder" && isBackMerge(claim.into, kase.pull));
}

function skipped(common: Common, reasons: Reason): Decision {
  return {
    ...common, verdict: "skip", rule: null, ruleTitle: null, mode: null, reasons, offending: [], waysIn: [],
    since: null, until: null, untilMilestone: null, feeder: null,
  };
}

/** Why nothing is asked: the plan does not govern this branch, or nothing is in force; then what comes next, and whether it is announced. */
function idleReason(plan: ReleasePlan, { pull, home }: FreezeSnapshot, cases: readonly FreezeCase[], now: Instant): Reason {
  const governed = claimsOnBranch(plan, null, pull, home ?? null).length > 0 || cases.some((kase) => kase.branchClaims.length > 0);
  if (!governed) return reason("not-governed", null, { repository: pull.repository, base: pull.base.ref });
  const coming = cases
    .map((kase) => ({ freeze: kase.freeze, phase: leadingPhase(kase, kase.claims.claims.filter((claim) => (kase.phases.get(claim)?.since ?? now) > now)) }))
    .filter(({ phase }) => phase?.since != null && phase.state !== "over")
    .sort((a, b) => (a.phase?.since ?? 0) - (b.phase?.since ?? 0))[0];
  return reason("no-freeze", true, {
    next: coming?.phase?.since ?? null, freeze: coming?.freeze.id ?? null, title: coming?.freeze.title ?? null, notice: coming?.phase?.state === "notice",
  });
}

function decideCase(kase: FreezeCase, judgement: KindJudgement, common: Common): Decision {
  const merge = isReleaseMerge(kase.claims.claims, kase.pull);
  const contents = merge ? judgeContents(kase, judgeChange) : null;
  const requirements = contents === null ? requirementsOf(kase, judgement.kind) : mergeRequirements(kase, contents);
  const met = anyMet(requirements);
  const verdict: Verdict = met === true ? "allow" : contents?.verdict === "wait" ? "wait" : "block";
  const kind = merge ? "release" : judgement.kind;
  const offending = met === true ? [] : contents?.offending ?? [];
  const phase = leadingPhase(kase, kase.claims.claims);
  const ways = met === true ? [] : waysIn({ kase, kind, evidence: judgement.evidence, requirements, offending, phase });
  return placed(kase, { ...common, ...describe(kase, phase), kind, verdict, reasons: freezeReason(kase, met, requirements), offending, waysIn: ways });
}

/** Feeders merge freely and only hear of it; an observed freeze keeps its verdict and says that it stops nobody. */
function placed(kase: FreezeCase, decision: Decision): Decision {
  const feeder = kase.claims.claims.find((claim) => claim.role === "feeder");
  if (feeder !== undefined) {
    if (decision.verdict === "allow") return skipped(decision, reason("no-freeze", true, { next: null, freeze: null, title: null, notice: false }, [decision.reasons]));
    const into = feeder.into ?? "";
    const reasons = reason("feeder", true, { into, freeze: kase.freeze.id }, [decision.reasons]);
    return { ...decision, verdict: "allow", reasons, feeder: { into, freeze: kase.freeze.id } };
  }
  const observed = kase.freeze.mode === "observe" && decision.verdict !== "allow";
  return observed ? { ...decision, reasons: reason("observed", decision.reasons.met, {}, [decision.reasons]) } : decision;
}

function describe({ freeze }: FreezeCase, phase: FreezePhase | null): Pick<Decision, "rule" | "ruleTitle" | "mode" | "since" | "until" | "untilMilestone" | "feeder"> {
  return {
    rule: freeze.id, ruleTitle: freeze.title, mode: freeze.mode, since: phase?.since ?? null, until: phase?.until ?? null,
    untilMilestone: freeze.until !== null && "milestone" in freeze.until ? freeze.until.milestone : null, feeder: null,
  };
}

function freezeReason(kase: FreezeCase, met: boolean | null, requirements: readonly Reason[]): Reason {
  const { freeze, pull } = kase;
  const phase = leadingPhase(kase, kase.claims.claims);
  return reason("freeze", met, {
    freeze: freeze.id, title: freeze.title, because: freeze.because, overdueSince: phase?.overdueSince ?? null,
    defaultBranchAssumed: defaultBranchAssumed(kase.claims.claims, pull),
  }, requirements);
}

function requirementsOf(kase: FreezeCase, kind: ChangeKind): readonly Reason[] {
  return [...exemptionReasons(kase), ...exceptionReasons(kase), kindReason(kase.plan, kase.freeze, kind)];
}

/** A release merge as a whole passes by what exempts all of it; which files break that is told for each change that it carries. */
function mergeRequirements(kase: FreezeCase, contents: ContentsJudgement): readonly Reason[] {
  return [...exemptionReasons(kase).filter((node) => node.met === true), ...exceptionReasons(kase), contents.reason];
}

function judgeChange(kase: FreezeCase): ChangeJudgement {
  const { kind } = classifyKind(kase.plan, kase.pull);
  return { kind, requirements: requirementsOf(kase, kind) };
}
