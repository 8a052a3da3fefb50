/**
 * The issue of an incident: what must stand in it. Our sections are written, the template's and people's own words around them stay; where there is
 * little room the timeline gives way first, then the report, and the comments keep all of it.
 */
import { BODY_CAP, fenced, hiddenKey, readSection, replaceSection } from "./fenced-section.ts";
import type { MirroredIncident } from "./incident-ledger-section.ts";
import { INCIDENT_LEDGER, renderIncidentLedger } from "./incident-ledger-section.ts";

export const INCIDENT_SECTIONS = ["incident", "timeline", "report", INCIDENT_LEDGER] as const;
export type IncidentSection = (typeof INCIDENT_SECTIONS)[number];

export interface IncidentWords {
  readonly incident: string;
  /** of at most so many characters */
  readonly timeline: (room: number) => string;
  readonly report: (room: number) => string;
}

const LEDGER_ROOM = 12_000;
const TIMELINE_ROOM = 20_000;

/** The part of the hidden key that says what it was opened from: a comment, or the issue of a form. */
export function incidentIssueKey(origin: string): string {
  return `incident/${origin}`;
}

/** `written` is what the template made; sections that it does not place stand at its end. */
export function newIncidentBody(key: string, written: string): string {
  const missing = INCIDENT_SECTIONS.filter((name) => readSection(written, name) === null);
  return [hiddenKey(key), written.trim(), ...missing.map((name) => fenced({ name, content: "" }))].join("\n\n");
}

export function desireIncidentBody(observed: string, words: IncidentWords, ledger: Omit<MirroredIncident, "left">): { readonly body: string; readonly missing: readonly IncidentSection[] } {
  const missing = INCIDENT_SECTIONS.filter((name) => readSection(observed, name) === null);
  const empty = INCIDENT_SECTIONS.reduce((text, name) => replaceSection(text, name, "").body, observed);
  const withState = replaceSection(empty, "incident", words.incident).body;
  const mirrored = renderIncidentLedger(ledger, LEDGER_ROOM);
  const room = (text: string, kept: number): number => Math.max(0, BODY_CAP - text.length - kept);
  const withReport = replaceSection(withState, "report", words.report(room(withState, mirrored.length + TIMELINE_ROOM))).body;
  const withTimeline = replaceSection(withReport, "timeline", words.timeline(room(withReport, mirrored.length))).body;
  return { body: replaceSection(withTimeline, INCIDENT_LEDGER, mirrored).body, missing };
}
