/** What came of commands about key results and duties: what was counted, in which week, and what to write instead where nothing was. */
import type { Outcome, OutcomeCode } from "../domain/command/state.ts";
import { decimalText, readFraction } from "../domain/model/fraction.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import { namedOnly } from "./command-person.ts";
import { joined } from "./enumeration.ts";
import { markdownCode, markdownText } from "./escape.ts";
import { listFact, numberFact, textFact } from "./fact.ts";
import { dayText, instantText } from "./instant.ts";

type Facts = Outcome["facts"];
type Speaker = (facts: Facts, spoken: { readonly plan: ReleasePlan }) => string;

const FORMS = "a number from 0 to 1 such as `0.6`, a percentage, a fraction such as `3/4`, or `abstain`";

export const KEY_RESULT_SPEAKERS = {
  "key-result-unknown": (facts) => `**Nothing was counted**: the plan has no key result ${code(facts, "keyResult")}.${meant(facts, "nearest")} ${known(facts, "keyResults", "It has none.")}`,
  "scored": scored,
  "score-without-weight": (facts, { plan }) => `**Noted, and not counted**: you have no weight in ${code(facts, "keyResult")} in the week from ${day(facts, "from", plan)}. The plan says who has.`,
  "score-none-collected": (facts) => `**Nothing was counted**: ${code(facts, "keyResult")} collects no scores. In the plan, \`score: confidence\` (or \`estimate\`, or \`naive\`) and \`weights\` make it do so.`,
  "score-unreadable": (facts) => `**Nothing was counted**: ${markdownCode(textFact(facts, "said") ?? "", 60)} is no ${facts["mode"] === "grade" ? "grade. Write a number from 0 to 1 such as `0.6`, a percentage, or a fraction such as `3/4`" : `score. Write ${FORMS}${facts["mode"] === "estimate" ? "; for an estimate of work also `12 of 40`" : ""}`}.`,
  "score-too-early": (facts, { plan }) => `**Nothing was counted**: ${code(facts, "keyResult")} is not tracked yet${facts["from"] == null ? ", as nobody has a weight" : `. Its first week begins on ${day(facts, "from", plan)}`}.`,
  "score-too-late": (facts, { plan }) => `**Nothing was counted**: ${code(facts, "keyResult")} was measured on ${day(facts, "measured", plan)}, and scores after that change nothing. What is left is its grade.`,
  "graded": (facts) => `**Graded**: ${code(facts, "keyResult")} ${exact(textFact(facts, "grade"))}. A later grade takes its place.`,
  "grade-too-early": gradeTooEarly,
  "grade-not-yours": (facts) => `**Not graded**: ${code(facts, "keyResult")} is graded by ${namedOnly(listFact(facts, "who"), "a maintainer of the repository")}.`,
  "duty-done": (facts, { plan }) => `**Done**: ${code(facts, "duty")}, due ${instantText(numberFact(facts, "due") ?? 0, plan.release.timezone, null)}.${next(facts, plan)}`,
  "duty-already": (facts, { plan }) => `**Nothing to add**: ${code(facts, "duty")} is done already.${next(facts, plan)}`,
  "duty-not-begun": (facts) => `**Nothing was noted**: ${code(facts, "duty")} begins with ${code(facts, "milestone")}, which is not reached. Say it again once that is.`,
  "done-unknown": (facts) => `**Nothing was noted**: the plan has no milestone and no duty ${code(facts, "named")}.${meant(facts, "nearest")} ${known(facts, "known", "It has none.")}`,
  "done-not-yours": (facts) => `**Nothing was noted**: ${code(facts, "named")} is reported as done by ${namedOnly(listFact(facts, "who"), "a maintainer of the repository")}.`,
} as const satisfies Partial<Readonly<Record<OutcomeCode, Speaker>>>;

function scored(facts: Facts, { plan }: { readonly plan: ReleasePlan }): string {
  const score = textFact(facts, "score");
  const week = `the week from ${day(facts, "from", plan)}`;
  const weight = textFact(facts, "weight");
  const teams = listFact(facts, "teams").map((team) => markdownCode(team, 80));
  const shared = teams.length === 0 ? null : `the weight of ${joined(teams)} with those of it who score`;
  if (score === null) return `**Counted**: you abstain from ${code(facts, "keyResult")} in ${week}. ${weight === null ? `Those of ${joined(teams)} who score take over your part of its weight.` : `The others take over your weight of ${weight}, in proportion to theirs.`}`;
  const part = [...(weight === null ? [] : [`you weigh ${weight}`]), ...(shared === null ? [] : [`${weight === null ? "you share" : "share"} ${shared}`])];
  return `**Counted**: ${exact(score)} for ${code(facts, "keyResult")} in ${week}, in which ${joined(part)}. A later score in the same week takes its place.`;
}

function gradeTooEarly(facts: Facts, { plan }: { readonly plan: ReleasePlan }): string {
  const what = `**Not graded yet**: ${code(facts, "keyResult")}`;
  if (facts["measured"] == null) return `${what} has no date of measurement. In the plan, \`due: first weekday 7..9 days after release\` gives it one.`;
  const on = day(facts, "measured", plan);
  const milestone = textFact(facts, "milestone");
  return facts["basis"] === "actual" ? `${what} is measured on ${on}.` : `${what} is measured after ${markdownText(milestone ?? "the release", 60)} is reached, which has not happened; as things stand that is on ${on}.`;
}

/** "0.67 (2/3)" */
function exact(text: string | null): string {
  const value = readFraction(text ?? "");
  return value === null ? "" : `${decimalText(value, 2)} (${text ?? ""})`;
}

/** The first instant of a day belongs to that day. */
function day(facts: Facts, name: string, { release }: ReleasePlan): string {
  const at = numberFact(facts, name) ?? 0;
  return dayText(name === "from" ? at + 1 : at, release.timezone, null);
}

function code(facts: Facts, name: string): string {
  return markdownCode(textFact(facts, name) ?? "", 80);
}

function meant(facts: Facts, name: string): string {
  return textFact(facts, name) === null ? "" : ` Did you mean ${code(facts, name)}?`;
}

function known(facts: Facts, name: string, none: string): string {
  const ids = listFact(facts, name);
  return ids.length === 0 ? none : `It has ${joined(ids.slice(0, 10).map((id) => markdownCode(id, 80)))}${ids.length > 10 ? " and more" : ""}.`;
}

function next(facts: Facts, { release }: ReleasePlan): string {
  const at = numberFact(facts, "next");
  return at === null ? "" : ` Next: ${instantText(at, release.timezone, null)}.`;
}
