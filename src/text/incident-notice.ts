/** What is told about an incident by a new comment or outside GitHub: reminders, escalations, that it opened, what others are to know. */
import type { Incident, IncidentAct, IncidentRecord } from "../domain/model/incident.ts";
import type { Instant } from "../domain/model/instant.ts";
import { owedLog } from "../domain/incident/clock-call.ts";
import type { ClockCall } from "../domain/incident/clock-call.ts";
import type { ClockName, DueClock } from "../domain/incident/clocks.ts";
import { withoutRedacted } from "../domain/incident/redaction.ts";
import type { IncidentPlan } from "../domain/model/plan-incidents.ts";
import type { MessageWords } from "../domain/model/message.ts";
import { passedOverText } from "./absence.ts";
import { sameLogin } from "../domain/policy/acceptance.ts";
import { called, namedOnly } from "./command-person.ts";
import { counted, joined } from "./enumeration.ts";
import { actText, lengthText, whenText } from "./incident-words.ts";
import { timeText } from "./instant.ts";
import { markdownCode, markdownText, plainText } from "./escape.ts";
import { scheduledText, stepText } from "./incident-section.ts";
import type { SpokenIncident } from "./incident-section.ts";
import { nextSteps } from "../domain/incident/next-step.ts";

const ASKED: Readonly<Record<ClockName, string>> = {
  "claim": "Nobody owns this incident yet. `/own` takes it.",
  "severity": "Nobody has said how severe this is; until then it counts as the most severe. `/severity …` says it.",
  "inform": "Nobody has decided whether others are told. `/inform yes …` or `/inform no …` decides it.",
  "inform-review": "The decision whether others are told was to be looked at again by now: `/inform yes …` or `/inform no …`.",
  "update": "Nothing new has been written here for a while. One line keeps everybody up to date: `/timeline …`",
  "report": "It is over, and its report is not written.",
  "logs": "Logs that were asked for have not been received.",
};

/** A comment; `people` are those whom it calls, and who is passed over. */
export function clockText(clock: DueClock, { incident, plan, zone }: SpokenIncident, people: ClockCall, now: Instant): string {
  const { name, step } = clock;
  const log = owedLog(clock, incident);
  const more = name === "report" ? `\n${nextSteps(incident, plan).map((next) => `- ${stepText(next)}`).join("\n")}`
    : log === null ? "" : ` ${markdownText(log.who, 60)}${log.node === null ? "" : `, node ${markdownCode(log.node, 100)}`}${log.range === null ? "" : `, ${markdownText(log.range, 120)}`}: \`/logs received @… https://… sha256:…\` or \`/logs missing @…\`.`;
  const night = people.asleep.slice(0, 5).map((one) => ` It is ${timeText(now, one.zone)} for ${markdownText(one.who, 60)}.`).join("");
  const whom = `${called(people.names, "Maintainers")}:${passedOverText(people.away, zone)}${night}`;
  return step === "reminder" ? `${whom} ${ASKED[name]}${more}` : `**Escalated.** ${whom} ${passedOverText(people.away, zone) === "" ? "a" : "A"} reminder was not answered. ${ASKED[name]}${more}`;
}

/** The same for chat and mail, in plain words. */
export function clockWords({ name, step }: DueClock, { incident }: SpokenIncident, url: string): MessageWords {
  const plain = ASKED[name].replaceAll("`", "");
  return { title: plainText(`${step === "escalation" ? "Escalated: " : ""}${incident.title}`), lines: [plain], url };
}

export function openedWords({ incident, plan }: SpokenIncident, url: string): MessageWords {
  return { title: plainText(`Incident: ${incident.title}`), lines: [severityLine(incident.severity, plan), ...incident.report.summary === undefined ? [] : [plainText(incident.report.summary, 500)]], url };
}

/** What goes to an audience goes without the words of the redaction list. */
export function informWords({ incident, plan }: SpokenIncident, text: string, url: string): MessageWords {
  return { title: open(incident.title, incident), lines: [...text === "" ? [] : [open(text, incident, 1_500)], severityLine(incident.severity, plan)], url };
}

