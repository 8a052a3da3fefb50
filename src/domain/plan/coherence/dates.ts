/** Dates that people will regret: on a day off, at night, long past, in a far century, or with nobody answering for them. */
import type { PlannedTime } from "../../model/instant.ts";
import { plain } from "../quoted.ts";
import type { PlanPath } from "../source-map.ts";
import { endOfDayParts, localDate, zonedParts } from "../time/zone.ts";
import { weekdayOf } from "./check.ts";
import type { Check, DatedPlace } from "./check.ts";
import { maintenanceTimes } from "./maintenance.ts";
import { documentTimes, windowTimes } from "./windows.ts";

const WORK_BEGINS = 8;
const WORK_ENDS = 18;

export function checkDates(check: Check): void {
  for (const place of datedPlaces(check)) {
    checkFar(check, place);
    checkDayOff(check, place);
  }
  for (const place of [...freezeTimes(check), ...windowTimes(check)]) checkNight(check, place);
  checkPast(check);
  checkOwners(check);
}

/** Dates that govern; baselines and records are not judged. */
function datedPlaces(check: Check): readonly DatedPlace[] {
  const { plan, written } = check;
  const milestones = plan.milestones.flatMap((milestone, index) => {
    const key = written.milestones?.[index]?.due === undefined ? "planned" : "due";
    const own = Object.entries(milestone.dueFor).map(([product, time]) => dated(["milestones", index, "due_for", product], time, `${plain(milestone.title)} for ${plain(product)}`));
    return [...datedIf(["milestones", index, key], milestone.due, plain(milestone.title)), ...own];
  });
  const messages = plan.messages.length === (written.messages ?? []).length ? plan.messages.map((message, index) => dated(["messages", index, "due"], message.due, plain(message.title))) : [];
  return [...datedIf(["release", "due"], plan.release.due, "The release"), ...milestones, ...freezeTimes(check), ...messages, ...windowTimes(check), ...maintenanceTimes(check), ...documentTimes(check), ...plan.risks.flatMap((risk, index) => datedIf(["risks", index, "review"], risk.review, `The new look at ${plain(risk.risk)}`))];
}

function dated(path: PlanPath, time: PlannedTime, what: string): DatedPlace {
  return { path, time, what };
}

function datedIf(path: PlanPath, time: PlannedTime | null, what: string): readonly DatedPlace[] {
  return time === null ? [] : [dated(path, time, what)];
}

/** Where a freeze itself names a time, or hangs on a milestone that has one. */
function freezeTimes({ plan, written }: Check): readonly DatedPlace[] {
  if (plan.freezes.length !== (written.freezes ?? []).length) return [];
  return plan.freezes.flatMap((freeze, index) => (["from", "until"] as const).flatMap((end) => {
    const bound = freeze[end];
    return bound !== null && "time" in bound ? [dated(["freezes", index, end], bound.time, `${plain(freeze.title)} ${end === "from" ? "begins" : "ends"}`)] : [];
  }));
}

function checkFar({ source, findings }: Check, { path, time, what }: DatedPlace): void {
  if (time.at === null) return;
  const { year } = endOfDayParts(time.at, time.zone);
  if (year < 2000) findings.warning(source.at(path), "far-date", `${what}: the year is ${year}.`, "check the year");
  if (year >= 2100) findings.warning(source.at(path), "far-date", `${what}: the year is ${year}, so this never comes; a freeze that waits for it never begins or never ends by its date.`, "if the date is not known, leave it out or write `{ unknown: true, resolve_by: … }`");
}

function checkDayOff({ plan, source, findings }: Check, { path, time, what, begins = false }: DatedPlace): void {
  if (time.at === null || (time.precision !== "day" && time.precision !== "minute")) return;
  const date = localDate(begins ? time.at : time.at - 1, time.zone);
  if (plan.release.holidays.includes(date)) {
    findings.warning(source.at(path), "holiday", `${what}: ${time.text} is a holiday.`, "move it to a working day, or take the day out of `holidays`");
    return;
  }
  // Work on a running system is put where it disturbs fewest people.
  if (path[0] === "maintenance") return;
  const weekday = weekdayOf(time, begins);
  if (weekday !== null && weekday >= 6) findings.warning(source.at(path), "weekend", `${what}: ${time.text} is a ${weekday === 6 ? "Saturday" : "Sunday"}.`, "move it to a working day, unless someone is there");
}

/** Only times that the author stated: a bare day ends by `day_ends`, which is a choice already. */
function checkNight({ source, findings }: Check, { path, time, what }: DatedPlace): void {
  if (time.at === null || time.precision !== "minute") return;
  const { hour, minute } = zonedParts(time.at, time.zone);
  if (hour >= WORK_BEGINS && (hour < WORK_ENDS || (hour === WORK_ENDS && minute === 0))) return;
  const clock = `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
  findings.warning(source.at(path), "out-of-hours", `${what} at ${clock}, outside 08:00 to 18:00 in ${time.zone}.`, "choose a time at which someone can help");
}

function checkPast({ plan, written, source, findings, now }: Check): void {
  if (now === null) return;
  plan.milestones.forEach((milestone, index) => {
    if (milestone.due?.at == null || milestone.due.at >= now || milestone.actual !== null) return;
    const key = written.milestones?.[index]?.due === undefined ? "planned" : "due";
    findings.warning(source.at(["milestones", index, key]), "past-date", `${plain(milestone.title)} was due ${milestone.due.text}, which is past.`, "close the milestone if it is reached, or move `due` and say why under `moved`");
  });
}

/** One line for all of them: who answers for the release answers for every date without a manager of its own. */
function checkOwners({ plan, source, findings }: Check): void {
  if (plan.release.manager !== null) return;
  const ownerless = plan.milestones.map((milestone, index) => ({ milestone, index })).filter(({ milestone }) => milestone.due !== null && milestone.manager === null);
  const [first] = ownerless;
  if (first === undefined) return;
  const names = ownerless.slice(0, 5).map(({ milestone }) => plain(milestone.title)).join(", ");
  const more = ownerless.length > 5 ? ` and ${ownerless.length - 5} more` : "";
  findings.warning(source.at(["milestones", first.index, "id"]), "no-owner", `Nobody answers for these dates: ${names}${more}.`, "add `manager: login` under `release`, or to each milestone");
}
