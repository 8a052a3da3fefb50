/**
 * `incident:<repository>/<number>`: the issue of an incident follows its ledger.
 *
 * Promises: what is said in comments is entered by their own runs and never by this one, so nothing said can be lost here; the issue is edited in
 * place and never for nothing; what is told is told once, by a new comment with a hidden key, since an edit notifies nobody; an issue that a person
 * closed before its time is opened again and told why, and one that a person opens again is an incident again. Lost memory is rebuilt from the issue.
 * Accepted: a reminder may come a second time to chat where GitHub took the comment and the store was lost before it was remembered.
 */
import { clockCall } from "../domain/incident/clock-call.ts";
import { dueClocks } from "../domain/incident/clocks.ts";
import type { DueClock } from "../domain/incident/clocks.ts";
import { foldIncident } from "../domain/incident/fold.ts";
import type { FoldedIncident } from "../domain/incident/fold.ts";
import { ELSEWHERE, ledgerEntry, observedId } from "../domain/incident/ledger.ts";
import { hiddenKey } from "../domain/desired/fenced-section.ts";
import { desireIncidentBody, incidentIssueKey } from "../domain/desired/incident-issue.ts";
import type { IncidentSection } from "../domain/desired/incident-issue.ts";
import { mirroredEntries } from "../domain/desired/incident-ledger-section.ts";
import type { IncidentAct, IncidentEntry, IncidentRecord, IncidentRights } from "../domain/model/incident.ts";
import type { Key, Mark } from "../domain/model/key.ts";
import { keyText } from "../domain/model/key.ts";
import { loggedIncident } from "../domain/incident/incident-log.ts";
import { similarReports } from "../domain/incident/same-report.ts";
import { digestOf } from "../domain/desired/pull-check.ts";
import { TOLD_WITHIN } from "../domain/model/message.ts";
import type { OutboxMessage, ToldMessage } from "../domain/model/message.ts";
import { repositoryName } from "../domain/model/refs.ts";
import { resendsDue } from "../domain/policy/resend.ts";
import type { OwnIssue } from "../domain/model/own-issue.ts";
import type { RecordChange, Settlement } from "../domain/model/settlement.ts";
import { NOTHING_TO_SETTLE } from "../domain/model/settlement.ts";
import { clockText, closedEarlyText, notedText, proposedFreezeText, removedSectionsText, reportedBeforeText, reviewedText } from "../text/incident-notice.ts";
import { logAccessAlarm } from "../text/incident-log-access.ts";
import { reportSectionText } from "../text/incident-report.ts";
import { incidentSectionText } from "../text/incident-section.ts";
import type { SpokenIncident } from "../text/incident-section.ts";
import { similarText } from "../text/incident-similar.ts";
import { toldText } from "../text/told.ts";
import { timelineText } from "../text/incident-timeline.ts";
import { proposesFreeze } from "../domain/incident/severity.ts";
import { coupledMarks, freezesOf } from "./incident-coupling.ts";
import { chainOf, continueWhereFull, sealEarlier } from "./incident-chain.ts";
import type { Chain } from "./incident-chain.ts";
import { ensureFollowUps } from "./incident-follow-up.ts";
import { ensureSteps } from "./incident-step.ts";
import { joinedByTriage, SAME, twinsOf } from "./incident-links.ts";
import { logAccess } from "./incident-log-access.ts";
import type { LogAccessSeen } from "./incident-log-access.ts";
import { hastenedMessages, incidentMessages } from "./incident-message.ts";
import { entriesOfIncident, incidentAt, incidentRecordKey, incidentsIn, spokenIncident } from "./incident-place.ts";
import type { Twins } from "./incident-links.ts";
import type { IncidentPlace } from "./incident-place.ts";
import { releaseNotes } from "./incident-release-note.ts";
import { rebuiltIncident } from "./incident-rebuild.ts";
import { repositoryOf } from "./plans-in-force.ts";
import { unratifiedProcedure } from "./procedure-marks.ts";
import type { RunContext } from "./ports.ts";

type IncidentKey = Extract<Key, { kind: "incident" }>;

export async function runIncident(key: IncidentKey, context: RunContext): Promise<Settlement> {
  const repository = await repositoryOf(context.memory, key.repository);
  const place = repository === null || repository.archived ? null : await incidentAt(repository, key.number, context.memory);
  if (place === null) return NOTHING_TO_SETTLE;
  const entries = await entriesOfIncident(place.record, context.memory);
  const known = foldIncident(entries);
  if (known === null) return rebuiltIncident(place, context);
  const chain = await chainOf(place, context);
  const origin = chain.before === null ? place.record.origin : `${place.record.origin}/after/${chain.before}`;
  const issue = await context.github.readOwnIssue(place.repository, incidentIssueKey(origin), place.record.continuedIn ?? place.record.number);
  // A person who deletes it means it.
  if (issue === null) return NOTHING_TO_SETTLE;
  const observed = observedEntries(place, known, issue, context);
  const { due, nextAt } = dueClocks(foldedWith(entries, observed, known).incident, place.incidents, place.record.foundAt ?? null, context.now());
  const reminded = due.map((clock) => observedEntry(place, { kind: "reminded", clock: clock.occasion, step: clock.step }, `${clock.occasion}/${clock.step}`, context));
  const added = [...observed, ...reminded];
  const folded = foldedWith(entries, added, known);
  const about = keyText({ kind: "incident", repository: place.record.repository, number: place.record.number });
  const outside = await context.memory.told(about);
  const others = folded.incident.state === "reported" ? (await incidentsIn(place.repository.id, context.memory)).filter(({ number }) => number !== place.record.number) : [];
  const access = await logAccess(place, folded.incident, context);
  return settled({ about, outside, access, similar: similarReports({ title: place.record.title, fingerprint: folded.incident.fingerprint }, others), twins: twinsOf(place.record, others, context), place, issue, folded, entries: [...entries, ...added], added, due, nextAt, chain }, context);
}

