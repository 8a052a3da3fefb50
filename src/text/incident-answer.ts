/** What is said to a command in an incident issue: one paragraph a line, what came of it and what next. The table covers every outcome. */
import { liesElsewhere } from "../domain/incident/log-account.ts";
import type { IncidentOutcome, IncidentOutcomeCode } from "../domain/incident/outcome.ts";
import { nextSteps } from "../domain/incident/next-step.ts";
import type { NextStep } from "../domain/incident/next-step.ts";
import { INCIDENT_VERBS } from "../domain/incident/parse.ts";
import type { ReviewGap } from "../domain/incident/review.ts";
import type { IncidentAction } from "../domain/model/incident-action.ts";
import type { CommandProblem } from "../domain/command/command.ts";
import type { Reason } from "../domain/model/decision.ts";
import { namedOnly } from "./command-person.ts";
import { UNDECIDED_WORDS } from "./incident-action.ts";
import { joined, sentence } from "./enumeration.ts";
import { markdownCode, markdownCodeCell, markdownProse, markdownText } from "./escape.ts";
import { listFact, numberFact, textFact } from "./fact.ts";
import { scheduledText, stepText } from "./incident-section.ts";
import { riskLinesText } from "./incident-follow-up.ts";
import { noteAnswerText } from "./incident-release-note.ts";
import { publicReportText } from "./incident-report.ts";
import type { SpokenIncident } from "./incident-section.ts";
import { MOMENT_WORDS, TRIAGE_WORDS, who } from "./incident-words.ts";
import { instantText } from "./instant.ts";

type Facts = Reason["facts"];
type Speaker = (facts: Facts, spoken: SpokenIncident) => string;

