/**
 * The pace of one installation towards GitHub.
 *
 * Promises: at most ten reads at once and one write at a time, within GitHub's points per minute; after "too fast" nobody calls before the
 * instant GitHub named, or for a minute and then twice as long each time; a part of every allowance is kept for urgent work (gate, merge
 * group, command). A short pace is waited for here; anything longer is thrown as a Fault `rate-limit` with `retryAt`, so that the queue waits
 * and the worker goes on with another installation. What creates content keeps to 80 a minute and 500 an hour, counted in the store, so across
 * restarts and workers. Check runs are not counted as content: GitHub does not mark them so, and a 403 or 429 would tell us.
 * Accepted: several workers share blocks and buckets through the store, some seconds late; points per minute are counted in each process, so
 * `share` says which part of them is this one's.
 * Source: https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
 */
import type { Instant } from "../domain/model/instant.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { Answer } from "./answer.ts";
import type { Budget, BudgetStore } from "./budget.ts";
import { NO_BUDGET_KNOWN, stricter } from "./budget.ts";
import { CONTENT_PER_HOUR, CONTENT_PER_MINUTE, contentLimits } from "../domain/policy/content-pace.ts";
import type { CallCounter } from "./call-stats.ts";
import { ContentWindow } from "./content-window.ts";
import type { LimitSignal } from "./limit-signal.ts";
import { bucketOf, limitSignal } from "./limit-signal.ts";
import { PointWindow } from "./point-window.ts";
import { Turnstile } from "./turnstile.ts";

export interface LimiterSettings {
  readonly reads: number;
  /** ms between the starts of two writes that are not urgent; GitHub advises a second */
  readonly writeSpacing: number;
  readonly restPointsPerMinute: number;
  readonly graphqlPointsPerMinute: number;
  readonly contentPerMinute: number;
  readonly contentPerHour: number;
  /** part of every allowance that only urgent work may use */
  readonly reserve: number;
  /** this process's part of the points per minute: 1 / number of workers */
  readonly share: number;
  /** ms that may be waited for here; a longer wait is the queue's */
  readonly patience: number;
}

export const LIMITER_DEFAULTS: LimiterSettings = { reads: 10, writeSpacing: 1_000, restPointsPerMinute: 900, graphqlPointsPerMinute: 2_000, contentPerMinute: CONTENT_PER_MINUTE, contentPerHour: CONTENT_PER_HOUR, reserve: 0.2, share: 1, patience: 10_000 };

export interface LimiterOptions {
  readonly installation: number;
  readonly now: () => Instant;
  /** passes so many milliseconds of world time */
  readonly wait: (ms: number) => Promise<void>;
  readonly settings: LimiterSettings;
  readonly store: BudgetStore | null;
  readonly counter: CallCounter;
}

export interface Passage {
  readonly resource: "rest" | "graphql";
  readonly write: boolean;
  readonly urgent: boolean;
  /** makes something new that people see, such as an issue, a comment or a milestone; absent = no */
  readonly content?: boolean;
}

/** How old our knowledge of the shared budget may grow, and how often ours is written down. */
const SHARED_EVERY = 5_000;
const FIRST_BLOCK = 60_000;
const LONGEST_BLOCK = 3_600_000;
/** Another worker may take the place that was waited for. */
const TRIES = 3;

export class Limiter {
  readonly #options: LimiterOptions;
  readonly #reads: Turnstile;
  readonly #writes = new Turnstile(1);
  readonly #content = new ContentWindow();
  readonly #points: { readonly rest: PointWindow; readonly graphql: PointWindow };
  #budget: Budget = NO_BUDGET_KNOWN;
  #sharedReadAt: Instant | null = null;
  #sharedWrittenAt: Instant | null = null;
  #nextWriteAt: Instant = Number.NEGATIVE_INFINITY;

  constructor(options: LimiterOptions) {
    const { settings } = options;
    this.#options = options;
    this.#reads = new Turnstile(settings.reads);
    this.#points = { rest: new PointWindow(settings.restPointsPerMinute * settings.share), graphql: new PointWindow(settings.graphqlPointsPerMinute * settings.share) };
  }

