/** The tracking issue of a plan's features: how many are accepted, what is missing of whom, the scope and what changed of it, and what belongs to no feature. */
import type { Instant } from "../domain/model/instant.ts";
import type { TagAlarm } from "../domain/model/records.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { RepositoryName } from "../domain/model/refs.ts";
import type { ScopeAdmission, ScopeChange } from "../domain/policy/scope.ts";
import type { StrayPull } from "../domain/policy/stray-pulls.ts";
import { milestoneTitle } from "./decided-pull.ts";
import { counted, joined } from "./enumeration.ts";
import { markdownCode, markdownLink, markdownText, plainText } from "./escape.ts";
import { dayText, instantText } from "./instant.ts";
import type { MatrixPlace } from "./matrix-section.ts";
import { mentionText, referenceText } from "./tracking-reference.ts";

export interface TrackedFeature {
  readonly repository: RepositoryName;
  readonly number: number;
  readonly title: string;
  readonly open: boolean;
  /** our label on it; null = not looked at yet */
  readonly label: string | null;
  readonly assignees: readonly string[];
}

export interface TrackedChange extends ScopeChange {
  readonly repository: RepositoryName;
  readonly number: number;
  readonly since: Instant | null;
  /** null = nobody let it in */
  readonly admitted: ScopeAdmission | null;
}

/** What keeps a final tag from being made too early. */
export interface TrackedHold {
  readonly repository: RepositoryName;
  readonly tag: string;
  /** it stands already */
  readonly made: boolean;
  readonly ready: boolean;
  readonly level: "ruleset" | "none" | "off";
}

export interface TrackedFeatures {
  readonly plan: ReleasePlan;
  readonly place: MatrixPlace;
  readonly features: readonly TrackedFeature[];
  /** of the plan, and no issue's title */
  readonly missing: readonly string[];
  /** the newest tag; null = there is none */
  readonly tag: string | null;
  /** tags that come next */
  readonly next: { readonly candidate: string; readonly interim: string | null } | null;
  readonly scope: { readonly since: Instant | null; readonly due: Instant | null; readonly size: number; readonly changes: readonly TrackedChange[] } | null;
  readonly holds: readonly TrackedHold[];
  /** repositories with more or longer test files than are searched for features that they name */
  readonly unsearched: readonly RepositoryName[];
  readonly strays: { readonly pulls: readonly StrayPull[]; readonly complete: boolean } | null;
}

const SHOWN = 100;

export function featuresTitle({ release }: ReleasePlan): string {
  return plainText(`Features of ${release.name}: acceptance tests and candidates`, 200);
}

/** In the order in which they are asked for. */
const STATES: readonly (readonly [label: string, heading: string])[] = [
  ["acceptance: missing", "Too few acceptance tests are linked"], ["acceptance: broken", "A linked test is not found, or is no test"],
  ["acceptance: failing", "A test failed or was skipped on the newest build"], ["acceptance: written", "Written, and yet to pass where the plan requires it"],
];

export function featuresSectionText(tracked: TrackedFeatures): string {
  const { plan, features, missing, tag, next, place } = tracked;
  const accepted = features.filter(({ label }) => label === "acceptance: accepted").length;
  const head = features.length === 0 ? "**No issue is a feature of this plan yet.** Name some by `features.select`."
    : tag === null ? `**${counted(features.length, "feature")}.** They are judged on the release candidates, and none is tagged yet.` : `**${accepted} of ${counted(features.length, "feature")} accepted on ${markdownText(tag, 120)}.**`;
  const manager = plan.release.manager === null ? "" : ` Managed by ${markdownText(plan.release.manager, 60)}.`;
  const coming = next === null ? "" : ` Next: ${markdownCode(next.candidate, 120)}${next.interim === null ? "" : `, or ${markdownCode(next.interim, 120)} for an interim build`}.`;
  const groups = STATES.flatMap(([label, heading]) => {
    const own = features.filter((feature) => feature.label === label);
    return own.length === 0 ? [] : [`${heading} (${own.length}):\n${list(own.map((feature) => `${featureName(feature, place)}${feature.assignees.length === 0 ? ", which nobody is assigned to" : ` (${joined(feature.assignees.slice(0, 5).map((login) => markdownText(login, 60)))})`}`))}`];
  });
  const held = tracked.holds.filter(({ made }) => !made).map((hold) => holdText(hold));
  const unmade = missing.length === 0 ? [] : [`In the plan, and no issue has the title (${missing.length}):\n${list(missing.map((title) => markdownText(title, 120)))}`];
  const unsearched = tracked.unsearched.length === 0 ? [] : [`Not every test file in ${joined(tracked.unsearched.map((name) => markdownText(name, 140)))} was searched for the features that it names: there are more than 5,000, or some are longer than 256 KB. Link those tests in the issues.`];
  return ["### Features", `${head}${coming}${manager}`, ...held, ...groups, ...unmade, ...unsearched].join("\n\n").replace("### Features\n\n", "### Features\n");
}

