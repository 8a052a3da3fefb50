/** What reconcilers of features and tags need of GitHub, beside the rest in `ports.ts`. */
import type { OwnLabel } from "../domain/policy/feature-label.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { ReleaseFact } from "../domain/model/tag.ts";
import type { IssueDetail } from "./github-facts.ts";
import type { ArtifactFact, RunFact } from "../domain/model/artifact.ts";
import type { PullFacts } from "../domain/model/pull.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";

export interface FeatureGitHub {
  /** all tags with their commits */
  readTags(repository: RepositoryRef): Promise<readonly { readonly name: string; readonly sha: string }[]>;
  /** is the commit reachable from the branch? null = one of them is not known */
  readBranchHolds(repository: RepositoryRef, branch: string, sha: string): Promise<boolean | null>;
  /** of the finished workflow runs on a commit, oldest first; null = the app may not read them */
  readArtifacts(repository: RepositoryRef, sha: string): Promise<readonly ArtifactFact[] | null>;
  /** a ZIP file; null = gone, or too large */
  readArtifact(repository: RepositoryRef, artifact: ArtifactFact): Promise<Uint8Array | null>;
  /** all files at a commit or branch, in one read; null = there is none in our sight */
  readTree(repository: RepositoryRef, ref: string): Promise<RepositoryTree | null>;
  /** null = gone, or longer than is looked into */
  readBlobText(repository: RepositoryRef, sha: string): Promise<string | null>;
  /** texts by the names of their blobs, fifty to a read; left out: gone, binary or too long */
  readBlobTexts(repository: RepositoryRef, shas: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** an issue with its sub-issues, in one read; null = gone, out of sight, or a pull request */
  readFeature(repository: RepositoryRef, number: number): Promise<IssueDetail | null>;
  /** issues with one of these labels or types, open and closed, with their sub-issues, fifty to a read */
  readFeatures(repository: RepositoryRef, select: { readonly labels: readonly string[]; readonly issueTypes: readonly string[] }): Promise<readonly IssueDetail[]>;
  readSubIssues(repository: RepositoryRef, number: number): Promise<readonly IssueDetail[]>;
  /** finished checks of others on a commit, the newest of each name; jobs of workflows are among them */
  readRuns(repository: RepositoryRef, sha: string): Promise<readonly RunFact[]>;
  /** null = none is published for the tag */
  readRelease(repository: RepositoryRef, tag: string): Promise<ReleaseFact | null>;
  /** marks a release as a pre-release, or takes it back into a draft; false where it cannot be */
  ensureRelease(repository: RepositoryRef, id: number, change: { readonly prerelease?: true; readonly draft?: true }): Promise<boolean>;
  /** what was merged into a branch since then; `complete` false = there is more than is read */
  readMergedPulls(repository: RepositoryRef, base: string, since: Instant): Promise<{ readonly pulls: readonly PullFacts[]; readonly complete: boolean }>;
  /** takes an issue out of its milestone; false where it cannot be */
  ensureNoMilestone(repository: RepositoryRef, number: number): Promise<boolean>;
  /** makes an issue carry one label of ours, or none (null); false where it cannot be. `has` are the labels it carries, `ours` all that are ours */
  ensureLabel(repository: RepositoryRef, place: { readonly number: number; readonly has: readonly string[]; readonly ours: readonly string[] }, desired: OwnLabel | null): Promise<boolean>;
}

export interface RepositoryTree {
  /** of the whole listing: equal names are equal files */
  readonly sha: string;
  /** name of the blob by path */
  readonly files: ReadonlyMap<string, string>;
  /** blobs that are longer than is looked into */
  readonly long: ReadonlySet<string>;
  /** false when GitHub cut the list short */
  readonly complete: boolean;
}
