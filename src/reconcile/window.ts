/**
 * The card of a window: an issue whose conversation is open exactly while the window is, ours or the one that the plan names.
 *
 * Promises: what counts is judged by when GitHub says that it was written, never by when we came to lock; opening and closing are told once each, and
 * who was down over both tells the closing alone; who wrote too early or too late is told once; what people turn by hand is put back once and then left;
 * the text of an issue that is not ours is never edited.
 * Accepted: a run that breaks off between putting a lock back and saying so leaves it at GitHub's own line in the timeline.
 * Accepted races: between the instant and our lock, and while we speak under a locked issue, others can comment too; what they write then does not count.
 */
import { desireCardBody } from "../domain/desired/card-issue.ts";
import { hiddenKey } from "../domain/desired/fenced-section.ts";
import { digestOf } from "../domain/desired/pull-check.ts";
import { readStanding, renderStanding } from "../domain/desired/window-standing.ts";
import type { CardRecord } from "../domain/model/card.ts";
import { cardKey, subjectText } from "../domain/model/card.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { Mark } from "../domain/model/key.ts";
import type { IssueChange, OwnIssue } from "../domain/model/own-issue.ts";
import type { PlannedWindow } from "../domain/model/plan-record.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { RecordChange, Settlement } from "../domain/model/settlement.ts";
import { NOTHING_TO_SETTLE } from "../domain/model/settlement.ts";
import type { WindowStanding } from "../domain/model/window.ts";
import { earliestAfter } from "../domain/policy/freeze-interval.ts";
import { COUNTED_AFTER, lockStep, settledTally, tallyOf, windowState, windowTimes } from "../domain/policy/window.ts";
import type { LockStep, WindowState, WindowTimes } from "../domain/policy/window.ts";
import { tornText } from "../text/milestone-notice.ts";
import type { ShownWindow } from "../text/window-card.ts";
import { closedText, windowStatusText, windowText, windowTitle } from "../text/window-card.ts";
import type { CardPlan } from "./card-wish.ts";
import type { CommentFact, IssueLock } from "./github-facts.ts";
import { tell, toldMarker } from "./notice.ts";
import { keptIssue, observedIssue, titleChange } from "./own-record.ts";
import type { RunContext } from "./ports.ts";
import { remindOf } from "./reminders.ts";
import { documentDeadlines, documentFollowers, documentInstants, shownStanding, standings, watchedDocuments } from "./window-documents.ts";
import type { WatchedDocument } from "./window-documents.ts";
import { heldLock, sharedIssue, speaking, toldIn, turn, windowPlace, written } from "./window-place.ts";
import type { HeldLock, SharedIssue, WindowPlace } from "./window-place.ts";
import { closedKey, nextWindow, windowTellings } from "./window-tellings.ts";
import { leavePlace } from "./window-withdrawal.ts";

const TRY_AGAIN_AFTER = 3_600_000;
/** An issue of somebody else's is not locked for a window that was over long before anybody could look. */
const LATE_BEGINNING = 86_400_000;

/** Everything that was read and decided, before anything is written. */
interface Decided {
  readonly window: PlannedWindow;
  readonly times: WindowTimes;
  readonly state: WindowState;
  readonly place: WindowPlace;
  readonly shared: SharedIssue;
  /** ours, where it is ours and there */
  readonly own: OwnIssue | null;
  readonly comments: readonly CommentFact[];
  readonly observed: IssueLock | null;
  readonly step: LockStep | null;
  readonly documents: readonly WatchedDocument[];
  readonly standing: WindowStanding;
  readonly shown: ShownWindow;
}

export async function runWindow(id: string, remembered: CardRecord, planned: CardPlan, context: RunContext): Promise<Settlement> {
  const window = planned.plan.windows.find((one) => one.id === id);
  const times = window === undefined ? null : windowTimes(window);
  if (window === undefined || times === null) return NOTHING_TO_SETTLE;
  const place = await windowPlace(window, planned, context);
  const known = await leavePlace(remembered, place, planned, context);
  const own = place.guest === null ? await observedIssue(planned.home, known, context) : null;
  const wakeAt = earliestAfter(context.now(), [times.opens, times.closes]);
  if (place.guest === null && (known.deleted || (own === null && known.number !== null))) return settled({ ...known, deleted: true, open: false }, wakeAt);
  const decided = await decide({ window, times, place, own }, known, planned, context);
  return decided === null ? settled(known, wakeAt) : show(decided, known, remembered, planned, context);
}

