/** What is remembered of a tag's evidence, and what of it has changed since. */
import type { FeatureEvidence, LinkEvidence, LinkGap } from "../model/feature.ts";
import type { TestEnvironment } from "../model/plan-testing.ts";
import { CELL_LETTERS } from "../model/tag-standing.ts";
import type { FeatureOnTag, LinkOnTag, TagStanding } from "../model/tag-standing.ts";
import { ANYWHERE } from "./evidence-ladder.ts";
import { targetKey } from "./link-target.ts";

const TEXT_CAP = 200;
const CASES_KEPT = 3;

/** `environments` are the plan's; what came from nowhere in particular is the last place. */
export function tagStanding(tag: { readonly name: string; readonly sha: string }, evidence: readonly FeatureEvidence[], environments: readonly TestEnvironment[]): TagStanding {
  const places = [...environments.map((environment) => environment.id), ANYWHERE.id];
  const ids = places.filter((id, index) => places.indexOf(id) === index);
  return { tag: tag.name, sha: tag.sha, environments: ids, features: evidence.map((one) => featureOnTag(one, ids)) };
}

function featureOnTag({ feature, accepted, gap, links }: FeatureEvidence, places: readonly string[]): FeatureOnTag {
  const { repository, number, title } = feature.fact;
  return { repository, number, title: title.slice(0, TEXT_CAP), group: feature.group, accepted, gap, links: links.map((link) => linkOnTag(link, places)) };
}

function linkOnTag({ link, rung, gap, cells }: LinkEvidence, places: readonly string[]): LinkOnTag {
  const letters = places.map((id) => CELL_LETTERS[cells.find((cell) => cell.environment === id)?.state ?? "not-run"]);
  return { key: targetKey(link.target, link.text), text: link.text.slice(0, TEXT_CAP), rung, gap: gap === null ? null : bounded(gap), cells: letters.join("") };
}

/** Names of failing cases come from reports: a few of them, and not whole pages. */
function bounded({ code, facts }: LinkGap): LinkGap {
  const kept = Object.entries(facts).map(([name, value]) => [name, Array.isArray(value) ? value.slice(0, CASES_KEPT).map((one) => String(one).slice(0, TEXT_CAP)) : typeof value === "string" ? value.slice(0, TEXT_CAP) : value] as const);
  return { code, facts: Object.fromEntries(kept) };
}

/** Features that stand otherwise than before, or that one of the two does not have. */
export function changedFeatures(before: TagStanding | null, after: TagStanding): readonly Pick<FeatureOnTag, "repository" | "number">[] {
  const key = ({ repository, number }: FeatureOnTag): string => `${repository.toLowerCase()}#${number}`;
  const places = before?.environments.join("\n") === after.environments.join("\n");
  const known = new Map((before?.features ?? []).map((feature) => [key(feature), JSON.stringify(feature)]));
  const changed = after.features.filter((feature) => !places || known.get(key(feature)) !== JSON.stringify(feature));
  const now = new Set(after.features.map(key));
  return [...changed, ...(before?.features ?? []).filter((feature) => !now.has(key(feature)))];
}
