/**
 * The check's page: the next step for this pull request first, then the freeze, what was seen, and what would change the answer.
 * A section that has nothing to say is not there. At most 60,000 characters (GitHub refuses more than 65,535): lists are cut first, with
 * the number of what is left out. Nothing in it follows the clock alone, so a check that has nothing new to say is not written again.
 */
import type { Reason } from "../domain/model/decision.ts";
import { carriedReasons, carriedSection, leaveOutSection } from "./carried-changes.ts";
import { freezeOf, isOverdue, managerOf, milestoneOf, milestoneTitle, untilText, type DecidedPull } from "./decided-pull.ts";
import { markdownText } from "./escape.ts";
import { evidenceLine } from "./evidence-line.ts";
import { counted, joined, sentence } from "./enumeration.ts";
import { listFact, numberFact } from "./fact.ts";
import { instantText } from "./instant.ts";
import { oneOfKind, onlyKinds } from "./kind-words.ts";
import { reasonLine } from "./reason-line.ts";
import { markdownVoice, type Voice } from "./voice.ts";
import { wayInLine } from "./way-in-line.ts";

export const SUMMARY_CAP = 60_000;

/** How many of a list are shown before the rest is counted. */
const FILES_SHOWN = 50;
const WAYS_SHOWN = 5;

/** `web` is where people open GitHub: "https://github.com", without a slash at the end. */
export function decisionSummary(pull: DecidedPull, web = "https://github.com"): string {
  const voice = markdownVoice(web);
  const sections = [
    nextStep(pull, voice),
    freezeSection(pull, voice),
    seenSection(pull, voice),
    filesSection(pull, voice),
    carriedSection(pull, web),
    leaveOutSection(pull, voice),
    changeSection(pull),
  ];
  return clipped(sections.filter((section) => section !== null).join("\n\n"));
}

/** The instruction that would help first, for surfaces with one line; null when nothing is asked of anyone. */
export function nextStepText(pull: DecidedPull, voice: Voice): string | null {
  const { waysIn, verdict, feeder } = pull.decision;
  const [way] = waysIn;
  return way === undefined || (verdict === "allow" && feeder === null) ? null : wayInLine(way, pull, voice);
}

function nextStep(pull: DecidedPull, voice: Voice): string {
  const { decision } = pull;
  const [first, ...others] = decision.waysIn.slice(0, WAYS_SHOWN).map((way) => wayInLine(way, pull, voice));
  const opening = openingText(pull, voice);
  if (decision.verdict === "allow" && decision.feeder === null) return opening;
  if (decision.mode === "observe" && decision.feeder === null) return observedStep(pull, voice);
  if (first === undefined) return `${opening}\n\nThere is nothing to do but to wait until ${untilText(pull, voice, "one")}.`;
  const rest = others.length === 0 ? "" : `\n\nOr:\n${others.map((other) => `- ${other}`).join("\n")}`;
  return `${voice.strong("Next step:")} ${first}${rest}\n\n${opening}`;
}

function observedStep(pull: DecidedPull, voice: Voice): string {
  const ways = pull.decision.waysIn.slice(0, WAYS_SHOWN).map((way) => `- ${wayInLine(way, pull, voice)}`);
  const opening = `${voice.strong("Nothing to do.")} The freeze only observes, so this pull request can merge. If the freeze were enforced, it would wait.`;
  return ways.length === 0 ? opening : `${opening}\n\nWhat would then let it in:\n${ways.join("\n")}`;
}

function openingText(pull: DecidedPull, voice: Voice): string {
  const { decision, base } = pull;
  const branch = voice.code(base, 80);
  if (decision.feeder !== null) {
    const into = voice.code(decision.feeder.into, 80);
    return `It can merge to ${branch} at any time. But the release merge from ${branch} to ${into} would then carry it, and would wait because of it.`;
  }
  if (decision.verdict === "allow") return `${voice.strong("Nothing to do.")} This pull request can merge to ${branch}: ${allowedBecause(pull, voice)}.`;
  return decision.verdict === "wait" ? "Until that can be told, it counts as not let in." : "Until then this pull request waits; nothing is broken.";
}

function allowedBecause(pull: DecidedPull, voice: Voice): string {
  const met = metReasons(pull.decision.reasons);
  return met.length === 0 ? reasonLine(pull.decision.reasons, pull, voice) : joined(met.slice(0, 3).map((reason) => reasonLine(reason, pull, voice)));
}

/** What let it in, one reason for each freeze in force. */
function metReasons(reason: Reason): readonly Reason[] {
  if (reason.code === "all-freezes") return reason.children.flatMap(metReasons);
  if (reason.code === "observed" || reason.code === "plan-broken") return reason.children.flatMap(metReasons);
  if (reason.code !== "freeze") return reason.met === true ? [reason] : [];
  const met = reason.children.find((child) => child.met === true);
  return met === undefined ? [] : [met];
}

function freezeSection(pull: DecidedPull, voice: Voice): string | null {
  const { decision, plan, base } = pull;
  const freeze = freezeOf(pull);
  if (decision.rule === null) return null;
  const title = voice.strong(voice.text(decision.ruleTitle ?? freeze?.title ?? decision.rule));
  const where = decision.feeder === null ? base : decision.feeder.into;
  const manager = managerOf(pull);
  const from = freeze !== null && "milestone" in freeze.from ? milestoneOf(plan, freeze.from.milestone) : null;
  const lines = [
    `${title} holds on ${voice.code(where, 80)} and lets in ${onlyKinds(freeze?.allow ?? [])}.`,
    freeze?.because == null ? null : `Why: ${voice.text(freeze.because, 300)}`,
    decision.since === null ? null : `Since: ${instantText(decision.since, plan.release.timezone, null)}${from === null ? "" : `, with ${voice.text(from.title, 60)}`}`,
    `Until: ${untilText(pull, voice, "both")}${isOverdue(pull) ? "; it holds until then, whatever the date" : ""}`,
    manager === null ? null : `Managed by: ${voice.text(manager, 60)}`,
    brokenPlan(decision.reasons) ? `The plan file has errors, so the last good plan stays in force.` : null,
  ].filter((line) => line !== null);
  return `### The freeze\n${lines[0] ?? ""}\n\n${lines.slice(1).map((line) => `- ${line}`).join("\n")}`;
}

