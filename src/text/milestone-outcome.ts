/** What came of commands about milestones: what was noted, and what to write instead where nothing was. */
import type { Outcome, OutcomeCode } from "../domain/command/state.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import { namedOnly } from "./command-person.ts";
import { milestoneTitle } from "./decided-pull.ts";
import { joined } from "./enumeration.ts";
import { markdownCode, markdownLink, markdownProse, markdownText, plainText } from "./escape.ts";
import { issuesText } from "./fallback.ts";
import { listFact, numberFact, textFact } from "./fact.ts";
import { instantText } from "./instant.ts";

type Facts = Outcome["facts"];
interface Spoken {
  readonly plan: ReleasePlan;
  /** where the plan's file is edited; absent = not known here */
  readonly edit?: string | null;
}
type Speaker = (facts: Facts, spoken: Spoken) => string;

export const MILESTONE_SPEAKERS = {
  "milestone-done": (facts, { plan }) => `**Reached**: ${title(facts, plan)}, ${when(facts, plan)}. It counts from now on: freezes that begin or end with it do so, and its milestones on GitHub are closed. It can be said once; another date goes into the plan as ${markdownCode("actual")}, and ${markdownCode("/warden reopen")} takes it back.`,
  "milestone-partial": (facts, { plan }) => `**Noted**: ${title(facts, plan)} is partly done, ${when(facts, plan)}. It is not reached, and no freeze begins or ends with that.`,
  "milestone-already": (facts, { plan }) => `**Nothing to add**: ${title(facts, plan)} is reached${by(facts, plan)}, which is said once. Another date goes into the plan as ${markdownCode("actual")}.`,
  "milestone-reopened": (facts, { plan }) => `**Taken back**: ${title(facts, plan)} is not reached. What ended with it holds again, and its milestones on GitHub that the Warden had closed are opened.`,
  "milestone-forced": (facts, { plan }) => `**Forced**: ${title(facts, plan)}, ${when(facts, plan)}${textFact(facts, "task") === null ? "" : `: ${markdownText(textFact(facts, "task") ?? "", 500)}`}. It counts as reached from now on, and is shown as forced; ${markdownCode("/warden reopen")} takes it back.`,
  "force-none": (facts, { plan }) => `**Nothing was done**: the plan says nothing of what is done where ${title(facts, plan)} does not come about. ${markdownCode("fallback")} in the plan does.`,
  "force-early": early,
  "force-unread": (facts, { plan }) => `**Nothing was done**: whether an open issue labelled ${markdownCode(textFact(facts, "unless") ?? "", 60)} stands against it cannot be read just now, so ${title(facts, plan)} is not forced. Write it again once the Warden may read the issues here.`,
  "force-criticised": (facts, { plan }) => `**Nothing was done**: open criticism keeps ${title(facts, plan)} from being forced: ${issuesText(listFact(facts, "against").map(Number))}. Close ${listFact(facts, "against").length === 1 ? "it" : "them"}, or take the label ${markdownCode(textFact(facts, "unless") ?? "", 60)} off, and write this again.`,
  "milestone-not-reached": (facts, { plan }) => `**Nothing to take back**: ${title(facts, plan)} is not reached.`,
  "milestone-closed": (facts, { plan }) => `**Nothing was done**: ${title(facts, plan)} is reached because somebody closed it on GitHub. Open it there, and it is not reached any more.`,
  "milestone-rests": rests,
  "milestone-unknown": (facts) => `**Nothing was done**: the plan has no milestone ${markdownCode(textFact(facts, "named") ?? "", 80)}.${meant(facts)}${known(facts)}`,
  "milestone-which": (facts) => `**Nothing was done**: name the milestone, or write this under its tracking issue.${known(facts)}`,
  "milestone-not-yours": (facts, { plan }) => `**Nothing was done**: ${namedOnly(listFact(facts, "who"), "a maintainer of the repository")} decides on ${title(facts, plan)}.`,
  "milestone-elsewhere": (facts) => `**Nothing was done**: milestones are spoken of where their plan stands, in ${markdownText(textFact(facts, "home") ?? "", 140)}. Write it there.`,
  "milestone-bad-date": (facts) => `**Nothing was done**: ${markdownProse(textFact(facts, "message") ?? "", 300)}${hint(facts)}`,
  "milestone-future": (facts) => `**Nothing was done**: ${markdownCode(textFact(facts, "said") ?? "", 80)} is still to come.`,
  "milestone-moves": moves,
  "milestone-same-date": (facts, { plan }) => `**Nothing to move**: ${title(facts, plan)} is due ${markdownText(textFact(facts, "to") ?? "", 80)} already.`,
  "milestone-bad-link": (facts) => `**Nothing was done**: ${markdownCode(textFact(facts, "said") ?? "", 120)} is no address. Write \`see https://…\` at the end, with the minutes or the issue in which it was decided.`,
  "milestone-delegated": (facts, { plan }) => `**Delegated**: ${markdownText(textFact(facts, "to") ?? "", 100)} decides on ${title(facts, plan)} as well. The plan's own manager keeps the right.`,
  "delegate-nobody": (facts) => `**Nothing was done**: ${markdownCode(textFact(facts, "said") ?? "", 80)} is nobody on GitHub. Write \`/warden delegate @login\`.`,
  "part-reviewed": (facts, { plan }) => `**Reviewed**: ${part(facts)} of ${title(facts, plan)}. Its box ticks itself once it is ready.`,
  "part-delegated": (facts, { plan }) => `**Passed on**: ${markdownText(textFact(facts, "to") ?? "", 100)} reviews ${part(facts)} of ${title(facts, plan)}. Those whom the plan names keep the right.`,
  "part-again": (facts) => `**Nothing to add**: ${part(facts)} was reviewed${textFact(facts, "by") === null ? " by you" : ` by ${markdownText(textFact(facts, "by") ?? "", 60)}`} already.`,
  "part-which": (facts) => `**Nothing was done**: name the part.${parts(facts)}`,
  "part-unknown": (facts) => `**Nothing was done**: nothing called ${markdownCode(textFact(facts, "named") ?? "", 80)} is to be reviewed.${meant(facts)}${parts(facts)}`,
  "part-not-yours": (facts) => `**Nothing was done**: ${part(facts)} is reviewed by ${namedOnly(listFact(facts, "who"), "a maintainer of the repository")}.`,
  "part-not-passed": (facts) => `**Nothing was done**: the review of ${part(facts)} is passed on by ${namedOnly(listFact(facts, "who"), "a maintainer of the repository")}.`,
  "outstanding-noted": outstanding,
  "outstanding-no-disposition": (facts) => `**Nothing was noted**: after the date ${markdownCode(textFact(facts, "said") ?? "", 80)} says nothing of what becomes of it. End with \`keep\`, \`postpone\` or \`drop\`.`,
  "outstanding-no-owner": (facts) => `**Nothing was noted**: ${markdownCode(textFact(facts, "said") ?? "", 80)} is nobody on GitHub. Write \`owner @login\`.`,
  "claimed": (facts, { plan }) => `**Yours**: ${role(facts)} in the team of ${title(facts, plan)}. Thank you.`,
  "claim-taken": (facts, { plan }) => `**Nothing to take**: ${listFact(facts, "open").length === 0 ? `no place is open in the team of ${title(facts, plan)}` : `open in the team of ${title(facts, plan)}: ${joined(listFact(facts, "open").slice(0, 10).map((one) => markdownText(one, 100)))}`}.`,
  "claim-again": (facts, { plan }) => `**Nothing to take**: you have a place in the team of ${title(facts, plan)} already.`,
} as const satisfies Partial<Readonly<Record<OutcomeCode, Speaker>>>;

