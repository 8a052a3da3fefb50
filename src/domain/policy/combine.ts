/**
 * Several decisions about one thing as one: over the freezes of a plan, over several plans on one branch, and over all pull requests that share a
 * commit and a base, since a check belongs to the commit. All must let it in; the strictest speaks.
 *
 * An enforced freeze speaks before an observed one, or an observed block would turn an enforced one neutral. Among equals the first speaks, so
 * the order of the plan is kept and the result does not depend on anything else.
 */
import type { Decision, Reason } from "../model/decision.ts";
import type { Instant } from "../model/instant.ts";
import { allMet, reason } from "./reason.ts";

/** Throws on an empty list: a caller without decisions has nothing to say, which is not the same as "allowed". */
export function combineDecisions(decisions: readonly Decision[]): Decision {
  const [first, ...others] = decisions;
  if (first === undefined) throw new Error("combineDecisions needs at least one decision");
  if (others.length === 0) return first;
  const speaker = decisions.reduce((strictest, decision) => (strictness(decision) < strictness(strictest) ? decision : strictest));
  const applying = decisions.filter((decision) => decision.verdict !== "skip");
  const shown = applying.length === 0 ? [speaker] : applying;
  return {
    ...speaker,
    reasons: shown.length === 1 ? speaker.reasons : allReason(shown),
    evidence: unique(decisions.flatMap((decision) => decision.evidence)),
    offending: unique(shown.filter((decision) => strictness(decision) === strictness(speaker)).flatMap((decision) => decision.offending)),
    takenAt: Math.min(...decisions.map((decision) => decision.takenAt)),
    validUntil: earliest(decisions.map((decision) => decision.validUntil)),
  };
}

/** Rank of a decision among others, 0 is the strictest: who speaks is the first of the lowest rank. */
export function strictness({ verdict, mode, feeder }: Decision): number {
  const observed = mode === "observe";
  switch (verdict) {
    case "block": return observed ? 2 : 0;
    case "wait": return observed ? 3 : 1;
    case "allow": return feeder !== null ? (observed ? 5 : 4) : observed ? 7 : 6;
    case "skip": return 8;
  }
}

function allReason(decisions: readonly Decision[]): Reason {
  const children = decisions.flatMap(({ reasons }) => (reasons.code === "all-freezes" ? reasons.children : [reasons]));
  return reason("all-freezes", allMet(children), {}, children);
}

function earliest(instants: readonly (Instant | null)[]): Instant | null {
  const known = instants.filter((instant) => instant !== null);
  return known.length === 0 ? null : Math.min(...known);
}

/** The same piece said by two freezes is said once. */
function unique<T>(items: readonly T[]): readonly T[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const text = JSON.stringify(item);
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}
