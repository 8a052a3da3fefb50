/**
 * A recorded incident → the comments that tell it to the Warden, in their order: what happened, who took part, what is to change. Nothing is made up:
 * what the record does not know is said to be unknown, a day stays a day, and what it says twice is written down twice.
 */
import type { Instant } from "../../domain/model/instant.ts";

export interface RecordedEvent {
  /** started, detected, reported, acknowledged, mitigated, resolved, reopened; everything else is an update */
  readonly kind: string;
  /** ISO instant; null = not known to the minute */
  readonly at: string | null;
  readonly at_text?: string | null;
  readonly date_only?: boolean;
  readonly by: string | null;
  readonly text: string;
}

export interface RecordedIncident {
  readonly id: string;
  readonly title: string;
  readonly severity_suggested?: string | null;
  readonly participants?: readonly string[];
  readonly events: readonly RecordedEvent[];
  readonly action_items?: readonly { readonly text: string; readonly issue: string | null; readonly done: boolean | null }[];
}

export interface ScriptedComment {
  /** when it is written; null = right after the one before */
  readonly at: Instant | null;
  readonly by: string;
  readonly body: string;
}

const MOMENTS = ["started", "detected", "reported", "acknowledged", "mitigated", "resolved"];
const SEVERITIES: Readonly<Record<string, string>> = { critical: "sev1", major: "sev2", minor: "sev3", low: "sev4" };
const REPORTER = "reporter";

/** The first opens the incident, from anywhere; all others stand under its issue. */
export function incidentScript(incident: RecordedIncident): readonly ScriptedComment[] {
  const [first] = incident.events;
  const opening: ScriptedComment = { at: first === undefined ? null : writtenAt(first), by: loginOf(first?.by ?? null), body: `/warden incident new: ${oneLine(incident.title)}` };
  const severity = SEVERITIES[incident.severity_suggested ?? ""];
  const reported = incident.events.some(({ kind }) => kind === "reported") ? [] : ["/reported unknown"];
  const parties = (incident.participants ?? []).map((who) => `/party "${oneLine(who).replaceAll("\"", "'")}" takes part`);
  const facts = [...severity === undefined ? [] : [`/severity ${severity}`], ...reported].join("\n");
  const closing = [...parties, ...(incident.action_items ?? []).map(({ text, issue }) => `/follow-up ${[plainWords(text), issue].filter((part) => part !== null).join(" ")}`)];
  const done = (incident.action_items ?? []).flatMap((item, index) => (item.done === true ? [`/done ${index + 1}`] : []));
  return [opening, ...facts === "" ? [] : [said(facts)], ...eventComments(incident.events), ...closing.map(said), ...done.map(said)];
}

function eventComments(events: readonly RecordedEvent[]): readonly ScriptedComment[] {
  const told = new Set<string>();
  let over = false;
  return events.flatMap((event): readonly ScriptedComment[] => {
    const comment = (body: string): ScriptedComment => ({ at: writtenAt(event), by: loginOf(event.by), body });
    const words = oneLine(event.text);
    const { kind } = event;
    if (kind === "reopened" || (kind === "resolved" && over)) {
      over = kind === "resolved";
      if (over) told.delete("resolved");
      const back = comment(`/reopen ${kind === "reopened" ? words : "it was resolved once more later"}`);
      if (kind === "reopened") ["mitigated", "resolved"].forEach((one) => told.delete(one));
      return kind === "reopened" ? [back] : [back, comment(`/resolved ${timeOf(event)} ${words}`)];
    }
    if (!MOMENTS.includes(kind) || told.has(kind)) return [comment(`/timeline ${timeOf(event)} ${words}`)];
    told.add(kind);
    if (kind === "resolved") over = true;
    return [comment(`/${kind} ${timeOf(event)} ${words}`)];
  });
}

function said(body: string): ScriptedComment {
  return { at: null, by: REPORTER, body };
}

function timeOf({ at, at_text: text }: RecordedEvent): string {
  return at ?? /^\d{4}-\d{2}-\d{2}/.exec(text ?? "")?.[0] ?? "unknown";
}

/** What is known by its day is written down when that day is over. */
function writtenAt(event: RecordedEvent): Instant | null {
  if (event.at !== null) return Date.parse(event.at);
  const day = timeOf(event);
  return day === "unknown" ? null : Date.parse(`${day}T00:00Z`) + 86_400_000;
}

function loginOf(name: string | null): string {
  return name === null ? REPORTER : name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-+|-+$/g, "").slice(0, 39) || REPORTER;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

/** Words of the record that must not be read as somebody's name or another issue. */
function plainWords(text: string): string {
  return oneLine(text).replaceAll("@", "at ").replaceAll("#", "no. ");
}
