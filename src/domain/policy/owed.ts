/** What people owe a release within a span of time, and what is overdue: dates of the plan, duties, scores of this week, grades. */
import type { CardKind } from "../model/card.ts";
import { subjectText } from "../model/card.ts";
import type { Incident } from "../model/incident.ts";
import type { Instant } from "../model/instant.ts";
import type { PartRecord } from "../model/part.ts";
import type { PlannedDuty, PlannedKeyResult, ReleasePlan } from "../model/plan.ts";
import type { SpokenWords } from "../model/score.ts";
import type { ReachedMilestone } from "../model/snapshot.ts";
import type { CalendarEntry } from "../plan/calendar.ts";
import { planCalendar } from "../plan/calendar.ts";
import { occurrences } from "../plan/recurrence.ts";
import { sameLogin } from "./acceptance.ts";
import { dutyBegins, dutyStanding } from "./duty.ts";
import { reachedInstant } from "./freeze-interval.ts";
import { partItems, partStood } from "./late-parts.ts";
import { gradeOf, measurementDeadline } from "./key-result-grade.ts";
import { gradersOf } from "./key-result-people.ts";
import { speaksFor, weightsAt } from "./key-result-score.ts";
import { trackedSince, trackingRule, trackingWeek } from "./tracking-week.ts";

export interface Owed {
  readonly at: Instant;
  /** null = nobody is named */
  readonly who: string | null;
  readonly what: { readonly kind: "date"; readonly entry: CalendarEntry } | { readonly kind: "duty"; readonly duty: PlannedDuty } | { readonly kind: "score" | "grade"; readonly result: PlannedKeyResult }
    | { readonly kind: "follow-up"; readonly incident: string; readonly text: string };
}

/** An incident with what it is called. */
export interface OwedIncident {
  readonly reference: string;
  readonly incident: Pick<Incident, "owner" | "followUps" | "steps">;
}

export function isOpenIncident({ state }: Pick<Incident, "state">): boolean {
  return state !== "resolved" && state !== "reviewed";
}

export interface OwedFacts {
  readonly plan: ReleasePlan;
  readonly reached: readonly ReachedMilestone[];
  readonly words: SpokenWords;
  /** when the plan was first read */
  readonly since: Instant;
  readonly now: Instant;
  readonly incidents: readonly OwedIncident[];
  /** cards that people closed, as `subjectText` names them */
  readonly settled: readonly string[];
  /** how parts of milestones stood, by milestone and the key of their item; absent = nobody looked */
  readonly parts?: Readonly<Record<string, Readonly<Record<string, PartRecord>>>>;
}

const OWNED: readonly CalendarEntry["event"][] = ["milestone", "part", "task", "message", "release", "document-final", "window-opens", "window-closes", "maintenance-begins", "maintenance-ends", "risk-review", "blocker-due", "to-be-known"];
/** They come with the clock, whatever is reached. */
const BY_CLOCK: readonly CalendarEntry["event"][] = ["document-final", "window-opens", "window-closes", "maintenance-begins", "maintenance-ends", "risk-review", "blocker-due", "to-be-known"];
/** Once they are past there is nothing to be done about them. */
const PASSING: readonly CalendarEntry["event"][] = ["message", "release", "document-final", "window-opens", "window-closes", "maintenance-begins", "maintenance-ends", "risk-review"];
/** Their issues, where people settle them. */
const CARDS: Partial<Readonly<Record<CalendarEntry["event"], CardKind>>> = { "risk-review": "risk" };

/** In order of time. */
export function owed(facts: OwedFacts, until: Instant): readonly Owed[] {
  const { plan } = facts;
  const all = [...owedDates(facts), ...plan.operations.flatMap((duty) => owedDuty(duty, facts, until)), ...plan.keyResults.flatMap((result) => [...owedScores(result, facts, until), ...owedGrade(result, facts)]), ...facts.incidents.flatMap(owedAfterIncident)];
  return all.filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at);
}

