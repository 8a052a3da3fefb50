/**
 * A report that a workflow sends: whether it may, which commit and environment it belongs to, and what is remembered of it.
 * Promises: only from the repository's own workflows, set off by somebody who may write to it; the same report again changes nothing; at most so many
 * of a commit, and of a repository the newest.
 */
import { digestOf } from "../domain/desired/pull-check.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { Mark } from "../domain/model/key.ts";
import type { TestEnvironment, TesterKind } from "../domain/model/plan-testing.ts";
import { TESTER_KINDS } from "../domain/model/plan-testing.ts";
import type { PostedReport, ReceivedReport, ReportOffer, WorkflowCaller } from "../domain/model/posted-report.ts";
import { hasRole, repositoryName, sameRepository } from "../domain/model/refs.ts";
import type { RecordChange } from "../domain/model/settlement.ts";
import { nearestName } from "../domain/plan/nearest.ts";
import { isBotLogin } from "../domain/policy/acceptance.ts";
import { keptReport, refusedReport } from "../text/report-answer.ts";
import type { ReportAnswer, ReportRefusal } from "../text/report-answer.ts";
import { plansFor, repositoryOf } from "./plans-in-force.ts";
import type { Memory, RunContext } from "./ports.ts";

const MOST_AT_COMMIT = 100;
const MOST_IN_REPOSITORY = 200;
/** Only who may write sets these off, so a bot that did was let to. */
const WRITERS_EVENTS: readonly string[] = ["push", "create", "release", "schedule", "workflow_dispatch", "repository_dispatch", "deployment", "deployment_status", "merge_group"];

/** Where an admitted report belongs. */
export interface ReportPlace {
  readonly repository: number;
  readonly installation: number;
  readonly sha: string;
  /** tags on that commit */
  readonly tags: readonly string[];
  readonly environment: TestEnvironment | null;
  readonly tester: TesterKind | null;
  readonly by: string;
}

export async function admitReport(offer: ReportOffer, caller: WorkflowCaller, memory: Memory, contextOf: (installation: number) => RunContext): Promise<{ readonly place: ReportPlace } | { readonly refused: ReportAnswer }> {
  const refuse = (refusal: ReportRefusal): { readonly refused: ReportAnswer } => ({ refused: refusedReport(refusal) });
  if (!sameRepository(offer.repository, caller.repository)) return refuse({ code: "other-repository", of: caller.repository, wanted: offer.repository });
  const repository = await repositoryOf(memory, caller.repositoryId);
  if (repository === null || !sameRepository(repositoryName(repository), caller.repository)) return refuse({ code: "not-installed", repository: caller.repository });
  const name = repositoryName(repository);
  const plans = (await plansFor(memory, repository.id)).filter(({ plan }) => plan.features !== null);
  if (plans.length === 0) return refuse({ code: "no-plan", repository: name });
  const { github } = contextOf(repository.installation);
  const bot = isBotLogin(caller.actor) && WRITERS_EVENTS.includes(caller.event);
  if (!bot && !hasRole(await github.readRole(repository, caller.actor, { fresh: true }), "write")) return refuse({ code: "may-not-write", actor: caller.actor, repository: name });
  const where = whereOf(offer, plans.flatMap(({ plan }) => plan.environments));
  if ("code" in where) return refuse(where);
  const tags = await github.readTags(repository);
  const isSha = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/i.test(offer.ref);
  const sha = isSha ? offer.ref.toLowerCase() : tags.find((tag) => tag.name === offer.ref)?.sha;
  const here = tags.filter((tag) => tag.sha === sha).map((tag) => tag.name);
  if (sha === undefined || (here.length === 0 && sha !== caller.sha)) return refuse({ code: "unknown-ref", named: offer.ref, repository: name, sha: isSha });
  return { place: { repository: repository.id, installation: repository.installation, sha, tags: here, by: caller.actor, ...where } };
}

function whereOf({ environment, tester }: ReportOffer, environments: readonly TestEnvironment[]): Pick<ReportPlace, "environment" | "tester"> | ReportRefusal {
  const kind = tester === null ? null : TESTER_KINDS.find((one) => one === tester.toLowerCase());
  if (kind === undefined) return { code: "unknown-tester", named: tester ?? "" };
  if (environment === null) return { environment: null, tester: kind };
  const found = environments.find(({ id }) => id.toLowerCase() === environment.toLowerCase());
  const known = [...new Set(environments.map(({ id }) => id))];
  if (found === undefined) return { code: "unknown-environment", named: environment, known, meant: nearestName(environment, known) };
  return kind === null || kind === found.tester ? { environment: found, tester: kind } : { code: "other-tester", environment: found.title, tester: found.tester, named: kind };
}

/** No key stands for a report that is sent, so it is written here and not by a run. */
export interface ReportMemory extends Memory {
  /** together, or not at all */
  remember(changes: readonly RecordChange[]): Promise<void>;
  mark(marks: readonly Mark[], when: { readonly now: Instant }): Promise<void>;
}

/** Accepted: where the program is killed between remembering and marking, the clock of the candidate finds the report within a quarter of an hour. */
export async function keepReport(place: ReportPlace, { digest, summary, results }: ReceivedReport, memory: ReportMemory, now: Instant): Promise<ReportAnswer> {
  const id = digestOf([digest, place.environment?.id ?? null, place.tester]).slice(0, 24);
  const key = `${place.repository}/${place.sha}/${id}`;
  const told = { cases: summary.cases, sha: place.sha, environment: place.environment?.title ?? null };
  const all = await memory.records<PostedReport>("posted-report", `${place.repository}/`);
  if (all.some((one) => one.key === key)) return keptReport({ ...told, known: true });
  if (all.filter((one) => one.key.startsWith(`${place.repository}/${place.sha}/`)).length >= MOST_AT_COMMIT) return refusedReport({ code: "too-many", most: MOST_AT_COMMIT });
  const said = ["environment", "environment.version"].flatMap((name) => { const value = summary.properties[name]; return value === undefined ? [] : [[name, value] as const]; });
  const value: PostedReport = { id, at: now, environment: place.environment?.id ?? null, by: place.by, format: summary.format, cases: summary.cases, properties: Object.fromEntries(said) };
  const old = all.toSorted((a, b) => a.value.at - b.value.at).slice(0, Math.max(0, all.length + 1 - MOST_IN_REPOSITORY));
  const forgotten = old.flatMap((one): RecordChange[] => [{ kind: "posted-report", key: one.key, value: null }, { kind: "posted-results", key: one.key, value: null }]);
  await memory.remember([{ kind: "posted-report", key, value }, { kind: "posted-results", key, value: results }, ...forgotten]);
  await memory.mark(place.tags.map((tag): Mark => ({ key: { kind: "release", repository: place.repository, tag }, lane: "changed", installation: place.installation })), { now });
  return keptReport({ ...told, known: false });
}

/** Of a commit, oldest first. */
export async function postedReports(repository: number, sha: string, memory: Memory): Promise<readonly PostedReport[]> {
  const found = await memory.records<PostedReport>("posted-report", `${repository}/${sha}/`);
  return found.map(({ value }) => value).toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}
