/** Tables for terminals. Cells are finished text; columns are as wide as their widest cell, and the last one wraps where a width is given. */

export interface TableOptions {
  /** columns of the terminal; null = as wide as it needs to be, as for a file or a pipe */
  readonly width: number | null;
  /** paints a cell after it was measured and padded, so that colour codes do not count */
  readonly paintCell?: (text: string, row: number, column: number) => string;
}

const GAP = "  ";
/** a last column narrower than this is not worth wrapping */
const LEAST_LAST = 20;

export function tableLines(header: readonly string[], rows: readonly (readonly string[])[], options: TableOptions = { width: null }): readonly string[] {
  const all = [header, ...rows];
  const last = header.length - 1;
  const widths = header.map((_, column) => Math.max(...all.map((row) => textWidth(row[column] ?? ""))));
  const taken = widths.slice(0, last).reduce((sum, width) => sum + width + GAP.length, 0);
  const room = options.width === null ? Infinity : Math.max(LEAST_LAST, options.width - taken);
  const rule = widths.map((width, column) => "-".repeat(column === last ? Math.min(width, room) : width)).join(GAP);
  const body = rows.flatMap((row, index) => rowLines(row, index, widths, room, options));
  return [...rowLines(header, -1, widths, room, options), rule, ...body];
}

function rowLines(row: readonly string[], index: number, widths: readonly number[], room: number, options: TableOptions): readonly string[] {
  const last = widths.length - 1;
  const wrapped = wrap(row[last] ?? "", room);
  const paint = options.paintCell;
  return wrapped.map((tail, line) => {
    const cells = widths.map((width, column) => {
      const text = column === last ? tail : padded(line === 0 ? row[column] ?? "" : "", width);
      return paint === undefined || text.trim() === "" ? text : paint(text, index, column);
    });
    return cells.join(GAP).trimEnd();
  });
}

function padded(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - textWidth(text)));
}

/** At spaces where possible; a word wider than the room is cut. */
function wrap(text: string, room: number): readonly string[] {
  if (textWidth(text) <= room) return [text];
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((one) => pieces(one, room))) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (textWidth(longer) <= room) { line = longer; continue; }
    lines.push(line);
    line = word;
  }
  return [...lines, line];
}

function pieces(word: string, room: number): readonly string[] {
  if (textWidth(word) <= room) return [word];
  const parts: string[] = [];
  let part = "";
  for (const character of word) {
    if (textWidth(part + character) > room) { parts.push(part); part = ""; }
    part += character;
  }
  return [...parts, part];
}

// East Asian wide and full-width forms, and emoji that are shown as pictures, take two columns; marks that combine take none.
const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const ZERO = /[\p{Mn}\p{Me}\u200b-\u200d\ufe00-\ufe0f]/u;

/** Columns that a terminal gives the text. */
export function textWidth(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += ZERO.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}
