/**
 * What has landed on a branch since the account last looked, as changes that can be judged. GitHub's list of a branch's moves is asked first, the
 * witnesses of pushes stand in where it is not to be had, and what neither knows is found by comparing the tip with the last one accounted.
 */
import type { Landing, LandedRecord, VerdictRecord } from "../domain/model/account.ts";
import { verdictKey } from "../domain/model/account.ts";
import type { GateRecord } from "../domain/model/gate.ts";
import { gateKey } from "../domain/model/gate.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { Mark } from "../domain/model/key.ts";
import type { PullFacts } from "../domain/model/pull.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { LandedChange } from "../domain/policy/account.ts";
import { stoodAt } from "../domain/policy/account.ts";
import { checkName } from "../text/check.ts";
import { track } from "./observe.ts";
import { plansAtLanding } from "./plan-at-landing.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { LandedFact, PlanFiles } from "./github-facts.ts";
import type { RunContext } from "./ports.ts";

/** GitHub's lists may lag behind its events. */
const OVERLAP = 10 * 60_000;
const MOVES_PER_RUN = 15;
const RECENT_KEPT = 100;
const COMMANDS_COME_WITHIN = 30_000;

export interface JudgedLanding {
  readonly change: LandedChange;
  /** as they stood when it landed */
  readonly plans: readonly PlanInForce[];
}

export interface NewLandings {
  readonly changes: readonly JudgedLanding[];
  readonly marks: readonly Mark[];
  readonly record: LandedRecord;
  /** there are more than one run takes */
  readonly more: boolean;
  /** when the next one can be judged; null = nothing is held back */
  readonly waitUntil: Instant | null;
}

/** `froms`: since when each freeze that matters is accounted here, by `trackingKey`; at least one. Null = the branch is not there. */
export async function newLandings(repository: RepositoryRecord, branch: string, froms: Readonly<Record<string, Instant>>, plans: readonly PlanInForce[], context: RunContext): Promise<NewLandings | null> {
  const now = context.now();
  const known = await context.memory.record<LandedRecord>("landed", `${repository.id}/${branch}`);
  const tip = await context.github.readBranchTip(repository, branch);
  if (tip === null) return null;
  const { from, recent, covers } = coverage(known, froms);
  const moves = await movesSince(repository, branch, from, context);
  const fresh = moves.filter((move) => !recent.includes(move.after));
  const untold = isUntold(tip, moves, known, Math.min(...Object.values(froms)));
  const all: readonly Landing[] = untold === null ? fresh : [...fresh, { before: fresh.at(-1)?.after ?? untold, after: tip, at: now, by: null, how: "unknown" }];
  const { changes, marks, done, waitUntil } = await judged(all.slice(0, MOVES_PER_RUN), repository, branch, plans, context);
  const more = done.length < all.length;
  const last = done.at(-1);
  return {
    changes, marks, more: more && waitUntil === null, waitUntil,
    record: { tip: more ? last?.after ?? known?.tip ?? tip : tip, through: more ? last?.at ?? from : now, recent: [...recent, ...done.map((move) => move.after)].slice(-RECENT_KEPT), covers },
  };
}

/**
 * From where to look on. Where a freeze turns out to have begun earlier than its account was kept from, everything since then is looked at again:
 * it was judged for other freezes alone.
 */
function coverage(known: LandedRecord | null, froms: Readonly<Record<string, Instant>>): { readonly from: Instant; readonly recent: readonly string[]; readonly covers: Readonly<Record<string, Instant>> } {
  const covers = Object.fromEntries(Object.entries(froms).map(([freeze, from]) => [freeze, Math.min(from, known?.covers?.[freeze] ?? from)]));
  const since = Math.min(...Object.values(froms));
  if (known === null) return { from: since, recent: [], covers };
  const uncovered = Object.entries(froms).filter(([freeze, from]) => from < known.through && from < (known.covers?.[freeze] ?? Infinity)).map(([, from]) => from);
  if (uncovered.length > 0) return { from: Math.min(...uncovered, Math.max(since, known.through - OVERLAP)), recent: [], covers };
  return { from: Math.max(since, known.through - OVERLAP), recent: known.through >= since ? known.recent : [], covers };
}

/** The tip that was accounted last, where the branch has moved on from it without any trace; null = there is none such. */
function isUntold(tip: string, moves: readonly Landing[], known: LandedRecord | null, since: Instant): string | null {
  if (known === null || known.through < since) return null;
  return [...moves.map((move) => move.after), ...known.recent, known.tip].includes(tip) ? null : known.tip;
}

interface Judged {
  readonly changes: readonly JudgedLanding[];
  readonly marks: readonly Mark[];
  readonly done: readonly Landing[];
  readonly waitUntil: Instant | null;
}

