/** Reads the facts that a reason or a way in carries. A fact that is absent or of another shape is null or empty, never a crash on somebody's check. */
import type { Reason } from "../domain/model/decision.ts";
import { CHANGE_KINDS, type ChangeKind } from "../domain/model/change-kind.ts";

type Facts = Reason["facts"];

export function textFact(facts: Facts, name: string): string | null {
  const value = facts[name];
  return typeof value === "string" && value !== "" ? value : null;
}

export function numberFact(facts: Facts, name: string): number | null {
  const value = facts[name];
  return typeof value === "number" ? value : null;
}

/** A list; a single string counts as a list of one. */
export function listFact(facts: Facts, name: string): readonly string[] {
  const value = facts[name];
  if (typeof value === "string") return value === "" ? [] : [value];
  return Array.isArray(value) ? (value as readonly string[]) : [];
}

export function kindsFact(facts: Facts, name: string): readonly ChangeKind[] {
  const given = listFact(facts, name);
  return CHANGE_KINDS.filter((kind) => given.includes(kind));
}
