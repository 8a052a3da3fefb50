/** What is told under the issue of a window, each once: that it opened or closed, what does not count, what people did to the lock, and documents that changed. */
import { digestOf } from "../domain/desired/pull-check.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { PlannedWindow } from "../domain/model/plan-record.ts";
import type { WindowStanding } from "../domain/model/window.ts";
import { uncounted, windowTimes } from "../domain/policy/window.ts";
import type { LockStep, WindowState, WindowTimes } from "../domain/policy/window.ts";
import type { ShownWindow } from "../text/window-card.ts";
import { closedText, lockText, openedText, uncountedText } from "../text/window-card.ts";
import type { CardPlan } from "./card-wish.ts";
import type { CommentFact, IssueLock } from "./github-facts.ts";
import type { Telling } from "./notice.ts";
import type { RunContext } from "./ports.ts";
import { documentTellings } from "./window-documents.ts";
import type { WatchedDocument } from "./window-documents.ts";
import { issueOf, written } from "./window-place.ts";
import type { SharedIssue, WindowPlace } from "./window-place.ts";

/** Beyond these nobody is answered any more: whoever reads the last of them knows. */
const ANSWERED_AT_MOST = 20;

interface Tellable {
  readonly times: WindowTimes;
  readonly state: WindowState;
  readonly shared: SharedIssue;
  readonly comments: readonly CommentFact[];
  readonly observed: IssueLock | null;
  readonly step: LockStep | null;
  readonly standing: WindowStanding;
  readonly documents: readonly WatchedDocument[];
  readonly shown: ShownWindow;
}

export function windowTellings(decided: Tellable, told: readonly string[], now: Instant): readonly Telling[] {
  const { times: { opens, closes }, state, shown, documents } = decided;
  const boundary = state === "open" ? [{ key: `opened/${opens}/${closes}`, body: openedText(shown) }] : state === "closed" ? [{ key: closedKey(decided.times), body: closedText(shown) }] : [];
  return [...boundary, ...replies(decided, told, now), ...ofLock(decided), ...(state === "closed" ? [] : documentTellings(documents, shown.zone, told, now))];
}

export function closedKey({ opens, closes }: WindowTimes): string {
  return `closed/${opens}/${closes}`;
}

/** Where people keep it unlocked they talk on, and nobody is answered. Nor is who was early once it has opened. */
function replies({ shared, comments, standing, shown }: Tellable, told: readonly string[], now: Instant): readonly Telling[] {
  if (!shared.leads || !shared.locked || standing.lock?.left === true) return [];
  const room = ANSWERED_AT_MOST - told.filter((key) => /^(?:early|late)\//.test(key)).length;
  const found = uncounted(shared.windows, comments.map(written), shared.hosts, standing.since);
  return found.flatMap((one): readonly Telling[] => {
    const times = meant(one, shared.windows);
    const key = `${one.when}/${one.login.toLowerCase()}/${one.when === "early" ? times?.opens : times?.closes}`;
    return times === undefined || (one.when === "early" && times.opens <= now) ? [] : [{ key, body: uncountedText(one, { ...shown, times }) }];
  }).filter(({ key }) => !told.includes(key)).slice(0, Math.max(0, room));
}

/** The window that it was too early or too late for. */
function meant({ when, at }: { readonly when: "early" | "late"; readonly at: Instant }, windows: readonly WindowTimes[]): WindowTimes | undefined {
  return when === "early" ? windows.filter(({ opens }) => opens > at).toSorted((a, b) => a.opens - b.opens)[0] : windows.filter(({ closes }) => closes <= at).toSorted((a, b) => b.closes - a.closes)[0];
}

function ofLock({ step, shared, observed, shown }: Tellable): readonly Telling[] {
  if (step === null || (step.step !== "put-back" && step.step !== "leave")) return [];
  return [{ key: `lock/${step.step}/${digestOf(shared.stretch)}`, body: lockText({ step: step.step, locked: shared.locked, by: observed?.changed?.by ?? null }, shown) }];
}

/** Of those that close later the one that opens first; `opens` 0 = it is open already. */
export async function nextWindow(window: PlannedWindow, place: WindowPlace, planned: CardPlan, context: RunContext): Promise<ShownWindow["next"]> {
  const own = windowTimes(window);
  const later = planned.plan.windows.flatMap((one) => {
    const times = windowTimes(one);
    return times === null || own === null || one.id === window.id || times.closes <= own.closes ? [] : [{ window: one, opens: times.opens }];
  }).toSorted((a, b) => a.opens - b.opens)[0];
  if (later === undefined) return null;
  const issue = place.repository.id === planned.home.id ? await issueOf(later.window, planned, context) : null;
  return { window: later.window, issue, opens: later.opens <= context.now() ? 0 : later.opens };
}
