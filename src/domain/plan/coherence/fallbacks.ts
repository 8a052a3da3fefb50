/** Reviews of parts, and what is done where a milestone does not come about: who is asked, and whether it can ever be. */
import { plain } from "../quoted.ts";
import type { Check } from "./check.ts";

export function checkFallbacks({ plan, source, findings }: Check): void {
  plan.milestones.forEach((milestone, index) => {
    const path = ["milestones", index] as const;
    const reviewed = milestone.parts.findIndex(({ review }) => review.length > 0);
    if (plan.tracking === null && reviewed >= 0) findings.warning(source.at([...path, "parts", reviewed, "review"]), "needs-tracking", `Nobody is asked to review parts of ${plain(milestone.title)}: the plan asks for no tracking issues, under which people are asked.`, "add `tracking: {}` to the plan");
    if (milestone.fallback === null) return;
    const at = source.at([...path, "fallback"]);
    if (milestone.due === null) findings.warning(at, "fallback-undated", `What is done where ${plain(milestone.title)} does not come about counts from its date, and it has none.`, "give it a `due` date");
    if (plan.tracking === null) findings.warning(at, "needs-tracking", `Nobody is told when ${plain(milestone.title)} may be forced: the plan asks for no tracking issues, under which that is said.`, "add `tracking: {}` to the plan");
  });
}
