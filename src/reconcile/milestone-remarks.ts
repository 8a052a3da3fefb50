/** What people did to milestones on GitHub that stays as they left it: told once, in the issue with all dates. */
import { decidersOf } from "../domain/command/milestone-meant.ts";
import { digestOf } from "../domain/desired/pull-check.ts";
import { milestoneKey } from "../domain/desired/milestone.ts";
import type { MilestoneRecord, ShutMilestone } from "../domain/model/own-milestone.ts";
import type { PlannedMilestone } from "../domain/model/plan.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName } from "../domain/model/refs.ts";
import { closersOf, milestoneManager } from "../domain/policy/reached.ts";
import { allClosedText, closedElsewhereText, closedText, deletedText, doubledText, renamedText, reopenedText } from "../text/milestone-remark.ts";
import type { HomePlan } from "./home-plan.ts";
import type { Telling } from "./notice.ts";
import { repositoryOf } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";
import { recordKey } from "./schedule.ts";

/** `told`: keys of what was told already. */
export async function milestoneRemarks(plan: HomePlan, told: readonly string[], context: RunContext): Promise<readonly Telling[]> {
  const remarks: Telling[] = [];
  for (const id of new Set([plan.home.id, ...plan.record.governs])) {
    const repository = await repositoryOf(context.memory, id);
    if (repository === null) continue;
    for (const milestone of plan.plan.milestones) {
      const known = await context.memory.record<MilestoneRecord>("milestone", recordKey(repository, plan.record, milestone.id));
      if (known?.key === milestoneKey(plan.record.path, plan.plan.release.name, milestone.id)) remarks.push(...await ofOne(plan, milestone, repository, known, context));
    }
  }
  return [...remarks, ...closings(plan, await shutMilestones(plan, context), told)];
}

interface Shut {
  readonly milestone: PlannedMilestone;
  readonly key: string;
  readonly number: number;
  readonly shut: ShutMilestone;
}

/** In the home alone milestones are reached, so nowhere else a closing is refused. */
async function shutMilestones({ plan, home, record }: HomePlan, context: RunContext): Promise<readonly Shut[]> {
  const all: Shut[] = [];
  for (const milestone of plan.milestones) {
    const known = await context.memory.record<MilestoneRecord>("milestone", recordKey(home, record, milestone.id));
    if (known?.shut === undefined || known.deleted || known.key !== milestoneKey(record.path, plan.release.name, milestone.id)) continue;
    all.push({ milestone, key: `milestone-closed/${home.id}/${known.number}/${known.shut.at}`, number: known.number, shut: known.shut });
  }
  return all;
}

/** One message for all of which nobody can say who it was, as after a lost store, and one for each other. */
function closings({ plan, home, words }: HomePlan, all: readonly Shut[], told: readonly string[]): readonly Telling[] {
  const closers = (milestone: PlannedMilestone): readonly string[] => closersOf(plan, milestone, words);
  const about = ({ milestone, number, shut }: Shut) => ({ id: milestone.id, title: milestone.title, manager: milestoneManager(plan, milestone), repository: repositoryName(home), isHome: true, number, by: shut.by });
  const alone = (one: Shut): Telling => ({ key: one.key, body: closedText(about(one), one.shut, closers(one.milestone), decidersOf(plan, one.milestone, words)) });
  const unknown = all.filter(({ key, shut }) => shut.by === null && !told.includes(key));
  if (unknown.length < 2) return all.map(alone);
  const keys = unknown.map(({ key }) => key);
  const together: Telling = { key: `milestones-closed/${digestOf(keys)}`, also: keys, body: allClosedText(unknown.map((one) => ({ ...about(one), closers: closers(one.milestone) }))) };
  return [...all.filter((one) => !unknown.includes(one)).map(alone), together];
}

async function ofOne({ plan, home, record }: HomePlan, milestone: PlannedMilestone, repository: RepositoryRecord, known: MilestoneRecord, context: RunContext): Promise<readonly Telling[]> {
  const by = await lastHand(repository, known.number, known.deleted ? "deleted" : known.ended === "reopened" ? "opened" : "edited", context);
  const about = { id: milestone.id, title: milestone.title, manager: milestoneManager(plan, milestone), repository: repositoryName(repository), isHome: repository.id === home.id, number: known.number, by };
  const place = `${repository.id}/${known.number}`;
  if (known.deleted) return [{ key: `milestone-deleted/${place}`, body: deletedText(about) }];
  const { renamed = null, doubles = [], closed = false } = known.byPeople ?? {};
  // Words from a private repository stay there.
  const title = repository.private && !home.private ? null : renamed;
  const reached = record.reached.find((one) => one.milestone === milestone.id)?.at ?? 0;
  return [
    ...(known.ended !== "reopened" ? [] : [{ key: `milestone-reopened/${place}/${reached}`, body: reopenedText(about) }]),
    ...(closed ? [{ key: `milestone-closed/${place}`, body: closedElsewhereText({ ...about, by: await lastHand(repository, known.number, "closed", context) }) }] : []),
    ...(renamed === null ? [] : [{ key: `milestone-renamed/${place}/${digestOf(renamed).slice(0, 12)}`, body: renamedText(about, title) }]),
    ...(doubles.length === 0 ? [] : [{ key: `milestone-doubled/${place}/${doubles.join(",")}`, body: doubledText(about, doubles) }]),
  ];
}

async function lastHand(repository: RepositoryRecord, number: number, action: string, context: RunContext): Promise<string | null> {
  const seen = (await context.memory.witnesses(repository.id, `milestone:${number}`)).filter((one) => one.action === action && !one.senderBot);
  return seen.toSorted((a, b) => a.at - b.at).at(-1)?.sender ?? null;
}
