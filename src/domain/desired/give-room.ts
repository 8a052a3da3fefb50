/**
 * What gives way in an issue that has reached its greatest length: rows of tables and lists, from their end, with a row that says how many more there
 * are; only what has no rows is left out whole. Boxes that people ticked stay as long as there are others, since nothing else remembers them.
 */
import { readSection, replaceSection } from "./fenced-section.ts";

const NO_ROOM = "Left out: this issue has reached its greatest length. See the plan's file, or the Warden's page.";
const WHERE = "for which there is no room here: see the plan's file, or the Warden's page";
const MORE = /^(?:- |\| )and (\d+) more\b/;
const LEAST_ROWS = 3;

/** The body with that section so much shorter, or without it where it cannot be. */
export function giveRoom(body: string, section: string, excess: number): string {
  const content = readSection(body, section) ?? "";
  if (excess <= 0 || content.length <= NO_ROOM.length) return body;
  return replaceSection(body, section, fewerRows(content, content.length - excess) ?? NO_ROOM).body;
}

interface Block {
  /** before its rows */
  readonly head: readonly string[];
  readonly rows: string[];
  /** after them */
  readonly tail: readonly string[];
  /** cells of a table; null = a list */
  readonly cells: number | null;
  dropped: number;
}

/** Markdown of at most `room` characters; null = it has too few rows for that. */
export function fewerRows(content: string, room: number): string | null {
  const blocks = content.split("\n\n").map(readBlock);
  let length = content.length;
  while (length > room) {
    const longest = blocks.filter(({ rows }) => rows.length > LEAST_ROWS).sort((a, b) => b.rows.length - a.rows.length)[0];
    if (longest === undefined) return null;
    const before = shown(longest).length;
    const at = longest.rows.findLastIndex((row) => !/^- \[[xX]\]/.test(row));
    longest.rows.splice(at < 0 ? longest.rows.length - 1 : at, 1);
    longest.dropped += 1;
    length += shown(longest).length - before;
  }
  return blocks.map(shown).join("\n\n");
}

function readBlock(text: string): Block {
  const lines = text.split("\n");
  const rule = lines.findIndex((line) => /^\|(?:-+\|)+$/.test(line));
  const mark = rule >= 0 ? "| " : "- ";
  const fenced = lines.some((line) => line.startsWith("```"));
  const from = fenced ? lines.length : rule >= 0 ? rule + 1 : lines.findIndex((line) => line.startsWith(mark));
  if (from < 0 || from >= lines.length) return { head: lines, rows: [], tail: [], cells: null, dropped: 0 };
  const end = lines.findIndex((line, at) => at >= from && !line.startsWith(mark));
  const rows = lines.slice(from, end < 0 ? lines.length : end);
  const more = Number(MORE.exec(rows.at(-1) ?? "")?.[1] ?? 0);
  if (more > 0) rows.pop();
  return { head: lines.slice(0, from), rows, tail: end < 0 ? [] : lines.slice(end), cells: rule < 0 ? null : (lines[rule]?.match(/-+/g) ?? []).length, dropped: more };
}

function shown({ head, rows, tail, cells, dropped }: Block): string {
  const words = `and ${dropped} more, ${WHERE}`;
  return [...head, ...rows, ...(dropped === 0 ? [] : [cells === null ? `- ${words}` : `| ${words} |${" |".repeat(cells - 1)}`]), ...tail].join("\n");
}
