/**
 * How tags are read, ordered and counted on: `v{version}-{suffix}`, where
 *
 *   boot < rc1 < rc1-p1 < … < rc1-p10 < rc2 < … < rc10 < (none: the final release)
 *
 * Semantic versioning compares `rc10` and `rc2` as words, and git puts the final tag before its candidates, so both order is wrong here.
 * Promises: a tag is written in exactly one way, so equal order means equal text; a near miss is told what to write instead.
 */
import type { ReleaseTag, TagStage } from "../model/tag.ts";

export const DEFAULT_TAG_FORMAT = "v{version}-{suffix}";
const VERSION_PLACE = "{version}";
const SUFFIX_PLACE = "-{suffix}";
const LONGEST_TAG = 120;

export type TagReading =
  | { readonly ok: true; readonly tag: ReleaseTag }
  /** `hint` is a tag that can be read and was probably meant; `related` = it looks like one of ours at all */
  | { readonly ok: false; readonly related: boolean; readonly says: string; readonly hint: string | null };

/** What stands in front of the version; null where the format is not `{version}-{suffix}` behind a fixed beginning. */
export function tagPrefix(format: string): string | null {
  const end = `${VERSION_PLACE}${SUFFIX_PLACE}`;
  if (!format.endsWith(end)) return null;
  const prefix = format.slice(0, -end.length);
  return /^[A-Za-z0-9._/-]{0,40}$/.test(prefix) ? prefix : null;
}

const NUMBER = String.raw`(?:0|[1-9]\d{0,8})`;
const COUNT = String.raw`[1-9]\d{0,8}`;
const EXACT = new RegExp(String.raw`^(${NUMBER})\.(${NUMBER})\.(${NUMBER})(?:-(boot)|-rc(${COUNT})(?:-p(${COUNT}))?)?$`);
/** the same with what people write by mistake: case, dots, zeros in front, an underscore, a missing or wrong beginning */
const NEAR = /^(?:[A-Za-z]{1,20}[._/-]?)?(\d{1,9})\.(\d{1,9})(?:\.(\d{1,9}))?(?:[-_.+]?(boot(?:strap)?|rc|cand(?:idate)?)[-_.]?(\d{0,9})(?:[-_.]?p(?:atch)?[-_.]?(\d{1,9}))?)?$/i;

export function parseTag(name: string, format: string = DEFAULT_TAG_FORMAT): TagReading {
  const prefix = tagPrefix(format) ?? "v";
  const exact = name.length <= LONGEST_TAG && name.startsWith(prefix) ? EXACT.exec(name.slice(prefix.length)) : null;
  if (exact === null) return misread(name, format);
  const [, major, minor, patch, boot, candidate, interim] = exact;
  const version = [Number(major), Number(minor), Number(patch)] as const;
  if (boot !== undefined) return { ok: true, tag: { version, stage: { kind: "boot" } } };
  if (candidate === undefined) return { ok: true, tag: { version, stage: { kind: "final" } } };
  return { ok: true, tag: { version, stage: { kind: "candidate", number: Number(candidate), interim: interim === undefined ? null : Number(interim) } } };
}

function misread(name: string, format: string): TagReading {
  const near = name.length <= LONGEST_TAG ? NEAR.exec(name) : null;
  if (near === null) return { ok: false, related: false, says: "is not a tag of a release", hint: null };
  const [, major, minor, patch, word, number, interim] = near;
  if (patch === undefined) return { ok: false, related: true, says: "has a version of two numbers, and a version has three", hint: null };
  if (number === "" && /^(?:rc|cand)/i.test(word ?? "")) return { ok: false, related: true, says: "names a candidate without its number", hint: null };
  if (Number(number) === 0 && /^(?:rc|cand)/i.test(word ?? "")) return { ok: false, related: true, says: "counts from 0, and candidates are counted from 1", hint: null };
  if (interim !== undefined && Number(interim) === 0) return { ok: false, related: true, says: "counts from 0, and interim builds are counted from 1", hint: null };
  if (interim !== undefined && /^boot/i.test(word ?? "")) return { ok: false, related: true, says: "is an interim build of the bootstrap release, and only candidates have those", hint: null };
  const stage: TagStage = word === undefined ? { kind: "final" }
    : /^boot/i.test(word) ? { kind: "boot" }
      : { kind: "candidate", number: Number(number), interim: interim === undefined ? null : Number(interim) };
  const meant = tagText({ version: [Number(major), Number(minor), Number(patch)], stage }, format);
  return { ok: false, related: true, says: "is not written as the plan writes tags", hint: meant === name ? null : meant };
}

