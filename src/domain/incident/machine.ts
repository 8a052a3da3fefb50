/**
 * The states of an incident and how one leads to the next. No step is left out in silence: whoever goes further says why, and what was left out
 * stands in the record until it is made up for. What happened in the world comes in any order: it may be over before anybody noticed.
 */
import { INCIDENT_STATES } from "../model/incident.ts";
import type { IncidentState, Moment, When } from "../model/incident.ts";
import type { Draft } from "./draft.ts";
import { isAfter } from "./when.ts";

/** On to a later state; what lies between counts as left out. */
export function advance(draft: Draft, to: IncidentState, by: string | null, at: number): Draft {
  const left = leftOut(draft, to).map((state) => ({ state, by }));
  const easedBy = isPast(to, "mitigated") && !isPast(draft.state, "mitigated") ? { by } : draft.easedBy;
  return { ...draft, state: to, skipped: [...draft.skipped, ...left], easedBy, reached: { by, at } };
}

/** Steps between where it stands and there. */
export function leftOut({ state }: Pick<Draft, "state">, to: IncidentState): readonly IncidentState[] {
  return INCIDENT_STATES.slice(INCIDENT_STATES.indexOf(state) + 1, INCIDENT_STATES.indexOf(to));
}

export function isPast(state: IncidentState, other: IncidentState): boolean {
  return INCIDENT_STATES.indexOf(state) >= INCIDENT_STATES.indexOf(other);
}

/** What follows by itself from what was said: triage and an owner make an investigation, and a light one that is resolved and triaged is done. */
export function settled(draft: Draft, by: string | null, at: number): Draft {
  const triaged = draft.triage !== null && draft.state === "reported" ? advance(draft, "triaged", by, at) : draft;
  const going = triaged.state === "triaged" && triaged.owner !== null ? advance(triaged, "investigating", by, at) : triaged;
  const madeUp = going.triage === null ? going : { ...going, skipped: going.skipped.filter(({ state }) => state !== "triaged") };
  return madeUp.state === "resolved" && madeUp.light && madeUp.triage !== null ? advance(madeUp, "reviewed", by, at) : madeUp;
}

/** Back to where work goes on. What was found out stays; that it was over does not. */
export function reopened(draft: Draft, by: string | null, at: number): Draft {
  const again = draft.triage === "false-alarm" ? { ...draft, triage: null } : draft;
  const state: IncidentState = again.triage === null ? "reported" : again.owner === null ? "triaged" : "investigating";
  return { ...again, state, skipped: [], easedBy: null, reopenings: again.reopenings + 1, reached: { by, at } };
}

/** Nothing ends before it begins, whoever noticed when. */
const ORDER: readonly (readonly [before: Moment, after: Moment])[] = [
  ["started", "detected"], ["started", "reported"], ["started", "acknowledged"], ["started", "mitigated"], ["started", "resolved"], ["mitigated", "resolved"],
];

/** The moment that this one cannot stand beside; null = it can. */
export function contradicted(draft: Draft, moment: Moment, when: When): Moment | null {
  for (const [before, after] of ORDER) {
    if (moment === before && laterThan(when, standing(draft, after, before))) return after;
    if (moment === after && laterThan(standing(draft, before, after), when)) return before;
  }
  const own = draft.moments[moment];
  // Over again lies after over before.
  if (own !== undefined && isEnd(moment) && (draft.episodes[moment]?.last ?? 0) < draft.reopenings && isAfter(own.last, when)) return moment;
  return null;
}

/** An earlier episode's end does not speak against a later one's relief. */
function standing(draft: Draft, moment: Moment, other: Moment): When | null {
  const said = draft.moments[moment];
  if (said === undefined) return null;
  if (other === "mitigated" && (draft.episodes[moment]?.last ?? 0) < draft.reopenings) return null;
  return other === "started" ? said.first : said.last;
}

function laterThan(one: When | null, other: When | null): boolean {
  return one !== null && other !== null && isAfter(one, other);
}

function isEnd(moment: Moment): boolean {
  return moment === "mitigated" || moment === "resolved";
}

/** Said again, a moment is corrected; said of the next episode, it is added. */
export function withMoment(draft: Draft, moment: Moment, when: When): Draft {
  const before = draft.moments[moment];
  const episodes = draft.episodes[moment];
  const now = isEnd(moment) ? draft.reopenings : 0;
  if (before === undefined || episodes === undefined || episodes.first === now) {
    return { ...draft, moments: { ...draft.moments, [moment]: { first: when, last: when } }, episodes: { ...draft.episodes, [moment]: { first: now, last: now } } };
  }
  return { ...draft, moments: { ...draft.moments, [moment]: { first: before.first, last: when } }, episodes: { ...draft.episodes, [moment]: { first: episodes.first, last: now } } };
}
