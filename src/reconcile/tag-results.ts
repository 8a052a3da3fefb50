/**
 * What ran on a tag's commit, by environment: the reports in the artifacts of its workflow runs, those that were sent to us, and checks that stand for all.
 * Promises: what an environment's version was when an artifact was first seen is remembered, so that results of an earlier version stay of it; a
 * report is passed through as it is read, and only results of linked tests are held; a report that cannot be believed counts for nothing from the
 * place where it goes wrong, and is named.
 */
import type { ArtifactFact, RunFact } from "../domain/model/artifact.ts";
import type { TestEnvironment } from "../domain/model/plan-testing.ts";
import type { PostedReport } from "../domain/model/posted-report.ts";
import type { EvidenceRecord, RepositoryRecord } from "../domain/model/records.ts";
import type { TagFact } from "../domain/model/tag.ts";
import type { ReportProblem, TestResult } from "../domain/model/test-result.ts";
import type { EvidenceRun } from "../domain/policy/evidence-ladder.ts";
import { matchesAny } from "../domain/policy/paths.ts";
import { indexResults } from "../domain/policy/result-index.ts";
import { environmentOf, versionOf } from "../domain/policy/run-environment.ts";
import { createSieve } from "../domain/policy/wanted-results.ts";
import type { WantedNames } from "../domain/policy/wanted-results.ts";
import type { RunContext } from "./ports.ts";

export interface TagResults {
  readonly runs: readonly EvidenceRun[];
  readonly seen: EvidenceRecord;
  readonly unread: readonly UnreadReport[];
}

export interface UnreadReport {
  readonly artifact: string;
  /** null = the whole archive */
  readonly report: string | null;
  readonly problem: Pick<ReportProblem, "says" | "line">;
}

interface Gathered {
  readonly environment: TestEnvironment;
  readonly version: string | null;
  readonly results: TestResult[];
}

/** What is known to have run on a commit. */
export interface CommitRuns {
  readonly artifacts: readonly ArtifactFact[];
  readonly checks: readonly RunFact[];
  readonly posted: readonly PostedReport[];
}

export async function tagResults({ name: tag, sha }: Pick<TagFact, "name" | "sha">, { artifacts, checks, posted }: CommitRuns, wanted: WantedNames, repository: RepositoryRecord, environments: readonly TestEnvironment[], before: EvidenceRecord, context: RunContext): Promise<TagResults> {
  const seen: Record<string, string | null> = {};
  const unread: UnreadReport[] = [];
  const gathered = new Map<string, Gathered>();
  for (const artifact of artifacts) {
    for (const environment of environments) {
      const key = `${artifact.id} ${environment.id}`;
      seen[key] = Object.hasOwn(before, key) ? before[key] ?? null : environment.version;
    }
    await readOne(artifact, wanted, repository, environments, seen, gathered, unread, context);
  }
  for (const report of posted) await readPosted(report, `${repository.id}/${sha}/${report.id}`, wanted, environments, before, seen, gathered, context);
  const standing = checkResults(checks, environments, before);
  Object.assign(seen, standing.seen);
  // Where an environment was tested in several versions, only what ran in the one that counts can prove anything.
  const runs: EvidenceRun[] = [...gathered.values()].map(({ environment, version, results }) => ({ tag, environment: environment.id, environmentVersion: version, results: indexResults(results) }));
  for (const { environment, version, results } of standing.groups) {
    const at = runs.findIndex((run) => run.environment === environment.id && run.environmentVersion === version);
    const run = { tag, environment: environment.id, environmentVersion: version, results: indexResults([]), ...runs[at], whole: results };
    if (at < 0) runs.push(run);
    else runs[at] = run;
  }
  return { seen, unread, runs: onePerEnvironment(runs, environments) };
}