/** The one way to write it. */
export function tagText({ version, stage }: ReleaseTag, format: string = DEFAULT_TAG_FORMAT): string {
  const base = `${tagPrefix(format) ?? "v"}${versionText(version)}`;
  if (stage.kind === "final") return base;
  if (stage.kind === "boot") return `${base}-boot`;
  return `${base}-rc${stage.number}${stage.interim === null ? "" : `-p${stage.interim}`}`;
}

export function versionText(version: ReleaseTag["version"]): string {
  return version.join(".");
}

/** Negative: `a` comes first. Zero exactly for the same tag. */
export function compareTags(a: ReleaseTag, b: ReleaseTag): number {
  return compareVersions(a.version, b.version) || compareLists(rankOf(a.stage), rankOf(b.stage));
}

export function compareVersions(a: ReleaseTag["version"], b: ReleaseTag["version"]): number {
  return compareLists(a, b);
}

/** A candidate comes before its own interim builds. */
function rankOf(stage: TagStage): readonly number[] {
  if (stage.kind === "boot") return [0, 0, 0];
  return stage.kind === "final" ? [2, 0, 0] : [1, stage.number, stage.interim ?? 0];
}

function compareLists(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Everything but the final release, on the release page too. */
export function isPrerelease(tag: ReleaseTag): boolean {
  return tag.stage.kind !== "final";
}

export function sameVersion(a: ReleaseTag, b: ReleaseTag): boolean {
  return compareVersions(a.version, b.version) === 0;
}

/** The candidate that an interim build belongs to; the tag itself otherwise. */
export function candidateOf(tag: ReleaseTag): ReleaseTag {
  return tag.stage.kind === "candidate" ? { ...tag, stage: { ...tag.stage, interim: null } } : tag;
}

/** Readable tags of one version in order, each once. */
export function tagsOfVersion(tags: readonly ReleaseTag[], version: ReleaseTag["version"]): readonly ReleaseTag[] {
  const own = tags.filter((tag) => compareVersions(tag.version, version) === 0).toSorted(compareTags);
  return own.filter((tag, index) => index === 0 || compareTags(tag, own[index - 1] ?? tag) !== 0);
}

export interface NextTags {
  readonly candidate: ReleaseTag;
  /** an interim build of the newest candidate; null while there is none */
  readonly interim: ReleaseTag | null;
}

/** What comes next, by what is there: numbers are never reused, and a gap is not filled afterwards. Null once the version is out. */
export function nextTags(tags: readonly ReleaseTag[], version: ReleaseTag["version"]): NextTags | null {
  const own = tagsOfVersion(tags, version);
  if (own.some((tag) => tag.stage.kind === "final")) return null;
  const stages = own.flatMap((tag) => (tag.stage.kind === "candidate" ? [tag.stage] : []));
  const newest = Math.max(0, ...stages.map((stage) => stage.number));
  const interims = stages.filter((stage) => stage.number === newest).map((stage) => stage.interim ?? 0);
  return {
    candidate: { version, stage: { kind: "candidate", number: newest + 1, interim: null } },
    interim: newest === 0 ? null : { version, stage: { kind: "candidate", number: newest, interim: Math.max(0, ...interims) + 1 } },
  };
}

/** The final tag of its version, as text. */
export function finalOf({ version }: ReleaseTag, format: string): string {
  return tagText({ version, stage: { kind: "final" } }, format);
}