/** What lies in the past is owed only while its milestone is not reached. */
function owedDates(facts: OwedFacts): readonly Owed[] {
  const { plan, reached, settled, now } = facts;
  return planCalendar(plan).flatMap((entry): readonly Owed[] => {
    if (!OWNED.includes(entry.event) || entry.at === null || (entry.at <= now && PASSING.includes(entry.event))) return [];
    const kind = CARDS[entry.event];
    if (kind !== undefined && settled.includes(subjectText({ kind, id: entry.id }))) return [];
    if (!BY_CLOCK.includes(entry.event) && reachedInstant(reached, entry.id, null, now) !== null) return [];
    const at = entry.at;
    return whoOwes(entry, facts).map((who) => ({ at, who, what: { kind: "date", entry } }));
  });
}

/** A part that is done is owed by nobody, and one that is ready by whoever reviews it. */
function whoOwes({ event, id, title, person }: CalendarEntry, { plan, parts = {} }: OwedFacts): readonly (string | null)[] {
  const milestone = event === "part" ? plan.milestones.find((one) => one.id === id) : undefined;
  const key = milestone === undefined ? undefined : partItems(milestone).find(({ item }) => item.task === title)?.item.key;
  const stood = key === undefined || !Object.hasOwn(parts, id) ? null : partStood(parts[id] ?? {}, key);
  if (stood?.done === true) return [];
  return stood?.ready === true && stood.reviewers.length > 0 ? stood.reviewers : [person ?? plan.release.manager];
}

function owedDuty(duty: PlannedDuty, { plan, words, since, now }: OwedFacts, until: Instant): readonly Owed[] {
  const own = words.duties.filter((one) => one.duty === duty.id);
  const isOpen = (due: Instant): boolean => dutyStanding(duty, since, own, Math.max(due, now)).past.find((one) => one.due === due)?.state !== "done";
  const end = Math.min(until, duty.until?.at ?? until);
  const begins = dutyBegins(duty, since);
  const coming = duty.rule === null ? [duty.due?.at ?? Infinity] : begins === null ? [] : occurrences(duty.rule, begins, now + 1, end);
  const last = duty.rule === null ? undefined : dutyStanding(duty, since, own, now).past.at(-1);
  const dues = [...(last?.state === "open" ? [last.due] : []), ...coming.filter((due) => due <= end)];
  return dues.filter(isOpen).map((at) => ({ at, who: duty.owner ?? plan.release.manager, what: { kind: "duty", duty } }));
}

/** Of everybody with a weight: this week's, until it is given, and those of the weeks to come. */
function owedScores(result: PlannedKeyResult, { plan, reached, words, now }: OwedFacts, until: Instant): readonly Owed[] {
  const since = trackedSince(plan, result);
  if (since === null) return [];
  const measured = measurementDeadline(plan, result, reached, now);
  const end = measured.basis === "actual" && measured.at !== null ? Math.min(until, measured.at) : until;
  const week = trackingWeek(plan, result, now);
  const asked = occurrences(trackingRule(plan, result), since, week?.from ?? now, end);
  return asked.filter((at) => at > now || now < end).flatMap((at) => {
    const mine = trackingWeek(plan, result, at);
    if (mine === null) return [];
    const said = words.scores.filter((one) => one.keyResult === result.id && one.at >= mine.from && one.at < mine.to);
    const people = [...weightsAt(result, mine.from)?.keys() ?? []].filter((who) => !said.some((one) => speaksFor(one, who)));
    return people.map((who): Owed => ({ at, who, what: { kind: "score", result } }));
  });
}

/** What was promised with a time; without one it is owed, and nobody can say when. */
function owedAfterIncident({ reference, incident }: OwedIncident): readonly Owed[] {
  const promised = [...incident.followUps.filter(({ done }) => !done), ...incident.steps];
  return promised.flatMap(({ text, owner, due }): readonly Owed[] => {
    const at = due === null || due.precision === "unknown" ? null : due.precision === "minute" ? due.at : due.to;
    return at === null ? [] : [{ at, who: owner ?? incident.owner, what: { kind: "follow-up", incident: reference, text } }];
  });
}

function owedGrade(result: PlannedKeyResult, { plan, reached, words, now }: OwedFacts): readonly Owed[] {
  const deadline = measurementDeadline(plan, result, reached, now);
  const graders = gradersOf(plan, result);
  const state = gradeOf(result, deadline, words.grades, (login) => graders.some((one) => sameLogin(one, login)), now).state;
  return deadline.at === null || deadline.basis !== "actual" || state === "graded" ? [] : [{ at: deadline.at, who: graders[0] ?? null, what: { kind: "grade", result } }];
}
