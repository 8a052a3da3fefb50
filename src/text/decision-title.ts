/**
 * The decision in one plain line of at most 100 characters: the nearest thing that is still missing, or why it may merge.
 * It is the title of the check, so it is all that most people ever read of a decision. It is plain text: GitHub does not render titles.
 */
import type { Offending, Reason } from "../domain/model/decision.ts";
import { dueText, freezeOf, isOverdue, incidentOf, managerOf, milestoneTitle, type DecidedPull } from "./decided-pull.ts";
import { evidencePhrase } from "./evidence-line.ts";
import { sentence } from "./enumeration.ts";
import { numberFact, textFact } from "./fact.ts";
import { kindName, kindsText, oneOfKinds, onlyKinds } from "./kind-words.ts";
import { changeText, reasonLine } from "./reason-line.ts";
import { terminalVoice as voice } from "./voice.ts";

export const TITLE_CAP = 100;

export function decisionTitle(pull: DecidedPull): string {
  return fitting(titles(pull));
}

/** The longest wording that fits; the last is cut where none does. */
function fitting(wordings: readonly string[]): string {
  const fits = wordings.find((wording) => [...wording].length <= TITLE_CAP);
  return fits ?? voice.text(wordings.at(-1) ?? "", TITLE_CAP);
}

/** Wordings from the fullest to the shortest. */
function titles(pull: DecidedPull): readonly string[] {
  const { decision, base } = pull;
  if (decision.feeder !== null) return [`Can merge to ${voice.text(base, 40)}, but would hold up the release`];
  const watching = decision.mode === "observe";
  switch (decision.verdict) {
    case "skip": return [sentence(reasonLine(decision.reasons, pull, voice))];
    case "allow": return allowedTitles(pull);
    case "wait": return watching ? observedTitles(pull) : cannotTellTitles(pull);
    case "block": return watching ? observedTitles(pull) : blockedTitles(pull);
  }
}

function blockedTitles(pull: DecidedPull): readonly string[] {
  const { offending } = pull.decision;
  if (offending.length > 0) return carryingTitles(pull, offending, "Holds up");
  const waits = waitingTitles(pull, "Waits");
  return [`${waits[0] ?? ""}: ${tail(pull)}`, ...waits];
}

function observedTitles(pull: DecidedPull): readonly string[] {
  const { offending } = pull.decision;
  const wordings = offending.length > 0 ? carryingTitles(pull, offending, "Would hold up") : waitingTitles(pull, "Would wait");
  return wordings.map((wording) => `${wording} (observe mode: nothing is blocked)`);
}

function carryingTitles(pull: DecidedPull, offending: readonly Offending[], verb: "Holds up" | "Would hold up"): readonly string[] {
  const [first] = offending;
  if (first === undefined) return [];
  const name = first.number === null ? (first.sha ?? "").slice(0, 10) : `#${first.number}`;
  const more = offending.length - 1;
  const carried = more === 0 ? name : `${name} and ${more} more`;
  const allowed = freezeOf(pull)?.allow ?? [];
  const start = `${verb} the release: carries ${carried}`;
  if (allowed.length === 0) return [start];
  // what nobody could tell is not said to be something else
  const not = offending.every((one) => one.kind === "unknown") ? "not shown to be" : "not";
  return [`${start}${more === 0 ? `, which is ${not} ${oneOfKinds(allowed)}` : ` that are ${not} ${kindsText(allowed, "or")}`}`, start];
}

/** "Waits for Release (due Mon 24 June 24:00 Oslo)", then shorter. */
function waitingTitles(pull: DecidedPull, verb: "Waits" | "Would wait"): readonly string[] {
  const { decision, plan } = pull;
  const due = dueText(pull, "one");
  if (decision.untilMilestone !== null) {
    const milestone = voice.text(milestoneTitle(plan, decision.untilMilestone), 40);
    const dated = due === null ? "" : ` (${isOverdue(pull) ? "was due" : "due"} ${due})`;
    return [`${verb} for ${milestone}${dated}`, `${verb} for ${milestone}`];
  }
  if (due !== null) return [`${verb} until ${due}`];
  const incident = incidentOf(pull);
  if (incident !== null) return [`${verb} until incident #${incident} is over`];
  const manager = managerOf(pull);
  return [`${verb} until ${manager === null ? "the freeze is ended" : `${voice.text(manager, 40)} ends the freeze`}`];
}

