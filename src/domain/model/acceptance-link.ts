/** A link from a feature to a test that says when the feature is done: what was written, and what it points to. */
import type { RepositoryName } from "./refs.ts";

/** Where the link was written. */
export type LinkSource = "section" | "table" | "command" | "sub-issue" | "test-file";

export type LinkTarget =
  /** `testCase` as written after `::`; `lines` of a permalink, 1-based and inclusive. ref null = whatever commit is judged */
  | { readonly kind: "file"; readonly repository: RepositoryName; readonly ref: string | null; readonly path: string; readonly testCase: string | null; readonly lines: readonly [from: number, to: number] | null }
  /** path ends with a slash; "" is never a directory */
  | { readonly kind: "directory"; readonly repository: RepositoryName; readonly ref: string | null; readonly path: string }
  | { readonly kind: "glob"; readonly repository: RepositoryName; readonly pattern: string }
  /** an issue or a pull request */
  | { readonly kind: "issue"; readonly repository: RepositoryName; readonly number: number }
  /** an address that the plan allows: a test management portal */
  | { readonly kind: "address"; readonly url: string }
  /** what can never be a test: `why` is a stable code, text puts it into words */
  | { readonly kind: "unusable"; readonly why: UnusableLink };

export type UnusableLink =
  | "other-host"     // an address that is neither GitHub's nor allowed by the plan
  | "not-a-file"     // a page of GitHub that is no file, directory, issue or pull request
  | "outside"        // a path that leaves the repository
  | "everything"     // the whole repository
  | "bad-pattern"    // a glob that cannot be read, or would be too slow
  | "unreadable";

export interface AcceptanceLink {
  /** as it was written, unescaped and bounded */
  readonly text: string;
  readonly source: LinkSource;
  readonly target: LinkTarget;
}

export interface WrittenAcceptance {
  /** was there any place for tests, be it an empty one? */
  readonly sectionFound: boolean;
  /** each target once, in order */
  readonly links: readonly AcceptanceLink[];
  /** list items that describe a test and link none, bounded */
  readonly unlinked: readonly string[];
  /** more links than are looked at, or a body longer than GitHub allows: what was left out */
  readonly cut: boolean;
}
