/**
 * `head:<repository>/<sha>/<base>`: decides for one commit and branch, and is the only writer of checks on it.
 *
 * Promises: at most one write a check and run, none when GitHub already says it; an equal second run writes nothing. The decision rests on
 * what `pull` remembered, so a freeze that begins or ends costs no reads here.
 * Accepted race: a read of the pull request that was under way while this wrote may bring back the check as it was before, and the same
 * words are then written a second time.
 */
import { desireCheck, diffCheck, refreshAt } from "../domain/desired/pull-check.ts";
import type { CheckWords } from "../domain/desired/pull-check.ts";
import type { Change } from "../domain/model/change.ts";
import type { ObservedCheck } from "../domain/model/check.ts";
import type { GateRecord } from "../domain/model/gate.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { Key, Mark } from "../domain/model/key.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import type { RecordChange, Settlement } from "../domain/model/settlement.ts";
import { NOTHING_TO_SETTLE } from "../domain/model/settlement.ts";
import type { TrackedPull } from "../domain/model/tracked-pull.ts";
import { decideHead } from "../domain/policy/decide-head.ts";
import type { HeadDecision } from "../domain/policy/decide-head.ts";
import { checkName, renderCheck, renderNoLongerProposed, renderNothingHolds } from "../text/check.ts";
import { renderSwitchedOff } from "../text/gate-stamp.ts";
import { repositoryName } from "../domain/model/refs.ts";
import { isUntold } from "./blocked-pull.ts";
import { blockerWords } from "./blocker-checks.ts";
import { checkRecord, rememberedCheck } from "./check-records.ts";
import { gateOf, stampHead } from "./gate-stamps.ts";
import type { StampPlace } from "./gate-stamps.ts";
import { headPulls, planCheckWords } from "./plan-change.ts";
import { plansFor, repositoryOf, rulesOf } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";
import { requirementWords } from "./pull-requirements.ts";
import { stoodVerdict } from "./stood-verdict.ts";

const PREVIEW_AGAIN_AFTER = 5 * 60_000;

/** What should stand on the commit, and what would have to be written for it: everything short of writing. */
export interface PreparedHead {
  readonly repository: RepositoryRecord;
  readonly changes: readonly { readonly change: Change; readonly observed: ObservedCheck | null }[];
  /** checks that stand as they should */
  readonly standing: readonly ObservedCheck[];
  readonly wakeAt: Instant | null;
  readonly stamps: StampPlace;
  /** pull requests in whose way something stands, and that were not told */
  readonly untold: readonly Mark[];
  /** null = nobody decided anything */
  readonly decided: HeadDecision | null;
}

export async function runHead(key: Extract<Key, { kind: "head" }>, context: RunContext): Promise<Settlement> {
  if (key.base === "") return everyBase(key, context);
  const prepared = await prepareHead(key, context);
  if (prepared === null) return leftBehind(key, context);
  // Who is let in waits for the stamp; the explanation comes after it.
  const stamped = await stampHead(prepared.stamps, context);
  const records: RecordChange[] = [...stamped.records];
  const written: ObservedCheck[] = [];
  for (const { change, observed } of prepared.changes) {
    const check = await context.github.ensureCheck(prepared.repository, change.check, observed);
    written.push(check);
    records.push(checkRecord(prepared.repository.id, check));
  }
  const refresh = [...prepared.standing, ...written].map(refreshAt);
  const stood = await stoodVerdict(key, prepared, context);
  records.push(...stood.records);
  return { ...NOTHING_TO_SETTLE, records, marks: [...stamped.marks, ...stood.marks, ...prepared.untold], wakeAt: earliest([prepared.wakeAt, ...refresh]) };
}

/** Retargeted: the commit is open for another branch, and its check for the old one must not go on waiting there. A commit that was pushed over is left alone. */
async function leftBehind(key: Extract<Key, { kind: "head" }>, context: RunContext): Promise<Settlement> {
  const observed = await rememberedCheck(context.memory, key.repository, key.sha, checkName(key.base));
  const repository = await repositoryOf(context.memory, key.repository);
  if (repository === null || observed === null || observed.status === "completed") return NOTHING_TO_SETTLE;
  if ((await context.memory.pullsAt(key.repository, key.sha, null)).length === 0) return NOTHING_TO_SETTLE;
  const check = await context.github.ensureCheck(repository, desireCheck(key.sha, renderNoLongerProposed({ base: key.base })), observed);
  return { ...NOTHING_TO_SETTLE, records: [checkRecord(repository.id, check)] };
}

