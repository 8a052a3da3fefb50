/** What people say of tests by command: which ones a feature has, and what those came to that are done by hand. */
import type { Instant } from "./instant.ts";
import type { RepositoryName } from "./refs.ts";

export interface LinkedTest {
  /** `owner/name#number` in lower case */
  readonly feature: string;
  /** as it was written */
  readonly link: string;
  readonly by: string;
  readonly at: Instant;
}

export interface SpokenResult {
  /** of the command that said it */
  readonly id: string;
  /** of the issue under which it was said */
  readonly repository: RepositoryName;
  readonly number: number;
  /** null = that issue is the test */
  readonly link: string | null;
  readonly tag: string;
  readonly environment: string;
  readonly outcome: "passed" | "failed" | "skipped";
  readonly by: string;
  readonly at: Instant;
}