/** The nearest unmet requirement, where it says more than what the freeze lets in. */
function tail(pull: DecidedPull): string {
  const { decision } = pull;
  if (find(decision.reasons, "contains-incomplete") !== null) return "not all that it carries could be listed";
  if (cutShort(find(decision.reasons, "paths-unknown"))) return "cannot tell if all its files are exempt";
  if (decision.kind === "unknown" && find(decision.reasons, "kind-unknown") !== null && (freezeOf(pull)?.allow.includes("bugfix") ?? false)) {
    return "not shown to be a bugfix";
  }
  return `${onlyKinds(freezeOf(pull)?.allow ?? [])} until then`;
}

/** GitHub listed some files and not all; files that nobody gave are the command line's own doing. */
function cutShort(reason: Reason | null): boolean {
  return reason !== null && (numberFact(reason.facts, "count") ?? 0) > 0;
}

function cannotTellTitles(pull: DecidedPull): readonly string[] {
  const { reasons } = pull.decision;
  const unknown = find(reasons, "contained-unknown");
  if (unknown !== null) {
    const change = changeText(unknown, pull, voice);
    return [`Cannot tell when ${change} entered, so it waits: leave it out or record when it did`, `Cannot tell when ${change} entered, so it waits`];
  }
  if (find(reasons, "contains-incomplete") !== null) return ["Cannot tell yet what it carries, so it waits: its commits are being read"];
  if (find(reasons, "paths-unknown") !== null) return ["Cannot tell which files it touches, so it waits: the list is missing or cut short"];
  if (find(reasons, "kind-unknown") !== null) return ["Cannot tell what kind of change it is, so it waits: link a bug or ask for a label"];
  return ["Cannot tell whether the freeze lets it in, so it waits"];
}

function allowedTitles(pull: DecidedPull): readonly string[] {
  const { decision } = pull;
  const reason = decidingReason(decision.reasons);
  switch (reason.code) {
    case "kind-allowed": return kindTitles(pull);
    case "contains": return containsTitles(pull);
    case "agreed": return agreedTitles(reason, pull);
    default: return [`Allowed: ${reasonLine(reason, pull, voice)}`, `Allowed: ${kindName(decision.kind)}`];
  }
}

function agreedTitles(reason: Reason, pull: DecidedPull): readonly string[] {
  const by = textFact(reason.facts, "by");
  const short = `Allowed: agreed beforehand${by === null ? "" : ` by ${voice.text(by, 40)}`}`;
  return [`Allowed: ${reasonLine({ ...reason, facts: { ...reason.facts, see: null } }, pull, voice)}`, short];
}

function kindTitles(pull: DecidedPull): readonly string[] {
  const { decision } = pull;
  const strongest = decision.evidence.find((one) => one.counts && one.says === decision.kind);
  const kind = `Allowed: ${kindName(decision.kind)}`;
  return strongest === undefined ? [kind] : [`${kind} (${evidencePhrase(strongest, voice)})`, kind];
}

function containsTitles(pull: DecidedPull): readonly string[] {
  const later = find(pull.decision.reasons, "contained-after") !== null;
  return [later ? "Allowed: each change it carries was there before the freeze or may enter" : "Allowed: all that it carries was there before the freeze began"];
}

/** Follows the met requirements down to the one that let it in. With several freezes: the first one's, which the decision names. */
export function decidingReason(reason: Reason): Reason {
  const met = reason.children.find((child) => child.met === true);
  const inside = reason.code === "contained-after" || reason.code === "freeze" || reason.code === "all-freezes" || reason.code === "observed" || reason.code === "plan-broken";
  return inside && met !== undefined ? decidingReason(met) : reason;
}

/** The first node of that code that stands in the way, depth first. */
function find(reason: Reason, code: Reason["code"]): Reason | null {
  if (reason.code === code) return reason;
  for (const child of reason.children) {
    const found = find(child, code);
    if (found !== null) return found;
  }
  return null;
}

