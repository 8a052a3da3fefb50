/** A milestone of a release as it stands, and is to stand, in one repository on GitHub. People may rename, close, double and delete it. */
import type { Instant } from "./instant.ts";

export interface ObservedMilestone {
  readonly number: number;
  readonly title: string;
  readonly description: string | null;
  readonly open: boolean;
  /** absent = not told */
  readonly closedAt?: Instant | null;
  readonly dueOn: Instant | null;
}

export interface DesiredMilestone {
  /** of the milestone in its plan */
  readonly id: string;
  /** as `milestone/…`; it stands hidden in the description */
  readonly key: string;
  readonly title: string;
  /** "2026-12-01"; null = not dated */
  readonly day: string | null;
  /** the baseline as the plan wrote it, kept hidden in the description so that a lost store finds it again; null = not known yet */
  readonly baseline: string | null;
  /** our section of the description, Markdown */
  readonly words: string;
  /** it is reached, so that it is to be closed wherever it stands; absent = not */
  readonly reached?: boolean;
  /** it stands in another repository than the plan, where its closing reaches nothing; absent = in the plan's own */
  readonly elsewhere?: boolean;
  /** it was closed there, and that does not count; absent = not */
  readonly refused?: RefusedClosing;
  /** what does not count is put back, once; absent = no */
  readonly strict?: boolean;
}

/** That a milestone was closed in the home of its plan without being reached by it. */
export interface RefusedClosing {
  readonly milestone: string;
  readonly at: Instant;
  /** null = nobody can say */
  readonly by: string | null;
  /** that whoever it was may not; false = it could not be told */
  readonly sure: boolean;
  /** from then on it is spoken of: word of who it was may come late */
  readonly ripeAt: Instant;
}

/** How it stood, once it was reached: closed by us, closed by a person, or opened by a person after that. */
export type MilestoneEnd = "ours" | "theirs" | "reopened";

/** What of a milestone is to be written; what is absent stays. `dueOn` null takes the date away. */
export interface MilestoneFields {
  readonly title?: string;
  readonly description?: string;
  readonly dueOn?: Instant | null;
  readonly open?: boolean;
}

export type MilestoneChange =
  | { readonly kind: "create"; readonly desired: DesiredMilestone; readonly fields: MilestoneFields & { readonly title: string }; readonly ended?: MilestoneEnd }
  | { readonly kind: "update"; readonly desired: DesiredMilestone; readonly observed: ObservedMilestone; readonly fields: MilestoneFields; readonly byPeople: MilestoneHands; readonly ended?: MilestoneEnd; readonly shut?: ShutMilestone }
  | { readonly kind: "keep"; readonly desired: DesiredMilestone; readonly observed: ObservedMilestone; readonly byPeople: MilestoneHands; readonly ended?: MilestoneEnd; readonly shut?: ShutMilestone }
  /** a person deleted it: it is not made again */
  | { readonly kind: "deleted"; readonly desired: DesiredMilestone };

/** What people made of it that stays so. */
export interface MilestoneHands {
  /** the title that a person gave it; null = none */
  readonly renamed: string | null;
  /** numbers of others that stand for the same, by key or by title */
  readonly doubles: readonly number[];
  /** it was closed where it cannot be reached; absent = not */
  readonly closed?: boolean;
}

/** What came of a closing that does not count, the last one there was. */
export interface ShutMilestone extends Pick<RefusedClosing, "at" | "by" | "sure"> {
  /** this one is opened again */
  readonly putBack: boolean;
  /** one was opened again, this one or an earlier one: none is any more */
  readonly spent: boolean;
  /** it is closed still */
  readonly stands: boolean;
}

/** kind `milestone`, key `<repository id>/<home id>/<path>/<milestone id>`: where it stands, and what we last wrote there */
export interface MilestoneRecord {
  /** of the release that it stood for; the next release in the same file has milestones of its own */
  readonly key: string;
  readonly number: number;
  readonly title: string;
  /** a person deleted it */
  readonly deleted: boolean;
  /** absent = nothing */
  readonly byPeople?: MilestoneHands;
  /** absent = it is not reached */
  readonly ended?: MilestoneEnd;
  /** absent = it was not closed by somebody who may not, or is reached since */
  readonly shut?: ShutMilestone;
}

/** What of a milestone that a person deleted is kept on GitHub. */
export interface DeletedMilestone {
  /** id of the repository in which it stood */
  readonly repository: number;
  /** of the milestone in its plan */
  readonly milestone: string;
  /** that it had */
  readonly number: number;
}

/** kind `schedule`, key `<repository id>`: how far the milestones of all plans over it have come */
export interface ScheduleRecord {
  readonly planned: number;
  /** they stand on GitHub as planned, or a person deleted them */
  readonly placed: number;
  readonly checkedAt: Instant;
  /** when the rest follows; null = nothing is left to do, or it goes on at once */
  readonly goesOnAt: Instant | null;
  /** what holds the rest up until then: GitHub's limits, or that nothing may be written there; null = nothing */
  readonly heldBy: "limit" | "refusal" | null;
}

/** How far all milestones have come, over the repositories that were asked about. */
export interface SetUpProgress {
  readonly planned: number;
  readonly placed: number;
  /** when GitHub's limits let the next of them go on; null = they hold nothing up */
  readonly goesOnAt: Instant | null;
  /** each repository was looked at then or later; null = one of them never was */
  readonly checkedAt: Instant | null;
  readonly unfinished: readonly { readonly repository: number; readonly planned: number; readonly placed: number; readonly refused: boolean }[];
  /** milestones that people made something else of, which stays so; those of plans with tracking issues are told there as well */
  readonly byPeople: readonly { readonly repository: number; readonly id: string; readonly title: string; readonly what: MilestoneHand; readonly isHome: boolean }[];
}

export type MilestoneHand = "deleted" | "reopened" | "renamed" | "doubled" | "closed";
