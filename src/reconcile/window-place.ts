/** Where a window has its issue, and how one speaks under an issue that is locked: GitHub hears no app there, so it is unlocked for that moment. */
import { commandLines } from "../domain/command/command-lines.ts";
import { digestOf } from "../domain/desired/pull-check.ts";
import type { CardRecord, GuestPlace } from "../domain/model/card.ts";
import type { PlannedWindow } from "../domain/model/plan-record.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import { sameRepository } from "../domain/model/refs.ts";
import { windowState, windowTimes } from "../domain/policy/window.ts";
import type { WindowTimes, WrittenComment } from "../domain/policy/window.ts";
import type { CardPlan } from "./card-wish.ts";
import { namesOf } from "./governance.ts";
import type { CommentFact, IssueLock } from "./github-facts.ts";
import { planKey, plansHeard, repositoryOf } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

export interface WindowPlace {
  readonly repository: RepositoryRecord;
  /** of the issue that the plan names; null = one of ours in the home */
  readonly guest: number | null;
  /** what the plan names and cannot be had; null = there is no such thing */
  readonly stray: string | null;
  /** of the guest; null = it was not read */
  readonly lock: IssueLock | null;
}

export async function windowPlace({ issue }: PlannedWindow, { home, record }: CardPlan, context: RunContext): Promise<WindowPlace> {
  if (issue === null) return { repository: home, guest: null, stray: null, lock: null };
  const name = issue.repository;
  const stray = { repository: home, guest: null, stray: `${name ?? ""}#${issue.number}`, lock: null };
  const repository = name === null || isNamed(home, name) ? home : await governed(name, record.governs, context);
  if (repository === null || repository.archived) return stray;
  const lock = await context.github.readIssueLock(repository, issue.number);
  return lock === null ? stray : { repository, guest: issue.number, stray: null, lock };
}

/** By its present name, or one that it had. */
export function isNamed(repository: RepositoryRecord, name: string): boolean {
  return namesOf(repository).some((one) => sameRepository(one, name));
}

/** One that the plan governs. */
export async function governed(name: string, governs: readonly number[], context: RunContext): Promise<RepositoryRecord | null> {
  for (const id of governs) {
    const one = await repositoryOf(context.memory, id);
    if (one !== null && isNamed(one, name)) return one;
  }
  return null;
}

/** Several windows may have one issue, also of several plans: it is open while one of them is. The first of each plan looks after its lock, and all agree. */
export interface SharedIssue {
  readonly windows: readonly WindowTimes[];
  /** who speaks there as whoever answers for a window */
  readonly hosts: readonly (string | null)[];
  readonly leads: boolean;
  readonly locked: boolean;
  /** for as long as this is the same, so is `locked` */
  readonly stretch: string;
}

/** As much of it is remembered. */
const STRETCH = 1_000;

export async function sharedIssue(window: PlannedWindow, place: WindowPlace, { record, plan }: CardPlan, context: RunContext): Promise<SharedIssue> {
  const own = planKey(record);
  const shown = place.guest === null ? [{ plan: own, window, manager: plan.release.manager }] : await windowsAt(place.repository, place.guest, context);
  const times = shown.flatMap((one) => windowTimes(one.window) ?? []);
  const states = times.map((one) => ({ ...one, state: windowState(one, context.now()) }));
  const stretch = states.map(({ opens, closes, state }) => `${state}/${opens}/${closes}`).join(" ");
  return {
    windows: times, hosts: shown.map((one) => one.window.owner ?? one.manager), locked: !states.some(({ state }) => state === "open"),
    leads: shown.find((one) => one.plan === own && windowTimes(one.window) !== null)?.window.id === window.id, stretch: stretch.length > STRETCH ? digestOf(stretch) : stretch,
  };
}

/** Whether cards of other windows stand in that issue of somebody else's. */
export async function isShared({ home, path, subject }: CardRecord, { repository, number }: GuestPlace, { memory }: RunContext): Promise<boolean> {
  const there = (await memory.records<CardRecord>("card", "")).filter(({ value: { guest } }) => guest?.repository === repository && guest.number === number);
  return there.some(({ value }) => value.home !== home || value.path !== path || value.subject.id !== subject.id);
}

/** In the same order whoever asks. */
async function windowsAt(repository: RepositoryRecord, number: number, context: RunContext): Promise<readonly { readonly plan: string; readonly window: PlannedWindow; readonly manager: string | null }[]> {
  const plans = (await plansHeard(context.memory, repository.id)).filter(({ home }) => !home.archived).map((one) => ({ ...one, key: planKey(one.record) }));
  return plans.toSorted((a, b) => (a.key < b.key ? -1 : 1)).flatMap(({ home, key, written: { windows, release } }) => windows
    .filter(({ issue }) => issue?.number === number && (issue.repository === null ? home.id === repository.id : isNamed(repository, issue.repository)))
    .map((window) => ({ plan: key, window, manager: release.manager })));
}

/** The lock as we know it while a run lasts. */
export interface HeldLock {
  locked: boolean;
  /** GitHub lets us turn it */
  obeys: boolean;
}

export function heldLock(observed: IssueLock | null): HeldLock {
  return { locked: observed?.locked ?? false, obeys: true };
}

export async function turn(lock: HeldLock, locked: boolean, repository: RepositoryRecord, number: number, context: RunContext): Promise<void> {
  if (lock.locked === locked || !lock.obeys) return;
  lock.obeys = await context.github.ensureIssueLock(repository, number, locked);
  if (lock.obeys) lock.locked = locked;
}

/** Comments written through it are heard. Whoever uses it turns the lock back afterwards. */
export function speaking(lock: HeldLock, repository: RepositoryRecord, number: number, context: RunContext): RunContext {
  const { github } = context;
  return {
    ...context,
    github: {
      ...github,
      ensureComment: async (place, desired, known) => {
        await turn(lock, false, repository, number, context);
        const id = await github.ensureComment(place, desired, known);
        if (id !== null || !lock.obeys) return id;
        // Somebody locked it in the meantime, or we did in another run.
        lock.locked = true;
        await turn(lock, false, repository, number, context);
        return github.ensureComment(place, desired, known);
      },
    },
  };
}

export function written({ id, author, ours, createdAt, body }: CommentFact): WrittenComment {
  return { id, author, ours, createdAt, command: commandLines(body).length > 0 };
}

/** Which of our comments stand there already, by what they tell. */
export function toldIn(comments: readonly { readonly body: string; readonly ours: boolean }[]): readonly string[] {
  return comments.flatMap(({ body, ours }) => {
    const [, key] = ours ? /^<!-- release-warden:told\/([^\s]+) -->/.exec(body) ?? [] : [];
    try {
      return key === undefined ? [] : [decodeURIComponent(key)];
    } catch {
      return [];
    }
  });
}

/** The other windows' issues in the same repository, for the way on. */
export async function issueOf({ id }: PlannedWindow, { home, record }: CardPlan, context: RunContext): Promise<number | null> {
  const card = await context.memory.record<CardRecord>("card", `${home.id}/${record.path}/window/${id}`);
  return card === null || card.deleted || card.guest !== undefined ? null : card.number;
}
