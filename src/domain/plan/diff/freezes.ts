/** What a changed freeze lets in that it stopped before, and the other way round. */
import type { Instant } from "../../model/instant.ts";
import type { Freeze, FreezeBound, ReleasePlan } from "../../model/plan.ts";
import { difference, listDifferences } from "./difference.ts";
import type { PlanDifference } from "./difference.ts";

export function compareFreezes(before: ReleasePlan, after: ReleasePlan): readonly PlanDifference[] {
  const removed = before.freezes.filter((freeze) => !after.freezes.some((other) => other.id === freeze.id));
  const added = after.freezes.filter((freeze) => !before.freezes.some((other) => other.id === freeze.id));
  const kept = before.freezes.flatMap((freeze) => {
    const other = after.freezes.find((one) => one.id === freeze.id);
    return other === undefined ? [] : compareFreeze(before, freeze, after, other);
  });
  return [
    ...removed.map((freeze) => difference("freeze-removed", freeze.mode === "enforce" ? "thaws" : "none", `freezes.${freeze.id}`, freeze.id, freeze.title, null)),
    ...added.map((freeze) => difference("freeze-added", freeze.mode === "enforce" ? "tightens" : "none", `freezes.${freeze.id}`, freeze.id, null, freeze.title)),
    ...kept,
  ];
}

function compareFreeze(planBefore: ReleasePlan, before: Freeze, planAfter: ReleasePlan, after: Freeze): readonly PlanDifference[] {
  const path = `freezes.${after.id}`;
  const at = { subject: after.id };
  const found = [
    ...compareBegin(planBefore, before, planAfter, after),
    ...compareEnd(planBefore, before, planAfter, after),
    ...(before.mode === after.mode ? [] : [difference("mode-changed", after.mode === "observe" ? "thaws" : "tightens", `${path}.mode`, after.id, before.mode, after.mode)]),
    ...listDifferences({ ...at, path: `${path}.allow`, before: before.allow, after: after.allow, lost: ["allow-narrowed", "tightens"], gained: ["allow-widened", "thaws"] }),
    ...(["products", "repositories", "paths"] as const).flatMap((name) => listDifferences({
      ...at, path: `${path}.except.${name}`, before: before.except[name], after: after.except[name], lost: ["exceptions-narrowed", "tightens"], gained: ["exceptions-widened", "thaws"],
    })),
    ...listDifferences({ ...at, path: `${path}.agreed`, before: agreedPulls(before), after: agreedPulls(after), lost: ["agreed-removed", "tightens"], gained: ["agreed-added", "thaws"] }),
    ...compareScope(planBefore, before, planAfter, after, path),
    ...compareWaivers(before, after, path),
    ...(before.notice.join() === after.notice.join() ? [] : [difference("notice-changed", "none", `${path}.notice`, after.id, before.notice.join(", "), after.notice.join(", "))]),
  ];
  // A freeze that only observed stopped nothing, so nothing of it can thaw; one that only observes now can stop nothing.
  return found.map((one) => ({ ...one, thaws: one.thaws && before.mode === "enforce", tightens: one.tightens && after.mode === "enforce" }));
}

function agreedPulls(freeze: Freeze): readonly string[] {
  return freeze.agreed.flatMap((entry) => entry.pulls.map((pull) => `${pull.repository}#${pull.number}`));
}

function compareScope(planBefore: ReleasePlan, before: Freeze, planAfter: ReleasePlan, after: Freeze, path: string): readonly PlanDifference[] {
  const known = new Set([...planBefore.products, ...planAfter.products].map((product) => product.id));
  const products = listDifferences({
    path: `${path}.products`, subject: after.id, before: before.products ?? [...known], after: after.products ?? [...known], lost: ["scope-narrowed", "thaws"], gained: ["scope-widened", "tightens"],
  });
  if ((before.branches === null) !== (after.branches === null)) {
    // Each product's own branch on one side, named ones on the other: some may open and others close.
    return [...products, difference("branches-dropped", "both", `${path}.branches`, after.id, before.branches?.join(", ") ?? null, after.branches?.join(", ") ?? null)];
  }
  return [...products, ...listDifferences({ path: `${path}.branches`, subject: after.id, before: before.branches ?? [], after: after.branches ?? [], lost: ["branches-dropped", "thaws"], gained: ["branches-added", "tightens"] })];
}

