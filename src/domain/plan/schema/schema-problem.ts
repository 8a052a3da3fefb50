/** What zod found, in our own sentences: which field, what stands there, what to write instead. */
import { z } from "zod";
import type { Findings } from "../findings.ts";
import { plain, quoted } from "../quoted.ts";
import { pathText } from "../source-map.ts";
import type { PlanPath, SourceMap } from "../source-map.ts";
import { hintForKey, meantPath } from "./unknown-key.ts";

type Issue = z.core.$ZodIssue;

export function reportIssues(schema: z.ZodType, issues: readonly Issue[], source: SourceMap, findings: Findings): void {
  const meant = meantBy(schema, issues);
  for (const issue of issues) {
    // What is missing stands there under a wrong name, which is said already.
    if (!meant.has(JSON.stringify(issue.path))) reportIssue(schema, issue, source, findings);
  }
}

/** Places that unknown keys were meant for. */
function meantBy(schema: z.ZodType, issues: readonly Issue[]): ReadonlySet<string> {
  const meant = new Set<string>();
  for (const issue of issues) {
    if (issue.code !== "unrecognized_keys" || issue.keys.length > 100) continue;
    const known = keysOf(schemaAt(schema, issue.path as PlanPath));
    for (const key of issue.keys) {
      const [name] = meantPath(key, known) ?? [];
      if (name !== undefined) meant.add(JSON.stringify([...issue.path, name]));
    }
  }
  return meant;
}

function reportIssue(schema: z.ZodType, issue: Issue, source: SourceMap, findings: Findings): void {
  const path = issue.path as PlanPath;
  if (issue.code === "unrecognized_keys") return reportUnknownKeys(schema, path, issue.keys, source, findings);
  const field = schemaAt(schema, path);
  const inner = issue.code === "invalid_union" ? insideUnion(issue, source.node(path)?.value) : null;
  if (inner !== null) return reportIssues(schema, inner.map((one) => ({ ...one, path: [...path, ...one.path] })), source, findings);
  const node = source.node(path);
  if (node === null) {
    findings.error(source.at(path.slice(0, -1)), "missing", `${section(path)} needs ${quoted(String(path.at(-1) ?? ""))}.`, exampleOf(field, path));
    return;
  }
  const { code, says, hint } = explain(issue, node.value, node.source, field, path);
  findings.error(source.at(path), code, `${quoted(pathText(path))} ${says}.`, hint);
}

function section(path: PlanPath): string {
  return path.length < 2 ? "A plan" : quoted(pathText(path.slice(0, -1)));
}

function reportUnknownKeys(schema: z.ZodType, path: PlanPath, keys: readonly string[], source: SourceMap, findings: Findings): void {
  const known = keysOf(schemaAt(schema, path));
  for (const key of keys) {
    const where = path.length === 0 ? "" : ` in ${quoted(pathText(path))}`;
    // `{ title: Roles, and why }`: a comma that was meant as part of the text.
    const loose = key.includes(" ") && source.node([...path, key])?.source === "";
    const hint = (): string => (loose ? "inside brackets a comma separates; if this belongs to the text before it, put that text in quotes" : hintForKey(key, known));
    findings.error(source.key([...path, key]), "unknown-key", `Unknown key ${quoted(key)}${where}.`, hint);
  }
}

/** A section or list given where a union allows one: what is wrong inside it says more than "fits none of them". */
function insideUnion(issue: z.core.$ZodIssueInvalidUnion, value: unknown): readonly Issue[] | null {
  if (typeof value !== "object" || value === null) return null;
  const candidates = issue.errors.filter((errors) => !errors.some((one) => one.path.length === 0 && (one.code === "invalid_type" || one.code === "invalid_value")));
  // The option that fits best is the one with the fewest complaints.
  return candidates.toSorted((a, b) => a.length - b.length)[0] ?? null;
}

interface Explanation {
  readonly code: string;
  readonly says: string;
  readonly hint: string | null;
}

function explain(issue: Issue, value: unknown, source: string | null, field: z.ZodType | null, path: PlanPath): Explanation {
  const example = exampleOf(field, path);
  if (value === null) return { code: "empty", says: "is empty", hint: example === null ? "write a value, or remove the line" : `${example}, or remove the line` };
  if (issue.code === "invalid_value") return oneOf(issue.values.map(String), value, path);
  if (issue.code === "invalid_format" || issue.code === "custom" || issue.code === "too_big" || issue.code === "too_small") return { code: "bad-value", says: issue.message, hint: example };
  const expected = expectedOf(field, issue);
  const key = String(path.findLast((step) => typeof step === "string") ?? "");
  if (expected === "text" && typeof value !== "object") return { code: "not-text", says: `is ${kindOf(value)} here, and must be a text`, hint: `put it in quotes: ${label(path, key)}"${plain(source ?? "")}"` };
  if (expected === "true or false") return { code: "wrong-type", says: `must be true or false, and is ${kindOf(value)}`, hint: /^(?:no|off|n)$/i.test(String(source)) ? `write \`${key}: false\`` : `write \`${key}: true\`` };
  if (expected === "a list" && typeof value === "string") return { code: "wrong-type", says: "must be a list, and is one text", hint: `write \`${key}: [${plain(value).split(/\s*[,;]\s*/).map(piece).join(", ")}]\`` };
  return { code: "wrong-type", says: `must be ${expected}, and is ${kindOf(value)}`, hint: example };
}

