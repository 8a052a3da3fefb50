import { describe, expect, test } from "@jest/globals";
import { WorldClock } from "../../../../src/sandbox/github/clock.ts";
import { answered, type Delivery, type DeliveryAttempt } from "../../../../src/sandbox/github/transport/deliveries.ts";
import { seededDelivery } from "../../../../src/sandbox/github/transport/delivery-policy.ts";
import { DeliveryQueue } from "../../../../src/sandbox/github/transport/delivery-queue.ts";

const NOTHING = { duration: 0, responseHeaders: {}, responseBody: "" };

function delivery(id: number, appId = 1): Delivery {
  return { id, guid: `guid-${id}`, appId, installationId: 1, repositoryId: 1, event: "push", action: null, redelivery: false, url: "", headers: {}, body: "{}" };
}

function queueUp(onSend: (sent: Delivery, queue: DeliveryQueue) => void = () => undefined) {
  const clock = new WorldClock();
  const attempts: DeliveryAttempt[] = [];
  const queue: DeliveryQueue = new DeliveryQueue({
    clock,
    async send(sent) {
      onSend(sent, queue);
      return answered(202, NOTHING);
    },
    attempted: (attempt) => attempts.push(attempt),
  });
  const ids = () => attempts.map((attempt) => attempt.delivery.id);
  return { clock, queue, attempts, ids };
}

function fill(queue: DeliveryQueue, count: number): void {
  for (let id = 1; id <= count; id += 1) queue.add(delivery(id));
}

test("deliveries go out in order, in the background", async () => {
  const { queue, ids } = queueUp();
  fill(queue, 3);
  expect(ids()).toEqual([]);
  await queue.idle();
  expect(ids()).toEqual([1, 2, 3]);
});

test("idle waits for what a delivery sets off", async () => {
  const { queue, ids } = queueUp((sent, own) => {
    if (sent.id < 4) own.add(delivery(sent.id + 1, sent.id % 2));
  });
  queue.add(delivery(1));
  await queue.idle();
  expect(ids()).toEqual([1, 2, 3, 4]);
  expect(queue.length).toBe(0);
});

test("a delayed delivery waits for the world clock and holds nobody up", async () => {
  const { queue, clock, ids } = queueUp();
  const start = clock.now();
  queue.policy = { fate: () => "send", delay: (each) => (each.id === 1 ? 60_000 : 0), next: () => 0 };
  fill(queue, 2);
  await queue.idle();
  expect([ids(), queue.length]).toEqual([[2], 1]);
  clock.set(start + 60_000);
  await queue.idle();
  expect(ids()).toEqual([2, 1]);
});

test("while paused nothing moves but one step at a time", async () => {
  const { queue, ids } = queueUp();
  queue.pause();
  fill(queue, 3);
  await queue.idle();
  expect(ids()).toEqual([]);
  expect((await queue.step())?.id).toBe(1);
  queue.resume();
  await queue.idle();
  expect(ids()).toEqual([1, 2, 3]);
  expect(await queue.step()).toBeNull();
});

test("a closed queue forgets what waits", async () => {
  const { queue, ids } = queueUp();
  queue.pause();
  fill(queue, 2);
  queue.close();
  queue.resume();
  await queue.idle();
  expect(ids()).toEqual([]);
});

describe("the seeded policy", () => {
  async function run(seed: number) {
    const { queue, attempts } = queueUp();
    queue.policy = seededDelivery({ seed, lose: 0.1, fail: 0.1, double: 0.1, reorder: true });
    fill(queue, 200);
    await queue.idle();
    return attempts;
  }

  test("repeats itself for the same seed", async () => {
    const [first, again, other] = [await run(7), await run(7), await run(8)];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  test("loses some, doubles some, fails some and shuffles the rest", async () => {
    const attempts = await run(9);
    const ids = attempts.map((attempt) => attempt.delivery.id);
    expect(new Set(ids).size).toBeLessThan(200);
    expect(ids.length).toBeGreaterThan(new Set(ids).size);
    expect(attempts.some(({ outcome }) => outcome.statusCode === 0 && outcome.status === "failed to connect to host")).toBe(true);
    expect(ids).not.toEqual([...ids].sort((one, other) => one - other));
  });
});
