/**
 * What stands in the way, under one pull request: a comment that is edited in place, and one new comment once it is out of the way. Run by `pull`, which is
 * the only writer of both.
 *
 * Promises: one comment for each thing that stands in the way, found again after a lost store; the same words are not written twice; whoever waits is told
 * once that it is over, however often it comes back. Pull requests that are closed stay as they are.
 * Accepted: where the store was lost after the plan stopped naming the thing, the comment stays as it was. A comment that people deleted is made again
 * only when what it says changes.
 */
import { hiddenKey } from "../domain/desired/fenced-section.ts";
import { digestOf } from "../domain/desired/pull-check.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { BlockedNotice } from "../domain/model/blocked-notice.ts";
import { blockedKey, blockedPrefix } from "../domain/model/blocked-notice.ts";
import type { PullFacts } from "../domain/model/pull.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import type { RecordChange } from "../domain/model/settlement.ts";
import type { TrackedPull } from "../domain/model/tracked-pull.ts";
import { concernsPull, reportedOf } from "../domain/policy/blocker.ts";
import { blockedText, liftedNews, liftedText } from "../text/blocker.ts";
import { blockersOf, issueReference, stands } from "./blockers.ts";
import type { BlockerHere } from "./blockers.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";
import { holdOf } from "./run-share.ts";

/** One pull request, and what it was told by key. */
interface Told {
  readonly pull: TrackedPull;
  readonly repository: RepositoryRecord;
  readonly known: ReadonlyMap<string, BlockedNotice>;
}

export interface BlockedTold {
  readonly records: readonly RecordChange[];
  /** when it goes on where GitHub takes no more comments for now; null = all is said */
  readonly wakeAt: Instant | null;
}

const NOTHING_TO_SAY: BlockedTold = { records: [], wakeAt: null };

export async function tellBlocked(pull: TrackedPull, repository: RepositoryRecord, plans: readonly PlanInForce[], context: RunContext): Promise<BlockedTold> {
  if (!pull.open) return NOTHING_TO_SAY;
  const known = new Map((await context.memory.records<BlockedNotice>("notice", blockedPrefix(repository.id, pull.number))).map(({ key, value }) => [key, value]));
  const here = await blockersOf(plans, context);
  if (here.length === 0 && known.size === 0) return NOTHING_TO_SAY;
  const told: Told = { pull, repository, known };
  const named = here.map((one) => ({ key: keyOf(one, told), title: one.blocker.title, run: () => (stands(one) ? block(one, told, context) : lift(one, told, context)) }));
  const dropped = [...known].filter(([key]) => !named.some((one) => one.key === key))
    .map(([key, notice]) => ({ key, title: notice.title, run: () => say(key, notice, notice.title, null, told, context) }));
  const records: RecordChange[] = [];
  for (const { key, title, run } of [...named, ...dropped]) {
    try {
      records.push(...await run());
    } catch (error) {
      // Whoever reads the pull request for other reasons must not wait for a comment. That it is tried again is remembered, or it would be marked for it meanwhile.
      const hold = holdOf(error, context.now());
      const waiting: BlockedNotice = known.get(key) ?? { notice: "blocked", comment: null, digest: "", title, lifted: false };
      return { records: [...records, { kind: "notice", key, value: waiting }], wakeAt: hold.at };
    }
  }
  return { records, wakeAt: null };
}

/** There is something to say in it that nobody has said yet. */
export async function isUntold({ open, facts, number }: TrackedPull, repository: RepositoryRecord, plans: readonly PlanInForce[], context: RunContext): Promise<boolean> {
  if (!open) return false;
  for (const one of (await blockersOf(plans, context)).filter((here) => (stands(here) ? concernsPull(here.blocker, facts) : mayHaveHeard(here, facts))))
    if (await context.memory.record("notice", blockedKey(repository.id, number, one.plan.record, one.blocker.id)) === null) return true;
  return false;
}

/** It is out of the way, and stood there when the pull request was open. */
function mayHaveHeard({ card, blocker }: BlockerHere, facts: PullFacts): boolean {
  if (card === null || card.number === null || !concernsPull(blocker, facts)) return false;
  return facts.createdAt === null || card.closedAt === undefined || facts.createdAt <= card.closedAt;
}

function keyOf({ plan, blocker }: BlockerHere, { pull, repository }: Told): string {
  return blockedKey(repository.id, pull.number, plan.record, blocker.id);
}

/** The hidden key of its comment; `of` tells it from that of the news. */
function markerOf(key: string, { pull, repository }: Told, of = ""): string {
  return hiddenKey(`blocked${of}/${encodeURIComponent(key.slice(blockedPrefix(repository.id, pull.number).length))}`);
}

async function block(one: BlockerHere, told: Told, context: RunContext): Promise<readonly RecordChange[]> {
  const { pull, repository, known } = told;
  if (!concernsPull(one.blocker, pull.facts)) return [];
  const key = keyOf(one, told);
  const before = known.get(key);
  const body = blockedText({ blocker: one.blocker, issue: issueReference(one.plan.home, repository, one.card?.number ?? null), reported: reportedOf(one.blocker, pull.facts) });
  const digest = digestOf(body);
  if (before?.digest === digest) return [];
  const comment = await context.github.ensureComment(repository, { number: pull.number, marker: markerOf(key, told), body, since: 0 }, before?.comment ?? null);
  return [{ kind: "notice", key, value: { notice: "blocked", comment, digest, title: one.blocker.title, lifted: before?.lifted ?? false } satisfies BlockedNotice }];
}

async function lift(one: BlockerHere, told: Told, context: RunContext): Promise<readonly RecordChange[]> {
  const { card, blocker, plan } = one;
  const key = keyOf(one, told);
  const before = told.known.get(key) ?? (mayHaveHeard(one, told.pull.facts) ? await lostNotice(key, one, told, context) : null);
  return before === null ? [] : say(key, before, blocker.title, issueReference(plan.home, told.repository, card?.deleted === true ? null : card?.number ?? null), told, context);
}

/** After a lost store only GitHub knows whether it was told. Looked for once. */
async function lostNotice(key: string, { blocker }: BlockerHere, told: Told, context: RunContext): Promise<BlockedNotice> {
  const comments = await context.github.readIssueComments(told.repository, told.pull.number, 0);
  const ours = comments.find((comment) => comment.ours && comment.body.startsWith(markerOf(key, told)));
  return { notice: "blocked", comment: ours?.id ?? null, digest: "", title: blocker.title, lifted: false };
}

/** That it is out of the way. */
async function say(key: string, before: BlockedNotice, title: string, issue: string | null, told: Told, context: RunContext): Promise<readonly RecordChange[]> {
  const { pull, repository } = told;
  const body = liftedText(title, issue);
  const digest = digestOf(body);
  if (before.digest === digest) return [];
  const record = (change: Partial<BlockedNotice>): readonly RecordChange[] => [{ kind: "notice", key, value: { ...before, title, digest, ...change } satisfies BlockedNotice }];
  // It took no comment, or none was there: nobody waits for word.
  if (before.comment === null) return record({});
  const comment = await context.github.ensureComment(repository, { number: pull.number, marker: markerOf(key, told), body, since: 0 }, before.comment);
  if (!before.lifted && comment === before.comment) await context.github.ensureComment(repository, { number: pull.number, marker: markerOf(key, told, "-lifted"), body: liftedNews(title, issue), since: 0 }, null);
  return record({ comment, lifted: true });
}
