/**
 * Pull requests that change the plan: the words of their own check, and whether an approved fix of the plan may pass a freeze.
 * What the change would do is decided from the pull requests that are remembered, under the plan in force and under the proposed one, and from
 * the milestones as they stand; nothing else is read for it but team memberships.
 */
import type { CheckWords } from "../domain/desired/pull-check.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { Problem } from "../domain/model/problem.ts";
import type { PullFacts } from "../domain/model/pull.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { ProposedFile, TrackedPull } from "../domain/model/tracked-pull.ts";
import { planCalendar } from "../domain/plan/calendar.ts";
import { parsePlan } from "../domain/plan/parse.ts";
import { isTemplateFile } from "../domain/plan/plan-file.ts";
import { comparePlans } from "../domain/plan/plan-diff.ts";
import type { PlanDifference } from "../domain/plan/plan-diff.ts";
import { rememberBaselines } from "../domain/policy/baseline.ts";
import { decideHead } from "../domain/policy/decide-head.ts";
import type { HeadPull, PlanFix } from "../domain/policy/decide-head.ts";
import { approvalsOfHead, decidePlanChange, peopleNamed, touchesOnlyPlans } from "../domain/policy/plan-change.ts";
import type { PlanEffect } from "../domain/policy/plan-change.ts";
import { calendarMarkdown } from "../text/calendar.ts";
import { renderPlanCheck } from "../text/plan-check.ts";
import { templateProblems } from "../text/template-check.ts";
import type { PlanPreview } from "../text/plan-preview.ts";
import { checkedLinks } from "./plan-links.ts";
import { personIs, personIsOneOf } from "./people.ts";
import { plansHeard, rulesOf } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { GitHub, RunContext } from "./ports.ts";
import { previewProposed, previewProposedBoards, previewProposedIssues } from "./preview-milestones.ts";
import type { ProposedPlan } from "./preview-milestones.ts";

const PULLS_PER_PAGE = 1_000;
/** More open pull requests than this are not judged for a preview; it then says so. */
const JUDGED_AT_MOST = 20_000;

export async function headPulls(pulls: readonly TrackedPull[], plans: readonly PlanInForce[], repository: RepositoryRecord, context: RunContext): Promise<readonly HeadPull[]> {
  return Promise.all(pulls.map(({ facts, takenAt }) => ({ facts: underName(facts, repository), takenAt })).map(async ({ facts, takenAt }) => ({ facts, takenAt, planFix: await planFixOf(facts, plans, repository, context) })));
}

/** What was read before the repository was renamed carries its old name. */
function underName(facts: PullFacts, repository: RepositoryRecord): PullFacts {
  const name = repositoryName(repository);
  return facts.repository === name ? facts : { ...facts, repository: name };
}

/** Approvals by review and those by command, which name a commit likewise. */
function withCommandApprovals(facts: PullFacts, plans: readonly PlanInForce[]): PullFacts {
  const byCommand = plans.flatMap(({ commands }) => commands.approvals).filter((one) => one.number === facts.number);
  return byCommand.length === 0 ? facts : { ...facts, approvals: [...facts.approvals, ...byCommand.map(({ by, sha, at }) => ({ by, sha, at }))] };
}

/** Null unless the pull request touches plan files of a plan's own home and nothing else. */
export async function planFixOf(facts: PullFacts, plans: readonly PlanInForce[], repository: RepositoryRecord, context: RunContext): Promise<PlanFix | null> {
  const own = plans.filter(({ home }) => home.id === repository.id);
  if (own.length === 0 || facts.base.ref !== repository.defaultBranch || !touchesOnlyPlans(facts)) return null;
  const people = [...new Set(own.flatMap(({ plan }) => peopleNamed(plan)))];
  return { approvedBy: await approverAmong(people, withCommandApprovals(facts, own), context.github), people };
}

/** The author counts only where the plan names nobody else: then nobody else could ever approve. */
async function approverAmong(people: readonly string[], facts: PullFacts, github: GitHub): Promise<string | null> {
  for (const approval of approvalsOfHead(facts)) {
    if (await personIsOneOf(people, approval.by, github) === true) return approval.by;
  }
  const author = facts.author?.login ?? null;
  const alone = author !== null && people.length > 0 && people.every((name) => name.toLowerCase() === author.toLowerCase());
  return alone ? author : null;
}

/** The words of the plan's own check; null when none of the pull requests on this commit changes a plan. A plan need not bind the repository that it stands in. */
export async function planCheckWords(pulls: readonly TrackedPull[], repository: RepositoryRecord, context: RunContext): Promise<CheckWords | null> {
  const pull = pulls.find((one) => one.proposed !== null && one.proposed.length > 0);
  if (pull === undefined || pull.proposed === null) return null;
  const plans = await plansHeard(context.memory, repository.id);
  const problems: Problem[] = [];
  const calendars: { readonly path: string; readonly markdown: string }[] = [];
  const readable: ProposedPlan[] = [];
  const unchecked: string[] = [];
  let preview: PlanPreview | null = null;
  const templates = pull.proposed.filter(({ path }) => isTemplateFile(path));
  const files = pull.proposed.filter((file) => !templates.includes(file));
  if (files.length === 0 && plans.every(({ home }) => home.id !== repository.id)) return null;
  for (const { path, bytes } of templates) if (bytes !== null) problems.push(...templateProblems(path, Buffer.from(bytes, "base64").toString("utf8")));
  for (const file of files) {
    const inForce = plans.find(({ home, record }) => home.id === repository.id && record.path === file.path) ?? null;
    const proposed = readProposed(file, inForce, problems, context.now());
    const links = file.bytes === null ? null : await checkedLinks(Buffer.from(file.bytes, "base64"), file.path, repository, context);
    problems.push(...links?.problems ?? []);
    unchecked.push(...links?.unchecked ?? []);
    if (proposed !== null) calendars.push({ path: file.path, markdown: calendarMarkdown(planCalendar(proposed), proposed.release.timezone) });
    if (proposed !== null && file.bytes !== null) readable.push({ path: file.path, text: Buffer.from(file.bytes, "base64").toString("utf8"), plan: proposed });
    if (proposed !== null || file.bytes === null) preview = merged(preview, await previewOf(withCommandApprovals(pull.facts, plans), inForce, proposed, repository, context));
  }
  // Only the default branch is followed: what stands on another writes nothing.
  const milestones = readable.length === 0 || pull.base !== repository.defaultBranch ? null : await previewProposed(readable, repository, context);
  const boards = milestones === null ? [] : await previewProposedBoards(readable, repository, context);
  const issues = readable.length === 0 || pull.base !== repository.defaultBranch ? [] : await previewProposedIssues(readable, repository, context);
  return renderPlanCheck({ base: pull.base, problems, calendars, preview, unchecked, milestones, boards, issues, templates: files.length === 0, repository: repositoryName(repository), detailsUrl: null });
}

