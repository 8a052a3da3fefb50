/**
 * `freeze:<home>/<path>/<freeze>`: the tracking issue of one freeze, and what is told under it.
 *
 * Promises: one issue a freeze, opened with its first notice or its beginning and closed with its end, edited in place and never for nothing;
 * people's own words in it stay; what is told is told once. Where memory is gone the account and the freeze's beginnings are read back from the
 * issue before anything is written over them. A freeze that only observes is tracked as well: its plan asks for it.
 * Accepted: lists of who waits are at most a minute behind, so that a busy day does not become an edit a second. A beginning that is read back
 * may for a moment have been recorded anew by the branch's own run; the earlier one wins and what rests on it is read again.
 */
import { digestOf } from "../domain/desired/pull-check.ts";
import { desireTrackingBody, trackingIssueKey } from "../domain/desired/tracking-issue.ts";
import { readSection } from "../domain/desired/fenced-section.ts";
import { readLedgerSection } from "../domain/desired/ledger-section.ts";
import type { AccountEntry, TrackingRecord } from "../domain/model/account.ts";
import { trackingKey } from "../domain/model/account.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { Key, Mark } from "../domain/model/key.ts";
import { keyText } from "../domain/model/key.ts";
import type { ToldMessage } from "../domain/model/message.ts";
import type { LedgerEntry } from "../domain/model/ledger-entry.ts";
import type { OwnIssue } from "../domain/model/own-issue.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { FreezeStartRecord, PlanRecord, RepositoryRecord } from "../domain/model/records.ts";
import type { RecordChange, Settlement } from "../domain/model/settlement.ts";
import { NOTHING_TO_SETTLE } from "../domain/model/settlement.ts";
import { accountSectionText } from "../text/account.ts";
import { takenOutText } from "../text/freeze-notice.ts";
import { gateHistoryText } from "../text/gate-history.ts";
import type { TrackedFreeze } from "../text/tracking-freeze.ts";
import { freezeSectionText, trackingTitle } from "../text/tracking-freeze.ts";
import { toldText } from "../text/told.ts";
import type { LostPlan } from "../text/plan-out-of-sight.ts";
import { lostPlanText } from "../text/plan-out-of-sight.ts";
import { holdText } from "../text/tracking-gates.ts";
import { pullsSectionText } from "../text/tracking-pulls.ts";
import { ledgerPrefix } from "./account.ts";
import { GATE_EVENTS } from "./gate-outcome.ts";
import { noticedAhead, tell, tellings, tellReady, toldByNewIssue } from "./notice.ts";
import type { Tellable } from "./notice.ts";
import { mirroredCommands } from "./mirrored-commands.ts";
import { lostPlan } from "./home-left.ts";
import { homeOf } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";
import { entriesOf, placesOf, resultsOf, trackedFreeze, trackedPulls } from "./tracking-facts.ts";
import type { FreezePlace } from "./tracking-facts.ts";
import { messagesOfFreeze } from "./tracking-outbox.ts";
import { broughtHome, movedTo, placeOfIssue } from "./tracking-place.ts";
import { toldOfFreeze } from "./tracking-told.ts";
import { trackedGates } from "./tracking-gates.ts";
import { rememberedPulls } from "./remembered-pulls.ts";

type FreezeKey = Extract<Key, { kind: "freeze" }>;

const EVENTS_KEPT = 30;
const LISTS_AGAIN_AFTER = 60_000;
/** for what marks nothing here: who became ready, what was labelled before the freeze judges anybody */
const LOOK_AGAIN_AFTER = 3_600_000;
const TRY_AGAIN_AFTER = 3_600_000;

