/** From the board to what one reader is shown: filtered first, then put into words. */
import type { Instant } from "../../domain/model/instant.ts";
import type { BoardRecord } from "../../domain/model/board.ts";
import { planCalendar } from "../../domain/plan/calendar.ts";
import { withActualDates } from "../../domain/policy/actual-dates.ts";
import { HOUR } from "../../domain/policy/content-pace.ts";
import { repositoryName, sameRepository } from "../../domain/model/refs.ts";
import { acceptanceView } from "../../text/page/acceptance.ts";
import { accountView, waiversView } from "../../text/page/account.ts";
import type { Audience, PageFacts } from "../../text/page/facts.ts";
import { forEverybody } from "../../text/page/for-everybody.ts";
import { freezesView } from "../../text/page/freezes.ts";
import { healthView } from "../../text/page/health.ts";
import { incidentsView } from "../../text/page/incidents.ts";
import { keyResultsView } from "../../text/page/key-results.ts";
import { milestonesView } from "../../text/page/milestones.ts";
import { nextDaysView } from "../../text/page/next-days.ts";
import { overview } from "../../text/page/overview.ts";
import { PUBLIC_VIEWS, VIEWS } from "../../text/page/pages.ts";
import type { View } from "../../text/page/pages.ts";
import { planIcs } from "../../text/plan-ics.ts";
import { feedersView, waitingView } from "../../text/page/waiting.ts";
import type { OwnStanding } from "./board-records.ts";
import type { BoardPlan, BoardRepository } from "./board.ts";
import type { PageSource } from "./ports.ts";
import type { Reader } from "./reader.ts";

export interface Sight {
  readonly plan: BoardPlan;
  readonly audience: Audience;
  readonly visible: readonly BoardRepository[];
  readonly hidden: readonly BoardRepository[];
}

export async function sight(plan: BoardPlan, audience: Audience, reader: Reader): Promise<Sight> {
  const may = await Promise.all(plan.repositories.map(async (one) => (audience === "everybody" ? !one.repository.private : reader.sees(one.repository))));
  return { plan, audience, visible: plan.repositories.filter((_, index) => may[index] === true), hidden: plan.repositories.filter((_, index) => may[index] !== true) };
}

export function viewsFor(audience: Audience): readonly View[] {
  return audience === "everybody" ? PUBLIC_VIEWS : VIEWS;
}

/** null = the plan never was good, so that there is nothing to show but what is wrong */
export function pageFacts({ plan: { plan: written, record, home, slug, words, said, progress, readings, standings, settled }, audience, visible, hidden }: Sight, web: string, now: Instant): PageFacts | null {
  if (written === null) return null;
  const plan = withActualDates(written, record.reached, now);
  const seen = new Set(visible.map(({ repository }) => repository.id));
  return {
    readings: readings.filter(({ repository }) => seen.has(repository)), ...acceptanceFacts(standings, visible), incidents: visible.flatMap(({ incidents }) => incidents), settled,
    plan, record, home: repositoryName(home), web, now, audience, words, said, ...progress, path: `/plans/${slug}`, hidden: hidden.length,
    repositories: visible.map(({ repository }) => ({ id: repository.id, name: repositoryName(repository), private: repository.private })),
    pulls: visible.flatMap(({ pulls }) => pulls), gates: visible.flatMap(({ gates }) => gates), feeders: visible.flatMap(({ feeders }) => feeders),
    account: visible.flatMap(({ account }) => account), starts: visible.flatMap(({ starts }) => starts), waivers: visible.flatMap(({ waivers }) => waivers),
  };
}

/** A tag of one repository speaks of features in others. Where several have tags of the release, each tag says whose it is. */
function acceptanceFacts(standings: readonly OwnStanding[], visible: readonly BoardRepository[]): Pick<PageFacts, "standings" | "features"> {
  const names = new Map(visible.map(({ repository }) => [repository.id, repositoryName(repository)]));
  const shown = standings.filter(({ repository }) => names.has(repository));
  const several = new Set(shown.map(({ repository }) => repository)).size > 1;
  const seen = (name: string): boolean => [...names.values()].some((one) => sameRepository(one, name));
  return {
    standings: shown.map(({ repository, standing }) => ({ ...standing, tag: several ? `${standing.tag} in ${names.get(repository) ?? ""}` : standing.tag, features: standing.features.filter((feature) => seen(feature.repository)) })),
    features: visible.flatMap(({ features }) => features),
  };
}

