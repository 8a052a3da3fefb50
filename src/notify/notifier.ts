/**
 * Notifier: gives messages of the outbox to the operator's targets and sends them, one at a time for each target. What it does not know after an
 * attempt it says it does not know; the store keeps that apart from what failed.
 *
 * Promises: nothing leaves before its attempt is recorded; several notifiers on one store send nothing twice. When it stops, what is being sent
 * is finished. Its log names targets and never their addresses.
 */
import type { Instant } from "../domain/model/instant.ts";
import { TOLD_WITHIN } from "../domain/model/message.ts";
import type { OutboxMessage } from "../domain/model/message.ts";
import { requestFor } from "./medium.ts";
import type { Post } from "./post.ts";
import { isRepeatable, targetsOf } from "./target.ts";
import type { Target } from "./target.ts";
import { MOST_TRIES, verdictOf } from "./verdict.ts";
import type { Verdict } from "./verdict.ts";

export interface NotifierOutbox {
  messages(limit: number): Promise<readonly { readonly message: OutboxMessage; readonly resent: boolean }[]>;
  address(addressed: readonly { readonly id: string; readonly targets: readonly { readonly name: string; readonly repeatable: boolean; readonly refused: Refusal | null }[] }[], when: { readonly now: Instant }): Promise<void>;
  claimSending(request: { readonly now: Instant; readonly limit: number; readonly leaseMs: number; readonly worker: string }): Promise<readonly Attempt[]>;
  settleSending(claim: Attempt, outcome: Ended, when: { readonly now: Instant }): Promise<"settled" | "lost">;
}

interface Refusal {
  readonly state: "unclear" | "failed";
  readonly why: string;
}

interface Attempt {
  readonly message: OutboxMessage;
  readonly target: string;
  readonly attempts: number;
  readonly doubtful: boolean;
  readonly token: string;
}

type Ended =
  | { readonly state: "sent" }
  | { readonly state: "waiting"; readonly notBefore: Instant; readonly wholeTarget: boolean; readonly doubtful: boolean; readonly why: string }
  | { readonly state: "unclear" | "failed"; readonly why: string; readonly alert: OutboxMessage | null };

export interface NotifierOptions {
  readonly outbox: NotifierOutbox;
  readonly targets: readonly Target[];
  readonly post: Post;
  /** the words of an alert about a message that was lost, or may have been */
  readonly lossWords: (message: OutboxMessage, target: string, loss: { readonly state: "unclear" | "failed"; readonly why: string }) => OutboxMessage["words"];
  /** world time, milliseconds */
  readonly now: () => Instant;
  readonly log: { warn(fields: object, message: string): void; error(fields: object, message: string): void };
  /** calls once after so many real milliseconds; answers with what cancels it */
  readonly after?: (ms: number, call: () => void) => () => void;
}

export interface Notifier {
  start(): void;
  stop(): Promise<void>;
  /** something was put in: look now */
  poke(): void;
  /** until nothing is due; answers how many messages it gave to targets and how many attempts it made */
  drain(): Promise<number>;
}

const LOOK_EVERY_MS = 5_000;
/** Longer than any attempt may take. */
const LEASE_MS = 60_000;
const AT_ONCE = 8;
const PAGE = 200;
const TOO_OLD: Refusal = { state: "failed", why: "it was more than a day old when it could first be sent" };
const UNKNOWN_TARGET: Refusal = { state: "failed", why: "the operator has no such target for this plan" };
const BEFORE_THE_LOSS: Refusal = { state: "unclear", why: "the Warden has lost its memory since, and may have sent it before" };
const GONE = "the operator took this target away";

