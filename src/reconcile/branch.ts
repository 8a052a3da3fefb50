/**
 * `branch:<repository>/<branch>`: which freezes hold here now, what stood where when they began, and which pull requests are open.
 *
 * Promises: when a freeze begins or ends every open pull request is decided again from what is remembered, without reading it again; the
 * branch's own tip and its feeders' tips are recorded once, at the start. Open pull requests are listed whole at least once an hour, so one
 * whose webhook was lost is found.
 * The gate moves first (see gate.ts), so that the tip of a closed branch is read after it was closed.
 * Accepted race: a tip is read a moment after the freeze is due; what entered a feeder in between counts as having been there. Its
 * `effectiveAt` says how long that moment was.
 */
import { digestOf } from "../domain/desired/pull-check.ts";
import { gateKey } from "../domain/model/gate.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { Key, Mark } from "../domain/model/key.ts";
import type { BranchRecord, FreezeStartRecord, RepositoryRecord } from "../domain/model/records.ts";
import type { RecordChange, Settlement } from "../domain/model/settlement.ts";
import { NOTHING_TO_SETTLE } from "../domain/model/settlement.ts";
import type { TrackedPull } from "../domain/model/tracked-pull.ts";
import { accountBranch } from "./account.ts";
import { documentMarks } from "./card-marks.ts";
import { enforce } from "./enforcement.ts";
import { feederRecords } from "./feeder.ts";
import { freezesOnBranch } from "./freezes-on-branch.ts";
import type { FreezeHere } from "./freezes-on-branch.ts";
import type { GateOutcome } from "./gate-outcome.ts";
import { observe } from "./observe.ts";
import type { Observed } from "./observe.ts";
import { branchesOf, plansFor, repositoryOf } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";
import { pushedProcedureMarks } from "./procedure-marks.ts";
import { rememberedPulls } from "./remembered-pulls.ts";

type BranchKey = Extract<Key, { kind: "branch" }>;

const LIST_AGAIN_AFTER = 55 * 60_000;
/** Few, because nothing interrupts a run: a freeze by command waits for its end, and a page may take GitHub seconds. */
const PAGES_PER_RUN = 3;
/** So long before a freeze begins or ends nothing is listed any more: its instant finds the branch at rest. */
const REST_BEFORE = 20_000;

export async function runBranch(key: BranchKey, context: RunContext): Promise<Settlement> {
  const repository = await repositoryOf(context.memory, key.repository);
  if (repository === null) return NOTHING_TO_SETTLE;
  const settled = await followBranch(key, repository, context);
  return { ...settled, marks: [...settled.marks, ...await pushedProcedureMarks(repository, key.branch, context), ...await documentMarks(repository, key.branch, context)] };
}

async function followBranch(key: BranchKey, repository: RepositoryRecord, context: RunContext): Promise<Settlement> {
  const plans = await plansFor(context.memory, repository.id);
  const now = context.now();
  const here = plans.flatMap((plan) => freezesOnBranch(plan, repository, key.branch, now));
  const gate = await enforce(key, repository, here, plans, context);
  const before = await context.memory.record<BranchRecord>("branch", `${repository.id}/${key.branch}`);
  if (before === null && !concerns(plans, repository, key.branch)) return NOTHING_TO_SETTLE;
  const records = await freezeStarts(here, repository, key.branch, gate?.closing ?? "none", context);
  const account = await accountBranch(plans, repository, key.branch, records, context);
  const feeders = await feederRecords(plans, repository, key.branch, context);
  const rules = rulesDigest(plans, here);
  const boundary = earliest(here.map((freeze) => freeze.nextBoundary));
  const rests = (): boolean => gate?.closing === "under-way" || (boundary !== null && boundary - context.now() < REST_BEFORE);
  const listing = await listPulls(before, { since: gate?.listedSince ?? null, rests }, repository, key.branch, plans, context);
  const changed = before?.rules !== rules;
  const marks = [...listing.marks, ...(changed ? await markRemembered(repository, key.branch, context) : [])];
  if (listing.next !== null && !rests()) marks.push({ key, lane: "fan-out", installation: context.installation });
  const after: BranchRecord = { rules, listedAt: listing.listedAt, cursor: listing.next, listingSince: listing.since };
  return {
    ...NOTHING_TO_SETTLE,
    wakeAt: earliest([boundary, gate?.wakeAt ?? null, account.wakeAt]),
    marks: [...gate?.marks ?? [], ...marks, ...account.marks],
    pulls: listing.pulls,
    ledger: [...gate?.ledger ?? [], ...account.ledger],
    outbox: gate?.outbox ?? [],
    records: [...records, ...account.records, ...feeders, ...listing.records, ...gateRecords(gate), { kind: "branch", key: `${repository.id}/${key.branch}`, value: after }],
  };
}

