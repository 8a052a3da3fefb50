/** Tags of releases and their candidates: `v0.5.0-boot`, `v0.5.0-rc1`, `v0.5.0-rc1-p2`, `v0.5.0`. How they are read and ordered is in `policy/tag`. */
import type { Instant } from "./instant.ts";

/** `boot` comes before every candidate, `final` after them all. */
export type TagStage =
  | { readonly kind: "boot" }
  /** interim null = the candidate itself; 1, 2, … = builds made after it */
  | { readonly kind: "candidate"; readonly number: number; readonly interim: number | null }
  | { readonly kind: "final" };

export interface ReleaseTag {
  /** three whole numbers, most significant first */
  readonly version: readonly [major: number, minor: number, patch: number];
  readonly stage: TagStage;
}

/** One tag as it stands in the repository. */
export interface TagFact {
  readonly name: string;
  /** the commit, also where the tag is an annotated one */
  readonly sha: string;
  /** is the commit reachable from the branch that is released from? null = not known */
  readonly onReleaseBranch: boolean | null;
}

/** A release that is published. */
export interface ReleaseFact {
  readonly id: number;
  readonly prerelease: boolean;
  readonly url: string;
  readonly publishedAt: Instant | null;
}

/** Why the final tag does not stand on the last candidate's commit, written down by a person. */
export interface PromotionReason {
  readonly tag: string;
  /** at least seven characters of it */
  readonly sha: string;
  readonly because: string;
  readonly by: string;
}
