/** Merged pull requests that bring a feature and belong to none of the release: nothing falls through before the scope is fixed. */
import type { Instant } from "../model/instant.ts";
import type { ReleasePlan } from "../model/plan.ts";
import type { PullFacts } from "../model/pull.ts";
import type { RepositoryName } from "../model/refs.ts";
import { classifyKind } from "./kind-of-change.ts";

export interface StrayPull {
  readonly repository: RepositoryName;
  readonly number: number;
  readonly title: string;
  readonly author: string | null;
  readonly mergedAt: Instant | null;
}

/** `features` are `owner/name#number` in lower case. Newest merge first, each once. */
export function strayPulls(pulls: readonly PullFacts[], features: ReadonlySet<string>, plan: ReleasePlan): readonly StrayPull[] {
  const found = new Map<string, StrayPull>();
  for (const pull of pulls) {
    if (classifyKind(plan, pull).kind !== "feature") continue;
    if (pull.closingIssues.some((issue) => features.has(`${issue.repository.toLowerCase()}#${issue.number}`))) continue;
    const { repository, number, title, author, mergedAt } = pull;
    found.set(`${repository.toLowerCase()}#${number}`, { repository, number, title: title.slice(0, 200), author: author?.login ?? null, mergedAt });
  }
  return [...found.values()].toSorted((a, b) => (b.mergedAt ?? 0) - (a.mergedAt ?? 0) || a.number - b.number);
}