interface Sheet {
  readonly about: string;
  /** messages about it, outside GitHub */
  readonly outside: readonly ToldMessage[];
  /** earlier ones that it looks like, while nobody has said what it is */
  readonly similar: readonly IncidentRecord[];
  readonly twins: Twins;
  readonly place: IncidentPlace;
  readonly issue: OwnIssue;
  readonly folded: FoldedIncident;
  readonly entries: readonly IncidentEntry[];
  /** of them those that were observed now */
  readonly added: readonly IncidentEntry[];
  readonly due: readonly DueClock[];
  readonly nextAt: number | null;
  readonly access: LogAccessSeen;
  readonly chain: Chain;
}

async function settled(sheet: Sheet, context: RunContext): Promise<Settlement> {
  const { place, folded, added, nextAt, access } = sheet;
  const { record } = place;
  const made = await ensureFollowUps(folded.incident, place, context);
  const planned = await ensureSteps(folded.incident, place, sheet.issue.number, context);
  const noted = await releaseNotes(folded, place, context);
  const filed: IncidentPlace = { ...place, record: { ...withoutBadLinks(record), ...made.record, ...planned.record, ...(noted.notes.length === 0 ? {} : { notes: noted.notes }) } };
  const spoken = spokenIncident(folded, filed, { ...sheet.chain, access: access.seen, unratified: await unratifiedProcedure(folded.incident, place, context) });
  const { issue, missing } = await write({ ...sheet, place: filed }, spoken, context);
  const told = [...await tell(sheet, spoken, missing, context), ...await sealEarlier(filed, sheet.chain, context)];
  const next = await continueWhereFull(filed, folded, issue, context);
  const messages: readonly OutboxMessage[] = incidentMessages(sheet, spoken, context);
  const hastened = hastenedMessages(sheet, context.now());
  const resends = resendsDue(folded.incident.resends, sheet.about, sheet.outside);
  const joined = await joinedByTriage(folded, place, context);
  const { state, severity, fingerprint } = folded.incident;
  const after: IncidentRecord = { ...filed.record, ...next.record, state, severity, closed: state === "reviewed", told, logged: digestOf(loggedIncident(folded.incident, { repository: repositoryName(place.repository), url: record.url })), ...freezesOf(folded.incident, record, spoken.branches), ...(fingerprint === null ? {} : { fingerprint }) };
  const records: readonly RecordChange[] = JSON.stringify(after) === JSON.stringify(record) ? [] : [{ kind: "incident", key: incidentRecordKey(record.repository, record.number), value: after }];
  return {
    ...NOTHING_TO_SETTLE, wakeAt: earlier(earlier(nextAt, access.wakeAt), noted.wakeAt), records: [...records, ...next.records, ...access.records], ledger: [...added.map(ledgerEntry), ...joined.ledger], outbox: messages,
    ...(resends.length === 0 ? {} : { resends }), ...(hastened.length === 0 ? {} : { hastened }),
    marks: [...made.marks, ...planned.marks, ...joined.marks, ...access.marks, ...next.marks, ...sheet.twins.marks, ...await coupledMarks(record, after, context), ...record.logged === after.logged ? [] : [logMark(place)]],
  };
}

function withoutBadLinks({ badLinks: _, ...record }: IncidentRecord): IncidentRecord {
  return record;
}

function earlier(one: number | null, other: number | null): number | null {
  return one === null || other === null ? one ?? other : Math.min(one, other);
}

function logMark({ record, home }: IncidentPlace): Mark {
  return { key: { kind: "incident-log", repository: record.home, path: record.path }, lane: "changed", installation: home.installation };
}

function foldedWith(entries: readonly IncidentEntry[], added: readonly IncidentEntry[], known: FoldedIncident): FoldedIncident {
  return added.length === 0 ? known : foldIncident([...entries, ...added]) ?? known;
}

/** What a person did with the issue itself: an incident that is over and was opened again has come back. */
function observedEntries(place: IncidentPlace, { incident }: FoldedIncident, issue: OwnIssue, context: RunContext): readonly IncidentEntry[] {
  if (place.incidents.freeze?.automatic === true && incident.freezes.length === 0 && proposesFreeze(incident, place.incidents)) {
    return [observedEntry(place, { kind: "freeze", to: "on", text: "the release plan freezes at this severity" }, "freeze-automatic", context)];
  }
  if (!place.record.closed || !issue.open || incident.state !== "reviewed") return [];
  return [observedEntry(place, { kind: "reopened", text: null }, `reopened-${incident.reopenings + 1}`, context)];
}

