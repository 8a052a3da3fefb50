/**
 * Store: what the app remembers, behind one interface with two engines (embedded SQLite, PostgreSQL).
 *
 * Promises: every operation is one value in and one atomic commit out, and its promise resolves after that commit. A mark is never lost: a key
 * stays due until a run that was claimed after the mark has settled. One key never runs twice at once while its worker renews the lease. A
 * back-off holds against marks.
 *
 * Two clocks: instants (`now`, `wakeAt`, `retryAt`) are world time, integer milliseconds UTC, passed in. Leases alone run on the store's own
 * clock, so a moved world clock takes no key away from a worker.
 *
 * Accepted race: a worker that lost its lease may still write to GitHub for a moment; its settlement is refused and the key marked again, so
 * one clean run follows.
 */
import type { Instant } from "../domain/model/instant.ts";
import type { Key, Lane, Mark } from "../domain/model/key.ts";
import type { LedgerEntry } from "../domain/model/ledger-entry.ts";
import type { OutboxHealth, OutboxMessage, ToldMessage } from "../domain/model/message.ts";
import type { Fault } from "../domain/model/problem.ts";
import type { RecordChange, RecordKind, Settlement } from "../domain/model/settlement.ts";
import type { ContentLimit } from "../domain/policy/content-pace.ts";
import type { TrackedPull } from "../domain/model/tracked-pull.ts";
import type { Witness } from "../domain/model/witness.ts";

export interface Store extends Inbox, Queue, Reads, Budgets, Outbox, Upkeep {
  close(): Promise<void>;
}

export interface Inbox {
  /**
   * Commits one delivery with what it marks and witnesses; concurrent calls share a transaction. `duplicate`: this delivery id was accepted
   * before and nothing was written. Ids are remembered for at least 7 days. Record every delivery that is answered with 202, even one
   * that marks nothing: the delivery sweep asks GitHub again for those that are not here.
   */
  accept(accepted: Accepted): Promise<"accepted" | "duplicate">;
  hasDelivery(id: string): Promise<boolean>;
}

export interface Accepted {
  readonly delivery: Delivery;
  readonly marks: readonly Mark[];
  readonly witnesses: readonly Witness[];
}

export interface Delivery {
  /** X-GitHub-Delivery; redeliveries carry the same one */
  readonly id: string;
  readonly event: string;
  readonly action: string | null;
  readonly installation: number | null;
  readonly repository: number | null;
  readonly receivedAt: Instant;
}

export interface Queue {
  /** Marks keys dirty now, or, with `wakeAt`, has them looked at when that instant comes (an earlier wake-up already planned stays). */
  mark(marks: readonly Mark[], when: { readonly now: Instant; readonly wakeAt?: Instant }): Promise<void>;
  /** Up to `limit` due keys under a lease: lowest lane first; in a lane, installations with the fewest leased keys first, in turns. */
  claim(request: ClaimRequest): Promise<readonly Claim[]>;
  /** Extends the lease by `leaseMs` from now; false = it is no longer ours and the run should end. */
  renew(claim: Claim, leaseMs: number): Promise<boolean>;
  /**
   * Applies the settlement and releases the key, in one transaction. `lost`: the lease was no longer ours, nothing of the settlement was
   * applied, and the key was marked again. A `wakeAt` that is not in the future is taken as one second from `now`, so a mistake cannot spin.
   */
  settle(claim: Claim, settlement: Settlement, when: { readonly now: Instant }): Promise<"settled" | "lost">;
  /** Releases the key, not to be claimed before `retryAt` (at least 1 s away) or, when that is null or past, the exponential back-off. */
  fail(claim: Claim, fault: Fault, when: { readonly now: Instant; readonly retryAt: Instant | null }): Promise<"failed" | "lost">;
  /** Gives an unfinished key back, as if it had not been claimed; for a worker that stops. */
  release(claim: Claim): Promise<void>;
  /** World instant at which the next unleased key is due (not later than now if one is due); null = none is planned. */
  nextDueAt(): Promise<Instant | null>;
  health(): Promise<Health>;
  /** Keys that failed last time, longest waiting first. */
  faults(limit: number): Promise<readonly FaultyKey[]>;
  /** Called after each commit of this process that marked something. Returns the function that ends it. */
  onMark(listener: () => void): () => void;
  /** Called after each commit of this process that changed what is remembered, whether it marked anything or not. Returns the function that ends it. */
  onChange(listener: () => void): () => void;
}

