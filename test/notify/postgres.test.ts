/** Several notifiers on one database. Runs where DATABASE_URL names a PostgreSQL server; the embedded engine serves one process only. */
import { afterAll, describe, expect, test } from "@jest/globals";
import type { PostRequest } from "../../src/notify/post.ts";
import { openStore } from "../../src/store/open-store.ts";
import { DATABASE_URL, postgres } from "../store/stores.ts";
import { message, notifier, OK, put, states } from "./house.ts";

const MESSAGES = 60;

(DATABASE_URL === "" ? describe.skip : describe)("several notifiers on PostgreSQL (needs DATABASE_URL)", () => {
  const engine = postgres();
  afterAll(() => engine.tidy());

  test("send nothing twice, and one thing at a time to each target", async () => {
    const first = await engine.open(Date.now);
    const stores = [first, await openStore(engine.shared()!), await openStore(engine.shared()!)];
    await put(first, Array.from({ length: MESSAGES }, (_, index) => message(`message${index}.`)));
    const sent: string[] = [];
    const busy = new Set<string>();
    const post = async ({ url, body }: PostRequest) => {
      const target = new URL(url).pathname;
      expect(busy.has(target)).toBe(false);
      busy.add(target);
      await new Promise((resolve) => setImmediate(resolve));
      sent.push(`${/message\d+\b/.exec(body)?.[0] ?? "?"} at ${target}`);
      busy.delete(target);
      return OK;
    };
    while ((await first.health()).messages.waiting > 0) await Promise.all(stores.map((store) => notifier(store, { post }).drain()));
    expect(sent).toHaveLength(2 * MESSAGES);
    expect(new Set(sent).size).toBe(2 * MESSAGES);
    expect((await states(first)).filter((line) => !line.endsWith("sent"))).toEqual([]);
    await Promise.all(stores.slice(1).map((store) => store.close()));
  });
});
