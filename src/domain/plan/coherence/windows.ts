/** Windows have two exact ends in the right order, and a document is final before the first window that it holds for opens. */
import type { PlannedTime } from "../../model/instant.ts";
import type { PlannedDocument, PlannedWindow } from "../../model/plan-record.ts";
import { plain } from "../quoted.ts";
import type { PlanPath } from "../source-map.ts";
import { inLine } from "./check.ts";
import type { Check, DatedPlace } from "./check.ts";

export function checkWindows(check: Check): void {
  if (!areWhole(check)) return;
  check.plan.windows.forEach((window, index) => {
    const exact = (["opens", "closes"] as const).map((end) => checkExact(check, window[end], ["windows", index, end])).every((one) => one);
    if (exact) checkEnds(check, window, index);
    checkFollows(check, index);
  });
  check.plan.documents.forEach((document, index) => checkDocument(check, document, index));
}

/** Where one could not be read, the places of the others are not known by number. */
function areWhole({ plan, written }: Check): boolean {
  return plan.windows.length === (written.windows ?? []).length && plan.documents.length === (written.documents ?? []).length;
}

/** Both ends of every window. */
export function windowTimes(check: Check): readonly DatedPlace[] {
  if (!areWhole(check)) return [];
  return check.plan.windows.flatMap(({ title, opens, closes }, index): readonly DatedPlace[] => [
    { path: ["windows", index, "opens"], time: opens, what: `${plain(title)} opens`, begins: true }, { path: ["windows", index, "closes"], time: closes, what: `${plain(title)} closes` },
  ]);
}

/** Where a document names its own date. */
export function documentTimes(check: Check): readonly DatedPlace[] {
  if (!areWhole(check)) return [];
  return check.plan.documents.flatMap(({ title, final }, index): readonly DatedPlace[] => (final === null ? [] : [{ path: ["documents", index, "final"], time: final, what: `${plain(title)} is final` }]));
}

/** A bare day or a range leaves open on which second the first comment counts. */
function checkExact({ source, findings }: Check, time: PlannedTime, path: PlanPath): boolean {
  if (time.precision === "minute" && time.at !== null) return true;
  const day = /\d{4}-\d{2}-\d{2}/.exec(time.text)?.[0] ?? "2026-12-01";
  findings.error(source.at(path), "inexact-window", `A window ${path.at(-1) === "opens" ? "opens" : "closes"} at an exact instant; ${plain(time.text)} is none.`, `write the time of day with its zone: ${day}T12:00Z`);
  return false;
}

function checkEnds(check: Check, { title, opens, closes }: PlannedWindow, index: number): void {
  const { source, findings, now } = check;
  const place = source.at(["windows", index, "closes"]);
  if (opens.at === null || closes.at === null) return;
  if (closes.at <= opens.at) return findings.error(place, "ends-before-start", `${plain(title)} closes (${closes.text}) before it opens (${opens.text}${inLine(check, ["windows", index, "opens"])}).`, "exchange the two, or move one of them");
  if (now !== null && closes.at < now) findings.warning(place, "past-date", `${plain(title)} closed ${closes.text}, which is past; nothing that comes in now counts.`, "move it, or take the window out");
}

/** Windows stand in the order in which they follow each other; those that open together are meant to run side by side. */
function checkFollows(check: Check, index: number): void {
  const { plan, source, findings } = check;
  const [before, window] = [plan.windows[index - 1], plan.windows[index]];
  if (before?.opens.at == null || before.closes.at === null || window?.opens.at == null) return;
  const path = ["windows", index, "opens"];
  const says = `${plain(window.title)} opens ${window.opens.text}`;
  const other = `${plain(before.title)}${inLine(check, ["windows", index - 1, "opens"])}`;
  if (window.opens.at < before.opens.at) findings.warning(source.at(path), "out-of-order", `${says}, before ${other}, which stands before it.`, "list windows in the order in which they open, or move one of them");
  else if (window.opens.at > before.opens.at && window.opens.at < before.closes.at) findings.warning(source.at(path), "overlap", `${says}, while ${other} is still open, until ${before.closes.text}.`, "move one of the two, unless both are meant to be open");
}

function checkDocument(check: Check, { title, final, windows }: PlannedDocument, index: number): void {
  const { plan, source, findings } = check;
  if (final === null && windows.length === 0) {
    findings.warning(source.at(["documents", index, "id"]), "no-date", `Nothing says when ${plain(title)} must be final, so it is not watched.`, "add `final: 2026-12-01T12:00Z`, or the windows during which it must not change: `windows: [questions]`");
    return;
  }
  const path = ["documents", index, "final"];
  if (final !== null && final.at === null) findings.warning(source.at(path), "unknown-date", `It is not known when ${plain(title)} must be final, so it is not watched.`, "write a date");
  const first = plan.windows.filter(({ id, opens }) => windows.includes(id) && opens.at !== null).toSorted((a, b) => (a.opens.at ?? 0) - (b.opens.at ?? 0))[0];
  if (final?.at == null || first?.opens.at == null || final.at <= first.opens.at) return;
  findings.warning(source.at(path), "out-of-order", `${plain(title)} is final ${final.text}, after ${plain(first.title)} has opened (${first.opens.text}), for which it holds.`, "make it final before that window opens");
}
