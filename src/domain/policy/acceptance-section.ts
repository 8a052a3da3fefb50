/**
 * Finds the place for acceptance tests in the body of an issue: a section under a heading (issue forms make `### Heading` of a field), under a bold
 * or plain label, a row of a table, or a column of one. People edit these by hand, so headings are read in many spellings, and code is looked into:
 * form fields are often shown as code, and paths are mostly written as such.
 *
 * Promises: linear in the length of the body; HTML comments (the hints of templates) are never read; a heading inside code is no heading.
 */
import { distance } from "fastest-levenshtein";

export interface AcceptanceLine {
  readonly text: string;
  readonly source: "section" | "table";
  /** one item of a list */
  readonly item: boolean;
}

export interface AcceptancePlace {
  readonly found: boolean;
  readonly lines: readonly AcceptanceLine[];
  /** the lines of the body that are not of such a place, as they were written */
  readonly rest: readonly string[];
}

/** What else people call it. */
const ALSO_CALLED = ["acceptance test", "acceptance test case", "acceptance scenario", "functional test case", "test case", "test scenario"];
const LONGEST_HEADING = 120;
const LIST_MARK = /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?/;

/** How a section ends: at a heading as deep or less deep, at the next label, at the next item of the list it began in. */
type Open =
  | { readonly by: "heading"; readonly level: number }
  | { readonly by: "label"; readonly indent: number | null; blankSeen: boolean; readonly plain: boolean };

interface Reader {
  fence: string | null;
  comment: boolean;
  open: Open | null;
  /** column of a table that is being read */
  column: number | null;
  found: boolean;
  readonly lines: AcceptanceLine[];
}

/** `heading` is what the plan calls the section. `body` may be of any length and content. */
export function acceptancePlace(body: string, heading: string): AcceptancePlace {
  const wanted = new Set([normalHeading(heading), ...ALSO_CALLED]);
  const reader: Reader = { fence: null, comment: false, open: null, column: null, found: false, lines: [] };
  const raw = body.split(/\r\n?|\n/);
  const rest: string[] = [];
  let ours = false;
  for (let index = 0; index < raw.length; index += 1) {
    const before = { lines: reader.lines.length, open: reader.open, found: reader.found, fence: reader.fence };
    const line = raw[index] ?? "";
    readLine(reader, line, raw[index + 1] ?? "", wanted);
    const begins = reader.open !== before.open && reader.open !== null;
    const underlines: boolean = ours && /^[ \t]*(?:={1,200}|-{2,200})[ \t]*$/.test(line);
    const fences = reader.open !== null && reader.fence !== before.fence;
    ours = begins || underlines || fences || reader.lines.length > before.lines || reader.found !== before.found;
    if (!ours) rest.push(line);
  }
  return { found: reader.found, lines: reader.lines, rest };
}

function readLine(reader: Reader, raw: string, next: string, wanted: ReadonlySet<string>): void {
  if (reader.fence !== null) {
    if (closesFence(raw, reader.fence)) reader.fence = null;
    else if (reader.open !== null) take(reader, raw, "section", true);
    return;
  }
  const text = withoutComments(raw, reader).trimEnd();
  const fence = /^[ \t]*(`{3,}|~{3,})/.exec(text)?.[1];
  if (fence !== undefined) {
    reader.fence = fence;
    return;
  }
  if (readHeading(reader, text, next, wanted) || readTable(reader, text, next, wanted)) return;
  if (/^[ \t]*(?:={1,200}|-{2,200})[ \t]*$/.test(text) || readLabel(reader, text, wanted)) return;
  if (reader.open === null) return;
  if (endsLabel(reader.open, text)) reader.open = null;
  else take(reader, text, "section", LIST_MARK.test(text));
}

function take(reader: Reader, text: string, source: AcceptanceLine["source"], item: boolean): void {
  const bare = text.replace(LIST_MARK, "").trim();
  if (bare !== "" && bare !== "_No response_") reader.lines.push({ text: bare, source, item });
}

/** True when the line was a heading, be it ours or not. */
function readHeading(reader: Reader, text: string, next: string, wanted: ReadonlySet<string>): boolean {
  const marks = /^ {0,3}(#{1,6})(?=[ \t])/.exec(text);
  const underlined = marks === null && text.trim() !== "" && !/^[ \t]*[|>]/.test(text) && !LIST_MARK.test(text) && text.length <= LONGEST_HEADING
    ? /^ {0,3}(?:(={3,200})|-{3,200})[ \t]*$/.exec(next) : null;
  if (marks === null && underlined === null) return false;
  const level = marks?.[1]?.length ?? (underlined?.[1] === undefined ? 2 : 1);
  const title = marks === null ? text : text.slice(marks[0].length);
  reader.column = null;
  if (meant(title, wanted, "heading")) {
    reader.found = true;
    reader.open = { by: "heading", level };
  } else if (reader.open !== null && (reader.open.by !== "heading" || level <= reader.open.level)) reader.open = null;
  return true;
}

/** `**Acceptance tests**: …` and `Acceptance tests: …`, also as an item of a list. True when the line was ours. */
function readLabel(reader: Reader, text: string, wanted: ReadonlySet<string>): boolean {
  const mark = LIST_MARK.exec(text)?.[0] ?? "";
  const rest = text.slice(mark.length).trimStart();
  const bold = /^(?:\*\*|__)([^*_]{1,120})(?:\*\*|__)[ \t]?:?[ \t]*/.exec(rest);
  const plain = bold === null ? /^([^:|[\]`]{1,120}):(?:[ \t]+|$)/.exec(rest) : null;
  const label = bold ?? plain;
  if (label === null) return false;
  const ours = meant(label[1] ?? "", wanted, "label");
  // A bold line of its own is a heading to those who write it; a bold word in a section under a real heading is just bold.
  if (!ours) {
    if (bold !== null && bold[0].trimEnd() === rest && reader.open?.by === "label") reader.open = null;
    return false;
  }
  reader.found = true;
  const indent = mark === "" ? null : indentOf(text);
  reader.open = reader.open?.by === "heading" ? reader.open : { by: "label", indent, blankSeen: false, plain: bold === null };
  take(reader, rest.slice(label[0].length), "section", false);
  return true;
}