/** A re-run request names the commit and not the branch: every branch that the commit is proposed for is looked at. */
async function everyBase(key: Extract<Key, { kind: "head" }>, context: RunContext): Promise<Settlement> {
  const marks = [];
  let after = 0;
  for (;;) {
    const pulls = await context.memory.openPulls(key.repository, null, after, 1_000);
    for (const pull of pulls.filter((one) => one.sha === key.sha))
      marks.push({ key: { kind: "pull" as const, repository: key.repository, number: pull.number }, lane: "changed" as const, installation: context.installation });
    if (pulls.length < 1_000) return { ...NOTHING_TO_SETTLE, marks };
    after = pulls.at(-1)?.number ?? after;
  }
}

export async function prepareHead(key: Extract<Key, { kind: "head" }>, context: RunContext): Promise<PreparedHead | null> {
  const repository = await repositoryOf(context.memory, key.repository);
  if (repository === null) return null;
  // Before anything that a stamp rests on: see gate-stamps.ts.
  const gate = await gateOf(context.memory, repository.id, key.base);
  const pulls = await context.memory.pullsAt(key.repository, key.sha, key.base);
  if (pulls.length === 0) return null;
  const plans = await plansFor(context.memory, repository.id);
  const now = context.now();
  const verdict = await verdictWords(pulls, plans, repository, now, gate, context);
  const planChange = await planCheckWords(pulls, repository, context);
  const requirements = gate?.off === true ? [] : await requirementWords(pulls, plans, repository, context);
  const desired = [...(verdict.words === null ? [] : [verdict.words]), ...(planChange === null ? [] : [planChange]), ...requirements, ...await blockerWords(key.sha, plans, repository, context)];
  const changes: PreparedHead["changes"][number][] = [];
  const standing: ObservedCheck[] = [];
  for (const words of desired) {
    const observed = await rememberedCheck(context.memory, repository.id, key.sha, words.name);
    const [change] = diffCheck(desireCheck(key.sha, words), observed, now);
    if (change !== undefined) changes.push({ change, observed });
    else if (observed !== null) standing.push(observed);
  }
  // What a plan would do depends on all the other open pull requests, which mark nothing here.
  const wakeAt = planChange === null ? verdict.validUntil : earliest([verdict.validUntil, now + PREVIEW_AGAIN_AFTER]);
  const stamps: StampPlace = { key, repository, gate, plans, rules: verdict.rules, pulls: verdict.pulls };
  return { repository, changes, standing, wakeAt, stamps, decided: verdict.decided, untold: await untold(pulls, plans, repository, context) };
}

/** Read before, or while, what stands in their way came to be known. */
async function untold(pulls: readonly TrackedPull[], plans: readonly PlanInForce[], repository: RepositoryRecord, context: RunContext): Promise<readonly Mark[]> {
  const marks: Mark[] = [];
  for (const pull of pulls)
    if (await isUntold(pull, repository, plans, context)) marks.push({ key: { kind: "pull", repository: repository.id, number: pull.number }, lane: "fan-out", installation: pull.installation });
  return marks;
}

interface Verdict extends Pick<StampPlace, "rules" | "pulls"> {
  readonly words: CheckWords | null;
  readonly decided: HeadDecision | null;
  readonly validUntil: Instant | null;
}

async function verdictWords(tracked: readonly TrackedPull[], plans: readonly PlanInForce[], repository: RepositoryRecord, now: Instant, gate: GateRecord | null, context: RunContext): Promise<Verdict> {
  const base = tracked[0]?.base ?? "";
  const rules = plans.map(rulesOf);
  const pulls = await headPulls(tracked, plans, repository, context);
  const decided = decideHead(pulls, rules, now);
  const words = decided === null || gate?.off === true ? null : renderCheck({
    ...decided, now, base, detailsUrl: null, repository: repositoryName(repository),
    shared: { judged: decided.pull.number, others: tracked.map((pull) => pull.number).filter((number) => number !== decided.pull.number) },
  });
  const validUntil = decided?.decision.validUntil ?? null;
  if (words !== null) return { words, decided, validUntil, pulls, rules };
  // Nothing to say: a check that is already there must not keep people waiting, nor one that somebody's rule waits for; another is not written.
  const stands = await rememberedCheck(context.memory, repository.id, tracked[0]?.sha ?? "", checkName(base));
  const asked = stands !== null || gate?.checkRequired === true;
  return { words: !asked ? null : gate?.off === true ? renderSwitchedOff({ base }) : renderNothingHolds({ base }), decided, validUntil, pulls, rules };
}

function earliest(instants: readonly (Instant | null)[]): Instant | null {
  const known = instants.filter((at) => at !== null);
  return known.length === 0 ? null : Math.min(...known);
}
