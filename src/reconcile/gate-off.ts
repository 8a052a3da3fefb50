/**
 * Switches the Warden off for one repository, before an uninstall or when it is in the way: opens what it closed, completes what waits, and says
 * what remains.
 *
 * It asks GitHub alone and needs no memory, so it works where the server is down or its disk is lost. Where a server runs, it sees by the
 * ruleset's name that it was switched off, and closes nothing until that ruleset is deleted. What fails is told and does not stop the rest.
 */
import { desireCheck } from "../domain/desired/pull-check.ts";
import { desireRuleset, isOffName, offRulesetName, rulesetBranch, standingContext } from "../domain/desired/gate-ruleset.ts";
import { desireTagRuleset, offTagRulesetName, rulesetTag } from "../domain/desired/tag-ruleset.ts";
import type { OffRepository } from "../domain/model/off-report.ts";
import { FaultError } from "../domain/model/problem.ts";
import { repositoryName } from "../domain/model/refs.ts";
import { checkName } from "../text/check.ts";
import { renderSwitchedOff } from "../text/gate-stamp.ts";
import type { RepositoryFact } from "./github-facts.ts";
import type { RunContext } from "./ports.ts";

/** `whole`: every repository is switched off, so a ruleset of the organisation is as well; else this one is taken out of it. */
export async function switchOff(repository: RepositoryFact, whole: boolean, context: RunContext): Promise<OffRepository> {
  const failed: string[] = [];
  const rights = await attempt(failed, () => context.gate.rights(repository));
  const joint = rights?.organization === true ? await openJoint(repository, { whole, marks: rights.repository }, failed, context) : NOTHING_OPENED;
  const own = rights?.repository === true ? await openAll(repository, failed, context) : NOTHING_OPENED;
  const opened: Opened = { thawed: [...new Set([...joint.thawed, ...own.thawed])], rulesets: [...new Set([...joint.rulesets, ...own.rulesets])] };
  const { completed, bases } = await completeWaiting(repository, failed, context);
  const required = await stillRequired(repository, [...new Set([repository.defaultBranch, ...bases, ...opened.thawed])], failed, context);
  return { repository: repositoryName(repository), ...opened, withoutRight: rights?.repository !== true && rights?.organization !== true, completed, required, failed };
}

type Opened = Pick<OffRepository, "thawed" | "rulesets">;

const NOTHING_OPENED: Opened = { thawed: [], rulesets: [] };

/** Rulesets of the organisation. One that closes others too stays for them, and a ruleset of the repository's own says that it is off here. */
async function openJoint(repository: RepositoryFact, { whole, marks }: { readonly whole: boolean; readonly marks: boolean }, failed: string[], context: RunContext): Promise<Opened> {
  const thawed: string[] = [];
  const rulesets: string[] = [];
  for (const { id } of await attempt(failed, () => context.gate.listOrganizationRulesets(repository)) ?? []) {
    await attempt(failed, async () => {
      const observed = await context.gate.readOrganizationRuleset(repository, id, []);
      const branch = observed === null ? null : rulesetBranch(observed);
      if (observed === null || branch === null || observed.repositories?.includes(repository.id) !== true) return;
      const others = observed.repositories.filter((one) => one !== repository.id);
      const closed = standingContext(observed, context.github.appId) !== null;
      const stays = !whole && closed && others.length > 0;
      const desired = { ...desireRuleset(branch, context.github.appId, observed.checks[0]?.context ?? null, stays), repositories: whole || others.length === 0 ? observed.repositories : others };
      if (!whole && marks) await context.gate.ensureRuleset(repository, { ...desireRuleset(branch, context.github.appId, null, false), name: offRulesetName(branch) }, await context.gate.readRuleset(repository, null, [offRulesetName(branch)]));
      if (observed.active || (whole && !isOffName(observed.name))) await context.gate.ensureOrganizationRuleset(repository, { ...desired, name: whole ? offRulesetName(branch) : observed.name }, observed);
      if (closed) thawed.push(branch);
      if (whole) rulesets.push(offRulesetName(branch));
    });
  }
  return { thawed, rulesets };
}

async function openAll(repository: RepositoryFact, failed: string[], context: RunContext): Promise<Opened> {
  const thawed: string[] = [];
  const rulesets: string[] = [];
  for (const { id } of await attempt(failed, () => context.gate.listRulesets(repository)) ?? []) {
    await attempt(failed, async () => {
      const observed = await context.gate.readRuleset(repository, id, []);
      const branch = observed === null ? null : rulesetBranch(observed);
      const tag = observed === null ? null : rulesetTag(observed);
      if (observed !== null && tag !== null) {
        if (observed.active || observed.name !== offTagRulesetName(tag)) await context.gate.ensureTagRuleset(repository, { ...desireTagRuleset(tag, false), name: offTagRulesetName(tag) }, observed);
        rulesets.push(offTagRulesetName(tag));
      }
      if (observed === null || branch === null) return;
      if (observed.active || !isOffName(observed.name)) {
        const desired = desireRuleset(branch, context.github.appId, observed.checks[0]?.context ?? null, false);
        await context.gate.ensureRuleset(repository, { ...desired, name: offRulesetName(branch) }, observed);
        if (observed.active && standingContext(observed, context.github.appId) !== null) thawed.push(branch);
      }
      rulesets.push(offRulesetName(branch));
    });
  }
  return { thawed, rulesets };
}

async function completeWaiting(repository: RepositoryFact, failed: string[], context: RunContext): Promise<{ readonly completed: number; readonly bases: readonly string[] }> {
  const bases = new Set<string>();
  let completed = 0;
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<RunContext["github"]["readOpenPulls"]>> | null = await attempt(failed, () => context.github.readOpenPulls(repository, null, cursor));
    for (const { facts, checks } of page?.pulls ?? []) {
      bases.add(facts.base.ref);
      const waiting = checks.find((check) => check.name === checkName(facts.base.ref) && check.status !== "completed");
      if (waiting === undefined) continue;
      const done = await attempt(failed, () => context.github.ensureCheck(repository, desireCheck(waiting.sha, renderSwitchedOff({ base: facts.base.ref })), waiting));
      if (done !== null) completed += 1;
    }
    cursor = page?.next ?? null;
  } while (cursor !== null);
  return { completed, bases: [...bases] };
}

async function stillRequired(repository: RepositoryFact, branches: readonly string[], failed: string[], context: RunContext): Promise<OffRepository["required"]> {
  const found: { readonly branch: string; readonly context: string }[] = [];
  for (const branch of branches) {
    const rules = await attempt(failed, () => context.github.readBranchRules(repository, branch));
    for (const one of rules?.required ?? []) {
      if (one.context === checkName(branch) || one.appId === context.github.appId) found.push({ branch, context: one.context });
    }
  }
  return found;
}

async function attempt<T>(failed: string[], work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    failed.push(error.fault.message);
    return null;
  }
}
