/**
 * One person in the place of another, from a date on, as changes of the plan's text: whatever the one answers for and is not over becomes the other's,
 * who had it before is noted, and the weights of key results change with a row of their own from that date.
 *
 * Promises: what was before the date stays as it was: milestones that are over, what was agreed, and rows of weights, of which only those are written
 * out whose roles the other takes over. Each change is whole by itself, so that a part of them leaves a plan that can be read.
 */
import type { Instant } from "../../model/instant.ts";
import type { ReleasePlan } from "../../model/plan.ts";
import { newFindings } from "../findings.ts";
import { nearestName } from "../nearest.ts";
import { readPlanNode } from "../yaml/plan-node.ts";
import type { PlanNode } from "../yaml/plan-tree.ts";
import type { Pen } from "./plan-pen.ts";
import { flowMap, penFor, written } from "./plan-pen.ts";
import { weightEdits } from "./reassign-weights.ts";
import type { Hunk, TextEdit } from "./text-edit.ts";
import { hunksOf } from "./text-edit.ts";

export interface Handover {
  readonly from: string;
  readonly to: string;
  /** as the plan is to say it */
  readonly since: string;
  /** its first instant */
  readonly at: Instant;
  readonly because: string | null;
  /** ids of milestones that are over */
  readonly over: readonly string[];
}

export interface Reassignment {
  readonly hunks: readonly Hunk[];
  /** ids of key results whose weights are too fine to be written out; they are left to people */
  readonly unwritten: readonly string[];
}

type Kind = "one" | "names" | "people" | "manager" | "absences";

/** Where a plan says who answers for something: a value, a list of names, a list of people with what they do, a manager with those before, or who is away. */
export const PLACES: readonly (readonly [path: string, kind: Kind])[] = [
  ["release.manager", "manager"], ["release.deployment.owner", "one"], ["products.*.manager", "manager"], ["products.*.team", "people"],
  ["products.*.functionality.*.who", "one"], ["products.*.ci.*.who", "one"], ["milestones.*.manager", "manager"], ["milestones.*.team", "people"],
  ["milestones.*.parts.*.owner", "one"], ["milestones.*.parts.*.review", "names"], ["milestones.*.checklist.*.owner", "one"],
  ["freezes.*.waivers.approvers", "names"], ["objectives.*.manager", "one"], ["operations.*.owner", "one"], ["operations.*.manager", "one"],
  ["messages.*.author", "one"], ["risks.*.owner", "one"], ["windows.*.owner", "one"], ["documents.*.owner", "one"], ["blockers.*.owner", "one"], ["maintenance.*.owner", "one"],
  ["teams.*.chair", "one"], ["teams.*.members", "people"], ["teams.*.away", "absences"], ["environments.*.reported_by", "names"], ["incidents.owners", "names"], ["incidents.logs.readers", "names"],
];
const MOST_HANDED_OVER = 20;
const LONGEST_REASON = 200;

/** Null where the text is no plan. */
export function reassign(text: string, plan: ReleasePlan, handover: Handover): Reassignment | null {
  const root = readPlanNode(new TextEncoder().encode(text), newFindings(""))?.root ?? null;
  if (root === null) return null;
  const pen = penFor(text);
  const places = placesOf(root, handover.over);
  const edits = places.flatMap(({ node, above, kind }) => editsAt(node, above, kind, handover, pen));
  const weights = weightEdits(root, plan, handover, pen);
  return { hunks: hunksOf(text, [...edits, ...weights.edits]), unwritten: weights.unwritten };
}

/** Everybody whom the plan names for something that is not over, as it spells them. */
export function answerable(text: string, plan: ReleasePlan, over: readonly string[]): readonly string[] {
  const root = readPlanNode(new TextEncoder().encode(text), newFindings(""))?.root ?? null;
  const names = root === null ? [] : placesOf(root, over).flatMap(({ node, kind }) => (kind === "absences" ? [] : kind === "names" || kind === "people" ? [...node.children.values()].map(whoOf) : [node]).flatMap((one) => nameIn(one) ?? []));
  const weighing = plan.keyResults.flatMap(({ weights }) => Object.keys(weights.at(-1)?.of ?? {}));
  return [...new Map([...names, ...weighing].map((name) => [name.toLowerCase(), name])).values()];
}

