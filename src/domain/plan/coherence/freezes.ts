/** Freezes that cannot be: ending before they begin, or holding nothing. */
import type { Instant } from "../../model/instant.ts";
import type { Freeze, FreezeBound, ReleasePlan } from "../../model/plan.ts";
import { frozenProducts } from "../calendar.ts";
import { plain, quoted } from "../quoted.ts";
import { inLine } from "./check.ts";
import type { Check } from "./check.ts";

export function checkFreezes(check: Check): void {
  const { plan, written } = check;
  // Where one could not be read, the places of the others are not known by number; they are judged in the next round.
  if (plan.freezes.length !== (written.freezes ?? []).length) return;
  plan.freezes.forEach((freeze, index) => {
    checkEnd(check, freeze, index);
    checkHolds(check, freeze, index);
  });
}

function checkEnd(check: Check, freeze: Freeze, index: number): void {
  const { plan, source, findings } = check;
  const { from, until } = freeze;
  if (until === null) return;
  const place = source.at(["freezes", index, "until"]);
  if ("milestone" in from && "milestone" in until) {
    if (from.milestone === until.milestone) return findings.error(place, "empty-freeze", `The freeze begins and ends with ${quoted(from.milestone)}, so it holds nothing.`, "name the milestone that ends it");
    if (comesBefore(plan, until.milestone, from.milestone)) return findings.error(place, "ends-before-start", `The freeze ends with ${quoted(until.milestone)}, which comes before ${quoted(from.milestone)}, where it begins.`, "exchange `from` and `until`");
  }
  const [start, end] = [instantOf(plan, from), instantOf(plan, until)];
  if (start === null || end === null || start < end) return;
  // A milestone ends a freeze only by being reached, so dates out of order alone do not make it impossible; a time is the clock's.
  const certain = "time" in until || "milestone" in from;
  const says = `The freeze ends (${textOf(plan, until)}) before it begins (${textOf(plan, from)}${inLine(check, ["freezes", index, "from"])}).`;
  if (certain) findings.error(place, "ends-before-start", says, "exchange the two, or move one of the dates");
  else findings.warning(place, "ends-before-start", says, "move one of the dates");
}

function instantOf(plan: ReleasePlan, bound: FreezeBound): Instant | null {
  if ("time" in bound) return bound.time.start ?? bound.time.at;
  return plan.milestones.find((milestone) => milestone.id === bound.milestone)?.due?.at ?? null;
}

function textOf(plan: ReleasePlan, bound: FreezeBound): string {
  if ("time" in bound) return plain(bound.time.text);
  const milestone = plan.milestones.find((one) => one.id === bound.milestone);
  return milestone === undefined ? plain(bound.milestone) : `${plain(milestone.title)}, due ${plain(milestone.due?.text ?? "at no date")}`;
}

function comesBefore(plan: ReleasePlan, earlier: string, later: string): boolean {
  const after = new Map(plan.milestones.map((milestone) => [milestone.id, milestone.after]));
  const seen = new Set<string>();
  const open = [...(after.get(later) ?? [])];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === earlier) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...(after.get(id) ?? []));
  }
  return false;
}

function checkHolds({ plan, source, findings }: Check, freeze: Freeze, index: number): void {
  if (plan.products.length > 0 && frozenProducts(plan, freeze).length === 0) {
    findings.warning(source.key(["freezes", index, "except"]), "holds-nothing", `${plain(freeze.title)} holds no product: all of them are excepted.`, "leave at least one product in");
  }
  if (freeze.allow.length === 0) findings.warning(source.at(["freezes", index, "allow"]), "allows-nothing", `${plain(freeze.title)} allows no kind of change, not even the release.`, "write `allow: [release]`, or say in `because` that it is meant so");
  freeze.except.products.forEach((id, at) => {
    if (freeze.products !== null && !freeze.products.includes(id)) findings.warning(source.at(["freezes", index, "except", "products", at]), "needless-exception", `${quoted(id)} is excepted from a freeze that does not name it.`, "remove it");
  });
}
