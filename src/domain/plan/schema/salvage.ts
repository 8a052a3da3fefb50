/**
 * What zod refused, made fit to look further: keys that were guessed wrongly are read as what they most likely mean, what cannot be used is taken out.
 * The plan is refused all the same; this only lets a person see the wrong date beside the wrong key, instead of one after the other.
 */
import type { z } from "zod";
import type { PlanPath, SourceMap } from "../source-map.ts";
import { keysOf, schemaAt } from "./schema-problem.ts";
import { meantPath } from "./unknown-key.ts";

/** A plan with this many mistakes is not a plan with a mistake; going on would only make noise. */
const MOST_MISTAKES = 100;

/** What has been taken out so far, by `JSON.stringify` of its path: to find it missing afterwards is no news. */
export type Removed = Set<string>;

/** Changes `value` in place, and gives the new places of what it moved to `source`. False = there is nothing to go on with. */
export function mendOrRemove(schema: z.ZodType, value: Record<string, unknown>, issues: readonly z.core.$ZodIssue[], source: SourceMap, removed: Removed): boolean {
  const mistakes = issues.reduce((count, issue) => count + (issue.code === "unrecognized_keys" ? issue.keys.length : 1), 0);
  if (mistakes > MOST_MISTAKES) return false;
  const wrong = issues.filter((issue) => issue.code !== "unrecognized_keys");
  const missing = wrong.filter((issue) => valueAt(value, issue.path as PlanPath) === undefined);
  for (const issue of issues) if (issue.code === "unrecognized_keys") moveKeys(schema, value, issue.path as PlanPath, issue.keys, source);
  // What was missing may just have been moved into its place; then it is looked at in the next round.
  if (missing.some((issue) => valueAt(value, issue.path as PlanPath) === undefined)) return false;
  return wrong.filter((issue) => !missing.includes(issue)).every((issue) => mendValue(value, issue, source, removed));
}

function moveKeys(schema: z.ZodType, value: Record<string, unknown>, path: PlanPath, keys: readonly string[], source: SourceMap): void {
  const section = holderOf(value, path);
  if (section === null) return;
  const known = keysOf(schemaAt(schema, path));
  for (const key of keys) {
    moveToMeant(section, key, meantPath(key, known), path, source);
    Reflect.deleteProperty(section, key);
  }
}

/** `name: 2.4` is read as the text it was meant to be; anything else that does not fit is taken out. False = it has been taken out before. */
function mendValue(value: Record<string, unknown>, issue: z.core.$ZodIssue, source: SourceMap, removed: Removed): boolean {
  const path = issue.path as PlanPath;
  const [key] = path.slice(-1);
  const holder = key === undefined ? null : holderOf(value, path.slice(0, -1));
  if (holder === null || key === undefined || removed.has(JSON.stringify(path))) return false;
  const wrong = holder[key];
  if (issue.code === "invalid_type" && issue.expected === "string" && (typeof wrong === "number" || typeof wrong === "boolean")) {
    holder[key] = source.node(path)?.source ?? String(wrong);
  } else {
    removed.add(JSON.stringify(path));
    remove(value, path);
  }
  return true;
}

/** Only into an empty place: what a person wrote under the right name stands. */
function moveToMeant(section: Record<PropertyKey, unknown>, key: string, meant: readonly [string, ...string[]] | null, path: PlanPath, source: SourceMap): void {
  if (meant === null || Object.hasOwn(section, meant[0])) return;
  const [first, inner] = meant;
  section[first] = inner === undefined ? section[key] : { [inner]: section[key] };
  source.alias(path, key, meant);
}

function valueAt(root: Record<string, unknown>, path: PlanPath): unknown {
  const [key] = path.slice(-1);
  return key === undefined ? root : holderOf(root, path.slice(0, -1))?.[key];
}

function holderOf(root: Record<string, unknown>, path: PlanPath): Record<PropertyKey, unknown> | null {
  let holder: unknown = root;
  for (const step of path) {
    if (typeof holder !== "object" || holder === null) return null;
    holder = (holder as Record<PropertyKey, unknown>)[step];
  }
  return typeof holder === "object" && holder !== null ? (holder as Record<PropertyKey, unknown>) : null;
}

/** An item of a list takes the whole list with it: a hole would shift the place of every item after it. */
function remove(root: Record<string, unknown>, path: PlanPath): void {
  const lastName = path.findLastIndex((step) => typeof step !== "number");
  const holder = holderOf(root, path.slice(0, lastName));
  const name = path[lastName];
  if (holder !== null && name !== undefined) Reflect.deleteProperty(holder, name);
}
