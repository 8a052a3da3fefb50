/** What people are asked under the issue of key results and duties. Only names that the plan gives are called. */
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { Asking } from "../domain/policy/result-asking.ts";
import type { Instant } from "../domain/model/instant.ts";
import { absenceOf, calledNow } from "../domain/policy/absence.ts";
import type { Called } from "../domain/policy/absence.ts";
import { passedOverText } from "./absence.ts";
import { called } from "./command-person.ts";
import { counted } from "./enumeration.ts";
import { markdownCode, markdownText } from "./escape.ts";
import { dayText, durationText, instantText } from "./instant.ts";

const MANAGER = "The release manager";

/** Who is away is passed over; nobody scores in another's place, everything else goes to the manager or to their team. */
export function askingText(asking: Asking, { release, teams }: ReleasePlan, now: Instant): string {
  const passed = ({ away }: Pick<Called, "away">): string => passedOverText(away, release.timezone);
  const ask = (who: readonly (string | null)[]): string => {
    const people = calledNow(teams, who, [release.manager], now);
    return `${called(people.names, MANAGER)}:${passed(people)}`;
  };
  const at = (instant: number): string => instantText(instant, release.timezone, null);
  switch (asking.kind) {
    case "scores": {
      const lines = asking.results.slice(0, 20).map(({ id, title }) => `- ${markdownCode(`/warden score ${id} 0.6`)}: ${markdownText(title, 200)}`);
      const away = asking.people.flatMap((who) => absenceOf(teams, who, now) ?? []);
      const there = asking.people.filter((who) => absenceOf(teams, who, now) === null);
      return `${everybody(there.length === 0 ? asking.people : there)}:${passed({ away })} how do the key results stand this week? Say it here until ${at(asking.until)}, with a number from 0 to 1 each; \`abstain\` in its place, if you cannot tell.\n\n${lines.join("\n")}`;
    }
    case "duty": {
      const { duty, due, state: { skippedInARow } } = asking;
      const before = skippedInARow === 0 ? "" : ` The ${skippedInARow === 1 ? "one" : counted(skippedInARow, "one")} before ${skippedInARow === 1 ? "was" : "were"} skipped.`;
      return `${ask([asking.who])} **${markdownText(duty.title, 160)}** was due ${at(due)}, and nobody has said that it is done.${before}\n\nIf it is, say ${markdownCode(`/warden done ${duty.id}`)}.`;
    }
    case "grade":
      return `${ask(asking.who)} **${markdownText(asking.result.title, 200)}** is measured on ${dayText(asking.measuredAt, release.timezone, null)}, and can be graded now.\n\n${markdownCode(`/warden grade ${asking.result.id} 0.5 because …`)}`;
    case "answer":
      return `${ask([asking.who])} ${asking.reference} has waited for a first answer since ${at(asking.askedAt)}. The plan allows ${durationText(asking.allowed)} (${markdownCode(asking.result.id)}).`;
  }
}

function everybody(people: readonly string[]): string {
  const [first, ...others] = people.slice(0, 30).map((name) => called([name], name));
  return [first ?? MANAGER, ...others].join(", ");
}