export async function runFreeze(key: FreezeKey, context: RunContext): Promise<Settlement> {
  const plan = await context.memory.record<PlanRecord>("plan", `${key.repository}/${key.path}`);
  const home = plan === null ? null : await homeOf(context.memory, plan);
  if (plan === null || home === null || (home.archived && plan.gone === undefined)) return NOTHING_TO_SETTLE;
  const before = await context.memory.record<TrackingRecord>("tracking", trackingKey(home.id, key.path, key.freeze));
  const places = await placesOf(plan, key.freeze, context);
  const [first] = places;
  if (first === undefined) return takenOut(key, home, before, context);
  const tracked = await trackedFreeze(places, first, context);
  const wakeAt = earliest(places.map(({ phase }) => phase.nextBoundary));
  const place = placeOfIssue(plan, home, places, before);
  const base = movedTo(place ?? home, await broughtHome(key, home, place, trackingRecord(key, before, first, context), context));
  const gates = await trackedGates(places, tracked, context);
  // What would not hold is said before anything else is.
  const quiet = isOver(tracked) || (tracked.state === "before" && gates.notices.length === 0);
  if (before?.opened !== true && quiet) return { ...NOTHING_TO_SETTLE, wakeAt, records: base === before ? [] : [recordOf(base)] };
  const outside = await toldOfFreeze(key, plan, places, base.issue, context);
  const lost = await lostPlan(plan, home, context);
  const seen = digestOf([plan.text, tracked.state, lost, base.place, outside, places.map(({ branch, phase, start }) => [branch, phase.state, start]), (await entriesOf(first, [], context)).map(({ id }) => id), gates.events.length, gates.notices.length]);
  if (before?.opened === true && before.looked?.seen === seen && context.now() - before.looked.at < LISTS_AGAIN_AFTER) {
    return { ...NOTHING_TO_SETTLE, wakeAt: earliest([wakeAt, before.looked.at + LISTS_AGAIN_AFTER]) };
  }
  const looked = { at: context.now(), seen };
  const observed = place === null ? null : await context.github.readOwnIssue(place, trackingIssueKey(key.path, key.freeze), base.issue);
  const recovered = before?.opened !== true && observed !== null ? recoveredFrom(observed.body, places, home.id, key, context) : NOTHING_RECOVERED;
  const withStarts = places.map((place) => ({ ...place, start: recovered.starts.find((one) => one.repository === place.repository.id && one.branch === place.branch) ?? place.start }));
  const entries = await entriesOf(first, recovered.entries, context);
  const pulls = await trackedPulls(withStarts, context);
  const account = { entries, left: recovered.left, results: resultsOf(tracked, withStarts, entries) };
  const freeze = recovered.starts.length === 0 ? tracked : await trackedFreeze(withStarts, { ...first, start: withStarts[0]?.start ?? null }, context);
  // An issue that was there before memory was means that the freeze was known before.
  const record = before?.opened !== true && observed !== null ? { ...base, known: { ...base.known, at: 0 }, told: [...base.told, ...recovered.noticed] } : base;
  const sheet: Sheet = { told: outside.told, tellable: { tracked: freeze, pulls, account, gates: { ...gates, events: mergedEvents(gates.events, recovered.events) }, places: withStarts, missing: [], isNew: false }, record, observed, place, lost };
  const outcome = await write(key, sheet, context);
  const ready = await tellReady({ ...sheet.tellable, missing: outcome.missing }, outcome.record, context);
  return {
    ...NOTHING_TO_SETTLE,
    wakeAt: earliest([wakeAt, outcome.wakeAt, isOver(tracked) ? null : context.now() + LOOK_AGAIN_AFTER]),
    ...(outside.resends.length === 0 ? {} : { resends: outside.resends }),
    ledger: [...recovered.ledger, ...recovered.events],
    outbox: messagesOfFreeze(key, home, { tracked: freeze, entries, gates, places: withStarts, recovered, lost: before?.opened !== true && observed !== null }),
    records: [recordOf({ ...outcome.record, opened: true, looked }), ...recovered.records, ...ready.records],
    marks: [...(before?.opened !== true ? await branchMarks(places, recovered.starts, context) : []), ...outcome.marks, ...ready.marks],
  };
}

function recordOf(value: TrackingRecord): RecordChange {
  return { kind: "tracking", key: trackingKey(value.home, value.path, value.freeze), value };
}

/** The same record when the beginning is set as it was; where a command set it, it is known since it began. */
function trackingRecord(key: FreezeKey, before: TrackingRecord | null, { inForce, freeze }: FreezePlace, context: RunContext): TrackingRecord {
  const milestone = "milestone" in freeze.from ? freeze.from.milestone : null;
  const planned = inForce.plan.milestones.find(({ id }) => id === milestone);
  const rule = JSON.stringify([milestone === null ? freeze.from : milestone, planned?.due?.at ?? null, Object.entries(planned?.dueFor ?? {}).map(([product, due]) => [product, due.at])]);
  if (before?.known.rule === rule) return before;
  const byCommand = !inForce.written.freezes.some(({ id }) => id === freeze.id);
  // This run may come late: what the plan says is known since it was read.
  const known = { rule, at: byCommand ? 0 : Math.min(context.now(), inForce.record.textSince ?? Infinity) };
  return { ...before ?? { home: key.repository, path: key.path, freeze: key.freeze, opened: false, issue: null, url: null, remade: false, closed: false, editedAt: null, told: [] }, known };
}

