/** A store with messages, targets that answer as they are told, and a notifier between them. */
import type { OutboxMessage } from "../../src/domain/model/message.ts";
import { NOTHING_TO_SETTLE } from "../../src/domain/model/settlement.ts";
import type { Settlement } from "../../src/domain/model/settlement.ts";
import { createNotifier } from "../../src/notify/notifier.ts";
import type { NotifierOptions } from "../../src/notify/notifier.ts";
import type { PostOutcome, PostRequest } from "../../src/notify/post.ts";
import type { Target } from "../../src/notify/target.ts";
import type { Store } from "../../src/store/store.ts";
import { markOf, message, NOW, pullKey } from "../store/samples.ts";

export const ABOUT = "incident:1/5";

export function target(name: string, kind: Target["kind"], over: Partial<Target> = {}): Target {
  return { name, kind, url: `https://hooks.example.com/${name}?token=s3cret`, secret: kind === "webhook" ? "a secret of the tests" : null, audiences: ["operators"], for: ["o"], ...over };
}

/** What arrived at the targets, as they see it. */
export interface Arrivals {
  /** `<message> at <target>`, once for each arrival */
  readonly all: string[];
  /** the same, where a repetition is known by its key */
  readonly distinct: Set<string>;
}

export function arrivals(): Arrivals {
  return { all: [], distinct: new Set() };
}

export function arrive(into: Arrivals, request: PostRequest, names: readonly string[]): void {
  const name = new URL(request.url).pathname.slice(1);
  const id = names.find((one) => request.body.includes(one)) ?? "?";
  into.all.push(`${id} at ${name}`);
  into.distinct.add(request.headers["idempotency-key"] ?? `${id} at ${name} ${into.all.length}`);
}

export async function settle(store: Store, over: Partial<Settlement>, now = NOW): Promise<void> {
  await store.mark([markOf(pullKey(1))], { now });
  const claims = await store.claim({ now, limit: 50, leaseMs: 60_000, worker: "w" });
  for (const [index, one] of claims.entries()) await store.settle(one, index === 0 ? { ...NOTHING_TO_SETTLE, ...over } : NOTHING_TO_SETTLE, { now });
}

export const put = (store: Store, messages: readonly OutboxMessage[], now = NOW): Promise<void> => settle(store, { outbox: messages }, now);

/** `<message> at <target>: <state>` */
export async function states(store: Store, about = ABOUT): Promise<readonly string[]> {
  return (await store.told(about)).flatMap(({ message: { id }, sendings }) => sendings.map((one) => `${id} at ${one.target}: ${one.state}`));
}

export function notifier(store: Store, over: Partial<NotifierOptions> & Pick<NotifierOptions, "post">): ReturnType<typeof createNotifier> {
  return createNotifier({
    outbox: store, targets: [target("chat", "discord"), target("hook", "webhook")], now: () => NOW, log: { warn: () => undefined, error: () => undefined },
    lossWords: (lost, name, { state }) => ({ title: `${lost.id} ${state} at ${name}`, lines: [], url: null }), ...over,
  });
}

export const OK: PostOutcome = { kind: "answered", status: 200, retryAfterMs: null };
export { message };
