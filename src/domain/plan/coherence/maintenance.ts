/** Planned maintenance has two exact ends in the right order, works on parts and tells audiences that the plan knows, and does not meet another on one part unsaid. */
import type { PlannedMaintenance } from "../../model/maintenance.ts";
import type { PlannedTime } from "../../model/instant.ts";
import { oneOfThese } from "../build/builder.ts";
import { plain, quoted } from "../quoted.ts";
import type { PlanPath } from "../source-map.ts";
import { inLine } from "./check.ts";
import type { Check, DatedPlace } from "./check.ts";

export function checkMaintenance(check: Check): void {
  checkNames(check);
  if (!areWhole(check)) return;
  check.plan.maintenance.forEach((maintenance, index) => {
    const exact = (["from", "to"] as const).map((end) => checkExact(check, maintenance[end], ["maintenance", index, end])).every((one) => one);
    if (exact) checkEnds(check, maintenance, index);
    checkOverlap(check, index);
    if (maintenance.notice.length > 0 && maintenance.audiences.length === 0) check.findings.warning(check.source.at(["maintenance", index, "notice"]), "no-audience", `Notice is given of ${plain(maintenance.title)}, and nobody is named who gets it.`, "say who is told: `audiences: [operators]`");
  });
}

/** Where one could not be read, the places of the others are not known by number. */
function areWhole({ plan, written }: Check): boolean {
  return plan.maintenance.length === (written.maintenance ?? []).length;
}

/** Both ends of each. Nights are what maintenance is for, so nobody asks about the hour. */
export function maintenanceTimes(check: Check): readonly DatedPlace[] {
  if (!areWhole(check)) return [];
  return check.plan.maintenance.flatMap(({ title, from, to }, index): readonly DatedPlace[] => [
    { path: ["maintenance", index, "from"], time: from, what: `${plain(title)} begins`, begins: true }, { path: ["maintenance", index, "to"], time: to, what: `${plain(title)} ends` },
  ]);
}

function checkNames({ plan, written, source, findings }: Check): void {
  const audiences = (plan.incidents?.audiences ?? []).map(({ id }) => id);
  const components = plan.incidents?.components ?? [];
  (written.maintenance ?? []).forEach((one, index) => {
    (one.audiences ?? []).forEach((id, at) => {
      if (!audiences.includes(id)) findings.error(source.at(["maintenance", index, "audiences", at]), "unknown-audience", `There is no audience ${quoted(id)}.`, () => oneOfThese(id, audiences, "incidents.audiences"));
    });
    // A plan that lists no components takes any word for one.
    if (components.length > 0) (one.components ?? []).forEach((id, at) => {
      if (!components.includes(id)) findings.error(source.at(["maintenance", index, "components", at]), "unknown-component", `There is no component ${quoted(id)}.`, () => oneOfThese(id, components, "incidents.components"));
    });
  });
}

function checkExact({ source, findings }: Check, time: PlannedTime, path: PlanPath): boolean {
  if (time.precision === "minute" && time.at !== null) return true;
  const day = /\d{4}-\d{2}-\d{2}/.exec(time.text)?.[0] ?? "2026-12-01";
  findings.error(source.at(path), "inexact-maintenance", `Maintenance ${path.at(-1) === "from" ? "begins" : "ends"} at an exact instant; ${plain(time.text)} is none.`, `write the time of day: ${day}T22:00`);
  return false;
}

function checkEnds(check: Check, { title, from, to }: PlannedMaintenance, index: number): void {
  const { source, findings, now } = check;
  if (from.at === null || to.at === null) return;
  if (to.at <= from.at) return findings.error(source.at(["maintenance", index, "to"]), "ends-before-start", `${plain(title)} ends (${to.text}) before it begins (${from.text}${inLine(check, ["maintenance", index, "from"])}).`, "exchange the two, or move one of them");
  if (now !== null && to.at < now - LISTED_AFTER) findings.warning(source.at(["maintenance", index, "to"]), "past-date", `${plain(title)} was over ${to.text}, which is past; the incident log does not list it any more.`, "take it out, or move it");
}

/** As long as it stands in the incident log. */
const LISTED_AFTER = 30 * 24 * 3_600_000;

/** With any before it on a part of both, once. */
function checkOverlap(check: Check, index: number): void {
  const { plan, source, findings } = check;
  const one = plan.maintenance[index];
  if (one === undefined) return;
  const met = plan.maintenance.slice(0, index).findIndex((other) => meet(one, other));
  const other = plan.maintenance[met];
  if (other === undefined) return;
  const shared = one.components.filter((component) => other.components.includes(component));
  const on = shared.length === 0 ? "and the plan does not say that they work on different parts" : `and both work on ${shared.slice(0, 5).map(quoted).join(", ")}`;
  findings.warning(source.at(["maintenance", index, "from"]), "overlap", `${plain(one.title)} and ${plain(other.title)}${inLine(check, ["maintenance", met, "from"])} are at the same time, ${on}.`, "move one of the two, unless both are meant to be then");
}

function meet(a: PlannedMaintenance, b: PlannedMaintenance): boolean {
  if (a.from.at === null || a.to.at === null || b.from.at === null || b.to.at === null) return false;
  const parts = a.components.length === 0 || b.components.length === 0 || a.components.some((component) => b.components.includes(component));
  return parts && a.from.at < b.to.at && b.from.at < a.to.at;
}
