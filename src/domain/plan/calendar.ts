/** Every date of a plan in order, as facts; `text` puts them into words. Nothing here asks what time it is. */
import type { Instant, PlannedTime } from "../model/instant.ts";
import type { Freeze, FreezeBound, PlannedMilestone, ReleasePlan } from "../model/plan.ts";
import type { PlannedMaintenance } from "../model/maintenance.ts";
import type { PlannedDocument, PlannedWindow } from "../model/plan-record.ts";

export interface CalendarEntry {
  readonly event: "milestone" | "freeze-begins" | "freeze-ends" | "message" | "release" | "notice" | "part" | "task" | "key-result" | "document-final" | "window-opens" | "window-closes" | "maintenance-begins" | "maintenance-ends" | "risk-review" | "blocker-due" | "to-be-known";
  /** id of the milestone, freeze, message, key result, document, window, maintenance, risk or blocker */
  readonly id: string;
  readonly title: string;
  /** null = not dated yet */
  readonly at: Instant | null;
  /** as the plan says it; null where the instant follows from something else */
  readonly time: PlannedTime | null;
  /** the baseline of a milestone, where the plan states one */
  readonly planned: PlannedTime | null;
  /** title of the product that it is for alone; null = for all */
  readonly product: string | null;
  /** who answers for it */
  readonly person: string | null;
  /** what else there is to say: "unless Sub-system Test is reached before" */
  readonly note: string | null;
}

const ORDER: readonly CalendarEntry["event"][] = ["notice", "part", "task", "milestone", "freeze-begins", "freeze-ends", "release", "message", "key-result", "to-be-known", "document-final", "risk-review", "blocker-due", "window-closes", "maintenance-ends", "window-opens", "maintenance-begins"];

