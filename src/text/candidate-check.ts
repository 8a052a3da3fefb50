/** The words of the check on a tag's commit: may this build go out, and what is missing. */
import type { CheckWords } from "../domain/desired/pull-check.ts";
import type { FeatureEvidence } from "../domain/model/feature.ts";
import type { TestEnvironment } from "../domain/model/plan-testing.ts";
import type { GateDecision } from "../domain/policy/acceptance-gate.ts";
import type { TagJudgement, TagObjection } from "../domain/policy/candidate.ts";
import { linkLine } from "./acceptance-gap.ts";
import { SUMMARY_CAP } from "./decision-summary.ts";
import { counted, joined, sentence } from "./enumeration.ts";
import { markdownCode, markdownText, plainText } from "./escape.ts";

export function candidateCheckName(tag: string): string {
  return `candidate (${plainText(tag, 120)})`;
}

const MOST_FEATURES = 100;
const MOST_LINKS = 5;

/** A report that counts for nothing, or not wholly; artifact null = workflow runs may not be read at all. */
export interface UnreadReportWords {
  readonly artifact: string | null;
  readonly report: string | null;
  readonly problem: { readonly says: string; readonly line: number | null };
}

const MOST_UNREAD = 20;

/** `hidden` = repositories, in lower case, of which no more is told here than a number. */
export function renderCandidateCheck(tag: TagJudgement, gate: GateDecision, environments: readonly TestEnvironment[], unread: readonly UnreadReportWords[] = [], hidden: ReadonlySet<string> = new Set()): CheckWords {
  const errors = tag.objections.filter((objection) => objection.severity === "error");
  const summary = [...tag.objections.map((objection) => `- ${objectionText(objection)}`), "", ...unreadLines(unread), gateText(gate), "", ...gate.missing.slice(0, MOST_FEATURES).map((feature) => featureLines(feature, environments, hidden)), ...more(gate)].join("\n").trim();
  return {
    name: candidateCheckName(tag.name), conclusion: gate.verdict, annotations: [], detailsUrl: null,
    title: errors.length > 0 ? sentence(titleOf(errors[0] as TagObjection)) : gateTitle(gate),
    summary: summary.length <= SUMMARY_CAP ? summary : `${summary.slice(0, summary.lastIndexOf("\n", SUMMARY_CAP - 40))}\n\nThe rest was left out.`,
  };
}

/** One check for a tag that several plans judge: the strictest speaks in the title, and each has its part. */
export function joinedCandidateChecks(parts: readonly { readonly plan: string; readonly words: CheckWords }[]): CheckWords | null {
  const order = ["failure", "neutral", "success"];
  const strictest = parts.toSorted((a, b) => order.indexOf(a.words.conclusion ?? "") - order.indexOf(b.words.conclusion ?? ""))[0]?.words;
  if (strictest === undefined || parts.length === 1) return strictest ?? null;
  const room = Math.floor(SUMMARY_CAP / parts.length) - 300;
  const sections = parts.map(({ plan, words }) => `### ${markdownText(plan, 120)}\n\n${words.summary.length <= room ? words.summary : `${words.summary.slice(0, words.summary.lastIndexOf("\n", room))}\n\nThe rest was left out.`}`);
  return { ...strictest, summary: sections.join("\n\n") };
}

function unreadLines(unread: readonly UnreadReportWords[]): readonly string[] {
  const lines = unread.slice(0, MOST_UNREAD).map(({ artifact, report, problem }) => {
    if (artifact === null) return "- Workflow runs cannot be read here, so no test is known to have run. Give Release Warden the right `actions: read`.";
    const name = report === null ? `The artifact ${markdownCode(artifact, 120)}` : `The report ${markdownCode(report, 160)} in ${markdownCode(artifact, 120)}`;
    return `- ${name} cannot be used: ${markdownText(problem.says)}${problem.line === null ? "" : ` (line ${problem.line})`}. Have it written again.`;
  });
  return lines.length === 0 ? [] : [...lines, ...(unread.length > MOST_UNREAD ? [`- and ${counted(unread.length - MOST_UNREAD, "more report")}`] : []), ""];
}

export function gateTitle({ stage, missing, accepted, total }: GateDecision): string {
  if (total === 0) return "No feature is selected by the plan";
  if (stage === "written" && missing.length > 0) return `${counted(missing.length, "feature lacks", "features lack")} written acceptance tests`;
  if (accepted === total) return total === 1 ? "Its one feature is accepted" : `All ${total} features are accepted`;
  return `${accepted} of ${counted(total, "feature")} accepted`;
}

