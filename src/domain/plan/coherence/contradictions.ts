/** One thing said twice and differently: both lines are named, and people decide which is meant. */
import type { PlannedTime } from "../../model/instant.ts";
import { plain } from "../quoted.ts";
import type { PlanPath } from "../source-map.ts";
import { contradict, inLine, intervalOf } from "./check.ts";
import type { Check } from "./check.ts";

export function checkContradictions(check: Check): void {
  checkReleaseDate(check);
  checkWindow(check);
  checkParts(check);
  checkMoved(check);
  checkActual(check);
}

function warnBoth(check: Check, at: PlanPath, says: string, other: PlanPath, otherSays: string): void {
  check.findings.warning(check.source.at(at), "contradiction", `${says}, but ${otherSays}${inLine(check, other)}.`, "make the two agree, or remove one");
}

/** The release's own date against that of the milestone `release`. */
function checkReleaseDate(check: Check): void {
  const { release, milestones } = check.plan;
  const index = milestones.findIndex((milestone) => milestone.id === "release");
  const milestone = milestones[index];
  if (milestone === undefined) return;
  for (const which of ["due", "planned"] as const) {
    const [stated, dated] = [release[which], milestone[which]];
    if (stated === null || dated === null || !contradict(stated, dated)) continue;
    const word = which === "due" ? "is due" : "was planned for";
    warnBoth(check, ["release", which], `The release ${word} ${stated.text}`, ["milestones", index, which], `its milestone says ${dated.text}`);
  }
}

function checkWindow(check: Check): void {
  const { window } = check.plan.release;
  if (window === null) return;
  const end = window.to.at;
  if (end === null) return;
  if (window.from.at !== null && (intervalOf(window.from)?.start ?? window.from.at) >= end) {
    check.findings.error(check.source.at(["release", "window", "to"]), "backward-range", `The window ends (${window.to.text}) before it begins (${window.from.text}).`, "exchange the two dates");
    return;
  }
  check.plan.milestones.forEach((milestone, index) => {
    const due = milestone.due;
    if (due?.at == null || due.at <= end) return;
    const path = check.written.milestones?.[index]?.due === undefined ? "planned" : "due";
    warnBoth(check, ["milestones", index, path], `${plain(milestone.title)} is due ${due.text}`, ["release", "window", "to"], `all of it is to be finished by ${window.to.text}`);
  });
}

/** A part is due with its milestone at the latest, and inside its period where it has one. */
function checkParts(check: Check): void {
  check.plan.milestones.forEach((milestone, index) => {
    milestone.parts.forEach((part, at) => {
      if (part.due === null || milestone.due === null) return;
      const outside = milestone.due.start === null ? isLater(part.due, milestone.due) : contradict(part.due, milestone.due) || isLater(part.due, milestone.due);
      if (outside) warnBoth(check, ["milestones", index, "parts", at, "due"], `${plain(part.title)} is due ${part.due.text}`, ["milestones", index, "due"], `${plain(milestone.title)}, of which it is a part, is due ${milestone.due.text}`);
    });
  });
}

function isLater(part: PlannedTime, whole: PlannedTime): boolean {
  return part.at !== null && whole.at !== null && part.at > whole.at;
}

/** The last `moved` line says where the date went; `due` says where it is. */
function checkMoved(check: Check): void {
  check.plan.milestones.forEach((milestone, index) => {
    const last = milestone.moved.at(-1);
    if (last === undefined || milestone.due === null || !contradict(last.to, milestone.due)) return;
    // A product's own date may have moved alone.
    if (Object.values(milestone.dueFor).some((time) => !contradict(time, last.to))) return;
    const path = ["milestones", index, "moved", milestone.moved.length - 1, "to"] as const;
    warnBoth(check, path, `The last move of ${plain(milestone.title)} went to ${last.to.text}`, ["milestones", index, "due"], `it is due ${milestone.due.text}`);
  });
}

/** Someone may think that writing down the end ends the freeze. */
function checkActual(check: Check): void {
  const ending = new Set(check.plan.freezes.flatMap((freeze) => (freeze.until !== null && "milestone" in freeze.until ? [freeze.until.milestone] : [])));
  check.plan.milestones.forEach((milestone, index) => {
    if (milestone.actual === null || !ending.has(milestone.id)) return;
    check.findings.warning(check.source.key(["milestones", index, "actual"]), "actual-is-a-record", `\`actual\` is kept as a record; it does not end the freeze that waits for ${plain(milestone.title)}.`, "close the milestone on GitHub, or comment `/warden done`");
  });
}