  /** Sends when it may. Throws a Fault `rate-limit` without sending while blocked, and after an answer that says "too fast". */
  async run(passage: Passage, send: () => Promise<Answer>): Promise<Answer> {
    await this.#learnShared();
    this.#refuseWhileBlocked(passage);
    return (passage.write ? this.#writes : this.#reads).pass(passage.urgent, async () => {
      // Others may have been told to stop while this one stood in line.
      this.#refuseWhileBlocked(passage);
      await this.#keepPace(passage);
      await this.#takeContent(passage);
      const { counter, now } = this.#options;
      const points = passage.write ? 5 : 1;
      this.#points[passage.resource].spend(now(), points);
      counter.count(passage.write ? "writes" : passage.resource === "rest" ? "restReads" : "graphqlReads", points);
      const answer = await send();
      await this.#learn(passage, answer);
      return answer;
    });
  }

  #refuseWhileBlocked(passage: Passage): void {
    const now = this.#options.now();
    const { blockedUntil } = this.#budget;
    const bucket = this.#budget[passage.resource];
    if (blockedUntil !== null && blockedUntil > now) throw this.#heldBack(blockedUntil);
    if (bucket === null || bucket.resetAt <= now) return;
    const kept = passage.urgent ? 0 : Math.floor(bucket.limit * this.#options.settings.reserve);
    if (bucket.remaining <= kept) throw this.#heldBack(bucket.resetAt);
  }

  async #keepPace(passage: Passage): Promise<void> {
    const { now, wait, settings } = this.#options;
    const at = now();
    const reserve = passage.urgent ? 0 : settings.reserve;
    const forPoints = this.#points[passage.resource].delay(at, passage.write ? 5 : 1, reserve);
    // Never longer than one spacing: world time may have been moved back since the last write.
    const forSpacing = passage.write && !passage.urgent ? Math.min(settings.writeSpacing, Math.max(0, this.#nextWriteAt - at)) : 0;
    const delay = Math.max(forPoints, forSpacing);
    if (delay > settings.patience) throw this.#heldBack(at + delay);
    if (delay > 0) await wait(delay);
    if (passage.write) this.#nextWriteAt = now() + settings.writeSpacing;
  }

  async #takeContent({ content, urgent }: Passage): Promise<void> {
    const { now, wait, settings, store, installation } = this.#options;
    if (content !== true || settings.contentPerHour === Infinity) return;
    const part = 1 - (urgent ? 0 : settings.reserve);
    const limits = contentLimits(settings.contentPerMinute * part, settings.contentPerHour * part);
    for (let attempt = 1; ; attempt += 1) {
      const at = now();
      const room = store === null ? this.#content.take(at, limits) : await store.takeContent(installation, { now: at, limits });
      if (room <= at) return;
      if (room - at > settings.patience || attempt === TRIES) throw this.#heldBack(room);
      await wait(room - at);
    }
  }

  async #learn(passage: Passage, answer: Answer): Promise<void> {
    const now = this.#options.now();
    const bucket = bucketOf(answer, now);
    if (bucket !== null) this.#budget = { ...this.#budget, [passage.resource]: bucket };
    const signal = limitSignal(answer, now);
    if (signal === null) {
      if (answer.status < 400) this.#budget = { ...this.#budget, strikes: 0 };
      await this.#share(false);
      return;
    }
    this.#options.counter.note("limited");
    const until = this.#block(signal, now);
    await this.#share(true);
    throw rateLimited(until, signal.kind === "primary" ? "GitHub's hourly rate limit for this installation is used up" : "GitHub asked this installation to slow down");
  }

  #block(signal: LimitSignal, now: Instant): Instant {
    const strikes = this.#budget.strikes + 1;
    const until = signal.until ?? now + Math.min(LONGEST_BLOCK, FIRST_BLOCK * 2 ** (strikes - 1));
    // An empty bucket stops its own resource alone; refuseWhileBlocked sees it in the bucket.
    if (signal.kind === "secondary") this.#budget = { ...this.#budget, blockedUntil: until, strikes };
    return until;
  }

  async #learnShared(): Promise<void> {
    const { store, installation, now } = this.#options;
    if (store === null || (this.#sharedReadAt !== null && now() - this.#sharedReadAt < SHARED_EVERY)) return;
    this.#sharedReadAt = now();
    const shared = await store.readBudget(installation);
    if (shared !== null) this.#budget = stricter(this.#budget, shared);
  }

  async #share(atOnce: boolean): Promise<void> {
    const { store, installation, now } = this.#options;
    if (store === null || (!atOnce && this.#sharedWrittenAt !== null && now() - this.#sharedWrittenAt < SHARED_EVERY)) return;
    this.#sharedWrittenAt = now();
    await store.recordBudget(installation, this.#budget);
  }

  #heldBack(until: Instant): FaultError {
    this.#options.counter.note("heldBack");
    return rateLimited(until, "GitHub's rate limit for this installation does not allow the call now");
  }
}

function rateLimited(until: Instant, message: string): FaultError {
  return new FaultError({ kind: "rate-limit", message: `${message}; to be tried again at ${new Date(until).toISOString()}`, retryAt: until });
}