function gateText({ stage, verdict, missing, total }: GateDecision): string {
  if (total === 0) return "**Name the features:** no open or closed issue matches `features.select` of the plan, so nothing is known to be accepted.";
  if (missing.length === 0) return verdict === "success" ? "**Nothing to do.** Every feature is accepted on this build." : "**Nothing to do for this build.** Every acceptance test is written; not all have passed yet.";
  switch (stage) {
    case "none": return "Missing for the final release, and held against no candidate yet:";
    case "written": return "**Every acceptance test must be written by this candidate.** These are not:";
    case "accepted": return "**The release waits for these:**";
  }
}

function featureLines({ feature, links, gap }: FeatureEvidence, environments: readonly TestEnvironment[], hidden: ReadonlySet<string>): string {
  if (hidden.has(feature.fact.repository.toLowerCase())) return `- ${markdownText(feature.fact.repository, 140)} ${feature.fact.number} (private)`;
  const name = `- ${markdownText(feature.fact.title, 120)} (${markdownText(feature.fact.repository, 140)} ${feature.fact.number})`;
  if (gap === "no-section" || gap === "no-links") return `${name}: no acceptance test is linked.`;
  const open = links.filter((link) => link.gap !== null);
  const shown = open.slice(0, MOST_LINKS).map((link) => `  - ${linkLine(link, environments)}`);
  return [`${name}${gap === "too-few" ? ": too few acceptance tests are linked" : ""}`, ...shown, ...(open.length > MOST_LINKS ? [`  - and ${open.length - MOST_LINKS} more`] : [])].join("\n");
}

function more({ missing }: GateDecision): readonly string[] {
  return missing.length > MOST_FEATURES ? [`- and ${counted(missing.length - MOST_FEATURES, "more feature")}`] : [];
}

function titleOf(objection: TagObjection): string {
  return plainText(objectionText(objection).replace(/[`*\\]/g, "").split(/[.:] /)[0] ?? "", 120);
}

/** One sentence or two: what is wrong with the tag, and what to do. */
export function objectionText({ code, facts }: TagObjection): string {
  const tag = (name: string): string => markdownCode(String(facts[name]), 120);
  const list = (name: string): readonly string[] => (Array.isArray(facts[name]) ? (facts[name] as readonly string[]) : []);
  const changed = (name: string, one: string, more: string): readonly string[] => (list(name).length === 0 ? [] : [`${joined(list(name).slice(0, 20).map((key) => markdownText(key, 140)))} ${list(name).length === 1 ? one : more}`]);
  switch (code) {
    case "unreadable": return `The tag ${markdownText(String(facts["says"]))}.${typeof facts["hint"] === "string" ? ` Tag the commit anew as ${markdownCode(facts["hint"], 120)}.` : ""}`;
    case "interim-without-candidate": return `There is no candidate ${tag("candidate")} that this could be a build of. Tag the candidate first.`;
    case "after-final": return `The final release ${tag("final")} is out already. Is this meant for the next version?`;
    case "number-skipped": return `There is no ${tag("expected")} before it. Is a number left out on purpose?`;
    case "not-on-release-branch": return `The tag is not on the branch ${tag("branch")}, which public builds come from. Tag a commit of that branch.`;
    case "branch-unknown": return `It could not be told whether the tag is on the branch ${tag("branch")}. It is looked at again within the hour.`;
    case "moved-from-candidate": return `The final release must be the commit that was tested, ${markdownCode(String(facts["candidateSha"]).slice(0, 10))} of ${tag("candidate")}. Tag that commit, or have the reason recorded.`;
    case "no-candidate": return "There is no candidate of this version. Tag a candidate and have it tested first.";
    case "too-few-candidates": return `The plan asks for at least ${Number(facts["atLeast"])} candidates, and there ${facts["count"] === 1 ? "is 1" : `are ${Number(facts["count"])}`}.`;
    case "not-reached": return `Not reached yet, and required before the first candidate: ${joined(list("milestones").map((title) => markdownText(title)))}.`;
    case "incident-open": return `Held by ${list("incidents").length === 1 ? "an open incident" : "open incidents"}: ${joined(list("incidents").slice(0, 10).map((one) => markdownText(one, 140)))}. It is judged anew when ${list("incidents").length === 1 ? "that is" : "they are"} over: \`/resolved\` there.`;
    case "scope-changed": return `Since the scope was fixed ${joined([...changed("rewritten", "was rewritten", "were rewritten"), ...changed("removed", "is no feature any more", "are no features any more")])}, and nobody has let ${list("rewritten").length + list("removed").length === 1 ? "it" : "them"} in. The release manager decides: \`/warden admit because …\` under the issue.`;
    case "not-planned": return "The plan does not schedule this tag. Add it under `candidates.planned`.";
  }
}