export interface ClaimRequest {
  readonly now: Instant;
  readonly limit: number;
  readonly leaseMs: number;
  /** who claims, for people who read the table */
  readonly worker: string;
  /** only these; absent = all */
  readonly lanes?: readonly Lane[];
}

export interface Claim {
  readonly key: Key;
  readonly lane: Lane;
  readonly installation: number;
  /** marks this run answers; later ones run once more */
  readonly seen: number;
  /** fences settle, fail, renew and release */
  readonly token: string;
  /** 1 on the first try; grows until a run settles */
  readonly attempts: number;
  /** when the oldest unanswered mark was made */
  readonly dirtySince: Instant;
}

export interface Health {
  /** keys with unanswered marks, those being worked on included */
  readonly dirty: number;
  readonly oldestDirtyAt: Instant | null;
  readonly leased: number;
  /** keys whose last run failed */
  readonly faults: number;
  /** to people outside GitHub */
  readonly messages: OutboxHealth;
  /** dirty keys by lane */
  readonly lanes: Readonly<Record<Lane, number>>;
  readonly lastSettledAt: Instant | null;
}

export interface FaultyKey {
  readonly key: Key;
  readonly installation: number;
  readonly attempts: number;
  readonly fault: { readonly kind: Fault["kind"]; readonly message: string };
  readonly notBefore: Instant;
}

export interface Reads {
  record<T>(kind: RecordKind, key: string): Promise<T | null>;
  /** records whose key begins with `prefix`, in key order */
  records<T>(kind: RecordKind, prefix: string): Promise<readonly { readonly key: string; readonly value: T }[]>;
  /** open or closed */
  pull(repository: number, number: number): Promise<TrackedPull | null>;
  /** open pulls with exactly this head, and base (null = to any), by number */
  pullsAt(repository: number, sha: string, base: string | null): Promise<readonly TrackedPull[]>;
  /** open pulls of a repository (to a base, when given), by number, after the given number */
  openPulls(repository: number, base: string | null, afterNumber: number, limit: number): Promise<readonly TrackedPull[]>;
  /** every open pull of a repository without its facts, by number: tells which of them changed since they were last read */
  openPullIndex(repository: number): Promise<readonly PullIndexEntry[]>;
  /** open pulls of the repository that close an issue of this number, in whichever repository that issue is */
  pullsClosing(repository: number, issue: number): Promise<readonly TrackedPull[]>;
  /** oldest first */
  witnesses(repository: number, object: string): Promise<readonly Witness[]>;
  /** all messages about an object (its key text) with what became of each, oldest first */
  told(about: string): Promise<readonly ToldMessage[]>;
  /** by instant, then id */
  ledger(repository: number, kind: string | null): Promise<readonly LedgerEntry[]>;
  /**
   * Everything a full resync looks at, a page at a time: installations, then repositories with their plans, branches, open pulls, of repositories
   * that are still ours. `next` null = that was the last page.
   */
  known(cursor: string | null, limit: number): Promise<KnownPage>;
}

export interface PullIndexEntry {
  readonly number: number;
  readonly base: string;
  readonly sha: string;
  readonly takenAt: Instant;
}

export interface KnownPage {
  readonly keys: readonly { readonly key: Key; readonly installation: number }[];
  readonly next: string | null;
}

/** What GitHub allows an installation, shared between workers. The limiter decides; the store remembers and hands out turns. */
export interface Budgets {
  readBudget(installation: number): Promise<readonly Budget[]>;
  /**
   * What a response said. Within one window (same `resetAt`) the lower `remaining` stays, since answers overtake each other; a later window
   * replaces. `blockedUntil` only ever moves later.
   */
  recordBudget(installation: number, budget: Budget): Promise<void>;
  /** Takes a place for one new thing on GitHub and answers `now`; or takes none and answers when there will be room. Rows older than an hour are forgotten. */
  takeContent(installation: number, when: { readonly now: Instant; readonly limits: readonly ContentLimit[] }): Promise<Instant>;
  /** What was made on GitHub since then, and when the first of it was; `first` null = nothing. */
  contentSince(installation: number, since: Instant): Promise<{ readonly made: number; readonly first: Instant | null }>;
  /**
   * Paces calls across workers: returns the instant at which this call may start, and takes the `spacingMs` after it. `resource` names the
   * lane of traffic (such as `write`). Callers wait themselves.
   */
  reserveTurn(installation: number, resource: string, turn: { readonly now: Instant; readonly spacingMs: number }): Promise<Instant>;
}

