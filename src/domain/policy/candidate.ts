/**
 * Whether a tag may stand: its place in the order of tags, the branch it was cut from, what must be reached before it, and for the final one
 * that it is the very commit that was tested. The acceptance tests themselves are judged in `acceptance-gate`.
 *
 * Promises: what is not known is an objection of its own ("cannot tell") and never counts as met; all objections are given at once.
 */
import type { CandidatePlan, TagRules } from "../model/plan-testing.ts";
import type { PromotionReason, ReleaseTag, TagFact } from "../model/tag.ts";
import { candidateOf, compareTags, compareVersions, parseTag, sameVersion, tagText } from "./tag.ts";

export interface TagObjection {
  readonly code:
    | "unreadable"             // says, hint
    | "interim-without-candidate" // candidate
    | "after-final"            // final
    | "number-skipped"         // expected
    | "not-on-release-branch"  // branch
    | "branch-unknown"         // branch
    | "moved-from-candidate"   // candidate, sha, candidateSha
    | "no-candidate"           // the final tag, and no candidate before it
    | "too-few-candidates"     // count, atLeast
    | "not-reached"            // milestones
    | "incident-open"          // incidents: "#7 title"
    | "scope-changed"          // rewritten, removed
    | "not-planned";           // planned
  /** a warning is said and stops nothing */
  readonly severity: "error" | "warning";
  readonly facts: Readonly<Record<string, string | number | null | readonly string[]>>;
}

export interface TagJudgement {
  readonly name: string;
  /** null = not one of our tags; then there is one objection at most */
  readonly tag: ReleaseTag | null;
  readonly prerelease: boolean;
  readonly objections: readonly TagObjection[];
  /** the recorded reason that let a final tag stand on another commit */
  readonly promotedBecause: PromotionReason | null;
}

export interface TagSurroundings {
  readonly rules: TagRules;
  readonly candidates: CandidatePlan | null;
  /** branch that is released from, for the words */
  readonly branch: string;
  /** every tag of the repository, this one included or not */
  readonly all: readonly TagFact[];
  /** titles of milestones that must be reached before the first candidate and are not */
  readonly notReached: readonly string[];
  readonly promotions: readonly PromotionReason[];
}

export function judgeTag(fact: TagFact, around: TagSurroundings): TagJudgement {
  const reading = parseTag(fact.name, around.rules.format);
  if (!reading.ok) {
    const objections = reading.related ? [objection("unreadable", "error", { says: reading.says, hint: reading.hint })] : [];
    return { name: fact.name, tag: null, prerelease: true, objections, promotedBecause: null };
  }
  const { tag } = reading;
  const others = readable(around.all, around.rules.format).filter((other) => compareTags(other.tag, tag) !== 0);
  const promotion = tag.stage.kind === "final" ? around.promotions.find((one) => one.tag === fact.name && one.sha.length >= 7 && fact.sha.startsWith(one.sha)) ?? null : null;
  const objections = [
    ...orderObjections(tag, others, around),
    ...branchObjections(fact, around),
    ...(tag.stage.kind === "final" ? finalObjections(fact, tag, others, promotion, around) : []),
    ...prerequisites(tag, around),
  ];
  return { name: fact.name, tag, prerelease: tag.stage.kind !== "final", objections, promotedBecause: promotion };
}

interface ReadableTag {
  readonly fact: TagFact;
  readonly tag: ReleaseTag;
}

function readable(all: readonly TagFact[], format: string): readonly ReadableTag[] {
  return all.flatMap((fact) => {
    const reading = parseTag(fact.name, format);
    return reading.ok ? [{ fact, tag: reading.tag }] : [];
  });
}

function orderObjections(tag: ReleaseTag, others: readonly ReadableTag[], { rules, candidates }: TagSurroundings): readonly TagObjection[] {
  const own = others.map((other) => other.tag).filter((other) => sameVersion(other, tag));
  const found: TagObjection[] = [];
  const { stage } = tag;
  const final = own.find((other) => other.stage.kind === "final");
  // A candidate that stood before the final tag was right when it was made; only the newest one can have come too late, and no tag tells when it was made.
  if (final !== undefined && stage.kind === "candidate" && own.every((other) => other.stage.kind === "final" || compareTags(other, tag) < 0) && own.length > 1)
    found.push(objection("after-final", "warning", { final: tagText(final, rules.format) }));
  if (stage.kind === "candidate") {
    const candidate = candidateOf(tag);
    if (stage.interim !== null && !own.some((other) => compareTags(other, candidate) === 0))
      found.push(objection("interim-without-candidate", "error", { candidate: tagText(candidate, rules.format) }));
    const before = previousInRow(tag);
    if (before !== null && !own.some((other) => compareTags(other, before) === 0) && (stage.interim === null || stage.interim > 1))
      found.push(objection("number-skipped", "warning", { expected: tagText(before, rules.format) }));
  }
  const planned = candidates?.planned.map((one) => one.tag) ?? [];
  const inPlan = planned.includes(tagText(tag, rules.format)) || (stage.kind === "candidate" && stage.interim !== null);
  const sameRelease = planned.some((name) => { const reading = parseTag(name, rules.format); return reading.ok && compareVersions(reading.tag.version, tag.version) === 0; });
  if (sameRelease && !inPlan) found.push(objection("not-planned", "warning", { planned }));
  return found;
}

