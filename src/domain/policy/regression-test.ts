/**
 * Whether a pull request that fixes an incident brings the test that would have caught it: a test file among its own, or a line
 * `Regression test: LINK` in its text. A file list that is missing or was cut short shows what it shows and nothing more.
 */
import type { IncidentPlan } from "../model/plan-incidents.ts";
import type { IssueFact, PullFacts } from "../model/pull.ts";
import { namesOf } from "./paths.ts";
import { proseOf } from "./prose.ts";
import { isTestFile } from "./test-file.ts";

export type RegressionDecision =
  | { readonly verdict: "allow"; readonly because: "brought"; readonly path: string; readonly incidents: readonly IssueFact[] }
  | { readonly verdict: "allow"; readonly because: "linked"; readonly link: string; readonly incidents: readonly IssueFact[] }
  | { readonly verdict: "block" | "wait"; readonly incidents: readonly IssueFact[] };

const BODY_CAP = 60_000;
const STATEMENT = /^[ \t]{0,20}(?:[-*+][ \t]{1,4})?(?:\[[xX ]\][ \t]{1,4})?regression tests?[ \t]{0,3}:[ \t]{0,3}(.{0,500})$/im;
/** a path, an address, or an issue or pull request; "none" and the like are no test */
const LINK = /(?:https?:\/\/\S{3,500}|[\w-]{1,39}\/[\w.-]{1,100}#\d{1,10}|#\d{1,10}|[\w@.-]{1,100}(?:\/[\w@.*-]{1,100}){1,20}(?:::\S{1,200})?|[\w.-]{1,100}\.\w{1,10}(?:::\S{1,200})?)/;

/** Null when it fixes no incident. `tests` are the plan's globs for what is a test. */
export function decideRegressionTest(incidents: IncidentPlan, pull: Pick<PullFacts, "closingIssues" | "files" | "filesComplete" | "body">, tests: readonly string[]): RegressionDecision | null {
  const wanted = new Set(incidents.labels.map((label) => label.toLowerCase()));
  const fixed = pull.closingIssues.filter((issue) => issue.labels.some((label) => wanted.has(label.toLowerCase())));
  if (fixed.length === 0) return null;
  const path = (pull.files ?? []).flatMap(namesOf).find((one) => isTestFile(one, tests));
  if (path !== undefined) return { verdict: "allow", because: "brought", path, incidents: fixed };
  const said = STATEMENT.exec(proseWithCode(pull.body.slice(0, BODY_CAP)))?.[1] ?? "";
  const link = LINK.exec(said.replaceAll("`", " "))?.[0];
  if (link !== undefined) return { verdict: "allow", because: "linked", link, incidents: fixed };
  return { verdict: pull.files === null || !pull.filesComplete ? "wait" : "block", incidents: fixed };
}

/** Paths are mostly written as code, which is no prose: a line that says where the test is keeps its code. */
function proseWithCode(body: string): string {
  return proseOf(body.replace(/^([ \t]{0,20}(?:[-*+][ \t]{1,4})?regression tests?[ \t]{0,3}:.{0,500})$/gim, (line) => line.replaceAll("`", " ")));
}
