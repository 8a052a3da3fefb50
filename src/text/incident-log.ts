/** The incident log in words: as an issue that GitHub's search finds, as lines for a terminal, as CSV and as JSON. */
import type { IncidentLog, LoggedIncident, LogGroup, Measure } from "../domain/incident/incident-log.ts";
import { MEASURES } from "../domain/incident/incident-log.ts";
import type { LogAccessRecord } from "../domain/model/log-access.ts";
import { datedOf } from "../domain/policy/maintenance.ts";
import { csvText } from "./csv.ts";
import { counted } from "./enumeration.ts";
import { markdownCodeCell, markdownText, plainText, safeUrl } from "./escape.ts";
import { logAccessText } from "./incident-log-access.ts";
import { dayText, isoText } from "./instant.ts";
import { tableLines } from "./table.ts";
import type { TableOptions } from "./table.ts";

const MEASURE_WORDS: Readonly<Record<Measure, string>> = { toDetect: "to detect", toAcknowledge: "to acknowledge", toMitigate: "to mitigate", toResolve: "to resolve" };
const UNSAID = "not said";
const NO_INCIDENTS = "No incident was ever reported.";
/** the newest; all of them are in what the command line prints */
const ROWS = 300;
const MINUTES_PER_DAY = 24 * 60;

/**
 * At most about `room` characters: where not all fits, the oldest rows give way and are counted. `hidden` = incidents in private repositories, `after` =
 * what stands below them.
 */
export function incidentLogText(log: IncidentLog, zone: string, hidden: number, room: number, access: Pick<LogAccessRecord, "repository" | "access"> | null = null, after: readonly string[] = []): string {
  if (log.incidents.length === 0 && hidden === 0) return [NO_INCIDENTS, ...after].join("\n\n");
  const head = [
    `${counted(log.all.incidents, "incident")}, ${log.all.open} open${log.all.falseAlarms === 0 ? "" : `, ${counted(log.all.falseAlarms, "false alarm")}`}${log.all.reopened === 0 ? "" : `, ${log.all.reopened} reopened`}.${hidden === 0 ? "" : ` ${hidden} more in private repositories ${hidden === 1 ? "is" : "are"} not listed here.`}`,
    ...access === null ? [] : [logAccessText(access)],
    groupTable("Severity", log.bySeverity), groupTable("Component", log.byComponent),
    "Medians of what is known; in brackets how many incidents of the row say it, where not all do. False alarms measure nothing. A minus means that it happened in the other order.",
    "### Every incident",
    "| | Incident | State | Severity | Component | Day | To resolve |\n|---|---|---|---|---|---|---|",
  ];
  let length = [...head, ...after].join("\n\n").length + 100;
  const rows: string[] = [];
  for (const one of log.incidents.slice(0, ROWS)) {
    const row = incidentRow(one, zone);
    length += row.length + 1;
    if (length > room) break;
    rows.push(row);
  }
  const left = log.incidents.length - rows.length;
  const table = `${head.join("\n\n")}\n${rows.join("\n")}${left === 0 ? "" : `\n\nAnd ${counted(left, "earlier incident")}: \`release-warden incidents\` lists all.`}`;
  return [table, ...after].join("\n\n");
}

function groupTable(what: string, groups: readonly LogGroup[]): string {
  const rows = groups.slice(0, 30).map(({ name, incidents, open, medians }) =>
    `| ${name === null ? UNSAID : markdownText(name, 64)} | ${incidents} | ${open} | ${MEASURES.map((measure) => medianText(medians[measure])).join(" | ")} |`);
  const more = groups.length - rows.length;
  return `| ${what} | Incidents | Open | ${MEASURES.map((measure) => capital(MEASURE_WORDS[measure])).join(" | ")} |\n|---|---|---|${MEASURES.map(() => "---").join("|")}|\n${rows.join("\n")}${more > 0 ? `\n\nAnd ${more} more.` : ""}`;
}

function incidentRow(one: LoggedIncident, zone: string): string {
  const url = safeUrl(one.url);
  const name = url === null ? `${markdownText(one.repository, 140)} ${one.number}` : `[${markdownText(one.repository, 140)} ${one.number}](${url})`;
  const known = one.known === null ? "" : `, known as ${markdownText(one.known, 160)}`;
  const again = one.recurrences === 0 ? "" : `, came back ${one.recurrences === 1 ? "once" : `${one.recurrences} times`}`;
  const found = [one.version === null ? "" : `, version ${markdownCodeCell(one.version, 64)}`, one.fingerprint === null ? "" : `, error ${markdownCodeCell(one.fingerprint, 20)}`].join("");
  return `| ${name} | ${markdownText(one.title, 120)}${known}${again}${found} | ${one.triage === "false-alarm" ? "false alarm" : one.state} | ${markdownText(one.severity ?? UNSAID, 64)} | ${markdownText(one.component ?? UNSAID, 64)} | ${dayText(one.openedAt, zone, null)} | ${minutesText(one.minutes.toResolve)} |`;
}

/** `width` as in tables. */
export function incidentLogLines(log: IncidentLog, options: TableOptions): readonly string[] {
  if (log.incidents.length === 0) return [NO_INCIDENTS];
  const groups = (what: string, all: readonly LogGroup[]): readonly string[] => tableLines([what, "incidents", "open", ...MEASURES.map((measure) => MEASURE_WORDS[measure])],
    all.map(({ name, incidents, open, medians }) => [name === null ? UNSAID : plainText(name, 64), String(incidents), String(open), ...MEASURES.map((measure) => medianText(medians[measure]))]));
  return [
    ...tableLines(["incident", "opened", "state", "severity", "component", "to resolve", "title"], log.incidents.map((one) => [
      plainText(`${one.repository}#${one.number}`, 160), isoText(one.openedAt).slice(0, 10), one.triage === "false-alarm" ? "false alarm" : one.state, plainText(one.severity ?? UNSAID, 64), plainText(one.component ?? UNSAID, 64),
      minutesText(one.minutes.toResolve), plainText(one.title, 120),
    ]), options),
    "", ...groups("severity", log.bySeverity), "", ...groups("component", log.byComponent),
    "", "Medians of what is known; in brackets how many incidents of the row say it, where not all do.",
  ];
}

