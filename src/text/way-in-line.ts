/**
 * What a person can do to get a pull request in, as an instruction: the label, the words to write, the person to ask.
 * Names come from the decision's facts and, where those are silent, from the plan in force.
 */
import type { WayIn } from "../domain/model/decision.ts";
import type { KindEvidenceRules } from "../domain/model/plan.ts";
import { freezeOf, managerOf, untilText, type DecidedPull } from "./decided-pull.ts";
import { counted, firstFew, joined } from "./enumeration.ts";
import { listFact, numberFact, textFact } from "./fact.ts";
import type { Voice } from "./voice.ts";

/** One or two sentences, ending in a full stop. */
export function wayInLine(way: WayIn, pull: DecidedPull, voice: Voice): string {
  switch (way.code) {
    case "link-bug-issue": return linkBugIssue(way, pull, voice);
    case "label-by-other": return `If it is a bugfix, have someone other than the author put the label ${labels(way, pull, voice)} on it.`;
    case "ask-maintainer-label": return `If it is a bugfix, ask ${people(way, voice) ?? "a maintainer"} to put the label ${labels(way, pull, voice)} on it.`;
    case "title-type": return `Begin the title with ${voice.code(`${textFact(way.facts, "type") ?? "fix"}:`)}, if that is what it is.`;
    case "leave-out": return leaveOut(way, pull, voice);
    case "split-paths": return splitPaths(way, voice);
    case "ask-waiver": return askException(way, pull, voice);
    case "wait-for-end": return `${pull.decision.feeder === null ? "Wait" : "Merge it later: wait"} until ${untilText(pull, voice, "one")}.`;
    case "give-files": return giveFiles(way);
    case "approve-plan-fix": return `Ask ${people(way, voice) ?? manager(pull, voice)} to approve this commit: an approved correction of the plan can always merge.`;
    case "fix-plan": return "Correct the release plan: the check on it names each line and what to write instead.";
  }
}

function bugfixRules(pull: DecidedPull): KindEvidenceRules {
  return pull.plan.kinds.bugfix;
}

function labels(way: WayIn, pull: DecidedPull, voice: Voice): string {
  const named = listFact(way.facts, "labels");
  const usable = named.length > 0 ? named : [...listFact(way.facts, "label"), ...bugfixRules(pull).labels];
  return usable.length === 0 ? "for bugfixes" : joined([...new Set(usable)].slice(0, 3).map((label) => voice.code(label, 60)), "or");
}

function linkBugIssue(way: WayIn, pull: DecidedPull, voice: Voice): string {
  const rules = bugfixRules(pull);
  const types = listFact(way.facts, "types").length > 0 ? listFact(way.facts, "types") : rules.issueTypes;
  const marks = [
    ...types.slice(0, 2).map((type) => `type ${voice.code(type, 60)}`),
    ...(rules.labels.length === 0 && listFact(way.facts, "labels").length === 0 ? [] : [`label ${labels(way, pull, voice)}`]),
  ];
  const marked = marks.length === 0 ? "" : ` that has the ${marks.join(" or the ")}`;
  const issue = textFact(way.facts, "issue");
  if (issue !== null) return `If it is a bugfix, have someone other than the author give the linked issue ${voice.text(issue, 100)} the ${marks.join(" or the ")}.`;
  return `If it repairs a reported bug, write ${voice.code("Fixes #NUMBER")} in the description, naming an issue${marked}.`;
}

function leaveOut(way: WayIn, pull: DecidedPull, voice: Voice): string {
  const { offending } = pull.decision;
  const named = offending.map((one) => one.number !== null ? voice.reference(one.repository, one.number, pull.repository)
    : voice.commit(one.repository, one.sha ?? ""));
  const changes = named.length > 0 ? named : listFact(way.facts, "changes").map((change) => voice.text(change, 100));
  return `Leave ${changes.length === 0 ? "the late changes" : firstFew(changes, 5)} out of this release merge.`;
}

function splitPaths(way: WayIn, voice: Voice): string {
  const files = listFact(way.facts, "breaking").length > 0 ? listFact(way.facts, "breaking") : listFact(way.facts, "files");
  const total = numberFact(way.facts, "total") ?? files.length;
  if (files.length === 0) return "Split it: what touches only exempt paths can merge by itself.";
  return `Move ${firstFew(files.map((file) => voice.code(file, 120)), 3, total)} to a pull request of ${total === 1 ? "its" : "their"} own; the rest touches only exempt paths and can merge.`;
}

function askException(way: WayIn, pull: DecidedPull, voice: Voice): string {
  const waivers = freezeOf(pull)?.waivers;
  const approvers = listFact(way.facts, "approvers").length > 0 ? listFact(way.facts, "approvers") : waivers?.approvers ?? [];
  const needed = numberFact(way.facts, "approvals") ?? waivers?.approvals ?? 1;
  const who = approvers.length === 0 ? manager(pull, voice) : joined(approvers.slice(0, 5).map((name) => voice.text(name, 60)), "or");
  const approvals = needed > 1 ? ` (${counted(needed, "approval")})` : "";
  return `Ask for an exception with the comment ${voice.code("/warden waive because …")}; ${who} approves it${approvals} with ${voice.code("/warden approve")}.`;
}

function giveFiles(way: WayIn): string {
  const count = numberFact(way.facts, "count");
  return count === null ? "Give the list of files it touches, so that the exempt paths can be judged."
    : `Split it so that each part touches fewer than ${counted(count, "file")}: GitHub lists no more, so the rest cannot be judged.`;
}

function people(way: WayIn, voice: Voice): string | null {
  const named = [...listFact(way.facts, "people"), ...listFact(way.facts, "manager"), ...listFact(way.facts, "approvers"), ...listFact(way.facts, "by")];
  return named.length === 0 ? null : joined(named.slice(0, 5).map((name) => voice.text(name, 60)), "or");
}

function manager(pull: DecidedPull, voice: Voice): string {
  const name = managerOf(pull);
  return name === null ? "the release manager" : voice.text(name, 60);
}
