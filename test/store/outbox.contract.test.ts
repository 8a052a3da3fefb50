import { afterAll, beforeEach, describe, expect, test } from "@jest/globals";
import { keyText } from "../../src/domain/model/key.ts";
import type { OutboxMessage } from "../../src/domain/model/message.ts";
import { NOTHING_TO_SETTLE } from "../../src/domain/model/settlement.ts";
import { KEPT_DAYS, type Addressed, type ClaimedSending, type Store } from "../../src/store/store.ts";
import { DAY_MS, NOW, markOf, message, pullKey } from "./samples.ts";
import { engines } from "./stores.ts";

const LEASE = 60_000;
const ABOUT = "incident:1/5";
const CHAT = { name: "chat", repeatable: false, refused: null };
const HOOK = { name: "hook", repeatable: true, refused: null };

describe.each(engines())("the outbox of a store on $name", (engine) => {
  let store: Store;
  let clock = 0;

  beforeEach(async () => {
    clock = 1_000_000;
    store = await engine.open(() => clock);
  });
  afterAll(() => engine.tidy());

  async function put(messages: readonly OutboxMessage[], now = NOW): Promise<void> {
    await store.mark([markOf(pullKey(1))], { now });
    const [one] = await store.claim({ now, limit: 1, leaseMs: LEASE, worker: "w" });
    await store.settle(one!, { ...NOTHING_TO_SETTLE, outbox: messages }, { now });
  }
  async function putTo(id: string, targets: Addressed["targets"], now = NOW): Promise<void> {
    await put([message(id)], now);
    await store.address([{ id, targets }], { now });
  }
  async function resend(at: number, target: string | null = null, now = at): Promise<void> {
    await store.mark([markOf(pullKey(1))], { now });
    const [one] = await store.claim({ now, limit: 1, leaseMs: LEASE, worker: "w", lanes: ["changed"] });
    await store.settle(one!, { ...NOTHING_TO_SETTLE, resends: [{ about: ABOUT, target, at }] }, { now });
  }
  const claim = (now = NOW, limit = 10): Promise<readonly ClaimedSending[]> => store.claimSending({ now, limit, leaseMs: LEASE, worker: "w" });
  const names = (sendings: readonly ClaimedSending[]): readonly string[] => sendings.map((one) => `${one.message.id} to ${one.target}`);
  const states = async (): Promise<readonly string[]> =>
    (await store.told(ABOUT)).flatMap(({ message: { id }, sendings }) => sendings.map((one) => `${id} to ${one.target}: ${one.state}`));
  /** marks of the incident that the message is about, taken away */
  const isMarked = async (now = NOW): Promise<boolean> => {
    const claims = await store.claim({ now, limit: 10, leaseMs: LEASE, worker: "w" });
    for (const one of claims) await store.settle(one, NOTHING_TO_SETTLE, { now });
    return claims.some((one) => keyText(one.key) === ABOUT);
  };

  describe("a message", () => {
    test("waits to be given to targets, and whoever comes second gives it to nobody", async () => {
      await put([message("m1"), message("m2")]);
      expect((await store.messages(10)).map((one) => one.message)).toEqual([message("m1"), message("m2")]);
      expect(await store.nextSendingAt()).toBe(NOW);
      await store.address([{ id: "m1", targets: [CHAT] }], { now: NOW });
      await store.address([{ id: "m1", targets: [CHAT, HOOK] }], { now: NOW });
      expect((await store.messages(10)).map((one) => one.message.id)).toEqual(["m2"]);
      expect(await states()).toEqual(["m1 to chat: waiting"]);
      expect(await isMarked()).toBe(true);
    });

    test("with no target is told to nobody, which shows", async () => {
      await putTo("m1", []);
      expect(await store.told(ABOUT)).toEqual([{ message: message("m1"), addressed: true, sendings: [] }]);
      expect((await store.health()).messages).toEqual({ waiting: 0, oldestWaitingAt: null, unclear: 0, failed: 0 });
      expect(await store.nextSendingAt()).toBeNull();
    });

    test("that a target must not get is not sent there, and says why", async () => {
      await putTo("m1", [{ ...CHAT, refused: { state: "failed", why: "no such target" } }]);
      expect(await claim()).toEqual([]);
      expect((await store.told(ABOUT))[0]?.sendings).toMatchObject([{ state: "failed", why: "no such target", attempts: 0 }]);
      expect((await store.health()).messages).toMatchObject({ waiting: 0, failed: 1 });
    });

    test("that is held back goes at once when it need not wait any more, unless its target was tried already", async () => {
      await put([{ ...message("m1"), notBefore: NOW + 60_000 }, message("m2")]);
      await store.address([{ id: "m1", targets: [CHAT] }, { id: "m2", targets: [HOOK] }], { now: NOW });
      const [tried] = await claim();
      await store.settleSending(tried!, { state: "waiting", notBefore: NOW + 60_000, wholeTarget: false, doubtful: false, why: "busy" }, { now: NOW });
      expect(await claim(NOW + 1_000)).toEqual([]);
      await store.mark([markOf(pullKey(1))], { now: NOW + 1_000 });
      const [one] = await store.claim({ now: NOW + 1_000, limit: 1, leaseMs: LEASE, worker: "w", lanes: ["changed"] });
      await store.settle(one!, { ...NOTHING_TO_SETTLE, hastened: ["m1", "m2"] }, { now: NOW + 1_000 });
      expect(names(await claim(NOW + 1_000))).toEqual(["m1 to chat"]);
    });

    test("is held back until it may be sent", async () => {
      await put([message("m1", { notBefore: NOW + 5_000 })]);
      await store.address([{ id: "m1", targets: [CHAT] }], { now: NOW });
      expect(await claim()).toEqual([]);
      expect(await store.nextSendingAt()).toBe(NOW + 5_000);
      expect(names(await claim(NOW + 5_000))).toEqual(["m1 to chat"]);
    });
  });

  describe("a claim", () => {
    test("takes one sending for each target, the oldest, and the next when that has ended", async () => {
      await putTo("m1", [CHAT, HOOK]);
      await putTo("m2", [CHAT], NOW + 1);
      const first = await claim(NOW + 1);
      expect(names(first)).toEqual(["m1 to chat", "m1 to hook"]);
      expect(first.map((one) => one.attempts)).toEqual([1, 1]);
      expect(await claim(NOW + 1)).toEqual([]);
      expect(await store.settleSending(first[0]!, { state: "sent" }, { now: NOW + 2 })).toBe("settled");
      expect(names(await claim(NOW + 2))).toEqual(["m2 to chat"]);
      expect(await states()).toEqual(["m1 to chat: sent", "m1 to hook: under-way", "m2 to chat: under-way"]);
    });

    test("of nothing takes nothing", async () => {
      expect(await claim()).toEqual([]);
      await putTo("m1", [CHAT]);
      expect(await claim(NOW, 0)).toEqual([]);
    });

    test("whose worker vanished: a target that tells repetitions apart gets it again, another never", async () => {
      await putTo("m1", [CHAT, HOOK]);
      const [toChat] = await claim();
      await isMarked();
      clock += LEASE;
      const again = await claim(NOW + LEASE);
      expect(names(again)).toEqual(["m1 to hook"]);
      expect(again[0]).toMatchObject({ attempts: 2, doubtful: true });
      expect(await states()).toEqual(["m1 to chat: unclear", "m1 to hook: under-way"]);
      expect(await isMarked(NOW + LEASE)).toBe(true);
      expect((await store.health()).messages).toMatchObject({ unclear: 1, waiting: 1 });
      clock += 50 * LEASE;
      expect(names(await claim(NOW + 50 * LEASE))).toEqual(["m1 to hook"]);
      expect(await store.settleSending(toChat!, { state: "sent" }, { now: NOW + 51 * LEASE })).toBe("settled");
      expect((await states())[0]).toBe("m1 to chat: sent");
    });
  });

  describe("an end", () => {
    test("that says to try again waits until then, and with it what else waits for that target", async () => {
      await putTo("m1", [CHAT]);
      await putTo("m2", [CHAT]);
      const [one] = await claim();
      await store.settleSending(one!, { state: "waiting", notBefore: NOW + 30_000, wholeTarget: true, doubtful: false, why: "it asked for a pause" }, { now: NOW });
      expect(await claim(NOW + 29_999)).toEqual([]);
      expect(names(await claim(NOW + 30_000))).toEqual(["m1 to chat"]);
    });

    test("that concerns one message alone lets the next pass", async () => {
      await putTo("m1", [CHAT]);
      await putTo("m2", [CHAT]);
      const [one] = await claim();
      await store.settleSending(one!, { state: "waiting", notBefore: NOW + 30_000, wholeTarget: false, doubtful: true, why: "no connection" }, { now: NOW });
      expect(await claim()).toMatchObject([{ message: { id: "m2" }, doubtful: false }]);
      expect(await claim(NOW + 30_000)).toEqual([]);
      expect((await store.told(ABOUT))[0]?.sendings[0]).toMatchObject({ state: "waiting", why: "no connection", notBefore: NOW + 30_000 });
    });

    test("that is a loss puts in the alert with the same commit, and is shown", async () => {
      await putTo("m1", [CHAT]);
      const [one] = await claim();
      await isMarked();
      await store.settleSending(one!, { state: "failed", why: "x".repeat(1_000), alert: message("lost", { audience: "alert" }) }, { now: NOW + 1 });
      expect((await store.messages(10)).map(({ message: put }) => `${put.id} for ${put.audience}`)).toEqual(["lost for alert"]);
      expect((await store.told(ABOUT))[0]?.sendings[0]?.why).toHaveLength(300);
      expect(await isMarked()).toBe(true);
    });

    test("comes once: a second word of the same attempt changes nothing", async () => {
      await putTo("m1", [CHAT]);
      const [one] = await claim();
      await store.settleSending(one!, { state: "sent" }, { now: NOW });
      expect(await store.settleSending(one!, { state: "failed", why: "late", alert: message("lost") }, { now: NOW })).toBe("lost");
      expect(await states()).toEqual(["m1 to chat: sent"]);
      expect(await store.messages(10)).toEqual([]);
    });
  });

  describe("a person's word to send again", () => {
    async function unclear(id: string, target = CHAT, now = NOW): Promise<void> {
      await putTo(id, [target], now);
      const [one] = await claim(now);
      await store.settleSending(one!, { state: "unclear", why: "no answer", alert: null }, { now });
    }

    test("is for what may not have arrived by then, and counts once", async () => {
      await unclear("m1");
      await resend(NOW + 1_000);
      const [again] = await claim(NOW + 1_000);
      expect(again).toMatchObject({ target: "chat", attempts: 1 });
      await store.settleSending(again!, { state: "unclear", why: "no answer", alert: null }, { now: NOW + 2_000 });
      await resend(NOW + 1_000, null, NOW + 9_000);
      expect(await claim(NOW + 9_000)).toEqual([]);
      await resend(NOW + 5_000, null, NOW + 9_000);
      expect(names(await claim(NOW + 9_000))).toEqual(["m1 to chat"]);
    });

    test("does not touch what went wrong only later, nor what was sent, nor what is about something else", async () => {
      await unclear("m1", CHAT, NOW + 60_000);
      await resend(NOW + 30_000, null, NOW + 70_000);
      expect(await states()).toEqual(["m1 to chat: unclear"]);
      await put([message("m2", { about: { kind: "incident", repository: 1, number: 6 } })]);
      await store.address([{ id: "m2", targets: [HOOK] }], { now: NOW });
      const [other] = await claim(NOW + 70_000);
      await store.settleSending(other!, { state: "failed", why: "gone", alert: null }, { now: NOW + 70_000 });
      await resend(NOW + 80_000);
      expect(await states()).toEqual(["m1 to chat: waiting"]);
      expect((await store.told("incident:1/6"))[0]?.sendings[0]?.state).toBe("failed");
    });

    test("may name one target", async () => {
      await unclear("m1");
      await unclear("m2", HOOK, NOW + 1);
      await resend(NOW + 1_000, "HOOK");
      expect(await states()).toEqual(["m1 to chat: unclear", "m2 to hook: waiting"]);
    });

    test("seeks targets anew for what was told to nobody", async () => {
      await putTo("m1", []);
      await resend(NOW + 1_000);
      expect(await store.messages(10)).toEqual([{ message: message("m1"), resent: true }]);
      await store.address([{ id: "m1", targets: [CHAT] }], { now: NOW + 1_000 });
      await resend(NOW + 1_000, null, NOW + 9_000);
      expect(await states()).toEqual(["m1 to chat: waiting"]);
    });
  });

  test("what was told is forgotten when it has served its time, and what waits never", async () => {
    await putTo("m1", [CHAT]);
    await putTo("m2", [HOOK]);
    const [one] = await claim(NOW, 1);
    await store.settleSending(one!, { state: "sent" }, { now: NOW });
    const later = NOW + KEPT_DAYS.messages * DAY_MS;
    await store.prune(later);
    expect(await states()).toEqual(["m1 to chat: sent", "m2 to hook: waiting"]);
    while ((await store.prune(later + 1)).removed > 0);
    expect(await states()).toEqual(["m2 to hook: waiting"]);
  });
});
