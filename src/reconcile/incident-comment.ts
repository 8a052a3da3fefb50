/**
 * A comment in an incident issue. It is read from GitHub and entered into the ledger line by line; the run after that answers, so that a crash leaves
 * either a comment that is read again or one that is entered and answered. What is entered stays: an edit is entered beside it, and a deleted comment
 * leaves its entries.
 * Accepted: of several edits in a row the last one is seen; a comment that was edited before it was first read tells its story, but decides nothing.
 */
import { ELSEWHERE, ledgerEntry, saidId } from "../domain/incident/ledger.ts";
import { readIncidentComment } from "../domain/incident/parse.ts";
import type { ReadIncidentLine } from "../domain/incident/parse.ts";
import type { CommandProblem } from "../domain/command/command.ts";
import { digestOf } from "../domain/desired/pull-check.ts";
import type { IncidentAct, IncidentEntry, IncidentRights } from "../domain/model/incident.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { Key, Mark } from "../domain/model/key.ts";
import { keyText } from "../domain/model/key.ts";
import type { LedgerEntry } from "../domain/model/ledger-entry.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Settlement } from "../domain/model/settlement.ts";
import { NOTHING_TO_SETTLE } from "../domain/model/settlement.ts";
import { answerIncident, isAnswered } from "./incident-answer.ts";
import { entriesOfIncident, rightsOf } from "./incident-place.ts";
import type { IncidentPlace } from "./incident-place.ts";
import type { CommentFact } from "./github-facts.ts";
import type { RunContext } from "./ports.ts";

type CommentKey = Extract<Key, { kind: "comment" }>;

/** What a comment said, line by line, for its answer: kind `incident-comment`, id by the comment. */
export interface EnteredComment {
  readonly number: number;
  readonly comment: number;
  readonly at: Instant;
  readonly lines: readonly { readonly text: string; readonly problem: CommandProblem | null; readonly help: boolean }[];
  readonly by: string | null;
  readonly rights: IncidentRights;
  /** it was read back after memory was lost: it had its answer */
  readonly answered: boolean;
}

const ENTERED = "incident-comment";
/** Words, which are worth keeping whenever they were edited. */
const TELLING: readonly IncidentAct["kind"][] = ["timeline", "hypothesis", "plan", "party", "logs", "follow-up", "report", "error"];
const EDITED: CommandProblem = { code: "edited", message: "This comment was edited before it was first read, so nobody can say what it decided.", hint: "say it again in a new comment" };

export interface SaidInComment {
  readonly settled: Settlement;
  /** as GitHub shows it now, null = it is gone; `entered` = it was entered in an earlier run and was not read again */
  readonly comment: CommentFact | null | "entered";
}

export async function runIncidentComment(key: CommentKey, place: IncidentPlace, context: RunContext): Promise<SaidInComment> {
  const entered = await enteredComment(place, key.comment, context);
  if (entered !== null && !await mayHaveChanged(entered, place, context)) {
    return { settled: { ...NOTHING_TO_SETTLE, records: await answerIncident(entered, place, context) }, comment: "entered" };
  }
  const comment = await context.github.readComment(place.repository, key.comment);
  return { settled: await settledComment(key, comment, entered, place, context), comment };
}

/** Nobody changed it between its entry and its answer, as far as webhooks told; afterwards every mark may mean a change. */
async function mayHaveChanged({ comment }: EnteredComment, { repository }: IncidentPlace, context: RunContext): Promise<boolean> {
  if (await isAnswered(repository.id, comment, context)) return true;
  return (await context.memory.witnesses(repository.id, `comment:${comment}`)).length > 0;
}

async function settledComment(key: CommentKey, comment: CommentFact | null, entered: EnteredComment | null, place: IncidentPlace, context: RunContext): Promise<Settlement> {
  const known = (await entriesOfIncident(place.record, context.memory)).filter(({ comment: of, line }) => of === key.comment && line < ELSEWHERE);
  if (comment === null) return changed(known.filter(({ act }) => act.kind !== "edited").map((entry) => editedEntry(entry, known, null, null, context.now())), place, context);
  if (comment.ours || comment.author === null || comment.author.bot) return NOTHING_TO_SETTLE;
  if (entered === null) return entersFirst(key, comment, place, context);
  const edits = await wasEdited(comment, place, context) ? editsOf(comment, known, place) : [];
  const settled = await changed(edits, place, context);
  return { ...settled, records: [...settled.records, ...await answerIncident(entered, place, context)] };
}

async function enteredComment({ record }: IncidentPlace, comment: number, context: RunContext): Promise<EnteredComment | null> {
  const found = (await context.memory.ledger(record.repository, `${ENTERED}:${record.number}`)).find(({ id }) => id === `${ENTERED}/${record.repository}/${comment}`);
  return found === undefined ? null : found.body as unknown as EnteredComment;
}

/** Ids of all that were entered, of every issue of the incident. */
export async function enteredComments({ repository, number, continues }: Pick<IncidentPlace["record"], "repository" | "number" | "continues">, { memory }: RunContext): Promise<readonly number[]> {
  return (await memory.ledger(repository, `${ENTERED}:${continues ?? number}`)).map(({ body }) => (body as unknown as EnteredComment).comment);
}