export function resolvedWords({ incident }: SpokenIncident, url: string): MessageWords {
  return { title: open(`Over: ${incident.title}`, incident), lines: incident.report.fix === undefined ? [] : [open(incident.report.fix, incident, 500)], url };
}

function open(text: string, { redactions }: SpokenIncident["incident"], cap?: number): string {
  return plainText(withoutRedacted(text, redactions), cap);
}

function severityLine(severity: string | null, plan: IncidentPlan): string {
  const known = plan.severities.find(({ id }) => id === severity);
  return known === undefined ? "Severity not said yet." : plainText(`Severity ${known.id}${known.means === null ? "" : `: ${known.means}`}.`, 400);
}

/** Where a person closed the issue before its time. */
export function closedEarlyText(spoken: SpokenIncident): string {
  const steps = nextSteps(spoken.incident, spoken.plan);
  return `**Opened again**: an incident is closed by its record, so that nothing is left out in silence. Still to do:\n${steps.map((step) => `- ${stepText(step)}`).join("\n")}\n\nIf it was none: \`/triage false-alarm WHY\`.`;
}

export function continuedText(next: number): string {
  return `**This incident goes on in #${next}**, since GitHub takes at most 2,500 comments under one issue. Say there what is new; everything that was said here stays part of the record.`;
}

export function recurrenceText(link: string): string {
  return `This came back as ${link}.`;
}

export function proposedFreezeText({ owners, branches, incident, ...spoken }: SpokenIncident): string {
  const scheduled = scheduledText(spoken);
  const listed = branches.map((branch) => markdownCode(branch, 120)).join(", ");
  return `${called(owners, "Maintainers")}: at severity ${markdownCode(incident.severity ?? "", 64)} the release plan proposes to freeze ${listed}. \`/freeze\` confirms it; \`/lane #…\` lists the fixes that may be merged all the same. Nothing is frozen until one of you says so.${scheduled === null ? "" : ` ${scheduled}`}`;
}

/** Once it is reviewed, to those who had a part in it: an edit of the issue notifies nobody. Only who spoke here or owns incidents is called; a name may be anybody's. */
export function reviewedText({ incident, owners }: SpokenIncident): string {
  const known = [incident.openedBy, ...owners, ...incident.timeline.map(({ by }) => by)];
  const people = incident.parties.slice(0, 10).map(({ who }) => (known.some((one) => sameLogin(one, who)) ? called([who], "") : namedOnly([who], "")));
  const { startToResolve } = incident.metrics.minutes;
  const left = incident.followUps.filter(({ done }) => !done).length;
  const length = startToResolve === null || startToResolve < 0 ? "" : ` It took ${lengthText(startToResolve)} from start to end.`;
  return `${joined(people)}: **this incident is over and reviewed.** Its report and its timeline stand at the head of this issue.${length}${left === 0 ? "" : ` ${counted(left, "follow-up")} ${left === 1 ? "is" : "are"} still to be done.`}`;
}

/** What was noted in a comment elsewhere, for those who follow this issue alone. */
export function notedText(by: string | null, act: Extract<IncidentAct, { readonly kind: "timeline" }>, here: string, zone: string): string {
  return `${by === null ? "Somebody" : markdownText(by, 60)} noted this in another issue or pull request${act.when === null ? "" : ` (${whenText(act.when, zone)})`}: ${actText(act, here, zone)}`;
}

export function removedSectionsText(names: readonly string[]): string {
  return `Somebody took ${names.map((name) => markdownCode(name)).join(", ")} out of this issue. Nothing is lost: the comments and the Warden's record hold it. The section comes back when its two hidden lines are put back: ${names.map((name) => markdownCode(`<!-- release-warden:begin ${name} -->`)).join(", ")} and the same with \`end\`.`;
}

/** Where two reports of the same thing came at once. */
export function reportedBeforeText(first: Pick<IncidentRecord, "number" | "title">, { openedBy }: Incident): string {
  return `${openedBy === null ? "" : `${called([openedBy], "")}: `}**#${first.number} was reported before this one and looks like the same.** ${markdownText(first.title, 150)}\n\nIf it is, \`/triage known #${first.number}\` says so and links both. If it is another, nothing is to be done.`;
}
