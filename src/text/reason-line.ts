/**
 * One sentence, without a full stop, for each node of the reason tree. The switch covers every code: a new reason without words does not compile.
 * Sentences begin in lower case so that they can follow "Allowed: " and a tick alike.
 */
import type { Reason, ReasonCode } from "../domain/model/decision.ts";
import type { DecidedPull } from "./decided-pull.ts";
import { counted, firstFew, joined } from "./enumeration.ts";
import { kindsFact, listFact, numberFact, textFact } from "./fact.ts";
import { instantText } from "./instant.ts";
import { asKind, oneOfKind, onlyKinds } from "./kind-words.ts";
import type { Voice } from "./voice.ts";

type Speaker = (reason: Reason, pull: DecidedPull, voice: Voice) => string;

const SPEAKERS: Readonly<Record<ReasonCode, Speaker>> = {
  "not-governed": notGoverned,
  "no-freeze": noFreeze,
  "freeze": freeze,
  "all-freezes": (reason) => `${counted(reason.children.length, "freeze")} hold here, and each must let it in`,
  "product-exempt": (reason, _pull, voice) => exempt(reason, voice, "product", "this product"),
  "repository-exempt": (reason, _pull, voice) => exempt(reason, voice, "repository", "this repository"),
  "paths-exempt": pathsExempt,
  "paths-unknown": pathsUnknown,
  "agreed": agreed,
  "waiver": waiver,
  "kind-allowed": kindAllowed,
  "kind-not-allowed": (reason) => `it is ${kindOf(reason)}; this freeze lets in ${onlyKinds(kindsFact(reason.facts, "allowed"))}`,
  "kind-unknown": (reason) => `nothing that counts shows what kind of change it is; this freeze lets in ${onlyKinds(kindsFact(reason.facts, "allowed"))}`,
  "contains": contains,
  "contained-before": containedBefore,
  "contained-after": (reason, pull, voice) => `${changeText(reason, pull, voice)} entered${enteredText(reason, pull)} after the freeze began`,
  "contained-back-merge": (reason, pull, voice) => `${changeText(reason, pull, voice)} only brings ${voice.code(pull.base)} back in, which adds nothing`,
  "contained-unknown": (reason, pull, voice) => `cannot tell when ${changeText(reason, pull, voice)} entered, so it counts as late`,
  "contains-incomplete": (_reason, pull) => pull.decision.verdict === "wait" ? "what it carries is not known yet"
    : "not all that it carries could be listed, so something may be among it that this freeze does not let in",
  "contains-nothing": (_reason, pull, voice) => `it carries nothing that ${voice.code(pull.base)} does not have`,
  "feeder": (reason, pull, voice) => `merging to ${voice.code(pull.base)} is free, but from there it would hold up the release${intoText(reason, voice)}`,
  "observed": () => "the freeze only observes: it says what would wait and blocks nothing",
  "plan-fix": (reason, _pull, voice) => `it changes only the release plan, and ${voice.text(textFact(reason.facts, "approvedBy") ?? "a person it names", 60)}, whom the plan names, approved this commit`,
  "plan-broken": () => "the plan file has errors, so the last good plan stays in force",
};

export function reasonLine(reason: Reason, pull: DecidedPull, voice: Voice): string {
  return SPEAKERS[reason.code](reason, pull, voice);
}

/** A change inside a release merge, as the reason names it: `owner/name#65` or a commit. */
export function changeText(reason: Reason, pull: DecidedPull, voice: Voice): string {
  const change = textFact(reason.facts, "change") ?? "a change";
  const reference = /^([\w.-]+\/[\w.-]+)#(\d+)$/.exec(change);
  if (reference !== null) return voice.reference(reference[1] ?? "", Number(reference[2]), pull.repository);
  const commit = /^(?:([\w.-]+\/[\w.-]+)@)?([0-9a-f]{7,64})$/.exec(change);
  if (commit === null) return voice.text(change, 80);
  const repository = commit[1] ?? pull.repository;
  const sha = commit[2] ?? "";
  return repository === null ? voice.code(sha.slice(0, 10)) : voice.commit(repository, sha);
}

function kindOf(reason: Reason): string {
  return oneOfKind(asKind(reason.facts["kind"]) ?? "unknown");
}

/** Beside a freeze that holds it speaks of a change that this freeze does not reach; otherwise of the whole branch. */
function notGoverned(_reason: Reason, pull: DecidedPull, voice: Voice): string {
  return pull.decision.rule === null ? `no release plan governs ${voice.code(pull.base)} here` : "this freeze does not bind what it touches";
}