export interface Asked {
  readonly view: View;
  readonly page: number;
  readonly person: string | null;
}

export async function viewModel(asked: Asked, facts: PageFacts, seen: Sight, source: PageSource): Promise<object> {
  const model = asked.view === "health" ? await readHealth(seen, source, facts.now) : planView(asked, facts);
  return facts.audience === "everybody" ? forEverybody(model, facts.plan, unnamed(seen)) : model;
}

function planView({ view, page, person }: Asked, facts: PageFacts): object {
  switch (view) {
    case "overview": return overview(facts, page);
    case "freezes": return freezesView(facts);
    case "waiting": return waitingView(facts, page);
    case "feeders": return feedersView(facts, page);
    case "account": return accountView(facts, page);
    case "waivers": return waiversView(facts, page);
    case "milestones": return milestonesView(facts, page);
    case "next": return nextDaysView(facts, person, page);
    case "acceptance": return acceptanceView(facts, page);
    case "incidents": return incidentsView(facts, page);
    case "key-results": return keyResultsView(facts);
    case "health": return {};
  }
}

/** Titles of the frame that come from the plan go the same way. */
export function frameText(text: string, facts: PageFacts, seen: Sight): string {
  return facts.audience === "everybody" ? forEverybody(text, facts.plan, unnamed(seen)) : text;
}

export function calendarFile(facts: PageFacts, seen: Sight): string {
  const entries = planCalendar(facts.plan);
  const shown = facts.audience === "everybody" ? entries.filter(({ event }) => event !== "task" && event !== "part" && event !== "message").map((entry) => forEverybody({ ...entry, person: null }, facts.plan, unnamed(seen))) : entries;
  return planIcs({ ...facts.plan, release: { ...facts.plan.release, name: frameText(facts.plan.release.name, facts, seen) } }, shown, facts.now);
}

function unnamed({ visible, hidden }: Sight): Parameters<typeof forEverybody>[2] {
  return { open: visible.map(({ repository }) => repositoryName(repository)), privateRepositories: hidden.map(({ repository }) => repositoryName(repository)) };
}

/** Faults of repositories that this reader may not see are counted and not named. */
async function readHealth({ plan, visible }: Sight, source: PageSource, now: Instant): Promise<object> {
  const { memory } = source;
  const names = new Map([plan.home, ...visible.map(({ repository }) => repository)].map((one) => [one.id, repositoryName(one)]));
  const [queue, faults] = [await memory.health(), await memory.faults(200)];
  const installations = new Map([plan.home, ...visible.map(({ repository }) => repository)].map((one) => [one.installation, one.owner]));
  const asked = [...installations].slice(0, 20);
  const budgets = (await Promise.all(asked.map(async ([id, account]) => (await memory.readBudget(id)).map((budget) => ({ ...budget, account }))))).flat();
  const content = await Promise.all(asked.map(async ([id, account]) => ({ account, ...await memory.contentSince(id, now - HOUR) })));
  const setUp = await source.setUpProgress(new Set(names.keys()));
  const named = faults.flatMap((one) => {
    const repository = "repository" in one.key ? names.get(one.key.repository) : undefined;
    return repository === undefined ? [] : [{ ...one, repository }];
  });
  const boards = (await memory.records<BoardRecord>("board", `${plan.home.id}/`)).filter(({ key }) => key === `${plan.home.id}/${plan.record.path}`).map(({ value }) => value);
  return healthView({ now, queue, faults: named.slice(0, 50), budgets: budgets.filter(({ limit }) => limit > 0), content, boards, setUp: { ...setUp, unfinished: setUp.unfinished.map((one) => ({ ...one, repository: names.get(one.repository) ?? "" })), byPeople: setUp.byPeople.map((one) => ({ ...one, repository: names.get(one.repository) ?? "" })) } });
}
