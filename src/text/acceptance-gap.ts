/** What is missing of one linked test, and what to do about it: each a sentence with its rule, in Markdown. */
import type { AcceptanceLink, UnusableLink } from "../domain/model/acceptance-link.ts";
import type { LinkEvidence, LinkGap, Rung } from "../domain/model/feature.ts";
import type { TestEnvironment } from "../domain/model/plan-testing.ts";
import { firstFew, joined } from "./enumeration.ts";
import { markdownCode, markdownText } from "./escape.ts";

/** The rungs as people read them. */
export const RUNG_WORDS: Readonly<Record<Rung, string>> = {
  "written": "linked", "resolves": "found", "is-test": "a test", "ran": "ran", "passed": "passed", "proven": "accepted",
};

const UNUSABLE: Readonly<Record<UnusableLink, string>> = {
  "other-host": "leads to another site. Link a file, an issue or a pull request, or have the site allowed under `features.acceptance.addresses` in the plan",
  "not-a-file": "leads to a page that is neither a file nor a folder, issue or pull request",
  "outside": "leads out of the repository. Write the path from its top, such as `tests/join_test.go`",
  "everything": "means the whole repository. Name the file or the folder",
  "bad-pattern": "is a pattern that cannot be read. Write a simpler one, such as `tests/**/*.feature`",
  "unreadable": "is no address and no path that can be read",
};

/** "was not found at this commit. Check the spelling …": continues a sentence that began with the link. */
export function gapText(gap: LinkGap, environments: readonly TestEnvironment[]): string {
  const { facts } = gap;
  const place = (id: unknown): string => markdownText(environments.find((one) => one.id === id)?.title ?? String(id));
  const names = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
  const cases = names(facts["cases"]);
  const some = cases.length === 0 ? "" : `: ${firstFew(cases.slice(0, 3).map((name) => markdownCode(name, 80)), 3, cases.length)}`;
  switch (gap.code) {
    case "unusable": return UNUSABLE[facts["why"] as UnusableLink];
    case "not-found": return "was not found. Check its spelling, or merge the pull request that brings it";
    case "no-access": return "stands in a repository that Release Warden cannot read, or that is private while this one is not. Install it there, or link a test that everybody can see";
    case "not-looked-up": return "could not be looked up just now. It is looked at again within the hour";
    case "not-a-test": return "is no test. Link the test itself, or name such files under `features.acceptance.tests` in the plan";
    case "case-not-found": return `has no case ${markdownCode(String(facts["case"]), 120)}. Check the name of the case`;
    case "not-run": return typeof facts["says"] === "string" ? unusableReport(facts) : facts["by"] === "hand" ? "has not been reported. Test it, and say `/warden tested LINK passed in ENVIRONMENT at TAG`" : "has not run. Let its pipeline run, and publish the report of its tests";
    case "skipped": return `was skipped in ${place(facts["environment"])}${some}. A skipped test has not passed`;
    case "failed": return `failed in ${place(facts["environment"])}${some}`;
    case "expired": return `passed in an earlier version of ${place(facts["environment"])}${typeof facts["ranIn"] === "string" ? ` (${markdownText(facts["ranIn"], 60)})` : ""}. Run it again${typeof facts["version"] === "string" ? ` in ${markdownText(facts["version"], 60)}` : ""}`;
    case "environment-missing": return `has not passed in ${joined(names(facts["environments"]).map(place))}, where the plan requires it`;
    case "not-in-build": return `is not in ${markdownText(String(facts["tag"]), 120)} yet. It is judged on the next candidate`;
    case "tester-missing": return `has not been passed by ${joined(names(facts["testers"]).map((kind) => `${markdownText(kind)} testers`))}, as the plan requires`;
  }
}

/** It may have run: what says so cannot be used. */
function unusableReport({ artifact, report, says, line }: LinkGap["facts"]): string {
  const archive = markdownCode(String(artifact), 120);
  const what = typeof report === "string" ? `the report ${markdownCode(report, 160)} in ${archive}` : `the artifact ${archive}`;
  return `has not run, as far as is known: ${what} cannot be used, since ${markdownText(String(says))}${typeof line === "string" ? ` (line ${line})` : ""}. Have it written again`;
}

/** The link as it was written; one that nobody wrote into the issue says where it comes from. */
export function linkName({ text, source }: Pick<AcceptanceLink, "text" | "source">, most: number): string {
  return `${markdownCode(text, most)}${source === "test-file" ? " (which names the feature)" : ""}`;
}

/** The link, and what is missing. */
export function linkLine({ link, gap, rung }: LinkEvidence, environments: readonly TestEnvironment[]): string {
  const name = linkName(link, 160);
  return gap === null ? `${name}: accepted` : `${name} (${RUNG_WORDS[rung]}) ${gapText(gap, environments)}.`;
}