/** Most pushes are to branches of pull requests: a plan neither closes these nor lives there, so GitHub need not be asked about them. */
function concerns(plans: readonly PlanInForce[], repository: RepositoryRecord, branch: string): boolean {
  return plans.length > 0 && (branch === repository.defaultBranch || plans.some((plan) => branchesOf(plan, repository).includes(branch)));
}

/** Records the start of each freeze that has begun and is not recorded, and the end of each that is over. */
async function freezeStarts(here: readonly FreezeHere[], repository: RepositoryRecord, branch: string, closing: GateOutcome["closing"], context: RunContext): Promise<RecordChange[]> {
  const changes: RecordChange[] = [];
  for (const freeze of here.filter((one) => one.relation === "governed")) {
    const key = `${freeze.home}/${freeze.freeze}/${repository.id}/${branch}`;
    const known = await context.memory.record<FreezeStartRecord>("freeze-start", key);
    const running = known !== null && known.endedAt === null;
    const gated = freeze.mode === "enforce" && freeze.binds && closing !== "none";
    if (freeze.state === "in-force" && !running && freeze.since !== null) {
      // What is closed in the next run begins there: its baseline is the tip that is read after the branch was closed.
      if (gated && closing === "under-way") continue;
      const first = await startOf(freeze, freeze.since, repository, branch, context);
      const start = known !== null && known.endedAt !== null && known.endedAt > freeze.since ? { ...first, resumedAt: first.effectiveAt } : first;
      changes.push({ kind: "freeze-start", key, value: gated ? { ...start, closedAt: closing === "closed" ? start.effectiveAt : null } : start });
    } else if (freeze.state === "in-force" && running && known.closedAt === null && gated && closing === "closed") {
      const tip = await context.github.readBranchTip(repository, branch);
      changes.push({ kind: "freeze-start", key, value: { ...known, tip, effectiveAt: context.now(), closedAt: context.now() } });
    } else if (freeze.state === "in-force" && running && known.tip === null) {
      // It was not there when the freeze began; what it then begins with is the baseline.
      const tip = await context.github.readBranchTip(repository, branch);
      if (tip !== null) changes.push({ kind: "freeze-start", key, value: { ...known, tip, effectiveAt: context.now() } });
    } else if (freeze.state !== "in-force" && running) {
      changes.push({ kind: "freeze-start", key, value: { ...known, endedAt: context.now() } });
    }
  }
  return changes;
}

async function startOf(freeze: FreezeHere, since: Instant, repository: RepositoryRecord, branch: string, context: RunContext): Promise<FreezeStartRecord> {
  const feederTips: Record<string, string> = {};
  for (const feeder of freeze.fedBy) {
    const tip = await context.github.readBranchTip(repository, feeder);
    if (tip !== null) feederTips[feeder] = tip;
  }
  const tip = await context.github.readBranchTip(repository, branch);
  return { freeze: freeze.freeze, home: freeze.home, repository: repository.id, branch, dueAt: since, effectiveAt: context.now(), tip, feederTips, endedAt: null };
}

