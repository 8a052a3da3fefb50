/**
 * Parts of a milestone: smaller things that are due on the way. One that says where it is made is ready when its issue is closed, or its pull request
 * is no draft any more; one that says nothing of that when its box is ticked. Where the plan names reviewers it is done once one of them approved
 * it, on GitHub or in words; without, once it is ready. Whoever the review was passed on to speaks like those whom the plan names.
 */
import type { Instant } from "../model/instant.ts";
import type { MilestoneWords } from "../model/milestone-words.ts";
import type { MadeAt } from "../model/part.ts";

export interface PartFacts {
  /** null = it says nothing of where it is made, or that cannot be told */
  readonly made: MadeAt | null;
  /** whose review it waits for; empty = nobody's */
  readonly reviewers: readonly string[];
  /** of one who may; null = none yet */
  readonly approval: PartApproval | null;
}

export interface PartApproval {
  readonly by: string;
  readonly at: Instant | null;
}

export interface PartStanding {
  readonly ready: boolean;
  /** null = it is not ready, or nobody can say since when */
  readonly readySince: Instant | null;
  readonly reviewers: readonly string[];
  readonly approval: PartApproval | null;
  readonly done: boolean;
}

/** `linked`: it says where it is made; `ticked`: its box is, by who may. */
export function partStanding({ made, reviewers, approval }: PartFacts, linked: boolean, ticked: boolean): PartStanding {
  const ready = linked ? made !== null && made.readyAt !== null : ticked || approval !== null;
  return { ready, readySince: linked && made?.readyAt !== 0 ? made?.readyAt ?? null : null, reviewers, approval, done: ready && (reviewers.length === 0 || approval !== null) };
}

/** It is ready, and waits for somebody to look at it. */
export function waitsForReview({ standing }: { readonly standing?: PartStanding }): boolean {
  return standing !== undefined && standing.ready && !standing.done;
}

/** Who looks at it now, and whose word counts: whoever it was passed on to last, and those whom the plan names. */
export function reviewersOf(milestone: string, part: string, review: readonly string[], { reviewsPassed }: Pick<MilestoneWords, "reviewsPassed">): { readonly asked: readonly string[]; readonly may: readonly string[] } {
  const passed = reviewsPassed.find((one) => one.milestone === milestone && one.part === part)?.to ?? null;
  return passed === null || review.length === 0 ? { asked: review, may: review } : { asked: [passed], may: [passed, ...review] };
}