const COLUMNS = ["repository", "number", "title", "state", "triage", "severity", "type", "component", "version", "fingerprint", "owner", "known", "recurrences", "reopened", "opened_at", "started_at", "resolved_at",
  "minutes_to_detect", "minutes_to_acknowledge", "minutes_to_mitigate", "minutes_to_resolve", "url"] as const;

/** One line an incident. What is not known is empty. */
export function incidentLogCsv({ incidents }: IncidentLog): string {
  const at = (instant: number | null): string => (instant === null ? "" : isoText(instant));
  return csvText([COLUMNS, ...incidents.map((one) => [
    one.repository, String(one.number), one.title, one.state, one.triage ?? "", one.severity ?? "", one.type ?? "", one.component ?? "", one.version ?? "", one.fingerprint ?? "", one.owner ?? "", one.known ?? "", String(one.recurrences), one.reopened ? "yes" : "no",
    at(one.openedAt), at(one.startedAt), at(one.resolvedAt), ...MEASURES.map((measure) => (one.minutes[measure] === null ? "" : String(one.minutes[measure]))), one.url,
  ])]);
}

export function incidentLogJson({ incidents, all, bySeverity, byComponent, maintenance = [] }: IncidentLog): string {
  const at = (instant: number | null): string | null => (instant === null ? null : isoText(instant));
  return JSON.stringify({
    incidents: incidents.map((one) => ({ ...one, title: plainText(one.title), openedAt: isoText(one.openedAt), startedAt: at(one.startedAt), resolvedAt: at(one.resolvedAt) })), all, bySeverity, byComponent,
    maintenance: datedOf(maintenance).map(({ id, title, from, to, components, owner, because }) => ({ id, title: plainText(title), from: isoText(from), to: isoText(to), components, owner, because })),
  }, null, 2);
}

function medianText({ minutes, known, unknown }: LogGroup["medians"][Measure]): string {
  return `${minutesText(minutes)}${minutes === null || unknown === 0 ? "" : ` (${known} of ${known + unknown})`}`;
}

/** "35 min", "2 h 5 min", "3 d 4 h". */
export function minutesText(minutes: number | null): string {
  if (minutes === null) return "not known";
  const whole = Math.round(Math.abs(minutes));
  const parts = whole >= MINUTES_PER_DAY ? [[Math.floor(whole / MINUTES_PER_DAY), "d"], [Math.floor(whole % MINUTES_PER_DAY / 60), "h"]] as const : [[Math.floor(whole / 60), "h"], [whole % 60, "min"]] as const;
  const text = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`).join(" ");
  return `${minutes < 0 && whole > 0 ? "−" : ""}${text === "" ? "0 min" : text}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