/** Oldest first, up to the first one that cannot be judged yet. */
async function judged(landings: readonly Landing[], repository: RepositoryRecord, branch: string, plans: readonly PlanInForce[], context: RunContext): Promise<Judged> {
  const now = context.now();
  const changes: JudgedLanding[] = [];
  const marks: Mark[] = [];
  const done: Landing[] = [];
  const seen = new Map<string, PlanFiles | null>();
  for (const landing of landings) {
    const found = await changesOf(landing, await context.github.readLanded(repository, branch, landing), repository, branch, plans, context);
    const waitUntil = found.map(settledAt).find((at) => at > now) ?? null;
    if (waitUntil !== null) return { changes, marks, done, waitUntil };
    const then = found.length === 0 ? { plans, marks: [] } : await plansAtLanding(landing, repository, branch, plans, seen, context);
    changes.push(...found.map((change) => ({ change, plans: then.plans })));
    marks.push(...then.marks);
    done.push(landing);
  }
  return { changes, marks, done, waitUntil: null };
}

/** An exception may have been taken back a moment before the merge; the command that did it is given the time to be admitted. */
function settledAt({ stood, landing }: LandedChange): Instant {
  return stoodAt(stood, landing.at)?.code === "waiver" ? landing.at + COMMANDS_COME_WITHIN : 0;
}

async function movesSince(repository: RepositoryRecord, branch: string, from: Instant, context: RunContext): Promise<readonly Landing[]> {
  const second = from - (from % 1_000);
  const told = await context.github.readLandings(repository, branch, second);
  const witnessed = (await context.memory.witnesses(repository.id, `push:refs/heads/${branch}`)).filter((one) => one.at >= second);
  const moves: Landing[] = [...told ?? []];
  for (const { before, after, at, sender } of witnessed) {
    if (before === null || after === null || moves.some((move) => move.after === after)) continue;
    moves.push({ before, after, at, by: sender, how: "unknown" });
  }
  return moves.sort((a, b) => a.at - b.at);
}

async function changesOf(landing: Landing, landed: LandedFact, repository: RepositoryRecord, branch: string, plans: readonly PlanInForce[], context: RunContext): Promise<readonly LandedChange[]> {
  const changes: LandedChange[] = [];
  const takenAt = context.now();
  for (const { facts, sha } of landed.pulls) {
    const at = facts.mergedAt ?? landing.at;
    const pull = (await track(facts, repository, plans, takenAt, context)).facts;
    const stood = (await context.memory.record<VerdictRecord>("verdict", verdictKey(repository.id, facts.head.sha ?? "", branch)))?.stood ?? [];
    const standing = stoodAt(stood, at);
    const foreign = standing !== null && standing.verdict !== "allow" ? await foreignCheck(repository, branch, facts.head.sha ?? "", context) : null;
    changes.push({ landing: { ...landing, at, by: facts.mergedBy ?? landing.by }, sha, repositoryId: repository.id, pull, pushed: false, takenAt, stood, foreign, private: isPrivate(repository, plans) });
  }
  if (landed.pushed !== null) {
    changes.push({ landing, sha: landed.pushed.sha, repositoryId: repository.id, pull: pushFacts(landed.pushed, repository, branch), pushed: true, takenAt, stood: [], foreign: null, private: isPrivate(repository, plans) });
  }
  return changes;
}

async function foreignCheck(repository: RepositoryRecord, branch: string, sha: string, context: RunContext): Promise<{ readonly by: string } | null> {
  const gate = await context.memory.record<GateRecord>("gate", gateKey(repository.id, branch));
  const by = await context.github.readForeignCheck(repository, sha, [checkName(branch), ...(gate?.epoch == null ? [] : [gate.epoch.name])]);
  return by === null ? null : { by };
}

/** What was pushed, in the shape of a pull request that says only what its newest commit says. */
function pushFacts(pushed: NonNullable<LandedFact["pushed"]>, repository: RepositoryRecord, branch: string): PullFacts {
  return {
    repository: repositoryName(repository), number: 0, title: pushed.title, body: "", url: null, author: pushed.author === null ? null : { login: pushed.author, bot: false },
    authorRole: null, draft: false, state: "merged", base: { ref: branch, sha: null }, head: { ref: "", sha: pushed.sha, repository: repositoryName(repository) },
    defaultBranch: repository.defaultBranch, labels: [], files: pushed.filesComplete ? pushed.files : null, filesComplete: pushed.filesComplete, closingIssues: [], contains: null, containsComplete: true,
    approvals: [], createdAt: null, updatedAt: null, mergedAt: null, mergedBy: null, autoMerge: false, queued: false,
  };
}

/** A private repository under a public plan, or one whose product the plan calls private. */
export function isPrivate(repository: RepositoryRecord, plans: readonly Pick<PlanInForce, "home" | "plan">[]): boolean {
  const name = repositoryName(repository).toLowerCase();
  return plans.some(({ home, plan }) => (repository.private && !home.private && repository.id !== home.id)
    || plan.products.some((product) => product.private && product.repositories.some((one) => one.toLowerCase() === name)));
}