function endsLabel(open: Open, text: string): boolean {
  if (open.by === "heading") return false;
  if (text.trim() === "") {
    open.blankSeen = true;
    return false;
  }
  const item = LIST_MARK.test(text);
  if (open.indent !== null) return indentOf(text) <= open.indent && (item || open.blankSeen);
  const ends = open.blankSeen && open.plain && !item;
  open.blankSeen = false;
  return ends;
}

function indentOf(text: string): number {
  return /^[ \t]*/.exec(text)?.[0].length ?? 0;
}

/** True when the line is part of a table. */
function readTable(reader: Reader, text: string, next: string, wanted: ReadonlySet<string>): boolean {
  if (!text.includes("|") || (!text.trimStart().startsWith("|") && reader.column === null && !isRule(next))) {
    reader.column = null;
    return false;
  }
  const cells = cellsOf(text);
  if (isRule(text)) return true;
  if (isRule(next)) {
    const at = cells.findIndex((cell, index) => index > 0 && meant(cell, wanted, "label"));
    reader.column = at < 0 ? null : at;
    if (at >= 0) {
      reader.found = true;
      return true;
    }
  }
  const own = meant(cells[0] ?? "", wanted, "label") ? cells.slice(1) : reader.column !== null ? [cells[reader.column] ?? ""] : reader.open !== null ? cells : [];
  if (meant(cells[0] ?? "", wanted, "label")) reader.found = true;
  for (const cell of own) for (const line of cell.split(/<br[ \t]{0,3}\/?>/i)) take(reader, line, "table", false);
  return true;
}

function isRule(line: string): boolean {
  return line.includes("-") && line.length <= 2_000 && /^[ \t|:-]+$/.test(line) && line.includes("|");
}

function cellsOf(row: string): readonly string[] {
  const inner = row.trim().replace(/^\|/, "").replace(/\|$/, "");
  return inner.split(/(?<!\\)\|/).map((cell) => cell.replaceAll("\\|", "|").trim());
}

function closesFence(line: string, fence: string): boolean {
  const mark = line.trim();
  return mark.length >= fence.length && mark === (fence[0] ?? "").repeat(mark.length);
}

function withoutComments(line: string, reader: Reader): string {
  if (!reader.comment && !line.includes("<!--")) return line;
  const spoken: string[] = [];
  let from = 0;
  for (;;) {
    const mark = reader.comment ? "-->" : "<!--";
    const at = line.indexOf(mark, from);
    if (!reader.comment) spoken.push(line.slice(from, at < 0 ? undefined : at));
    if (at < 0) return spoken.join("");
    reader.comment = !reader.comment;
    from = at + mark.length;
  }
}

/** A heading may say more than the name; a label must be the name, or half of all sentences would be one. */
function meant(title: string, wanted: ReadonlySet<string>, as: "heading" | "label"): boolean {
  if (title.length > LONGEST_HEADING) return false;
  const name = normalHeading(title);
  if (name === "") return false;
  for (const one of wanted) {
    if (name === one || (one.length >= 10 && Math.abs(name.length - one.length) <= 2 && distance(name, one) <= 2)) return true;
    const first = [...wanted][0] === one;
    if (as === "heading" && first && (name.startsWith(`${one} `) || name.endsWith(` ${one}`))) return true;
  }
  return false;
}

/** "✅ **Acceptance-Tests:**" → "acceptance test": case, marks, numbering, brackets and the plural do not matter. */
function normalHeading(title: string): string {
  const words = title.toLowerCase().replace(/\([^()]{0,120}\)/g, " ").replace(/:[a-z0-9_+-]{1,40}:/g, " ").replace(/[^\p{L}\p{N}]+/gu, " ").trim().replace(/^\d{1,3} /, "");
  return words.replace(/(\p{L}{3})s(?= |$)/gu, "$1");
}