/** Too early by the clock, by what comes before it, or by both. */
function early(facts: Facts, { plan }: Spoken): string {
  const from = numberFact(facts, "from");
  const waits = listFact(facts, "waits").slice(0, 10).map((id) => `**${markdownText(milestoneTitle(plan, id), 80)}**`);
  const clock = from === null ? "it has no date after which it could be" : `it may be from ${instantText(from, plan.release.timezone, null)} on`;
  return `**Nothing was done**: ${title(facts, plan)} may not be forced yet: ${clock}${waits.length === 0 ? "" : `, once ${joined(waits)} ${waits.length === 1 ? "is" : "are"} reached`}. Write it again then.`;
}

function title(facts: Facts, plan: ReleasePlan): string {
  return `**${markdownText(milestoneTitle(plan, textFact(facts, "milestone") ?? ""), 100)}**`;
}

function part(facts: Facts): string {
  return `**${markdownText(textFact(facts, "part") ?? "", 200)}**`;
}

function parts(facts: Facts): string {
  const known = listFact(facts, "known");
  if (known.length === 0) return " The plan asks for no review of a part.";
  return ` To be reviewed: ${joined(known.slice(0, 12).map((one) => markdownCode(one, 120)))}${known.length > 12 ? " and more" : ""}.`;
}

