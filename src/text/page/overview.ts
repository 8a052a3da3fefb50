/** The first page: how long it is to the release, what comes next, what needs somebody today, and the whole calendar. */
import { planCalendar } from "../../domain/plan/calendar.ts";
import type { CalendarEntry } from "../../domain/plan/calendar.ts";
import type { Instant } from "../../domain/model/instant.ts";
import { isLeak } from "../../domain/model/account.ts";
import { freezePhase, frozenProducts, reachedInstant } from "../../domain/policy/freeze-interval.ts";
import { lateParts } from "../../domain/policy/late-parts.ts";
import { isOpenIncident } from "../../domain/policy/owed.ts";
import { whenText } from "../calendar.ts";
import { counted } from "../enumeration.ts";
import { plainText } from "../escape.ts";
import { isoText, relativeText } from "../instant.ts";
import type { Moment, PageFacts } from "./facts.ts";
import { datedTitle, moment, paged } from "./moment.ts";
import type { Paged } from "./moment.ts";
import { timeline } from "./timeline.ts";
import type { Timeline } from "./timeline.ts";

export interface Overview {
  readonly countdown: { readonly lead: string; readonly what: string; readonly when: Moment; readonly late: boolean } | null;
  readonly cards: readonly Card[];
  readonly next: readonly CalendarRow[];
  readonly timeline: Timeline | null;
  readonly calendar: Paged<CalendarRow>;
  readonly calendarFile: string;
}

export interface Card {
  readonly title: string;
  readonly value: string;
  readonly note: string;
  readonly link: string;
  /** said in words too: colour is never alone */
  readonly tone: "good" | "bad" | "doubt" | "plain";
}

export interface CalendarRow {
  readonly iso: string | null;
  readonly when: string;
  readonly relative: string | null;
  readonly what: string;
  readonly who: string | null;
  readonly state: "past" | "reached" | "coming" | "undated" | "late";
  readonly stateText: string;
  readonly behind: boolean;
}

export function overview(facts: PageFacts, page: number): Overview {
  const entries = planCalendar(facts.plan);
  const coming = entries.filter((entry) => ["coming", "late"].includes(stateOf(entry, facts)));
  const calendar = paged(entries, page, (to) => `${facts.path}/overview?page=${to}`);
  return {
    countdown: countdown(facts), cards: cards(facts), next: coming.slice(0, 5).map((entry) => calendarRow(entry, facts)), timeline: timeline(facts),
    calendar: { ...calendar, rows: calendar.rows.map((entry) => calendarRow(entry, facts)) }, calendarFile: `${facts.path}/calendar.ics`,
  };
}

/** The release: its own instant, else the milestone `release`, else the last one dated. */
function releaseInstant({ plan }: PageFacts): { readonly at: Instant; readonly title: string; readonly milestone: string | null } | null {
  if (plan.release.due?.at != null) return { at: plan.release.due.at, title: "Release", milestone: null };
  const dated = plan.milestones.filter((one) => one.due?.at != null);
  const found = dated.find(({ id }) => id === "release") ?? dated.toSorted((a, b) => (a.due?.at ?? 0) - (b.due?.at ?? 0)).at(-1);
  return found?.due?.at == null ? null : { at: found.due.at, title: found.title, milestone: found.id };
}

function countdown(facts: PageFacts): Overview["countdown"] {
  const { now, record } = facts;
  const release = releaseInstant(facts);
  if (release === null) return null;
  const what = plainText(release.title, 80);
  const reached = release.milestone === null ? null : reachedInstant(record.reached, release.milestone, null, now);
  if (reached !== null) return { lead: `Reached ${relativeText(reached, now)}`, what, when: moment(reached, facts), late: false };
  const late = release.at <= now && release.milestone !== null;
  const lead = late ? `Was due ${relativeText(Math.min(release.at, now - 1), now)} and is not reached` : relativeText(release.at, now).replace(/^in /, "").replace(/^./, (letter) => letter.toUpperCase()) + (release.at > now ? " to go" : "");
  return { lead, what, when: moment(release.at, facts), late };
}

