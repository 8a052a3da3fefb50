/** What reconcilers of features and tags ask of GitHub. Each read and write is described in its own file. */
import type { Instant } from "../domain/model/instant.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { ensureLabel } from "./ensure-label.ts";
import { ensureNoMilestone } from "./ensure-no-milestone.ts";
import { ensureRelease, readRelease } from "./read-release.ts";
import { readBlobTexts, readFeature, readFeatures } from "./read-features.ts";
import { readSubIssues } from "./read-issue.ts";
import { readRuns } from "./read-runs.ts";
import { readMergedPulls } from "./read-merged-pulls.ts";
import type { DesiredLabel, LabelPlace } from "./ensure-label.ts";

export function featureView(client: Client) {
  return {
    readFeature: (repository: RepositoryRef, number: number) => readFeature(client, repository, number),
    readFeatures: (repository: RepositoryRef, select: Parameters<typeof readFeatures>[2]) => readFeatures(client, repository, select),
    readBlobTexts: (repository: RepositoryRef, shas: readonly string[]) => readBlobTexts(client, repository, shas),
    readSubIssues: (repository: RepositoryRef, number: number) => readSubIssues(client, repository, number),
    readRuns: (repository: RepositoryRef, sha: string) => readRuns(client, repository, sha),
    readRelease: (repository: RepositoryRef, tag: string) => readRelease(client, repository, tag),
    ensureRelease: (repository: RepositoryRef, id: number, change: { readonly prerelease?: true; readonly draft?: true }) => ensureRelease(client, repository, id, change),
    readMergedPulls: (repository: RepositoryRef, base: string, since: Instant) => readMergedPulls(client, repository, base, since),
    ensureNoMilestone: (repository: RepositoryRef, number: number) => ensureNoMilestone(client, repository, number),
    ensureLabel: (repository: RepositoryRef, place: LabelPlace, desired: DesiredLabel | null) => ensureLabel(client, repository, place, desired),
  };
}
