/**
 * Templates in Handlebars' own syntax, of which a repository may bring its own: read by Handlebars' parser and interpreted here, so that no template
 * ever becomes a program. There are fields, `if`, `unless`, `each`, `with` and `else`, `this`, `../`, `@index`, `@first` and `@last`, and nothing
 * else: no partials, no other helper, no way to anything that is not a field of what is given.
 * Bounded: 16 KiB of template, 20 levels, 20,000 steps, and as many characters as are asked for. Values come in as finished Markdown and are shown as they are.
 */
import Handlebars from "handlebars";

export type TemplateValue = string | number | boolean | null | readonly TemplateValue[] | { readonly [field: string]: TemplateValue };

export interface TemplateProblem {
  readonly line: number | null;
  readonly message: string;
}

export type Rendered = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: TemplateProblem };

export const TEMPLATE_CAP = 16_384;
const DEEPEST = 20;
const MOST_STEPS = 20_000;
/** of what people's own templates make */
const LONGEST = 40_000;

/** What keeps it from being read at all; null = nothing. */
export function readTemplate(source: string): TemplateProblem | null {
  if (source.length > TEMPLATE_CAP) return { line: null, message: `it is longer than ${TEMPLATE_CAP} characters` };
  try {
    Handlebars.parse(source);
    return null;
  } catch (error) {
    return syntaxProblem(error);
  }
}

export function renderTemplate(source: string, value: TemplateValue, longest: number = LONGEST): Rendered {
  if (source.length > TEMPLATE_CAP) return { ok: false, problem: { line: null, message: `it is longer than ${TEMPLATE_CAP} characters` } };
  try {
    const run: Run = { steps: 0, length: 0, longest };
    const text = block(Handlebars.parse(source).body, { value, above: null, data: {}, depth: 0 }, run);
    return { ok: true, text: text.replace(/\n{3,}/g, "\n\n").trim() };
  } catch (error) {
    if (error instanceof Misuse) return { ok: false, problem: { line: error.line, message: error.message } };
    return { ok: false, problem: syntaxProblem(error) };
  }
}

interface Scope {
  readonly value: TemplateValue;
  readonly above: Scope | null;
  readonly data: Readonly<Record<string, TemplateValue>>;
  readonly depth: number;
}

interface Run {
  steps: number;
  length: number;
  readonly longest: number;
}

class Misuse extends Error {
  readonly line: number | null;
  constructor(node: hbs.AST.Node | null, message: string) {
    super(message);
    this.line = node?.loc?.start.line ?? null;
  }
}

/** Handlebars says "Parse error on line 3:", draws the place and lists its own tokens; the line and the place are what helps. */
function syntaxProblem(error: unknown): TemplateProblem {
  const said = error instanceof Error ? error.message : "";
  const found = /on line (\d+)/.exec(said) ?? / - (\d+):\d+$/.exec(said);
  const words = said.startsWith("Parse error") ? "something is not closed, or is written otherwise than Handlebars has it" : said.replace(/ - \d+:\d+$/, "").slice(0, 200);
  return { line: found === null ? null : Number(found[1]), message: words === "" ? "it cannot be read" : words };
}

function block(body: readonly hbs.AST.Statement[], scope: Scope, run: Run): string {
  if (scope.depth > DEEPEST) throw new Misuse(body[0] ?? null, `blocks stand more than ${DEEPEST} deep in each other`);
  return body.map((node) => statement(node, scope, run)).join("");
}

function statement(node: hbs.AST.Statement, scope: Scope, run: Run): string {
  run.steps += 1;
  if (run.steps > MOST_STEPS) throw new Misuse(node, `it takes more than ${MOST_STEPS} steps`);
  switch (node.type) {
    case "ContentStatement": return counted((node as hbs.AST.ContentStatement).value, node, run);
    case "CommentStatement": return "";
    case "MustacheStatement": return counted(shown(node as hbs.AST.MustacheStatement, scope), node, run);
    case "BlockStatement": return blockStatement(node as hbs.AST.BlockStatement, scope, run);
    default: throw new Misuse(node, "partials and decorators are not allowed here");
  }
}

