/**
 * The account of a branch: whatever lands on it while a freeze holds becomes one ledger entry, with the verdict that stood then. Part of the
 * branch's own run, so a push is accounted with its webhook and a lost one with the next look at the branch.
 *
 * Promises: each landing is entered once, however often it is found; nothing is entered before the freeze has its tracking issue, so that a lost
 * store first reads there what was known. What GitHub lists late is found by the overlap of ten minutes.
 */
import type { AccountEntry, TrackingRecord } from "../domain/model/account.ts";
import { trackingKey } from "../domain/model/account.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { Mark } from "../domain/model/key.ts";
import { keyText } from "../domain/model/key.ts";
import type { LedgerEntry } from "../domain/model/ledger-entry.ts";
import type { Freeze } from "../domain/model/plan.ts";
import type { FreezeStartRecord, RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { RecordChange } from "../domain/model/settlement.ts";
import { accountFor, stoodAt } from "../domain/policy/account.ts";
import { freezePhase } from "../domain/policy/freeze-interval.ts";
import type { FreezePhase } from "../domain/policy/freeze-interval.ts";
import { decisionTitle } from "../text/decision-title.ts";
import { newLandings } from "./landings.ts";
import type { JudgedLanding } from "./landings.ts";
import { roleOfBranch, rulesOf } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";
import { removedFreezes } from "./removed-freeze.ts";
import { whoWithdrew } from "./withdrawal.ts";

export interface BranchAccount {
  readonly records: readonly RecordChange[];
  readonly ledger: readonly LedgerEntry[];
  readonly marks: readonly Mark[];
  readonly wakeAt: Instant | null;
}

interface Accounted {
  readonly inForce: PlanInForce;
  readonly freeze: Freeze;
  readonly phase: FreezePhase;
  readonly tracking: TrackingRecord | null;
  /** it had ended and holds again since then */
  readonly resumedAt: Instant | null;
}

/** How long after its end a freeze is still looked for what landed within it. */
const AFTERWARDS = 24 * 3_600_000;

/** `starts`: beginnings of freezes that this very run records. */
export async function accountBranch(plans: readonly PlanInForce[], repository: RepositoryRecord, branch: string, starts: readonly RecordChange[], context: RunContext): Promise<BranchAccount> {
  const freezes = await freezesHere(plans, repository, branch, starts, context);
  const marks = [
    ...freezes.filter(({ phase, tracking: record }) => record?.closed !== true || phase.state === "in-force").map((one) => freezeMark(one, one.tracking === null || (one.phase.state === "in-force" && !tracking(one)) ? "changed" : "sweep")),
    ...await takenOut(plans, context),
  ];
  const holding = freezes.filter(({ phase, tracking: record }) => phase.state === "in-force" || (phase.state === "over" && record?.opened === true && context.now() - (phase.until ?? 0) <= AFTERWARDS));
  if (holding.length === 0 || !holding.every(tracking)) return { records: [], ledger: [], marks, wakeAt: null };
  const from = Object.fromEntries(holding.map((one) => [trackingKey(one.inForce.home.id, one.inForce.record.path, one.freeze.id), accountedFrom(one, context)]));
  const found = await newLandings(repository, branch, from, plans, context);
  if (found === null) return { records: [], ledger: [], marks, wakeAt: null };
  const ledger: LedgerEntry[] = [];
  for (const one of holding) ledger.push(...await entriesOf(one, found.changes, repository, branch, starts, context));
  const urgent = holding.filter((one) => ledger.some(({ id }) => id.startsWith(ledgerPrefix(one.inForce, one.freeze.id)))).map((one) => freezeMark(one, "changed"));
  const again: readonly Mark[] = found.more ? [{ key: { kind: "branch", repository: repository.id, branch }, lane: "changed", installation: context.installation }] : [];
  return { records: [{ kind: "landed", key: `${repository.id}/${branch}`, value: found.record }], ledger, marks: [...marks, ...urgent, ...found.marks, ...again], wakeAt: found.waitUntil };
}

function tracking({ tracking: record }: Accounted): boolean {
  return record?.opened === true;
}

/** Tracked freezes that their plan has no longer. */
async function takenOut(plans: readonly PlanInForce[], context: RunContext): Promise<readonly Mark[]> {
  const marks: Mark[] = [];
  for (const { home, record, plan } of plans) {
    const tracked = await context.memory.records<TrackingRecord>("tracking", `${home.id}/${record.path}/`);
    for (const { value } of tracked.filter((one) => !one.value.closed && !plan.freezes.some(({ id }) => id === one.value.freeze)))
      marks.push({ key: { kind: "freeze", repository: home.id, path: record.path, freeze: value.freeze }, lane: "changed", installation: home.installation });
  }
  return marks;
}

/** Freezes that close this branch now, will close it, or have closed it. */
async function freezesHere(plans: readonly PlanInForce[], repository: RepositoryRecord, branch: string, starts: readonly RecordChange[], context: RunContext): Promise<readonly Accounted[]> {
  const found: Accounted[] = [];
  for (const { inForce, freeze } of plans.flatMap((one) => [...one.plan.freezes.map((freeze) => ({ inForce: one, freeze })), ...removedFreezes(one)])) {
    const { governed } = roleOfBranch(inForce, repository, branch);
    const products = governed.filter(({ product }) => freeze.products?.includes(product) ?? true);
    const phases = products.map(({ product }) => freezePhase(inForce.plan, freeze, product, inForce.record.reached, context.now()));
    const phase = phases.find(({ state }) => state === "in-force") ?? phases.find(({ state }) => state === "notice" || state === "before") ?? phases[0];
    if (phase === undefined) continue;
    const record = await context.memory.record<TrackingRecord>("tracking", trackingKey(inForce.home.id, inForce.record.path, freeze.id));
    if (phase.state !== "over" || record?.opened === true) found.push({ inForce, freeze, phase, tracking: record, resumedAt: await resumedAt(`${inForce.home.id}/${freeze.id}/${repository.id}/${branch}`, starts, context) });
  }
  return found;
}

/** What landed before anybody could know of the freeze, because its plan came later, is not held against anybody. */
function accountedFrom({ phase, tracking: record, resumedAt: again }: Accounted, context: RunContext): Instant {
  return Math.max(phase.since ?? context.now(), record === null ? 0 : record.known.at, again ?? 0);
}

async function resumedAt(key: string, starts: readonly RecordChange[], context: RunContext): Promise<Instant | null> {
  const now = starts.find((change) => change.kind === "freeze-start" && change.key === key);
  const start = now === undefined ? await context.memory.record<FreezeStartRecord>("freeze-start", key) : now.value as FreezeStartRecord;
  return start?.resumedAt ?? null;
}

async function entriesOf(one: Accounted, changes: readonly JudgedLanding[], repository: RepositoryRecord, branch: string, starts: readonly RecordChange[], context: RunContext): Promise<readonly LedgerEntry[]> {
  const { inForce, freeze } = one;
  const from = accountedFrom(one, context);
  const known = one.tracking?.known.at ?? 0;
  const concerned = changes.filter(({ change: { landing: { at } } }) => at >= from - (from % 1_000) && at > known);
  const key = `${inForce.home.id}/${freeze.id}/${repository.id}/${branch}`;
  const start = starts.find((one) => one.key === key)?.value as FreezeStartRecord | undefined ?? await context.memory.record<FreezeStartRecord>("freeze-start", key);
  const entries: LedgerEntry[] = [];
  for (const judged of concerned) {
    for (const found of entriesThen(judged, one, start, repository, branch)) {
      const withdrawnBy = found.outcome === "withdrawn" && !found.private ? await whoWithdrew(found, stoodAt(judged.change.stood, found.at), judged.change.pull, one, repository, context) : null;
      const entry = withdrawnBy === null ? found : { ...found, withdrawnBy };
      entries.push({
        id: `${ledgerPrefix(inForce, freeze.id)}${entry.id}`, kind: "account", repository: inForce.home.id, about: keyText({ kind: "branch", repository: repository.id, branch }),
        at: entry.at, by: entry.by, body: { ...entry },
      });
    }
  }
  return entries;
}

/** By the plan as it stood when it landed; where that had no such freeze, by none. */
function entriesThen({ change, plans }: JudgedLanding, { inForce, freeze }: Accounted, start: FreezeStartRecord | null, repository: RepositoryRecord, branch: string): readonly AccountEntry[] {
  const then = plans.find(({ home, record }) => home.id === inForce.home.id && record.path === inForce.record.path) ?? inForce;
  const { plan, home, reached, waivers } = rulesOf(then);
  const freezeThen = plan.freezes.find(({ id }) => id === freeze.id);
  if (freezeThen === undefined) return [];
  return accountFor({ plan, freeze: freezeThen, home, reached, waivers, start }, [change], (decision) => decisionTitle({ decision, plan, now: decision.decidedAt, base: branch, repository: repositoryName(repository) }));
}

/** What the ids of all account entries of a freeze begin with. */
export function ledgerPrefix({ home, record }: Pick<PlanInForce, "home" | "record">, freeze: string): string {
  return `account/${trackingKey(home.id, record.path, freeze)}/`;
}

function freezeMark({ inForce, freeze }: Accounted, lane: Mark["lane"]): Mark {
  return { key: { kind: "freeze", repository: inForce.home.id, path: inForce.record.path, freeze: freeze.id }, lane, installation: inForce.home.installation };
}
