/** From a path in the plan (`milestones`, 1, `due`) to its place in the file. */
import type { LineCounter } from "yaml";
import { WHOLE_FILE } from "./findings.ts";
import type { Place } from "./findings.ts";
import { plain } from "./quoted.ts";
import type { PlanNode, Span } from "./yaml/plan-tree.ts";

export type PlanPath = readonly (string | number)[];

export interface SourceMap {
  /** of the value there; of the nearest section above it that exists, where it does not */
  at(path: PlanPath): Place;
  /** of the key in front of that value */
  key(path: PlanPath): Place;
  node(path: PlanPath): PlanNode | null;
  /** what stands at `key` of that section is found under `meant` (a key, or a key within a key) from now on, too */
  alias(path: PlanPath, key: string, meant: readonly [string, ...string[]]): void;
}

export function sourceMap(root: PlanNode, lines: LineCounter): SourceMap {
  const aliases = new Map<PlanNode, Map<string, PlanNode>>();
  function nearest(path: PlanPath): { readonly node: PlanNode; readonly exact: boolean } {
    let node = root;
    for (const step of path) {
      const child: PlanNode | undefined = node.children.get(step) ?? aliases.get(node)?.get(String(step));
      if (child === undefined) return { node, exact: false };
      node = child;
    }
    return { node, exact: true };
  }
  return {
    at(path) {
      const { node, exact } = nearest(path);
      // Of a whole section or list only the beginning helps; where something is missing, the key of the section it is missing from.
      const span = node.source === null ? (node.key ?? firstKey(node)) : node.span;
      return placeOf(exact ? span : (node.key ?? firstKey(node)), lines, path);
    },
    key(path) {
      const { node } = nearest(path);
      return placeOf(node.key ?? node.span, lines, path);
    },
    node: (path) => {
      const { node, exact } = nearest(path);
      return exact ? node : null;
    },
    alias(path, key, meant) {
      const { node, exact } = nearest(path);
      const child = node.children.get(key);
      if (!exact || child === undefined) return;
      const names = aliases.get(node) ?? new Map<string, PlanNode>();
      const [first, inner] = meant;
      aliases.set(node, names.set(first, inner === undefined ? child : { ...child, source: null, children: new Map([[inner, child]]) }));
    },
  };
}

function firstKey(node: PlanNode): Span {
  for (const child of node.children.values()) return child.key ?? firstKey(child);
  return node.span;
}

export function placeOf(span: Span, lines: LineCounter, path: PlanPath = []): Place {
  const from = lines.linePos(span.start);
  const to = lines.linePos(Math.max(span.start, span.end - 1));
  if (from.line === 0) return { ...WHOLE_FILE, path: pathText(path) };
  return { line: from.line, column: from.col, endLine: to.line, endColumn: to.col, path: pathText(path) };
}

/** `milestones[1].due` */
export function pathText(path: PlanPath): string {
  return path.map((step, index) => (typeof step === "number" ? `[${step}]` : `${index === 0 ? "" : "."}${plain(step)}`)).join("");
}
