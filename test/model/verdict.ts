/**
 * What must be true of a case that has come to rest, judged by what really happened: every merge through a closed branch had its stamp, the
 * account holds whatever slipped through, and GitHub shows for each open pull request what its facts ask for and nothing else.
 */
import { readLedgerSection } from "../../src/domain/desired/ledger-section.ts";
import type { AccountEntry } from "../../src/domain/model/account.ts";
import { isLeak } from "../../src/domain/model/account.ts";
import type { FreezeStartRecord } from "../../src/domain/model/records.ts";
import type { Key } from "../../src/domain/model/key.ts";
import { mayPass } from "../../src/domain/policy/gate-pass.ts";
import { freezesOnBranch, holdingFreezes } from "../../src/reconcile/freezes-on-branch.ts";
import { prepareHead } from "../../src/reconcile/head.ts";
import { plansFor, repositoryOf } from "../../src/reconcile/plans-in-force.ts";
import type { RunContext } from "../../src/reconcile/ports.ts";
import { latestRuns } from "../../src/sandbox/github/state/check.ts";
import type { Repository } from "../../src/sandbox/github/state/repository.ts";
import type { Mode } from "./choice.ts";
import { factsOf, labelOf, nameIn } from "./history.ts";
import type { History, Landing } from "./history.ts";
import type { ModelPlan } from "./plans.ts";

/** What the app may complain of: it tries again. */
const RACES = ["it was pushed to while its files were being read"];

export async function violations(mode: Mode, history: History, idleWrites: number): Promise<readonly string[]> {
  const { scene } = history;
  const found = idleWrites === 0 ? [] : [`looking once more wrote ${idleWrites} times`];
  found.push(...scene.complaints.filter((line) => !RACES.some((race) => line.includes(race))).map((line) => `the app complained: ${line.slice(0, 400)}`));
  const entries = accountOf(history);
  const starts = (await scene.app.store.records<FreezeStartRecord>("freeze-start", "")).map(({ value }) => value);
  for (const landing of history.landings) {
    if (closesByGate(mode)) found.push(...gateHeld(landing));
    if (mode === "queue") found.push(...queueHeld(history, landing));
    const known = Math.min(...starts.filter(({ repository }) => repository === landing.repository.id).map(({ closedAt }) => closedAt ?? Infinity));
    found.push(...accounted(history, landing, entries, known));
  }
  found.push(...generations(history));
  for (const repository of history.repositories) found.push(...await standing(mode, history, repository));
  return found;
}

function closesByGate(mode: Mode): boolean {
  return mode === "gate" || mode === "organization";
}

/** As people read it in the tracking issues. */
function accountOf({ scene }: History): readonly AccountEntry[] {
  const bodies = [...scene.repository.issues.values()].flatMap(({ pull, user, body }) => (pull === null && user.type === "Bot" && body !== null ? [body] : []));
  return bodies.flatMap((body) => readLedgerSection(body)?.entries ?? []);
}

function name({ repository, number, head }: Landing): string {
  return number === null ? `the push ${head.slice(0, 7)}` : `${nameIn(repository, number)} at ${head.slice(0, 7)}`;
}

function gateHeld(landing: Landing): readonly string[] {
  if (landing.bypass || !landing.shouldBeClosed) return [];
  if (landing.closedBy === null) return [`${name(landing)} was merged while the branch was open, although the freeze it had been closed for went on`];
  return landing.stamped ? [] : [`${name(landing)} was merged through the closed branch without a stamp of "${landing.closedBy}"`];
}

/** The verdict on a group rests on reads that are younger than the group, and on plans that the app had heard of. */
function queueHeld(history: History, landing: Landing): readonly string[] {
  const built = history.groups.get(landing.tip);
  if (landing.bypass || built === undefined || history.plans.length > 1 || history.byCommand || history.beganEarly !== null) return [];
  const last = history.lastLetIn.get(landing.head) ?? -1;
  return last < built && landing.facts !== null ? [`${name(landing)} came through the queue in a group that was built when it was no longer let in`] : [];
}

/** A generation of the gate never outlives the moment at which the app is shown a plan that lets in less than the one that it was shown before. */
function generations(history: History): readonly string[] {
  const last = history.closings.at(-1);
  // What a freeze lets in that was begun by command does not depend on the plan's own.
  if (last === undefined || !history.repositories.some((repository) => history.required(repository) === last.context) || history.inForce() !== true) return [];
  return history.shownPlans.flatMap(({ plan, step }, index) => {
    const before = history.shownPlans[index - 1]?.plan ?? plan;
    const less = (before.lets.bugfixes && !plan.lets.bugfixes) || (before.lets.docs && !plan.lets.docs);
    return less && last.step < step ? [`${plan.name} lets in less than ${before.name}, and the stamps of then still count`] : [];
  });
}

