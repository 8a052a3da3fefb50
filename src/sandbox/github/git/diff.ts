/**
 * What differs between two trees, with renames found as git does: same content first, then at least half of the lines in common.
 */
import type { Hunk } from "./lines.ts";
import { countLines, diffLines, splitLines, unifiedPatch } from "./lines.ts";
import type { Blob, Tree } from "./objects.ts";

export interface FileChange {
  readonly status: "added" | "removed" | "modified" | "renamed";
  readonly path: string;
  /** Only for renames. */
  readonly previousPath: string | null;
  readonly before: Blob | null;
  readonly after: Blob | null;
}

export interface ChangeSize {
  readonly additions: number;
  readonly deletions: number;
  readonly patch: string | null;
}

/** More pairs than this are not compared for likeness; git has such a limit too. */
const renamePairLimit = 40_000;
const patchLimit = 100_000;

const knownChanges = new WeakMap<Tree, WeakMap<Tree, readonly FileChange[]>>();
const knownSizes = new WeakMap<FileChange, ChangeSize>();

/** All changed files, sorted by path. The answer is remembered, as trees never change. */
export function diffTrees(before: Tree, after: Tree): readonly FileChange[] {
  let byAfter = knownChanges.get(before);
  if (byAfter === undefined) {
    byAfter = new WeakMap();
    knownChanges.set(before, byAfter);
  }
  const known = byAfter.get(after);
  if (known !== undefined) return known;
  const changes: FileChange[] = [];
  walk(before, after, "", changes);
  const result = findRenames(changes).sort((a, b) => (a.path < b.path ? -1 : 1));
  byAfter.set(after, result);
  return result;
}

function walk(before: Tree | null, after: Tree | null, folder: string, out: FileChange[]): void {
  if (before === after) return;
  const names = new Set([...(before?.entries.keys() ?? []), ...(after?.entries.keys() ?? [])]);
  for (const name of names) {
    const old = before?.entries.get(name) ?? null;
    const next = after?.entries.get(name) ?? null;
    if (old === next) continue;
    const path = `${folder}${name}`;
    const oldTree = old?.kind === "tree" ? old : null;
    const nextTree = next?.kind === "tree" ? next : null;
    if (oldTree !== null || nextTree !== null) walk(oldTree, nextTree, `${path}/`, out);
    const oldBlob = old?.kind === "blob" ? old : null;
    const nextBlob = next?.kind === "blob" ? next : null;
    if (oldBlob === null && nextBlob === null) continue;
    const status = oldBlob === null ? "added" : nextBlob === null ? "removed" : "modified";
    out.push({ status, path, previousPath: null, before: oldBlob, after: nextBlob });
  }
}

function findRenames(changes: readonly FileChange[]): FileChange[] {
  const removed = new Set(changes.filter((change) => change.status === "removed"));
  const added = changes.filter((change) => change.status === "added");
  const renamed = new Map<FileChange, FileChange>();
  const bySha = new Map<string, FileChange[]>();
  for (const change of removed) {
    const sha = change.before?.sha ?? "";
    bySha.set(sha, [...(bySha.get(sha) ?? []), change]);
  }
  for (const change of added) {
    const source = bySha.get(change.after?.sha ?? "")?.shift();
    // Git does not call an empty file renamed.
    if (source === undefined || change.after?.text === "") continue;
    renamed.set(change, source);
    removed.delete(source);
  }
  const rest = added.filter((change) => !renamed.has(change));
  if (rest.length * removed.size <= renamePairLimit) matchAlike(rest, removed, renamed);
  const taken = new Set(renamed.values());
  return changes.filter((change) => !taken.has(change)).map((change) => {
    const source = renamed.get(change);
    if (source === undefined) return change;
    return { status: "renamed", path: change.path, previousPath: source.path, before: source.before, after: change.after };
  });
}

function matchAlike(added: readonly FileChange[], removed: Set<FileChange>, renamed: Map<FileChange, FileChange>): void {
  const lines = new Map<FileChange, Map<string, number>>();
  for (const change of [...added, ...removed]) lines.set(change, countEach((change.before ?? change.after)?.text ?? ""));
  const pairs: { target: FileChange; source: FileChange; score: number }[] = [];
  for (const target of added) {
    for (const source of removed) {
      const score = likeness(lines.get(source) ?? new Map<string, number>(), lines.get(target) ?? new Map<string, number>());
      if (score >= 0.5) pairs.push({ target, source, score });
    }
  }
  pairs.sort((a, b) => b.score - a.score);
  for (const { target, source } of pairs) {
    if (renamed.has(target) || !removed.has(source)) continue;
    renamed.set(target, source);
    removed.delete(source);
  }
}

function countEach(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of splitLines(text)) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

/** Share of bytes in common lines, of the larger text. */
function likeness(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  const weigh = (counts: ReadonlyMap<string, number>): number => [...counts].reduce((sum, [line, count]) => sum + (line.length + 1) * count, 0);
  const larger = Math.max(weigh(one), weigh(other));
  if (larger === 0) return 0;
  let shared = 0;
  for (const [line, count] of one) shared += (line.length + 1) * Math.min(count, other.get(line) ?? 0);
  return shared / larger;
}

/** Additions, deletions and the patch of one change; the patch is null where GitHub leaves it out (pure renames, very large ones). */
export function sizeOf(change: FileChange): ChangeSize {
  const known = knownSizes.get(change);
  if (known !== undefined) return known;
  const before = splitLines(change.before?.text ?? "");
  const after = splitLines(change.after?.text ?? "");
  const hunks: Hunk[] = diffLines(before, after);
  const patch = hunks.length === 0 ? null : unifiedPatch(before, after, hunks);
  const size = { ...countLines(hunks), patch: patch !== null && patch.length > patchLimit ? null : patch };
  knownSizes.set(change, size);
  return size;
}

/** The changes as `git diff` prints them. A patch that is too large for GitHub's file list is left out here too. */
export function unifiedDiff(changes: readonly FileChange[]): string {
  return changes.map((change) => [...diffHeader(change), sizeOf(change).patch].filter((line) => line !== null).map((line) => `${line}\n`).join("")).join("");
}

function diffHeader(change: FileChange): readonly string[] {
  const { path, before, after } = change;
  const old = change.previousPath ?? path;
  const lines = [`diff --git a/${old} b/${path}`];
  if (before === null) lines.push("new file mode 100644");
  if (after === null) lines.push("deleted file mode 100644");
  if (old !== path) lines.push(`rename from ${old}`, `rename to ${path}`);
  if (before?.sha !== after?.sha) lines.push(`index ${shortSha(before)}..${shortSha(after)}${before === null || after === null ? "" : " 100644"}`);
  if (sizeOf(change).patch !== null) lines.push(before === null ? "--- /dev/null" : `--- a/${old}`, after === null ? "+++ /dev/null" : `+++ b/${path}`);
  return lines;
}

function shortSha(blob: Blob | null): string {
  return (blob?.sha ?? "0".repeat(40)).slice(0, 7);
}
