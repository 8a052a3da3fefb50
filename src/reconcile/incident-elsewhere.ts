/**
 * `/warden timeline #7 …`: a line for an incident's record from any comment. It is entered when its comment is answered, and follows the comment
 * afterwards: an edit changes the words and leaves the first ones beside them, a deleted comment leaves its entry.
 * Accepted: an edit that no webhook told of is found by the hourly look while the comment still holds a command; after memory was lost, the entry
 * comes back from the incident's issue and follows its comment no more.
 */
import type { AdmittedComment } from "../domain/command/entry.ts";
import { commandLines } from "../domain/command/command-lines.ts";
import { parseCommand } from "../domain/command/parse.ts";
import { ELSEWHERE, ledgerEntry, saidId } from "../domain/incident/ledger.ts";
import { isAhead, leadingWhen } from "../domain/incident/when.ts";
import type { WhenContext } from "../domain/incident/when.ts";
import { leadingLink } from "../domain/incident/words.ts";
import type { IncidentAct, IncidentEntry, IssueLink } from "../domain/model/incident.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName, sameRepository } from "../domain/model/refs.ts";
import type { Settlement } from "../domain/model/settlement.ts";
import { incidentProblemText } from "../text/incident-answer.ts";
import { futureNoteText, noSuchIncidentText, notedElsewhereText } from "../text/incident-report-answer.ts";
import { editedEntry, incidentMark } from "./incident-comment.ts";
import { entriesOfIncident, incidentAt, rightsOf } from "./incident-place.ts";
import type { IncidentPlace } from "./incident-place.ts";
import type { SaidToIncident } from "./incident-report.ts";
import type { RunContext } from "./ports.ts";

type Note = Extract<IncidentAct, { readonly kind: "timeline" }>;
type Followed = Pick<Settlement, "ledger" | "marks">;

const NOTHING: SaidToIncident["settled"] = { ledger: [], records: [], marks: [] };

export async function noteElsewhere(argument: string, line: number, { comment, at, standing }: AdmittedComment, repository: RepositoryRecord, context: RunContext): Promise<SaidToIncident> {
  const link = leadingLink(argument, repositoryName(repository));
  const place = link === null ? null : await placeOf(link.link, repository, context);
  if (link === null || place === null) return { text: noSuchIncidentText(), settled: NOTHING };
  const reading = leadingWhen(link.rest, { zone: place.plan.release.timezone, writtenAt: at });
  if (!reading.ok) return { text: incidentProblemText(reading), settled: NOTHING };
  const { when, rest } = reading.value;
  if (rest === "") return { text: incidentProblemText({ code: "no-words", message: "It does not say what happened.", hint: "write `/warden timeline #7 14:05 TEXT`" }), settled: NOTHING };
  if (when !== null && isAhead(when, at)) return { text: futureNoteText(), settled: NOTHING };
  const { owner, writer } = await rightsOf(standing.login, place.plan, repository, context);
  // Whoever may use the Warden here has a part in what happens here.
  const entry: IncidentEntry = {
    id: saidId(repository.id, comment, ELSEWHERE + line), repository: repository.id, number: place.record.number, comment, line: ELSEWHERE + line, at, by: standing.login,
    rights: { owner, writer: writer || standing.role !== null }, act: { kind: "timeline", when, text: rest },
  };
  return { text: notedElsewhereText(place.record.number), settled: { ledger: [ledgerEntry(entry)], records: [], marks: [incidentMark(place, context)] } };
}

/** What became of an answered comment's notes since; GitHub is asked only where there are any. */
export async function notesFollowed({ comment, at, lines }: AdmittedComment, repository: RepositoryRecord, context: RunContext): Promise<Followed> {
  const noted = await notesOf(comment, lines, repository, context);
  if (noted.length === 0) return NOTHING;
  const read = await context.github.readComment(repository, comment);
  const now = read === null ? null : commandLines(read.body);
  const edits = noted.flatMap(({ entry, known, place }) => {
    const text = now === null ? null : now[entry.line - ELSEWHERE] ?? "";
    const act = text === null ? null : noteIn(text, place, { zone: place.plan.release.timezone, writtenAt: at });
    if (JSON.stringify(act) === JSON.stringify(entry.act) && !known.some((one) => one.act.kind === "edited" && one.line === entry.line)) return [];
    const edited = editedEntry(entry, known, act, text, read?.updatedAt ?? context.now());
    return edited === null ? [] : [{ edited, place }];
  });
  return { ledger: edits.map(({ edited }) => ledgerEntry(edited)), marks: edits.map(({ place }) => incidentMark(place, context)) };
}

interface Noted {
  readonly entry: IncidentEntry;
  /** everything that came of the comment */
  readonly known: readonly IncidentEntry[];
  readonly place: IncidentPlace;
}

async function notesOf(comment: number, lines: AdmittedComment["lines"], repository: RepositoryRecord, context: RunContext): Promise<readonly Noted[]> {
  const found: Noted[] = [];
  for (const [index, { text, refusal }] of lines.entries()) {
    const link = refusal === null ? linkIn(text, repository) : null;
    const place = link === null ? null : await placeOf(link, repository, context);
    const known = place === null ? [] : (await entriesOfIncident(place.record, context.memory)).filter((entry) => entry.comment === comment);
    const entry = known.find(({ line, act }) => line === ELSEWHERE + index && act.kind === "timeline");
    if (place !== null && entry !== undefined) found.push({ entry, known, place });
  }
  return found;
}

/** Null where the line says anything else now, or speaks of another incident. */
function noteIn(text: string, { record, repository }: IncidentPlace, context: WhenContext): Note | null {
  const link = leadingLink(argumentOf(text), repositoryName(repository));
  if (link === null || !sameRepository(link.link.repository, repositoryName(repository)) || link.link.number !== record.number) return null;
  const reading = leadingWhen(link.rest, context);
  return reading.ok && reading.value.rest !== "" ? { kind: "timeline", when: reading.value.when, text: reading.value.rest } : null;
}

function linkIn(text: string, repository: RepositoryRecord): IssueLink | null {
  return leadingLink(argumentOf(text), repositoryName(repository))?.link ?? null;
}

function argumentOf(text: string): string {
  const parsed = parseCommand(text);
  return parsed.ok && parsed.command.verb === "timeline" ? parsed.command.argument ?? "" : "";
}

async function placeOf(link: IssueLink, repository: RepositoryRecord, { memory }: RunContext): Promise<IncidentPlace | null> {
  return sameRepository(link.repository, repositoryName(repository)) ? incidentAt(repository, link.number, memory) : null;
}
