/**
 * The law of telling: whatever dies where, no target is told twice by itself, and nothing is lost without being said.
 *
 * A death: from one step on (an operation of the store, or a request to a target, before or after its effect) nothing that the notifier does has
 * any effect any more. Another one then opens the same file. The last test kills a process of its own.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import type { PostOutcome, PostRequest } from "../../src/notify/post.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { Store } from "../../src/store/store.ts";
import { NOW } from "../store/samples.ts";
import { fc } from "../support/properties.ts";
import { arrivals, arrive, message, notifier, OK, put, states, target } from "./house.ts";
import type { Arrivals } from "./house.ts";
import { HOST, startReceiver } from "./receiver.ts";

const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "warden-telling-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TARGETS = [target("chat", "discord"), target("team", "slack"), target("hook", "webhook")];
const NEVER = Number.MAX_SAFE_INTEGER;
let files = 0;

interface Play {
  readonly messages: number;
  /** a life each: the step at which it ends, counted from its beginning; an odd one has its effect and dies before it is known */
  readonly deaths: readonly number[];
  /** what the targets answer, in turn */
  readonly answers: readonly PostOutcome[];
}

/** Wraps everything that has an effect; `dead` from the step on. */
function mortal(store: Store, post: (request: PostRequest) => Promise<PostOutcome>, diesAt: number) {
  let steps = 0;
  const step = async <T>(effect: () => Promise<T>): Promise<T> => {
    for (const half of [0, 1]) {
      if (half === 1) {
        const value = await effect();
        if ((steps += 1) > diesAt) throw new Error("killed");
        return value;
      }
      if ((steps += 1) > diesAt) throw new Error("killed");
    }
    throw new Error("unreachable");
  };
  return {
    steps: () => steps,
    post: (request: PostRequest) => step(() => post(request)),
    outbox: {
      messages: (limit: number) => step(() => store.messages(limit)),
      address: (...given: Parameters<Store["address"]>) => step(() => store.address(...given)),
      claimSending: (...given: Parameters<Store["claimSending"]>) => step(() => store.claimSending(...given)),
      settleSending: (...given: Parameters<Store["settleSending"]>) => step(() => store.settleSending(...given)),
    },
  };
}

async function play({ messages, deaths, answers }: Play): Promise<{ readonly arrived: Arrivals; readonly ended: readonly string[]; readonly steps: number }> {
  const file = join(folder, `${files += 1}.db`);
  const names = Array.from({ length: messages }, (_, index) => `message${index}`);
  const arrived = arrivals();
  const left = [...answers];
  let steps = 0;
  let now = NOW;
  const post = async (request: PostRequest): Promise<PostOutcome> => {
    const outcome = left.shift() ?? OK;
    // What is answered with a refusal was not taken; where nobody knows, it may have been.
    if (outcome.kind === "unknown" || (outcome.kind === "answered" && (outcome.status < 300 || outcome.status >= 500))) arrive(arrived, request, names);
    return outcome;
  };
  for (const [life, diesAt] of [...deaths, NEVER].entries()) {
    const store = await openStore({ databaseUrl: null, file });
    if (life === 0) await put(store, names.map((id) => message(id)));
    const wrapped = mortal(store, post, diesAt);
    // At its start a notifier looks at what the last one left, whatever is due.
    for (let due: number | null = now; due !== null; due = await store.nextSendingAt()) {
      now = Math.max(now, due);
      const died = await notifier(store, { outbox: wrapped.outbox, post: wrapped.post, targets: TARGETS, now: () => now }).drain().then(() => false, () => true);
      if (died) break;
    }
    steps = wrapped.steps();
    if (life === deaths.length) {
      const ended = await states(store);
      await store.close();
      return { arrived, ended, steps };
    }
    await store.close();
  }
  throw new Error("unreachable");
}