function holdText({ repository, tag, ready, level }: TrackedHold): string {
  const name = `${markdownCode(tag, 120)} in ${markdownText(repository, 140)}`;
  if (ready) return `${name} may be made, on the newest candidate's commit.`;
  switch (level) {
    case "ruleset": return `${name} is held by a ruleset: nobody but those who may bypass it can make the tag, or publish a draft release that would make it, until every feature is accepted.`;
    case "off": return `**Nothing holds ${name}**: our ruleset was switched off. To have it again, delete it.`;
    case "none": return `**Nothing holds ${name}**: no app of ours has Administration: write there. Install Release Warden Gate to have it held; until then a tag or release that comes too early is told here at once.`;
  }
}

/** Told once under the tracking issue, at once. What we may not do ourselves is given as a link and a command to copy. */
export function tagAlarmText(tag: string, repository: RepositoryName, { code, says, by, url }: TagAlarm, plan: ReleasePlan): string {
  const name = `${markdownCode(tag, 120)} in ${markdownText(repository, 140)}`;
  const who = by === null ? "" : ` by ${markdownText(by, 60)}`;
  const release = url === null ? name : markdownLink(name, url);
  const notOurs = "Release Warden does not do it itself, since it never asks for `contents: write`.";
  const edited = (flags: string): string => joinedWays([...(url === null ? [] : [markdownLink("edit the release", url.replace("/releases/tag/", "/releases/edit/"))]), ...command(tag, `gh release edit ${tag} --repo ${repository} ${flags}`)], "edit the release");
  const words: Readonly<Record<TagAlarm["code"], string>> = {
    "tag-refused": `**The tag ${name} may not stand.** ${says} The check on its commit says more.${command(tag, `git push --delete origin refs/tags/${tag}`).map((line) => ` To take it away: ${line}.`).join("")}`,
    "published-early": `**${release} was published${who} before it may go out.** ${says} Take it back into a draft: ${edited("--draft")}. ${notOurs}`,
    "held-back": `**${release} was published${who} before it may go out, and was taken back into a draft.** ${says} Published again, it stays.`,
    "not-prerelease": `**${release} was published${who} as a full release, and is a candidate.** So that nobody takes it for the latest, set it as a pre-release: ${edited("--prerelease --latest=false")}. ${notOurs}`,
  };
  return `${mentionText(plan.release.manager)}: ${words[code]}`;
}

/** Nobody is given a line to copy in which the name of a tag means something to a shell. */
function command(tag: string, line: string): readonly string[] {
  return /^\w[\w./+-]{0,100}$/.test(tag) ? [markdownCode(line, 400)] : [];
}

function joinedWays(ways: readonly string[], otherwise: string): string {
  return ways.length === 0 ? otherwise : ways.join(", or ");
}

function list(lines: readonly string[]): string {
  const more = lines.length - SHOWN;
  return [...lines.slice(0, SHOWN).map((line) => `- ${line}`), ...(more > 0 ? [`- and ${counted(more, "more", "more")}`] : [])].join("\n");
}

function featureName({ repository, number, title }: Pick<TrackedFeature, "repository" | "number" | "title">, { home, hidden }: MatrixPlace): string {
  return hidden.has(repository.toLowerCase()) ? `${markdownText(repository, 140)} ${number} (private)` : referenceText({ repository, number, sha: null, title, private: false }, home);
}

