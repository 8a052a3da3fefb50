/** What a card must be, as each kind of card says it; `card.ts` makes it so. */
import type { Instant } from "../domain/model/instant.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { PlanRecord, RepositoryRecord } from "../domain/model/records.ts";
import type { WindowStanding } from "../domain/model/window.ts";
import type { Deadline } from "../domain/policy/deadline.ts";
import type { Telling } from "./notice.ts";

export interface CardPlan {
  readonly home: RepositoryRecord;
  readonly record: PlanRecord;
  readonly plan: ReleasePlan;
  /** ids of milestones that are reached */
  readonly reached: ReadonlySet<string>;
  /** every milestone is reached */
  readonly over: boolean;
}

export interface CardWish {
  readonly title: string;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  readonly words: string;
  /** it is closed, once; else people open and close it */
  readonly over: boolean;
  /** whoever is concerned is reminded of these */
  readonly deadlines: readonly Deadline[];
  /** digest of what others say because of it; absent = they say nothing */
  readonly shown?: string;
  /** told under it once each, by key */
  readonly tellings: readonly Telling[];
  /** remembered beside what is shown; absent = nothing is */
  readonly standing?: WindowStanding;
  /** when the clock alone changes what it says; null = never */
  readonly wakeAt: Instant | null;
}
