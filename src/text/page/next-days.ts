/** What each person owes in the next fourteen days, and what is overdue. */
import type { Instant } from "../../domain/model/instant.ts";
import { absenceOf, absencesFrom, calledNow } from "../../domain/policy/absence.ts";
import type { Owed, OwedIncident } from "../../domain/policy/owed.ts";
import { owed } from "../../domain/policy/owed.ts";
import { backText } from "../absence.ts";
import { whenText } from "../calendar.ts";
import { joined } from "../enumeration.ts";
import { plainText } from "../escape.ts";
import { dayText, instantText, isoText, relativeText } from "../instant.ts";
import type { Moment, PageFacts } from "./facts.ts";
import { peopleIn } from "./for-everybody.ts";
import { datedTitle, paged } from "./moment.ts";
import type { Paged } from "./moment.ts";

export interface NextDaysView {
  readonly people: readonly { readonly name: string; readonly link: string; readonly current: boolean; readonly count: number }[];
  /** null = everybody */
  readonly person: string | null;
  readonly until: Moment;
  readonly items: Paged<NextDaysRow>;
  /** who is not there in that time */
  readonly away: readonly { readonly who: string; readonly from: string; readonly until: string; readonly because: string | null }[];
}

export interface NextDaysRow {
  readonly iso: string;
  readonly when: string;
  readonly relative: string;
  readonly what: string;
  readonly who: string | null;
  readonly late: boolean;
  /** the command that settles it; null = none does */
  readonly say: string | null;
}

const FORTNIGHT = 14 * 86_400_000;
const AWAY_SHOWN = 100;

export function nextDaysView(facts: PageFacts, wanted: string | null, page: number): NextDaysView {
  const { now, plan, record, words } = facts;
  const all = owed({ plan, reached: record.reached, words, since: record.since ?? now, now, incidents: openIncidents(facts), settled: facts.settled ?? [], ...(facts.parts === undefined ? {} : { parts: facts.parts }) }, now + FORTNIGHT);
  const names = [...new Map(all.flatMap(({ who }) => (who === null ? [] : [[who.toLowerCase(), who] as const]))).values()].toSorted((a, b) => a.localeCompare(b, "en"));
  const counts = countsByName(all);
  // Who owes nothing just now is still the one who was asked for; whom the plan does not name is nobody.
  const person = [...names, ...peopleIn(plan)].find((name) => name.toLowerCase() === wanted?.toLowerCase()) ?? null;
  const link = (name: string | null, to = 1): string => `${facts.path}/next${query({ person: name, page: to === 1 ? null : String(to) })}`;
  const items = paged(person === null ? together(all) : all.filter(({ who }) => who?.toLowerCase() === person.toLowerCase()), page, (to) => link(person, to));
  return {
    people: [null, ...names.slice(0, 100)].map((name) => ({ name: name === null ? "Everybody" : plainText(name, 60), link: link(name), current: name === person, count: name === null ? all.length : counts.get(name.toLowerCase()) ?? 0 })),
    person: person === null ? null : plainText(person, 60), until: { iso: isoText(now + FORTNIGHT), text: instantText(now + FORTNIGHT, plan.release.timezone, now), relative: "in 14 days" },
    items: { ...items, rows: items.rows.map((one) => row(one, facts)) },
    away: awayView(facts, person),
  };
}

/** Whose absence it is and why is nobody's business outside. */
function awayView({ audience, plan, now }: PageFacts, person: string | null): NextDaysView["away"] {
  const { timezone } = plan.release;
  const all = audience === "everybody" ? [] : absencesFrom(plan.teams, now).filter(({ who, from }) => from < now + FORTNIGHT && (person === null || who.toLowerCase() === person.toLowerCase()));
  return all.slice(0, AWAY_SHOWN).map(({ who, from, to, because }) => ({ who: plainText(who, 60), from: dayText(from + 1, timezone, now), until: dayText(to, timezone, now), because: because === null ? null : plainText(because, 300) }));
}

/** What several people are asked at once stands there once, with all of them. */
function together(all: readonly Owed[]): readonly Owed[] {
  const found = new Map<string, { readonly first: Owed; readonly people: string[] }>();
  for (const [index, one] of all.entries()) {
    const key = one.what.kind === "score" ? `${one.what.result.id}/${one.at}` : String(index);
    const known = found.get(key) ?? { first: one, people: [] };
    if (one.who !== null) known.people.push(one.who);
    found.set(key, known);
  }
  return [...found.values()].map(({ first, people }) => ({ ...first, who: people.length === 0 ? null : joined(people) }));
}

function openIncidents({ incidents }: PageFacts): readonly OwedIncident[] {
  return incidents.flatMap(({ repository, record, incident }) => (incident === null ? [] : [{ reference: `${repository}#${record.number}`, incident }]));
}

function countsByName(all: readonly Owed[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { who } of all) if (who !== null) counts.set(who.toLowerCase(), (counts.get(who.toLowerCase()) ?? 0) + 1);
  return counts;
}

function query(parameters: Readonly<Record<string, string | null>>): string {
  const given = Object.entries(parameters).flatMap(([name, value]) => (value === null ? [] : [`${name}=${encodeURIComponent(value)}`]));
  return given.length === 0 ? "" : `?${given.join("&")}`;
}

/** Whoever is away then is asked nothing: who stands in is said beside them. */
function awayText(who: string, at: Instant, { teams, release }: PageFacts["plan"]): string {
  const absence = absenceOf(teams, who, at);
  if (absence === null) return "";
  const instead = calledNow(teams, [who], [release.manager], at).names.filter((name) => name.toLowerCase() !== who.toLowerCase());
  return ` (away until ${backText(absence.to, release.timezone)}${instead.length === 0 ? "" : `; in their place ${joined(instead.slice(0, 5).map((name) => plainText(name, 60)), "or")}`})`;
}

function row({ at, who, what }: Owed, { plan, now }: PageFacts): NextDaysRow {
  const shared = { iso: isoText(at), relative: relativeText(at, now), who: who === null ? null : `${plainText(who, 200)}${awayText(who, Math.max(at, now), plan)}`, late: at <= now };
  const when = instantText(at, plan.release.timezone, now);
  switch (what.kind) {
    case "date": return { ...shared, when: whenText(what.entry, plan.release.timezone), what: datedTitle(what.entry, now), say: null };
    case "duty": return { ...shared, when, what: `Duty: ${plainText(what.duty.title, 100)}`, say: `/warden done ${what.duty.id}` };
    case "score": return { ...shared, when, what: `Score: ${plainText(what.result.title, 100)}`, say: `/warden score ${what.result.id} …` };
    case "follow-up": return { ...shared, when, what: `After ${plainText(what.incident, 100)}: ${plainText(what.text, 160)}`, say: null };
    case "grade": return { ...shared, when, what: `Grade: ${plainText(what.result.title, 100)}`, say: `/warden grade ${what.result.id} …` };
  }
}
