/**
 * What is known of one pull request, complete for a decision. Read from GitHub by `github/read-pull`, or given as JSON to the command line.
 * `null` says "not known", which never counts in anyone's favour; an empty list says "known, and there is none".
 */
import type { Instant } from "./instant.ts";
import type { Person, RepositoryName, Role } from "./refs.ts";

export interface PullFacts {
  readonly repository: RepositoryName;
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly url: string | null;
  readonly author: Person | null;
  readonly authorRole: Role | null;
  readonly draft: boolean;
  readonly state: "open" | "closed" | "merged";
  readonly base: { readonly ref: string; readonly sha: string | null };
  readonly head: { readonly ref: string; readonly sha: string | null; /** null = the fork is gone */ readonly repository: RepositoryName | null };
  /** of the repository; null = not known */
  readonly defaultBranch: string | null;
  readonly labels: readonly LabelFact[];
  /** null = not given */
  readonly files: readonly FileFact[] | null;
  /** false when GitHub cut the list short (3,000 files) */
  readonly filesComplete: boolean;
  readonly closingIssues: readonly IssueFact[];
  /** commits and pulls that this one carries since the merge base, when its head is a feeder; null = not a release merge, or not read */
  readonly contains: readonly ContainedChange[] | null;
  /** false when not everything it carries could be listed */
  readonly containsComplete: boolean;
  readonly approvals: readonly Approval[];
  readonly createdAt: Instant | null;
  readonly updatedAt: Instant | null;
  readonly mergedAt: Instant | null;
  readonly mergedBy: string | null;
  readonly autoMerge: boolean;
  readonly queued: boolean;
  /** identity of its diff, independent of the base; absent or null = not computed, so no waiver can be matched to it */
  readonly diff?: string | null;
  /** the commit that brought it into its base; absent or null = not merged, or not known */
  readonly mergeCommit?: string | null;
  /** what statuses and checks of others, for which a plan asks, say of its head, by name in lower case; absent = not read */
  readonly reported?: Readonly<Record<string, ReportedState>>;
}

/** `absent` = nothing was said */
export type ReportedState = "success" | "pending" | "failure" | "absent";

export interface LabelFact {
  readonly name: string;
  readonly addedBy: Person | null;
  readonly addedByRole: Role | null;
}

export interface FileFact {
  readonly path: string;
  /** the old name of a renamed file: a rename touches both */
  readonly previousPath: string | null;
}

export interface IssueFact {
  readonly repository: RepositoryName;
  readonly number: number;
  readonly title: string | null;
  /** GitHub issue type name, null = none or the feature is off */
  readonly type: string | null;
  readonly labels: readonly string[];
  readonly author: string | null;
  /** who gave the type or label that counts; null = not known */
  readonly labelledBy: string | null;
  /** who added each label that it still carries, by label name; absent or without the name = not known */
  readonly labellers?: Readonly<Record<string, string>>;
  /** how we know that the pull closes it */
  readonly link: "github" | "body";
}

export interface Approval {
  readonly by: string;
  /** the commit that was approved */
  readonly sha: string | null;
  readonly at: Instant | null;
}

/** One pull request or bare commit that a release merge would bring in. */
export interface ContainedChange {
  readonly change:
    | { readonly kind: "pull"; readonly pull: PullFacts }
    | { readonly kind: "commit"; readonly repository: RepositoryName; readonly sha: string; readonly title: string; readonly author: string | null };
  /** by freeze id: was it reachable from the feeder's tip recorded when that freeze began? absent = no tip was recorded */
  readonly reachableAtStart: Readonly<Record<string, boolean>>;
  /** when it entered the source branch, by the pull that brought it; null = cannot tell */
  readonly enteredAt: Instant | null;
}