/** rc3 → rc2, rc3-p2 → rc3-p1; null at the beginning of a row */
function previousInRow(tag: ReleaseTag): ReleaseTag | null {
  if (tag.stage.kind !== "candidate") return null;
  const { number, interim } = tag.stage;
  if (interim !== null) return { ...tag, stage: { kind: "candidate", number, interim: interim === 1 ? null : interim - 1 } };
  return number === 1 ? null : { ...tag, stage: { kind: "candidate", number: number - 1, interim: null } };
}

function branchObjections(fact: TagFact, { branch }: TagSurroundings): readonly TagObjection[] {
  if (fact.onReleaseBranch === null) return [objection("branch-unknown", "error", { branch })];
  return fact.onReleaseBranch ? [] : [objection("not-on-release-branch", "error", { branch })];
}

/** The final release is the last candidate, or interim build, promoted: the same commit, unless a person wrote down why not. */
function finalObjections(fact: TagFact, tag: ReleaseTag, others: readonly ReadableTag[], promotion: PromotionReason | null, { candidates, rules }: TagSurroundings): readonly TagObjection[] {
  const builds = others.filter((other) => sameVersion(other.tag, tag) && other.tag.stage.kind === "candidate").toSorted((a, b) => compareTags(a.tag, b.tag));
  const last = builds.at(-1);
  const found: TagObjection[] = [];
  if (last === undefined) found.push(objection("no-candidate", "error", {}));
  else if (last.fact.sha !== fact.sha && promotion === null)
    found.push(objection("moved-from-candidate", "error", { candidate: tagText(last.tag, rules.format), sha: fact.sha, candidateSha: last.fact.sha }));
  const count = builds.filter((build) => build.tag.stage.kind === "candidate" && build.tag.stage.interim === null).length;
  const atLeast = candidates?.atLeast ?? 0;
  if (count < atLeast) found.push(objection("too-few-candidates", "error", { count, atLeast }));
  return found;
}

/** The bootstrap release may come before everything is ready: it is what things are made ready with. */
function prerequisites(tag: ReleaseTag, { notReached }: TagSurroundings): readonly TagObjection[] {
  return tag.stage.kind === "boot" || notReached.length === 0 ? [] : [objection("not-reached", "error", { milestones: notReached })];
}

/** Where the scope is strict: features that were rewritten or taken out since it was fixed, and that nobody let in, hold the final release. */
export function scopeObjections(tag: ReleaseTag | null, rewritten: readonly string[], removed: readonly string[]): readonly TagObjection[] {
  if (tag === null || rewritten.length + removed.length === 0) return [];
  return [objection("scope-changed", tag.stage.kind === "final" ? "error" : "warning", { rewritten, removed })];
}

/** Severe incidents that are open hold what would be released next. */
export function incidentObjections(tag: ReleaseTag | null, incidents: readonly { readonly number: number; readonly title: string }[]): readonly TagObjection[] {
  if (tag === null || incidents.length === 0) return [];
  return [objection("incident-open", "error", { incidents: incidents.map(({ number, title }) => `#${number} ${title}`) })];
}

function objection(code: TagObjection["code"], severity: TagObjection["severity"], facts: TagObjection["facts"]): TagObjection {
  return { code, severity, facts };
}

/** The last candidate by whose tag everything required must be there: the one the plan names, else the last that it schedules. */
export function lastCandidate(candidates: CandidatePlan | null, requiredBy: string | null, format: string): ReleaseTag | null {
  if (requiredBy !== null) {
    const reading = parseTag(requiredBy, format);
    return reading.ok ? reading.tag : null;
  }
  const scheduled = (candidates?.planned ?? []).flatMap((one) => { const reading = parseTag(one.tag, format); return reading.ok && reading.tag.stage.kind === "candidate" ? [reading.tag] : []; });
  return scheduled.toSorted(compareTags).at(-1) ?? null;
}

/**
 * Which plans a tag is judged by: those that schedule builds of its version; else those that schedule none and can read it; else all of them, so
 * that what nobody planned is said. A near miss is everybody's.
 */
export function plansOfTag<T extends { readonly tags: TagRules; readonly candidates: CandidatePlan | null }>(name: string, plans: readonly T[]): readonly T[] {
  const read = plans.map((plan) => {
    const reading = parseTag(name, plan.tags.format);
    return { plan, tag: reading.ok ? reading.tag : null, versions: (plan.candidates?.planned ?? []).flatMap((one) => { const planned = parseTag(one.tag, plan.tags.format); return planned.ok ? [planned.tag.version] : []; }) };
  });
  const readable = read.filter(({ tag }) => tag !== null);
  const own = readable.filter(({ tag, versions }) => tag !== null && versions.some((version) => compareVersions(version, tag.version) === 0));
  const open = readable.filter(({ versions }) => versions.length === 0);
  return [own, open, readable, read].find((some) => some.length > 0)?.map(({ plan }) => plan) ?? [];
}
