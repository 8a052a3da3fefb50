/**
 * Do two reports tell of the same thing? By the words that carry meaning; a number or a name that both hold weighs like any other word. The same error
 * is the same thing, whatever the words.
 */

const SMALL = new Set(["the", "a", "an", "and", "or", "of", "on", "in", "at", "to", "is", "are", "was", "it", "its", "with", "for", "by", "from", "not", "no", "again", "any", "more", "our", "all", "there", "has", "have", "incident"]);
const ENOUGH = 0.5;
const WORTH_A_LOOK = 0.3;
/** older ones are in the incident log */
const COMPARED = 500;

export interface Alike {
  readonly title: string;
  /** absent or null = no error was quoted */
  readonly fingerprint?: string | null;
}

/** As `likeness`; the same error counts as the same words. */
export function alikeness(one: Alike, other: Alike): number {
  return one.fingerprint != null && one.fingerprint === other.fingerprint ? 1 : likeness(one.title, other.title);
}

/** 0 = nothing in common, 1 = the same words. */
export function likeness(one: string, other: string): number {
  const [a, b] = [words(one), words(other)];
  if (a.size === 0 || b.size === 0) return 0;
  const shared = [...a].filter((word) => b.has(word)).length;
  return shared / (a.size + b.size - shared);
}

/** The most alike of those that are alike enough to be offered in its place. */
export function sameReport<Report extends Alike>(one: Alike, others: readonly Report[]): Report | null {
  const ranked = others.map((report) => ({ report, like: alikeness(one, report) })).filter(({ like }) => like >= ENOUGH).sort((a, b) => b.like - a.like);
  return ranked[0]?.report ?? null;
}

interface Opened extends Alike {
  readonly number: number;
  readonly openedAt: number;
}

/** Those among the others that tell of the same thing, by when they were reported: before this one, or after it. */
export function sameAround<Report extends Opened>(one: Report, others: readonly Report[]): { readonly before: Report | null; readonly after: readonly Report[] } {
  const same = others.filter((other) => other.number !== one.number && alikeness(one, other) >= ENOUGH);
  const isBefore = (other: Report): boolean => other.openedAt < one.openedAt || (other.openedAt === one.openedAt && other.number < one.number);
  const [before = null] = same.filter(isBefore).sort((a, b) => a.openedAt - b.openedAt || a.number - b.number);
  return { before, after: same.filter((other) => !isBefore(other)) };
}

/** Those that might be the same thing come back, the most alike first; at most three. For people to look at, so less alike is enough. */
export function similarReports<Report extends Alike>(one: Alike, others: readonly Report[]): readonly Report[] {
  const newest = others.slice(-COMPARED);
  return newest.map((report) => ({ report, like: alikeness(one, report) })).filter(({ like }) => like >= WORTH_A_LOOK).sort((a, b) => b.like - a.like).slice(0, 3).map(({ report }) => report);
}

/** Plural and verb endings are left out of account, so that "node panics" meets "nodes panic". */
function words(text: string): ReadonlySet<string> {
  const found = text.slice(0, 1_000).toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(found.filter((word) => word.length > 1 && !SMALL.has(word)).map((word) => word.replace(/(?:ing|ed|es|s|e)$/u, "")));
}
