/** What came of a motion, a second, a vote or a concern about the procedure for incidents. */
import type { Outcome, OutcomeCode } from "../domain/command/state.ts";
import type { VoteOutcome } from "../domain/model/vote.ts";
import { called } from "./command-person.ts";
import { joined } from "./enumeration.ts";
import { markdownCode, markdownText } from "./escape.ts";
import { listFact, numberFact, textFact } from "./fact.ts";

type Facts = Outcome["facts"];
type Speaker = (facts: Facts) => string;

const NAMES = 100;
const SHOWN = "How it stands is shown in the issue.";

export const PROCEDURE_SPEAKERS = {
  "procedure-none": () => "**Nothing was noted**: the release plan asks for no vote on how incidents are handled. `ratified_by` under `incidents.procedure` makes it do so.",
  "procedure-elsewhere": (facts) => `**Nothing was noted**: this is not the issue in which procedure ${version(facts)} is voted on. Say it there: its title is “Incident procedure ${version(facts)}”.`,
  "procedure-missing": (facts) => `**Nothing was noted**: the file of procedure ${version(facts)} that the release plan names is not on the default branch, so there is nothing to vote on. Bring it there, and say it again.`,
  "procedure-voters-unknown": () => "**Nothing was noted**: GitHub does not say who is in the team that votes. The app needs the right `members: read`; or name the people in the release plan.",
  "moved": (facts) => `**Moved**: that procedure ${version(facts)} is ratified. ${others(facts)}: \`/warden second\` opens the vote, \`/warden concern …\` raises what speaks against it.`,
  "motion-already": (facts) => `**Nothing was noted**: ${mover(facts)} has moved this already.`,
  "motion-stands": (facts) => `**Nothing was noted**: procedure ${version(facts)} is ratified as its text stands. A new text, or a new version in the release plan, is voted on anew.`,
  "seconded": (facts) => `**Seconded**, and the vote on procedure ${version(facts)} is open. Who may vote is fixed now: ${listFact(facts, "voters").slice(0, NAMES).map((name) => markdownText(name, 60)).join(", ")}. \`/warden vote yes\`, \`no\` or \`abstain\`.`,
  "second-nothing": () => "**Nothing was noted**: there is no motion to second. `/warden motion because …` makes one.",
  "second-own": () => "**Not seconded**: you moved it yourself. Another voter must second it.",
  "second-already": () => "**Nothing was noted**: the motion is seconded, and the vote is open: `/warden vote yes`, `no` or `abstain`.",
  "voted": voted,
  "voted-late": (facts) => `**Counted**: ${textFact(facts, "choice") ?? ""}. The motion was carried before; your vote stands beside the others. ${SHOWN}`,
  "vote-unreadable": (facts) => `**Not counted**: ${markdownCode(textFact(facts, "said") ?? "", 60)} is no vote. Write \`/warden vote yes\`, \`no\` or \`abstain\`.`,
  "vote-not-open": () => "**Not counted**: no vote is open. A motion opens it once another voter has seconded it: `/warden motion`, then `/warden second`.",
  "vote-over": (facts) => `**Not counted**: the result stands, the motion was ${facts["carried"] === true ? "carried" : "not carried"}. ${facts["carried"] === true ? "" : "`/warden motion` begins anew."}`.trim(),
  "vote-void": () => "**Not counted**: the file was changed since the vote began, so this vote is void. `/warden motion` begins one on the new text.",
  "not-a-voter": (facts) => `**Not counted**: this is voted on by ${voters(facts)}. What you have against it is welcome as \`/warden concern …\`, which is kept with the result.`,
  "concern-kept": (facts) => `**Kept** as concern ${numberFact(facts, "number") ?? ""}. It stands with the result for as long as you do not say \`/warden concern settled\`. It stops nothing by itself. ${SHOWN}`,
  "concern-over": (facts) => `**Nothing was noted**: procedure ${version(facts)} is ratified as its text stands, and what was open then stands with the result. A concern about a change of it belongs to the vote on that.`,
  "concern-settled": () => `**Settled.** ${SHOWN}`,
  "concern-none": () => "**Nothing was noted**: no open concern of yours stands here. Whoever raised one says that it is settled.",
} as const satisfies Partial<Readonly<Record<OutcomeCode, Speaker>>> & Readonly<Record<VoteOutcome, Speaker>>;

function voted(facts: Facts): string {
  const choice = textFact(facts, "choice") ?? "";
  const over = facts["carried"] === true ? " With that the motion is carried." : facts["carried"] === false ? " With that everybody has voted, and the motion is not carried." : " Until the result stands, another vote of yours takes its place.";
  return `**Counted**: ${choice}.${over} ${SHOWN}`;
}

function version(facts: Facts): string {
  return markdownText(textFact(facts, "version") ?? "", 200);
}

function mover(facts: Facts): string {
  return markdownText(textFact(facts, "mover") ?? "somebody", 60);
}

/** All of them: whoever is refused wants to know. */
function voters(facts: Facts): string {
  const names = listFact(facts, "voters").slice(0, NAMES).map((name) => markdownText(name, 60));
  return names.length === 0 ? "those whom the release plan names" : joined(names, "or");
}

/** Who can second it. */
function others(facts: Facts): string {
  const own = (textFact(facts, "mover") ?? "").toLowerCase();
  return called(listFact(facts, "voters").filter((name) => name.toLowerCase() !== own), "Another voter");
}