interface Listing {
  readonly pulls: readonly TrackedPull[];
  readonly records: readonly RecordChange[];
  readonly marks: readonly Mark[];
  readonly next: string | null;
  readonly listedAt: Instant | null;
  readonly since: Instant | null;
}

interface Wanted {
  /** a listing that began before then does not do; null = at the usual time */
  readonly since: Instant | null;
  /** the gate is about to move, and must not wait for a page */
  readonly rests: () => boolean;
}

function gateRecords(gate: GateOutcome | null): readonly RecordChange[] {
  return gate === null ? [] : [...gate.records, { kind: "gate", key: gateKey(gate.record.repository, gate.record.branch), value: gate.record }];
}

/** Lists open pull requests when it is time to, a bounded number of pages a run; the rest is the next run's. */
async function listPulls(before: BranchRecord | null, wanted: Wanted, repository: RepositoryRecord, branch: string, plans: readonly PlanInForce[], context: RunContext): Promise<Listing> {
  const now = context.now();
  const resuming = before?.cursor != null;
  const due = before?.listedAt == null || now - before.listedAt >= LIST_AGAIN_AFTER || (wanted.since !== null && before.listedAt < wanted.since);
  if (plans.length === 0 || (!resuming && !due) || wanted.rests()) {
    return { pulls: [], records: [], marks: [], next: plans.length === 0 ? null : before?.cursor ?? null, listedAt: before?.listedAt ?? null, since: before?.listingSince ?? null };
  }
  const since = resuming ? before.listingSince ?? now : now;
  const seen: Observed[] = [];
  let cursor = resuming ? before.cursor : null;
  for (let page = 0; page < PAGES_PER_RUN && (page === 0 || !wanted.rests()); page += 1) {
    const takenAt = context.now();
    const { pulls, next } = await context.github.readOpenPulls(repository, branch, cursor);
    for (const observation of pulls) seen.push(await observe(observation, repository, plans, takenAt, context));
    cursor = next;
    if (next === null) break;
  }
  const gone = cursor === null ? await notSeenSince(since, seen, repository, branch, context) : [];
  return {
    pulls: seen.map((one) => one.pull),
    records: seen.flatMap((one) => one.records),
    marks: [...seen.flatMap((one) => one.marks), ...gone],
    next: cursor, listedAt: cursor === null ? now : before?.listedAt ?? null, since,
  };
}

/** Remembered as open, and in no page of a listing that is now complete: read each by itself. */
async function notSeenSince(since: Instant, seen: readonly Observed[], repository: RepositoryRecord, branch: string, context: RunContext): Promise<readonly Mark[]> {
  const numbers = new Set(seen.map((one) => one.pull.number));
  const marks: Mark[] = [];
  for await (const pull of rememberedPulls(repository.id, branch, context)) {
    if (pull.takenAt < since && !numbers.has(pull.number))
      marks.push({ key: { kind: "pull", repository: repository.id, number: pull.number }, lane: "sweep", installation: context.installation });
  }
  return marks;
}

async function markRemembered(repository: RepositoryRecord, branch: string, context: RunContext): Promise<readonly Mark[]> {
  const marks: Mark[] = [];
  for await (const pull of rememberedPulls(repository.id, branch, context))
    marks.push({ key: { kind: "head", repository: repository.id, sha: pull.sha, base: pull.base }, lane: "fan-out", installation: context.installation });
  return marks;
}

/** Equal digests mean that no open pull request could be decided differently than last time. */
function rulesDigest(plans: readonly PlanInForce[], here: readonly FreezeHere[]): string {
  return digestOf([
    plans.map(({ record }) => [record.home, record.path, record.text, record.reached]),
    here.map((freeze) => [freeze.home, freeze.freeze, freeze.state, freeze.relation, freeze.overdue]),
  ]);
}

function earliest(instants: readonly (Instant | null)[]): Instant | null {
  const known = instants.filter((at) => at !== null);
  return known.length === 0 ? null : Math.min(...known);
}
