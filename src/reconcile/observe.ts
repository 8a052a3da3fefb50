/**
 * From what GitHub shows of a pull request to what is remembered of it: the same for one read alone and for one out of a listing.
 * Roles are asked for only while a freeze, its notice or something that stands in the way makes them matter, and what GitHub will not say counts as no role.
 */
import { repositoryName, sameRepository } from "../domain/model/refs.ts";
import type { Role } from "../domain/model/refs.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { Mark } from "../domain/model/key.ts";
import type { PullFacts } from "../domain/model/pull.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import type { RecordChange } from "../domain/model/settlement.ts";
import type { TrackedPull } from "../domain/model/tracked-pull.ts";
import { isUntold } from "./blocked-pull.ts";
import { asksForAuthor, awaitsReport } from "./blockers.ts";
import { checkRecord } from "./check-records.ts";
import { freezesOnBranch } from "./freezes-on-branch.ts";
import { PREWARM } from "../domain/policy/gate-step.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { PullObservation } from "./github-facts.ts";
import type { RunContext } from "./ports.ts";
import { waiversOf, withRememberedHead } from "./remembered-head.ts";

export interface Observed {
  readonly pull: TrackedPull;
  readonly records: readonly RecordChange[];
  readonly marks: readonly Mark[];
}

/**
 * A pull request out of a listing may need more than the listing gave (all its files, what a release merge carries): then it is also
 * marked to be read by itself.
 */
export async function observe(observation: PullObservation, repository: RepositoryRecord, plans: readonly PlanInForce[], takenAt: Instant, context: RunContext): Promise<Observed> {
  const facts = observation.facts;
  const needsMore = !facts.filesComplete || feedsIts(facts, repository, plans);
  const pull = await track(facts, repository, plans, takenAt, context);
  const needsDiff = (pull.facts.diff ?? null) === null && waiversOf(facts.number, plans).length > 0;
  const marks: Mark[] = [headMark(pull, "fan-out")];
  if (needsMore || needsDiff || await isUntold(pull, repository, plans, context) || await awaitsReport(pull.facts, plans, context)) marks.push({ key: { kind: "pull", repository: repository.id, number: facts.number }, lane: "sweep", installation: context.installation });
  return { pull, records: observation.checks.map((check) => checkRecord(repository.id, check)), marks };
}

export async function track(facts: PullFacts, repository: RepositoryRecord, plans: readonly PlanInForce[], takenAt: Instant, context: RunContext): Promise<TrackedPull> {
  // Stamps for a freeze that is about to begin rest on the same facts as those of one in force.
  const then = context.now() + PREWARM;
  const matters = plans.some((plan) => freezesOnBranch(plan, repository, facts.base.ref, then).some((freeze) => freeze.state === "in-force" || freeze.state === "notice"));
  const pull: TrackedPull = {
    repository: repository.id, number: facts.number, installation: context.installation,
    sha: facts.head.sha ?? "", base: facts.base.ref, open: facts.state === "open",
    facts: matters ? await withRoles(facts, repository, context) : asksForAuthor(plans) && facts.author?.bot === false ? await withAuthorRole(facts, repository, context) : facts,
    takenAt, proposed: null,
  };
  return withRememberedHead(pull, await context.memory.pull(repository.id, facts.number));
}

/** Is the head a branch of this repository that feeds the base? Then it is a release merge, judged by what it carries. */
export function feedsIts(facts: PullFacts, repository: RepositoryRecord, plans: readonly PlanInForce[]): boolean {
  if (facts.head.repository === null || !sameRepository(facts.head.repository, repositoryName(repository))) return false;
  return plans.some((plan) => freezesOnBranch(plan, repository, facts.base.ref, 0).some((freeze) => freeze.relation === "governed" && freeze.fedBy.includes(facts.head.ref)));
}

export function headMark(pull: TrackedPull, lane: Mark["lane"]): Mark {
  return { key: { kind: "head", repository: pull.repository, sha: pull.sha, base: pull.base }, lane, installation: pull.installation };
}

async function withRoles(facts: PullFacts, repository: RepositoryRecord, context: RunContext): Promise<PullFacts> {
  const labels = [];
  for (const label of facts.labels) labels.push({ ...label, addedByRole: label.addedByRole ?? await roleOf(label.addedBy?.login ?? null, repository, context) });
  return { ...await withAuthorRole(facts, repository, context), labels };
}

async function withAuthorRole(facts: PullFacts, repository: RepositoryRecord, context: RunContext): Promise<PullFacts> {
  return { ...facts, authorRole: facts.authorRole ?? await roleOf(facts.author?.login ?? null, repository, context) };
}

async function roleOf(login: string | null, repository: RepositoryRecord, context: RunContext): Promise<Role> {
  return (login === null ? null : await context.github.readRole(repository, login)) ?? "none";
}
