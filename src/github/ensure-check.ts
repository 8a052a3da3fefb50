/**
 * Makes a check run on a commit say what it must.
 *
 * Promises: nothing is written when the run observed already says it; a run that cannot be brought back (completed and now waiting, its suite
 * reset by a re-run request, grown old while waiting, carrying annotations) is followed by a new one, which is the one GitHub shows; a write whose
 * answer was lost is looked for before it is written again, so an interrupted run leaves one check and not two.
 * Accepted: the memory of lost answers is this process's own. After a crash the commit's checks are read anew anyway.
 */
import { z } from "zod";
import { REFRESH_WAITING_AFTER } from "../domain/desired/pull-check.ts";
import type { DesiredCheck, ObservedCheck } from "../domain/model/check.ts";
import type { Instant } from "../domain/model/instant.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import type { CheckBody } from "./check-body.ts";
import { checkBodies } from "./check-body.ts";
import { checkOfRun, RestRun } from "./wire/our-checks.ts";
import { parseWire } from "./wire/parse-wire.ts";

/** Creations of which nobody knows whether they happened, by repository, commit and name; the value is the newest run known before. */
export type LostAnswers = Map<string, number>;

interface Target {
  readonly client: Client;
  readonly repository: RepositoryRef;
  readonly check: DesiredCheck;
  readonly what: string;
}

export async function ensureCheck(client: Client, lost: LostAnswers, repository: RepositoryRef, check: DesiredCheck, observed: ObservedCheck | null): Promise<ObservedCheck> {
  const target: Target = { client, repository, check, what: `check "${check.name}" on ${repositoryName(repository)}@${check.sha.slice(0, 12)}` };
  const standing = observed !== null && observed.sha === check.sha && observed.name === check.name ? observed : null;
  if (standing !== null && says(standing, check, client.now())) return standing;
  if (standing !== null && canBeRewritten(standing, check, client.now())) {
    const rewritten = await rewrite(target, standing.id);
    if (rewritten !== null) return rewritten;
  }
  return createOnce(target, lost, standing?.id ?? 0);
}

function says(observed: ObservedCheck, check: DesiredCheck, now: Instant): boolean {
  if (observed.digest !== check.digest || observed.suiteReset || waitedTooLong(observed, now)) return false;
  return check.conclusion === null ? observed.status !== "completed" : observed.status === "completed" && observed.conclusion === check.conclusion;
}

function canBeRewritten(observed: ObservedCheck, check: DesiredCheck, now: Instant): boolean {
  const reopens = observed.status === "completed" && check.conclusion === null;
  return !observed.suiteReset && !reopens && observed.annotated !== true && !waitedTooLong(observed, now);
}

function waitedTooLong(observed: ObservedCheck, now: Instant): boolean {
  return observed.status !== "completed" && observed.startedAt !== null && now >= observed.startedAt + REFRESH_WAITING_AFTER;
}

/** Null when the run is gone: GitHub keeps a thousand of one name and deletes the oldest. */
async function rewrite(target: Target, id: number): Promise<ObservedCheck | null> {
  const [first, ...rest] = checkBodies(target.check);
  const answer = first === undefined ? null : await patch(target, id, first, [404]);
  return answer === null ? null : sendRest(target, answer, rest);
}

async function createOnce(target: Target, lost: LostAnswers, newestKnown: number): Promise<ObservedCheck> {
  const { repository, check } = target;
  const key = `${repository.id}/${check.sha}/${check.name}`;
  const before = lost.get(key);
  if (before !== undefined) {
    const found = await findWritten(target, before);
    lost.delete(key);
    if (found !== null) return found;
  }
  try {
    return await create(target);
  } catch (error) {
    if (!(error instanceof FaultError) || error.fault.kind !== "unavailable") throw error;
    lost.set(key, before ?? newestKnown);
    const found = await findWritten(target, before ?? newestKnown).catch(() => null);
    if (found === null) throw error;
    lost.delete(key);
    return found;
  }
}

async function create(target: Target): Promise<ObservedCheck> {
  const { client, repository, check, what } = target;
  const [first, ...rest] = checkBodies(check);
  const answer = await client.rest({
    what,
    route: "POST /repos/{owner}/{repo}/check-runs",
    parameters: { owner: repository.owner, repo: repository.name, head_sha: check.sha, ...first },
  });
  return sendRest(target, checkOfRun(parseWire(RestRun, answer.body, what)), rest);
}

async function sendRest(target: Target, run: ObservedCheck, bodies: readonly CheckBody[]): Promise<ObservedCheck> {
  let standing = run;
  for (const body of bodies) standing = await patch(target, run.id, body, []) ?? standing;
  return standing;
}

async function patch(target: Target, id: number, body: CheckBody, understands: readonly number[]): Promise<ObservedCheck | null> {
  const { client, repository, what } = target;
  const answer = await client.rest({
    what,
    route: "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}",
    parameters: { owner: repository.owner, repo: repository.name, check_run_id: id, ...body },
    understands,
  });
  return answer.status === 404 ? null : checkOfRun(parseWire(RestRun, answer.body, what));
}

const Runs = z.object({ check_runs: z.array(RestRun) });

/** The run that a lost creation left behind: ours, of this name, newer than what was known, saying these very words. */
async function findWritten(target: Target, newerThan: number): Promise<ObservedCheck | null> {
  const { client, repository, check, what } = target;
  const answer = await client.rest({
    what,
    route: "GET /repos/{owner}/{repo}/commits/{ref}/check-runs",
    parameters: { owner: repository.owner, repo: repository.name, ref: check.sha, check_name: check.name, app_id: client.appId, filter: "all", per_page: 100 },
  });
  const runs = parseWire(Runs, answer.body, what).check_runs.map(checkOfRun);
  return runs.find((run) => run.id > newerThan && run.name === check.name && says(run, check, client.now())) ?? null;
}