export function enteredEntry({ record, repository }: Pick<IncidentPlace, "record" | "repository">, comment: CommentFact, lines: readonly ReadIncidentLine[], rights: IncidentRights, answered: boolean): LedgerEntry {
  const body: EnteredComment = { number: comment.number, comment: comment.id, at: comment.createdAt, by: comment.author?.login ?? null, rights, answered, lines: lines.map((line) => ({ text: line.text.slice(0, 200), problem: line.ok ? null : line.problem, help: line.ok && line.act === null })) };
  return { id: `${ENTERED}/${repository.id}/${comment.id}`, kind: `${ENTERED}:${record.number}`, repository: repository.id, about: keyText({ kind: "incident", repository: repository.id, number: record.number }), at: comment.createdAt, by: comment.author?.login ?? null, body: { ...body } };
}

async function entersFirst(key: CommentKey, comment: CommentFact, place: IncidentPlace, context: RunContext): Promise<Settlement> {
  const { author } = comment;
  const read = author === null ? [] : linesOf(comment, author.login, place);
  if (author === null || read.length === 0) return NOTHING_TO_SETTLE;
  const late = await wasEdited(comment, place, context);
  const lines = late ? read.map((line): ReadIncidentLine => (line.ok && line.act !== null && !TELLING.includes(line.act.kind) ? { ok: false, text: line.text, problem: EDITED } : line)) : read;
  const { owner, writer } = await rightsOf(author.login, place.plan, place.repository, context);
  const entries = entriesFrom(comment, lines, { owner, writer }, place);
  const again: Mark = { key: { ...key, number: comment.number }, lane: "command", installation: context.installation };
  return { ...NOTHING_TO_SETTLE, ledger: [...entries.map(ledgerEntry), enteredEntry(place, comment, lines, { owner, writer }, false)], marks: [again, ...entries.length === 0 ? [] : [incidentMark(place, context)]] };
}

export function linesOf(comment: CommentFact, login: string, { plan, incidents, repository }: IncidentPlace): readonly ReadIncidentLine[] {
  return readIncidentComment(comment.body, { zone: plan.release.timezone, writtenAt: comment.createdAt, login, repository: repositoryName(repository), plan: incidents });
}

export function entriesFrom(comment: CommentFact, lines: readonly ReadIncidentLine[], rights: IncidentEntry["rights"], { record, repository }: IncidentPlace): readonly IncidentEntry[] {
  return lines.flatMap((line, index): readonly IncidentEntry[] => (!line.ok || line.act === null ? [] : [{
    id: saidId(repository.id, comment.id, index), repository: repository.id, number: record.number, comment: comment.id, line: index, at: comment.createdAt, by: comment.author?.login ?? null, rights, act: line.act,
  }]));
}

/** Entries of which the words read differently now. */
function editsOf(comment: CommentFact, known: readonly IncidentEntry[], place: IncidentPlace): readonly (IncidentEntry | null)[] {
  const now = linesOf(comment, comment.author?.login ?? "", place);
  return known.filter(({ act }) => act.kind !== "edited").map((entry) => {
    const line = now[entry.line];
    const act = line?.ok === true ? line.act : null;
    if (JSON.stringify(act) === JSON.stringify(entry.act)) return lastEdit(entry, known) === null ? null : editedEntry(entry, known, act?.kind === "timeline" ? act : null, line?.text ?? "", comment.updatedAt);
    return editedEntry(entry, known, act?.kind === "timeline" ? act : null, line?.text ?? "", comment.updatedAt);
  });
}

/** Null where that is what was entered last. */
export function editedEntry(entry: IncidentEntry, known: readonly IncidentEntry[], act: Extract<IncidentAct, { readonly kind: "timeline" }> | null, line: string | null, at: number): IncidentEntry | null {
  const last = lastEdit(entry, known);
  const text = line === null ? null : entry.act.kind === "timeline" ? act?.text ?? line : line;
  const when = act?.when ?? null;
  if (last?.act.kind === "edited" && last.act.text === text && JSON.stringify(last.act.when) === JSON.stringify(when)) return null;
  const said: IncidentAct = { kind: "edited", comment: entry.comment ?? 0, line: entry.line, when, text };
  return { ...entry, id: `${entry.id}/${text === null ? "deleted" : digestOf([text, when, at]).slice(0, 16)}`, at: Math.max(at, entry.at), act: said };
}

function lastEdit(entry: IncidentEntry, known: readonly IncidentEntry[]): IncidentEntry | null {
  return known.filter(({ act }) => act.kind === "edited" && act.line === entry.line).sort((a, b) => a.at - b.at).at(-1) ?? null;
}

async function changed(edits: readonly (IncidentEntry | null)[], place: IncidentPlace, context: RunContext): Promise<Settlement> {
  const entries = edits.filter((entry) => entry !== null);
  return entries.length === 0 ? NOTHING_TO_SETTLE : { ...NOTHING_TO_SETTLE, ledger: entries.map(ledgerEntry), marks: [incidentMark(place, context)] };
}

/** GitHub counts in seconds, so an edit within the second of writing is known only by what a webhook told. */
async function wasEdited(comment: CommentFact, { repository }: IncidentPlace, context: RunContext): Promise<boolean> {
  if (comment.updatedAt !== comment.createdAt) return true;
  return (await context.memory.witnesses(repository.id, `comment:${comment.id}`)).some(({ action }) => action === "edited");
}

export function incidentMark({ record }: Pick<IncidentPlace, "record">, context: RunContext): Mark {
  return { key: { kind: "incident", repository: record.repository, number: record.number }, lane: "command", installation: context.installation };
}
