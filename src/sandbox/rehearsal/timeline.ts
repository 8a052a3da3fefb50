/**
 * From facts to what happens when. Facts name the instant of a merge and seldom that of opening; opening is placed before it so that numbers
 * rise with time, as on GitHub, and a release merge is opened once there is something to carry.
 */
import type { Instant } from "../../domain/model/instant.ts";
import type { ContainedChange, PullFacts } from "../../domain/model/pull.ts";
import { sameRepository } from "../../domain/model/refs.ts";
import type { RehearsalInput } from "./input.ts";
import { planHistory } from "./plan-history.ts";
import type { PlanRevision } from "./plan-history.ts";

export type BareCommit = Extract<ContainedChange["change"], { kind: "commit" }> & { readonly branch: string };

export type Happening =
  | { readonly kind: "plan"; readonly at: Instant; readonly text: string }
  /** a change of the plan is proposed, then says what it had left out; the plan that follows is its merge */
  | { readonly kind: "propose" | "explain"; readonly at: Instant; readonly text: string }
  | { readonly kind: "reach"; readonly at: Instant; readonly milestone: string }
  | { readonly kind: "push"; readonly at: Instant; readonly commit: BareCommit }
  | { readonly kind: "open"; readonly at: Instant; readonly pull: PullFacts }
  | { readonly kind: "merge"; readonly at: Instant; readonly pull: PullFacts };

export interface Timeline {
  /** when the world begins: everything is there and nothing has happened */
  readonly begin: Instant;
  /** in order of time */
  readonly happenings: readonly Happening[];
}

const SECOND = 1_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** How long a pull request is open where the facts do not say. */
const OPEN_FOR = HOUR;
/** At one instant: the plan first, then what opens before what merges. */
const RANK: Readonly<Record<Happening["kind"], number>> = { propose: 0, explain: 0, plan: 0, reach: 1, push: 2, open: 3, merge: 4 };

export function timeline(input: RehearsalInput): Timeline {
  const { pulls, commits } = allChanges(input.pulls);
  const last = latest([...pulls.map((pull) => pull.mergedAt), ...input.reached.map(({ at }) => at)]) ?? input.plannedAt ?? 0;
  const opened = pulls.length === 0 ? new Map<PullFacts, Instant>() : openings(pulls, last);
  const happenings: Happening[] = [
    ...closings(input), ...commits,
    ...pulls.map((pull): Happening => ({ kind: "open", at: opened.get(pull) ?? last, pull })),
    ...pulls.flatMap((pull): Happening[] => (pull.mergedAt === null ? [] : [{ kind: "merge", at: pull.mergedAt, pull }])),
  ];
  const earliest = Math.min(...happenings.map(({ at }) => at), input.plannedAt ?? Number.POSITIVE_INFINITY, last);
  const begin = earliest - DAY;
  happenings.push(...planHistory(input.planText, input.plan).flatMap((revision) => changeOfPlan(revision, input, revision.at ?? input.plannedAt ?? begin)));
  return { begin, happenings: happenings.sort((a, b) => a.at - b.at || RANK[a.kind] - RANK[b.kind]) };
}

function changeOfPlan({ text, unexplained }: PlanRevision, { proposesMoves }: RehearsalInput, at: Instant): readonly Happening[] {
  const asked: readonly Happening[] = unexplained === null || proposesMoves !== true ? [] : [{ kind: "propose", at: at - 2 * HOUR, text: unexplained }, { kind: "explain", at: at - HOUR, text }];
  return [...asked, { kind: "plan", at, text }];
}

/** GitHub's milestones know no products: one is closed when it was reached for all of them. */
function closings({ reached }: RehearsalInput): readonly Happening[] {
  const last = new Map<string, Instant>();
  for (const { milestone, at } of reached) last.set(milestone, Math.max(at, last.get(milestone) ?? at));
  return [...last].map(([milestone, at]) => ({ kind: "reach", at, milestone }));
}

/** What release merges list as carried has happened too, each once. Where nobody said when it entered, it is staged just before the release merge. */
function allChanges(given: readonly PullFacts[]): { readonly pulls: readonly PullFacts[]; readonly commits: readonly Happening[] } {
  const pulls = new Map(given.map((pull) => [nameOf(pull), pull]));
  const commits = new Map<string, Happening>();
  function add(outer: PullFacts, carried: ContainedChange): void {
    const at = carried.enteredAt ?? (outer.mergedAt === null ? null : outer.mergedAt - 2 * SECOND);
    if (carried.change.kind === "commit") {
      if (at !== null) commits.set(`${carried.change.repository}@${carried.change.sha}`, { kind: "push", at, commit: { ...carried.change, branch: outer.head.ref } });
      return;
    }
    const { pull } = carried.change;
    if (!pulls.has(nameOf(pull))) pulls.set(nameOf(pull), { ...pull, mergedAt: pull.mergedAt ?? at });
    for (const inner of pull.contains ?? []) add(pull, inner);
  }
  for (const pull of given) for (const carried of pull.contains ?? []) add(pull, carried);
  return { pulls: [...pulls.values()], commits: [...commits.values()] };
}

function openings(pulls: readonly PullFacts[], last: Instant): ReadonlyMap<PullFacts, Instant> {
  const opened = new Map<PullFacts, Instant>();
  const descending = [...pulls].sort((a, b) => a.repository.localeCompare(b.repository) || b.number - a.number);
  let next: { readonly repository: string; readonly at: Instant } | null = null;
  for (const pull of descending) {
    const before: Instant = next !== null && sameRepository(next.repository, pull.repository) ? next.at - SECOND : Number.POSITIVE_INFINITY;
    const at: Instant = pull.createdAt ?? Math.min(before, pull.mergedAt === null ? last : pull.mergedAt - OPEN_FOR);
    opened.set(pull, openable(pull, pulls, at));
    next = { repository: pull.repository, at };
  }
  return opened;
}

/**
 * Of two pull requests the same way the second is opened when the first is merged; one from a branch that others merge into not before the first
 * of them has; and none after its own merge.
 */
function openable(pull: PullFacts, pulls: readonly PullFacts[], at: Instant): Instant {
  const mergedAt = pull.mergedAt ?? Number.POSITIVE_INFINITY;
  const previous = latest(pulls.filter((one) => one !== pull && sameWay(one, pull) && (one.mergedAt ?? mergedAt) < mergedAt).map((one) => one.mergedAt)) ?? Number.NEGATIVE_INFINITY;
  const entries = pulls.filter((one) => entersHeadOf(pull, one)).flatMap((one) => one.mergedAt ?? []).filter((entry) => entry > previous && entry < mergedAt);
  const first = entries.length === 0 ? previous : Math.min(...entries);
  return Math.min(Math.max(at, first + SECOND), mergedAt - SECOND);
}

function entersHeadOf(pull: PullFacts, other: PullFacts): boolean {
  return pull.head.repository !== null && sameRepository(pull.head.repository, other.repository) && other.base.ref === pull.head.ref;
}

function sameWay(one: PullFacts, other: PullFacts): boolean {
  return sameRepository(one.repository, other.repository) && one.base.ref === other.base.ref && one.head.ref === other.head.ref && one.head.repository === other.head.repository;
}

function nameOf(pull: PullFacts): string {
  return `${pull.repository}#${pull.number}`.toLowerCase();
}

function latest(instants: readonly (Instant | null)[]): Instant | null {
  const known = instants.filter((at) => at !== null);
  return known.length === 0 ? null : Math.max(...known);
}
