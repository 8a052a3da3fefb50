/** The after-action report: made of the ledger, with the parts that only people can write, and what is missing said where it is missing. */
import type { Incident, ReportPart } from "../domain/model/incident.ts";
import type { IncidentMetrics } from "../domain/model/incident-metrics.ts";
import { REPORT_PARTS } from "../domain/model/incident.ts";
import { saysSomething } from "../domain/incident/review.ts";
import { publicIncident } from "../domain/incident/redaction.ts";
import { joined, sentence } from "./enumeration.ts";
import { markdownCode, markdownText } from "./escape.ts";
import { instantText } from "./instant.ts";
import { actionLines, undecidedText } from "./incident-action.ts";
import { followUpLines, partyLines } from "./incident-section.ts";
import type { SpokenIncident } from "./incident-section.ts";
import { timelineText } from "./incident-timeline.ts";
import { lengthText, MOMENT_WORDS, TEXT_ROOM, TRIAGE_WORDS, whenText, who } from "./incident-words.ts";

const PARTS: Readonly<Record<ReportPart, string>> = { summary: "What happened", cause: "Why", fix: "How it was resolved", well: "What went well", badly: "What went badly" };

/** Empty while it goes on. */
export function reportSectionText(spoken: SpokenIncident, room: number): string {
  const { incident } = spoken;
  if (incident.state !== "resolved" && incident.state !== "reviewed") return "";
  if (incident.triage === "false-alarm") return "";
  const text = reportText(spoken, "### After-action report");
  return text.length <= room ? text : `${text.slice(0, Math.max(0, text.lastIndexOf("\n", room - 80)))}\n\nThe rest found no room here.`;
}

/** What everybody may read: see `redaction`. The timeline is in it, since no issue stands around it. */
export function publicReportText(spoken: SpokenIncident): string {
  const shown = { ...spoken, incident: publicIncident(spoken.incident), followUps: {}, steps: {}, badLinks: {} };
  return [reportText(shown, `## ${markdownText(shown.incident.title)}`), timelineText(shown.incident, shown, 20_000)].join("\n\n");
}

/** A few lines for the notes of the release that brings the fix, with nothing in them that the public variant leaves out. */
export function releaseNoteText({ incident }: Pick<SpokenIncident, "incident">): string {
  const { title, report, metrics, followUps } = publicIncident(incident);
  const length = metrics.minutes.startToResolve;
  const tested = followUps.filter(({ test }) => test).map(({ text }) => markdownText(text, 200));
  const parts: readonly (readonly [string, string | undefined])[] = [["What happened", report.summary], ["Fixed", report.fix]];
  return [
    `**${markdownText(title)}**${length === null || length < 0 ? "" : ` (${lengthText(length)})`}`,
    ...parts.flatMap(([name, text]) => (text === undefined || !saysSomething(text) ? [] : [`- ${name}: ${markdownText(text.replace(/\s*\n\s*/g, " "), 1_000)}`])),
    ...tested.length === 0 ? [] : [`- Tested from now on: ${joined(tested)}`],
  ].join("\n");
}

function reportText(spoken: SpokenIncident, heading: string): string {
  const { incident, zone } = spoken;
  const { metrics } = incident;
  const parts = REPORT_PARTS.map((part) => `**${PARTS[part]}**\n\n${partText(incident, part)}`);
  const people = partyLines(incident, spoken).map((line) => `- ${line}`);
  const involved = [...incident.owner === null ? [] : [`- ${who(incident.owner)}: owner`], ...people];
  const theories = incident.hypotheses.map(({ text, state }) => `- ${markdownText(text, 500)} — **${state}**`);
  const decisions = incident.informs.map(({ inform, audience, recordedAt, text }) => `- ${inform ? "Others were told" : "Others were not told"}${audience === null ? "" : ` (${markdownText(audience, 64)})`}, ${instantText(recordedAt, zone, null)}: ${markdownText(text, 300)}`);
  const freezes = incident.freezes.map(({ from, by, until, endedBy }) => `- Branches were frozen ${instantText(from, zone, null)}${by === null ? "" : ` (${who(by)})`}${until === null ? "" : `, until ${instantText(until, zone, null)}${endedBy === null ? "" : ` (${who(endedBy)})`}`}`);
  const followUps = followUpLines(spoken);
  return [
    heading, headline(incident), durationTable(metrics), momentsText(incident, zone), ...parts,
    ...titled("Who was involved", involved), ...titled("Theories", theories), ...titled("Decisions", [...actionLines(spoken), ...decisions, ...freezes]), ...titled("Follow-ups", followUps), leftOutText(incident),
  ].filter((part) => part !== null).join("\n\n");
}

function headline({ severity, triage, component, type, version }: Incident): string {
  const facts = [severity === null ? "severity not said" : `severity ${markdownCode(severity, 64)}`, triage === null ? null : TRIAGE_WORDS[triage], type === null ? null : `type ${markdownCode(type, 64)}`, component === null ? null : `affected ${markdownCode(component, 64)}`, version === null ? null : `version ${markdownCode(version, 64)}`];
  return `${sentence(joined(facts.filter((fact) => fact !== null)))}.`;
}

/** Every length with its two ends; what is not known is said to be so, and never counted as nothing. */
function durationTable({ minutes, reopened }: IncidentMetrics): string {
  const rows: readonly (readonly [string, number | null, string])[] = [
    ["From start to notice", minutes.startToDetect, "noticed before it is said to have started"], ["From notice to acknowledgement", minutes.detectToAcknowledge, "acknowledged before it was noticed"],
    ["From start to relief", minutes.startToMitigate, "eased before it started"], ["From notice to end", minutes.detectToResolve, "it was over before it was noticed"],
    ["From acknowledgement to end", minutes.acknowledgeToResolve, "it was over before anybody acknowledged it"], ["From start to end", minutes.startToResolve, "it was over before it started"],
  ];
  const table = ["| | |", "|---|---|", ...rows.map(([name, length, early]) => `| ${name} | ${length === null ? "*unknown*" : length < 0 ? `${lengthText(length)} the other way: ${early}` : lengthText(length)} |`)];
  return [...table, ...reopened ? ["", "It came back after it was over; lengths are to the first end."] : []].join("\n");
}

function momentsText({ moments }: Incident, zone: string): string {
  const said = Object.entries(MOMENT_WORDS).map(([moment, words]) => {
    const when = moments[moment as keyof typeof moments];
    return `${words.toLowerCase()}: ${when === undefined ? "*nobody said*" : when.first.precision === "unknown" ? "*unknown*" : whenText(when.first, zone)}${when?.first.precision === "day" ? " (the day is all that is known)" : ""}`;
  });
  return `${sentence(said.join("; "))}.`;
}

function partText({ report, hypotheses }: Incident, part: ReportPart): string {
  const text = report[part];
  if (saysSomething(text) && text !== undefined) return text.split("\n").map((line) => markdownText(line, TEXT_ROOM)).join("\n");
  const confirmed = part === "cause" ? hypotheses.filter(({ state }) => state === "confirmed") : [];
  return confirmed.length > 0 ? joined(confirmed.map((one) => markdownText(one.text, 500))) : `*Nobody has written this yet: \`/report ${part} …\`*`;
}

function titled(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`**${title}**\n\n${lines.join("\n")}`];
}

function leftOutText(incident: Incident): string | null {
  const parts = [...incident.skipped.map(({ state, by }) => `*${state}*${by === null ? "" : ` (${who(by)})`}`), undecidedText(incident)].filter((part) => part !== null);
  return parts.length === 0 ? null : `Left out on the way: ${joined(parts)}.`;
}