/** The plan has no such freeze any more: its issue says so and is closed, with the account as it stands. */
async function takenOut(key: FreezeKey, home: RepositoryRecord, record: TrackingRecord | null, context: RunContext): Promise<Settlement> {
  if (record === null || record.closed) return NOTHING_TO_SETTLE;
  const observed = record.issue === null || record.place !== undefined ? null : await context.github.readOwnIssue(home, trackingIssueKey(key.path, key.freeze), record.issue);
  if (observed !== null) {
    await tell([{ key: "taken-out", body: takenOutText(key.path) }], record.told, observed.number, home, context);
    await context.github.ensureIssueContent(home, observed, { open: false });
  }
  return { ...NOTHING_TO_SETTLE, records: [recordOf({ ...record, closed: true })] };
}

interface Sheet {
  /** where its issue stands; null = nowhere that we may write */
  readonly place: RepositoryRecord | null;
  readonly lost: LostPlan | null;
  readonly told: readonly ToldMessage[];
  readonly tellable: Tellable;
  readonly record: TrackingRecord;
  readonly observed: OwnIssue | null;
}

interface Written {
  readonly record: TrackingRecord;
  readonly missing: Tellable["missing"];
  readonly marks: readonly Mark[];
  readonly wakeAt: Instant | null;
}

/** The issue, then what is told under it. Where the repository takes no issues the account goes on without one. */
async function write(key: FreezeKey, sheet: Sheet, context: RunContext): Promise<Written> {
  const { tellable, record, observed, place } = sheet;
  // A person who deletes it twice means it.
  if (place === null || (record.remade && observed === null)) return { record: { ...record, issue: null }, missing: [], marks: [], wakeAt: null };
  try {
    const standing = await ensureStanding(key, sheet, place, context);
    const { issue, missing, later } = standing;
    const full: Tellable = { ...tellable, missing, isNew: observed === null };
    const told = [...record.told, ...toldByNewIssue(full, context)];
    const { told: now, more } = await tell(tellings(full, context), told, issue.number, place, context);
    const remade = record.remade || (record.issue !== null && observed === null);
    const over = isOver(tellable.tracked);
    const marks: readonly Mark[] = more ? [{ key, lane: "changed", installation: context.installation }] : [];
    return { missing, marks, wakeAt: later, record: { ...record, issue: issue.number, url: issue.url, remade, closed: over && !more, editedAt: standing.editedAt, told: [...told, ...now] } };
  } catch (error) {
    // Issues are switched off there, or we may not write them: the account goes on in the store.
    if (!(error instanceof FaultError) || !["forbidden", "not-found"].includes(error.fault.kind)) throw error;
    return { record, missing: [], marks: [], wakeAt: context.now() + TRY_AGAIN_AFTER };
  }
}

interface Standing {
  readonly issue: OwnIssue;
  readonly missing: Tellable["missing"];
  readonly editedAt: Instant | null;
  /** when the lists, held back now, are to be written */
  readonly later: Instant | null;
}

async function ensureStanding(key: FreezeKey, { told, tellable, record, observed, lost }: Sheet, place: RepositoryRecord, context: RunContext): Promise<Standing> {
  const { tracked, pulls, account, gates, places } = tellable;
  const issueKey = trackingIssueKey(key.path, key.freeze);
  const words = {
    freeze: joinParts([lost === null ? null : lostPlanText(lost), freezeSectionText(tracked), holdText(tracked, gates), toldText(told, "/warden resend", tracked.plan.release.timezone)]), pulls: pullsSectionText(tracked, pulls),
    account: joinParts([accountSectionText(tracked, account), gateHistoryText(tracked, gates)]),
  };
  const commands = await mirroredCommands(places, observed?.body ?? null, context);
  const noticed = noticedAhead([...record.told, ...toldByNewIssue({ ...tellable, isNew: observed === null }, context)]);
  const ledger = { ...(noticed.length === 0 ? {} : { noticed }), starts: places.flatMap(({ start }) => start ?? []), entries: account.entries, left: account.left, commands, events: gates.events.slice(-EVENTS_KEPT) };
  const title = trackingTitle(tracked);
  const now = context.now();
  if (observed === null) {
    const { body, missing } = desireTrackingBody(issueKey, words, ledger, null);
    const issue = await context.github.ensureIssue(place, { key: issueKey, title, body, labels: [] });
    return { issue, missing, editedAt: now, later: null };
  }
  const heldBack = record.editedAt !== null && now - record.editedAt < LISTS_AGAIN_AFTER && !isOver(tracked);
  const list = heldBack ? readSection(observed.body, "pulls") ?? words.pulls : words.pulls;
  const { body, missing } = desireTrackingBody(issueKey, { ...words, pulls: list }, ledger, observed.body);
  // A person's own title stays, and so does an issue that a person closed.
  const closing = isOver(tracked) && !record.closed ? { open: false } : {};
  const reopening = !isOver(tracked) && record.closed ? { open: true } : {};
  const issue = await context.github.ensureIssueContent(place, observed, { body, ...closing, ...reopening });
  const edited = body !== observed.body;
  return { issue: issue ?? observed, missing, editedAt: edited ? now : record.editedAt, later: list === words.pulls ? null : (record.editedAt ?? now) + LISTS_AGAIN_AFTER };
}

