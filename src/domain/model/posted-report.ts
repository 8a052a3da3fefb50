/** A report of tests that a workflow sent to us, and who sent it. */
import type { Instant } from "./instant.ts";
import type { RepositoryName } from "./refs.ts";
import type { ReportSummary } from "./test-result.ts";

/** Whoever runs a workflow, as GitHub vouches for it. */
export interface WorkflowCaller {
  readonly repository: RepositoryName;
  readonly repositoryId: number;
  /** login of who set it off */
  readonly actor: string;
  readonly event: string;
  /** the commit that it runs on */
  readonly sha: string;
}

/** What is asked of us with a report. */
export interface ReportOffer {
  readonly repository: RepositoryName;
  /** a tag, or a whole sha */
  readonly ref: string;
  /** id of an environment; null = as the report itself says */
  readonly environment: string | null;
  /** null = not said */
  readonly tester: string | null;
}

/** kind `posted-report`, key `<repository id>/<sha>/<id>`; its results stand under the same key in kind `posted-results`, as `reports` keeps them */
export interface PostedReport {
  /** of its content, its environment and its tester: the same report is the same */
  readonly id: string;
  readonly at: Instant;
  readonly environment: string | null;
  readonly by: string;
  readonly format: ReportSummary["format"];
  readonly cases: number;
  /** what it says of where it ran */
  readonly properties: Readonly<Record<string, string>>;
}

/** A report as it was read. */
export interface ReceivedReport {
  /** hex digest of its bytes */
  readonly digest: string;
  readonly summary: ReportSummary;
  /** what the tests came to, in the form in which it is kept */
  readonly results: string;
}
