/**
 * One paragraph for each thing that a command can come to: what happened, which rule, what next. The table covers every code, so a new outcome
 * without words does not compile.
 */
import type { Outcome, OutcomeCode } from "../domain/command/state.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import { milestoneTitle } from "./decided-pull.ts";
import { counted, joined } from "./enumeration.ts";
import { markdownCode, markdownText } from "./escape.ts";
import { listFact, numberFact, textFact } from "./fact.ts";
import { instantText } from "./instant.ts";
import { namedOnly } from "./command-person.ts";
import { FEATURE_SPEAKERS } from "./feature-outcome.ts";
import { MILESTONE_SPEAKERS } from "./milestone-outcome.ts";
import { REASSIGN_SPEAKERS } from "./reassign-outcome.ts";
import { PROCEDURE_SPEAKERS } from "./procedure-outcome.ts";
import { KEY_RESULT_SPEAKERS } from "./key-result-outcome.ts";

export interface SpokenOutcome {
  readonly outcome: Outcome;
  readonly plan: ReleasePlan;
  /** can everybody read the comment? */
  readonly public: boolean;
  /** where the plan's file is edited; absent = not known */
  readonly edit?: string;
  /** the plan's file as it stands; absent = not known */
  readonly file?: { readonly path: string; readonly text: string };
}

type Speaker = (facts: Outcome["facts"], spoken: SpokenOutcome) => string;

const MAINTAINERS = "a maintainer of the repository";

const SPEAKERS: Readonly<Record<OutcomeCode, Speaker>> = {
  "frozen": frozen,
  "thawed": (facts) => `**Ended.** The freeze ${codes(listFact(facts, "freeze"))} no longer holds in this repository, and exceptions to it have ended with it. In other repositories of the plan it is as it was: there its milestone, its date or a command of their own ends it.`,
  "thaw-which": (facts) => `**Nothing was ended**, since several freezes hold here and each ends by itself. Name the one you mean:\n${listFact(facts, "freezes").slice(0, 10).map((id) => `- ${markdownCode(`/warden thaw ${id} because …`)}`).join("\n")}`,
  "thaw-nothing": () => "**Nothing was ended**: no freeze holds here.",
  "thaw-unknown": thawUnknown,
  "waiver": (facts) => `**Asked** for an exception from ${freezes(facts)}.`,
  "waive-nothing": () => "**Nothing to ask for**: no freeze holds here and none is announced. `/warden why` shows what the release plan says of this pull request.",
  "waive-unknown-diff": () => `**Not asked**: an exception holds for one change and no other, and ${UNKNOWN_DIFF} Split the pull request, and ask for the part that cannot wait.`,
  "waive-already": (facts) => `**Nothing to ask for**: an exception from ${freezes(facts)} is approved for this very change.`,
  "approved": (facts) => `**Approved.** This change may merge although ${freezes(facts)} ${listFact(facts, "freezes").length > 1 ? "hold" : "holds"}. An updated base keeps the approval; new content needs a new one. To take it back: \`/warden revoke because …\`.`,
  "approval-counted": (facts) => `**Counted**: ${numberFact(facts, "given") ?? 0} of ${counted(numberFact(facts, "needed") ?? 0, "approval")} for the exception from ${freezes(facts)}.`,
  "approved-plan": (facts) => `**Approved**: the change of the release plan in commit ${markdownCode((textFact(facts, "head") ?? "").slice(0, 10))}, and no later one.`,
  "approve-nothing": () => "**Nothing to approve**: nobody has asked for an exception here. `/warden waive because …` asks for one.",
  "approve-own": () => "**Not approved**: neither the author of a change nor whoever asked for the exception can approve it. Somebody else must.",
  "approve-not-yours": (facts) => `**Not approved**: the exception from ${freezes(facts)} is approved by ${namedOnly(listFact(facts, "who"), MAINTAINERS)}.`,
  "approve-unknown-diff": () => `**Not approved**: an approval holds for one change and no other, and ${UNKNOWN_DIFF}`,
  "revoked": (facts) => `**Taken back**: there is no exception from ${freezes(facts)} any more, and this pull request waits like any other.`,
  "revoked-plan": () => "**Taken back**: your approval of this change of the release plan no longer counts.",
  "revoke-nothing": () => "**Nothing to take back**: no exception stands here.",
  "revoke-not-yours": (facts) => `**Not taken back**: that is for ${namedOnly(listFact(facts, "who"), MAINTAINERS)}.`,
  "resend": resent,
  ...FEATURE_SPEAKERS,
  ...KEY_RESULT_SPEAKERS,
  ...MILESTONE_SPEAKERS,
  ...REASSIGN_SPEAKERS,
  ...PROCEDURE_SPEAKERS,
};

const UNKNOWN_DIFF = "GitHub does not list all the files of this one, so nobody could tell whether it stayed the same.";

export function outcomeText(spoken: SpokenOutcome): string {
  return SPEAKERS[spoken.outcome.code](spoken.outcome.facts, spoken);
}

function frozen(facts: Outcome["facts"], { plan, public: everyone }: SpokenOutcome): string {
  const at = numberFact(facts, "until");
  const milestone = textFact(facts, "milestone");
  const until = milestone !== null ? `until ${markdownText(milestoneTitle(plan, milestone), 60)} is reached` : at === null ? "until a person ends it" : `until ${instantText(at, plan.release.timezone, null)}`;
  const because = textFact(facts, "because");
  const id = textFact(facts, "freeze") ?? "";
  const branches = listFact(facts, "branches");
  return [
    `**Frozen.** ${codes(branches)} ${branches.length > 1 ? "take" : "takes"} only bugfixes and the release itself, ${until}.`,
    because === null ? null : `Why: ${markdownText(because, 500)}`,
    `To end it before: ${markdownCode(`/warden thaw ${id} because …`)}. For one pull request: \`/warden waive because …\` on it.`,
    facts["private"] !== true || !everyone ? null
      : "**Everybody who can read this page can read the private reason in your comment.** Delete the comment if that is not meant: the freeze stays, and the reason is repeated nowhere.",
  ].filter((line) => line !== null).join("\n\n");
}

function resent(facts: Outcome["facts"]): string {
  const target = textFact(facts, "target");
  return `**Asked.** What this issue lists as not arrived${target === null ? "" : ` at ${markdownCode(target, 64)}`}, or as maybe not arrived, is sent again, once. What became of it stands in the issue. Under any other issue there is nothing to send.`;
}

function thawUnknown(facts: Outcome["facts"]): string {
  const holding = listFact(facts, "freezes");
  const nearest = textFact(facts, "nearest");
  const meant = nearest === null ? "" : ` Did you mean ${markdownCode(`/warden thaw ${nearest} because …`)}?`;
  return `**Nothing was ended**: no freeze ${codes(listFact(facts, "freeze"))} holds here.${meant} What holds: ${codes(holding)}.`;
}

function freezes(facts: Outcome["facts"]): string {
  return codes(listFact(facts, "freezes"));
}

function codes(names: readonly string[]): string {
  return names.length === 0 ? "the freeze" : joined(names.slice(0, 10).map((name) => markdownCode(name, 80)));
}
