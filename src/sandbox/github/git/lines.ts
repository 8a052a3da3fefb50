/**
 * Line differences by Myers' algorithm, unified patches, and three-way merging of texts.
 * Bounded: beyond `effortLimit` edits the middle part counts as wholly replaced, which is coarse but never wrong.
 */

const effortLimit = 400;
const contextLines = 3;

/** A run of lines replaced: [start, end) of the old text by [start, end) of the new. */
export interface Hunk {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
}

export function splitLines(text: string): string[] {
  if (text === "") return [];
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** The runs in which two lists of lines differ, in order. */
export function diffLines(a: readonly string[], b: readonly string[]): Hunk[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let tail = 0;
  while (tail < a.length - start && tail < b.length - start && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  const oldEnd = a.length - tail;
  const newEnd = b.length - tail;
  if (start === oldEnd && start === newEnd) return [];
  if (start === oldEnd || start === newEnd) return [{ oldStart: start, oldEnd, newStart: start, newEnd }];
  const kept = matchingLines(a.slice(start, oldEnd), b.slice(start, newEnd));
  const hunks: Hunk[] = [];
  let oldAt = start;
  let newAt = start;
  for (const [oldLine, newLine] of [...kept, [oldEnd - start, newEnd - start] as const]) {
    const hunk = { oldStart: oldAt, oldEnd: start + oldLine, newStart: newAt, newEnd: start + newLine };
    if (hunk.oldStart < hunk.oldEnd || hunk.newStart < hunk.newEnd) hunks.push(hunk);
    oldAt = start + oldLine + 1;
    newAt = start + newLine + 1;
  }
  return hunks;
}

/** Pairs of equal lines on a shortest edit path; empty when the path is longer than the effort limit. */
function matchingLines(a: readonly string[], b: readonly string[]): (readonly [number, number])[] {
  const trace: Map<number, number>[] = [];
  let frontier = new Map<number, number>([[1, 0]]);
  const limit = Math.min(a.length + b.length, effortLimit);
  for (let distance = 0; distance <= limit; distance += 1) {
    trace.push(new Map(frontier));
    const next = new Map(frontier);
    for (let diagonal = -distance; diagonal <= distance; diagonal += 2) {
      const below = next.get(diagonal - 1) ?? -1;
      const above = next.get(diagonal + 1) ?? -1;
      let x = diagonal === -distance || (diagonal !== distance && below < above) ? above : below + 1;
      let y = x - diagonal;
      while (x < a.length && y < b.length && a[x] === b[y]) {
        x += 1;
        y += 1;
      }
      next.set(diagonal, x);
      if (x >= a.length && y >= b.length) return backtrack(trace, a.length, b.length);
    }
    frontier = next;
  }
  return [];
}

function backtrack(trace: readonly Map<number, number>[], oldLength: number, newLength: number): (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  let x = oldLength;
  let y = newLength;
  for (let distance = trace.length - 1; distance >= 0; distance -= 1) {
    const frontier = trace[distance] ?? new Map<number, number>();
    const diagonal = x - y;
    const below = frontier.get(diagonal - 1) ?? -1;
    const above = frontier.get(diagonal + 1) ?? -1;
    const down = diagonal === -distance || (diagonal !== distance && below < above);
    const previous = down ? diagonal + 1 : diagonal - 1;
    const previousX = frontier.get(previous) ?? 0;
    const previousY = previousX - previous;
    while (x > previousX && y > previousY && x > 0 && y > 0) {
      x -= 1;
      y -= 1;
      pairs.push([x, y]);
    }
    x = previousX;
    y = previousY;
  }
  return pairs.reverse();
}

export interface LineCount {
  readonly additions: number;
  readonly deletions: number;
}

export function countLines(hunks: readonly Hunk[]): LineCount {
  let additions = 0;
  let deletions = 0;
  for (const hunk of hunks) {
    additions += hunk.newEnd - hunk.newStart;
    deletions += hunk.oldEnd - hunk.oldStart;
  }
  return { additions, deletions };
}

/** A unified patch without file headers, as GitHub's `patch` field has it. */
export function unifiedPatch(a: readonly string[], b: readonly string[], hunks: readonly Hunk[]): string {
  const blocks: Hunk[][] = [];
  for (const hunk of hunks) {
    const last = blocks.at(-1);
    const before = last?.at(-1);
    if (last !== undefined && before !== undefined && hunk.oldStart - before.oldEnd <= 2 * contextLines) last.push(hunk);
    else blocks.push([hunk]);
  }
  return blocks.map((block) => patchBlock(a, b, block)).join("\n");
}

function patchBlock(a: readonly string[], b: readonly string[], block: readonly Hunk[]): string {
  const first = block[0];
  const last = block.at(-1);
  if (first === undefined || last === undefined) return "";
  const lead = Math.min(contextLines, first.oldStart);
  const trail = Math.min(contextLines, a.length - last.oldEnd);
  const oldFrom = first.oldStart - lead;
  const newFrom = first.newStart - lead;
  const lines: string[] = [];
  let oldAt = oldFrom;
  for (const hunk of block) {
    for (; oldAt < hunk.oldStart; oldAt += 1) lines.push(` ${a[oldAt] ?? ""}`);
    for (; oldAt < hunk.oldEnd; oldAt += 1) lines.push(`-${a[oldAt] ?? ""}`);
    for (let at = hunk.newStart; at < hunk.newEnd; at += 1) lines.push(`+${b[at] ?? ""}`);
  }
  for (; oldAt < last.oldEnd + trail; oldAt += 1) lines.push(` ${a[oldAt] ?? ""}`);
  const oldCount = last.oldEnd + trail - oldFrom;
  const newCount = last.newEnd + trail - newFrom;
  return [`@@ -${range(oldFrom, oldCount)} +${range(newFrom, newCount)} @@`, ...lines].join("\n");
}

function range(from: number, count: number): string {
  const start = count === 0 ? from : from + 1;
  return count === 1 ? `${start}` : `${start},${count}`;
}

/** Merges two texts that come from one; null where both changed the same or adjacent lines differently. */
export function mergeTexts(base: string, ours: string, theirs: string): string | null {
  if (ours === theirs || theirs === base) return ours;
  if (ours === base) return theirs;
  const [old, left, right] = [splitLines(base), splitLines(ours), splitLines(theirs)];
  const changes = [
    ...diffLines(old, left).map((hunk) => ({ hunk, lines: left.slice(hunk.newStart, hunk.newEnd) })),
    ...diffLines(old, right).map((hunk) => ({ hunk, lines: right.slice(hunk.newStart, hunk.newEnd) })),
  ].sort((a, b) => a.hunk.oldStart - b.hunk.oldStart || a.hunk.oldEnd - b.hunk.oldEnd);
  const out: string[] = [];
  let at = 0;
  let previous: { hunk: Hunk; lines: string[] } | null = null;
  for (const change of changes) {
    if (previous !== null && change.hunk.oldStart <= previous.hunk.oldEnd) {
      const same = change.hunk.oldStart === previous.hunk.oldStart && change.hunk.oldEnd === previous.hunk.oldEnd && change.lines.join("\n") === previous.lines.join("\n");
      if (!same) return null;
      continue;
    }
    out.push(...old.slice(at, change.hunk.oldStart), ...change.lines);
    at = change.hunk.oldEnd;
    previous = change;
  }
  out.push(...old.slice(at));
  return out.length === 0 ? "" : `${out.join("\n")}\n`;
}
