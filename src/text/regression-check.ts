/** The words of the check on a pull request that fixes an incident: is there a test that would have caught it? */
import type { CheckWords } from "../domain/desired/pull-check.ts";
import type { RepositoryName } from "../domain/model/refs.ts";
import type { RegressionDecision } from "../domain/policy/regression-test.ts";
import { joined } from "./enumeration.ts";
import { markdownCode } from "./escape.ts";
import { markdownVoice } from "./voice.ts";

export function regressionCheckName(base: string): string {
  return `regression test (${base})`;
}

export function renderRegressionCheck(decision: RegressionDecision, base: string, from: RepositoryName, web: string): CheckWords {
  const voice = markdownVoice(web);
  const incidents = joined(decision.incidents.slice(0, 10).map((issue) => voice.reference(issue.repository, issue.number, from)));
  const words = { name: regressionCheckName(base), annotations: [], detailsUrl: null };
  if (decision.verdict === "allow") {
    const test = markdownCode(decision.because === "brought" ? decision.path : decision.link, 200);
    return { ...words, conclusion: "success", title: "The incident that it fixes has a regression test", summary: `**Nothing to do.** ${test} is the test for ${incidents}.` };
  }
  const how = `Bring a test with this pull request, or name it on a line of its own in the description: ${markdownCode("Regression test: tests/join_test.go::TestJoin")}.`;
  return decision.verdict === "block" ? { ...words, conclusion: "failure", title: "Fixes an incident without a regression test", summary: `**${how}**\n\nIt closes ${incidents}, and the fix of an incident needs the test that would have caught it.` }
    : { ...words, conclusion: "neutral", title: "It could not be told whether it brings a regression test", summary: `GitHub does not list all the files of this pull request. It closes ${incidents}. ${how}` };
}
