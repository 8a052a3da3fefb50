/**
 * Reports by the form whose webhook never came. Once an hour the open issues with the form's label are listed: one that was taken in is closed, so
 * whatever is open was not, or was opened again by whoever means another incident. What had stood there for more than a day when this was looked at for the
 * first time was left open by people, who had reasons of their own.
 */
import { ACTS_WITHIN } from "../domain/command/admission.ts";
import { REPORT_LABEL } from "../domain/incident/report-form.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { Mark } from "../domain/model/key.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import type { RecordChange } from "../domain/model/settlement.ts";
import { incidentsIn } from "./incident-place.ts";
import type { RunContext } from "./ports.ts";

const LOOK_AGAIN_AFTER = 55 * 60_000;

interface ReportCursor {
  readonly lookedAt: Instant;
  /** what is older was there before us; absent = written by an earlier version */
  readonly since?: Instant;
}

export async function lostReports(repository: RepositoryRecord, context: RunContext): Promise<{ readonly marks: readonly Mark[]; readonly records: readonly RecordChange[] }> {
  const key = `incident-reports/${repository.id}`;
  const now = context.now();
  const before = await context.memory.record<ReportCursor>("cursor", key);
  if (before !== null && now - before.lookedAt < LOOK_AGAIN_AFTER) return { marks: [], records: [] };
  const since = before?.since ?? (before?.lookedAt ?? now) - ACTS_WITHIN;
  const open = await context.github.readIssues(repository, { labels: [REPORT_LABEL], issueTypes: [] }, "open");
  const known = new Set((await incidentsIn(repository.id, context.memory)).map(({ origin }) => origin));
  const lost = open.filter(({ isPull, number, createdAt }) => !isPull && (createdAt ?? now) >= since && !known.has(`issue-${number}`));
  return {
    marks: lost.map(({ number }): Mark => ({ key: { kind: "issue", repository: repository.id, number }, lane: "command", installation: context.installation })),
    records: [{ kind: "cursor", key, value: { lookedAt: now, since } satisfies ReportCursor }],
  };
}
