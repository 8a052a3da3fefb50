/** When the cards of a plan are to be looked at. */
import type { CardRecord, CardSubject } from "../domain/model/card.ts";
import { cardKey, subjectText } from "../domain/model/card.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { Key, Mark } from "../domain/model/key.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { PlanRecord, RepositoryRecord } from "../domain/model/records.ts";
import { sameRepository } from "../domain/model/refs.ts";
import { cardSubjects } from "../domain/policy/cards.ts";
import { documentTimes, guardianOf } from "../domain/policy/document.ts";
import { windowState, windowTimes } from "../domain/policy/window.ts";
import { planOf, plansHeard } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";
import { isNamed } from "./window-place.ts";

/** All that it has, and those of which it speaks no more. */
export async function cardMarks(home: RepositoryRecord, { path }: Pick<PlanRecord, "path">, plan: ReleasePlan, context: RunContext): Promise<readonly Mark[]> {
  const known = await context.memory.records<CardRecord>("card", `${home.id}/${path}/`);
  const subjects = new Map([...known.map(({ value }) => value.subject), ...cardSubjects(plan)].map((subject) => [subjectText(subject), subject]));
  return [...subjects.values()].map((subject) => markOf(home, path, subject));
}

/** Products whose next version is named: a new tag in a repository of theirs may have taken it. */
export function taggedProducts({ id, owner, name }: RepositoryRecord, plans: readonly PlanInForce[]): readonly Mark[] {
  return plans.flatMap(({ home, record, written }) => written.products
    .filter(({ version, repositories }) => version.target !== null && (repositories.length === 0 ? home.id === id : repositories.some((one) => sameRepository(one, `${owner}/${name}`))))
    .map((product): CardSubject => ({ kind: "product", id: product.id }))
    .filter((subject) => cardSubjects(written).some((one) => one.kind === subject.kind && one.id === subject.id))
    .map((subject) => markOf(home, record.path, subject)));
}

/** Cards that were never made, of a server that is younger than the plan; and those under which something may have happened of which no webhook came. */
export async function unshownCards(home: RepositoryRecord, records: readonly PlanRecord[], context: RunContext): Promise<readonly Mark[]> {
  const marks: Mark[] = [];
  for (const record of records) {
    const plan = planOf(record);
    if (plan === null) continue;
    for (const subject of cardSubjects(plan)) {
      const known = await context.memory.record<CardRecord>("card", cardKey(home.id, record.path, subject));
      if (known === null || isWatched(plan, subject, context.now())) marks.push(markOf(home, record.path, subject));
    }
  }
  return marks;
}

const WATCHED_AFTER = 7 * 86_400_000;

/** Comments that came too late, and locks that people turned, are looked for until a week after a window has closed; documents as long as they are to stand, and what keeps others waiting. */
function isWatched({ windows, documents }: ReleasePlan, { kind, id }: CardSubject, now: Instant): boolean {
  if (kind === "document" || kind === "blocker") return true;
  const held = documents.filter((one) => one.windows.includes(id)).flatMap((one) => windows.filter((window) => one.windows.includes(window.id)));
  return kind === "window" && [...windows.filter((one) => one.id === id), ...held].some(({ closes }) => closes.at !== null && now < closes.at + WATCHED_AFTER);
}

/** The cards of windows at an issue, ours or the one that the plan names, unless what comes in there counts anyway, or was late for a week already. */
export async function windowMarks(repository: number, number: number, context: RunContext): Promise<readonly Mark[]> {
  const found: Mark[] = [];
  for (const { value } of await context.memory.records<CardRecord>("card", "")) {
    const here = value.guest === undefined ? value.home === repository && value.number === number : value.guest.repository === repository && value.guest.number === number;
    if (value.subject.kind === "window" && here && await minds(value, context)) found.push({ ...markOf({ id: value.home, installation: context.installation }, value.path, value.subject) });
  }
  return found;
}

async function minds({ home, path, subject }: CardRecord, context: RunContext): Promise<boolean> {
  const record = await context.memory.record<PlanRecord>("plan", `${home}/${path}`);
  const window = record === null ? undefined : planOf(record)?.windows.find(({ id }) => id === subject.id);
  const times = window === undefined ? null : windowTimes(window);
  return times === null || (windowState(times, context.now()) !== "open" && context.now() < times.closes + WATCHED_AFTER);
}

/** The cards that say what is final of documents on this branch, which a push may have changed. A plan need not govern its own home. */
export async function documentMarks(repository: RepositoryRecord, branch: string, context: RunContext): Promise<readonly Mark[]> {
  if (branch !== repository.defaultBranch) return [];
  return (await plansHeard(context.memory, repository.id)).flatMap(({ home, record, plan }) => {
    const here = plan.documents.filter((one) => (one.repository === null ? home.id === repository.id : isNamed(repository, one.repository)) && documentTimes(plan, one).final !== null);
    const guardians = new Map(here.map((one) => guardianOf(plan, one)).map((subject) => [subjectText(subject), subject]));
    return [...guardians.values()].map((subject) => markOf(home, record.path, subject));
  });
}

/** A card that people opened, closed, edited or deleted. */
export async function ownCardMarks(key: Extract<Key, { kind: "issue" }>, context: RunContext): Promise<readonly Mark[]> {
  const cards = await context.memory.records<CardRecord>("card", "");
  return cards.filter(({ value: { home, number, guest } }) => (home === key.repository && number === key.number) || (guest?.repository === key.repository && guest.number === key.number))
    .map(({ value }) => ({ key: { kind: "card", repository: value.home, path: value.path, card: subjectText(value.subject) }, lane: "changed", installation: context.installation }));
}

/** A window opens and closes to the second, so it goes before what has time. */
function markOf({ id, installation }: Pick<RepositoryRecord, "id" | "installation">, path: string, subject: CardSubject): Mark {
  return { key: { kind: "card", repository: id, path, card: subjectText(subject) }, lane: subject.kind === "window" ? "changed" : "fan-out", installation };
}
