/**
 * Changes of a plan's text, in places, and as the lines in which people see them: those of a unified diff without context, so that tools take them
 * as well. Lines that stay the same are never among them.
 */

/** What stands from `start` up to `end` becomes `text`; offsets are those of the text before any change, and no two overlap. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Hunk {
  /** of the first line that goes; where none goes, of the line before what comes. From 1; 0 = before the first */
  readonly line: number;
  readonly was: readonly string[];
  readonly now: readonly string[];
}

export function hunksOf(source: string, edits: readonly TextEdit[]): readonly Hunk[] {
  const starts = lineStarts(source);
  const groups: { first: number; last: number; readonly edits: TextEdit[] }[] = [];
  for (const edit of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const [first, last] = [lineAt(starts, edit.start), lineAt(starts, edit.end)];
    const group = groups.at(-1);
    if (group === undefined || first > group.last) groups.push({ first, last, edits: [edit] });
    else {
      group.last = Math.max(group.last, last);
      group.edits.push(edit);
    }
  }
  return groups.flatMap(({ first, last, edits: own }) => {
    const from = starts[first] ?? 0;
    const whole = source.slice(from, starts[last + 1] ?? source.length);
    return trimmed(first, linesOf(whole), linesOf(changed(whole, own, from)));
  });
}

/** Lines of a unified diff. */
export function diffLines(hunks: readonly Hunk[]): readonly string[] {
  let shift = 0;
  return hunks.flatMap(({ line, was, now }) => {
    const at = line + shift + (was.length === 0 ? 1 : 0) - (now.length === 0 ? 1 : 0);
    shift += now.length - was.length;
    return [`@@ -${line},${was.length} +${at},${now.length} @@`, ...was.map((text) => `-${text}`), ...now.map((text) => `+${text}`)];
  });
}

function changed(text: string, edits: readonly TextEdit[], from: number): string {
  return edits.reduceRight((after, { start, end, text: now }) => `${after.slice(0, start - from)}${now}${after.slice(end - from)}`, text);
}

function trimmed(first: number, was: readonly string[], now: readonly string[]): readonly Hunk[] {
  const shorter = Math.min(was.length, now.length);
  let head = 0;
  while (head < shorter && was[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && was[was.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  const gone = was.slice(head, was.length - tail);
  const come = now.slice(head, now.length - tail);
  return gone.length === 0 && come.length === 0 ? [] : [{ line: first + head + (gone.length === 0 ? 0 : 1), was: gone, now: come }];
}

function linesOf(text: string): readonly string[] {
  return (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n").map((line) => line.replace(/\r$/, ""));
}

function lineStarts(source: string): readonly number[] {
  const starts = [0];
  for (let at = source.indexOf("\n"); at >= 0; at = source.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** From 0. */
function lineAt(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
