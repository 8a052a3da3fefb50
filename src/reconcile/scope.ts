/**
 * The scope of a plan's release: fixed at its instant, and what differs from it since, told once each.
 * Promises: a telling has a hidden key made of the change, so neither a crash nor a lost store makes it be said twice; only a strict plan moves an
 * issue, only out of a milestone of the plan, and only one that was added and that nobody let in.
 */
import { hiddenKey } from "../domain/desired/fenced-section.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName, sameRepository } from "../domain/model/refs.ts";
import { admissionOf, featureKey, freezeScope, scopeChanges, scopeInstant, untold } from "../domain/policy/scope.ts";
import type { FrozenScope, ScopeAdmission } from "../domain/policy/scope.ts";
import { scopeNoticeText } from "../text/features-tracking.ts";
import type { TrackedChange } from "../text/features-tracking.ts";
import { featureRepositories } from "./feature-issues.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { IssueDetail } from "./github-facts.ts";
import type { RunContext } from "./ports.ts";

const TOLD_PER_RUN = 30;

export interface ScopeNow {
  /** when it was fixed; null while it is open */
  readonly since: Instant | null;
  /** when the clock alone fixes it */
  readonly next: Instant | null;
  /** null while it is open. What has not been told is not in it yet */
  readonly frozen: FrozenScope | null;
  readonly changes: readonly TrackedChange[];
  readonly untold: readonly TrackedChange[];
}

type Planned = Pick<PlanInForce, "home" | "record" | "plan">;

/** A scope that is open again, since its milestone was opened or moved, is forgotten. */
export function scopeNow({ plan, record }: Planned, known: FrozenScope | null, issues: readonly IssueDetail[], admissions: readonly ScopeAdmission[], now: Instant): ScopeNow {
  const { since, next } = scopeInstant(plan, record.reached, now);
  if (since === null || plan.features === null) return { since: null, next, frozen: null, changes: [], untold: [] };
  const { heading } = plan.features.acceptance;
  const frozen = known ?? freezeScope(issues, since, heading);
  const all = scopeChanges(frozen, issues, heading);
  const after = untold(frozen, all, now).scope;
  const tracked = all.map((change): TrackedChange => {
    const cut = change.key.lastIndexOf("#");
    const issue = issues.find((one) => featureKey(one) === change.key);
    return { ...change, repository: issue?.repository ?? change.key.slice(0, cut), number: Number(change.key.slice(cut + 1)), since: after.told[change.key]?.at ?? null, admitted: admissionOf(change, after, admissions) };
  });
  tracked.sort((a, b) => (a.repository < b.repository ? -1 : a.repository > b.repository ? 1 : a.number - b.number));
  return { since, next, frozen, changes: tracked, untold: tracked.filter(({ key, what }) => frozen.told[key]?.what !== what) };
}

/** Features that count at the gates: where the plan is strict, those of the fixed scope and those that were let in. */
export function inScope<T extends Pick<IssueDetail, "repository" | "number">>(issues: readonly T[], strict: boolean, scope: FrozenScope | null, admissions: readonly ScopeAdmission[]): readonly T[] {
  if (!strict || scope === null) return issues;
  const admitted = new Set(admissions.map(({ key }) => key));
  return issues.filter((issue) => scope.features[featureKey(issue)] !== undefined || admitted.has(featureKey(issue)));
}

export interface ScopeView {
  readonly scope: FrozenScope | null;
  readonly admissions: readonly ScopeAdmission[];
}

/** What of a strict scope was changed and not let in: `owner/name#number`. */
export function unadmitted({ plan }: Pick<Planned, "plan">, { scope, admissions }: ScopeView, issues: readonly IssueDetail[]): { readonly rewritten: readonly string[]; readonly removed: readonly string[] } {
  if (plan.features?.scope?.strict !== true || scope === null) return { rewritten: [], removed: [] };
  const open = scopeChanges(scope, issues, plan.features.acceptance.heading).filter((change) => admissionOf(change, scope, admissions) === null);
  const keys = (kind: string): readonly string[] => open.filter((change) => change.kind === kind).map(({ key }) => key);
  return { rewritten: keys("rewritten"), removed: keys("removed") };
}

/** Tells, and takes out of its milestone what a strict plan does not let in. Answers with the scope in which that is noted. */
export async function tellScope(planned: Planned, scope: ScopeNow, issues: readonly IssueDetail[], context: RunContext): Promise<{ readonly frozen: FrozenScope | null; readonly more: boolean }> {
  const { frozen, since } = scope;
  if (frozen === null || since === null) return { frozen: null, more: false };
  const repositories = await featureRepositories(planned, context);
  const due = scope.changes.filter((change) => scope.untold.includes(change) || movesOut(change, issueOf(change, issues), planned));
  for (const change of due.slice(0, TOLD_PER_RUN)) {
    const repository = repositories.find((one) => sameRepository(repositoryName(one), change.repository));
    const issue = issueOf(change, issues);
    // One that is no feature any more is told by its own comment, which says so.
    if (repository !== undefined && issue !== undefined) await tellOne(change, issue, since, repository, planned, context);
  }
  const told = new Set(due.slice(TOLD_PER_RUN).map(({ key }) => key));
  const done = untold(frozen, scope.changes, context.now()).scope;
  const left = Object.fromEntries(Object.entries(done.told).flatMap(([key, value]) => (!told.has(key) ? [[key, value]] : frozen.told[key] === undefined ? [] : [[key, frozen.told[key]]])));
  return { frozen: { ...done, told: left }, more: told.size > 0 };
}

function issueOf({ key }: TrackedChange, issues: readonly IssueDetail[]): IssueDetail | undefined {
  return issues.find((issue) => featureKey(issue) === key);
}

function movesOut({ kind, admitted }: TrackedChange, issue: IssueDetail | undefined, { plan }: Planned): boolean {
  if (plan.features?.scope?.strict !== true || kind !== "added" || admitted !== null || issue?.milestone == null) return false;
  const title = issue.milestone.trim().toLowerCase();
  return plan.milestones.some((milestone) => milestone.title.trim().toLowerCase() === title);
}

async function tellOne(change: TrackedChange, issue: IssueDetail, since: Instant, repository: RepositoryRecord, planned: Planned, context: RunContext): Promise<void> {
  const out = movesOut(change, issue, planned) && await context.github.ensureNoMilestone(repository, issue.number) ? issue.milestone : null;
  const marker = hiddenKey(`told/${encodeURIComponent(`scope/${planned.record.path}/${since}/${change.what}`)}`);
  await context.github.ensureComment(repository, { number: issue.number, marker, body: scopeNoticeText(change, planned.plan, since, out), since: 0 }, null);
}
