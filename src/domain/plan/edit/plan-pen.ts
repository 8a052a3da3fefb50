/** What editing a plan's text in place needs: where values stand, how they are written, and how an item comes to a list or leaves it, in either style of YAML. */
import type { PlanNode } from "../yaml/plan-tree.ts";
import type { TextEdit } from "./text-edit.ts";

const PLAIN = /^[A-Za-z][\w-]*$|^\d{4}-\d{2}-\d{2}$/;
const MEANS_SOMETHING = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

/** As YAML that is read back as that very text, in whatever style it stands. */
export function written(text: string): string {
  return PLAIN.test(text) && !MEANS_SOMETHING.test(text) ? text : JSON.stringify(text);
}

/** Keys are read as they are written, `on` and `true` as well. */
function writtenKey(text: string): string {
  return PLAIN.test(text) ? text : JSON.stringify(text);
}

/** `{ a: 1, b: 2 }`; values are finished YAML. */
export function flowMap(entries: readonly (readonly [key: string, value: string])[]): string {
  return `{ ${entries.map(([key, value]) => `${writtenKey(key)}: ${value}`).join(", ")} }`;
}

export interface Pen {
  readonly replace: (node: PlanNode, text: string) => TextEdit;
  readonly replaceKey: (node: PlanNode, text: string) => TextEdit;
  readonly asWritten: (node: PlanNode) => string;
  /** a mapping of these entries, in the style of the one that stands there */
  readonly map: (node: PlanNode, entries: readonly (readonly [key: string, value: string])[]) => string;
  /** that in its place */
  readonly replaceMap: (node: PlanNode, entries: readonly (readonly [key: string, value: string])[]) => TextEdit;
  /** `item` is finished YAML on one line */
  readonly append: (list: PlanNode, item: string, after?: PlanNode) => TextEdit;
  /** in place of the items of a list, in their order, each finished YAML; null = it goes */
  readonly relist: (list: PlanNode, items: readonly (string | null)[]) => readonly TextEdit[];
  /** as it stands, with one value inside it written otherwise */
  readonly rewritten: (node: PlanNode, inside: PlanNode, text: string) => string;
  /** a further key below `sibling`, which stands in `map` */
  readonly addKey: (map: PlanNode, sibling: PlanNode, key: string, value: string) => TextEdit;
}

export function penFor(source: string): Pen {
  const eol = source.includes("\r\n") ? "\r\n" : "\n";
  const column = (offset: number): number => offset - (source.lastIndexOf("\n", offset - 1) + 1);
  const isFlow = ({ span }: Pick<PlanNode, "span">): boolean => source[span.start] === "{" || source[span.start] === "[";
  /** Blocks reach into the white space, and the comments, that follow them. */
  const endOf = ({ span, children }: PlanNode): number => {
    const last = [...children.values()].at(-1);
    return last === undefined || isFlow({ span }) ? span.start + source.slice(span.start, span.end).trimEnd().length : endOf(last);
  };
  const lineEnd = (offset: number): number => {
    const end = source.indexOf("\n", offset);
    return end < 0 ? source.length : end - (source[end - 1] === "\r" ? 1 : 0);
  };
  const dashOf = (item: PlanNode): number => source.lastIndexOf("-", item.span.start - 1);
  const map: Pen["map"] = (node, entries) => (isFlow(node) ? flowMap(entries) : entries.map(([key, value]) => `${writtenKey(key)}: ${value}`).join(`${eol}${" ".repeat(column(node.span.start))}`));
  const items = (list: PlanNode): readonly PlanNode[] => [...list.children.values()];

  return {
    replace: (node, text) => ({ start: node.span.start, end: endOf(node), text }),
    replaceKey: (node, text) => ({ start: node.key?.start ?? node.span.start, end: node.key?.end ?? node.span.start, text }),
    asWritten: (node) => source.slice(node.span.start, endOf(node)),
    map,
    replaceMap: (node, entries) => ({ start: node.span.start, end: endOf(node), text: map(node, entries) }),
    append(list, item, after = items(list).at(-1)) {
      if (after === undefined) return { start: list.span.start + 1, end: list.span.start + 1, text: item };
      if (!isFlow(list)) return { start: lineEnd(endOf(after)), end: lineEnd(endOf(after)), text: `${eol}${" ".repeat(column(dashOf(after)))}- ${item}` };
      return { start: endOf(after), end: endOf(after), text: source.slice(list.span.start, list.span.end).includes("\n") ? `,${eol}${" ".repeat(column(after.span.start))}${item}` : `, ${item}` };
    },
    rewritten: (node, inside, text) => `${source.slice(node.span.start, inside.span.start)}${text}${source.slice(endOf(inside), endOf(node))}`,
    relist(list, texts) {
      const all = items(list);
      const [first, last] = [all[0] ?? list, all.at(-1) ?? list];
      // Commas belong to two items: where one goes, a list in brackets is written anew from its first to its last.
      if (isFlow(list) && texts.includes(null)) return [{ start: first.span.start, end: endOf(last), text: texts.filter((text) => text !== null).join(", ") }];
      if (all.length > 0 && texts.every((text) => text === null)) return [{ start: first.span.start === list.span.start ? first.span.start : dashOf(first), end: endOf(last), text: "[]" }];
      return all.flatMap((item, index): readonly TextEdit[] => {
        const text = texts[index] ?? null;
        if (text === source.slice(item.span.start, endOf(item))) return [];
        if (text !== null) return [{ start: item.span.start, end: endOf(item), text }];
        return [{ start: dashOf(item) - column(dashOf(item)), end: Math.min(source.length, lineEnd(endOf(item)) + eol.length), text: "" }];
      });
    },
    addKey(map, sibling, key, value) {
      if (isFlow(map)) return { start: endOf(sibling), end: endOf(sibling), text: `, ${key}: ${value}` };
      return { start: lineEnd(endOf(sibling)), end: lineEnd(endOf(sibling)), text: `${eol}${" ".repeat(column(sibling.key?.start ?? map.span.start))}${key}: ${value}` };
    },
  };
}
