/**
 * `group:<repository>/<sha>/<ref>`: answers for one group of a merge queue. Every pull request in it is judged now, and the first that may
 * not merge fails the group at once by name: silence would let the queue wait for its time-out and then blame nobody.
 * Groups are always answered, also where no plan governs the branch: the check may be required there by somebody's rule.
 */
import { desireCheck, diffCheck } from "../domain/desired/pull-check.ts";
import type { CheckWords } from "../domain/desired/pull-check.ts";
import type { GateRecord } from "../domain/model/gate.ts";
import type { Key } from "../domain/model/key.ts";
import type { Settlement } from "../domain/model/settlement.ts";
import { NOTHING_TO_SETTLE } from "../domain/model/settlement.ts";
import type { PullFacts } from "../domain/model/pull.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName } from "../domain/model/refs.ts";
import { decideHead, ungoverned } from "../domain/policy/decide-head.ts";
import type { HeadPull } from "../domain/policy/decide-head.ts";
import { mayPass } from "../domain/policy/gate-pass.ts";
import { renderGroupStamp } from "../text/gate-stamp.ts";
import { renderGroupCheck } from "../text/group-check.ts";
import type { GroupMember } from "../text/group-check.ts";
import { feedsIts, track } from "./observe.ts";
import { planFixOf } from "./plan-change.ts";
import { plansFor, repositoryOf, rulesOf } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import { epochsOf, standsFor } from "./gate-stamps.ts";
import type { GroupObservation } from "./github-facts.ts";
import type { RunContext } from "./ports.ts";
import { withContents } from "./release-merge.ts";

export async function runGroup(key: Extract<Key, { kind: "group" }>, context: RunContext): Promise<Settlement> {
  const repository = await repositoryOf(context.memory, key.repository);
  if (repository === null) return NOTHING_TO_SETTLE;
  // Before anything that a stamp rests on: see gate-stamps.ts. The group's own branch is known only after it was read.
  const gates = await context.memory.records<GateRecord>("gate", `${repository.id}/`);
  const takenAt = context.now();
  const group = await context.github.readGroup(repository, key.sha, key.ref);
  if (group === null) return NOTHING_TO_SETTLE;
  const plans = await plansFor(context.memory, repository.id);
  const rules = plans.map(rulesOf);
  const members: GroupMember[] = [];
  const pulls: HeadPull[] = [];
  for (const { facts } of group.pulls) {
    const complete = await completed(facts, repository, plans, takenAt, context);
    const planFix = await planFixOf(complete, plans, repository, context);
    pulls.push({ facts: complete, takenAt, planFix });
    const decided = decideHead(pulls.slice(-1), rules, context.now());
    members.push({ number: facts.number, title: facts.title, decision: decided?.decision ?? ungoverned(complete, takenAt, context.now()), plan: decided?.plan ?? null });
  }
  const words = renderGroupCheck({ base: group.base, now: context.now(), repository: repositoryName(repository), members, complete: group.complete, detailsUrl: null });
  const gate = gates.find(({ value }) => value.branch === group.base)?.value ?? null;
  const stamps = epochsOf(gate).filter((epoch) => standsFor(epoch, plans, repository, group.base, context.now())).flatMap((epoch) => {
    const passes = group.complete && pulls.length > 0 && pulls.every((pull) => mayPass([pull], rules, Math.max(context.now(), epoch.from)));
    // Before its freeze begins an epoch refuses nobody.
    return passes || epoch === gate?.epoch ? [renderGroupStamp({ name: epoch.name, base: group.base, passes })] : [];
  });
  for (const each of [...stamps, words]) await say(key.sha, each, group, repository, context);
  return NOTHING_TO_SETTLE;
}

async function say(sha: string, words: CheckWords, group: GroupObservation, repository: RepositoryRecord, context: RunContext): Promise<void> {
  const observed = group.checks.find((check) => check.name === words.name) ?? null;
  for (const change of diffCheck(desireCheck(sha, words), observed, context.now()))
    await context.github.ensureCheck(repository, change.check, observed);
}

async function completed(facts: PullFacts, repository: RepositoryRecord, plans: readonly PlanInForce[], takenAt: number, context: RunContext): Promise<PullFacts> {
  const withRoles = (await track(facts, repository, plans, takenAt, context)).facts;
  return feedsIts(facts, repository, plans) ? withContents(withRoles, repository, plans, context) : withRoles;
}