function counted(text: string, node: hbs.AST.Node, run: Run): string {
  run.length += text.length;
  if (run.length > run.longest) throw new Misuse(node, `what it makes is longer than ${run.longest} characters`);
  return text;
}

function shown(node: hbs.AST.MustacheStatement, scope: Scope): string {
  if (node.params.length > 0 || node.hash !== undefined && node.hash !== null) throw new Misuse(node, `there is no helper \`${nameOf(node.path)}\``);
  const value = valueOf(node.path, scope);
  if (value === null) return "";
  if (typeof value === "object") throw new Misuse(node, `\`${nameOf(node.path)}\` is a ${Array.isArray(value) ? "list: go through it with `each`" : "group of fields: name one of them"}`);
  return String(value);
}

function blockStatement(node: hbs.AST.BlockStatement, scope: Scope, run: Run): string {
  const name = nameOf(node.path);
  const [param, ...more] = node.params;
  if (!["if", "unless", "each", "with"].includes(name)) throw new Misuse(node, `there is no block \`${name}\`: there are if, unless, each and with`);
  if (param === undefined || more.length > 0 || (node.hash?.pairs.length ?? 0) > 0 || (node.program?.blockParams?.length ?? 0) > 0) throw new Misuse(node, `\`${name}\` takes one field and nothing else`);
  const value = valueOf(param, scope);
  const inside = (own: Scope): string => block(node.program?.body ?? [], own, run);
  const otherwise = (): string => block(node.inverse?.body ?? [], { ...scope, depth: scope.depth + 1 }, run);
  const same: Scope = { ...scope, depth: scope.depth + 1 };
  switch (name) {
    case "if": return holds(value) ? inside(same) : otherwise();
    case "unless": return holds(value) ? otherwise() : inside(same);
    case "with": return holds(value) ? inside({ value, above: scope, data: {}, depth: scope.depth + 1 }) : otherwise();
    default: return each(value, node, scope, inside, otherwise);
  }
}

function each(value: TemplateValue, node: hbs.AST.BlockStatement, scope: Scope, inside: (own: Scope) => string, otherwise: () => string): string {
  if (value === null) return otherwise();
  if (!isList(value)) throw new Misuse(node, "`each` goes through a list, and this is none");
  if (value.length === 0) return otherwise();
  return value.map((item, index) => inside({ value: item, above: scope, data: { index, first: index === 0, last: index === value.length - 1 }, depth: scope.depth + 1 })).join("");
}

function isList(value: TemplateValue): value is readonly TemplateValue[] {
  return Array.isArray(value);
}

function holds(value: TemplateValue): boolean {
  return isList(value) ? value.length > 0 : value !== null && value !== false && value !== "" && value !== 0;
}

/** A field is a value's own or it is not there: nothing is ever looked up further. */
function valueOf(node: hbs.AST.Node, scope: Scope): TemplateValue {
  switch (node.type) {
    case "StringLiteral": case "NumberLiteral": case "BooleanLiteral": return (node as hbs.AST.StringLiteral).value;
    case "PathExpression": return pathValue(node as hbs.AST.PathExpression, scope);
    default: throw new Misuse(node, "only a field may stand here");
  }
}

function pathValue(path: hbs.AST.PathExpression, scope: Scope): TemplateValue {
  let at: Scope | null = scope;
  for (let up = 0; up < path.depth; up += 1) at = at?.above ?? null;
  if (at === null) throw new Misuse(path, `\`${path.original}\` leads out of what there is`);
  const parts = path.parts as readonly string[];
  let value: TemplateValue = path.data === true ? at.data : at.value;
  for (const part of parts) {
    if (typeof value !== "object" || value === null || isList(value) || !Object.hasOwn(value, part)) throw new Misuse(path, `there is no field \`${path.original}\` here`);
    value = value[part] ?? null;
  }
  return value;
}

function nameOf(node: hbs.AST.Node): string {
  return node.type === "PathExpression" ? (node as hbs.AST.PathExpression).original : "this";
}
