/**
 * Reading fields of a request's JSON body. A field of the wrong type is 422 in GitHub's words.
 */
import { ApiProblem } from "../api-problem.ts";
import type { Account } from "../state/account.ts";
import { findAccount } from "../state/account.ts";
import { invalid } from "../api-problem.ts";
import type { World } from "../world.ts";
import type { Json } from "./route.ts";

function wrongType(field: string, wanted: string): ApiProblem {
  return new ApiProblem(422, `Invalid request.\n\nFor 'properties/${field}', the value is not ${wanted}.`);
}

export function optionalText(body: Json, field: string): string | undefined {
  const value = body[field];
  if (value === undefined) return undefined;
  if (typeof value !== "string") throw wrongType(field, "a string");
  return value;
}

/** Undefined when absent, null when given as null. */
export function textOrNull(body: Json, field: string): string | null | undefined {
  return body[field] === null ? null : optionalText(body, field);
}

export function requiredText(body: Json, field: string): string {
  const value = optionalText(body, field);
  if (value === undefined) throw new ApiProblem(422, `Invalid request.\n\n"${field}" wasn't supplied.`);
  return value;
}

export function optionalFlag(body: Json, field: string): boolean | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "boolean") throw wrongType(field, "a boolean");
  return value;
}

export function optionalNumber(body: Json, field: string): number | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "number") throw wrongType(field, "an integer");
  return value;
}

export function requiredNumber(body: Json, field: string): number {
  const value = optionalNumber(body, field);
  if (value === undefined) throw new ApiProblem(422, `Invalid request.\n\n"${field}" wasn't supplied.`);
  return value;
}

/** An instant as ms UTC; undefined when absent. */
export function optionalInstant(body: Json, field: string): number | undefined {
  const text = textOrNull(body, field);
  return text == null ? undefined : instantFrom(text, field);
}

export function instantFrom(text: string, field: string): number {
  const value = Date.parse(text);
  if (Number.isNaN(value)) throw wrongType(field, "a date-time");
  return value;
}

/** A list of names: strings, or objects with a `name` as labels may be given. */
export function optionalNames(body: Json, field: string): string[] | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    const name: unknown = typeof item === "object" && item !== null ? (item as Json)["name"] : item;
    if (typeof name !== "string") throw wrongType(field, "an array of strings");
    return name;
  });
}

export function oneOf<T extends string>(body: Json, field: string, values: readonly T[]): T | undefined {
  const value = optionalText(body, field);
  if (value === undefined) return undefined;
  const found = values.find((each) => each === value);
  if (found === undefined) throw wrongType(field, `one of ${values.join(", ")}`);
  return found;
}

/** Accounts of these logins; 422 for one that does not exist. */
export function accountsNamed(world: World, logins: readonly string[], resource: string, field: string): Account[] {
  return logins.map((login) => {
    const account = findAccount(world, login);
    if (account === null) throw invalid({ resource, field, code: "invalid", value: login });
    return account;
  });
}
