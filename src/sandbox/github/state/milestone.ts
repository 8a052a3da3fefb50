/**
 * Milestones with their counts, due days and the instant of closing.
 * GitHub keeps a day, not an instant: what is given is floored to the start of its day on the Pacific coast. Noon UTC stays on its date;
 * midnight UTC becomes the day before.
 */
import { Temporal } from "temporal-polyfill";
import { invalid, notFound } from "../api-problem.ts";
import { githubInstantOrNull } from "../clock.ts";
import { nodeId } from "../node-id.ts";
import { milestonePayload } from "../payload/milestone.ts";
import type { World } from "../world.ts";
import type { Account } from "./account.ts";
import type { Repository } from "./repository.ts";

export interface Milestone {
  readonly id: number;
  readonly nodeId: string;
  readonly number: number;
  title: string;
  description: string | null;
  state: "open" | "closed";
  readonly creator: Account;
  dueOn: number | null;
  closedAt: number | null;
  readonly createdAt: number;
  updatedAt: number;
  openIssues: number;
  closedIssues: number;
}

export interface MilestoneInput {
  readonly title: string;
  readonly description?: string | null;
  /** ms UTC; floored when stored. */
  readonly dueOn?: number | null;
  readonly state?: "open" | "closed";
}

/** Creates a milestone and fires milestone.created; 422 when the title is taken. */
export function createMilestone(world: World, repository: Repository, input: MilestoneInput, sender: Account): Milestone {
  checkTitle(repository, input.title, null);
  const now = world.clock.now();
  const id = world.nextId("milestone");
  const closed = input.state === "closed";
  const milestone: Milestone = {
    id,
    nodeId: nodeId("milestone", id),
    number: repository.nextMilestoneNumber++,
    title: input.title,
    description: input.description ?? null,
    state: closed ? "closed" : "open",
    creator: sender,
    dueOn: pacificDay(input.dueOn ?? null),
    closedAt: closed ? now : null,
    createdAt: now,
    updatedAt: now,
    openIssues: 0,
    closedIssues: 0,
  };
  repository.milestones.set(milestone.number, milestone);
  emitMilestone(world, repository, milestone, "created", sender);
  return milestone;
}

/** The start of the day, as a clock in California tells it. Source: wordpress-mobile/release-toolkit#419. */
export function pacificDay(instant: number | null): number | null {
  return instant === null ? null : Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO("America/Los_Angeles").startOfDay().epochMilliseconds;
}

function checkTitle(repository: Repository, title: string, self: Milestone | null): void {
  if (title.trim() === "") throw invalid({ resource: "Milestone", code: "missing_field", field: "title" });
  for (const other of repository.milestones.values()) {
    if (other !== self && other.title === title) throw invalid({ resource: "Milestone", code: "already_exists", field: "title" });
  }
}

export function findMilestone(repository: Repository, number: number): Milestone {
  const milestone = repository.milestones.get(number);
  if (milestone === undefined) throw notFound();
  return milestone;
}

/** Changes a milestone; fires milestone.edited, and milestone.closed or opened when the state changes. */
export function updateMilestone(world: World, repository: Repository, milestone: Milestone, change: Partial<MilestoneInput>, sender: Account): void {
  const changes: Record<string, { from: string | null }> = {};
  const now = world.clock.now();
  if (change.title !== undefined && change.title !== milestone.title) {
    checkTitle(repository, change.title, milestone);
    changes["title"] = { from: milestone.title };
    milestone.title = change.title;
  }
  if (change.description !== undefined && change.description !== milestone.description) {
    changes["description"] = { from: milestone.description };
    milestone.description = change.description;
  }
  const dueOn = change.dueOn === undefined ? milestone.dueOn : pacificDay(change.dueOn);
  if (dueOn !== milestone.dueOn) {
    changes["due_on"] = { from: githubInstantOrNull(milestone.dueOn) };
    milestone.dueOn = dueOn;
  }
  const reworded = Object.keys(changes).length > 0;
  const turned = change.state !== undefined && change.state !== milestone.state;
  if (turned) {
    milestone.state = change.state === "closed" ? "closed" : "open";
    milestone.closedAt = milestone.state === "closed" ? now : null;
  }
  if (reworded || turned) milestone.updatedAt = now;
  if (reworded) emitMilestone(world, repository, milestone, "edited", sender, { changes });
  if (turned) emitMilestone(world, repository, milestone, milestone.state === "closed" ? "closed" : "opened", sender);
}

/** Deletes a milestone and takes it off its issues; only milestone.deleted is fired. */
export function deleteMilestone(world: World, repository: Repository, milestone: Milestone, sender: Account): void {
  repository.milestones.delete(milestone.number);
  for (const issue of repository.issues.values()) if (issue.milestone === milestone) issue.milestone = null;
  emitMilestone(world, repository, milestone, "deleted", sender);
}

function emitMilestone(world: World, repository: Repository, milestone: Milestone, action: string, sender: Account, more: Record<string, unknown> = {}): void {
  world.emit({ event: "milestone", action, repository, sender }, () => ({ milestone: milestonePayload(world, repository, milestone), ...more }));
}
