/**
 * A look at the tokens of the file before the YAML library builds anything from them.
 * Promises: linear in the size of the text, no recursion, and what passes is shallow, small and free of anchors, aliases, tags and directives,
 * so that neither nesting nor expansion can exhaust the process. Uses only the library's lexer, which gives source pieces and keeps no tree.
 */
import { CST, Lexer } from "yaml";

export const MAX_DEPTH = 32;
/** a dense plan of 64 KiB has about 22,000 */
export const MAX_TOKENS = 25_000;

export interface PrescanProblem {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly offset: number;
  readonly length: number;
  /** how many like it there are; only the first is given */
  readonly count: number;
  /** nothing may be built from this text */
  readonly fatal: boolean;
}

const REFUSED: Readonly<Partial<Record<CST.TokenType, readonly [code: string, message: string, hint: string]>>> = {
  alias: ["alias", "This starts with `*`, which is an alias in YAML; a plan has no aliases.", 'write the value out, or put it in quotes if it is a text: "*"'],
  anchor: ["anchor", "This starts with `&`, which is an anchor in YAML; a plan has no anchors.", "remove it and write the value out where it is needed, or put the text in quotes"],
  tag: ["tag", "This starts with `!`, which is a tag in YAML; a plan has no tags.", "remove it and write a plain text or number, or put the text in quotes"],
  "directive-line": ["directive", "A plan has no YAML directives.", "remove this line"],
};

/** The first refused token of each kind, and one fatal problem where the text is too deep or has too many values. */
export function prescan(text: string): readonly PrescanProblem[] {
  const problems = new Map<string, PrescanProblem>();
  const depth = newDepth();
  let offset = 0;
  let tokens = 0;
  let scalarNext = false;
  for (const source of new Lexer().lex(text)) {
    const type: CST.TokenType = scalarNext ? "scalar" : (CST.tokenType(source) ?? "scalar");
    const isMark: boolean = !scalarNext && (type === "doc-mode" || type === "flow-error-end" || type === "scalar") && source.length === 1 && source < " ";
    scalarNext = isMark && type === "scalar";
    if (isMark) continue;
    if (type !== "space" && type !== "newline" && type !== "comment") tokens += 1;
    depth.take(type, source.length);
    if (depth.current() > MAX_DEPTH) return [...problems.values(), tooDeep(offset, source.length)];
    if (tokens > MAX_TOKENS) return [...problems.values(), tooMany(offset, source.length)];
    const refused = REFUSED[type];
    if (refused !== undefined) {
      const [code, message, hint] = refused;
      const first = problems.get(code);
      problems.set(code, first === undefined ? { code, message, hint, offset, length: source.length, count: 1, fatal: false } : { ...first, count: first.count + 1 });
    }
    offset += source.length;
  }
  return [...problems.values()];
}

function tooDeep(offset: number, length: number): PrescanProblem {
  return { code: "too-deep", message: `Lists and sections are nested more than ${MAX_DEPTH} deep here.`, hint: "no part of a plan needs more than six levels; check for a bracket too many", offset, length, count: 1, fatal: true };
}

function tooMany(offset: number, length: number): PrescanProblem {
  return { code: "too-many-values", message: "The file has too many values for a plan.", hint: "keep long lists in issues or documents and link to them", offset, length, count: 1, fatal: true };
}

interface Depth {
  take(type: CST.TokenType, length: number): void;
  current(): number;
}

/** Counts open brackets, and the columns at which lists and sections are open by indentation. */
function newDepth(): Depth {
  const columns: number[] = [];
  let flow = 0;
  let column = 0;
  let opensBlock = true;
  function openAt(at: number): void {
    while (columns.length > 0 && (columns.at(-1) ?? 0) > at) columns.pop();
    if (columns.at(-1) !== at) columns.push(at);
  }
  return {
    take(type, length) {
      if (type === "newline") {
        column = 0;
        opensBlock = true;
        return;
      }
      if (type === "flow-map-start" || type === "flow-seq-start") flow += 1;
      if (type === "flow-map-end" || type === "flow-seq-end") flow = Math.max(0, flow - 1);
      if (type !== "space" && type !== "comment" && opensBlock && flow === 0) {
        openAt(column);
        // After "- " or "? " another list or section may begin on the same line.
        opensBlock = type === "seq-item-ind" || type === "explicit-key-ind" || type === "map-value-ind";
      }
      column += length;
    },
    current: () => flow + columns.length,
  };
}
