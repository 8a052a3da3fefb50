/**
 * Merged feature pull requests that belong to no feature, looked for while the scope is open and once more when it is fixed.
 * Accepted: what was merged before the release began, or more than ninety days before the scope is fixed, is not looked at.
 */
import type { Instant } from "../domain/model/instant.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { PullFacts } from "../domain/model/pull.ts";
import type { FeaturesRecord } from "../domain/model/records.ts";
import { featureKey } from "../domain/policy/scope.ts";
import { strayPulls } from "../domain/policy/stray-pulls.ts";
import { featureRepositories } from "./feature-issues.ts";
import { branchesOf } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { IssueDetail } from "./github-facts.ts";
import type { RunContext } from "./ports.ts";
import type { ScopeNow } from "./scope.ts";

const LOOKED_BACK = 90 * 86_400_000;
const LOOK_AGAIN_AFTER = 6 * 3_600_000;
const MOST_LISTED = 300;

type Strays = FeaturesRecord["strays"];

/** As they were last found, unless it is time to look again. */
export async function strays(planned: Pick<PlanInForce, "home" | "record" | "plan">, issues: readonly IssueDetail[], known: Strays, scope: ScopeNow, context: RunContext): Promise<Strays> {
  const now = context.now();
  if (known !== null && !isTime(known, scope, now)) return known;
  const features = new Set(issues.map(featureKey));
  const pulls: PullFacts[] = [];
  let complete = true;
  for (const repository of await featureRepositories(planned, context)) {
    for (const branch of branchesOf(planned, repository)) {
      try {
        const merged = await context.github.readMergedPulls(repository, branch, (scope.since ?? now) - LOOKED_BACK);
        pulls.push(...merged.pulls);
        complete = complete && merged.complete;
      } catch (error) {
        if (!(error instanceof FaultError) || !["forbidden", "not-found"].includes(error.fault.kind)) throw error;
        complete = false;
      }
    }
  }
  const before = pulls.filter((pull) => scope.since === null || (pull.mergedAt ?? 0) < scope.since);
  const found = strayPulls(before, features, planned.plan);
  // What was found is all that matters: an equal list looked up later is the same list.
  return { at: now, pulls: found.slice(0, MOST_LISTED), complete: complete && found.length <= MOST_LISTED };
}

function isTime({ at }: NonNullable<Strays>, { since }: ScopeNow, now: Instant): boolean {
  return since === null ? now - at >= LOOK_AGAIN_AFTER : at < since;
}

/** When they are to be looked for again; null = what was found when the scope was fixed stays. */
export function looksAgainAt(known: Strays, { since }: ScopeNow): Instant | null {
  return known === null || since !== null ? null : known.at + LOOK_AGAIN_AFTER;
}