/** Sorted by instant, undated entries last. */
export function planCalendar(plan: ReleasePlan): readonly CalendarEntry[] {
  const entries = [
    ...(plan.release.due === null ? [] : [entry({ event: "release", id: "release", title: plan.release.name, time: plan.release.due, at: plan.release.due.at, person: plan.release.manager })]),
    ...plan.milestones.flatMap((milestone) => milestoneEntries(plan, milestone)),
    ...plan.freezes.flatMap((freeze) => freezeEntries(plan, freeze)),
    ...plan.messages.map((message) => entry({ event: "message", id: message.id, title: message.title, time: message.due, at: message.due.at, person: message.author })),
    ...plan.keyResults.flatMap((result) => (result.due === null ? [] : [entry({ event: "key-result", id: result.id, title: result.title, time: result.due, at: result.due.at })])),
    ...plan.documents.flatMap((document) => documentEntries(plan, document)),
    ...plan.windows.flatMap(windowEntries),
    ...plan.maintenance.flatMap(maintenanceEntries),
    ...plan.risks.flatMap(({ id, risk, review, owner }) => (review === null ? [] : [entry({ event: "risk-review", id, title: risk, at: review.at, time: review, person: owner })])),
    ...plan.blockers.flatMap(({ id, title, due, owner }) => (due === null ? [] : [entry({ event: "blocker-due", id, title, at: due.at, time: due, person: owner })])),
    ...deploymentEntries(plan),
  ];
  return entries.toSorted((a, b) => (a.at ?? Infinity) - (b.at ?? Infinity) || ORDER.indexOf(a.event) - ORDER.indexOf(b.event) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

function entry(given: Pick<CalendarEntry, "event" | "id" | "title" | "at" | "time"> & Partial<CalendarEntry>): CalendarEntry {
  return { planned: null, product: null, person: null, note: null, ...given };
}

/** Where it has no date of its own it is final with the opening of its first window. */
function documentEntries({ windows }: ReleasePlan, { id, title, version, final, owner: person, windows: named }: PlannedDocument): readonly CalendarEntry[] {
  const [first] = windows.filter((window) => named.includes(window.id)).toSorted((a, b) => (a.opens.at ?? Infinity) - (b.opens.at ?? Infinity));
  const time = final ?? first?.opens ?? null;
  return time === null ? [] : [entry({ event: "document-final", id, title: version === null ? title : `${title} ${version}`, at: time.at, time, person, note: first === undefined ? null : `before ${first.title}` })];
}

/** The day by which somebody must know what has to be carried over. */
function deploymentEntries({ release }: ReleasePlan): readonly CalendarEntry[] {
  const at = release.deployment?.migrations?.unknown?.resolveBy ?? null;
  return at === null ? [] : [entry({ event: "to-be-known", id: "deployment", title: "What has to be carried over", at, time: null, person: release.deployment?.owner ?? null })];
}

function windowEntries({ id, title, opens, closes, owner: person }: PlannedWindow): readonly CalendarEntry[] {
  return [entry({ event: "window-opens", id, title, at: opens.at, time: opens, person }), entry({ event: "window-closes", id, title, at: closes.at, time: closes, person, note: "what comes in from then on is late" })];
}

function maintenanceEntries({ id, title, from, to, components, owner: person, because }: PlannedMaintenance): readonly CalendarEntry[] {
  const note = joined([components.length === 0 ? null : `of ${components.join(", ")}`, because]);
  return [entry({ event: "maintenance-begins", id, title, at: from.at, time: from, person, note }), entry({ event: "maintenance-ends", id, title, at: to.at, time: to, person })];
}

function productTitle(plan: ReleasePlan, id: string): string {
  return plan.products.find((product) => product.id === id)?.title ?? id;
}

function milestoneEntries(plan: ReleasePlan, milestone: PlannedMilestone): readonly CalendarEntry[] {
  const { id, title, planned, manager: person } = milestone;
  const moved = planned !== null && milestone.due !== null && planned.at !== milestone.due.at;
  const after = milestone.after.map((one) => plan.milestones.find((other) => other.id === one)?.title ?? one);
  const note = moved ? `first planned for ${planned.text}` : milestone.due === null && after.length > 0 ? `after ${after.join(", ")}` : null;
  const own = Object.entries(milestone.dueFor).map(([product, time]) => entry({ event: "milestone", id, title, at: time.at, time, person, product: productTitle(plan, product) }));
  const parts = milestone.parts.flatMap((part) => (part.due === null ? [] : [entry({ event: "part", id, title: part.title, at: part.due.at, time: part.due, person: part.owner ?? person, note: `part of ${title}` })]));
  const tasks = milestone.checklist.flatMap((task) => {
    const at = task.due?.at ?? (task.before === null || milestone.due?.at == null ? null : milestone.due.at - task.before);
    return at === null ? [] : [entry({ event: "task", id, title: task.task, at, time: task.due, person: task.owner, note: `for ${title}` })];
  });
  return [entry({ event: "milestone", id, title, at: milestone.due?.at ?? null, time: milestone.due, planned, person, note }), ...own, ...parts, ...tasks];
}

interface Bound {
  readonly time: PlannedTime | null;
  readonly product: string | null;
}

function freezeEntries(plan: ReleasePlan, freeze: Freeze): readonly CalendarEntry[] {
  const { id, title } = freeze;
  const observed = freeze.mode === "observe" ? "stops nothing, reports only" : null;
  const begins = boundsOf(plan, freeze, freeze.from).flatMap(({ time, product }) => {
    const at = time?.at ?? null;
    const note = joined([beginNote(plan, freeze.from), observed]);
    const notices = at === null ? [] : freeze.notice.map((before) => entry({ event: "notice", id, title, at: at - before, time: null, product, note: `${lengthText(before)} before the freeze begins` }));
    return [entry({ event: "freeze-begins", id, title, at, time, product, note }), ...notices];
  });
  if (freeze.until === null) return [...begins, entry({ event: "freeze-ends", id, title, at: null, time: null, note: "when a person ends it" })];
  const until = freeze.until;
  const ends = boundsOf(plan, freeze, until).map(({ time, product }) => entry({ event: "freeze-ends", id, title, at: time?.at ?? null, time, product, note: endNote(plan, until) }));
  return [...begins, ...ends];
}

/** One for all, and one for each product of the freeze with a date of its own. */
function boundsOf(plan: ReleasePlan, freeze: Freeze, bound: FreezeBound): readonly Bound[] {
  if ("time" in bound) return [{ time: bound.time, product: null }];
  const milestone = plan.milestones.find((one) => one.id === bound.milestone);
  if (milestone === undefined) return [];
  const products = frozenProducts(plan, freeze);
  const own = products.filter((product) => Object.hasOwn(milestone.dueFor, product));
  const bounds = own.map((product) => ({ time: milestone.dueFor[product] ?? null, product: productTitle(plan, product) }));
  return own.length > 0 && own.length === products.length ? bounds : [{ time: milestone.due, product: null }, ...bounds];
}

/** Ids of the products that a freeze holds. Empty also where the plan names no products at all. */
export function frozenProducts(plan: ReleasePlan, freeze: Freeze): readonly string[] {
  return plan.products.map((product) => product.id).filter((id) => (freeze.products?.includes(id) ?? true) && !freeze.except.products.includes(id));
}

function milestoneTitle(plan: ReleasePlan, bound: FreezeBound): string | null {
  return "time" in bound ? null : (plan.milestones.find((one) => one.id === bound.milestone)?.title ?? bound.milestone);
}

function beginNote(plan: ReleasePlan, bound: FreezeBound): string | null {
  const title = milestoneTitle(plan, bound);
  return title === null ? null : `or earlier, once ${title} is reached`;
}

function endNote(plan: ReleasePlan, bound: FreezeBound): string | null {
  const title = milestoneTitle(plan, bound);
  return title === null ? null : `only once ${title} is reached`;
}

function joined(notes: readonly (string | null)[]): string | null {
  const said = notes.filter((note) => note !== null);
  return said.length === 0 ? null : said.join("; ");
}

function lengthText(length: number): string {
  const [size, unit] = length % 86_400_000 === 0 && length > 86_400_000 ? [length / 86_400_000, "day"] : length % 3_600_000 === 0 ? [length / 3_600_000, "hour"] : [length / 60_000, "minute"];
  return `${size} ${unit}${size === 1 ? "" : "s"}`;
}
