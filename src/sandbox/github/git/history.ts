/**
 * Questions about history: what is reachable, merge bases, ahead and behind, logs.
 * All walks go from the highest generation down, so each stops as soon as the answer cannot change.
 */
import type { Commit } from "./objects.ts";
import { entryAt } from "./objects.ts";

const fromLeft = 1;
const fromRight = 2;
const both = fromLeft | fromRight;

interface Painted {
  readonly left: readonly Commit[];
  readonly right: readonly Commit[];
  /** Common ancestors that no other found common ancestor descends from at the moment of finding; highest generation first. */
  readonly common: readonly Commit[];
}

/** Walks from both tips until only common history is left. */
function paint(one: Commit, other: Commit): Painted {
  const colours = new Map<Commit, number>();
  const heap = new CommitHeap(higher);
  const left: Commit[] = [];
  const right: Commit[] = [];
  const common: Commit[] = [];
  let open = 0;
  const mark = (commit: Commit, colour: number): void => {
    const held = colours.get(commit);
    const next = (held ?? 0) | colour;
    if (held === next) return;
    colours.set(commit, next);
    if (held === undefined) {
      heap.push(commit);
      if (next !== both) open += 1;
    } else if (next === both) {
      open -= 1;
    }
  };
  mark(one, fromLeft);
  mark(other, fromRight);
  const stale = new Set<Commit>();
  while (open > 0 || common.length === 0) {
    const commit = heap.pop();
    if (commit === null) break;
    const colour = colours.get(commit) ?? 0;
    if (colour !== both) open -= 1;
    if (colour === fromLeft) left.push(commit);
    else if (colour === fromRight) right.push(commit);
    else if (!stale.has(commit)) common.push(commit);
    for (const parent of commit.parents) {
      if (colour === both) stale.add(parent);
      mark(parent, colour);
    }
  }
  return { left, right, common };
}

/** The best common ancestor; null for unrelated histories. */
export function mergeBase(one: Commit, other: Commit): Commit | null {
  if (one === other) return one;
  return paint(one, other).common[0] ?? null;
}

export interface Divergence {
  readonly mergeBase: Commit | null;
  /** Reachable from head and not from base; parents before children, as GitHub lists them. */
  readonly ahead: readonly Commit[];
  /** Reachable from base and not from head. */
  readonly behind: readonly Commit[];
}

/** How head differs from base. */
export function diverge(base: Commit, head: Commit): Divergence {
  if (base === head) return { mergeBase: base, ahead: [], behind: [] };
  const { left, right, common } = paint(base, head);
  return { mergeBase: common[0] ?? null, ahead: [...right].reverse(), behind: [...left].reverse() };
}

/** Whether the ancestor is the commit itself or reachable from it. */
export function contains(commit: Commit, ancestor: Commit): boolean {
  if (commit === ancestor) return true;
  const seen = new Set<Commit>([commit]);
  const open = [commit];
  for (let here = open.pop(); here !== undefined; here = open.pop()) {
    for (const parent of here.parents) {
      if (parent === ancestor) return true;
      if (parent.generation <= ancestor.generation || seen.has(parent)) continue;
      seen.add(parent);
      open.push(parent);
    }
  }
  return false;
}

export interface LogFilter {
  readonly path?: string | null;
  /** ms UTC by committer date, both inclusive. */
  readonly since?: number | null;
  readonly until?: number | null;
}

/** History from a tip, newest first by committer date as git's own log; with a path only commits that changed it against every parent. */
export function* log(tip: Commit, filter: LogFilter = {}): Generator<Commit> {
  const seen = new Set<Commit>([tip]);
  const heap = new CommitHeap(younger);
  heap.push(tip);
  for (let commit = heap.pop(); commit !== null; commit = heap.pop()) {
    if (matches(commit, filter)) yield commit;
    for (const parent of commit.parents) {
      if (seen.has(parent)) continue;
      seen.add(parent);
      heap.push(parent);
    }
  }
}

function matches(commit: Commit, filter: LogFilter): boolean {
  if (filter.since != null && commit.committer.date < filter.since) return false;
  if (filter.until != null && commit.committer.date > filter.until) return false;
  const path = filter.path ?? "";
  if (path === "") return true;
  const here = entryAt(commit.tree, path);
  if (commit.parents.length === 0) return here !== null;
  return commit.parents.every((parent) => entryAt(parent.tree, path)?.sha !== here?.sha);
}

function higher(a: Commit, b: Commit): number {
  return b.generation - a.generation || b.committer.date - a.committer.date;
}

function younger(a: Commit, b: Commit): number {
  return b.committer.date - a.committer.date || b.generation - a.generation;
}

/** Pops the first by the given order; among equals the order of arrival decides. */
class CommitHeap {
  readonly #items: { commit: Commit; serial: number }[] = [];
  readonly #order: (a: Commit, b: Commit) => number;
  #serial = 0;

  constructor(order: (a: Commit, b: Commit) => number) {
    this.#order = order;
  }

  push(commit: Commit): void {
    const items = this.#items;
    items.push({ commit, serial: this.#serial++ });
    let index = items.length - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#before(index, parent)) break;
      this.#swap(index, parent);
      index = parent;
    }
  }

  pop(): Commit | null {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (top === undefined || last === undefined) return null;
    if (items.length === 0) return top.commit;
    items[0] = last;
    let index = 0;
    for (;;) {
      let best = index;
      for (const child of [2 * index + 1, 2 * index + 2]) {
        if (child < items.length && this.#before(child, best)) best = child;
      }
      if (best === index) return top.commit;
      this.#swap(index, best);
      index = best;
    }
  }

  #before(one: number, other: number): boolean {
    const a = this.#items[one];
    const b = this.#items[other];
    if (a === undefined || b === undefined) return false;
    const order = this.#order(a.commit, b.commit);
    return order === 0 ? a.serial < b.serial : order < 0;
  }

  #swap(one: number, other: number): void {
    const a = this.#items[one];
    const b = this.#items[other];
    if (a === undefined || b === undefined) return;
    this.#items[one] = b;
    this.#items[other] = a;
  }
}
