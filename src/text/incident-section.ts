/** The head of an incident issue: what is to be done next, then how it stands. Rows appear when there is something in them. */
import type { Incident, IncidentRecord, IssueLink, Moment } from "../domain/model/incident.ts";
import { MOMENTS } from "../domain/model/incident.ts";
import type { ReleaseNote } from "../domain/model/incident-note.ts";
import type { LogAccessRecord } from "../domain/model/log-access.ts";
import type { IncidentPlan } from "../domain/model/plan-incidents.ts";
import { liesElsewhere } from "../domain/incident/log-account.ts";
import type { Scheduled } from "../domain/incident/scheduled.ts";
import { isOpen, severityOf } from "../domain/incident/severity.ts";
import { nextSteps } from "../domain/incident/next-step.ts";
import type { NextStep } from "../domain/incident/next-step.ts";
import type { StepIssue } from "../domain/model/incident-action.ts";
import { counted, joined, sentence } from "./enumeration.ts";
import { markdownCode, markdownText } from "./escape.ts";
import { actionTable, undecidedText } from "./incident-action.ts";
import { logAccessText } from "./incident-log-access.ts";
import { releaseNoteLines } from "./incident-release-note.ts";
import { stepLines } from "./incident-step.ts";
import { meanwhileText } from "./maintenance.ts";
import { instantText, zoneName } from "./instant.ts";
import { dueText, linkText, MOMENT_WORDS, ownerText, TRIAGE_WORDS, whenText, who } from "./incident-words.ts";
import { called } from "./command-person.ts";
import { unratifiedText } from "./procedure-issue.ts";
import type { UnratifiedProcedure } from "./procedure-issue.ts";

export interface SpokenIncident {
  readonly incident: Incident;
  readonly plan: IncidentPlan;
  /** the plan's owners, or the manager in their place */
  readonly owners: readonly string[];
  readonly zone: string;
  /** `owner/name` */
  readonly here: string;
  /** branches that its freeze would hold, and does */
  readonly branches: readonly string[];
  /** issues made of follow-ups */
  readonly followUps: Readonly<Record<string, IssueLink>>;
  /** issues made of planned steps, by their number */
  readonly steps: Readonly<Record<string, StepIssue>>;
  /** what is wrong with links of follow-ups, by their number */
  readonly badLinks: NonNullable<IncidentRecord["badLinks"]>;
  /** the issue before this one; null = there is none */
  readonly before: number | null;
  /** what may go wrong, as the plan says it */
  readonly risks: readonly string[];
  /** where people of the plan's teams live, by their login in lower case */
  readonly zones: Readonly<Record<string, string>>;
  /** what the plan has in store while its freeze holds, or would */
  readonly scheduled: readonly Scheduled[];
  /** releases whose notes are to tell of it */
  readonly notes: readonly ReleaseNote[];
  /** may we write releases here? */
  readonly writesReleases: boolean;
  /** the procedure that it is handled by was not ratified; null = it was, or need not be */
  readonly unratified: UnratifiedProcedure | null;
  /** beginnings of addresses at which logs are to lie; empty = anywhere */
  readonly logPlaces: readonly string[];
  /** who can read the logs, as last seen; null = that is not looked at */
  readonly access: Pick<LogAccessRecord, "repository" | "access"> | null;
}

/** Characters of the head; the report, the timeline and what machines read need the rest of the issue. */
const ROOM = 12_000;
const LISTED = 40;

const STEPS: Readonly<Record<NextStep, string>> = {
  "own": "somebody takes it: `/own`", "severity": "say how bad it is: `/severity …`", "triage": "say what it is: `/triage new`, `/triage known #…`, `/triage one-time …` or `/triage false-alarm …`",
  "inform": "decide whether others are told: `/inform yes …` or `/inform no …`", "freeze": "confirm the proposed freeze: `/freeze`, or leave it", "plan": "plan the next hours: `/plan hours …`",
  "mitigate": "say when it hurts nobody any more: `/mitigated …`", "resolve": "say when it is over, and how: `/resolved …`", "started": "say when it began, so that its lengths are known: `/started WHEN` or `/started unknown`", "review": "close it as reviewed: `/report`",
  "report-summary": "say what happened: `/report summary …`", "report-cause": "say why: `/report cause …`, or confirm a theory: `/hypothesis 1 confirmed`", "report-fix": "say how it was resolved: `/report fix …`",
  "report-well": "say what went well: `/report well …`", "report-badly": "say what went badly: `/report badly …`",
};