export function scopeSectionText({ plan, scope, place }: TrackedFeatures): string {
  const milestone = plan.features?.scope?.frozenAt;
  const zone = plan.release.timezone;
  if (scope === null || milestone === undefined) return "### Scope\nThe plan fixes no scope (`features.scope`): every feature that it selects is in the release.";
  const title = markdownText(milestoneTitle(plan, milestone), 100);
  if (scope.since === null) return `### Scope\n**Open.** It is fixed when ${title} is reached${scope.due === null ? "" : `, or at the latest on ${instantText(scope.due, zone, null)}`}.`;
  const rule = plan.features?.scope?.strict === true ? " What came later is out, and what was rewritten holds the final release, unless the release manager lets it in: `/warden admit because …` under the issue." : " What came later is listed, and stops nothing.";
  const lines = scope.changes.map((change) => `${featureName(change, place)}: ${changeText(change, zone)}`);
  return [`### Scope\n**Fixed** since ${instantText(scope.since, zone, null)}, with ${title}: ${counted(scope.size, "feature")}.${rule}`, ...(lines.length === 0 ? ["Nothing was added, rewritten or taken out since."] : [list(lines)])].join("\n\n");
}

const CHANGE_WORDS = { added: "added later", rewritten: "rewritten later", removed: "in the fixed scope, and no feature any more" } as const;

function changeText({ kind, since, admitted }: TrackedChange, zone: string): string {
  const when = since === null ? "" : ` (seen on ${dayText(since, zone, null)})`;
  return `${CHANGE_WORDS[kind]}${when}${admitted === null ? "" : `; let in by ${markdownText(admitted.by, 60)}: ${markdownText(admitted.because, 200)}`}`;
}

export function straysSectionText({ strays, scope, place }: TrackedFeatures): string {
  const heading = "### Merged, and of no feature";
  if (strays === null) return `${heading}\nNot looked for yet.`;
  const fixed = scope?.since == null ? "" : " when the scope was fixed";
  if (strays.pulls.length === 0) return `${heading}\nNone found${fixed}.${strays.complete ? "" : " Not everything that was merged could be looked at."}`;
  const lines = strays.pulls.map((pull) => `${featureName(pull, place)}${pull.author === null ? "" : ` by ${markdownText(pull.author, 60)}`}`);
  return [`${heading}\n${counted(strays.pulls.length, "pull request")} that looked like ${strays.pulls.length === 1 ? "a feature" : "features"} closed no issue of the scope${fixed}. Link each to its feature (\`Closes #NUMBER\` in the description), or label it as what it is.`, list(lines), ...(strays.complete ? [] : ["There may be more: not everything that was merged could be looked at."])].join("\n\n");
}

/** Told once under the issue of a feature. `outOf` = the milestone that it was taken out of. */
export function scopeNoticeText({ kind, admitted }: Pick<TrackedChange, "kind" | "admitted">, plan: ReleasePlan, since: Instant, outOf: string | null): string {
  const at = instantText(since, plan.release.timezone, null);
  const release = markdownText(plan.release.name, 100);
  const manager = plan.release.manager === null ? "The release manager" : markdownText(plan.release.manager, 60);
  const strict = plan.features?.scope?.strict === true;
  const happened = kind === "added" ? `**This feature came after the scope of ${release} was fixed** (${at}).` : `**The description was rewritten after the scope of ${release} was fixed** (${at}).`;
  if (admitted !== null) return `${happened} ${markdownText(admitted.by, 60)} let it in: ${markdownText(admitted.because, 200)}`;
  if (!strict) return `${happened} The release manager has it on the list; nothing else follows from it.`;
  const out = kind === "added" ? ` It is not in the release${outOf === null ? "" : `, and was taken out of the milestone ${markdownText(outOf, 100)}`}.` : " As it stands it holds the final release.";
  return `${happened}${out} ${manager} can let it in as it stands: \`/warden admit because …\`.`;
}

/** Told once under the tracking issue, for the manager. */
export function scopeListText(changes: readonly TrackedChange[], { plan, place }: Pick<TrackedFeatures, "plan" | "place">): string {
  return `${mentionText(plan.release.manager)}: ${counted(changes.length, "change")} of the fixed scope.\n\n${list(changes.map((change) => `${featureName(change, place)}: ${CHANGE_WORDS[change.kind]}`))}`;
}

export function featuresOverText(plan: ReleasePlan | null, tag: string | null): string {
  return plan !== null && tag !== null ? `**${markdownText(tag, 120)} is out, with every feature accepted.** This list is closed.` : "The plan has no features any more, so this list is closed.";
}
