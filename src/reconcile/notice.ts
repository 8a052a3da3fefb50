/**
 * What is told by a new comment, once: each has a key that stands hidden in it, and is looked for before it is written, so neither a crash nor a
 * lost store makes it be said twice.
 */
import type { AccountEntry, TrackingRecord } from "../domain/model/account.ts";
import { isLeak, trackingKey } from "../domain/model/account.ts";
import { hiddenKey } from "../domain/desired/fenced-section.ts";
import type { TrackingSection } from "../domain/desired/tracking-issue.ts";
import type { Mark } from "../domain/model/key.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import type { RecordChange } from "../domain/model/settlement.ts";
import { COMMENTED_AT_MOST, dueNotice, toldByComment } from "../domain/policy/notice.ts";
import { overdueNotices } from "../domain/policy/overdue.ts";
import { leakAlertText } from "../text/account.ts";
import { gateAlertText } from "../text/gate-history.ts";
import { selfTestText } from "../text/tracking-gates.ts";
import type { TrackedGates } from "../text/tracking-gates.ts";
import type { FreezeAccount } from "../text/account.ts";
import { untilText } from "../text/decided-pull.ts";
import { comingText, endedText, overdueText, readyNoticeText, removedText, takenOutText } from "../text/freeze-notice.ts";
import { onlyKinds } from "../text/kind-words.ts";
import type { TrackedFreeze } from "../text/tracking-freeze.ts";
import { markdownVoice } from "../text/voice.ts";
import { wayInLine } from "../text/way-in-line.ts";
import { decideFreeze } from "../domain/policy/freeze.ts";
import { rulesOf } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";
import type { FreezePlace, JudgedPulls } from "./tracking-facts.ts";

export interface Telling {
  readonly key: string;
  readonly body: string;
  /** keys of what it tells as well; absent = none */
  readonly also?: readonly string[];
}

export interface Tellable {
  readonly tracked: TrackedFreeze;
  readonly pulls: JudgedPulls;
  readonly account: FreezeAccount;
  readonly gates: TrackedGates;
  readonly places: readonly FreezePlace[];
  /** sections that a person took out of the issue */
  readonly missing: readonly TrackingSection[];
  /** the issue has just been made, which told everybody who follows it */
  readonly isNew: boolean;
}

/** Everything that is to be told under the tracking issue, told or not, most urgent first. */
export function tellings(told: Tellable, context: RunContext): readonly Telling[] {
  const { tracked, account, pulls, missing, places } = told;
  const leaks = account.entries.filter(alarming).map((leak): Telling => ({ key: `leak/${leak.id}`, body: leakAlertText(tracked, leak) }));
  const taken = missing.length === 0 ? [] : [{ key: `missing/${missing.join(",")}`, body: removedText(missing) }];
  return [...leaks, ...gateTellings(told), ...overdue(told, context), ...coming(told, context), ...taken, ...(tracked.state === "withdrawn" ? [{ key: "taken-out", body: takenOutText(places[0]?.inForce.record.path ?? "") }] : []), ...(tracked.state === "over" ? [{ key: `ended/${tracked.until ?? ""}`, body: endedText(tracked, account, pulls) }] : [])];
}

/** What happened to the gate, and before the beginning what keeps it from holding. */
function gateTellings({ tracked, gates }: Tellable): readonly Telling[] {
  const alerts = gates.events.flatMap((event): readonly Telling[] => {
    const body = gateAlertText(tracked, event);
    return body === null ? [] : [{ key: `gate/${event.id}`, body }];
  });
  return [...alerts, ...gates.notices.map((notice): Telling => ({ key: `self-test/${notice.repository}/${notice.branch}/${notice.begins}/${notice.ahead}`, body: selfTestText(tracked, notice) }))];
}

/** A leak that the freeze would have let in is in the account and rouses nobody. */
export function alarming(entry: AccountEntry): boolean {
  return isLeak(entry) && entry.verdict !== "allow";
}

function overdue({ tracked, places }: Tellable, context: RunContext): readonly Telling[] {
  const reached = places[0]?.inForce.record.reached ?? [];
  if (tracked.state !== "in-force") return [];
  return overdueNotices(tracked.plan, reached, context.now()).filter(({ freeze }) => freeze === tracked.freeze.id)
    .map((notice) => ({ key: `overdue/${notice.id}`, body: overdueText(tracked, notice) }));
}

function coming({ tracked, pulls, isNew }: Tellable, context: RunContext): readonly Telling[] {
  const due = tracked.since === null || isNew ? null : dueNotice(tracked.freeze, tracked.since, context.now());
  return due === null ? [] : [{ key: comingKey(tracked, due.ahead), body: comingText(tracked, due.ahead, pulls) }];
}

