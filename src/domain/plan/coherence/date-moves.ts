/** A changed plan against the dates that stand on the default branch: what to write so that each move is explained. Silent without such dates. */
import { dateFaults } from "../../policy/date-move.ts";
import type { DateFault } from "../../policy/date-move.ts";
import { plain, quoted } from "../quoted.ts";
import type { Check } from "./check.ts";

export function checkDateMoves({ plan, source, findings, standing }: Check): void {
  if (standing === null) return;
  for (const fault of dateFaults(standing, plan)) {
    const path = ["milestones", fault.index, ...fault.at];
    const { message, hint } = wordsOf(fault);
    findings.error(fault.code === "moved-line-lost" ? source.key(path) : source.at(path), fault.code, message, hint);
  }
  checkZone({ plan, source, findings, standing });
}

/** No word of any date has changed, and yet every date without an offset has. */
function checkZone({ plan, source, findings, standing }: Pick<Check, "plan" | "source" | "findings" | "standing">): void {
  const before = standing?.plan.release;
  if (before === undefined) return;
  if (before.name !== plan.release.name) {
    findings.warning(source.at(["release", "name"]), "another-release", `${plain(plan.release.name)} is another release than ${plain(before.name)}: its dates and milestones begin anew.`, "leave the name as it is where it is the same release");
    return;
  }
  const { timezone, dayEnds } = plan.release;
  if (before.timezone !== timezone) findings.warning(source.at(["release", "timezone"]), "zone-changed", `Every time without an offset moves with the zone, from ${plain(before.timezone)} to ${plain(timezone)}; the baselines stay at the instants they had.`, "say so where the release is discussed");
  else if (before.dayEnds !== dayEnds) findings.warning(source.at(["release", "day_ends"]), "zone-changed", `Every bare date now ends at ${plain(dayEnds)} and not at ${plain(before.dayEnds)}; the baselines stay at the instants they had.`, "say so where the release is discussed");
}

function wordsOf({ code, milestone, was, is, at }: DateFault): { readonly message: string; readonly hint: string } {
  const title = plain(milestone.title);
  const product = at[0] === "due_for" ? ` for ${quoted(String(at[1] ?? ""))}` : "";
  const line = `{ to: ${plain(is ?? was)}, because: why it moves, see: "https://…" }`;
  const add = milestone.moved.length === 0 ? `add \`moved: [${line}]\` to it` : `add \`${line}\` to its \`moved\``;
  switch (code) {
    case "baseline-edited": return { message: `${title} was first planned for ${plain(was)}, and that baseline is never edited.`, hint: `write \`planned: ${plain(was)}\` again; a new date is a new \`due\` with its line under \`moved\`` };
    case "baseline-removed": return { message: `${title} has lost its baseline, ${plain(was)}.`, hint: `put \`planned: ${plain(was)}\` back` };
    case "move-unexplained": return { message: `${title} moves${product} from ${plain(was)} to ${plain(is ?? "")}, and nothing says why.`, hint: `${add}, with the address of the meeting that decided it` };
    case "moved-elsewhere": return { message: `${title} is due${product} ${plain(is ?? "")}, and its new line under \`moved\` says ${plain(was)}.`, hint: `write \`to: ${plain(is ?? "")}\`, or move \`due\` to ${plain(was)}` };
    case "move-without-link": return { message: `${title} moves${product} from ${plain(was)} to ${plain(is ?? "")} without saying where that was decided.`, hint: "add `see: \"https://…\"` with the address of the meeting" };
    case "moved-line-lost": return { message: `The line under \`moved\` that took ${title} to ${plain(was)} is gone; it is part of the record.`, hint: "put it back, or bring this branch up to date with the default branch" };
    case "date-removed": return { message: `${title} was due ${plain(was)} and has no date any more.`, hint: "write `due: { unknown: true, resolve_by: … }` with its line under `moved`, or take the milestone out" };
  }
}
