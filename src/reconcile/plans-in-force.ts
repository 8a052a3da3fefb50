/**
 * Which plans bind a repository, read from memory. The last good text of a plan is the plan in force whatever has become of the file since;
 * only its home's `plan` run changes that. A home that is out of sight binds as it was (home-left.ts).
 */
import { admittedComment, commandsOf } from "../domain/command/entry.ts";
import { foldCommands } from "../domain/command/fold.ts";
import type { CommandState } from "../domain/command/state.ts";
import { stands } from "../domain/command/verbs/waive.ts";
import { readPlanInForce } from "../domain/plan/parse.ts";
import { governedBranches } from "../domain/plan/governed.ts";
import type { GovernedBranch } from "../domain/plan/governed.ts";
import { withPresentNames } from "../domain/plan/renamed-repositories.ts";
import type { IncidentRecord } from "../domain/model/incident.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { GovernedRecord, PlanRecord, RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName, sameRepository } from "../domain/model/refs.ts";
import type { PlanRules } from "../domain/policy/decide-head.ts";
import { incidentSwitches } from "../domain/policy/incident-freeze.ts";
import { planWithSwitches } from "../domain/policy/freeze-switch.ts";
import type { Memory } from "./ports.ts";

export interface PlanInForce {
  readonly home: RepositoryRecord;
  readonly record: PlanRecord;
  /** as its file says, and as people switched freezes on and off by command since */
  readonly plan: ReleasePlan;
  /** as its file says */
  readonly written: ReleasePlan;
  /** what commands in this repository say of it */
  readonly commands: CommandState;
}

/** What the plan says of one branch: which product lives there, or which product's branch it feeds. */
export interface BranchRole {
  readonly governed: readonly GovernedBranch[];
  /** products' branches (resolved) that this branch feeds */
  readonly feeds: readonly { readonly product: string; readonly branch: string }[];
}

/** Plans are parsed once per text: the same text always gives the same plan. Bounded, since texts come from outside. */
const parsed = new Map<string, ReleasePlan | null>();
const PARSED_LIMIT = 200;

export function planOf(record: PlanRecord): ReleasePlan | null {
  const { text, renamed } = record;
  if (text === null) return null;
  const key = renamed === undefined ? text : `${JSON.stringify(renamed)}\n${text}`;
  const known = parsed.get(key);
  if (known !== undefined) return known;
  const written = readPlanInForce(new TextEncoder().encode(text), record.path);
  const plan = written === null || renamed === undefined ? written : withPresentNames(written, renamed);
  if (parsed.size >= PARSED_LIMIT) parsed.clear();
  parsed.set(key, plan);
  return plan;
}

/** As its file says, names of repositories included. */
export function writtenPlanOf({ renamed: _, ...record }: PlanRecord): ReleasePlan | null {
  return planOf(record);
}

export function rulesOf({ plan, record, home, commands }: PlanInForce): PlanRules {
  return { plan, reached: record.reached, home: repositoryName(home), waivers: commands.waivers.filter(stands) };
}

/** The name of a plan in the ledger. */
export function planKey({ home, path }: Pick<PlanRecord, "home" | "path">): string {
  return `${home}/${path}`;
}

export async function repositoryOf(memory: Memory, id: number): Promise<RepositoryRecord | null> {
  return memory.record<RepositoryRecord>("repository", String(id));
}

/** Where a plan stands, or stood when we last saw it. */
export async function homeOf(memory: Memory, { home, gone }: Pick<PlanRecord, "home" | "gone">): Promise<RepositoryRecord | null> {
  return gone?.home ?? repositoryOf(memory, home);
}

export async function plansFor(memory: Memory, repository: number): Promise<readonly PlanInForce[]> {
  return plansAt(memory, repository, (await memory.records<GovernedRecord>("governed", `${repository}/`)).map(({ value }) => value));
}

/** Plans that bind a repository, and those that stand in it: what is said of a plan itself is heard in its home as well. */
export async function plansHeard(memory: Memory, repository: number): Promise<readonly PlanInForce[]> {
  const own = (await memory.records<PlanRecord>("plan", `${repository}/`)).map(({ value: { home, path } }): GovernedRecord => ({ home, path }));
  const binding = (await memory.records<GovernedRecord>("governed", `${repository}/`)).map(({ value }) => value);
  return plansAt(memory, repository, [...binding, ...own.filter(({ path }) => !binding.some((one) => one.home === repository && one.path === path))]);
}

async function plansAt(memory: Memory, repository: number, pointers: readonly GovernedRecord[]): Promise<readonly PlanInForce[]> {
  const plans: PlanInForce[] = [];
  if (pointers.length === 0) return plans;
  const place = await repositoryOf(memory, repository);
  const admitted = (await memory.ledger(repository, "command")).flatMap((entry) => commandsOf(admittedComment(entry)));
  const incidents = (await memory.records<IncidentRecord>("incident", `${repository}/`)).map(({ value }) => value).filter(({ freezes = [] }) => freezes.length > 0);
  for (const pointer of pointers) {
    const record = await memory.record<PlanRecord>("plan", `${pointer.home}/${pointer.path}`);
    const home = record === null ? null : await homeOf(memory, record);
    const plan = record === null ? null : planOf(record);
    if (record === null || home === null || plan === null) continue;
    const spoken = foldCommands(admitted, { plan, planKey: planKey(record), reached: record.reached, repository: repositoryName(place ?? home), home: repositoryName(home), ...(record.since === undefined ? {} : { since: record.since }) });
    const commands: CommandState = incidents.length === 0 ? spoken : { ...spoken, switches: [...spoken.switches, ...incidentSwitches(incidents, record)] };
    plans.push({ home, record, written: plan, plan: planWithSwitches(plan, commands.switches), commands });
  }
  return plans;
}

export function roleOfBranch(inForce: Pick<PlanInForce, "home" | "plan">, repository: RepositoryRecord, branch: string): BranchRole {
  const name = repositoryName(repository);
  const here = governedBranches(inForce.plan, { name: repositoryName(inForce.home), defaultBranch: inForce.home.defaultBranch })
    .filter((entry) => sameRepository(entry.repository, name));
  const resolved = here.map((entry) => ({ entry, branch: entry.branch ?? repository.defaultBranch }));
  return {
    governed: resolved.filter((one) => one.branch === branch).map((one) => one.entry),
    feeds: resolved.filter((one) => one.entry.fedBy.includes(branch)).map((one) => ({ product: one.entry.product, branch: one.branch })),
  };
}

/** Branches of this repository that the plan closes, resolved, with what feeds them. */
export function branchesOf(inForce: Pick<PlanInForce, "home" | "plan">, repository: RepositoryRecord): readonly string[] {
  const name = repositoryName(repository);
  const branches = governedBranches(inForce.plan, { name: repositoryName(inForce.home), defaultBranch: inForce.home.defaultBranch })
    .filter((entry) => sameRepository(entry.repository, name))
    .flatMap((entry) => [entry.branch ?? repository.defaultBranch, ...entry.fedBy]);
  return [...new Set(branches)];
}
