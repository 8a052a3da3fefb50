/** Titles and branch names as words. Both come from strangers: they are capped first and read in one pass. */

/** Titles longer than this are cut; GitHub itself allows 256. */
export const TITLE_CAP = 300;
const WORD_CAP = 60;

export interface Word {
  /** lower case; quoted code is `‹code›`, so that a name such as `addError` cannot speak for the kind of change */
  readonly text: string;
  /** a clause begins here: at the start, after a colon, a bracket or a dash that stands alone */
  readonly head: boolean;
}

export function titleClauses(title: string): readonly Word[] {
  return wordsIn(withoutCode(title.slice(0, TITLE_CAP)).replaceAll("’", "'"), /[:;\]()]|\s[-–—]\s/);
}

/** Words of a branch name: split at `-`, `_`, `.` and where the case changes; a clause begins after `/`. */
export function branchClauses(branch: string): readonly Word[] {
  return wordsIn(branch.slice(0, TITLE_CAP).replaceAll(/(?<=[a-z])(?=[A-Z])/g, "-"), /\//);
}

export function titleWords(title: string): readonly string[] {
  return titleClauses(title).map((word) => word.text);
}

export function branchWords(branch: string): readonly string[] {
  return branchClauses(branch).map((word) => word.text);
}

function wordsIn(text: string, clauseBreak: RegExp): readonly Word[] {
  const words: Word[] = [];
  let end = 0;
  for (const match of text.toLowerCase().matchAll(/[\p{L}\p{N}‹›]+(?:'[a-z]+)?/gu)) {
    words.push({ text: match[0], head: words.length === 0 || clauseBreak.test(text.slice(end, match.index)) });
    end = match.index + match[0].length;
    if (words.length === WORD_CAP) break;
  }
  return words;
}

function withoutCode(title: string): string {
  const parts = title.split("`");
  // An opening mark without its closing one is a plain character.
  const closed = parts.length % 2 === 1 ? parts.length : parts.length - 1;
  return parts.map((part, index) => (index % 2 === 1 && index < closed ? "‹code›" : part)).join(" ");
}