function check({ arrived, ended }: Awaited<ReturnType<typeof play>>, messages: number): void {
  const told = ended.filter((line) => line.startsWith("message"));
  expect(told).toHaveLength(messages * TARGETS.length);
  for (const line of told) {
    const [place = "", state = ""] = line.split(": ");
    const times = arrived.all.filter((one) => one === place).length;
    if (place.endsWith("at hook")) {
      if (state === "sent") expect([line, times > 0]).toEqual([line, true]);
    } else {
      expect([line, times]).toEqual([line, Math.min(times, 1)]);
      if (state === "sent") expect([line, times]).toEqual([line, 1]);
    }
    // Nothing ends half done, and what did not arrive says that it did not, or may not have.
    expect(["sent", "unclear", "failed"]).toContain(state);
    if (times === 0) expect(["unclear", "failed"]).toContain(state);
    if (times > 0) expect(["sent", "unclear"]).toContain(state);
  }
  const keys = [...arrived.distinct].filter((one) => one.startsWith("rw_"));
  expect(keys.length).toBeLessThanOrEqual(messages);
}

describe("whatever dies where", () => {
  test("at any one step: once or, where nobody can know, said to be unclear", async () => {
    const { steps } = await play({ messages: 2, deaths: [], answers: [] });
    expect(steps).toBeGreaterThan(20);
    for (let diesAt = 0; diesAt <= steps; diesAt += 1) {
      const played = await play({ messages: 2, deaths: [diesAt], answers: [] });
      check(played, 2);
      expect(played.ended.filter((line) => line.endsWith("unclear")).length).toBeLessThanOrEqual(2);
      expect(played.ended.filter((line) => line.includes("at hook") && !line.endsWith("sent"))).toEqual([]);
    }
  });

  test("again and again, with targets that fail in every way", async () => {
    const answer = fc.constantFrom<PostOutcome>(
      OK, OK, { kind: "answered", status: 429, retryAfterMs: 5_000 }, { kind: "answered", status: 500, retryAfterMs: null }, { kind: "answered", status: 404, retryAfterMs: null },
      { kind: "not-sent", why: "no connection", lasting: false }, { kind: "unknown", why: "cut off" },
    );
    await fc.assert(fc.asyncProperty(fc.record({ messages: fc.integer({ min: 1, max: 3 }), deaths: fc.array(fc.nat(30), { maxLength: 4 }), answers: fc.array(answer, { maxLength: 12 }) }), async (given) => {
      check(await play(given), given.messages);
    }), { numRuns: 60 });
  });

  test("with kill -9 while a target holds its answer back: a chat is not told again, a webhook is, with the same key", async () => {
    const receiver = await startReceiver();
    receiver.answer = () => undefined;
    const file = join(folder, "killed.db");
    const store = await openStore({ databaseUrl: null, file });
    await put(store, [message("message0", { since: Date.now() })], Date.now());
    await store.close();
    const child = spawn(process.execPath, ["--no-warnings", join(import.meta.dirname, "sending-process.ts"), file, String(receiver.port)], { stdio: ["ignore", "pipe", "inherit"] });
    while (receiver.got.length < 2) await once(child.stdout, "data");
    const gone = once(child, "close");
    child.kill("SIGKILL");
    await gone;
    const again = await openStore({ databaseUrl: null, file });
    const sent: PostRequest[] = [];
    const targets = ["chat", "hook"].map((name) => target(name, name === "chat" ? "discord" : "webhook", { url: `https://${HOST}:${receiver.port}/${name}` }));
    await notifier(again, { targets, now: () => Date.now(), post: async (request) => { sent.push(request); return OK; } }).drain();
    expect(await states(again)).toEqual(["message0 at chat: unclear", "message0 at hook: sent"]);
    const before = receiver.got.find(({ path }) => path === "/hook")?.headers["idempotency-key"];
    expect(sent.map(({ url, headers }) => [new URL(url).pathname, headers["idempotency-key"]])).toEqual([["/hook", before]]);
    await again.close();
    await receiver.close();
  });
});
