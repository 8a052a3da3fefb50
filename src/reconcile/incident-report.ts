/** `/warden incident` and `/warden timeline`: what a comment anywhere says to an incident. Said once; a run that is repeated finds what it wrote. */
import { parseCommand } from "../domain/command/parse.ts";
import type { AdmittedComment } from "../domain/command/entry.ts";
import { ledgerEntry, saidId } from "../domain/incident/ledger.ts";
import { leadingWhen } from "../domain/incident/when.ts";
import { leadingLink } from "../domain/incident/words.ts";
import type { IncidentEntry } from "../domain/model/incident.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName, sameRepository } from "../domain/model/refs.ts";
import type { Settlement } from "../domain/model/settlement.ts";
import { incidentProblemText } from "../text/incident-answer.ts";
import { noIncidentPlanText, noSuchIncidentText, notedElsewhereText, nothingOpenedText, openedText, sameIncidentText } from "../text/incident-report-answer.ts";
import { incidentMark } from "./incident-comment.ts";
import { incidentAt, incidentsIn, rightsOf } from "./incident-place.ts";
import { openIncident } from "./incident-open.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

export interface SaidToIncident {
  readonly text: string;
  readonly settled: Pick<Settlement, "ledger" | "records" | "marks">;
}

const NOTHING: SaidToIncident["settled"] = { ledger: [], records: [], marks: [] };

/** By the position of the line; lines that are about no incident are absent. `again`: it was answered before, and opens nothing more. */
export async function saidToIncidents(admitted: AdmittedComment, again: boolean, plans: readonly PlanInForce[], repository: RepositoryRecord, context: RunContext): Promise<ReadonlyMap<number, SaidToIncident>> {
  const said = new Map<number, SaidToIncident>();
  for (const [index, { text, refusal }] of admitted.lines.entries()) {
    const parsed = refusal === null ? parseCommand(text) : null;
    if (parsed?.ok !== true || parsed.command.argument === null) continue;
    const { verb, argument } = parsed.command;
    if (verb === "incident") said.set(index, await reported(argument, index, again, admitted, plans, repository, context));
    if (verb === "timeline") said.set(index, await noted(argument, index, admitted, repository, context));
  }
  return said;
}

async function reported(argument: string, line: number, again: boolean, { comment, number, at, standing }: AdmittedComment, plans: readonly PlanInForce[], repository: RepositoryRecord, context: RunContext): Promise<SaidToIncident> {
  const plan = plans.find(({ written }) => written.incidents !== null);
  if (plan === undefined) return { text: noIncidentPlanText(), settled: NOTHING };
  const separate = /^new:\s*/i.exec(argument);
  const title = argument.slice(separate?.[0].length ?? 0);
  const origin = `comment-${comment}${line === 0 ? "" : `-${line + 1}`}`;
  if (again && !(await incidentsIn(repository.id, context.memory)).some((one) => one.origin === origin)) return { text: nothingOpenedText(), settled: NOTHING };
  const opened = await openIncident({ origin, title, text: null, by: standing.login, at, from: { number, comment }, separate: separate !== null, acts: [] }, plan, repository, context);
  return { text: opened.opened ? openedText(opened.number, opened.broken) : sameIncidentText(opened.number, title), settled: opened.settled };
}

async function noted(argument: string, line: number, { comment, at, standing }: AdmittedComment, repository: RepositoryRecord, context: RunContext): Promise<SaidToIncident> {
  const link = leadingLink(argument, repositoryName(repository));
  const place = link === null || !sameRepository(link.link.repository, repositoryName(repository)) ? null : await incidentAt(repository, link.link.number, context.memory);
  if (link === null || place === null) return { text: noSuchIncidentText(), settled: NOTHING };
  const reading = leadingWhen(link.rest, { zone: place.plan.release.timezone, writtenAt: at });
  if (!reading.ok) return { text: incidentProblemText(reading), settled: NOTHING };
  const { when, rest } = reading.value;
  if (rest === "") return { text: incidentProblemText({ code: "no-words", message: "It does not say what happened.", hint: "write `/warden timeline #7 14:05 TEXT`" }), settled: NOTHING };
  const { owner, writer } = await rightsOf(standing.login, place.plan, repository, context);
  // Whoever may use the Warden here has a part in what happens here.
  const entry: IncidentEntry = {
    id: saidId(repository.id, comment, line), repository: repository.id, number: place.record.number, comment, line, at, by: standing.login, rights: { owner, writer: writer || standing.role !== null }, act: { kind: "timeline", when, text: rest },
  };
  return { text: notedElsewhereText(place.record.number), settled: { ledger: [ledgerEntry(entry)], records: [], marks: [incidentMark(place, context)] } };
}