function cards(facts: PageFacts): readonly Card[] {
  const { plan, record, now, pulls, account, path } = facts;
  const holding = plan.freezes.filter((freeze) => frozenProducts(plan, freeze).some((product) => freezePhase(plan, freeze, product, record.reached, now).state === "in-force"));
  const waiting = pulls.filter((one) => one.feeder === null && (one.verdict === "block" || one.verdict === "wait")).length;
  const stoppers = new Set([...pulls.filter((one) => one.feeder !== null && one.verdict !== "skip").map((one) => `${one.repository}#${one.number}`), ...facts.feeders.flatMap((feeder) => feeder.changes.map((change) => `${feeder.repository}#${change.number ?? change.sha}`))]).size;
  const leaks = account.filter(isLeak).length;
  const late = plan.milestones.filter((one) => one.due?.at != null && one.due.at <= now && reachedInstant(record.reached, one.id, null, now) === null).length;
  const common = [
    card("Frozen now", holding.length, holding.length === 0 ? "Everything may merge." : holding.map(({ title }) => plainText(title, 40)).slice(0, 3).join(", "), `${path}/freezes`, "plain"),
    card("Waiting", waiting, waiting === 0 ? "No pull request is held up." : "See what would let each of them in.", `${path}/waiting`, waiting === 0 ? "good" : "doubt"),
    card("Late milestones", late, late === 0 ? "Nothing is overdue." : "Due, and not reached.", `${path}/milestones`, late === 0 ? "good" : "bad"),
  ];
  if (facts.audience === "everybody") return common;
  const behind = lateOnTheWay(facts);
  const open = facts.incidents.filter(({ record: incident }) => isOpenIncident(incident)).length;
  return [
    ...common,
    ...(plan.milestones.every(({ parts }) => parts.every(({ due }) => due === null)) ? [] : [card("Late on the way", behind, behind === 0 ? "Nothing on the way to a milestone is overdue." : "Parts of milestones that were due and are not done.", `${path}/milestones`, behind === 0 ? "good" : "bad")]),
    ...(plan.incidents === null ? [] : [card("Open incidents", open, open === 0 ? "Nothing is on fire." : "See who has them and what is owed.", `${path}/incidents`, open === 0 ? "good" : "bad")]),
    card("In feeders", stoppers, stoppers === 0 ? "Nothing in a feeder would stop the release." : `${counted(stoppers, "change")} would stop the release.`, `${path}/feeders`, stoppers === 0 ? "good" : "doubt"),
    card("Slipped through", leaks, leaks === 0 ? "Nothing got past a freeze." : "Got past a freeze without a right to.", `${path}/account`, leaks === 0 ? "good" : "bad"),
  ];
}

function card(title: string, count: number, note: string, link: string, tone: Card["tone"]): Card {
  return { title, value: String(count), note, link, tone };
}

const STATES: Readonly<Record<CalendarRow["state"], string>> = { past: "over", reached: "reached", coming: "to come", undated: "no date yet", late: "late" };

function stateOf(entry: CalendarEntry, facts: PageFacts): CalendarRow["state"] {
  const { record, now } = facts;
  if (entry.event === "part" && entry.at !== null && entry.at <= now) return partState(entry, facts);
  const reached = entry.event === "milestone" ? reachedInstant(record.reached, entry.id, null, now) : null;
  return reached !== null ? "reached" : entry.at === null ? "undated" : entry.at > now ? "coming" : entry.event === "milestone" ? "late" : "past";
}

/** What was due on the way to a milestone that is reached is over, whatever became of it. */
function partState({ id, title }: CalendarEntry, { plan, record, now, parts = {} }: PageFacts): CalendarRow["state"] {
  const milestone = plan.milestones.find((one) => one.id === id);
  if (milestone === undefined || reachedInstant(record.reached, id, null, now) !== null) return "past";
  const known = Object.hasOwn(parts, id) ? parts[id] ?? {} : {};
  return lateParts(milestone, known, now).some((one) => one.title === title) ? "late" : "past";
}

function lateOnTheWay({ plan, record, now, parts = {} }: PageFacts): number {
  const open = plan.milestones.filter(({ id }) => reachedInstant(record.reached, id, null, now) === null);
  return open.reduce((sum, one) => sum + lateParts(one, Object.hasOwn(parts, one.id) ? parts[one.id] ?? {} : {}, now).length, 0);
}

export function calendarRow(entry: CalendarEntry, facts: PageFacts): CalendarRow {
  const { plan, now, audience } = facts;
  const state = stateOf(entry, facts);
  return {
    iso: entry.at === null ? null : isoText(entry.at), when: whenText(entry, plan.release.timezone), relative: entry.at === null ? null : relativeText(entry.at, now),
    what: datedTitle(entry, now), who: audience === "everybody" || entry.person === null ? null : plainText(entry.person, 60), state, stateText: STATES[state], behind: state === "past" || state === "reached",
  };
}
