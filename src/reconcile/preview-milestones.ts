/**
 * What plans that a pull request proposes would write to milestones, in each repository that they would govern: reads GitHub and stops there.
 * Accepted: a milestone changed by hand meanwhile shows with the next look, some minutes later.
 */
import type { ReleasePlan } from "../domain/model/plan.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { PlanRecord, RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName } from "../domain/model/refs.ts";
import { rememberBaselines } from "../domain/policy/baseline.ts";
import type { ProposedMilestones, RepositoryMilestones } from "../text/milestone-changes.ts";
import type { BoardPreview } from "../text/board-changes.ts";
import type { IssuePreview } from "../text/issue-changes.ts";
import { previewIssues } from "./preview-issues.ts";
import { previewBoard } from "./board-preview.ts";
import { withGovernance } from "./governance.ts";
import { planOf, repositoryOf } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";
import { plansOver, scheduleOf } from "./schedule.ts";
import type { ScheduledPlan } from "./schedule.ts";

/** A plan over more than these is looked at in part: the look is repeated while its pull request is open. */
const LOOKED_AT = 40;

export interface ProposedPlan {
  readonly path: string;
  readonly text: string;
  readonly plan: ReleasePlan;
}

export async function previewProposed(proposed: readonly ProposedPlan[], home: RepositoryRecord, context: RunContext): Promise<ProposedMilestones | null> {
  const plans = await Promise.all(proposed.map((one) => asInForce(one, home, context)));
  if (plans.every(({ plan }) => plan.milestones.length === 0)) return null;
  const ids = [...new Set([home.id, ...plans.flatMap(({ record }) => record.governs)])];
  const all: RepositoryMilestones[] = [];
  const unread: string[] = [];
  for (const id of ids.slice(0, LOOKED_AT)) {
    const repository = await repositoryOf(context.memory, id);
    if (repository === null || repository.archived) continue;
    const changes = await changesIn(repository, home, plans, context);
    if (changes === null) unread.push(repositoryName(repository));
    else all.push({ repository: repositoryName(repository), changes });
  }
  return { all, unread, more: Math.max(0, ids.length - LOOKED_AT), notGoverned: [...new Set(plans.flatMap(({ record }) => record.notGoverned))] };
}

/** What they would write to their boards, those that ask for one. */
export async function previewProposedBoards(proposed: readonly ProposedPlan[], home: RepositoryRecord, context: RunContext): Promise<readonly BoardPreview[]> {
  const previews: BoardPreview[] = [];
  for (const one of proposed.filter(({ plan }) => plan.board !== null)) {
    const preview = await previewBoard(await asInForce(one, home, context), context);
    if (preview !== null) previews.push(preview);
  }
  return previews;
}

/** Which issues they would make or close, those that have any. */
export async function previewProposedIssues(proposed: readonly ProposedPlan[], home: RepositoryRecord, context: RunContext): Promise<readonly IssuePreview[]> {
  const previews: IssuePreview[] = [];
  for (const one of proposed) {
    const preview = await previewIssues(await asInForce(one, home, context), context);
    if (preview !== null) previews.push(preview);
  }
  return previews;
}

async function asInForce({ path, text, plan }: ProposedPlan, home: RepositoryRecord, context: RunContext): Promise<Omit<ScheduledPlan, "changes">> {
  const before = await context.memory.record<PlanRecord>("plan", `${home.id}/${path}`);
  const record: PlanRecord = {
    home: home.id, path, commit: null, text, state: "good", problems: [], readAt: context.now(), reached: before?.reached ?? [], governs: [], notGoverned: [],
    baselines: rememberBaselines(before?.baselines ?? {}, before === null ? null : planOf(before), plan, context.now()),
  };
  return { home, plan, record: await withGovernance(record, home, context) };
}

/** Null where milestones may not be read. */
async function changesIn(repository: RepositoryRecord, home: RepositoryRecord, proposed: readonly Omit<ScheduledPlan, "changes">[], context: RunContext): Promise<RepositoryMilestones["changes"] | null> {
  const replaced = (record: PlanRecord): boolean => record.home === home.id && proposed.some((one) => one.record.path === record.path);
  const standing = (await plansOver(repository, context)).filter(({ record }) => !replaced(record));
  const here = proposed.filter(({ record }) => repository.id === home.id || record.governs.includes(repository.id));
  try {
    return (await scheduleOf(repository, [...standing, ...here], context)).filter(({ record }) => replaced(record)).flatMap(({ changes }) => changes);
  } catch (error) {
    if (!(error instanceof FaultError) || !["forbidden", "not-found"].includes(error.fault.kind)) throw error;
    return null;
  }
}