function when(facts: Facts, { release: { timezone } }: ReleasePlan): string {
  const date = numberFact(facts, "date");
  return `${facts["bound"] === "by" ? "on or before " : ""}${instantText(date ?? numberFact(facts, "at") ?? 0, timezone, null)}`;
}

function by(facts: Facts, { release: { timezone } }: ReleasePlan): string {
  const at = numberFact(facts, "at");
  const who = textFact(facts, "by");
  return `${at === null ? "" : `, as was said on ${instantText(at, timezone, null)}`}${who === null ? "" : ` by ${markdownText(who, 60)}`}`;
}

function meant(facts: Facts): string {
  const nearest = textFact(facts, "nearest");
  return nearest === null ? "" : ` Did you mean ${markdownCode(nearest, 80)}?`;
}

function known(facts: Facts): string {
  const ids = listFact(facts, "known");
  return ids.length === 0 ? " It has none." : ` It has ${joined(ids.slice(0, 12).map((id) => markdownCode(id, 80)))}${ids.length > 12 ? " and more" : ""}.`;
}

function hint(facts: Facts): string {
  const said = textFact(facts, "hint");
  return said === null ? "" : ` ${markdownProse(`${said.charAt(0).toUpperCase()}${said.slice(1)}`, 300)}${/[.?!]$/.test(said) ? "" : "."}`;
}

function role(facts: Facts): string {
  const name = textFact(facts, "role");
  return name === null ? "a place" : `the place of ${markdownText(name, 100)}`;
}

/** The lines keep their indentation; whatever people wrote in them stands in JSON's quotes, and cannot end the block. */
function moves(facts: Facts, { plan, edit = null }: Spoken): string {
  const lines = listFact(facts, "lines").map((line) => `${/^ */.exec(line)?.[0] ?? ""}${plainText(line, 1_500)}`);
  const fence = "`".repeat(Math.max(2, ...lines.flatMap((line) => line.match(/`+/g) ?? []).map((run) => run.length)) + 1);
  const before = listFact(facts, "before");
  const order = before.length === 0 ? "" : `\n\n**It would then be out of order** with ${joined(before.slice(0, 10).map((id) => markdownText(milestoneTitle(plan, id), 80)))}.`;
  const was = textFact(facts, "was");
  return `To move ${title(facts, plan)}${was === null ? "" : ` from ${markdownText(was, 80)}`}, change its lines in the plan${edit === null ? "" : ` (${markdownLink("edit it", edit)})`} to these, and open a pull request:\n\n${fence}yaml\n${lines.join("\n")}\n${fence}${order}\n\nUntil that is merged the date stays as it is.`;
}

function rests(facts: Facts, { plan }: Spoken): string {
  const after = listFact(facts, "after").slice(0, 10).map((id) => `**${markdownText(milestoneTitle(plan, id), 80)}**`);
  const freezes = listFact(facts, "freezes").slice(0, 10).map((id) => markdownCode(id, 80));
  const why = [
    ...(after.length === 0 ? [] : [`${joined(after)} ${after.length === 1 ? "comes" : "come"} after it and ${after.length === 1 ? "is" : "are"} reached: take that back first`]),
    ...(freezes.length === 0 ? [] : [`the ${freezes.length === 1 ? "freeze" : "freezes"} ${joined(freezes)} began with it and ${freezes.length === 1 ? "holds" : "hold"}: ${markdownCode("/warden thaw")} ends that first`]),
  ];
  return `**Nothing was taken back**: ${joined(why)}.`;
}

function outstanding(facts: Facts, { plan }: Spoken): string {
  const owner = markdownText(textFact(facts, "owner") ?? "", 60);
  const task = markdownText(textFact(facts, "task") ?? "", 200);
  const surprise = facts["surprise"] === true ? " It is marked as a surprise, since it was said only on the day on which the milestone is due, or later." : "";
  const what = facts["disposition"] === "keep" ? `is an item of the checklist of ${title(facts, plan)} now, for ${owner}` : `is listed under ${title(facts, plan)}, to be ${facts["disposition"] === "drop" ? "dropped" : "postponed"}`;
  return `**Noted**: ${task} ${what}.${surprise}`;
}
