/** Incidents: those that are open, with who has them and what is owed; and the last ones that are over. */
import { isOpenIncident } from "../../domain/policy/owed.ts";
import { plainText } from "../escape.ts";
import type { Moment, PageFacts, PageIncident } from "./facts.ts";
import { moment, momentOrNull, paged } from "./moment.ts";
import type { Paged } from "./moment.ts";

export interface IncidentsView {
  /** false = the plan does not speak of incidents */
  readonly asked: boolean;
  readonly open: Paged<IncidentRow>;
  readonly over: readonly IncidentRow[];
}

export interface IncidentRow {
  readonly reference: string;
  readonly url: string;
  readonly title: string;
  readonly state: string;
  readonly severity: string | null;
  readonly owner: string | null;
  readonly opened: Moment;
  readonly updated: Moment | null;
  /** it holds a freeze of its own */
  readonly freezes: boolean;
  readonly owed: readonly { readonly what: string; readonly who: string | null }[];
}

const SHOWN_OVER = 20;
const SHOWN_OWED = 10;

export function incidentsView(facts: PageFacts, page: number): IncidentsView {
  const newest = facts.incidents.toSorted((a, b) => b.record.openedAt - a.record.openedAt || b.record.number - a.record.number);
  const open = paged(newest.filter(({ record }) => isOpenIncident(record)), page, (to) => `${facts.path}/incidents?page=${to}`);
  return {
    asked: facts.plan.incidents !== null, open: { ...open, rows: open.rows.map((one) => incidentRow(one, facts)) },
    over: newest.filter(({ record }) => !isOpenIncident(record)).slice(0, SHOWN_OVER).map((one) => incidentRow(one, facts)),
  };
}

function incidentRow({ repository, record, incident }: PageIncident, facts: PageFacts): IncidentRow {
  return {
    reference: plainText(`${repository}#${record.number}`), url: `${facts.web}/${repository}/issues/${record.number}`, title: plainText(record.title, 120), state: record.state,
    severity: record.severity === null ? null : plainText(record.severity, 40), owner: incident?.owner == null ? null : plainText(incident.owner, 60),
    opened: moment(record.openedAt, facts), updated: momentOrNull(incident?.updatedAt ?? null, facts), freezes: incident?.freezes.at(-1)?.until === null,
    owed: (incident?.followUps ?? []).filter(({ done }) => !done).slice(0, SHOWN_OWED).map(({ text, owner }) => ({ what: plainText(text, 160), who: owner === null ? null : plainText(owner, 60) })),
  };
}
