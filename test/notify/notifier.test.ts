import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { PostOutcome, PostRequest } from "../../src/notify/post.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { Store } from "../../src/store/store.ts";
import { NOW } from "../store/samples.ts";
import { message, notifier, OK, put, settle, states, target } from "./house.ts";

const DAY = 24 * 3_600_000;

describe("the notifier", () => {
  let store: Store;
  let now = NOW;
  let sent: PostRequest[] = [];
  let answers: PostOutcome[] = [];
  const logged: string[] = [];
  const log = { warn: (fields: object, words: string) => void logged.push(`${words} ${JSON.stringify(fields)}`), error: (fields: object, words: string) => void logged.push(`${words} ${JSON.stringify(fields)}`) };
  const post = async (request: PostRequest): Promise<PostOutcome> => {
    sent.push(request);
    return answers.shift() ?? OK;
  };
  const drain = (over: Partial<Parameters<typeof notifier>[1]> = {}) => notifier(store, { post, now: () => now, log, ...over }).drain();

  beforeEach(async () => {
    [now, sent, answers] = [NOW, [], []];
    logged.length = 0;
    store = await openStore({ databaseUrl: null, file: ":memory:" });
  });
  afterEach(() => store.close());

  test("brings each message to each of its targets once", async () => {
    await put(store, [message("m1"), message("m2")]);
    expect(await drain()).toBe(2 + 4);
    expect(await drain()).toBe(0);
    expect(sent.map(({ url }) => new URL(url).pathname)).toEqual(["/chat", "/hook", "/chat", "/hook"]);
    expect(await states(store)).toEqual(["m1 at chat: sent", "m1 at hook: sent", "m2 at chat: sent", "m2 at hook: sent"]);
    expect(logged).toEqual([]);
  });

  test("says that nobody was told where the operator has no target", async () => {
    await put(store, [message("m1", { audience: "customers" }), message("m2", { audience: "customers", targets: ["pager"] })]);
    expect(await drain()).toBe(2);
    const told = await store.told("incident:1/5");
    expect(told.map(({ addressed, sendings }) => [addressed, sendings.map(({ target: name, state, why }) => [name, state, why])])).toEqual([
      [true, []], [true, [["pager", "failed", "the operator has no such target for this plan"]]],
    ]);
  });

  test("tells nothing that is a day old as news, and all the same what a person asked for again", async () => {
    now = NOW + DAY + 1;
    await put(store, [message("m1")], now);
    expect(await drain()).toBe(1);
    expect(await states(store)).toEqual(["m1 at chat: failed", "m1 at hook: failed"]);
    await settle(store, { resends: [{ about: "incident:1/5", target: null, at: now + 5_000 }] }, now + 5_000);
    now += 5_000;
    expect(await drain()).toBe(2);
    expect(await states(store)).toEqual(["m1 at chat: sent", "m1 at hook: sent"]);
  });

  test("lists what may have been told before memory was lost, and sends it when a person says so", async () => {
    await put(store, [message("m1", { mayBeTold: true })]);
    await drain();
    expect([sent, await states(store)]).toEqual([[], ["m1 at chat: unclear", "m1 at hook: unclear"]]);
    await settle(store, { resends: [{ about: "incident:1/5", target: null, at: now + 5_000 }] }, now + 5_000);
    now += 5_000;
    await drain();
    expect(await states(store)).toEqual(["m1 at chat: sent", "m1 at hook: sent"]);
  });

  test("waits as long as it was asked to, with everything for that target", async () => {
    await put(store, [message("m1"), message("m2")]);
    answers = [{ kind: "answered", status: 429, retryAfterMs: 120_000 }];
    await drain({ targets: [target("chat", "discord")] });
    expect([sent.length, await store.nextSendingAt()]).toEqual([1, NOW + 120_000]);
    now += 120_000;
    await drain({ targets: [target("chat", "discord")] });
    expect(await states(store)).toEqual(["m1 at chat: sent", "m2 at chat: sent"]);
  });

  test("gives up after a dozen tries, says so once to those who are alarmed, and never alarms about an alarm", async () => {
    await put(store, [message("m1", { targets: ["chat"], audience: "few" })]);
    const refuse = async (): Promise<PostOutcome> => ({ kind: "not-sent", why: "no connection came about (ECONNREFUSED)", lasting: false });
    const targets = [target("chat", "discord", { audiences: ["alert"] })];
    for (let due: number | null = now; due !== null; due = await store.nextSendingAt()) {
      now = Math.max(now, due);
      await drain({ post: refuse, targets });
    }
    const told = await store.told("incident:1/5");
    expect(told.map(({ message: { audience, words }, sendings }) => [audience, words.title, sendings[0]?.state, sendings[0]?.attempts])).toEqual([
      ["few", "The network stands still", "failed", 12], ["alert", "m1 failed at chat", "failed", 12],
    ]);
    expect(now - NOW).toBeGreaterThan(3 * 3_600_000);
  });

  test("leaves alone what may have arrived, until a person says so", async () => {
    await put(store, [message("m1")]);
    answers = [{ kind: "unknown", why: "the connection ended without an answer (UND_ERR_SOCKET)" }, { kind: "answered", status: 502, retryAfterMs: null }];
    await drain();
    expect(await states(store)).toEqual(["m1 at chat: unclear", "m1 at hook: waiting"]);
    now += DAY * 3;
    await drain();
    expect(await states(store)).toEqual(["m1 at chat: unclear", "m1 at hook: sent"]);
    expect(sent.filter(({ url }) => url.includes("/chat?"))).toHaveLength(1);
    const keys = sent.filter(({ url }) => url.includes("/hook?")).map(({ headers }) => headers["idempotency-key"]);
    expect([keys.length, new Set(keys).size]).toEqual([2, 1]);
    await settle(store, { resends: [{ about: "incident:1/5", target: "chat", at: now }] }, now);
    await drain();
    expect(await states(store)).toEqual(["m1 at chat: sent", "m1 at hook: sent"]);
  });

  test("does not send to a target that the operator took away", async () => {
    await put(store, [message("m1")]);
    answers = [{ kind: "not-sent", why: "no connection", lasting: false }, OK];
    await drain();
    now += 60_000;
    await drain({ targets: [] });
    expect((await store.told("incident:1/5"))[0]?.sendings).toMatchObject([{ target: "chat", state: "failed", why: "the operator took this target away" }, { target: "hook", state: "sent" }]);
  });

  test("goes on with the other targets while one does not answer, and stops when what it sends has ended", async () => {
    await put(store, [message("m1")]);
    let release: (outcome: PostOutcome) => void = () => undefined;
    const slow = new Promise<PostOutcome>((resolve) => { release = resolve; });
    const running = notifier(store, { post: (request) => (request.url.includes("/chat?") ? slow : post(request)), now: () => now, log, after: () => () => undefined });
    running.start();
    while (sent.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const stopped = running.stop();
    release(OK);
    await stopped;
    expect(await states(store)).toEqual(["m1 at chat: sent", "m1 at hook: sent"]);
  });

  test("logs which target and why, and neither an address nor a secret nor what was said", async () => {
    await put(store, [message("m1")]);
    answers = [{ kind: "answered", status: 404, retryAfterMs: null }, { kind: "answered", status: 400, retryAfterMs: null }];
    await drain();
    expect(logged).toHaveLength(2);
    expect(logged.join("\n")).toContain('"target":"chat"');
    expect(logged.join("\n")).not.toMatch(/hooks\.example|s3cret|secret of|stands still/);
  });
});