function noFreeze(reason: Reason, pull: DecidedPull, voice: Voice): string {
  const next = numberFact(reason.facts, "next");
  const title = textFact(reason.facts, "title");
  if (next === null) return "no freeze is in force here";
  const name = title === null ? "the next" : `the next, ${voice.text(title, 60)},`;
  return `no freeze is in force here; ${name} begins ${instantText(next, pull.plan.release.timezone, null)}`;
}

function kindAllowed(reason: Reason): string {
  const kind = asKind(reason.facts["kind"]);
  const countsAs = asKind(reason.facts["countsAs"]);
  const judgedAs = countsAs === null || countsAs === kind || kindsFact(reason.facts, "allowed").some((one) => one === kind) ? "" : `, counts as ${oneOfKind(countsAs)}`;
  return `it is ${kindOf(reason)}${judgedAs}, which this freeze lets in`;
}

function freeze(reason: Reason, _pull: DecidedPull, voice: Voice): string {
  const name = voice.text(textFact(reason.facts, "title") ?? textFact(reason.facts, "freeze") ?? "the freeze");
  if (reason.met === true) return `${name} lets it in`;
  return reason.met === false ? `${name} does not let it in` : `whether ${name} lets it in cannot be told`;
}

function exempt(reason: Reason, voice: Voice, fact: string, fallback: string): string {
  const name = textFact(reason.facts, fact);
  const subject = name === null ? fallback : voice.text(name, 60);
  return reason.met === true ? `${subject} is exempt from this freeze` : `${subject} is not exempt from this freeze`;
}

function pathsExempt(reason: Reason, _pull: DecidedPull, voice: Voice): string {
  const patterns = firstFew(listFact(reason.facts, "patterns").map((pattern) => voice.code(pattern, 80)), 5);
  if (reason.met === true) return `every file is under the exempt paths ${patterns}`;
  const breaking = listFact(reason.facts, "breaking");
  const total = numberFact(reason.facts, "total") ?? breaking.length;
  const names = firstFew(breaking.map((file) => voice.code(file, 120)), 3, total);
  return `${counted(total, "file")} outside the exempt paths ${patterns}: ${names}`;
}

function pathsUnknown(reason: Reason): string {
  const count = numberFact(reason.facts, "count");
  if (count === null || count === 0) return "the files it touches were not given, so exempt paths cannot let it in";
  return `GitHub lists only the first ${counted(count, "file")} of it, so cannot tell whether all are under the exempt paths`;
}

function agreed(reason: Reason, _pull: DecidedPull, voice: Voice): string {
  if (reason.met === false) return "no exception was agreed for it beforehand";
  const by = textFact(reason.facts, "by");
  const because = textFact(reason.facts, "because");
  const see = textFact(reason.facts, "see");
  return `agreed beforehand${by === null ? "" : ` by ${voice.text(by, 60)}`}${because === null ? "" : `: ${voice.text(because, 120)}`}`
    + (see === null ? "" : `, ${voice.see("see the agreement", see)}`);
}

function waiver(reason: Reason, _pull: DecidedPull, voice: Voice): string {
  if (reason.met !== true) return waiverRefused(reason);
  const approvers = listFact(reason.facts, "approvedBy").map((login) => voice.text(login, 60));
  const because = textFact(reason.facts, "because");
  return `exception approved by ${joined(approvers)}${because === null ? "" : `: ${voice.text(because, 120)}`}`;
}

function waiverRefused(reason: Reason): string {
  const diff = textFact(reason.facts, "diff");
  if (reason.met === null) return "an exception was approved, but cannot tell whether for this very change";
  return diff === "changed" && listFact(reason.facts, "approvedBy").length > 0 ? "it was changed after its exception was approved" : "its exception is not approved yet";
}

function contains(reason: Reason): string {
  const total = numberFact(reason.facts, "total") ?? reason.children.length;
  return `it carries ${counted(total, "change")}, and each must pass`;
}

function containedBefore(reason: Reason, pull: DecidedPull, voice: Voice): string {
  const change = changeText(reason, pull, voice);
  return textFact(reason.facts, "how") === "tip" ? `${change} was in the branch when the freeze began` : `${change} had entered${enteredText(reason, pull)} before the freeze began`;
}

function enteredText(reason: Reason, pull: DecidedPull): string {
  const at = numberFact(reason.facts, "enteredAt");
  return at === null ? "" : ` on ${instantText(at, pull.plan.release.timezone, pull.decision.since)},`;
}

function intoText(reason: Reason, voice: Voice): string {
  const into = textFact(reason.facts, "into");
  return into === null ? "" : ` on its way to ${voice.code(into, 80)}`;
}
