/** Our checks on a commit, as GraphQL and REST send them. */
import { z } from "zod";
import type { ObservedCheck } from "../../domain/model/check.ts";
import { instantOf } from "./instant.ts";
import { nodes } from "./connection.ts";
import { readExternalId } from "../external-id.ts";

const Run = z.object({
  databaseId: z.number().int(),
  name: z.string(),
  status: z.string(),
  conclusion: z.string().nullish(),
  externalId: z.string().nullish(),
  startedAt: z.string().nullish(),
});

export const CommitChecks = z.object({
  oid: z.string(),
  checkSuites: nodes(z.object({ status: z.string(), checkRuns: nodes(Run) })),
});

/**
 * A re-run request resets the suite to queued and leaves its runs alone: a completed run in a queued suite is one that people asked for again.
 * Source: https://docs.github.com/rest/checks/runs#rerequest-a-check-run
 */
export function checksOf(commit: z.infer<typeof CommitChecks>): readonly ObservedCheck[] {
  const newest = new Map<string, ObservedCheck>();
  for (const suite of commit.checkSuites) {
    for (const run of suite.checkRuns) {
      const status = statusOf(run.status);
      const check: ObservedCheck = {
        id: run.databaseId, name: run.name, sha: commit.oid, status, conclusion: run.conclusion?.toLowerCase() ?? null,
        ...readExternalId(run.externalId ?? null),
        suiteReset: status === "completed" && statusOf(suite.status) === "queued",
        startedAt: instantOf(run.startedAt),
      };
      const known = newest.get(run.name);
      if (known === undefined || known.id < check.id) newest.set(run.name, check);
    }
  }
  return [...newest.values()];
}

/** Source: https://docs.github.com/rest/checks/runs#create-a-check-run */
export const RestRun = z.object({
  id: z.number().int(),
  name: z.string(),
  head_sha: z.string(),
  status: z.string(),
  conclusion: z.string().nullish(),
  external_id: z.string().nullish(),
  started_at: z.string().nullish(),
});

export function checkOfRun(run: z.infer<typeof RestRun>): ObservedCheck {
  return {
    id: run.id, name: run.name, sha: run.head_sha, status: statusOf(run.status), conclusion: run.conclusion?.toLowerCase() ?? null,
    ...readExternalId(run.external_id ?? null), suiteReset: false, startedAt: instantOf(run.started_at),
  };
}

/** waiting, requested and pending are only Actions' own; for us they are "not begun". */
function statusOf(status: string): ObservedCheck["status"] {
  const lower = status.toLowerCase();
  return lower === "completed" || lower === "in_progress" ? lower : "queued";
}
