/**
 * The board: what all plans come to right now, kept in memory so that a page is answered without deciding anything.
 *
 * A refresh reads the index of open pull requests and decides only those that were read anew, whose rules changed, or whose decision the clock
 * has overtaken. Refreshes never run twice at once. Who asks while one is running is given the last board after a short wait: the page says as
 * of when. Accepted race: a change that lands during a refresh is seen by the next one, at most a second later.
 */
import type { GateRecord } from "../../domain/model/gate.ts";
import type { AccountEntry } from "../../domain/model/account.ts";
import type { Instant } from "../../domain/model/instant.ts";
import type { ReleasePlan } from "../../domain/model/plan.ts";
import type { FreezeStartRecord, PlanRecord, RepositoryRecord } from "../../domain/model/records.ts";
import type { MeasureReading } from "../../domain/model/measure.ts";
import type { MilestoneWords } from "../../domain/model/milestone-words.ts";
import type { SpokenWords } from "../../domain/model/score.ts";
import type { Waiver } from "../../domain/model/snapshot.ts";
import type { PlanRules } from "../../domain/policy/decide-head.ts";
import type { MatrixFeature } from "../../domain/policy/acceptance-matrix.ts";
import type { DecidedRow, FeederRow, PageFacts, PageIncident } from "../../text/page/facts.ts";
import { decidedRow } from "../../text/page/decided-row.ts";
import { branchesHere, readAccount, readFeatures, readFeeders, readIncidents, readProgress, readResults, readSettledCards } from "./board-records.ts";
import type { OwnStanding } from "./board-records.ts";
import type { PageSource } from "./ports.ts";

export interface Board {
  /** changes whenever something that a page shows has changed */
  readonly version: number;
  readonly asOf: Instant;
  readonly plans: readonly BoardPlan[];
}

export interface BoardPlan {
  /** "acme/app/release-plan", unique among the plans of a board */
  readonly slug: string;
  readonly home: RepositoryRecord;
  readonly record: PlanRecord;
  readonly plan: ReleasePlan | null;
  readonly repositories: readonly BoardRepository[];
  readonly words: SpokenWords;
  readonly said: MilestoneWords;
  readonly readings: readonly MeasureReading[];
  readonly standings: readonly OwnStanding[];
  /** cards that people closed */
  readonly settled: readonly string[];
  readonly progress: Required<Pick<PageFacts, "parts" | "against">>;
}

export interface BoardRepository {
  readonly repository: RepositoryRecord;
  readonly pulls: readonly DecidedRow[];
  readonly gates: readonly GateRecord[];
  readonly feeders: readonly FeederRow[];
  readonly starts: readonly FreezeStartRecord[];
  readonly account: readonly AccountEntry[];
  readonly waivers: readonly Waiver[];
  readonly features: readonly MatrixFeature[];
  readonly incidents: readonly PageIncident[];
}

export interface BoardKeeper {
  /** the board as it is, refreshed when it may be old; within about 60 ms where there is one at all */
  current(): Promise<Board>;
  /** the same, however long it takes: for whoever waits for a change and for no answer. `anew`: read again in any case */
  latest(anew?: boolean): Promise<Board>;
  /** something was written: the next who asks gets a fresh board */
  stale(): void;
}

/** A board is taken as fresh for so long, ms of real time. */
const FRESH = 1_000;
const PATIENCE = 60;
const PAGE = 500;
/** Fewer changed pull requests than this are read one by one. */
const FEW = 50;

interface Kept {
  readonly takenAt: Instant;
  readonly rules: string;
  readonly row: DecidedRow;
}

export function createBoard(source: PageSource, options: { readonly now: () => Instant; /** real time, ms */ readonly clock: () => number }): BoardKeeper {
  const kept = new Map<string, Kept>();
  let board: Board | null = null;
  let digest = "";
  let readAt = -Infinity;
  let running: Promise<Board> | null = null;

  async function refresh(): Promise<Board> {
    readAt = options.clock();
    const asOf = options.now();
    const plans = await readPlans(source, kept, asOf);
    const next = digestOf(plans);
    board = { version: next === digest && board !== null ? board.version : (board?.version ?? 0) + 1, asOf, plans };
    digest = next;
    return board;
  }

  function refreshed(): Promise<Board> {
    if (board !== null && options.clock() - readAt < FRESH) return Promise.resolve(board);
    return running ??= refresh().finally(() => { running = null; });
  }
  return {
    stale() { readAt = -Infinity; },
    async current() {
      const last = board;
      return last === null ? refreshed() : withinPatience(refreshed(), last);
    },
    async latest(anew = false) {
      if (anew && running === null) readAt = -Infinity;
      const found = await refreshed();
      // Something was written while it was read.
      return readAt === -Infinity ? refreshed() : found;
    },
  };
}

/** The new board, or the last one where the new one takes too long or cannot be made. */
function withinPatience(running: Promise<Board>, last: Board): Promise<Board> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(last), PATIENCE);
    running.then(resolve, () => resolve(last)).finally(() => clearTimeout(timer));
  });
}

