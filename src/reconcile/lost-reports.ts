/**
 * Reports by the form whose webhook never came. Once an hour the open issues with the form's label are listed: one that was taken in is closed, so
 * whatever is open was not, or was opened again by whoever means another incident.
 */
import { REPORT_LABEL } from "../domain/incident/report-form.ts";
import type { Mark } from "../domain/model/key.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import type { RecordChange } from "../domain/model/settlement.ts";
import { incidentsIn } from "./incident-place.ts";
import type { RunContext } from "./ports.ts";

const LOOK_AGAIN_AFTER = 55 * 60_000;

export async function lostReports(repository: RepositoryRecord, context: RunContext): Promise<{ readonly marks: readonly Mark[]; readonly records: readonly RecordChange[] }> {
  const key = `incident-reports/${repository.id}`;
  const now = context.now();
  const before = await context.memory.record<{ readonly lookedAt: number }>("cursor", key);
  if (before !== null && now - before.lookedAt < LOOK_AGAIN_AFTER) return { marks: [], records: [] };
  const open = await context.github.readIssues(repository, { labels: [REPORT_LABEL], issueTypes: [] }, "open");
  const known = new Set((await incidentsIn(repository.id, context.memory)).map(({ origin }) => origin));
  const lost = open.filter(({ isPull, number }) => !isPull && !known.has(`issue-${number}`));
  return {
    marks: lost.map(({ number }): Mark => ({ key: { kind: "issue", repository: repository.id, number }, lane: "command", installation: context.installation })),
    records: [{ kind: "cursor", key, value: { lookedAt: now } }],
  };
}