/** In quotes where YAML would read it as something else. */
function piece(text: string): string {
  return /^[@&*!|>%#?{}[\]'"`:-]/.test(text) ? `"${text.replaceAll('"', "'")}"` : text;
}

function label(path: PlanPath, key: string): string {
  return typeof path.at(-1) === "number" ? "" : `${key}: `;
}

const KINDS_MEANT: Readonly<Record<string, string>> = { fix: "bugfix", bug: "bugfix", bugs: "bugfix", bugfixes: "bugfix", feat: "feature", features: "feature", doc: "docs", documentation: "docs", tests: "test", testing: "test", deps: "dependency", dependencies: "dependency", chores: "chore", releases: "release", all: "*", any: "*" };

function oneOf(values: readonly string[], value: unknown, path: PlanPath): Explanation {
  const given = typeof value === "string" ? value : "";
  const choices = values.filter((one) => one !== "unknown" && one !== "*");
  if (path.length === 1 && path[0] === "version") return { code: "unknown-version", says: "is not a version of this format that can be read", hint: "write `version: 1`" };
  const meant = Object.hasOwn(KINDS_MEANT, given) && values.includes(KINDS_MEANT[given] ?? "") ? KINDS_MEANT[given] : choices.find((one) => one.toLowerCase() === given.toLowerCase());
  return { code: "bad-value", says: `cannot be ${typeof value === "string" ? quoted(value) : kindOf(value)}`, hint: meant === undefined ? `one of: ${choices.join(", ")}` : `did you mean \`${meant}\`?` };
}

function kindOf(value: unknown): string {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "number") return Number.isFinite(value) ? "a number" : "not a number that can be counted with";
  if (typeof value === "boolean") return "true or false";
  return typeof value === "string" ? "a text" : "a section";
}

function expectedOf(field: z.ZodType | null, issue: Issue): string {
  const expected = issue.code === "invalid_type" ? issue.expected : null;
  if (expected === "array" || field instanceof z.ZodArray) return "a list";
  if (field instanceof z.ZodUnion && field.options.some((one) => one instanceof z.ZodNumber)) return "true or a whole number";
  if (expected === "boolean" || field instanceof z.ZodBoolean) return "true or false";
  if (expected === "number" || expected === "int") return "a whole number";
  if (field instanceof z.ZodUnion && !field.options.some((one) => one instanceof z.ZodString) && field.options.some((one) => one instanceof z.ZodArray)) return "a list";
  if (expected === "string" || (field instanceof z.ZodUnion && field.options.some((one) => one instanceof z.ZodString))) return "text";
  return "a section with keys of its own";
}

function exampleOf(field: z.ZodType | null, path: PlanPath): string | null {
  const examples = field?.meta()?.examples as readonly unknown[] | undefined;
  const example = examples?.[0];
  if (example === undefined) return null;
  const key = path.at(-1);
  return `write \`${typeof key === "string" && typeof example !== "object" ? `${plain(key)}: ` : ""}${flow(example)}\``;
}

/** A value as YAML on one line. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (typeof value === "object" && value !== null) return `{ ${Object.entries(value).map(([key, one]) => `${key}: ${flow(one)}`).join(", ")} }`;
  const text = String(value);
  return typeof value === "string" && /^[\d.]+$/.test(text) ? `"${text}"` : text;
}

/** Keys that a section may have; of a choice of sections, all of them. */
export function keysOf(field: z.ZodType | null): readonly string[] {
  if (field instanceof z.ZodObject) return Object.keys(field.shape);
  return field instanceof z.ZodUnion ? [...new Set(field.options.flatMap((one) => keysOf(one as z.ZodType)))] : [];
}

/** The schema of the value at a path; null where it has none. Keeps what carries the description. */
export function schemaAt(schema: z.ZodType, path: PlanPath): z.ZodType | null {
  const [step, ...rest] = path;
  if (step === undefined) return schema instanceof z.ZodOptional && schema.meta()?.examples === undefined ? (schema.unwrap() as z.ZodType) : schema;
  if (schema instanceof z.ZodOptional) return schemaAt(schema.unwrap() as z.ZodType, path);
  if (schema instanceof z.ZodObject) {
    const shape = schema.shape as Record<string, z.ZodType>;
    const child = Object.hasOwn(shape, step) ? shape[step] : undefined;
    return child === undefined ? null : schemaAt(child, rest);
  }
  if (schema instanceof z.ZodArray) return schemaAt(schema.element as z.ZodType, rest);
  if (schema instanceof z.ZodRecord) return schemaAt(schema.valueType as z.ZodType, rest);
  if (schema instanceof z.ZodUnion) return schema.options.map((one) => schemaAt(one as z.ZodType, path)).find((one) => one !== null) ?? null;
  return null;
}
