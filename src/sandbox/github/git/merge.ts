/**
 * Three-way merging of trees and the three ways of GitHub's merge button to bring a head into a base.
 */
import { diverge, mergeBase } from "./history.ts";
import { mergeTexts } from "./lines.ts";
import type { Blob, Commit, ObjectDatabase, Signature, Tree } from "./objects.ts";

/** The merged tree, or null on a conflict. */
export function mergeTrees(objects: ObjectDatabase, base: Tree, ours: Tree, theirs: Tree): Tree | null {
  if (ours === theirs || base === theirs) return ours;
  if (base === ours) return theirs;
  const edits = new Map<string, Blob | null>();
  return collect(objects, base, ours, theirs, "", edits) ? objects.withBlobs(ours, edits) : null;
}

function collect(objects: ObjectDatabase, base: Tree, ours: Tree, theirs: Tree, folder: string, edits: Map<string, Blob | null>): boolean {
  for (const name of new Set([...base.entries.keys(), ...theirs.entries.keys()])) {
    const old = base.entries.get(name) ?? null;
    const left = ours.entries.get(name) ?? null;
    const right = theirs.entries.get(name) ?? null;
    if (old === right || left === right) continue;
    const path = `${folder}${name}`;
    const anyTree = [old, left, right].some((entry) => entry?.kind === "tree");
    if (anyTree) {
      // A folder on one side and a file on another is a conflict unless our side did not touch it.
      if ([old, left, right].some((entry) => entry?.kind === "blob")) {
        if (old !== left) return false;
        replace(left, right, path, edits);
        continue;
      }
      const empty = objects.emptyTree;
      if (!collect(objects, asTree(old, empty), asTree(left, empty), asTree(right, empty), `${path}/`, edits)) return false;
      continue;
    }
    if (old === left) {
      edits.set(path, right?.kind === "blob" ? right : null);
      continue;
    }
    if (old?.kind !== "blob" || left?.kind !== "blob" || right?.kind !== "blob") return false;
    const text = mergeTexts(old.text, left.text, right.text);
    if (text === null) return false;
    edits.set(path, objects.blob(text));
  }
  return true;
}

function asTree(entry: Blob | Tree | null, empty: Tree): Tree {
  return entry?.kind === "tree" ? entry : empty;
}

function replace(left: Blob | Tree | null, right: Blob | Tree | null, path: string, edits: Map<string, Blob | null>): void {
  for (const [file] of files(left, path)) edits.set(file, null);
  for (const [file, blob] of files(right, path)) edits.set(file, blob);
}

/** All files below an entry with their full paths. */
export function* files(entry: Blob | Tree | null, path: string): Generator<[string, Blob]> {
  if (entry === null) return;
  if (entry.kind === "blob") {
    yield [path, entry];
    return;
  }
  for (const [name, child] of entry.entries) yield* files(child, path === "" ? name : `${path}/${name}`);
}

/** The tree of base with head merged in; null on a conflict or unrelated histories. */
export function mergedTree(objects: ObjectDatabase, base: Commit, head: Commit): Tree | null {
  const common = mergeBase(base, head);
  return common === null ? null : mergeTrees(objects, common.tree, base.tree, head.tree);
}

export interface MergeSpec {
  readonly method: "merge" | "squash" | "rebase";
  readonly message: string;
  readonly author: Signature;
  readonly committer: Signature;
}

/** The commit that the base branch gets; null on a conflict. Rebase leaves out merge commits, as git does. */
export function mergeCommit(objects: ObjectDatabase, base: Commit, head: Commit, spec: MergeSpec): Commit | null {
  if (spec.method === "rebase") return rebase(objects, base, head, spec.committer);
  const tree = mergedTree(objects, base, head);
  if (tree === null) return null;
  const parents = spec.method === "merge" ? [base, head] : [base];
  return objects.commit({ tree, parents, author: spec.author, committer: spec.committer, message: spec.message });
}

function rebase(objects: ObjectDatabase, base: Commit, head: Commit, committer: Signature): Commit | null {
  let tip = base;
  for (const commit of diverge(base, head).ahead) {
    const parent = commit.parents[0];
    if (parent === undefined || commit.parents.length > 1) continue;
    const tree = mergeTrees(objects, parent.tree, tip.tree, commit.tree);
    if (tree === null) return null;
    tip = objects.commit({ tree, parents: [tip], author: commit.author, committer, message: commit.message });
  }
  return tip;
}
