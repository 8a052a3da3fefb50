/** Entries of an incident for tests: what was said, minute by minute after noon of 1 December 2026 UTC. */
import { foldIncident } from "../../src/domain/incident/fold.ts";
import type { FoldedIncident } from "../../src/domain/incident/fold.ts";
import { observedId, saidId } from "../../src/domain/incident/ledger.ts";
import type { IncidentAct, IncidentEntry, Moment, When } from "../../src/domain/model/incident.ts";
import type { IncidentPlan } from "../../src/domain/model/plan-incidents.ts";

export const NOON = Date.parse("2026-12-01T12:00:00Z");
const MINUTE = 60_000;

export const OPENED: Extract<IncidentAct, { readonly kind: "opened" }> = { kind: "opened", title: "Nodes panic", from: null, text: null, procedure: null };

export interface Said {
  readonly act: IncidentAct;
  /** minutes after noon */
  readonly at?: number;
  readonly by?: string;
  readonly rights?: IncidentEntry["rights"];
  readonly comment?: number | null;
  readonly line?: number;
}

export function entry({ act, at = 0, by = "ann", rights = { owner: true, writer: true }, comment = null, line = 0 }: Said): IncidentEntry {
  const id = comment === null ? observedId(1, 7, act.kind === "opened" ? "opened" : `${act.kind}-${at}`) : saidId(1, comment, line);
  return { id, repository: 1, number: 7, comment, line, at: NOON + at * MINUTE, by, rights, act };
}

/** The opening at noon, then each a minute after the one before, in comments 1, 2, 3… */
export function entries(...acts: readonly (IncidentAct | Said)[]): readonly IncidentEntry[] {
  return [entry({ act: OPENED }), ...acts.map((one, index) => entry({ at: index + 1, comment: index + 1, ...("act" in one ? one : { act: one }) }))];
}

export function folded(...acts: readonly (IncidentAct | Said)[]): FoldedIncident {
  const fold = foldIncident(entries(...acts));
  if (fold === null) throw new Error("no opening");
  return fold;
}

/** Codes of what came of each, in their order. */
export function codes(...acts: readonly (IncidentAct | Said)[]): readonly string[] {
  return [...folded(...acts).outcomes.values()].map(({ code }) => code);
}

/** `12:05`, a day, or `unknown` */
export function when(text: string): When {
  if (text === "unknown") return { precision: "unknown", text };
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return { precision: "day", day: text, from: Date.parse(`${text}T00:00Z`), to: Date.parse(`${text}T00:00Z`) + 24 * 60 * MINUTE, text };
  return { precision: "minute", at: Date.parse(text.length === 5 ? `2026-12-01T${text}Z` : text), text };
}

export function moment(name: Moment, at: string | null = null, text: string | null = null): IncidentAct {
  return { kind: "moment", moment: name, when: at === null ? null : when(at), text };
}

export const SEV1: IncidentAct = { kind: "severity", severity: "sev1", light: false };
export const SEV3: IncidentAct = { kind: "severity", severity: "sev3", light: true };
export const OWN: IncidentAct = { kind: "own", who: "ann" };
export const NEW: IncidentAct = { kind: "triage", as: "new", known: null, text: null };
export const ONE_TIME: IncidentAct = { kind: "triage", as: "one-time", known: null, text: "the disk was full" };
export const INFORM: IncidentAct = { kind: "inform", inform: false, audience: null, role: null, review: null, text: "nobody outside noticed" };
export const REOPEN: IncidentAct = { kind: "reopened", text: "it is back" };
export const REVIEW: IncidentAct = { kind: "reviewed" };

export function report(...parts: readonly ("summary" | "cause" | "fix" | "well" | "badly")[]): readonly IncidentAct[] {
  return parts.map((part) => ({ kind: "report", part, text: `what is known of ${part}` }));
}

export const INCIDENT_PLAN: IncidentPlan = {
  owners: [], procedure: null, logsAt: [], logs: null, releaseNotes: false, types: [], components: [], quietHours: null, freeze: null, holdsTags: null, subIssues: false, partyTypes: ["exchange", "other"], labels: ["incident"],
  severities: [
    { id: "sev1", means: null, pages: "always", light: false, updateEvery: null }, { id: "sev2", means: null, pages: "waking", light: false, updateEvery: null },
    { id: "sev3", means: null, pages: "never", light: true, updateEvery: null },
  ],
  clocks: { claim: 30 * MINUTE, severity: 60 * MINUTE, inform: 240 * MINUTE, update: 1_440 * MINUTE, report: 7_200 * MINUTE },
  audiences: [{ id: "operators", title: "Operators", targets: ["ops"] }],
};
