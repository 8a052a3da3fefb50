/**
 * Text → tree of values with their places. What the YAML library builds is turned at once into plain data of our own, so that
 * nothing after this file knows of YAML, and every problem found later can point at the right line.
 * Promises: linear time, duplicates found by a set (the library's own check compares each key with each), the number of syntax errors bounded,
 * keys and values never evaluated, `__proto__` is an ordinary key.
 */
import { Composer, LineCounter, Parser, isAlias, isMap, isScalar, isSeq } from "yaml";
import type { Document, ParsedNode, Scalar, YAMLMap } from "yaml";
import type { ErrorCode } from "yaml";

/** Half-open range of UTF-16 units in the text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface PlanNode {
  /** null-prototype object, array, string, number, boolean or null */
  readonly value: unknown;
  readonly span: Span;
  /** of the key in front of it; null for list items and the root */
  readonly key: Span | null;
  readonly children: ReadonlyMap<string | number, PlanNode>;
  /** as it stands in the file, for scalars; `1.0` is not `1` */
  readonly source: string | null;
  readonly plain: boolean;
}

export interface SyntaxError {
  readonly code: ErrorCode | "DUPLICATE_KEY" | "COMPLEX_KEY";
  readonly span: Span;
  readonly detail: string;
  /** for DUPLICATE_KEY: offset of the first */
  readonly other: number | null;
}

export interface PlanTree {
  /** null = the file holds no value */
  readonly root: PlanNode | null;
  readonly errors: readonly SyntaxError[];
  readonly lines: LineCounter;
}

const MOST_ERRORS = 100;

/** Thrown through the library to stop it, and caught right here. */
class EnoughErrors extends Error {}

export function readPlanTree(text: string): PlanTree {
  const lines = new LineCounter();
  const errors: SyntaxError[] = [];
  const documents = compose(text, lines, errors);
  const second = documents[1];
  if (second !== undefined) errors.push({ code: "MULTIPLE_DOCS", span: { start: second.range[0], end: second.range[0] + 3 }, detail: "", other: null });
  const contents = documents[0]?.contents ?? null;
  const broken = errors.some((error) => error.code !== "DUPLICATE_KEY");
  if (contents === null || broken) return { root: null, errors, lines };
  return { root: toNode(contents, null, text, errors), errors, lines };
}

/** At most two documents; stops where there are errors enough, since each costs the library a stack trace. */
function compose(text: string, lines: LineCounter, errors: SyntaxError[]): Document.Parsed[] {
  const composer = new Composer({ version: "1.2", schema: "core", uniqueKeys: false, prettyErrors: false, merge: false, strict: true });
  let count = 0;
  function onError(source: unknown, code: ErrorCode, message: string, warning?: boolean): void {
    if (warning === true) return;
    errors.push({ code, span: spanOf(source), detail: message, other: null });
    count += 1;
    if (count >= MOST_ERRORS) throw new EnoughErrors();
  }
  // The composer calls its own `onError` for each; replacing it is the only way to stop it in the middle of a document.
  Object.assign(composer, { onError });
  const documents: Document.Parsed[] = [];
  try {
    let length = 0;
    for (const token of new Parser(lines.addNewLine).parse(text)) {
      if (token.type === "error" && ++count >= MOST_ERRORS) throw new EnoughErrors();
      for (const document of composer.next(token)) documents.push(document);
      if (documents.length > 1) break;
      length = text.length;
    }
    for (const document of composer.end(false, length)) documents.push(document);
  } catch (thrown) {
    if (!(thrown instanceof EnoughErrors)) throw thrown;
  }
  for (const document of documents.slice(0, 2)) {
    for (const error of document.errors) errors.push({ code: error.code, span: { start: error.pos[0], end: error.pos[1] }, detail: error.message, other: null });
  }
  for (const error of composer.streamInfo().errors) errors.push({ code: error.code, span: { start: error.pos[0], end: error.pos[1] }, detail: error.message, other: null });
  return documents;
}

function spanOf(source: unknown): Span {
  if (typeof source === "number") return { start: source, end: source + 1 };
  if (Array.isArray(source)) {
    const [start, end] = source as [number, number];
    return { start, end: Math.max(start + 1, end) };
  }
  const token = source as { offset: number; source?: string };
  return { start: token.offset, end: token.offset + Math.max(1, token.source?.length ?? 1) };
}

function toNode(node: ParsedNode, key: Span | null, text: string, errors: SyntaxError[]): PlanNode {
  const span = { start: node.range[0], end: Math.max(node.range[0], node.range[1]) };
  if (isMap(node)) return mapNode(node, key, span, text, errors);
  if (isSeq(node)) {
    const children = new Map<string | number, PlanNode>();
    const value = node.items.map((item, index) => {
      const child = toNode(item, null, text, errors);
      children.set(index, child);
      return child.value;
    });
    return { value, span, key, children, source: null, plain: false };
  }
  if (isAlias(node)) return { value: null, span, key, children: new Map(), source: null, plain: false };
  const scalar: Scalar.Parsed = node;
  // A tag may have made something else of it (`!!binary`); it is refused already, and the text it stands for is judged like any other.
  const value: unknown = typeof scalar.value === "object" && scalar.value !== null ? scalar.source : scalar.value;
  return { value, span, key, children: new Map(), source: scalar.source, plain: scalar.type === "PLAIN" };
}

function mapNode(node: YAMLMap.Parsed, key: Span | null, span: Span, text: string, errors: SyntaxError[]): PlanNode {
  const value = Object.create(null) as Record<string, unknown>;
  const children = new Map<string | number, PlanNode>();
  for (const pair of node.items) {
    const keySpan = { start: pair.key.range[0], end: pair.key.range[1] };
    if (!isScalar(pair.key)) {
      errors.push({ code: "COMPLEX_KEY", span: keySpan, detail: "", other: null });
      continue;
    }
    const name = keyName(pair.key);
    const first = children.get(name);
    if (first !== undefined) {
      errors.push({ code: "DUPLICATE_KEY", span: keySpan, detail: name, other: first.key?.start ?? null });
      continue;
    }
    const child = pair.value === null
      ? { value: null, span: keySpan, key: keySpan, children: new Map<string | number, PlanNode>(), source: "", plain: true }
      : toNode(pair.value, keySpan, text, errors);
    children.set(name, child);
    value[name] = child.value;
  }
  return { value, span, key, children, source: null, plain: false };
}

/** `yes`, `1` and `2.0` are keys as they are written. */
function keyName(key: Scalar.Parsed): string {
  return typeof key.value === "string" ? key.value : key.source;
}
