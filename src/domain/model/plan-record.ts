/** What a release plan records beside its dates: what may go wrong, what stands in the way, what is open when, what must be final, and each product's card. */
import type { Duration, PlannedTime } from "./instant.ts";
import type { RepositoryName } from "./refs.ts";

export const RATINGS = ["low", "medium", "high"] as const;
export type Rating = (typeof RATINGS)[number];

export interface PlannedRisk {
  readonly id: string;
  /** what may happen */
  readonly risk: string;
  readonly mitigation: string | null;
  readonly owner: string | null;
  readonly likelihood: Rating | null;
  readonly impact: Rating | null;
  /** when it is looked at again; null = the plan does not say */
  readonly review: PlannedTime | null;
}

/** Something during which others may act: apply, ask, answer, score. Both ends are instants. */
export interface PlannedWindow {
  readonly id: string;
  readonly title: string;
  readonly description: string | null;
  readonly opens: PlannedTime;
  readonly closes: PlannedTime;
  /** an issue that is there already, in the plan's home unless it names a repository; null = one is made */
  readonly issue: IssuePlace | null;
  readonly owner: string | null;
}

/** `repository` null = the plan's home */
export interface IssuePlace {
  readonly repository: RepositoryName | null;
  readonly number: number;
}

/** A document whose version is settled before something begins. */
export interface PlannedDocument {
  readonly id: string;
  readonly title: string;
  /** null = the plan's home */
  readonly repository: RepositoryName | null;
  /** from the root of the repository, on its default branch */
  readonly path: string;
  /** as people call it */
  readonly version: string | null;
  /** git's name of the content that was agreed (40 hex digits); null = as it stands when it must be final */
  readonly blob: string | null;
  /** when it must be final; null = when its first window opens */
  readonly final: PlannedTime | null;
  /** ids of windows during which it must not change */
  readonly windows: readonly string[];
  readonly owner: string | null;
}

/** Something that keeps people out until somebody has dealt with it, such as an unsigned agreement. */
export interface PlannedBlocker {
  readonly id: string;
  readonly title: string;
  readonly because: string | null;
  readonly owner: string | null;
  readonly see: string | null;
  /** by when it should be out of the way */
  readonly due: PlannedTime | null;
  /** whose pull requests are told of it: people from outside, or everybody */
  readonly concerns: "outside" | "everybody";
  /** name of a commit status or check of another app that says for one pull request whether it is dealt with, such as `license/cla`; null = none */
  readonly status: string | null;
}

/** How the release gets to its users. */
export interface Deployment {
  readonly how: string | null;
  /** what has to be carried over; `unknown` in words, or with the day by which it must be known */
  readonly migrations: { readonly text: string | null; readonly unknown: PlannedTime | null } | null;
  readonly owner: string | null;
}

/** What is done where a milestone does not come about as planned: `task`, so long `after` its due instant, unless an issue with that label is open. */
export interface Fallback {
  readonly task: string;
  readonly after: Duration;
  /** a label in the plan's home; an open issue that carries it stands against the fallback; null = nothing does */
  readonly unless: string | null;
}

/**
 * An answer on a product's card: `yes`, `no`, `none` and words of its own are answers; null (left out, or left blank) is none, and is shown as a gap.
 */
export type CardAnswer =
  | { readonly said: "yes" | "no" | "none"; readonly note: string | null }
  | { readonly said: "words"; readonly lines: readonly string[] }
  | null;

export interface CardFunction {
  readonly what: string;
  readonly who: string | null;
  /** it moved to another release */
  readonly delayed: { readonly on: PlannedTime | null; readonly to: string } | null;
}

/** of a product of which the plan says nothing */
export const BLANK_CARD: ProductCard = {
  description: null, audit: null, documentation: null, legalReview: null, ci: null, platforms: null, functionality: null, userStories: null, refactor: null, rollout: null, environments: null,
};

export interface ProductCard {
  readonly description: string | null;
  readonly audit: CardAnswer;
  readonly documentation: CardAnswer;
  readonly legalReview: CardAnswer;
  /** who builds and tests what */
  readonly ci: readonly { readonly who: string | null; readonly what: string }[] | "none" | null;
  readonly platforms: CardAnswer;
  readonly functionality: readonly CardFunction[] | null;
  readonly userStories: readonly string[] | null;
  readonly refactor: CardAnswer;
  readonly rollout: CardAnswer;
  readonly environments: CardAnswer;
}