async function readPlans(source: PageSource, kept: Map<string, Kept>, now: Instant): Promise<readonly BoardPlan[]> {
  const { memory } = source;
  const repositories = new Map((await memory.records<RepositoryRecord>("repository", "")).map(({ value }) => [value.id, value]));
  const plans: BoardPlan[] = [];
  const seen = new Set<string>();
  for (const { value: record } of await memory.records<PlanRecord>("plan", "")) {
    const home = record.gone?.home ?? repositories.get(record.home);
    if (home === undefined || (record.gone !== undefined && !record.governs.some((id) => repositories.has(id)))) continue;
    const plan = source.planOf(record);
    const governed = [...new Set([record.home, ...record.governs])].flatMap((id) => repositories.get(id) ?? []);
    const shown: BoardRepository[] = [];
    const account = plan === null ? [] : await readAccount(memory, record);
    if (plan !== null) for (const repository of governed) shown.push(await readRepository(source, kept, seen, { record, home, plan, repository, now, account }));
    plans.push({ slug: slugOf(home, record, plans), home, record, plan, repositories: shown, words: await source.wordsOf(record, home), said: await source.saidOf(record, home), progress: await readProgress(memory, record), ...await readResults(memory, record), settled: await readSettledCards(memory, record) });
  }
  for (const key of kept.keys()) if (!seen.has(key)) kept.delete(key);
  return plans;
}

function slugOf(home: RepositoryRecord, record: PlanRecord, before: readonly BoardPlan[]): string {
  const file = (record.path.split("/").at(-1) ?? "plan").replace(/\.ya?ml$/, "");
  const slug = [home.owner, home.name, file].map(encodeURIComponent).join("/");
  const same = before.filter((one) => one.slug === slug || one.slug.startsWith(`${slug}~`)).length;
  return same === 0 ? slug : `${slug}~${same + 1}`;
}

interface Place {
  readonly record: PlanRecord;
  readonly home: RepositoryRecord;
  readonly plan: ReleasePlan;
  readonly repository: RepositoryRecord;
  readonly now: Instant;
  /** of all repositories of the plan */
  readonly account: readonly AccountEntry[];
}

async function readRepository(source: PageSource, kept: Map<string, Kept>, seen: Set<string>, place: Place): Promise<BoardRepository> {
  const { memory } = source;
  const { repository, record } = place;
  const key = `${record.home}/${record.path}`;
  const rules = (await source.rulesFor(repository.id)).find((one) => one.key === key)?.rules ?? null;
  const starts = (await memory.records<FreezeStartRecord>("freeze-start", `${record.home}/`)).map(({ value }) => value).filter((one) => one.repository === repository.id);
  return {
    repository, starts, waivers: rules?.waivers ?? [],
    pulls: rules === null ? [] : await decidePulls(source, kept, seen, { ...place, rules, key }),
    gates: (await memory.records<GateRecord>("gate", `${repository.id}/`)).map(({ value }) => value),
    feeders: await readFeeders(memory, place.plan, place.home, repository),
    features: await readFeatures(memory, record, repository), incidents: await readIncidents(memory, record, repository),
    account: place.account.filter(({ repositoryId }) => repositoryId === repository.id),
  };
}

async function decidePulls(source: PageSource, kept: Map<string, Kept>, seen: Set<string>, place: Place & { readonly rules: PlanRules; readonly key: string }): Promise<readonly DecidedRow[]> {
  const { repository, plan, home, rules, now } = place;
  const bases = new Set(branchesHere(plan, home, repository).flatMap(({ branch, fedBy }) => [branch, ...fedBy]));
  const digest = JSON.stringify([place.record.text, rules.reached, rules.waivers, rules.plan.freezes]);
  const index = (await source.memory.openPullIndex(repository.id)).filter(({ base }) => bases.has(base));
  const keyOf = (number: number): string => `${place.key}|${repository.id}/${number}`;
  const wanted = index.filter(({ number, takenAt }) => {
    seen.add(keyOf(number));
    const known = kept.get(keyOf(number));
    return known === undefined || known.takenAt !== takenAt || known.rules !== digest || (known.row.validUntil !== null && known.row.validUntil <= now);
  });
  for await (const pull of readPulls(source, repository.id, wanted.map(({ number }) => number))) {
    kept.set(keyOf(pull.number), { takenAt: pull.takenAt, rules: digest, row: decidedRow(pull, rules, now) });
  }
  return index.flatMap(({ number }) => kept.get(keyOf(number))?.row ?? []);
}

/** Many are read a page at a time, and others get their turn in between. */
async function* readPulls({ memory }: PageSource, repository: number, numbers: readonly number[]) {
  if (numbers.length <= FEW) {
    for (const number of numbers) {
      const pull = await memory.pull(repository, number);
      if (pull?.open === true) yield pull;
    }
    return;
  }
  const wanted = new Set(numbers);
  for (let after = 0; ;) {
    const pulls = await memory.openPulls(repository, null, after, PAGE);
    for (const [index, pull] of pulls.entries()) {
      if (wanted.has(pull.number)) yield pull;
      if (index % 50 === 49) await new Promise((resolve) => { setImmediate(resolve); });
    }
    const last = pulls.at(-1);
    if (last === undefined || pulls.length < PAGE) return;
    after = last.number;
  }
}

function digestOf(plans: readonly BoardPlan[]): string {
  return JSON.stringify(plans.map(({ slug, record, repositories, words, said, progress, readings, standings, settled }) => [
    slug, settled, progress, record.commit, record.state, record.problems.length, record.reached, words.scores.length, words.grades.length, words.duties.length, said.done, said.partial, readings.map(({ facts }) => facts), standings.map(({ standing }) => [standing.tag, standing.sha, standing.features.map(({ accepted }) => accepted)]),
    repositories.map(({ pulls, gates, feeders, account, waivers, starts, features, incidents }) => [
      gates, feeders, waivers, starts.length, account.length, features, incidents, pulls.map((row) => [row.number, row.verdict, row.said, row.title]),
    ]),
  ]));
}