export function stepText(step: NextStep): string {
  return STEPS[step];
}

export function incidentSectionText(spoken: SpokenIncident): string {
  const { incident } = spoken;
  const [next, ...then] = nextSteps(incident, spoken.plan);
  const call = next === "own" ? ` ${called(spoken.owners, "maintainers")}` : "";
  const head = next === undefined ? `**Nothing more is asked of anybody.** ${closedText(incident)}` : `**Next:** ${STEPS[next]}.${call}`;
  const later = then.length === 0 ? [] : [`Then: ${then.slice(0, 4).map((step) => STEPS[step]).join("; ")}.`];
  const banner = spoken.unratified === null ? [] : [unratifiedText(spoken.unratified)];
  const meanwhile = meanwhileText(incident, spoken.zone);
  const first = [...banner, head, ...later, meanwhile, stateTable(spoken), actionTable(spoken)].filter((part) => part !== null).join("\n\n");
  return [first, ...lists(spoken, Math.max(0, ROOM - first.length))].join("\n\n");
}

function closedText({ triage, light }: Incident): string {
  return triage === "false-alarm" ? "It was a false alarm." : light ? "It is over, and this severity asks for no report. `/reopen` where it comes back." : "It is over and reviewed. `/reopen` where it comes back; `/timeline` still corrects the record.";
}

function stateTable({ incident, plan, zone, here, before }: SpokenIncident): string {
  const severity = plan.severities.find(({ id }) => id === incident.severity);
  const rows: (readonly [string, string] | null)[] = [
    ["State", `**${sentence(incident.state)}**${leftOutText(incident)}`],
    ["Severity", incident.severity === null ? "not said" : `${markdownCode(incident.severity, 64)}${severity?.means == null ? "" : `: ${markdownText(severity.means, 300)}`}`],
    ["Owner", incident.owner === null ? "nobody" : who(incident.owner)],
    incident.triage === null ? null : ["What it is", `${TRIAGE_WORDS[incident.triage]}${incident.known === null ? "" : `: ${linkText(incident.known, here)}`}`],
    incident.recurrences.length === 0 ? null : ["Came back as", joined(incident.recurrences.map((link) => linkText(link, here)))],
    incident.type === null ? null : ["Type", markdownCode(incident.type, 64)],
    incident.component === null ? null : ["Affected", markdownCode(incident.component, 64)],
    incident.version === null ? null : ["Version", markdownCode(incident.version, 64)],
    incident.fingerprint === null ? null : ["Error", markdownCode(incident.fingerprint, 20)],
    ...informRows(incident, plan, zone),
    isUnplanned(incident, plan) ? ["Short-term plan", "🔴 **none yet**, at this severity: `/plan hours …`"] : null,
    ...MOMENTS.map((moment) => momentRow(incident, moment, zone)),
    before === null ? null : ["Begun in", `#${before}`],
    procedureRow(incident),
  ];
  return ["| | |", "|---|---|", ...rows.filter((row) => row !== null).map(([name, value]) => `| ${name} | ${value} |`)].join("\n");
}

function leftOutText(incident: Incident): string {
  const parts = [...incident.skipped.map(({ state, by }) => `*${state}* left out by ${who(by)}`), undecidedText(incident)].filter((part) => part !== null);
  return parts.length === 0 ? "" : `, with ${joined(parts)}`;
}

/** What pages at any hour should not be worked on without one. */
function isUnplanned(incident: Incident, plan: IncidentPlan): boolean {
  return isOpen(incident) && incident.severity !== null && incident.steps.length === 0 && incident.triage !== "false-alarm" && severityOf(incident, plan)?.pages === "always";
}

