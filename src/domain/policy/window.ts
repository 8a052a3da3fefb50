/**
 * Windows: from the very second at which one opens, up to but not including the one at which it closes, what people write counts. It is judged by when
 * GitHub says that it was written, never by when we saw it.
 */
import type { Instant } from "../model/instant.ts";
import type { PlannedWindow } from "../model/plan-record.ts";
import type { LockStanding, WindowTally } from "../model/window.ts";

export type WindowState = "ahead" | "open" | "closed";

export interface WindowTimes {
  readonly opens: Instant;
  readonly closes: Instant;
}

/** Null = an end of it is no instant. */
export function windowTimes({ opens, closes }: Pick<PlannedWindow, "opens" | "closes">): WindowTimes | null {
  return opens.at === null || closes.at === null ? null : { opens: opens.at, closes: closes.at };
}

/** Also of anything that came in: `ahead` = too early, `closed` = too late. */
export function windowState({ opens, closes }: WindowTimes, at: Instant): WindowState {
  return at < opens ? "ahead" : at < closes ? "open" : "closed";
}

export interface WrittenComment {
  readonly id: number;
  /** null = the account is gone */
  readonly author: { readonly login: string; readonly bot: boolean } | null;
  readonly ours: boolean;
  readonly createdAt: Instant;
  /** it gives a command, and contributes nothing */
  readonly command: boolean;
}

/** GitHub lists a comment some moments after it was written: until then it is counted again. */
export const COUNTED_AFTER = 120_000;

/** What was counted of exactly this window, and stays so. */
export function settledTally({ opens, closes }: WindowTimes, tally: WindowTally | null): WindowTally | null {
  return tally !== null && tally.settled && tally.opens === opens && tally.closes === closes ? tally : null;
}

/** What people wrote in the window. */
export function tallyOf(times: WindowTimes, comments: readonly WrittenComment[], now: Instant): WindowTally {
  const counted = comments.filter((one) => isByPeople(one) && windowState(times, one.createdAt) === "open");
  return { ...times, comments: counted.length, people: new Set(counted.map(({ author, id }) => author?.login.toLowerCase() ?? `gone/${id}`)).size, settled: now >= times.closes + COUNTED_AFTER };
}

export interface Uncounted {
  readonly comment: number;
  readonly login: string;
  readonly at: Instant;
  readonly when: "early" | "late";
}

/**
 * The first comment of each person that lies in no window of the issue, oldest first: each is told once. Whoever answers for the window and whoever
 * runs the release speak there as such. `since`: what was written before the issue stood for the window is none of ours.
 */
export function uncounted(windows: readonly WindowTimes[], comments: readonly WrittenComment[], hosts: readonly (string | null)[], since: Instant): readonly Uncounted[] {
  const exempt = new Set(hosts.flatMap((one) => (one === null ? [] : [one.toLowerCase()])));
  const first = new Map<string, Uncounted>();
  for (const one of comments.toSorted((a, b) => a.createdAt - b.createdAt || a.id - b.id)) {
    const { author, createdAt: at } = one;
    if (!isByPeople(one) || author === null || at < since || exempt.has(author.login.toLowerCase())) continue;
    const states = windows.map((times) => windowState(times, at));
    if (states.includes("open") || states.length === 0) continue;
    const when = states.includes("ahead") ? "early" : "late";
    const key = `${when}/${author.login.toLowerCase()}`;
    if (!first.has(key)) first.set(key, { comment: one.id, login: author.login, at, when });
  }
  return [...first.values()];
}

function isByPeople({ author, ours, command }: WrittenComment): boolean {
  return !ours && !command && author?.bot !== true;
}

export interface LockStep {
  /** `turn` = we have not done it yet; `put-back` = people undid it for the first time; `leave` = they did so again, and it stays as they want it */
  readonly step: "stands" | "turn" | "put-back" | "leave";
  readonly standing: LockStanding;
}

/**
 * `wanted` = whether it is to be locked in this stretch; `ours` = nobody but us has turned it last. A lock that we turned ourselves and did not turn
 * back, or did not turn at all, is one of a run that broke off.
 */
export function lockStep(wanted: boolean, stretch: string, observed: { readonly locked: boolean; readonly ours: boolean }, known: LockStanding | null): LockStep {
  const standing = known?.stretch === stretch ? known : { stretch, putBack: false, left: false };
  if (observed.locked === wanted) return { step: "stands", standing };
  if (known?.stretch !== stretch || (observed.ours && !standing.left)) return { step: "turn", standing };
  return standing.putBack ? { step: "leave", standing: { ...standing, left: true } } : { step: "put-back", standing: { ...standing, putBack: true } };
}