function compareWaivers(before: Freeze, after: Freeze, path: string): readonly PlanDifference[] {
  const approvers = before.waivers.approvers.join() === after.waivers.approvers.join() ? [] : [
    difference("approvers-changed", "thaws", `${path}.waivers.approvers`, after.id, before.waivers.approvers.join(", "), after.waivers.approvers.join(", ")),
  ];
  const [was, is] = [before.waivers.approvals, after.waivers.approvals];
  if (was === is) return approvers;
  return [...approvers, difference(is < was ? "approvals-lowered" : "approvals-raised", is < was ? "thaws" : "tightens", `${path}.waivers.approvals`, after.id, String(was), String(is))];
}

/** By product, and under "" for all others: when the clock alone begins or ends it; Infinity where no clock does. */
function instantsOf(plan: ReleasePlan, bound: FreezeBound): ReadonlyMap<string, Instant> {
  if ("time" in bound) return new Map([["", bound.time.at ?? Infinity]]);
  const milestone = plan.milestones.find((one) => one.id === bound.milestone);
  const own = Object.entries(milestone?.dueFor ?? {}).map(([product, time]) => [product, time.at ?? Infinity] as const);
  return new Map([["", milestone?.due?.at ?? Infinity], ...own]);
}

function compareBegin(planBefore: ReleasePlan, before: Freeze, planAfter: ReleasePlan, after: Freeze): readonly PlanDifference[] {
  const [was, is] = [instantsOf(planBefore, before.from), instantsOf(planAfter, after.from)];
  const shifts = [...new Set([...was.keys(), ...is.keys()])].map((product) => shift(was.get(product) ?? was.get("") ?? Infinity, is.get(product) ?? is.get("") ?? Infinity));
  const path = `freezes.${after.id}.from`;
  const [wasText, isText] = [boundText(planBefore, before.from), boundText(planAfter, after.from)];
  const found: PlanDifference[] = [];
  if (shifts.some((one) => one > 0)) found.push(difference("freeze-begins-later", "thaws", path, after.id, wasText, isText));
  if (shifts.some((one) => one < 0)) found.push(difference("freeze-begins-earlier", "tightens", path, after.id, wasText, isText));
  // Another milestone, or none, may be reached at another time than this one, whatever the dates say.
  if (nameOf(before.from) !== nameOf(after.from)) found.push(difference("freeze-begin-changed", "both", path, after.id, wasText, isText));
  return found;
}

function shift(was: number, is: number): number {
  return was === is ? 0 : is > was ? 1 : -1;
}

function compareEnd(planBefore: ReleasePlan, before: Freeze, planAfter: ReleasePlan, after: Freeze): readonly PlanDifference[] {
  const path = `freezes.${after.id}.until`;
  const [was, is] = [before.until, after.until];
  const texts = [was === null ? null : boundText(planBefore, was), is === null ? null : boundText(planAfter, is)] as const;
  if (was === null || is === null) {
    if (was === is) return [];
    return [difference("freeze-end-changed", is === null ? "tightens" : "thaws", path, after.id, ...texts)];
  }
  if ("time" in was && "time" in is) {
    const direction = shift(was.time.at ?? Infinity, is.time.at ?? Infinity);
    if (direction === 0) return [];
    return [difference(direction < 0 ? "freeze-ends-earlier" : "freeze-ends-later", direction < 0 ? "thaws" : "tightens", path, after.id, ...texts)];
  }
  // A milestone ends it only by being reached, so a new due date of the same one thaws nothing.
  if (nameOf(was) === nameOf(is)) return [];
  const [wasName, isName] = [nameOf(was), nameOf(is)];
  const laterStep = wasName !== null && isName !== null && comesAfter(planAfter, isName, wasName);
  const effect = laterStep || ("time" in was && isName !== null) ? "tightens" : "thaws";
  return [difference("freeze-end-changed", effect, path, after.id, ...texts)];
}

function nameOf(bound: FreezeBound): string | null {
  return "time" in bound ? null : bound.milestone;
}

function boundText(plan: ReleasePlan, bound: FreezeBound): string {
  if ("time" in bound) return bound.time.text;
  const due = plan.milestones.find((one) => one.id === bound.milestone)?.due?.text;
  return due === undefined ? bound.milestone : `${bound.milestone} (${due})`;
}

/** Does `later` need `earlier` to be reached first, directly or by way of others? */
function comesAfter(plan: ReleasePlan, later: string, earlier: string): boolean {
  const seen = new Set<string>();
  const open = [later];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const { after = [] } = plan.milestones.find((one) => one.id === id) ?? {};
    if (after.includes(earlier)) return true;
    open.push(...after);
  }
  return false;
}