/** What was decided last for each audience, with its words and time; those of the plan for whom nobody decided anything are named once something is. */
function informRows({ informs }: Incident, { audiences }: IncidentPlan, zone: string): readonly (readonly [string, string])[] {
  if (informs.length === 0) return [];
  const last = [...new Map(informs.map((one) => [one.audience, one])).values()].slice(-20);
  const open = last.some(({ audience }) => audience === null) ? [] : audiences.filter(({ id }) => !last.some(({ audience }) => audience === id));
  const named = (audience: string | null): string => (audience === null ? "Others" : markdownText(audiences.find(({ id }) => id === audience)?.title ?? audience, 64));
  return [
    ...last.map(({ inform, audience, by, recordedAt, text, review }) => [named(audience), `${inform ? "are told" : "are not told"}, decided by ${who(by)} ${instantText(recordedAt, zone, null)}: ${markdownText(text, 300)}${review === null ? "" : `; looked at again ${instantText(review, zone, null)}`}`] as const),
    ...open.map(({ title }) => [markdownText(title, 64), "*nobody has decided whether they are told*"] as const),
  ];
}

/** The agreed way that it was opened under; what the plan says now may be another. */
function procedureRow({ procedure }: Incident): readonly [string, string] | null {
  const plan = procedure?.plan == null ? null : `the release plan of ${markdownCode(procedure.plan.slice(0, 10), 20)}`;
  const parts = [procedure?.version == null ? null : markdownText(procedure.version, 200), plan].filter((part) => part !== null);
  return parts.length === 0 ? null : ["Procedure", joined(parts)];
}

function momentRow({ moments }: Incident, moment: Moment, zone: string): readonly [string, string] | null {
  const said = moments[moment];
  if (said === undefined) return null;
  const again = said.last === said.first || whenText(said.last, zone) === whenText(said.first, zone) ? "" : `, and again ${whenText(said.last, zone)}`;
  return [MOMENT_WORDS[moment], `${whenText(said.first, zone)}${again}`];
}

/** Of at most `room` characters, shared evenly, so that whoever writes most pushes nothing else out. */
function lists(spoken: SpokenIncident, room: number): readonly string[] {
  const { incident, zone, here } = spoken;
  const all: readonly List[] = [
    { title: "Parties", bullet: "- ", items: partyLines(incident, spoken) },
    { title: "Theories", bullet: "", items: incident.hypotheses.map(({ number, state, text, by }) => `${number}. ${markdownText(text, 500)} — **${state}**, ${who(by)}`) },
    { title: "Short-term plan", bullet: "", items: stepLines(incident.steps, spoken.steps, zone) },
    { title: "Logs", bullet: "- ", items: incident.logs.map(({ who: name, node, range, state, location, hash }) => [`**${state}** ${who(name)}`, node === null ? null : markdownCode(node, 100), range === null ? null : markdownText(range, 120), location === null ? null : markdownCode(location, 500), hash === null ? null : markdownCode(hash, 140), liesElsewhere(location, spoken.logPlaces) === true ? "**not where the plan keeps logs**" : null].filter((part) => part !== null).join(", ")) },
    { title: "Follow-ups", bullet: "", items: followUpLines(spoken) },
    { title: "Release notes", bullet: "- ", items: releaseNoteLines(spoken.notes) },
  ];
  const filled = all.filter(({ items }) => items.length > 0);
  const access = spoken.access === null ? null : logAccessText(spoken.access);
  return [...filled.map((one) => listText(one, room / filled.length)), access, freezeText(spoken, here)].filter((part) => part !== null);
}

