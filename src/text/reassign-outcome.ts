/** The answer to `reassign`: the lines of the plan that change, as a diff that people read and tools take, and what the lines do not change. */
import type { Outcome, OutcomeCode } from "../domain/command/state.ts";
import { reassign } from "../domain/plan/edit/reassign.ts";
import type { Hunk } from "../domain/plan/edit/text-edit.ts";
import { diffLines } from "../domain/plan/edit/text-edit.ts";
import { counted, joined } from "./enumeration.ts";
import { markdownCode, markdownLink, markdownText, withoutInvisible } from "./escape.ts";
import { listFact, numberFact, textFact } from "./fact.ts";
import type { SpokenOutcome } from "./command-outcome.ts";

type Facts = Outcome["facts"];
type Speaker = (facts: Facts, spoken: SpokenOutcome) => string;

/** An answer must find room beside what else was asked in the same comment. */
const LONGEST_DIFF = 9_000;
const LONGEST_LINE = 2_000;
const NAMES_SHOWN = 10;

export const REASSIGN_SPEAKERS = {
  "reassign-lines": lines,
  "reassign-unknown": (facts) => `**Nothing was done**: ${name(facts, "who")} answers for nothing in the plan.${textFact(facts, "nearest") === null ? "" : ` Did you mean ${markdownCode(textFact(facts, "nearest") ?? "", 100)}?`}`,
  "reassign-over": (facts) => `**Nothing is left to change**: ${name(facts, "who")} handed over what the plan had for them, and answers for nothing in it any more.`,
  "reassign-same": (facts) => `**Nothing was done**: that would put ${name(facts, "who")} in the place of ${name(facts, "who")}.`,
  "reassign-nobody": (facts) => `**Nothing was done**: ${markdownCode(textFact(facts, "said") ?? "", 80)} is nobody on GitHub. Write \`to @login\`.`,
} as const satisfies Partial<Readonly<Record<OutcomeCode, Speaker>>>;

function name(facts: Facts, fact: string): string {
  return markdownText(textFact(facts, fact) ?? "", 100);
}

function lines(facts: Facts, { plan, file, edit }: SpokenOutcome): string {
  const [from, to, since] = [textFact(facts, "from") ?? "", textFact(facts, "to") ?? "", textFact(facts, "since") ?? ""];
  const over = listFact(facts, "over");
  const changes = file === undefined ? null : reassign(file.text, plan, { from, to, since, at: numberFact(facts, "at") ?? 0, because: textFact(facts, "because"), over });
  if (changes === null || file === undefined) return "**Nothing was done**: the plan's file cannot be read just now. Write it again once it can be.";
  const untouched = changes.unwritten.length === 0 ? "" : `\n\nThe weights of ${joined(changes.unwritten.slice(0, NAMES_SHOWN).map((id) => markdownCode(id, 80)))} cannot be written out by a machine: change them by hand.`;
  if (changes.hunks.length === 0) return `**Nothing is left to change**: what ${markdownText(from, 100)} answers for is over.${untouched}`;
  const { shown, left, long } = within(changes.hunks, file.path);
  const more = left === 0 ? "" : ` ${counted(left, "more change")} ${left === 1 ? "finds" : "find"} no room here: write this again once these are merged.`;
  const byHand = long.length === 0 ? "" : `\n\nToo long to be shown, and yours to change: ${long.length === 1 ? "line" : "lines"} ${joined(long.slice(0, NAMES_SHOWN).map(String))}${long.length > NAMES_SHOWN ? " and more" : ""}.`;
  return [
    `To put ${markdownText(to, 100)} in the place of ${markdownText(from, 100)} from ${markdownText(since, 80)} on, change these lines of the plan${edit === undefined ? "" : ` (${markdownLink("edit it", edit)})`} and open a pull request; \`git apply --unidiff-zero\` takes them as they are.${more}`,
    shown, `Until that is merged nothing changes. Afterwards the tracking issues name ${markdownText(to, 100)}, and weights before that date stay as they were.${kept(over)} Issues on GitHub keep whoever is assigned to them, since people may have changed that: assign open ones there.${byHand}${untouched}`,
  ].filter((part) => part !== "").join("\n\n");
}

function kept(over: readonly string[]): string {
  return over.length === 0 ? "" : ` What is over stays as it is: ${joined(over.slice(0, NAMES_SHOWN).map((id) => markdownCode(id, 80)))}${over.length > NAMES_SHOWN ? " and more" : ""}.`;
}

/** Whole changes only. `long` = lines that no answer could show. */
function within(hunks: readonly Hunk[], path: string): { readonly shown: string; readonly left: number; readonly long: readonly number[] } {
  const isLong = ({ was, now }: Hunk): boolean => [...was, ...now].some((text) => text.length > LONGEST_LINE);
  const short = hunks.filter((hunk) => !isLong(hunk));
  let length = 0;
  const end = short.findIndex(({ was, now }) => (length += [...was, ...now].reduce((sum, text) => sum + text.length + 2, 30)) > LONGEST_DIFF);
  const kept = end < 0 ? short : short.slice(0, end);
  const all = [`--- a/${path}`, `+++ b/${path}`, ...diffLines(kept)].map(withoutInvisible);
  const fence = "`".repeat(Math.max(2, ...all.flatMap((line) => line.match(/`+/g) ?? []).map((run) => run.length)) + 1);
  return { shown: kept.length === 0 ? "" : `${fence}diff\n${all.join("\n")}\n${fence}`, left: short.length - kept.length, long: hunks.filter(isLong).map(({ line }) => line) };
}