/** Ended, or taken out of its plan. */
function isOver({ state }: TrackedFreeze): boolean {
  return state === "over" || state === "withdrawn";
}

function joinParts(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join("\n\n");
}

interface Recovered {
  readonly entries: readonly AccountEntry[];
  readonly starts: readonly FreezeStartRecord[];
  readonly left: number;
  readonly events: readonly LedgerEntry[];
  readonly noticed: readonly string[];
  readonly ledger: readonly LedgerEntry[];
  readonly records: readonly RecordChange[];
}

const NOTHING_RECOVERED: Recovered = { entries: [], starts: [], left: 0, events: [], noticed: [], ledger: [], records: [] };

/** Only what is of this freeze and of branches that it closes: the text may have been edited. */
function recoveredFrom(body: string, places: readonly FreezePlace[], home: number, key: FreezeKey, context: RunContext): Recovered {
  const read = readLedgerSection(body);
  const [first] = places;
  if (read === null || first === undefined) return NOTHING_RECOVERED;
  const here = (repository: number, branch: string): boolean => places.some((place) => place.repository.id === repository && place.branch === branch);
  const starts = read.starts.filter((start) => start.home === home && start.freeze === key.freeze && start.effectiveAt <= context.now() && here(start.repository, start.branch)
    && places.some(({ repository, branch, phase }) => repository.id === start.repository && branch === start.branch && phase.since === start.dueAt));
  const entries = read.entries.filter((entry) => entry.freeze === key.freeze && here(entry.repositoryId, entry.branch) && entry.at <= context.now());
  return {
    entries, starts, left: read.left, noticed: noticedAhead(read.noticed ?? []),
    events: (read.events ?? []).filter(({ kind, at, body: event, ...about }) => (GATE_EVENTS as readonly string[]).includes(kind) && about.repository === home && at <= context.now() && here(Number(event["repository"]), String(event["branch"]))),
    ledger: entries.map((entry) => ({
      id: `${ledgerPrefix(first.inForce, key.freeze)}${entry.id}`, kind: "account", repository: home, about: keyText({ kind: "branch", repository: entry.repositoryId, branch: entry.branch }),
      at: entry.at, by: entry.by, body: { ...entry },
    })),
    records: starts.map((start) => ({ kind: "freeze-start", key: `${home}/${start.freeze}/${start.repository}/${start.branch}`, value: start })),
  };
}

function mergedEvents(known: readonly LedgerEntry[], recovered: readonly LedgerEntry[]): readonly LedgerEntry[] {
  return [...new Map([...recovered, ...known].map((event) => [event.id, event])).values()].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

/** The account of each branch may begin now; release merges that were judged without a recovered beginning are read again. */
async function branchMarks(places: readonly FreezePlace[], starts: readonly FreezeStartRecord[], context: RunContext): Promise<readonly Mark[]> {
  const marks: Mark[] = places.map(({ repository, branch }) => ({ key: { kind: "branch", repository: repository.id, branch }, lane: "changed", installation: repository.installation }));
  for (const { repository, branch } of starts) {
    for await (const pull of rememberedPulls(repository, branch, context)) {
      if (pull.facts.contains !== null) marks.push({ key: { kind: "pull", repository, number: pull.number }, lane: "changed", installation: pull.installation });
    }
  }
  return marks;
}

function earliest(instants: readonly (Instant | null)[]): Instant | null {
  const known = instants.filter((at) => at !== null);
  return known.length === 0 ? null : Math.min(...known);
}