/** Parties, and others who said that word reached them. Who did not say so is named once others are told, so that somebody asks them. */
export function partyLines({ parties, heard, informs, noteTags }: Incident, { zone, zones }: Pick<SpokenIncident, "zone" | "zones">): readonly string[] {
  const told = informs.at(-1)?.inform === true || noteTags.length > 0;
  const since = (name: string): string | null => {
    const found = heard.find((one) => one.who.toLowerCase() === name.toLowerCase());
    return found === undefined ? null : `heard of it ${instantText(found.at, zone, null)}`;
  };
  const where = (name: string): string => (zones[name.toLowerCase()] === undefined ? "" : `, in ${zoneName(zones[name.toLowerCase()] ?? "")}`);
  const others = heard.filter(({ who: name }) => !parties.some((party) => party.who.toLowerCase() === name.toLowerCase()));
  return [
    ...parties.filter(({ who: name }) => name !== "").map(({ who: name, role }) => `${who(name)}: ${markdownText(role, 100)}${where(name)}${since(name) === null ? (told ? " — *has not said that word reached them (`/heard`)*" : "") : `, ${since(name) ?? ""}`}`),
    ...others.map(({ who: name }) => `${who(name)}: ${since(name) ?? ""}`),
  ];
}

function sameWords(one: string, other: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replace(/[\s\p{P}]+/gu, " ").trim();
  return plain(one) === plain(other);
}

const BAD_LINKS = { "none": "", "missing": " — **that issue is not here**", "no-feature": " — **no release waits for it**, since its issue has none of the labels and types by which the plan knows features" } as const;

export function followUpLines({ incident, zone, here, followUps, badLinks, risks }: Pick<SpokenIncident, "incident" | "zone" | "here" | "followUps" | "badLinks" | "risks">): readonly string[] {
  return incident.followUps.map(({ number, text, owner, due, link, done, test, risk }) => {
    const issue = link ?? followUps[String(number)] ?? null;
    const state = done ? " — **done**" : owner === null && issue === null ? " — *an idea; nobody has taken it*" : "";
    return `${number}. ${markdownText(text, 300)}${issue === null ? "" : ` (${linkText(issue, here)})`}${ownerText(owner)}${dueText(due, zone)}${test ? ", as an acceptance test of the next release" : ""}${risk === undefined ? "" : risks.some((one) => sameWords(one, text)) ? ", a risk of the plan" : ", **not yet among the risks of the plan**"}${BAD_LINKS[badLinks[String(number)] ?? "none"]}${state}`;
  });
}

interface List {
  readonly title: string;
  readonly bullet: string;
  readonly items: readonly string[];
}

/** The newest; what found no room stands in the timeline and in the comments. */
function listText({ title, bullet, items }: List, room: number): string {
  const kept: string[] = [];
  let length = 0;
  for (const item of [...items].reverse()) {
    length += item.length + 3;
    if (kept.length === LISTED || length > room) break;
    kept.unshift(`${bullet}${item}`);
  }
  const left = items.length - kept.length;
  return [`**${title}**`, ...left === 0 ? [] : [`*${counted(left, "earlier one", "earlier ones")} found no room here and ${left === 1 ? "stands" : "stand"} in the comments below.*`], ...kept.length === 0 ? [] : [kept.join("\n")]].join("\n\n");
}

function freezeText(spoken: SpokenIncident, here: string): string | null {
  const { incident, branches } = spoken;
  if (incident.freezes.at(-1)?.until !== null) return null;
  const risk = incident.laneRisk === null ? " Nobody has said what may go wrong with them: `/lane #… RISK`." : ` What may go wrong with them: ${markdownText(incident.laneRisk, 500)}.`;
  const lane = incident.lane.length === 0 ? "Nothing is in the emergency lane yet: `/lane #…` lists the fixes." : `Emergency lane: ${joined(incident.lane.map((link) => linkText(link, here)))}.${risk}`;
  return [`**Frozen by this incident:** ${joined(branches.map((branch) => markdownCode(branch, 120)))}. ${lane} \`/resolved\` ends this freeze and no other; \`/thaw\` ends it before.`, scheduledText(spoken)].filter((part) => part !== null).join(" ");
}

/** Null = the plan has nothing in store. */
export function scheduledText({ scheduled, zone }: Pick<SpokenIncident, "scheduled" | "zone">): string | null {
  return scheduled.length === 0 ? null : `The release plan has in these two weeks: ${joined(scheduled.map(({ title, at }) => `**${markdownText(title, 100)}**, ${instantText(at, zone, null)}`))}. A freeze that still holds then comes in its way.`;
}
