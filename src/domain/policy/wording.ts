/**
 * Evidence from the wording of a title, or of the branch where the title says nothing: the weakest word there is, and always the author's.
 *
 * Signs of a bugfix add up, signs of anything else are taken away: "Add tests for the crash" names a crash and is a test. It is a bugfix from
 * `BUGFIX_FROM` on. Otherwise the strongest other sign speaks, if it says it outright; else nothing is said. Every word is counted once for a
 * kind, with its strongest sign. Documents and tests are believed only as long as the files, where they are known, do not show otherwise.
 */
import type { ChangeKind } from "../model/change-kind.ts";
import type { Evidence } from "../model/evidence.ts";
import type { KindRules } from "../model/plan.ts";
import type { PullFacts } from "../model/pull.ts";
import { standingOfWords } from "./acceptance.ts";
import { typedTitle } from "./commit-type.ts";
import { classesOf } from "./content-evidence.ts";
import { branchClauses, titleClauses } from "./title-words.ts";
import type { Word } from "./title-words.ts";
import { WORD_SIGNS } from "./wording-signs.ts";
import type { WordSign } from "./wording-signs.ts";

const BUGFIX_FROM = 1.5;
/** So much must words that only lean towards a fix add up to, where none says it clearly. */
const LEANINGS = 2;
const OUTRIGHT = 2;
/** `fix #12` closes an issue of any kind: it leans towards a fix, and no more. */
const CLOSING_WEIGHT = 1.5;
type SaidKind = WordSign["says"];

export interface WordingVerdict {
  readonly says: SaidKind;
  /** the words that speak for it, as they stand */
  readonly words: readonly string[];
}

/** null = the words say nothing. */
export function readTitle(title: string): WordingVerdict | null {
  return judge(titleClauses(typedTitle(title)?.rest ?? title));
}

export function readBranch(branch: string): WordingVerdict | null {
  return judge(branchClauses(branch));
}

/** At most one piece. */
export function wordingEvidence(rules: KindRules, pull: PullFacts): readonly Evidence[] {
  const title = readTitle(pull.title);
  const verdict = title ?? readBranch(pull.head.ref);
  if (verdict === null || isRefuted(verdict.says, pull)) return [];
  return [{
    source: "wording", says: verdict.says, detail: title === null ? pull.head.ref : verdict.words.join(", "),
    suppliedBy: pull.author?.login ?? null, byAuthor: pull.author === null ? null : true, ...standingOfWords(rules, verdict.says, pull),
  }];
}

function isRefuted(says: SaidKind, pull: PullFacts): boolean {
  if ((says !== "docs" && says !== "test") || pull.files === null || pull.files.length === 0) return false;
  return [...classesOf(pull.files)].some((one) => one !== "docs" && one !== "test");
}

interface Match {
  readonly says: SaidKind;
  readonly weight: number;
  readonly word: string;
}

const ALONE = new Map<string, readonly WordSign[]>();
const PHRASES = new Map<string, readonly WordSign[]>();
for (const sign of WORD_SIGNS) {
  for (const form of sign.forms.split(" ")) {
    const table = form.includes("_") ? PHRASES : ALONE;
    const key = form.replaceAll("_", " ");
    table.set(key, [...(table.get(key) ?? []), sign]);
  }
}

function judge(words: readonly Word[]): WordingVerdict | null {
  const matches = words.flatMap((word, index) => matchesAt(words, word, index));
  const scores = new Map<SaidKind, number>();
  for (const { says, weight } of matches) scores.set(says, (scores.get(says) ?? 0) + weight);
  const repair = scores.get("bugfix") ?? 0;
  const against = [...scores].filter(([says]) => says !== "bugfix");
  const clear = matches.some((match) => match.says === "bugfix" && match.weight >= BUGFIX_FROM) || repair >= LEANINGS;
  const says = clear && repair - against.reduce((sum, [, score]) => sum + score, 0) >= BUGFIX_FROM ? "bugfix" : strongest(against);
  return says === null ? null : { says, words: [...new Set(matches.filter((match) => match.says === says).map((match) => match.word))] };
}

function strongest(scores: readonly (readonly [SaidKind, number])[]): SaidKind | null {
  const best = scores.reduce<readonly [SaidKind, number] | null>((first, entry) => (first === null || entry[1] > first[1] ? entry : first), null);
  return best !== null && best[1] >= OUTRIGHT ? best[0] : null;
}

function matchesAt(words: readonly Word[], word: Word, index: number): readonly Match[] {
  const two = `${word.text} ${words[index + 1]?.text ?? ""}`;
  const three = `${two} ${words[index + 2]?.text ?? ""}`;
  const phrase = PHRASES.has(three) ? three : PHRASES.has(two) ? two : null;
  const signs = [...(phrase === null ? [] : PHRASES.get(phrase) ?? []), ...(ALONE.get(word.text) ?? [])];
  const best = new Map<SaidKind, Match>();
  for (const sign of signs) {
    if (sign.where === "head" && !word.head) continue;
    const weight = sign.says === "bugfix" && sign.weight === 3 && isNumber(words[index + 1]) ? CLOSING_WEIGHT : sign.weight;
    if (weight > (best.get(sign.says)?.weight ?? 0)) best.set(sign.says, { says: sign.says, weight, word: phrase ?? word.text });
  }
  return [...best.values()];
}

function isNumber(word: Word | undefined): boolean {
  return word !== undefined && /^\d+$/.test(word.text);
}

/** A title with what is known of it: was it a bugfix? */
export interface KnownTitle {
  readonly title: string;
  readonly isBugfix: boolean;
}

/** How well titles alone tell bugfixes from everything else: precision and recall in 0..1, 0 where nothing can be said. */
export function measureWording(titles: readonly KnownTitle[]): { readonly precision: number; readonly recall: number } {
  const said = titles.filter(({ title }) => (typedTitle(title)?.kind ?? readTitle(title)?.says ?? null) === ("bugfix" satisfies ChangeKind));
  const right = said.filter((known) => known.isBugfix).length;
  const all = titles.filter((known) => known.isBugfix).length;
  return { precision: said.length === 0 ? 0 : right / said.length, recall: all === 0 ? 0 : right / all };
}
