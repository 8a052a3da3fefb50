/** What is to be looked at again when a plan has changed: issues that it selects now or that carry our words already, and tags that were judged. */
import type { Mark } from "../domain/model/key.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { CandidateRecord, FeatureRecord, RepositoryRecord } from "../domain/model/records.ts";
import type { RunContext } from "./ports.ts";

export async function featureMarks(plan: ReleasePlan, repository: RepositoryRecord, context: RunContext): Promise<readonly Mark[]> {
  const remembered = (await context.memory.records<FeatureRecord>("feature", `${repository.id}/`)).map(({ key }) => Number(key.split("/")[1]));
  const selected = plan.features === null ? [] : await selectedIssues(plan.features.select, repository, context);
  const tags = (await context.memory.records<CandidateRecord>("candidate", `${repository.id}/`)).map(({ key }) => key.slice(key.indexOf("/") + 1));
  const here = { lane: "fan-out", installation: repository.installation } as const;
  return [
    ...[...new Set([...remembered, ...selected])].map((number): Mark => ({ key: { kind: "issue", repository: repository.id, number }, ...here })),
    ...tags.map((tag): Mark => ({ key: { kind: "release", repository: repository.id, tag }, ...here })),
  ];
}

/** A plan must come into force also where issues are switched off or may not be read. */
async function selectedIssues(select: { readonly labels: readonly string[]; readonly issueTypes: readonly string[] }, repository: RepositoryRecord, context: RunContext): Promise<readonly number[]> {
  try {
    return (await context.github.readIssues(repository, select, "open")).map((issue) => issue.number);
  } catch (error) {
    if (error instanceof FaultError && ["forbidden", "not-found", "invalid"].includes(error.fault.kind)) return [];
    throw error;
  }
}
