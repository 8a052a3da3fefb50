/**
 * What a feature has to show now: its links as they are written and found today, and what ran of them on the newest tag.
 * Promises: a test that the tag's commit has is found, wherever it stands today, since releases may be built from another branch than the default
 * one; a test that only stands there today waits for the next tag; one that was linked after the tag was judged has not run.
 */
import type { FeatureEvidence, LinkCell, LinkEvidence } from "../model/feature.ts";
import type { CandidatePlan, TagRules, TestEnvironment } from "../model/plan-testing.ts";
import { cellState } from "../model/tag-standing.ts";
import type { FeatureOnTag, LinkOnTag } from "../model/tag-standing.ts";
import { atLeastRung, lowest } from "./feature-evidence.ts";
import { targetKey } from "./link-target.ts";
import { compareTags, compareVersions, parseTag } from "./tag.ts";

export interface OnTag {
  readonly tag: string;
  /** ids of places, in the order of the cells */
  readonly places: readonly string[];
  /** null = it was no feature when the tag was judged */
  readonly feature: FeatureOnTag | null;
}

export function currentEvidence(today: FeatureEvidence, on: OnTag, environments: readonly TestEnvironment[]): FeatureEvidence {
  const known = new Map((on.feature?.links ?? []).map((link) => [link.key, link]));
  const links = today.links.map((own) => linkNow(own, known.get(targetKey(own.link.target, own.link.text)), on, environments));
  const rung = lowest(links.map((link) => link.rung));
  return { ...today, tag: on.tag, links, rung, accepted: today.gap === null && rung === "proven" && !today.feature.written.cut };
}

function linkNow(own: LinkEvidence, tagged: LinkOnTag | undefined, on: OnTag, environments: readonly TestEnvironment[]): LinkEvidence {
  if (tagged === undefined || own.link.target.kind === "unusable") return own;
  if (!atLeastRung(tagged.rung, "is-test")) return atLeastRung(own.rung, "is-test") ? { ...own, gap: { code: "not-in-build", facts: { tag: on.tag } } } : own;
  return { link: own.link, rung: tagged.rung, gap: tagged.gap, cells: environments.map((environment) => cellOf(tagged, environment, on.places)) };
}

function cellOf(link: LinkOnTag, environment: TestEnvironment, places: readonly string[]): LinkCell {
  const state = cellState(link, places.indexOf(environment.id));
  return { environment: environment.id, tester: environment.tester, state, cases: 0, failed: [], skipped: [], flaky: [], ranIn: null };
}

/** The newest of the tags that is of this plan: of a version that it schedules, where it schedules any. */
export function currentTag(names: readonly string[], { tags, candidates }: { readonly tags: TagRules; readonly candidates: CandidatePlan | null }): string | null {
  const read = (name: string): { readonly name: string; readonly tag: Parameters<typeof compareTags>[0] }[] => { const reading = parseTag(name, tags.format); return reading.ok ? [{ name, tag: reading.tag }] : []; };
  const versions = (candidates?.planned ?? []).flatMap((one) => read(one.tag).map(({ tag }) => tag.version));
  const own = names.flatMap(read).filter(({ tag }) => versions.length === 0 || versions.some((version) => compareVersions(version, tag.version) === 0));
  return own.toSorted((a, b) => compareTags(a.tag, b.tag)).at(-1)?.name ?? null;
}
