/** Bytes → tree, through every guard; what stops it is said into `findings`. */
import { LineCounter } from "yaml";
import { WHOLE_FILE } from "../findings.ts";
import type { Findings } from "../findings.ts";
import { placeOf } from "../source-map.ts";
import { prescan } from "./prescan.ts";
import { readPlanTree } from "./plan-tree.ts";
import type { PlanNode, PlanTree, Span } from "./plan-tree.ts";
import { readSourceText } from "./source-text.ts";
import { sayingOf } from "./syntax-problem.ts";

export interface ParsedNode {
  readonly root: PlanNode;
  readonly lines: LineCounter;
  readonly text: string;
}

/** null = nothing to go on with; the reason is among the findings */
export function readPlanNode(bytes: Uint8Array, findings: Findings): ParsedNode | null {
  const source = readSourceText(bytes);
  if (!source.ok) {
    const place = source.offset === null ? WHOLE_FILE : placeOf({ start: source.offset, end: source.offset + 1 }, countLines(source.text));
    findings.error(place, source.code, source.message, source.hint);
    return null;
  }
  const { text } = source;
  const refused = prescan(text);
  if (refused.length > 0) {
    const lines = countLines(text);
    for (const { offset, length, code, message, count, hint } of refused) {
      findings.error(placeOf({ start: offset, end: offset + length }, lines), code, count === 1 ? message : `${message} There are ${count} of them.`, hint);
    }
  }
  // A tag or an anchor is only in the way; what an alias stands for is not there at all, so the rest would be misjudged.
  if (refused.some((problem) => problem.fatal || problem.code === "alias")) return null;
  const tree = readPlanTree(text);
  reportSyntax(tree, text, findings);
  if (tree.root !== null && !isEmpty(tree.root)) return { root: tree.root, lines: tree.lines, text };
  if (!findings.hasErrors()) findings.error(WHOLE_FILE, "empty-file", "There is no plan in this file.", 'begin with `release: { name: "2.4", timezone: Europe/Oslo }`; `release-warden init` writes a first plan');
  return null;
}

function isEmpty(root: PlanNode): boolean {
  return root.value === null || (root.source === null && root.children.size === 0);
}

function reportSyntax(tree: PlanTree, text: string, findings: Findings): void {
  for (const error of tree.errors) {
    const { code, message, hint } = sayingOf(error, text.slice(error.span.start, error.span.start + 1));
    const first = error.other === null ? "" : ` The first is in line ${tree.lines.linePos(error.other).line}.`;
    const span = code === "unclosed-quote" ? (openedAt(text) ?? error.span) : error.span;
    findings.error(placeOf(span, tree.lines), code, message + first, hint);
  }
}

/** The library notices an open quote where the text ends; people look for the line with a quote too few. Null where no line stands out. */
function openedAt(text: string): Span | null {
  let start = 0;
  for (const line of text.split("\n")) {
    const quotes = line.replaceAll(/\\./g, "").split('"').length - 1;
    if (quotes % 2 === 1) return { start: start + line.lastIndexOf('"'), end: start + line.trimEnd().length };
    start += line.length + 1;
  }
  return null;
}

function countLines(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines.addNewLine(at + 1);
  return lines;
}
