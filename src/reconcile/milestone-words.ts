/** What people said of a plan's milestones, in its home: the one place where they are decided on. */
import type { AdmittedCommand } from "../domain/command/command.ts";
import { admittedComment, commandsOf } from "../domain/command/entry.ts";
import type { MirroredComment } from "../domain/command/mirror.ts";
import { mirrorOf } from "../domain/command/mirror.ts";
import { foldCommands } from "../domain/command/fold.ts";
import type { LedgerEntry } from "../domain/model/ledger-entry.ts";
import type { MilestoneWords } from "../domain/model/milestone-words.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { ProgressRecord } from "../domain/model/progress.ts";
import { liveKey } from "../domain/model/progress.ts";
import type { PlanRecord } from "../domain/model/records.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import { planKey } from "./plans-in-force.ts";
import type { Memory } from "./ports.ts";

const SPOKEN: readonly string[] = ["done", "reopen", "force", "partial", "delegate", "reviewed", "outstanding", "claim"];

async function milestoneCommands(memory: Pick<Memory, "ledger">, home: RepositoryRef, lost: readonly LedgerEntry[]): Promise<readonly AdmittedCommand[]> {
  const entries = [...await memory.ledger(home.id, "command"), ...lost.filter(({ repository }) => repository === home.id)];
  return entries.flatMap((entry) => commandsOf(admittedComment(entry))).filter(({ command }) => SPOKEN.includes(command.verb));
}

export async function milestoneWords(memory: Pick<Memory, "ledger">, record: Pick<PlanRecord, "home" | "path">, plan: ReleasePlan, home: RepositoryRef, lost: readonly LedgerEntry[] = []): Promise<MilestoneWords> {
  const name = repositoryName(home);
  return foldCommands(await milestoneCommands(memory, home, lost), { plan, planKey: planKey(record), reached: [], repository: name, home: name }).milestones;
}

const MIRRORED = 100;

/** The same, for machines, in the issue with all dates: what a lost store needs to obey them again. */
export async function mirroredWords(memory: Pick<Memory, "ledger">, home: RepositoryRef): Promise<readonly MirroredComment[]> {
  const comments = (await memory.ledger(home.id, "command")).map(admittedComment).filter((one) => commandsOf(one).some(({ command }) => SPOKEN.includes(command.verb)));
  return comments.toSorted((a, b) => a.at - b.at || a.comment - b.comment).slice(-MIRRORED).map(mirrorOf);
}

/** Under whose tracking issue a comment stands; null = under none. */
export async function milestoneOfIssue(memory: Pick<Memory, "records">, { home, path }: Pick<PlanRecord, "home" | "path">, repository: number, issue: number): Promise<string | null> {
  if (home !== repository) return null;
  const all = await memory.records<ProgressRecord>("progress", `${liveKey(home, path)}/`);
  return all.find(({ value }) => value.number === issue)?.value.milestone ?? null;
}