/** `known`: when the app had read back that the branch is closed. */
function accounted(history: History, landing: Landing, entries: readonly AccountEntry[], known: number): readonly string[] {
  const judged = history.plansAt(landing).map((plan) => accountedBy(plan, history, landing, entries, known));
  return judged.find((found) => found.length === 0) ?? judged[0] ?? [];
}

function accountedBy(plan: ModelPlan, history: History, landing: Landing, entries: readonly AccountEntry[], known: number): readonly string[] {
  const own = entries.filter((one) => one.repositoryId === landing.repository.id && (landing.number === null ? one.sha === landing.tip : one.number === landing.number));
  // Of a second freeze nobody is held to account before the app could know of it.
  const secondKnown = history.shownPlans.some((one) => one.plan === plan && one.at < landing.at);
  const inForce = history.inForce({ ...plan, hard: null }, landing.at);
  if (inForce === false && plan.hard === null && landing.at !== history.ended && own.length > 0) return [`${name(landing)} landed while no freeze was in force and is in the account as ${said(own)}`];
  if (inForce !== true) return [];
  if (own.length === 0) return [`${name(landing)} landed during the freeze and is not in the account`];
  const retyped = landing.linked && history.typings.some((step) => step > landing.step);
  const letIn = retyped ? null : history.letIn(landing.facts, secondKnown ? plan : { ...plan, hard: null }, landing.at);
  if (letIn === true && landing.stamped && landing.number !== null && own.some((one) => isLeak(one) && one.outcome !== "gap")) return [`${name(landing)} was merged on a stamp that it had by right, and the account says ${said(own)}`];
  if (letIn !== false) return [];
  if (!own.some(isLeak)) return [`${name(landing)} landed although nothing let it in, and the account says ${said(own)}`];
  if (landing.closedBy !== null && landing.at >= known && !landing.bypass && !own.some((one) => one.outcome === "withdrawn")) return [`${name(landing)} was merged on a stamp whose reason was gone, and the account says ${said(own)}`];
  return [];
}

function said(entries: readonly AccountEntry[]): string {
  return entries.map((one) => one.outcome).join(", ");
}

async function standing(mode: Mode, history: History, repository: Repository): Promise<readonly string[]> {
  const { scene } = history;
  const context = scene.app.context(scene.installation.id);
  const found: string[] = [];
  const closed = await shouldClose(context, repository.id);
  const truth = history.inForce();
  if (truth !== null && truth !== closed) found.push(`at rest the app holds that ${closed ? "a" : "no"} freeze is in force, and that is not so`);
  const required = history.required(repository);
  if (closesByGate(mode) && (required !== null) !== closed) found.push(`at rest the branch of ${repository.name} is ${required === null ? "open" : "closed"} and ${closed ? "a" : "no"} freeze is in force`);
  for (const pull of history.pulls().filter((one) => one.baseRef === "main" && one.issue.repository === repository)) {
    const key: Extract<Key, { kind: "head" }> = { kind: "head", repository: repository.id, sha: pull.head.sha, base: "main" };
    const prepared = await prepareHead(key, context);
    const label = `${labelOf(pull)} at ${pull.head.sha.slice(0, 7)}`;
    if (prepared === null) {
      found.push(`at rest the app knows nothing of ${label}`);
      continue;
    }
    if (prepared.changes.length > 0) found.push(`at rest the check of ${label} does not say what is true`);
    const passes = mayPass(prepared.stamps.pulls, prepared.stamps.rules, scene.clock.now());
    const lets = history.letIn(factsOf(pull, history), history.plan, scene.clock.now());
    const shared = history.pulls().some((other) => other !== pull && other.head === pull.head);
    if (closed && lets !== null && lets !== passes && !shared) found.push(`at rest ${label} is ${passes ? "" : "not "}let in, and its facts say otherwise`);
    if (required !== null && history.isGreen(repository, pull.head.sha, required) !== passes) found.push(`at rest ${label} is ${passes ? "" : "not "}let in and its stamp says otherwise`);
    if (closed && !passes && latestRuns(repository, pull.head.sha).some((run) => run.name === "Release plan (main)" && run.suite.app === scene.registered && run.conclusion === "success")) found.push(`at rest the check of ${label} is green although it is not let in`);
  }
  return found;
}

async function shouldClose(context: RunContext, id: number): Promise<boolean> {
  const repository = await repositoryOf(context.memory, id);
  if (repository === null) return false;
  const here = (await plansFor(context.memory, id)).flatMap((plan) => freezesOnBranch(plan, repository, "main", context.now()));
  return holdingFreezes(here).some((freeze) => freeze.state === "in-force");
}
