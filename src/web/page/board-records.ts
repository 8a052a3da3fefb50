/** What of a plan's records the board shows beside its pull requests: account, feeders, readings, features on tags, incidents. */
import { incidentEntry, incidentLedger } from "../../domain/incident/ledger.ts";
import { foldIncident } from "../../domain/incident/fold.ts";
import type { AccountEntry, FeederRecord } from "../../domain/model/account.ts";
import type { CardRecord } from "../../domain/model/card.ts";
import { subjectText } from "../../domain/model/card.ts";
import type { IncidentRecord } from "../../domain/model/incident.ts";
import type { MeasureReading } from "../../domain/model/measure.ts";
import type { ReleasePlan } from "../../domain/model/plan.ts";
import type { ProgressRecord } from "../../domain/model/progress.ts";
import { liveKey } from "../../domain/model/progress.ts";
import type { FeatureRecord, PlanRecord, RepositoryRecord } from "../../domain/model/records.ts";
import { tagStandingKey } from "../../domain/model/records.ts";
import { repositoryName, sameRepository } from "../../domain/model/refs.ts";
import type { TagStanding } from "../../domain/model/tag-standing.ts";
import { governedBranches } from "../../domain/plan/governed.ts";
import type { MatrixFeature } from "../../domain/policy/acceptance-matrix.ts";
import { isOpenIncident } from "../../domain/policy/owed.ts";
import type { FeederRow, PageFacts, PageIncident } from "../../text/page/facts.ts";
import type { PageMemory } from "./ports.ts";

/** How features stood on a tag, with the repository that has the tag. */
export interface OwnStanding {
  readonly repository: number;
  readonly standing: TagStanding;
}

/** Only so many open incidents are looked into. */
const FOLDED = 100;

/** The ledger of the home holds it; the id of an entry begins with the plan that it belongs to. */
export async function readAccount(memory: PageMemory, { home, path }: PlanRecord): Promise<readonly AccountEntry[]> {
  const entries = await memory.ledger(home, "account");
  return entries.filter(({ id }) => id.startsWith(`account/${home}/${path}/`)).map(({ body }) => body as unknown as AccountEntry);
}

/** Keys of both begin with the plan's home and its path, escaped; a standing's goes on with the repository that has the tag. */
export async function readResults(memory: PageMemory, { home, path }: PlanRecord): Promise<{ readonly readings: readonly MeasureReading[]; readonly standings: readonly OwnStanding[] }> {
  const prefix = tagStandingKey({ home, path }, null, null);
  const [readings, standings] = [await memory.records<MeasureReading>("measure", `${home}/${encodeURIComponent(path)}/`), await memory.records<TagStanding>("tag-standing", prefix)];
  return {
    readings: readings.map(({ value }) => value).filter(({ readAt }) => readAt > 0),
    standings: standings.map(({ key, value }) => ({ repository: Number(key.slice(prefix.length).split("/")[0]), standing: value })),
  };
}

/** By milestone. */
export async function readProgress(memory: PageMemory, { home, path }: PlanRecord): Promise<Required<Pick<PageFacts, "parts" | "against">>> {
  const records = await memory.records<ProgressRecord>("progress", `${liveKey(home, path)}/`);
  return { parts: Object.fromEntries(records.map(({ value }) => [value.milestone, value.parts ?? {}])), against: Object.fromEntries(records.map(({ value }) => [value.milestone, value.against ?? []])) };
}

export async function readFeatures(memory: PageMemory, { home, path }: PlanRecord, repository: RepositoryRecord): Promise<readonly MatrixFeature[]> {
  const records = await memory.records<FeatureRecord>("feature", `${repository.id}/`);
  return records.flatMap(({ key, value: { standing, plan } }) => (standing === null || plan !== `${home}/${path}` ? [] : [{ repository: repositoryName(repository), number: Number(key.split("/")[1]), title: standing.title, group: standing.group }]));
}

/** What was said of those that are over is not folded again; an issue in which one goes on is no other incident. */
export async function readIncidents(memory: PageMemory, { home, path }: PlanRecord, repository: RepositoryRecord): Promise<readonly PageIncident[]> {
  const records = (await memory.records<IncidentRecord>("incident", `${repository.id}/`)).map(({ value }) => value).filter((one) => one.home === home && one.path === path && one.continues === null);
  const open = new Set(records.filter(isOpenIncident).toSorted((a, b) => b.openedAt - a.openedAt).slice(0, FOLDED));
  return Promise.all(records.map(async (record) => {
    const entries = open.has(record) ? await memory.ledger(repository.id, incidentLedger(record.number)) : [];
    return { repository: repositoryName(repository), record, incident: foldIncident(entries.map(incidentEntry))?.incident ?? null };
  }));
}

export async function readSettledCards(memory: PageMemory, { home, path }: PlanRecord): Promise<readonly string[]> {
  const cards = await memory.records<CardRecord>("card", `${home}/${path}/`);
  return cards.flatMap(({ value: { subject, open, number } }) => (number !== null && !open ? [subjectText(subject)] : []));
}

export async function readFeeders(memory: PageMemory, plan: ReleasePlan, home: RepositoryRecord, repository: RepositoryRecord): Promise<readonly FeederRow[]> {
  const freezes = new Set(plan.freezes.map(({ id }) => id));
  const records = new Map((await memory.records<FeederRecord>("feeder", `${repository.id}/`)).map(({ key, value }) => [key, value]));
  const rows = branchesHere(plan, home, repository).flatMap(({ branch, fedBy }) => fedBy.flatMap((feeder): readonly FeederRow[] => {
    const value = records.get([repository.id, feeder, branch].join("/")) ?? records.get([repository.id, encodeURIComponent(feeder), encodeURIComponent(branch)].join("/"));
    if (value === undefined) return [];
    const changes = Object.entries(value.offending).filter(([freeze]) => freezes.has(freeze)).flatMap(([freeze, all]) => all.map((change) => ({ ...change, freeze })));
    return [{ repository: repositoryName(repository), feeder, branch, readAt: value.readAt, complete: value.complete, changes }];
  }));
  return [...new Map(rows.map((row) => [`${row.feeder}\n${row.branch}`, row])).values()];
}

export function branchesHere(plan: ReleasePlan, home: RepositoryRecord, repository: RepositoryRecord): readonly { readonly branch: string; readonly fedBy: readonly string[] }[] {
  return governedBranches(plan, { name: repositoryName(home), defaultBranch: home.defaultBranch })
    .filter((one) => sameRepository(one.repository, repositoryName(repository))).map((one) => ({ branch: one.branch ?? repository.defaultBranch, fedBy: one.fedBy }));
}