export function nearestAnswerable(named: string, text: string, plan: ReleasePlan, over: readonly string[]): string | null {
  return nearestName(named, answerable(text, plan, over));
}

interface Place {
  readonly node: PlanNode;
  readonly above: PlanNode;
  readonly kind: Kind;
}

function placesOf(root: PlanNode, over: readonly string[]): readonly Place[] {
  return PLACES.flatMap(([path, kind]) => {
    const steps = path.split(".");
    let found: readonly { readonly node: PlanNode; readonly above: PlanNode }[] = [{ node: root, above: root }];
    for (const step of steps) {
      found = found.flatMap(({ node }) => (step === "*" ? [...node.children].filter(([at]) => typeof at === "number").map(([, child]) => child) : [node.children.get(step)]).flatMap((child) => (child === undefined ? [] : [{ node: child, above: node }])))
        .filter(({ node, above }) => !(above === root.children.get("milestones") && over.includes(String(node.children.get("id")?.value))));
    }
    return found.map((one) => ({ ...one, kind }));
  });
}

function editsAt(node: PlanNode, above: PlanNode, kind: Place["kind"], handover: Handover, pen: Pen): readonly TextEdit[] {
  // Whoever is in a team no more cannot be away from it, and the other need not be.
  if (kind === "absences") return pen.relist(node, [...node.children.values()].map((item) => (isName(whoOf(item), handover.from) ? null : pen.asWritten(item))));
  if (kind === "names" || kind === "people") return listEdits(node, handover, pen);
  if (!isName(node, handover.from)) return [];
  return [pen.replace(node, written(handover.to)), ...(kind === "manager" ? noted(node, above, handover, pen) : [])];
}

function noted(manager: PlanNode, above: PlanNode, { from, since, because }: Handover, pen: Pen): readonly TextEdit[] {
  const entry = flowMap([["by", written(from)], ["on", written(since)], ...(because === null ? [] : [["because", JSON.stringify(shortened(because))] as const])]);
  const list = above.children.get("handed_over");
  if (list === undefined) return [pen.addKey(above, manager, "handed_over", `[${entry}]`)];
  return list.children.size >= MOST_HANDED_OVER ? [] : [pen.append(list, entry)];
}

function shortened(text: string): string {
  const characters = Array.from(text);
  return characters.length <= LONGEST_REASON ? text : `${characters.slice(0, LONGEST_REASON - 1).join("")}…`;
}

/** Nobody stands twice in one role, or without any. What a team says of the one, the firm for instance, need not be so of the other. */
function listEdits(list: PlanNode, { from, to }: Handover, pen: Pen): readonly TextEdit[] {
  const all = [...list.children.values()];
  const roleOf = (item: PlanNode): string => (item.children.get("role")?.source ?? "").trim().toLowerCase();
  const standing = new Set(all.filter((one) => isName(whoOf(one), to)).map(roleOf));
  const texts = all.map((item): string | null => {
    const who = whoOf(item);
    if (!isName(who, from)) return pen.asWritten(item);
    if (standing.has(roleOf(item))) return null;
    standing.add(roleOf(item));
    if (who === item) return written(to);
    return ["organization", "load", "timezone"].some((key) => item.children.has(key)) ? pen.map(item, [["who", written(to)]]) : pen.rewritten(item, who, written(to));
  });
  return pen.relist(list, texts);
}

function whoOf(item: PlanNode): PlanNode {
  return item.children.get("who") ?? item;
}

function nameIn({ value }: PlanNode): string | null {
  return typeof value === "string" && value.trim() !== "" ? value : null;
}

function isName({ value, source }: PlanNode, name: string): boolean {
  const said = typeof value === "string" ? value : source;
  return said !== null && said.trim().toLowerCase() === name.toLowerCase();
}
