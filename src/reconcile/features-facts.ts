/** What the list of all features is made of, from memory alone. */
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { FeatureRecord } from "../domain/model/records.ts";
import { repositoryName, sameRepository } from "../domain/model/refs.ts";
import { nextTags, parseTag, tagText } from "../domain/policy/tag.ts";
import type { TrackedFeature, TrackedFeatures } from "../text/features-tracking.ts";
import type { MatrixPlace } from "../text/matrix-section.ts";
import { featureRepositories } from "./feature-issues.ts";
import { isPrivate } from "./landings.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { IssueDetail } from "./github-facts.ts";
import type { RunContext } from "./ports.ts";

export async function matrixPlace(planned: Pick<PlanInForce, "home" | "record" | "plan">, context: RunContext): Promise<MatrixPlace> {
  const repositories = await featureRepositories(planned, context);
  return { home: repositoryName(planned.home), hidden: new Set(repositories.filter((repository) => isPrivate(repository, [planned])).map((repository) => repositoryName(repository).toLowerCase())) };
}

/** By repository and number. */
export async function featureRows(planned: Pick<PlanInForce, "home" | "record">, issues: readonly IssueDetail[], context: RunContext): Promise<readonly TrackedFeature[]> {
  const rows: TrackedFeature[] = [];
  for (const repository of await featureRepositories(planned, context)) {
    const records = new Map((await context.memory.records<FeatureRecord>("feature", `${repository.id}/`)).map(({ key, value }) => [Number(key.split("/")[1]), value]));
    for (const { repository: name, number, title, open, assignees } of issues)
      if (sameRepository(name, repositoryName(repository))) rows.push({ repository: name, number, title, open, assignees, label: records.get(number)?.label ?? null });
  }
  return rows.toSorted((a, b) => (a.repository < b.repository ? -1 : a.repository > b.repository ? 1 : a.number - b.number));
}

/** What comes after the newest tag; null = there is none yet, or the version is out. */
export function tagsAhead(tags: readonly string[], plan: ReleasePlan): TrackedFeatures["next"] {
  const read = tags.flatMap((name) => { const reading = parseTag(name.split(" ")[0] ?? "", plan.tags.format); return reading.ok ? [reading.tag] : []; });
  const newest = read.at(-1);
  const next = newest === undefined ? null : nextTags(read, newest.version);
  return next === null ? null : { candidate: tagText(next.candidate, plan.tags.format), interim: next.interim === null ? null : tagText(next.interim, plan.tags.format) };
}