const SPEAKERS: Readonly<Record<IncidentOutcomeCode, Speaker>> = {
  "noted": (facts, { logPlaces, incident }) => `**Noted**${noted(facts)}.${textFact(facts, "what") === "logs" && liesElsewhere(textFact(facts, "location"), logPlaces) === true ? ` They lie where one party alone may be able to read them. Copy them to ${joined(logPlaces.slice(0, 5).map((place) => markdownCode(place, 200)), "or")}, and say so: \`/logs received @who node NAME https://…\`.` : ""}${riskLines(facts, incident)}`,
  "severity": (facts, spoken) => `**Severity ${markdownCode(textFact(facts, "severity") ?? "", 64)}**${textFact(facts, "before") === null ? "" : `, before ${markdownCode(textFact(facts, "before") ?? "", 64)}`}.${next(spoken)}`,
  "owned": (facts, spoken) => `**Owned by ${who(textFact(facts, "who"))}**${textFact(facts, "before") === null ? "" : `, before by ${who(textFact(facts, "before"))}`}.${next(spoken)}`,
  "triaged": (facts, spoken) => `**Triaged**: ${TRIAGE_WORDS[(textFact(facts, "as") ?? "new") as keyof typeof TRIAGE_WORDS]}${textFact(facts, "known") === null ? "" : `, ${markdownText(textFact(facts, "known") ?? "")}`}.${next(spoken)}`,
  "moved": (facts, spoken) => `**${sentence(textFact(facts, "to") ?? "")}.**${leftOut(facts)}${next(spoken)}`,
  "corrected": (facts) => `**Corrected**: ${momentWord(facts).toLowerCase()} ${markdownCode(textFact(facts, "after") ?? "now", 80)}, before ${markdownCode(textFact(facts, "before") ?? "the time of the comment", 80)}. Both stay in the record.`,
  "informed": (facts, spoken) => `**Decided**: others are ${facts["inform"] === true ? "told" : "not told"}${textFact(facts, "audience") === null ? "" : ` (${markdownText(textFact(facts, "audience") ?? "", 64)})`}.${unheard(facts, spoken)}${reviewed(facts, spoken)}${next(spoken)}`,
  "resend": (facts) => `**Asked.** What this issue lists as not arrived${textFact(facts, "target") === null ? "" : ` at ${markdownCode(textFact(facts, "target") ?? "", 64)}`}, or as maybe not arrived, is sent again, once.`,
  "edited": () => "**Noted**: the comment was edited; its first words stay beside the new ones.",
  "reopened": (facts, spoken) => `**Open again**, as ${textFact(facts, "state") ?? "reported"}.${next(spoken)}`,
  "reviewed": () => "**Reviewed and closed.** The report stands in the issue. `/reopen` where it comes back; `/timeline` still corrects the record.",
  "published": (facts, spoken) => (textFact(facts, "as") === "release-note" ? noteAnswerText(spoken, textFact(facts, "tag")) : `The public variant, to be copied where it is to stand. Names, logs, links, first words of edits and what \`/redact\` lists are left out; read it before you publish it.\n\n---\n\n${publicReportText(spoken)}`),
  "closed-light": () => "**Over and closed.** This severity asks for nothing more; its record and lengths stand in the issue.",
  "lacks-triage": (facts) => `**Resolved.**${leftOut(facts)} One word closes it: \`/triage new\`, \`/triage known #…\`, \`/triage one-time …\` or \`/triage false-alarm …\`.`,
  "froze": (_facts, { branches, ...spoken }) => `**Frozen**: ${branchList(branches)}. Only what \`/lane #…\` lists may be merged there, and what has an exception of its own. \`/resolved\` ends this freeze and no other.${after(scheduledText(spoken))}`,
  "thawed": () => "**The freeze of this incident is ended.** Others, if there are any, hold on.",
  "lane": (facts) => `**The emergency lane is** ${joined(listFact(facts, "pulls").map((pull) => markdownText(pull)))}. Nothing else passes while this incident freezes.${textFact(facts, "risk") === null ? " Say what may go wrong with them, so that whoever releases them knows: `/lane #… RISK`." : ""}`,
  "not-allowed": (facts, { owners }) => `**Nothing was done**: that is for ${textFact(facts, "who") === "owner" ? `${namedOnly(owners, "maintainers")}, who own incidents here, and for whoever took this one` : "whoever took it, and those who may write to the repository"}.`,
  "stranger": () => "",
  "future": () => "**Nothing was done**: that time has not come yet. Without a time it is now; a day, or `unknown`, is enough.",
  "contradicts": (facts) => `**Nothing was done**: ${momentWord(facts).toLowerCase()} then would contradict when it ${({ started: "started", detected: "was noticed", reported: "was reported", acknowledged: "was acknowledged", mitigated: "was eased", resolved: "was over" } as Record<string, string>)[textFact(facts, "other") ?? ""] ?? "happened"}. Correct that first: ${markdownCode(`/${textFact(facts, "other") ?? ""} WHEN`)}.`,
  "already": (facts, { zone }) => `**Nothing changed**: it is ${textFact(facts, "state") ?? ""} already, by ${who(textFact(facts, "by"))} on ${instantText(numberFact(facts, "at") ?? 0, zone, null)}. What you wrote beside it stands in the timeline. To correct the time, give it: \`/resolved 14:05\`.`,
  "needs-words": (facts) => (textFact(facts, "moment") === "false alarm" ? "**Nothing was done**: say why it was none: `/triage false-alarm WHY`." : `**Nothing was done**: ${joined(listFact(facts, "skipped"))} would be left out, and nobody may do that in silence. Say how it came about: ${markdownCode(`/${textFact(facts, "moment") ?? ""} HOW`)}.`),
  "empty-words": () => "**Nothing was done**: that says nothing. A sentence is enough.",
  "report-missing": (facts) => `**Not closed**, since the report still lacks:\n${(listFact(facts, "missing") as readonly ReviewGap[]).map((gap) => `- ${stepText(gapStep(gap))}`).join("\n")}`,
  "not-resolved": (facts) => `**Not closed**: it is ${textFact(facts, "state") ?? ""}, and nobody has said that it is over: \`/resolved HOW\`.`,
  "not-closed": (facts) => `**Nothing was done**: it never was over; it is ${textFact(facts, "state") ?? ""}.`,
  "no-such-hypothesis": (facts) => `**Nothing was done**: there is no theory ${numberFact(facts, "number") ?? 0}; there are ${numberFact(facts, "highest") ?? 0}.`,
  "no-such-follow-up": (facts) => `**Nothing was done**: there is no follow-up ${numberFact(facts, "number") ?? 0}; there are ${numberFact(facts, "highest") ?? 0}.`,
  "no-such-step": (facts) => `**Nothing was done**: there is no step ${numberFact(facts, "number") ?? 0}; there are ${numberFact(facts, "highest") ?? 0}.`,
  "hash-differs": (facts) => `**Refused**: logs of ${who(textFact(facts, "who"))} were received before with the fingerprint ${markdownCode(textFact(facts, "known") ?? "", 140)}, and this is another. If both are right, name the node or the part: \`/logs received @who node NAME …\`.`,
  "logs-which": (facts) => `**Nothing was done**: several logs of ${who(textFact(facts, "who"))} are meant by that: ${joined(listFact(facts, "several").slice(0, 10).map((one) => markdownCode(one, 160)))}. Say which: \`/logs received @who node NAME FROM..TO https://…\`.`,
  "freeze-unchanged": (facts) => `**Nothing changed**: this incident ${facts["on"] === true ? "freezes already" : "freezes nothing"}.`,
};