export function createNotifier(options: NotifierOptions): Notifier {
  const { log, after = afterReal } = options;
  let active = false;
  let wanted = false;
  let looking: Promise<void> | null = null;
  let cancel = (): void => undefined;

  async function look(): Promise<void> {
    do {
      wanted = false;
      await sendAllDue(options, () => active).catch((error: unknown) => log.error({ err: error }, "the outbox could not be read; trying again"));
    } while (wanted && active);
  }

  function poke(): void {
    wanted = true;
    if (!active || looking !== null) return;
    cancel();
    looking = look().finally(() => {
      looking = null;
      if (active) cancel = after(wanted ? 0 : LOOK_EVERY_MS, poke);
    });
  }

  return {
    start() {
      active = true;
      poke();
    },
    async stop() {
      active = false;
      cancel();
      await looking;
    },
    poke,
    drain: () => sendAllDue(options, () => true),
  };
}

async function sendAllDue(options: NotifierOptions, goesOn: () => boolean): Promise<number> {
  for (let made = 0; ;) {
    made += await addressAll(options, goesOn);
    if (!goesOn()) return made;
    const attempts = await options.outbox.claimSending({ now: options.now(), limit: AT_ONCE, leaseMs: LEASE_MS, worker: "notifier" });
    if (attempts.length === 0) return made;
    const ended = await Promise.allSettled(attempts.map((one) => attempt(one, options)));
    for (const one of ended) if (one.status === "rejected") throw one.reason;
    made += attempts.length;
  }
}

async function addressAll({ outbox, targets, now }: NotifierOptions, goesOn: () => boolean): Promise<number> {
  for (let addressed = 0; ;) {
    const waiting = goesOn() ? await outbox.messages(PAGE) : [];
    if (waiting.length === 0) return addressed;
    addressed += waiting.length;
    await outbox.address(waiting.map(({ message, resent }) => {
      const refused = resent ? null : message.mayBeTold === true ? BEFORE_THE_LOSS : now() - message.since > TOLD_WITHIN ? TOO_OLD : null;
      const { found, unknown } = targetsOf(message, targets);
      return {
        id: message.id,
        targets: [...found.map((one) => ({ name: one.name, repeatable: isRepeatable(one), refused })), ...unknown.map((name) => ({ name, repeatable: false, refused: UNKNOWN_TARGET }))],
      };
    }), { now: now() });
  }
}

async function attempt(claim: Attempt, options: NotifierOptions): Promise<void> {
  const { outbox, targets, post, now, log } = options;
  const target = targets.find(({ name }) => name === claim.target);
  const verdict: Verdict = target === undefined ? { state: claim.doubtful ? "unclear" : "failed", why: GONE }
    : claim.attempts > MOST_TRIES ? { state: claim.doubtful ? "unclear" : "failed", why: `it was tried ${claim.attempts - 1} times` }
    : verdictOf(await post(requestFor(claim.message, target, now())), target, claim);
  if (verdict.state !== "sent") log.warn({ target: claim.target, message: claim.message.id, attempts: claim.attempts, state: verdict.state, why: verdict.why }, WARNINGS[verdict.state]);
  await outbox.settleSending(claim, endOf(verdict, claim, options), { now: now() });
}

const WARNINGS = {
  waiting: "a message did not arrive and is tried again", unclear: "a message may not have arrived, and is not sent again by itself", failed: "a message did not arrive and is not tried again",
} as const;

function endOf(verdict: Verdict, { message, target, attempts }: Attempt, { now, lossWords }: NotifierOptions): Ended {
  if (verdict.state === "sent") return verdict;
  if (verdict.state === "waiting") return { state: "waiting", notBefore: now() + verdict.inMs, wholeTarget: verdict.wholeTarget, doubtful: verdict.doubtful, why: verdict.why };
  const { state, why } = verdict;
  // An alert about an alert would go the same way.
  if (message.audience === "alert") return { state, why, alert: null };
  const alert: OutboxMessage = {
    ...message, id: `lost/${state}/${now()}/${attempts}/${target}/${message.id}`, audience: "alert", targets: [], since: now(), notBefore: null,
    words: lossWords(message, target, { state, why }), facts: { event: "message-lost", message: message.id, target, state, why },
  };
  return { state, why, alert };
}

function afterReal(ms: number, call: () => void): () => void {
  const timer = setTimeout(call, ms);
  return () => clearTimeout(timer);
}