type Found = Pick<Decided, "window" | "times" | "place" | "own">;

/** Null = it was over before anything stood for it. */
async function decide(found: Found, known: CardRecord, planned: CardPlan, context: RunContext): Promise<Decided | null> {
  const { window, times, place, own } = found;
  const now = context.now();
  const state = windowState(times, now);
  const number = place.guest ?? own?.number ?? null;
  if (number === null && state === "closed") return null;
  const first = known.standing === undefined;
  const comments = number === null ? [] : await commentsOf(found, number, first, known, context);
  const before = known.standing ?? rememberedIn(own, comments, known);
  if (place.guest !== null && before === null && now - times.closes > LATE_BEGINNING) return null;
  const observed = place.lock ?? (own === null ? null : await context.github.readIssueLock(place.repository, own.number));
  const shared = await sharedIssue(window, place, planned, context);
  const standing: WindowStanding = before ?? { since: now, lock: null, tally: null, documents: {} };
  const step = shared.leads ? lockStep(shared.locked, shared.stretch, { locked: observed?.locked ?? false, ours: observed?.changed?.ours ?? true }, standing.lock) : null;
  const web = originOf(own?.url ?? observed?.url ?? known.url);
  const documents = await watchedDocuments(planned.plan.documents.filter(({ windows }) => windows.includes(window.id)), known.subject, place.repository, web, planned, standing.documents, context);
  const tally = state === "closed" ? settledTally(times, standing.tally) ?? tallyOf(times, comments.map(written), now) : null;
  const shown: ShownWindow = {
    window, times, state, tally, documents, host: window.owner ?? planned.plan.release.manager, next: await nextWindow(window, place, planned, context),
    zone: planned.plan.release.timezone, path: planned.record.path, stray: place.stray,
  };
  return { ...found, state, shared, comments, observed, step, documents, shown, standing: { since: standing.since, lock: step?.standing ?? standing.lock, tally, documents: standings(documents) } };
}

/** While it is open nothing has to be read: what comes in counts, and is counted when it closes. */
async function commentsOf({ times, place }: Found, number: number, first: boolean, known: CardRecord, context: RunContext): Promise<readonly CommentFact[]> {
  const state = windowState(times, context.now());
  const { tally = null, since = 0 } = known.standing ?? {};
  if (state === "open" && !first) return [];
  const from = first ? 0 : state === "ahead" ? since : settledTally(times, tally) !== null ? times.closes : Math.min(since, times.opens);
  return context.github.readIssueComments(place.repository, number, from);
}

/** What a lost store is told again. */
function rememberedIn(own: OwnIssue | null, comments: readonly CommentFact[], { key }: CardRecord): WindowStanding | null {
  if (own !== null) return readStanding(own.body);
  const status = comments.find(({ ours, body }) => ours && body.startsWith(hiddenKey(key)));
  return status === undefined ? null : readStanding(status.body);
}

