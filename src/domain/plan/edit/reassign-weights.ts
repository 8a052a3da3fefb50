/**
 * The weights of key results when one person takes another's place: a further row from that date on, in which the one has the other's share as well.
 * A role that is handed over in a team would change what earlier rows meant, so those are written out by name, as they were.
 */
import { add, fraction, fractionText, readFraction, ZERO } from "../../model/fraction.ts";
import type { Fraction } from "../../model/fraction.ts";
import type { PlannedKeyResult, ReleasePlan } from "../../model/plan.ts";
import type { PlanNode } from "../yaml/plan-tree.ts";
import type { Pen } from "./plan-pen.ts";
import { flowMap, written } from "./plan-pen.ts";
import type { Handover } from "./reassign.ts";
import type { TextEdit } from "./text-edit.ts";

type Entries = readonly (readonly [name: string, weight: Fraction])[];
type Row = PlannedKeyResult["weights"][number];

/** Weights are written with at most three digits above and below. */
const FINEST = 999n;
const MOST_ROWS = 50;

export interface WeightEdits {
  readonly edits: readonly TextEdit[];
  readonly unwritten: readonly string[];
}

export function weightEdits(root: PlanNode, plan: ReleasePlan, handover: Handover, pen: Pen): WeightEdits {
  const roles = rolesOf(plan, handover.from);
  const all = plan.keyResults.map((result, index) => {
    const list = root.children.get("key_results")?.children.get(index)?.children.get("weights");
    const rows = list === undefined ? [] : [...list.children.values()].flatMap((node, at) => (result.weights[at] === undefined ? [] : [{ node, row: result.weights[at] }]));
    const edits = list === undefined ? [] : ofResult(list, rows, roles, handover, pen);
    return { id: result.id, edits };
  });
  return { edits: all.flatMap(({ edits }) => edits ?? []), unwritten: all.flatMap(({ id, edits }) => (edits === null ? [id] : [])) };
}

/** In lower case: the roles that the person has in some team. */
function rolesOf({ milestones, products }: ReleasePlan, who: string): ReadonlySet<string> {
  return new Set([...milestones, ...products].flatMap(({ team }) => team).flatMap((member) => (member.role !== null && same(member.who, who) ? [member.role.toLowerCase()] : [])));
}

interface Written {
  readonly node: PlanNode;
  readonly row: Row;
}

/** Null = what would have to be written is too fine. */
function ofResult(list: PlanNode, rows: readonly Written[], roles: ReadonlySet<string>, handover: Handover, pen: Pen): readonly TextEdit[] | null {
  const { from, to, at, since } = handover;
  const inForce = rows.findLastIndex(({ row }) => row.from <= at);
  const edits: TextEdit[] = [];
  for (const [index, { node, row }] of rows.entries()) {
    const of = node.children.get("of");
    if (of === undefined || !Object.keys(row.of).some((name) => same(name, from))) continue;
    const byRole = [...of.children.keys()].some((name) => roles.has(String(name).toLowerCase()));
    const after = byRole ? merged(resolved(row), handover) : merged(named(of), handover);
    const holdsThen = row.from >= at;
    if (!isWritable(after) || (byRole && !isWritable(resolved(row)))) return null;
    if (holdsThen && byRole) edits.push(pen.replaceMap(of, shown(after)));
    else if (holdsThen) edits.push(renamed(of, after, { from, to }, pen));
    else if (byRole) edits.push(pen.replaceMap(of, shown(resolved(row))));
    if (!holdsThen && index === inForce) {
      if (rows.length >= MOST_ROWS) return null;
      edits.push(pen.append(list, flowMap([["from", written(since)], ["of", flowMap(shown(after))]]), node));
    }
  }
  return edits;
}

/** The name alone where nothing else changes. */
function renamed(of: PlanNode, after: Entries, { from, to }: { readonly from: string; readonly to: string }, pen: Pen): TextEdit {
  const [, own] = [...of.children].find(([name]) => same(String(name), from)) ?? [];
  return own !== undefined && after.length === of.children.size ? pen.replaceKey(own, written(to)) : pen.replaceMap(of, shown(after));
}

function resolved({ of }: Row): Entries {
  return Object.entries(of).map(([name, [numerator, denominator]]) => [name, fraction(numerator, denominator)]);
}

function named(of: PlanNode): Entries {
  return [...of.children].map(([name, { value }]) => [String(name), readFraction(String(value)) ?? ZERO]);
}

function merged(before: Entries, { from, to }: Handover): Entries {
  const after = new Map<string, readonly [name: string, weight: Fraction]>();
  for (const [name, weight] of before) {
    const who = same(name, from) ? to : name;
    const known = after.get(who.toLowerCase());
    after.set(who.toLowerCase(), known === undefined ? [who, weight] : [known[0], add(known[1], weight)]);
  }
  return [...after.values()];
}

function isWritable(entries: Entries): boolean {
  return entries.every(([, { numerator, denominator }]) => numerator <= FINEST && denominator <= FINEST);
}

function shown(entries: Entries): readonly (readonly [key: string, value: string])[] {
  return entries.map(([name, weight]) => [name, fractionText(weight)]);
}

function same(first: string | null, second: string): boolean {
  return first !== null && first.toLowerCase() === second.toLowerCase();
}
