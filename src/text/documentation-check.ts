/** The words of the check that asks for documentation with each pull request. */
import type { CheckWords } from "../domain/desired/pull-check.ts";
import type { DocumentationDecision } from "../domain/policy/documentation.ts";
import type { DocumentationRules } from "../domain/model/plan-testing.ts";
import { firstFew } from "./enumeration.ts";
import { markdownCode, markdownText } from "./escape.ts";

export function documentationCheckName(base: string): string {
  return `Documentation (${base})`;
}

/** null = the plan asks nothing of this kind of change, so there is no check */
export function renderDocumentationCheck(decision: DocumentationDecision, rules: DocumentationRules, base: string): CheckWords | null {
  const place = firstFew(rules.paths.slice(0, 3).map((path) => markdownCode(path, 80)), 3, rules.paths.length);
  const words = (conclusion: CheckWords["conclusion"], title: string, summary: string): CheckWords => ({ name: documentationCheckName(base), conclusion, title, summary, annotations: [], detailsUrl: null });
  switch (decision.because) {
    case "kind": return null;
    case "touched": return words("success", "Brings its documentation", `**Nothing to do.** It changes ${firstFew(decision.paths.slice(0, 3).map((path) => markdownCode(path, 120)), 3, decision.paths.length)}.`);
    case "none-needed": return words("neutral", "Says that it needs no documentation", `**Nothing to do.** The reason given: ${markdownText(decision.reason, 300)}`);
    case "missing": return words("failure", "Brings no documentation", `**Change the documentation as well** (${place}), or write a line into the description: ${markdownCode("docs: none — the reason")}. The release plan asks for one of the two.`);
    case "no-reason": return words("failure", "Says that it needs no documentation, and not why", `**Write the reason behind it:** ${markdownCode("docs: none — the reason")}. Or change the documentation as well (${place}).`);
    case "files-unknown": return words("failure", "Too many files to see its documentation", `**Split the pull request, or write a line into its description:** ${markdownCode("docs: none — the reason")}. GitHub does not list all its files, and none of those that it lists is in ${place}.`);
  }
}
