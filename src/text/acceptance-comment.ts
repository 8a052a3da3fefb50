/**
 * The one comment under a feature's issue: what it still needs to be accepted, first what to do next and who it is asked of. Edited in place; it
 * names nobody by mention, so that an edit disturbs nobody.
 */
import type { FeatureEvidence, LinkEvidence } from "../domain/model/feature.ts";
import type { AcceptanceRules, TestEnvironment } from "../domain/model/plan-testing.ts";
import { WAITING_GAPS } from "../domain/policy/feature-label.ts";
import { linkLine, linkName } from "./acceptance-gap.ts";
import { counted, joined, sentence } from "./enumeration.ts";
import { markdownCode, markdownText } from "./escape.ts";

/** Hidden first line by which the comment is found again. */
export const ACCEPTANCE_MARKER = "<!-- release-warden:acceptance -->";
const COMMENT_CAP = 60_000;
const MOST_SHOWN = 60;

export interface AcceptanceCommentInput {
  readonly evidence: FeatureEvidence;
  readonly rules: AcceptanceRules;
  readonly environments: readonly TestEnvironment[];
  /** the candidate by which every test must be written, as text; null = the plan names none */
  readonly requiredBy: string | null;
  /** who answers where nobody is assigned; null = nobody is named */
  readonly manager: string | null;
  /** null = the tests were only looked for, since there is no candidate yet */
  readonly tag: string | null;
}

export function renderAcceptanceComment(input: AcceptanceCommentInput): string {
  const { evidence } = input;
  const body = [nextStep(input), progress(input), ...linkParts(input), ...unlinkedPart(evidence), footer(input)].filter((part) => part !== "").join("\n\n");
  return body.length <= COMMENT_CAP ? body : `${body.slice(0, body.lastIndexOf("\n", COMMENT_CAP))}\n\nThe rest was left out.`;
}

function nextStep(input: AcceptanceCommentInput): string {
  const { evidence, rules } = input;
  const who = askedOf(input);
  const heading = markdownCode(`## ${rules.heading}`, 100);
  if (evidence.accepted) return `**Accepted on ${markdownText(evidence.tag)}.** Every linked test passed where the plan requires it.`;
  switch (evidence.gap) {
    case "no-section": return `**No acceptance test is linked.** ${who}: add a section ${heading} to the description, with the paths or addresses of the tests that say when this feature is done.`;
    case "no-links": return `**No acceptance test is linked.** ${who}: the section for acceptance tests names none; add the paths or addresses of the tests that say when this feature is done.`;
    case "too-few": return `**${counted(evidence.links.length, "acceptance test is", "acceptance tests are")} linked, and the plan asks for ${rules.atLeast}.** ${who}: link the others.`;
    case null: return brokenStep(input, who);
  }
}

function brokenStep(input: AcceptanceCommentInput, who: string): string {
  const { evidence, tag } = input;
  const broken = evidence.links.filter((link) => link.gap !== null && !WAITING_GAPS.includes(link.gap.code));
  if (broken.length === 0 && evidence.feature.written.cut) return `**Only the first ${evidence.links.length} links were read.** ${who}: link folders in place of single files.`;
  if (broken.length > 0) return `**${counted(broken.length, "acceptance test needs", "acceptance tests need")} attention.** ${who}: see below what is missing of each.`;
  return tag === null ? "**Written.** Every acceptance test was found; they are judged on the release candidates." : waitingStep(input, tag);
}