export interface Budget {
  /** GitHub's bucket: `core`, `graphql`, … (x-ratelimit-resource) */
  readonly resource: string;
  readonly limit: number;
  readonly remaining: number;
  readonly resetAt: Instant;
  /** secondary limit: nothing may be sent before; null = not blocked */
  readonly blockedUntil: Instant | null;
}

/** Messages to people outside GitHub. They are put in by settlements; whoever sends them takes them from here. */
export interface Outbox {
  /** Messages not yet given to targets, oldest first. */
  messages(limit: number): Promise<readonly WaitingMessage[]>;
  /** Gives messages to targets, each once whoever asks; no targets = nobody is told. */
  address(addressed: readonly Addressed[], when: { readonly now: Instant }): Promise<void>;
  /** Up to `limit` sendings that are due, at most one for each target, oldest first. With the commit each is recorded as attempted. */
  claimSending(request: { readonly now: Instant; readonly limit: number; readonly leaseMs: number; readonly worker: string }): Promise<readonly ClaimedSending[]>;
  /** How it ended. `lost`: the lease ran out and it is somebody else's by now; nothing was written. */
  settleSending(claim: ClaimedSending, outcome: SendingOutcome, when: { readonly now: Instant }): Promise<"settled" | "lost">;
  /** Called after each commit of this process that put something in, or asked for it again. Returns the function that ends it. */
  onMessage(listener: () => void): () => void;
  /** World instant at which something can be given to a target or sent; null = nothing waits. */
  nextSendingAt(): Promise<Instant | null>;
}

export interface WaitingMessage {
  readonly message: OutboxMessage;
  /** a person asked for it again, so its age is of no account */
  readonly resent: boolean;
}

export interface Addressed {
  /** of the message */
  readonly id: string;
  readonly targets: readonly {
    readonly name: string;
    /** it tells repetitions apart, so the same may be sent twice */
    readonly repeatable: boolean;
    /** it is not to be sent there by itself; null = it is */
    readonly refused: { readonly state: "unclear" | "failed"; readonly why: string } | null;
  }[];
}

export interface ClaimedSending {
  readonly message: OutboxMessage;
  readonly target: string;
  /** 1 on the first try */
  readonly attempts: number;
  /** an earlier attempt may have arrived */
  readonly doubtful: boolean;
  /** fences settleSending */
  readonly token: string;
}

export type SendingOutcome =
  | { readonly state: "sent" }
  /**
   * to be sent again. `wholeTarget`: the target asked for a pause, which holds for whatever else waits for it. `doubtful`: it may have arrived, and the
   * target will know it again
   */
  | { readonly state: "waiting"; readonly notBefore: Instant; readonly wholeTarget: boolean; readonly doubtful: boolean; readonly why: string }
  /** `alert`: told to others in the same commit */
  | { readonly state: "unclear" | "failed"; readonly why: string; readonly alert: OutboxMessage | null };

export interface Upkeep {
  /** Writes records outside a run, for sweeps that keep a cursor. */
  remember(changes: readonly RecordChange[]): Promise<void>;
  /** True for one caller per `everyMs`, whatever number of workers ask. */
  takeTask(name: string, when: { readonly now: Instant; readonly everyMs: number }): Promise<boolean>;
  /** Forgets what has served its time, a bounded number of rows per call. `more`: call again. */
  prune(now: Instant): Promise<{ readonly removed: number; readonly more: boolean }>;
}

/** What is kept how long, in days. GitHub redelivers for 3 days (GHES 7). The ledger and open pulls are kept for good. */
export const KEPT_DAYS = { deliveries: 8, messages: 400, idleKeys: 30, closedPulls: 90, witnesses: 400 } as const;
