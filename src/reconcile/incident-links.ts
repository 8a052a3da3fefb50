/**
 * Incidents that tell of the same thing: one that was triaged as a known one is linked from there too, once; and of two that were reported in the
 * same moment, so that nobody could be offered the first, the later one is.
 */
import type { FoldedIncident } from "../domain/incident/fold.ts";
import { ledgerEntry, observedId } from "../domain/incident/ledger.ts";
import { sameAround } from "../domain/incident/same-report.ts";
import { isOpen } from "../domain/incident/severity.ts";
import type { IncidentRecord } from "../domain/model/incident.ts";
import { repositoryName, sameRepository } from "../domain/model/refs.ts";
import type { Settlement } from "../domain/model/settlement.ts";
import { entriesOfIncident, incidentAt } from "./incident-place.ts";
import type { IncidentPlace } from "./incident-place.ts";
import { incidentMark } from "./incident-comment.ts";
import type { RunContext } from "./ports.ts";

const NOTHING: Pick<Settlement, "ledger" | "marks"> = { ledger: [], marks: [] };

/** Where the known problem is an incident of this repository; anywhere else GitHub shows our link on the other side by itself. */
export async function joinedByTriage({ incident }: FoldedIncident, { record, repository }: IncidentPlace, context: RunContext): Promise<Pick<Settlement, "ledger" | "marks">> {
  const { known } = incident;
  if (known === null || !sameRepository(known.repository, repositoryName(repository)) || known.number === record.number) return NOTHING;
  const other = await incidentAt(repository, known.number, context.memory);
  if (other === null || other.record.number === record.number) return NOTHING;
  const id = observedId(record.repository, other.record.number, `recurred-${record.number}`);
  if ((await entriesOfIncident(other.record, context.memory)).some((entry) => entry.id === id)) return NOTHING;
  const link = { repository: repositoryName(repository), number: record.number };
  const entry = { id, repository: record.repository, number: other.record.number, comment: null, line: 0, at: context.now(), by: null, rights: { owner: false, writer: false }, act: { kind: "recurred" as const, link } };
  return { ledger: [ledgerEntry(entry)], marks: [incidentMark(other, context)] };
}

export interface Twins {
  /** the one that this one is to be offered; null = none */
  readonly first: IncidentRecord | null;
  /** of later ones, which may have been looked at before this one was known */
  readonly marks: Settlement["marks"];
}

/** While nobody has said what it is. Whichever of the two becomes known last brings the later one to be looked at. */
export function twinsOf(record: IncidentRecord, others: readonly IncidentRecord[], context: RunContext): Twins {
  const { before, after } = sameAround(record, others.filter(isOpen));
  const told = record.separate === true || record.rebuiltAt !== undefined || record.told.some((key) => key.startsWith(SAME));
  return { first: told ? null : before, marks: record.logged === undefined ? after.map((other) => incidentMark({ record: other }, context)) : [] };
}

export const SAME = "same/";