async function show(decided: Decided, known: CardRecord, remembered: CardRecord, planned: CardPlan, context: RunContext): Promise<Settlement> {
  const { place, own, state, shown, step, shared, standing, comments, window, documents } = decided;
  const { home, plan } = planned;
  const title = windowTitle(plan, window);
  const words = `${place.guest === null ? windowText(shown) : windowStatusText(shown)}\n\n${renderStanding(shownStanding(standing, documents))}`;
  const { body, missing } = desireCardBody(known.key, words, own?.body ?? null);
  const issue = place.guest !== null ? null : own ?? await context.github.ensureIssue(home, { key: known.key, title, body, labels: [...plan.tracking?.labels ?? [], "window"], assignees: window.owner === null || window.owner.includes("/") ? [] : [window.owner] });
  const number = place.guest ?? issue?.number ?? 0;
  const lock = heldLock(decided.observed);
  const target = step === null || step.step === "leave" ? lock.locked : shared.locked;
  if (!target) await turn(lock, false, place.repository, number, context);
  const speaker = speaking(lock, place.repository, number, context);
  const guest = place.guest === null ? {} : { guest: await shownAsGuest(words, place, known, speaker) };
  const told = [...new Set([...known.told, ...toldIn(comments)])];
  const torn = missing.length === 0 ? [] : [{ key: `missing/${missing.join(",")}`, body: tornText(missing) }];
  const said = await tell([...windowTellings(decided, told, context.now()), ...torn], told, number, place.repository, speaker);
  if (isRecounted(decided, known)) await speaker.github.ensureComment(place.repository, { number, marker: toldMarker(closedKey(decided.times)), body: closedText(shown), since: 0 }, null);
  const deadlines = state === "closed" ? [] : documentDeadlines(documents, plan.release.manager);
  const { reminded, wakeAt } = await remindOf({ home: place.repository, reminders: plan.tracking?.reminders ?? null, plan }, deadlines, [], known.reminded, number, speaker);
  const stands = issue === null || own === null ? issue : await edited(own, { body, ...closing(known, state), ...titleChange(known, own, title) }, lock, place, context);
  await turn(lock, target, place.repository, number, context);
  if (place.guest === null && stands === null) return settled({ ...known, deleted: true, open: false }, wakeAt);
  const record: CardRecord = {
    ...known, ...(stands === null ? {} : { ...keptIssue(stands, known, title), open: stands.open }), ...guest, closed: place.guest === null ? state === "closed" : known.closed,
    told: [...told, ...said.told], reminded, standing,
  };
  const next = earliestAfter(context.now(), [...shared.windows.flatMap(({ opens, closes }) => [opens, closes, closes + COUNTED_AFTER]), ...documentInstants(documents), wakeAt, retryAt(lock, target, context.now())]);
  const moved = JSON.stringify(remembered.standing?.documents ?? {}) !== JSON.stringify(standing.documents) || remembered.number !== record.number;
  return settled(record, next, [...(said.more ? [selfMark(record, planned)] : []), ...(moved ? documentFollowers(documents, record.subject, planned) : [])]);
}

/** GitHub says of comments alone that a lock keeps an app from them; should it refuse the text as well, it is unlocked for that. */
async function edited(own: OwnIssue, change: IssueChange, lock: HeldLock, { repository }: WindowPlace, context: RunContext): Promise<OwnIssue | null> {
  try {
    return await context.github.ensureIssueContent(repository, own, change);
  } catch (error) {
    if (!lock.locked || !(error instanceof FaultError) || error.fault.kind !== "forbidden") throw error;
    await turn(lock, false, repository, own.number, context);
    return context.github.ensureIssueContent(repository, own, change);
  }
}

/** One comment, edited in place. */
async function shownAsGuest(words: string, { repository, guest }: WindowPlace, { key, guest: before }: CardRecord, speaker: RunContext): Promise<NonNullable<CardRecord["guest"]>> {
  const digest = digestOf(words);
  const number = guest ?? 0;
  if (before?.digest === digest) return before;
  const comment = await speaker.github.ensureComment(repository, { number, marker: hiddenKey(key), body: words, since: 0 }, before?.comment ?? null);
  return { repository: repository.id, number, comment, digest };
}

/** Something was listed after it was counted for the first time, and what was told of it is put right. */
function isRecounted({ state, times, standing }: Decided, { standing: before, told }: CardRecord): boolean {
  const { tally = null } = before ?? {};
  return state === "closed" && tally?.closes === times.closes && tally.comments !== standing.tally?.comments && told.includes(closedKey(times));
}

/** Once each way; otherwise people open and close it. */
function closing(known: CardRecord, state: WindowState): { readonly open?: boolean } {
  return state === "closed" ? (known.closed ? {} : { open: false }) : known.closed ? { open: true } : {};
}

function retryAt({ obeys, locked }: HeldLock, target: boolean, now: Instant): Instant | null {
  return obeys || locked === target ? null : now + TRY_AGAIN_AFTER;
}

function originOf(url: string | null): string | null {
  return url !== null && URL.canParse(url) ? new URL(url).origin : null;
}

function selfMark({ subject, path }: CardRecord, { home }: CardPlan): Mark {
  return { key: { kind: "card", repository: home.id, path, card: subjectText(subject) }, lane: "changed", installation: home.installation };
}

function settled(record: CardRecord, wakeAt: Instant | null, marks: readonly Mark[] = []): Settlement {
  const change: RecordChange = { kind: "card", key: cardKey(record.home, record.path, record.subject), value: record };
  return { ...NOTHING_TO_SETTLE, wakeAt, marks, records: [change] };
}
