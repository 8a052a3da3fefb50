/**
 * What the author of a Markdown text says, without what is shown or quoted: fenced and indented code, code spans, quotations, HTML comments.
 *
 * Own code, because the time must be linear: a CommonMark parser resolves emphasis and nested containers in quadratic time, and 60 KB of `*_` keep
 * one busy for minutes. It reads blocks as CommonMark does but for rare corners (a fence closes at any indentation), where the cost of being wrong
 * is a reference read or missed, nothing more. What is left out leaves a gap behind, so that words on both sides do not become neighbours.
 */

const GAP = "\u0000";

interface Place {
  fence: string | null;
  comment: boolean;
  quote: boolean;
  list: boolean;
  afterBlank: boolean;
}

export function proseOf(markdown: string): string {
  const place: Place = { fence: null, comment: false, quote: false, list: false, afterBlank: true };
  const lines = markdown.split("\n").map((line) => spokenLine(line.trimEnd(), place));
  return withoutCodeSpans(lines.join("\n")).replaceAll(/\*+|__|~~/g, "");
}

/** The line as far as it is speech; moves `place` on to what follows it. */
function spokenLine(line: string, place: Place): string {
  if (place.fence !== null) {
    if (closesFence(line, place.fence)) place.fence = null;
    return GAP;
  }
  const text = withoutComments(line, place);
  const container = /^[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*/.exec(text)?.[0] ?? "";
  const rest = text.slice(container.length);
  if (rest === "") return blankLine(place);
  const marked = container.trim() !== "";
  const fence = /^(?:(`{3,})[^`]*|(~{3,}).*)$/.exec(rest);
  if (rest.startsWith(">") || (place.quote && !marked && fence === null && !rest.startsWith("#"))) {
    place.quote = true;
    return GAP;
  }
  place.quote = false;
  if (fence !== null) {
    place.fence = fence[1] ?? fence[2] ?? null;
    return GAP;
  }
  if (!marked && !place.list && place.afterBlank && isIndented(container)) return GAP;
  if (marked) place.list = true;
  else if (place.afterBlank && container === "") place.list = false;
  place.afterBlank = false;
  return text;
}

function blankLine(place: Place): string {
  place.quote = false;
  place.afterBlank = true;
  return GAP;
}

function isIndented(space: string): boolean {
  return space.startsWith("    ") || space.includes("\t");
}

function closesFence(line: string, fence: string): boolean {
  const mark = line.trim();
  return mark.length >= fence.length && mark === (fence[0] ?? "").repeat(mark.length);
}

/** A comment may go on over lines, blank ones too. `<!--` in a code span of the same line begins none. */
function withoutComments(line: string, place: Place): string {
  const spoken: string[] = [];
  let from = 0;
  let inCode = false;
  while (from <= line.length) {
    if (place.comment) {
      const end = line.indexOf("-->", from);
      if (end < 0) return spoken.join("");
      place.comment = false;
      from = end + 3;
    }
    const start = line.indexOf("<!--", from);
    const before = line.slice(from, start < 0 ? undefined : start);
    spoken.push(before);
    if (start < 0) return spoken.join("");
    if ((before.split("`").length - 1) % 2 === 1) inCode = !inCode;
    if (inCode) spoken.push("<!--");
    else {
      place.comment = true;
      spoken.push(GAP);
    }
    from = start + 4;
  }
  return spoken.join("");
}

/** A span ends at the next run of just as many marks in its paragraph; without one, the marks are plain characters. */
function withoutCodeSpans(text: string): string {
  return text.split(`\n${GAP}\n`).map(withoutSpansOfParagraph).join(`\n${GAP}\n`);
}

function withoutSpansOfParagraph(paragraph: string): string {
  const runs = [...paragraph.matchAll(/\\`|`+/g)].filter((run) => !run[0].startsWith("\\"));
  const lastOfLength = new Map(runs.map((run, index) => [run[0].length, index]));
  const spoken: string[] = [];
  let from = 0;
  for (let index = 0; index < runs.length; index += 1) {
    const length = runs[index]?.[0].length ?? 0;
    if ((lastOfLength.get(length) ?? 0) <= index) continue;
    const open = runs[index]?.index ?? 0;
    // Runs between are inside the span, and passed over for good: every run is looked at once.
    do index += 1; while (runs[index]?.[0].length !== length);
    spoken.push(paragraph.slice(from, open), GAP);
    from = (runs[index]?.index ?? 0) + length;
  }
  return [...spoken, paragraph.slice(from)].join("");
}