export function incidentOutcomeText(outcome: IncidentOutcome, spoken: SpokenIncident): string {
  return SPEAKERS[outcome.code](outcome.facts, spoken);
}

export function incidentProblemText({ message, hint }: CommandProblem): string {
  const after = hint === null ? "" : ` ${sentence(markdownProse(hint, 600))}${/[.?!]$/.test(hint) ? "" : "."}`;
  return `**Nothing was done**: ${markdownProse(message, 400)}${after}`;
}

/** The commands of an incident issue, as the answer to `/help` and folded in the issue itself. */
export function incidentHelpText(): string {
  const rows = INCIDENT_VERBS.map(({ usage, does }) => `| ${markdownCodeCell(`/${usage}`)} | ${markdownText(does, 400)} |`);
  return ["| In a comment here | What it does |", "|---|---|", ...rows].join("\n");
}

const NOTED: Readonly<Record<string, string>> = { "party": "a party", "heard": "word of it arrived", "timeline": "in the timeline", "no-need": "decided, with why", "logs": "in the account of logs", "type": "the type", "component": "what is affected", "version": "the version", "error": "the error; incidents with the same one are found by it", "report": "in the report", "redact": "the public variant leaves it out", "recurrence": "it came back" };

function noted(facts: Facts): string {
  const what = textFact(facts, "what") ?? "";
  const number = numberFact(facts, "number");
  if (what === "hypothesis") return textFact(facts, "state") === null ? ` as theory ${number ?? 0}. Later: \`/hypothesis ${number ?? 0} confirmed\` or \`rejected\`` : `: theory ${number ?? 0} is ${textFact(facts, "state") ?? ""}`;
  if (what === "follow-up") return ` as follow-up ${number ?? 0}${facts["owned"] === true ? "; it becomes an issue of its owner" : ", an idea until somebody takes it"}`;
  if (what === "plan") return `: step ${number ?? 0} of the short-term plan`;
  if (what === "step-done") return `: step ${number ?? 0} of the short-term plan is done`;
  if (what === "follow-up-done") return `: follow-up ${number ?? 0} is done`;
  if (Object.hasOwn(MOMENT_WORDS, what)) return `: when it was ${what === "detected" ? "noticed" : what}`;
  return Object.hasOwn(NOTED, what) ? `: ${NOTED[what] ?? ""}` : "";
}

function riskLines(facts: Facts, { followUps }: SpokenIncident["incident"]): string {
  const one = facts["risk"] === true ? followUps.find(({ number }) => number === numberFact(facts, "number")) : undefined;
  return one === undefined ? "" : ` ${riskLinesText(one)}`;
}

function after(sentence: string | null): string {
  return sentence === null ? "" : ` ${sentence}`;
}

function momentWord(facts: Facts): string {
  const moment = textFact(facts, "moment") ?? "";
  return Object.hasOwn(MOMENT_WORDS, moment) ? MOMENT_WORDS[moment as keyof typeof MOMENT_WORDS] : "That";
}

function unheard(facts: Facts, { plan }: SpokenIncident): string {
  return facts["inform"] === true && plan.audiences.length === 0 ? " The plan names no audience, so nothing is sent: tell them yourselves, or add `audiences` to `incidents` in the plan." : "";
}

function leftOut(facts: Facts): string {
  const skipped = [...listFact(facts, "skipped"), ...listFact(facts, "undecided").map((action) => UNDECIDED_WORDS[action as IncidentAction])];
  return skipped.length === 0 ? "" : ` Left out, which stands in the record: ${joined(skipped)}.`;
}

function next({ incident, plan }: SpokenIncident): string {
  const [step] = nextSteps(incident, plan);
  return step === undefined ? "" : ` Next: ${stepText(step)}.`;
}

function reviewed(facts: Facts, { zone }: SpokenIncident): string {
  const review = numberFact(facts, "review");
  return review === null ? "" : ` This is looked at again ${instantText(review, zone, null)}.`;
}

function branchList(branches: readonly string[]): string {
  return branches.length === 0 ? "no branch, since the plan governs none here" : joined(branches.map((branch) => markdownCode(branch, 120)));
}

function gapStep(gap: ReviewGap): NextStep {
  if (gap === "owner") return "own";
  return gap === "severity" || gap === "triage" || gap === "inform" ? gap : `report-${gap}`;
}
