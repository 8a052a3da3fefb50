/** `/warden incident` and `/warden timeline`: what a comment anywhere says to an incident. Said once; a run that is repeated finds what it wrote. */
import { parseCommand } from "../domain/command/parse.ts";
import type { AdmittedComment } from "../domain/command/entry.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import type { Settlement } from "../domain/model/settlement.ts";
import { noIncidentPlanText, nothingOpenedText, openedText, sameIncidentText } from "../text/incident-report-answer.ts";
import { noteElsewhere } from "./incident-elsewhere.ts";
import { incidentsIn } from "./incident-place.ts";
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
    if (verb === "timeline") said.set(index, await noteElsewhere(argument, index, admitted, repository, context));
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