function observedEntry({ record }: IncidentPlace, act: IncidentAct, occasion: string, context: RunContext): IncidentEntry {
  return { id: observedId(record.repository, record.number, occasion), repository: record.repository, number: record.number, comment: null, line: 0, at: context.now(), by: null, rights: { owner: false, writer: false }, act };
}

async function write({ place, issue, folded, entries, outside, similar }: Sheet, spoken: SpokenIncident, context: RunContext): Promise<{ readonly issue: OwnIssue; readonly missing: readonly IncidentSection[] }> {
  const { home, path } = place.record;
  const over = folded.incident.state === "resolved" || folded.incident.state === "reviewed";
  const changed = new Set(entries.flatMap(({ act }) => (act.kind === "edited" ? [act.comment] : [])));
  const { body, missing } = desireIncidentBody(issue.body, {
    incident: [incidentSectionText(spoken), similarText(similar, folded.incident.fingerprint), toldText(outside, "/resend", spoken.zone)].filter((part) => part !== null).join("\n\n"), timeline: (room) => timelineText(folded.incident, spoken, room), report: (room) => (over ? reportSectionText(spoken, room) : ""),
  }, { home, path, rights: rightsKnown(entries), entries: mirroredEntries(entries, changed) });
  const open = folded.incident.state !== "reviewed";
  const written = await context.github.ensureIssueContent(place.repository, issue, { body, open });
  return { issue: written ?? issue, missing };
}

/** As people had them last. */
function rightsKnown(entries: readonly IncidentEntry[]): Readonly<Record<string, IncidentRights>> {
  return Object.fromEntries(entries.filter(({ by, comment }) => by !== null && comment !== null).sort((a, b) => a.at - b.at).slice(-2_000).map(({ by, rights }) => [(by ?? "").toLowerCase(), rights]));
}

/** Everything that was told so far and now, by its key. */
/** What happened long ago, as far as we are concerned, was told then or is told to nobody. */
function isFresh(at: number, context: RunContext): boolean {
  return context.now() - at < TOLD_WITHIN;
}

function notesFromElsewhere(entries: readonly IncidentEntry[], context: RunContext): readonly (IncidentEntry & { readonly act: Extract<IncidentAct, { readonly kind: "timeline" }> })[] {
  return entries.flatMap(({ act, ...entry }) => (act.kind === "timeline" && entry.comment !== null && entry.line >= ELSEWHERE && isFresh(entry.at, context) ? [{ ...entry, act }] : []));
}

async function tell({ place, issue, folded, entries, due, twins, access: { seen } }: Sheet, spoken: SpokenIncident, missing: readonly IncidentSection[], context: RunContext): Promise<readonly string[]> {
  const { incident } = folded;
  const { record } = place;
  const early = !issue.open && incident.state !== "reviewed";
  const proposed = proposesFreeze(incident, place.incidents) && incident.freezes.length === 0 && place.incidents.freeze?.automatic === false && spoken.branches.length > 0;
  const alarm = seen === null ? null : logAccessAlarm(seen, spoken.owners);
  const all = [
    ...alarm === null || seen === null ? [] : [{ key: `log-access/${seen.alarm}/${seen.turn}`, since: incident.openedAt, body: alarm }],
    ...incident.state === "reviewed" && incident.parties.length > 0 && isFresh(incident.updatedAt, context) ? [{ key: `reviewed/${incident.reopenings}`, since: incident.updatedAt, body: reviewedText(spoken) }] : [],
    ...notesFromElsewhere(entries, context).map(({ id, at, by, act }) => ({ key: `noted/${id}`, since: at, body: notedText(by, act, spoken.here, spoken.zone) })),
    ...early ? [{ key: `early/${incident.updatedAt}`, since: incident.updatedAt, body: closedEarlyText(spoken) }] : [],
    ...twins.first === null ? [] : [{ key: `${SAME}${twins.first.number}`, since: incident.openedAt, body: reportedBeforeText(twins.first, incident) }],
    ...proposed ? [{ key: `freeze/${incident.reopenings}`, since: incident.openedAt, body: proposedFreezeText(spoken) }] : [],
    ...missing.length === 0 ? [] : [{ key: `missing/${missing.join(",")}`, since: incident.openedAt, body: removedSectionsText(missing) }],
    ...due.map((clock) => ({ key: `${clock.occasion}/${clock.step}`, since: clock.reminderAt, body: clockText(clock, spoken, clockCall(clock, spoken, place.plan, context.now()), context.now()) })),
  ].filter(({ key }) => !record.told.includes(key));
  for (const { key, since, body } of all) await context.github.ensureComment(place.repository, { number: issue.number, marker: hiddenKey(`told/${encodeURIComponent(key)}`), body, since }, null);
  return [...record.told, ...all.map(({ key }) => key)];
}