/** Of keys that were told, those of notices ahead of the beginning. */
export function noticedAhead(told: readonly string[]): readonly string[] {
  return told.filter((key) => key.startsWith("coming/")).slice(-20);
}

function comingKey({ since }: TrackedFreeze, ahead: number): string {
  return `coming/${since ?? ""}/${ahead}`;
}

/** What the making of the issue has said already. */
export function toldByNewIssue({ tracked, isNew }: Tellable, context: RunContext): readonly string[] {
  const due = !isNew || tracked.since === null ? null : dueNotice(tracked.freeze, tracked.since, context.now());
  return due === null ? [] : [comingKey(tracked, due.ahead)];
}

/** By which it is found again. */
export function toldMarker(key: string): string {
  return hiddenKey(`told/${encodeURIComponent(key)}`);
}

const COMMENTS_PER_RUN = 20;

/** Writes what has not been told yet; answers with the keys that were, and whether there is more. */
export async function tell(all: readonly Telling[], told: readonly string[], issue: number, home: RepositoryRef, context: RunContext): Promise<{ readonly told: readonly string[]; readonly more: boolean }> {
  const due = all.filter(({ key }) => !told.includes(key));
  const now: string[] = [];
  for (const { key, body, also = [] } of due.slice(0, COMMENTS_PER_RUN)) {
    await context.github.ensureComment(home, { number: issue, marker: toldMarker(key), body, since: 0, asTold: true }, null);
    now.push(key, ...also);
  }
  return { told: now, more: due.length > COMMENTS_PER_RUN };
}

export interface ReadyTold {
  readonly records: readonly RecordChange[];
  readonly marks: readonly Mark[];
}

const NOBODY: ReadyTold = { records: [], marks: [] };

/** At the last notice before the beginning, one comment on each pull request that is ready, where the plan asks for it. */
export async function tellReady({ tracked, pulls }: Tellable, record: TrackingRecord, context: RunContext): Promise<ReadyTold> {
  const { freeze, since } = tracked;
  const due = since === null || freeze.noticeComment !== "ready" ? null : dueNotice(freeze, since, context.now());
  if (due?.last !== true || since === null) return NOBODY;
  const near = toldByComment(pulls.stopped.map(({ facts }) => facts), context.now());
  const records: RecordChange[] = [];
  const counts = new Map<number, number>();
  let more = false;
  for (const facts of near) {
    const stopped = pulls.stopped.find((one) => one.facts === facts);
    if (stopped === undefined) continue;
    const { id } = stopped.place.repository;
    const told = `ready/${trackingKey(record.home, record.path, record.freeze)}/${since}/${id}/`;
    const key = `${told}${facts.number}`;
    if (await context.memory.record("notice", key) !== null) continue;
    // Who heard of it and is gone since counts as well.
    const count = counts.get(id) ?? (await context.memory.records("notice", told)).length;
    counts.set(id, count);
    if (count >= COMMENTED_AT_MOST) continue;
    if (records.length >= COMMENTS_PER_RUN) {
      more = true;
      break;
    }
    const body = readyText(tracked, stopped.place, stopped.facts, since, record, context);
    await context.github.ensureComment(stopped.place.repository, { number: facts.number, marker: hiddenKey(`ready/${encodeURIComponent(record.freeze)}/${since}`), body, since: 0 }, null);
    counts.set(id, count + 1);
    records.push({ kind: "notice", key, value: { notice: "ready", at: context.now() } });
  }
  const again: Mark = { key: { kind: "freeze", repository: record.home, path: record.path, freeze: record.freeze }, lane: "sweep", installation: context.installation };
  return { records, marks: more ? [again] : [] };
}

function readyText(tracked: TrackedFreeze, place: FreezePlace, facts: JudgedPulls["stopped"][number]["facts"], since: number, record: TrackingRecord, context: RunContext): string {
  const { plan, reached, waivers, home } = rulesOf(place.inForce);
  const decision = decideFreeze({ ...plan, freezes: [place.freeze] }, { takenAt: context.now(), pull: facts, reached, waivers, home }, since);
  const decided = { decision, plan, now: since, base: place.branch, repository: facts.repository };
  const voice = markdownVoice(facts.url !== null && URL.canParse(facts.url) ? new URL(facts.url).origin : "https://github.com");
  return readyNoticeText({
    title: tracked.freeze.title, base: place.branch, since, zone: plan.release.timezone, until: untilText(decided, voice, "both"),
    lets: onlyKinds(tracked.freeze.allow), observes: tracked.freeze.mode === "observe", tracking: record.issue === null ? null : `${tracked.home}#${record.issue}`,
    waysIn: decision.waysIn.filter(({ code }) => code !== "wait-for-end").slice(0, 4).map((way) => wayInLine(way, decided, voice)),
  });
}