async function readOne(artifact: ArtifactFact, wanted: WantedNames, repository: RepositoryRecord, environments: readonly TestEnvironment[], seen: EvidenceRecord, gathered: Map<string, Gathered>, unread: UnreadReport[], context: RunContext): Promise<void> {
  const bytes = await context.github.readArtifact(repository, artifact);
  if (bytes === null) {
    unread.push({ artifact: artifact.name, report: null, problem: { says: "it could not be fetched", line: null } });
    return;
  }
  const byReport = new Map<string, Sifted>();
  const { reports, problem } = await context.reports.readArchive([bytes], (result, report) => {
    let sifted = byReport.get(report);
    if (sifted === undefined) byReport.set(report, sifted = sift(wanted));
    sifted.take(result);
  });
  if (problem !== null) unread.push({ artifact: artifact.name, report: null, problem: { says: ARCHIVE_PROBLEMS[problem], line: null } });
  for (const report of reports) {
    // Other files in JSON or XML lie in artifacts too; they are no reports, and nobody's mistake.
    if (report.problem !== null && report.problem.code !== "not-a-report") unread.push({ artifact: artifact.name, report: report.name, problem: report.problem });
    const environment = environmentOf(artifact.name, report.properties, environments);
    const version = versionOf(report.properties, seen[`${artifact.id} ${environment.id}`] ?? null);
    const key = `${environment.id}\n${version ?? ""}`;
    const known = gathered.get(key) ?? { environment, version, results: [] };
    for (const result of byReport.get(report.name)?.kept ?? []) known.results.push(result);
    gathered.set(key, known);
  }
}

interface Sifted {
  readonly kept: readonly TestResult[];
  readonly take: (result: TestResult) => void;
}

/** Of one report what a linked test needs, without the words of what went wrong: nothing is decided by them. */
function sift(wanted: WantedNames): Sifted {
  const sieve = createSieve(wanted);
  const kept: TestResult[] = [];
  return { kept, take: (result) => { if (sieve.wants(result)) kept.push({ ...result, message: null, duration: null }); } };
}

/** As it was sent: in the environment that was named with it, else in the one that it names itself. */
async function readPosted({ id, environment: named, properties }: PostedReport, key: string, wanted: WantedNames, environments: readonly TestEnvironment[], before: EvidenceRecord, seen: Record<string, string | null>, gathered: Map<string, Gathered>, context: RunContext): Promise<void> {
  const environment = environments.find((one) => one.id === named) ?? environmentOf("", properties, environments);
  const first = `posted/${id} ${environment.id}`;
  seen[first] = Object.hasOwn(before, first) ? before[first] ?? null : environment.version;
  const version = versionOf(properties, seen[first]);
  const place = `${environment.id}\n${version ?? ""}`;
  const known = gathered.get(place) ?? { environment, version, results: [] };
  const { kept, take } = sift(wanted);
  context.reports.readKept(await context.memory.record<string>("posted-results", key) ?? "", take);
  for (const result of kept) known.results.push(result);
  gathered.set(place, known);
}

/** Checks that the plan says stand for an environment; what is neither a success nor a failure has not been tested. */
function checkResults(checks: readonly RunFact[], environments: readonly TestEnvironment[], before: EvidenceRecord): { readonly groups: readonly Gathered[]; readonly seen: EvidenceRecord } {
  const seen: Record<string, string | null> = {};
  const groups = new Map<string, Gathered>();
  for (const environment of environments.filter((one) => one.checks.length > 0)) {
    for (const check of checks.filter(({ name }) => matchesAny(environment.checks, name))) {
      const known = `check/${check.id} ${environment.id}`;
      const version = Object.hasOwn(before, known) ? before[known] ?? null : environment.version;
      seen[known] = version;
      const outcome = check.conclusion === "success" ? "passed" : check.conclusion === "skipped" || check.conclusion === "neutral" ? "skipped" : "failed";
      const group = groups.get(`${environment.id}\n${version ?? ""}`) ?? { environment, version, results: [] };
      group.results.push({ name: check.name, className: "", suites: [], file: null, outcome, message: null, duration: null });
      groups.set(`${environment.id}\n${version ?? ""}`, group);
    }
  }
  return { groups: [...groups.values()], seen };
}

const ARCHIVE_PROBLEMS = { "not-an-archive": "it is not an archive, or a damaged one", "too-large": "it unpacks to more than is read", "too-many-files": "it holds more files than are read" } as const;

function onePerEnvironment(runs: readonly EvidenceRun[], environments: readonly TestEnvironment[]): readonly EvidenceRun[] {
  const chosen = new Map<string, EvidenceRun>();
  for (const run of runs) {
    const current = environments.find((environment) => environment.id === run.environment)?.version ?? null;
    if (!chosen.has(run.environment) || run.environmentVersion === current) chosen.set(run.environment, run);
  }
  return [...chosen.values()];
}
