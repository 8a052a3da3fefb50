/** JSON files: what does not parse is named with line and column, what has the wrong shape with its place in the file. */
import { parseDocument, type DocumentOptions, type ParseOptions } from "yaml";
import type { z } from "zod";
import { counted } from "../text/enumeration.ts";
import { terminalText } from "../text/escape.ts";
import { inputProblem } from "./cli-problem.ts";
import { readInput } from "./input-file.ts";
import { printLines, type CliIo } from "./io.ts";

const ISSUES_SHOWN = 20;
/** characters; beyond that the place is not worth the time */
const LOCATED_AT_MOST = 1_000_000;

/** Every item of a JSON array by `schema`; all wrong items are told at once. */
export async function readJsonArray<T>(path: string, schema: z.ZodType<T>, io: CliIo): Promise<readonly T[]> {
  const name = terminalText(path, 300);
  const value = parseJson(await readInput(path, io), name);
  if (!Array.isArray(value)) throw inputProblem(`${name} must hold one JSON array, and it holds ${kindOf(value)}.`);
  const items: T[] = [];
  const wrong: string[] = [];
  for (const [index, item] of value.entries()) {
    const result = schema.safeParse(item);
    if (result.success) items.push(result.data);
    else wrong.push(...result.error.issues.map((issue) => `${name}: ${issueText(index, issue, item)}`));
  }
  if (wrong.length === 0) return items;
  printLines(io.stderr, wrong.slice(0, ISSUES_SHOWN));
  if (wrong.length > ISSUES_SHOWN) printLines(io.stderr, [`and ${counted(wrong.length - ISSUES_SHOWN, "more", "more")}`]);
  throw inputProblem(`${name} has ${counted(wrong.length, "wrong field")}.`);
}

function parseJson(bytes: Uint8Array, name: string): unknown {
  const text = decode(bytes, name);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw inputProblem(`${name}${faultIn(text)}.`);
  }
}

/**
 * ":2:18 is not JSON: …". The engine's own message gives no place and may quote the whole file; JSON is YAML too, and that parser knows lines.
 * It is slower and so only asked when something is wrong.
 */
function faultIn(text: string): string {
  const [error] = text.length > LOCATED_AT_MOST ? [] : parseDocument(text, { schema: "json", prettyErrors: false, maxAliasCount: 0 } as ParseOptions & DocumentOptions).errors;
  if (error === undefined) return " is not JSON";
  return `:${placeOf(text, error.pos[0])} is not JSON: ${terminalText(error.message, 120).replace(/[.:]$/, "")}`;
}

function decode(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw inputProblem(`${name} is not text in UTF-8.`);
  }
}

function placeOf(text: string, position: number): string {
  const before = text.slice(0, position).split("\n");
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

/** "[3].base.ref is missing", "[3].number must be a number, and is a text" */
function issueText(index: number, issue: z.core.$ZodIssue, item: unknown): string {
  const path = issue.path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
  const place = terminalText(`[${index}]${path}`, 200);
  if (issue.code !== "invalid_type") return `${place}: ${terminalText(issue.message, 200)}`;
  const value = valueAt(item, issue.path);
  return value === undefined ? `${place} is missing` : `${place} must be ${EXPECTED[issue.expected] ?? issue.expected}, and is ${kindOf(value)}`;
}

const EXPECTED: Readonly<Record<string, string>> = { string: "a text", number: "a number", int: "a whole number", boolean: "true or false", object: "an object", array: "a list" };

/** undefined = there is nothing at that path */
function valueAt(item: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (typeof value === "object" && value !== null ? (value as Readonly<Record<PropertyKey, unknown>>)[key] : undefined), item);
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  const names: Readonly<Record<string, string>> = { object: "an object", string: "a text", number: "a number", boolean: "true or false" };
  return names[typeof value] ?? typeof value;
}
