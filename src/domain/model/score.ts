/** What people say of a key result, and what was made of it. */
import type { Fraction } from "./fraction.ts";
import type { Instant } from "./instant.ts";

/** One admitted word: a score from 0 to 1, or that the person abstains. */
export interface GivenScore {
  /** of the comment; orders words of the same instant */
  readonly id: string;
  readonly keyResult: string;
  readonly who: string;
  /** teams of GitHub with a weight to which the person belonged then; absent = none */
  readonly teams?: readonly string[];
  readonly at: Instant;
  /** null = abstains */
  readonly score: Fraction | null;
}

/** The grade of a key result, given once it can be measured. */
export interface GivenGrade {
  readonly id: string;
  readonly keyResult: string;
  readonly by: string;
  readonly at: Instant;
  readonly grade: Fraction;
  readonly because: string | null;
}

/** That a duty was done. */
export interface GivenDone {
  readonly id: string;
  readonly duty: string;
  readonly by: string;
  readonly at: Instant;
}

/** All that people said of the key results and duties of a plan. */
export interface SpokenWords {
  readonly scores: readonly GivenScore[];
  readonly grades: readonly GivenGrade[];
  readonly duties: readonly GivenDone[];
}

export const NO_WORDS: SpokenWords = { scores: [], grades: [], duties: [] };

/** One person's part in the score of a week. */
export interface ScoreShare {
  readonly who: string;
  /** as the plan gives it; of a team, the part of each of its members who gave a score */
  readonly weight: Fraction;
  /** null = abstained or said nothing; the others take over the weight in proportion to their own */
  readonly score: Fraction | null;
  /** the weight that counted, of those who gave a score; together they make 1. Zero without a score. */
  readonly share: Fraction;
  readonly abstained: boolean;
}

/** The score of one week. */
export interface WeekScore {
  /** the tracking day, ISO date in the plan's zone */
  readonly day: string;
  readonly from: Instant;
  /** exclusive */
  readonly to: Instant;
  /** null = no score: nobody gave one. Never zero. */
  readonly score: Fraction | null;
  readonly shares: readonly ScoreShare[];
  /** people who gave a score and have no weight in that week, a person replaced since for instance */
  readonly unweighted: readonly string[];
}

/** What the repositories say. `value` null = no data, which is never zero. */
export interface Measurement {
  readonly value: Fraction | null;
  readonly unit: "met" | "pull requests" | "issues" | "share" | "hours" | "days" | "reported";
  /** what it is asked to be, where the plan says so */
  readonly target: Fraction | null;
  /** null = cannot be told */
  readonly met: boolean | null;
  /** the arithmetic, as parts that text puts into words */
  readonly from: readonly MeasuredPart[];
  /** why there is no data; null where there is */
  readonly missing: MissingData | null;
  /** sources that the app may not read, so that nothing of them is in it; absent = none */
  readonly unread?: readonly string[];
  /** what a tool of the project reported, and of when; absent = it comes from elsewhere */
  readonly reported?: { readonly file: string; readonly at: Instant; readonly value: string };
  /** when the oldest of the facts was read; absent = it is computed from what is always at hand */
  readonly readAt?: Instant;
}

export interface MeasuredPart {
  /** product, repository or other source */
  readonly source: string;
  readonly count: number;
  readonly of: number | null;
  /** references such as `acme/app#12`, unescaped */
  readonly items: readonly string[];
}

export type MissingData = "not-begun" | "not-reached" | "nothing-to-count" | "not-read" | "unknown-measure" | "undecided" | "no-file" | "unreadable" | "stale";
