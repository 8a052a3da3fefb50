/**
 * The ledger of an incident after memory was lost: from its issue's own section, and from its comments, a hundred to a read. What people had rights to
 * is taken from the section, so that GitHub is asked only about those who are new. Everything that is read back had its answer.
 */
import { readIncidentLedger } from "../domain/desired/incident-ledger-section.ts";
import { incidentIssueKey } from "../domain/desired/incident-issue.ts";
import { ledgerEntry, observedId } from "../domain/incident/ledger.ts";
import type { IncidentEntry, IncidentRecord, IncidentRights } from "../domain/model/incident.ts";
import type { LedgerEntry } from "../domain/model/ledger-entry.ts";
import type { Settlement } from "../domain/model/settlement.ts";
import { NOTHING_TO_SETTLE } from "../domain/model/settlement.ts";
import { enteredEntry, entriesFrom, incidentMark, linesOf } from "./incident-comment.ts";
import { incidentRecordKey, rightsOf } from "./incident-place.ts";
import type { IncidentPlace } from "./incident-place.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import type { RunContext } from "./ports.ts";

export async function rebuiltIncident(place: IncidentPlace, context: RunContext): Promise<Settlement> {
  const { record, repository } = place;
  const issues = (await context.memory.records<IncidentRecord>("incident", `${repository.id}/`)).map(({ value }) => value).filter(({ number, continues }) => number === record.number || continues === record.number);
  const mirrored: IncidentEntry[] = [];
  const rights: Record<string, IncidentRights> = {};
  const entered: LedgerEntry[] = [];
  const said: IncidentEntry[] = [];
  for (const one of [...issues].sort((a, b) => a.number - b.number)) {
    const origin = one.before === null ? record.origin : `${record.origin}/after/${one.before}`;
    const issue = await context.github.readOwnIssue(repository, incidentIssueKey(origin), one.number);
    const read = issue === null ? null : readIncidentLedger(issue.body);
    mirrored.push(...(read?.entries ?? []).filter((entry) => entry.repository === repository.id && entry.number === record.number && entry.at <= context.now()));
    Object.assign(rights, read?.rights ?? {});
    for (const comment of await context.github.readIssueComments(repository, one.number, 0)) {
      if (comment.ours || comment.author === null || comment.author.bot) continue;
      const lines = linesOf(comment, comment.author.login, place);
      if (lines.length === 0) continue;
      const login = comment.author.login.toLowerCase();
      const known = rights[login] ?? await rightsOf(login, place.plan, repository, context);
      rights[login] = { owner: known.owner, writer: known.writer };
      said.push(...entriesFrom(comment, lines, { owner: known.owner, writer: known.writer }, place));
      entered.push(enteredEntry(place, comment, lines, known, true));
    }
  }
  // What the section holds of a comment is how it was entered first; the comment may read differently now.
  const entries = new Map([...said, ...mirrored].map((entry) => [entry.id, entry]));
  const opening: readonly IncidentEntry[] = [...entries.values()].some(({ act }) => act.kind === "opened") ? [] : [openingOf(place)];
  const rebuilt: IncidentRecord = { ...record, rebuiltAt: context.now() };
  return { ...NOTHING_TO_SETTLE, records: [{ kind: "incident", key: incidentRecordKey(record.repository, record.number), value: rebuilt }], ledger: [...[...opening, ...entries.values()].map(ledgerEntry), ...entered], marks: [incidentMark(place, context)] };
}

function openingOf({ record, repository }: IncidentPlace): IncidentEntry {
  return {
    id: observedId(repository.id, record.number, "opened"), repository: repository.id, number: record.number, comment: null, line: 0, at: record.openedAt, by: null, rights: { owner: false, writer: false },
    act: { kind: "opened", title: record.title, from: null, text: null, procedure: null },
  };
}

/** Incident issues of a repository that memory does not know: found by their hidden keys, once after a loss. */
export async function lostIncidents(repository: RepositoryRecord, context: RunContext): Promise<Pick<Settlement, "records" | "marks">> {
  const cursor = `incidents/${repository.id}`;
  if (await context.memory.record("cursor", cursor) !== null) return { records: [], marks: [] };
  const found = (await context.github.readOwnIssues(repository, "incident/")).flatMap((issue) => {
    const origin = /<!-- release-warden:incident\/([^\s>]+) -->/.exec(issue.body)?.[1] ?? null;
    const ledger = readIncidentLedger(issue.body);
    return origin === null || ledger === null ? [] : [{ issue, origin, ledger }];
  });
  const records: IncidentRecord[] = [];
  for (const { issue, origin, ledger } of found) {
    const opening = ledger.entries.find(({ act }) => act.kind === "opened") ?? null;
    const [first = origin, before = null] = origin.split("/after/").length > 1 ? [origin.split("/after/")[0], Number(origin.split("/after/")[1])] : [origin, null];
    const root = before === null ? null : records.find((one) => one.continues === null && one.origin === first) ?? null;
    const number = issue.number;
    const title = opening?.act.kind === "opened" ? opening.act.title : issue.title.replace(/^Incident: /, "");
    records.push({
      repository: repository.id, number, continues: root?.number ?? null, before, home: ledger.home, path: ledger.path, origin: first, title, url: issue.url, continuedIn: null,
      state: "reported", severity: null, openedAt: opening?.at ?? 0, closed: !issue.open, followUps: {}, told: [],
    });
  }
  const known = new Set((await context.memory.records<IncidentRecord>("incident", `${repository.id}/`)).map(({ value }) => value.number));
  const linked = records.filter(({ number }) => !known.has(number)).map((one) => ({ ...one, continuedIn: one.continues !== null ? null : records.filter(({ continues }) => continues === one.number).at(-1)?.number ?? null }));
  return {
    records: [...linked.map((value) => ({ kind: "incident" as const, key: incidentRecordKey(value.repository, value.number), value })), { kind: "cursor", key: cursor, value: { at: context.now() } }],
    marks: linked.filter(({ continues }) => continues === null).map(({ number }) => ({ key: { kind: "incident", repository: repository.id, number }, lane: "changed", installation: context.installation })),
  };
}
