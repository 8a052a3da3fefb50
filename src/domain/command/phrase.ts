/**
 * Phrases: parts of a command that begin with a word of their own, for verbs that have more of them than the common clauses. They come in the order
 * in which the verb lists them; what stands in double quotes is never read for such words. Linear in the length of the line.
 */

export type PhraseName = "on" | "by" | "to" | "because" | "see" | "needs" | "owner" | "for" | "from";

export interface Phrase {
  readonly name: PhraseName;
  /** as people may write it, the longer first */
  readonly words: readonly string[];
  /** the last one in the line counts: a link stands at the end, and a reason may hold the word */
  readonly last?: boolean;
}

/** What a verb may say, step by step; in each step one of the phrases. */
export type Grammar = readonly (readonly Phrase[])[];

export type Phrases = Readonly<Partial<Record<PhraseName, string>>>;

export interface Phrased {
  /** what stands before the first of them */
  readonly subject: string;
  readonly phrases: Phrases;
}

interface Place {
  readonly name: PhraseName;
  readonly from: number;
  readonly to: number;
}

/** `text` without line ends and doubled spaces. */
export function readPhrases(text: string, grammar: Grammar): Phrased {
  const hidden = withoutQuoted(text);
  const places: Place[] = [];
  let from = 0;
  for (const step of grammar) {
    const found = earliest(hidden, step, from);
    if (found === null) continue;
    places.push(found);
    from = found.to;
  }
  const phrases: Partial<Record<PhraseName, string>> = {};
  places.forEach((place, index) => { phrases[place.name] = unquoted(text.slice(place.to, places[index + 1]?.from ?? text.length)); });
  return { subject: unquoted(text.slice(0, places[0]?.from ?? text.length)), phrases };
}

/** The same length, with nothing between double quotes. */
function withoutQuoted(text: string): string {
  return text.toLowerCase().length === text.length ? text.toLowerCase().replace(/"[^"]*"/g, (quote) => " ".repeat(quote.length)) : text.replace(/"[^"]*"/g, (quote) => " ".repeat(quote.length));
}

function earliest(text: string, step: readonly Phrase[], from: number): Place | null {
  let best: Place | null = null;
  for (const { name, words, last = false } of step) {
    for (const word of words) {
      const at = placeOf(text, word, from, last);
      if (at !== null && (best === null || at < best.from)) best = { name, from: at, to: at + word.length };
    }
  }
  return best;
}

/** As a whole word. */
function placeOf(text: string, word: string, from: number, last: boolean): number | null {
  const whole = (at: number): boolean => (at === 0 || text[at - 1] === " ") && (at + word.length === text.length || text[at + word.length] === " ");
  let found: number | null = null;
  for (let at = text.indexOf(word, from); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!whole(at)) continue;
    if (!last) return at;
    found = at;
  }
  return found;
}

function unquoted(text: string): string {
  const plain = text.trim();
  return /^"[^"]*"$/.test(plain) ? plain.slice(1, -1).trim() : plain;
}