/** Nothing is asked of the authors: of whom, then, and for what. */
function waitingStep({ evidence, environments, manager }: AcceptanceCommentInput, tag: string): string {
  const waiting = evidence.links.filter((link) => link.gap !== null);
  const gaps = waiting.flatMap(({ gap }) => gap ?? []);
  const titles = (ids: readonly string[]): string => joined([...new Set(ids)].map((id) => markdownText(environments.find((one) => one.id === id)?.title ?? id)));
  const places = gaps.flatMap(({ code, facts }) => (code === "environment-missing" ? facts["environments"] ?? [] : code === "expired" ? facts["environment"] ?? [] : []));
  const testers = [...new Set(gaps.flatMap(({ code, facts }) => (code === "tester-missing" ? facts["testers"] ?? [] : [])))];
  const run = gaps.some(({ code }) => code === "not-run" || code === "environment-missing" || code === "expired");
  const asked = [
    ...(run ? [`${manager === null ? "Whoever runs the tests" : markdownText(manager, 100)}: have the tests run on this build${places.length === 0 ? "" : ` in ${titles(places)}`}.`] : []),
    ...(testers.length === 0 ? [] : [`${sentence(joined(testers.map((kind) => markdownText(kind, 40))))} testers: test it, and publish the report.`]),
  ];
  return `**${counted(waiting.length, "acceptance test has", "acceptance tests have")} yet to pass on ${markdownText(tag)}.** ${asked.length === 0 ? "They are judged on the next candidate." : asked.join(" ")}`;
}

/** Plain names: a mention in a comment that is edited often would notify on its first writing only, and disturb without saying anything new. */
function askedOf({ evidence, manager }: AcceptanceCommentInput): string {
  const { assignees } = evidence.feature.fact;
  if (assignees.length > 0) return joined(assignees.slice(0, 5).map((login) => markdownText(login, 60)));
  return manager === null ? "Whoever works on this" : `${markdownText(manager, 100)}, since nobody is assigned`;
}

function progress({ evidence, tag }: AcceptanceCommentInput): string {
  if (evidence.links.length === 0 || evidence.accepted) return "";
  const ready = evidence.links.filter((link) => link.gap === null || WAITING_GAPS.includes(link.gap.code)).length;
  const passed = evidence.links.filter((link) => link.gap === null).length;
  const total = counted(evidence.links.length, "linked test");
  return tag === null ? `${ready} of ${total} found.` : `${passed} of ${total} accepted on ${markdownText(tag)}, ${ready} found.`;
}

function linkParts({ evidence, environments, tag }: AcceptanceCommentInput): readonly string[] {
  const open = (link: LinkEvidence): boolean => link.gap !== null && (tag !== null || !WAITING_GAPS.includes(link.gap.code));
  const shown = evidence.links.filter(open);
  const lines = shown.slice(0, MOST_SHOWN).map((link) => `- ${linkLine(link, environments)}`);
  if (shown.length > MOST_SHOWN) lines.push(`- and ${counted(shown.length - MOST_SHOWN, "more", "more")}`);
  const fine = evidence.links.filter((link) => !open(link));
  const found = fine.length === 0 || evidence.accepted ? [] : [`Found: ${joined(fine.slice(0, 10).map((link) => linkName(link.link, 120)))}${fine.length > 10 ? ` and ${fine.length - 10} more` : ""}.`];
  return [...(lines.length === 0 ? [] : [lines.join("\n")]), ...found];
}

function unlinkedPart({ feature }: FeatureEvidence): readonly string[] {
  const { unlinked } = feature.written;
  if (unlinked.length === 0) return [];
  return [`Described without a test: ${joined(unlinked.slice(0, 5).map((text) => `“${markdownText(text, 120)}”`))}${unlinked.length > 5 ? ` and ${unlinked.length - 5} more` : ""}. Link the test that shows it.`];
}

function footer({ requiredBy, evidence }: AcceptanceCommentInput): string {
  const by = requiredBy === null ? "" : ` Every test must be written by ${markdownText(requiredBy, 120)}.`;
  return evidence.accepted ? "" : `<sub>A feature is in the release only with acceptance tests that pass: a file, a folder or pattern, ${markdownCode("file::case")}, an issue or a pull request; or a test file that names this issue in a comment, as ${markdownCode(`@acceptance #${evidence.feature.fact.number}`)}.${by}</sub>`;
}

/** For an issue that was a feature of the plan and is none any more. */
export function renderNoFeature(): string {
  return "**Nothing to do.** This issue is no feature of the release plan any more, so its acceptance tests are not asked for.";
}
