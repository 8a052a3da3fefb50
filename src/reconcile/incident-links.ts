/** An incident that was triaged as a known one is linked from there too, once. */
import type { FoldedIncident } from "../domain/incident/fold.ts";
import { ledgerEntry, observedId } from "../domain/incident/ledger.ts";
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
