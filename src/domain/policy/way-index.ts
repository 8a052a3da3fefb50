/**
 * Ways (paths of files, names of modules) found by their ends: `x/tests/a_test.go` and `tests/a_test.go` are one file seen from two folders.
 * Promises: a look-up costs the length of the way and what it finds, however many ways end in the same name.
 */
interface Node<T> {
  readonly next: Map<string, Node<T>>;
  /** what ends (or rather begins) here */
  value: T | null;
}

export class WayIndex<T> {
  private readonly root: Node<T> = { next: new Map(), value: null };

  /** The value of that way, made where there is none. */
  at(steps: readonly string[], make: () => T): T {
    let node = this.root;
    for (const step of steps.toReversed()) {
      let next = node.next.get(step);
      if (next === undefined) {
        next = { next: new Map(), value: null };
        node.next.set(step, next);
      }
      node = next;
    }
    node.value ??= make();
    return node.value;
  }

  /** Ways of which one is the end of the other: the very same one, shorter ones from the shortest on, longer ones. */
  find(steps: readonly string[]): { readonly same: T | null; readonly shorter: readonly T[]; readonly longer: readonly T[] } {
    const shorter: T[] = [];
    let node = this.root;
    for (const [index, step] of steps.toReversed().entries()) {
      const next = node.next.get(step);
      if (next === undefined) return { same: null, shorter, longer: [] };
      node = next;
      if (node.value !== null && index < steps.length - 1) shorter.push(node.value);
    }
    return { same: node.value, shorter, longer: [...below(node)] };
  }
}

function* below<T>(node: Node<T>): Generator<T> {
  for (const next of node.next.values()) {
    if (next.value !== null) yield next.value;
    yield* below(next);
  }
}
