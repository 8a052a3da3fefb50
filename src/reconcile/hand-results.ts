/** What people reported by hand of the tests on one tag, by what they are tests of; and the version of an environment when a report was first seen. */
import type { HandResult } from "../domain/model/feature.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { FeaturePlan } from "../domain/model/plan-testing.ts";
import type { EvidenceRecord } from "../domain/model/records.ts";
import type { SpokenResult } from "../domain/model/spoken-test.ts";
import { linkTarget, targetKey } from "../domain/policy/link-target.ts";
import { linkContext } from "./feature-issues.ts";

/** By `targetKey`; `seen` is what is to be remembered beside `before`. `web` is where people open GitHub. */
export function handResults(tag: string, spoken: readonly SpokenResult[], plan: ReleasePlan, features: FeaturePlan, before: EvidenceRecord, web: string): { readonly byHand: ReadonlyMap<string, readonly HandResult[]>; readonly seen: EvidenceRecord } {
  const byHand = new Map<string, HandResult[]>();
  const seen: Record<string, string | null> = {};
  for (const { id, repository, number, link, environment, outcome, by, at } of spoken.filter((one) => one.tag === tag)) {
    const text = link ?? `#${number}`;
    const key = targetKey(linkTarget(text, linkContext({ repository, number, url: web }, plan, features)), text);
    const known = `said/${id} ${environment}`;
    const version = Object.hasOwn(before, known) ? before[known] ?? null : plan.environments.find((one) => one.id === environment)?.version ?? null;
    seen[known] = version;
    byHand.set(key, [...(byHand.get(key) ?? []), { tag, environment, environmentVersion: version, outcome, by, at }]);
  }
  return { byHand, seen };
}
