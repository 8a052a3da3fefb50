/** What is answered to a report that was sent to us, in one line. */
import type { RepositoryName } from "../domain/model/refs.ts";
import { counted, joined } from "./enumeration.ts";
import { plainText } from "./escape.ts";

export type ReportRefusal =
  | { readonly code: "other-repository"; readonly of: RepositoryName; readonly wanted: RepositoryName }
  | { readonly code: "not-installed" | "no-plan"; readonly repository: RepositoryName }
  | { readonly code: "may-not-write"; readonly actor: string; readonly repository: RepositoryName }
  | { readonly code: "unknown-environment"; readonly named: string; readonly known: readonly string[]; readonly meant: string | null }
  | { readonly code: "unknown-tester"; readonly named: string }
  | { readonly code: "other-tester"; readonly environment: string; readonly tester: string; readonly named: string }
  | { readonly code: "unknown-ref"; readonly named: string; readonly repository: RepositoryName; readonly sha: boolean }
  | { readonly code: "too-many"; readonly most: number };

export interface ReportAnswer {
  readonly status: number;
  readonly line: string;
}

const STATUS: Readonly<Record<ReportRefusal["code"], number>> = { "other-repository": 403, "not-installed": 404, "no-plan": 404, "may-not-write": 403, "unknown-environment": 400, "unknown-tester": 400, "other-tester": 400, "unknown-ref": 400, "too-many": 413 };

export function refusedReport(refusal: ReportRefusal): ReportAnswer {
  return { status: STATUS[refusal.code], line: refusalLine(refusal) };
}

function refusalLine(refusal: ReportRefusal): string {
  switch (refusal.code) {
    case "other-repository": return `The token is of a workflow of ${refusal.of}, and reports for ${plainText(refusal.wanted, 200)} are taken from its own workflows alone.`;
    case "not-installed": return `Release Warden is not installed on ${refusal.repository}.`;
    case "no-plan": return `No plan with \`features\` governs ${refusal.repository}, so no report is needed.`;
    case "may-not-write": return `${plainText(refusal.actor, 100)} set this workflow off, and may not write to ${refusal.repository}. Have it run by somebody who may.`;
    case "unknown-environment": return `The plan has no environment ${plainText(refusal.named, 100)}.${refusal.meant === null ? "" : ` Did you mean ${refusal.meant}?`}${refusal.known.length === 0 ? " Leave ?environment out." : ` It has ${joined(refusal.known)}.`}`;
    case "unknown-tester": return `A tester is internal or community, and not ${plainText(refusal.named, 100)}.`;
    case "other-tester": return `In ${refusal.environment} the plan has ${refusal.tester} testers, and not ${refusal.named} ones. Name the environment in which it was tested.`;
    case "unknown-ref": return refusal.sha ? `No tag of ${refusal.repository} stands on that commit, and this workflow did not run on it. Name the tag, or the commit of the workflow.` : `There is no tag ${plainText(refusal.named, 200)} in ${refusal.repository}. Push the tag first, or name the whole sha of the commit.`;
    case "too-many": return `There are ${refusal.most} reports of this commit already. Join them into fewer.`;
  }
}

export interface KeptReport {
  readonly cases: number;
  readonly sha: string;
  /** title of the environment; null = of none in particular */
  readonly environment: string | null;
  /** it was here before */
  readonly known: boolean;
}

export function keptReport({ cases, sha, environment, known }: KeptReport): ReportAnswer {
  const what = `${counted(cases, "test")} on ${sha.slice(0, 12)}${environment === null ? "" : ` in ${plainText(environment, 100)}`}`;
  return { status: 202, line: known ? `Known already: ${what}. Nothing changed.` : `Kept: ${what}. The candidate is judged anew in a moment.` };
}
