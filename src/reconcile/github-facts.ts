/** What the runs are told of GitHub's objects. The room of GitHub gives values of these shapes. */
import type { ObservedCheck } from "../domain/model/check.ts";
import type { FeatureFact } from "../domain/model/feature.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { FileFact, PullFacts } from "../domain/model/pull.ts";
import type { Person, RepositoryRef } from "../domain/model/refs.ts";

export interface IssueDetail extends FeatureFact {
  /** as people open it */
  readonly url: string;
  readonly isPull: boolean;
  /** title of the milestone that it stands in; null = in none */
  readonly milestone: string | null;
  /** how many sub-issues it has */
  readonly subIssues: number;
  /** null = the account is gone */
  readonly author: string | null;
  /** its sub-issues, where they were read with it; absent = they were not */
  readonly children?: readonly ChildIssue[];
}

/** What of a sub-issue tells whether it is a test. */
export interface ChildIssue {
  readonly repository: string;
  readonly number: number;
  readonly labels: readonly string[];
  readonly issueType: string | null;
}

export interface QueueObservation {
  /** next to merge first */
  readonly numbers: readonly number[];
  readonly groups: readonly { readonly sha: string; readonly ref: string }[];
}

export interface LandedFact {
  /** merged with this move, with the commit that brought each */
  readonly pulls: readonly { readonly facts: PullFacts; readonly sha: string }[];
  /** what came without any; null = nothing. `sha` is the newest commit, `files` speak for the push only where `filesComplete` */
  readonly pushed: { readonly sha: string; readonly title: string; readonly author: string | null; readonly commits: number; readonly files: readonly FileFact[]; readonly filesComplete: boolean } | null;
}

export interface CommentFact {
  readonly id: number;
  /** of the issue or pull request that it stands under */
  readonly number: number;
  readonly body: string;
  /** null = the account is gone */
  readonly author: Person | null;
  readonly ours: boolean;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export interface IssueLock {
  readonly locked: boolean;
  /** as people open it */
  readonly url: string;
  /** who locked or unlocked it last: us, somebody else, or (null) nobody yet */
  readonly changed: { readonly ours: boolean; /** null = GitHub does not say */ readonly by: string | null; readonly at: Instant | null } | null;
}

export interface FileVersion {
  /** null = there is no such file */
  readonly blob: string | null;
  /** the commit at which it was looked at */
  readonly commit: string;
}

export interface DesiredComment {
  readonly number: number;
  /** hidden first line by which it is found again */
  readonly marker: string;
  readonly body: string;
  /** it cannot be older than this */
  readonly since: Instant;
  /** one that stands there already stays as it is: it says what was known then; absent = it is brought up to date */
  readonly asTold?: boolean;
}

export interface PullObservation {
  readonly facts: PullFacts;
  /** our checks on its head, by name */
  readonly checks: readonly ObservedCheck[];
}

export interface PlanFiles {
  /** commit the files were read at */
  readonly commit: string | null;
  /** empty = readable, and no plan there */
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array; readonly sha: string }[];
  /** of the two issues about milestones, in `.github/release-warden/` */
  readonly templates: readonly { readonly path: string; readonly text: string }[];
}

export interface MilestoneFact {
  readonly number: number;
  readonly title: string;
  readonly description: string | null;
  readonly open: boolean;
  readonly closedAt: Instant | null;
  readonly dueOn: Instant | null;
}

export interface RepositoryFact extends RepositoryRef {
  readonly defaultBranch: string;
  readonly private: boolean;
  readonly archived: boolean;
}

export interface InstallationFact {
  readonly id: number;
  readonly account: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly suspended: boolean;
}

export interface GroupObservation {
  readonly base: string;
  readonly pulls: readonly PullObservation[];
  /** false when not every pull request of the group could be named */
  readonly complete: boolean;
  readonly checks: readonly ObservedCheck[];
}