/** A deleted file proposes no plan; the one in force outlives it, so that changes nothing until its manager ends it. */
function readProposed(file: ProposedFile, inForce: PlanInForce | null, problems: Problem[], now: Instant): ReleasePlan | null {
  if (file.bytes === null) return null;
  const standing = inForce === null ? null : { plan: inForce.written, baselines: rememberBaselines(inForce.record.baselines ?? {}, null, inForce.written, now) };
  const { plan, problems: found } = parsePlan(Buffer.from(file.bytes, "base64"), file.path, null, standing);
  problems.push(...found);
  return plan;
}

async function previewOf(facts: PullFacts, inForce: PlanInForce | null, proposed: ReleasePlan | null, repository: RepositoryRecord, context: RunContext): Promise<PlanPreview | null> {
  if (proposed === null) return null;
  // What the file would change; freezes switched on or off by command stay as they are either way.
  const before = inForce === null ? [] : [{ ...rulesOf(inForce), plan: inForce.written }];
  const after = [{ plan: proposed, reached: inForce?.record.reached ?? [], home: repositoryName(repository), waivers: before[0]?.waivers ?? [] }];
  const bound = inForce?.record.governs ?? [repository.id];
  const freed: string[] = [];
  const stopped: string[] = [];
  let judged = 0;
  for await (const pull of openPulls(bound, context)) {
    if (judged >= JUDGED_AT_MOST) break;
    // The change itself is what is asked about; it has its own way in.
    if (pull.repository === repository.id && pull.number === facts.number) continue;
    judged += 1;
    const name = `${pull.facts.repository}#${pull.number}`;
    const stoppedBefore = stops(pull, before, context.now());
    const stoppedAfter = stops(pull, after, context.now());
    if (stoppedBefore && !stoppedAfter) freed.push(name);
    if (!stoppedBefore && stoppedAfter) stopped.push(name);
  }
  const effect: PlanEffect = { freed, stopped };
  const change = await changeDecision(facts, inForce, proposed, effect, context.github);
  return { effect, judged, complete: judged < JUDGED_AT_MOST, change };
}

async function changeDecision(facts: PullFacts, inForce: PlanInForce | null, proposed: ReleasePlan, effect: PlanEffect, github: GitHub): Promise<PlanPreview["change"]> {
  const manager = inForce?.plan.release.manager ?? null;
  const thaws = inForce !== null && comparePlans(inForce.written, proposed).some((difference: PlanDifference) => difference.thaws);
  return decidePlanChange({
    inForce: inForce?.plan ?? null, proposedIsWrong: false, thaws, effect,
    approvedByManager: manager === null || inForce === null ? null : await managerApproval(manager, inForce.plan, facts, github),
  });
}

async function managerApproval(manager: string, plan: ReleasePlan, facts: PullFacts, github: GitHub): Promise<string | null> {
  const author = facts.author?.login ?? "";
  for (const approval of approvalsOfHead(facts)) {
    if (await personIs(manager, approval.by, github) === true) return approval.by;
  }
  // The manager's own change: anybody else whom the plan names may confirm it.
  return await personIs(manager, author, github) === true ? approverAmong(peopleNamed(plan), facts, github) : null;
}

function stops(pull: TrackedPull, rules: Parameters<typeof decideHead>[1], now: Instant): boolean {
  const decided = decideHead([{ facts: pull.facts, takenAt: pull.takenAt, planFix: null }], rules, now)?.decision;
  return decided !== undefined && decided.mode === "enforce" && (decided.verdict === "block" || decided.verdict === "wait");
}

async function* openPulls(repositories: readonly number[], context: RunContext): AsyncGenerator<TrackedPull> {
  for (const id of repositories) {
    let after = 0;
    for (;;) {
      const page = await context.memory.openPulls(id, null, after, PULLS_PER_PAGE);
      yield* page;
      if (page.length < PULLS_PER_PAGE) break;
      after = page.at(-1)?.number ?? after;
    }
  }
}

/** Several changed plan files in one pull request are told as one. */
function merged(first: PlanPreview | null, second: PlanPreview | null): PlanPreview | null {
  if (first === null || second === null) return first ?? second;
  const worst = second.change?.verdict === "wait" ? second.change : first.change ?? second.change;
  return {
    effect: { freed: [...new Set([...first.effect.freed, ...second.effect.freed])], stopped: [...new Set([...first.effect.stopped, ...second.effect.stopped])] },
    judged: Math.max(first.judged, second.judged), complete: first.complete && second.complete, change: worst,
  };
}
