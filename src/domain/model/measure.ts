/** What a key result asks the program to compute, and what was read of GitHub for it. */
import type { ChangeKind } from "./change-kind.ts";
import type { Fraction } from "./fraction.ts";
import type { Instant } from "./instant.ts";

export type Measure =
  /** no merges while the freeze held, but for these kinds */
  | { readonly kind: "merges-during"; readonly freeze: string; readonly except: readonly ChangeKind[] }
  /** issues with the label, without those that these people opened; of one person at most so many closed ones count, null = all of them */
  | { readonly kind: "issues-closed"; readonly label: string; readonly without: readonly string[]; readonly atMostEach: number | null; readonly target: Fraction | null }
  /** on the tips of the products' branches; `name` is a glob, null = every check that is not ours */
  | { readonly kind: "checks-passed"; readonly name: string | null; readonly target: Fraction | null }
  /** acceptance tests on a tag; null = the last one that was judged */
  | { readonly kind: "acceptance-passed"; readonly tag: string | null; readonly target: Fraction | null }
  /** `after` = asked after that milestone was reached; in the first seven days after it `firstWeekHours` holds, where given */
  | { readonly kind: "first-response"; readonly label: string; readonly withinHours: number | null; readonly firstWeekHours: number | null; readonly after: string | null }
  /** a file in the plan's repository, written by a tool of the project; `withinHours`: how old it may be */
  | { readonly kind: "reported"; readonly file: string; readonly withinHours: number | null; readonly target: Fraction | null }
  | { readonly kind: "slip"; readonly milestone: string; readonly atMostDays: number | null };

/** kind `measure`, key `<home>/<path>/<key result>/<repository>`: what was last read in one repository for one key result */
export interface MeasureReading {
  readonly keyResult: string;
  readonly repository: number;
  /** the measure as it was then; of another measure the reading says nothing */
  readonly asked: string;
  readonly readAt: Instant;
  /** null = GitHub does not let the app read it */
  readonly facts: MeasuredFacts | null;
}

export type MeasuredFacts =
  | { readonly kind: "issues"; readonly closed: number; readonly open: number; /** the oldest of the open ones */ readonly openNumbers: readonly number[]; /** closed ones by login in lower case, where of one person only so many count */ readonly closedBy?: Readonly<Record<string, number>> }
  | { readonly kind: "checks"; readonly branches: readonly CheckedBranch[] }
  | { readonly kind: "report"; readonly report: { readonly at: Instant; /** as it stands there */ readonly value: string } | "no-file" | "unreadable" }
  | { readonly kind: "responses"; /** everything changed before this is in */ readonly cursor: Instant; readonly asked: readonly AskedQuestion[]; /** more there were than are kept */ readonly left: number };

/** Finished checks on the tip of a branch, each name once. */
export interface CheckedBranch {
  readonly branch: string;
  readonly sha: string;
  readonly passed: readonly string[];
  readonly failed: readonly string[];
}

export interface AskedQuestion {
  readonly number: number;
  /** when the label was put on it */
  readonly askedAt: Instant;
  /** the first answer by somebody else who is no bot, or the closing; null = none yet */
  readonly answeredAt: Instant | null;
}