function brokenPlan(reason: Reason): boolean {
  return reason.code === "plan-broken" || reason.children.some(brokenPlan);
}

function seenSection(pull: DecidedPull, voice: Voice): string | null {
  const { decision } = pull;
  // a release merge is judged by what it carries, which has a table of its own
  if (decision.rule === null || exemptWithoutKind(decision.reasons) || carriedReasons(decision.reasons).length > 0) return null;
  const lines = decision.evidence.slice(0, 20).map((one) => `- ${evidenceLine(one, voice)}`);
  const judged = decision.kind === "unknown" ? "Nothing that counts shows what kind of change this is." : `Judged to be ${oneOfKind(decision.kind)}.`;
  const missing = decision.verdict === "allow" ? null : missingText(pull, voice);
  return ["### What was seen", judged, lines.length === 0 ? null : lines.join("\n"), missing].filter((part) => part !== null).join("\n\n");
}

/** Let in without regard to what it is: then what was seen is beside the point. */
function exemptWithoutKind(reason: Reason): boolean {
  const met = metReasons(reason);
  return met.length > 0 && met.every((one) => ["product-exempt", "repository-exempt", "paths-exempt", "agreed", "waiver"].includes(one.code));
}

/** Which evidence of a bugfix was looked for and is not there. */
function missingText(pull: DecidedPull, voice: Voice): string | null {
  const { decision, plan } = pull;
  if (decision.kind === "bugfix" || decision.offending.length > 0 || !(freezeOf(pull)?.allow.includes("bugfix") ?? false)) return null;
  const { issueTypes, labels } = plan.kinds.bugfix;
  const has = (source: string): boolean => decision.evidence.some((one) => one.source === source && one.says === "bugfix");
  const types = joined(issueTypes.slice(0, 2).map((type) => voice.code(type, 60)), "or");
  const names = joined(labels.slice(0, 3).map((label) => voice.code(label, 60)), "or");
  const marks = [...(types === "" ? [] : [`of type ${types}`]), ...(names === "" ? [] : [`labelled ${names}`])];
  const missing = [
    has("linked-issue") || marks.length === 0 ? null : `an issue that it closes, ${marks.join(" or ")}`,
    has("label") || names === "" ? null : `the label ${names} on the pull request itself`,
  ].filter((part) => part !== null);
  return missing.length === 0 ? null : `Not found: ${missing.join("; ")}.`;
}

function filesSection(pull: DecidedPull, voice: Voice): string | null {
  if (pull.decision.verdict === "allow") return null;
  const broken = findUnmet(pull.decision.reasons, "paths-exempt");
  const unknown = findUnmet(pull.decision.reasons, "paths-unknown");
  if (broken === null) return unknown === null ? null : `### Files\n${sentence(reasonLine(unknown, pull, voice))}.`;
  const files = listFact(broken.facts, "breaking");
  if (files.length === 0) return null;
  const total = numberFact(broken.facts, "total") ?? files.length;
  const patterns = joined(listFact(broken.facts, "patterns").slice(0, 10).map((pattern) => voice.code(pattern, 80)));
  const shown = files.slice(0, FILES_SHOWN).map((file) => `- ${voice.code(file, 150)}`);
  const more = total - shown.length;
  return [
    `### Files outside the exempt paths`, `It would pass if it touched only ${patterns}. Outside:`,
    [...shown, ...(more > 0 ? [`- and ${counted(more, "more file", "more files")}`] : [])].join("\n"),
  ].join("\n\n");
}

function findUnmet(reason: Reason, code: Reason["code"]): Reason | null {
  // what a release merge carries has its own table
  if (reason.code === "contains") return null;
  if (reason.code === code && reason.met !== true) return reason;
  for (const child of reason.children) {
    const found = findUnmet(child, code);
    if (found !== null) return found;
  }
  return null;
}

function changeSection(pull: DecidedPull): string | null {
  const { decision, plan } = pull;
  if (decision.rule === null) return null;
  const milestone = decision.untilMilestone === null ? "" : `, or ${markdownText(milestoneTitle(plan, decision.untilMilestone), 40)} being reached`;
  const byClock = decision.validUntil === null ? "" : ` It is judged again at ${instantText(decision.validUntil, plan.release.timezone, null)} in any case.`;
  return `### What would change this\nAnother title, description, label, linked issue, commit or target branch, a change of the release plan${milestone}.${byClock}`;
}

/** Lists are bounded, so this cuts only what a plan of extreme size could bring; the cut falls between two lines. */
function clipped(summary: string): string {
  if (summary.length <= SUMMARY_CAP) return summary;
  const note = "\n\nThe rest was left out: this page has reached its greatest length.";
  const cut = summary.slice(0, SUMMARY_CAP - note.length - 8);
  const lines = cut.slice(0, cut.lastIndexOf("\n"));
  const openFence = (lines.match(/^```/gm) ?? []).length % 2 === 1;
  return `${lines}${openFence ? "\n```" : ""}${note}`;
}
