/**
 * A process for the kill test: accepts deliveries into the SQLite file it is given, prints each id once its acceptance was acknowledged, and
 * holds one claimed key, as a worker would.
 */
import { openStore } from "../../src/store/open-store.ts";
import { NOW, delivery, markOf, pullKey } from "./samples.ts";

const store = await openStore({ databaseUrl: null, file: process.argv[2] ?? "" });
await store.mark([markOf({ kind: "branch", repository: 1, branch: "held" }, "gate")], { now: NOW });
await store.claim({ now: NOW, limit: 1, leaseMs: 60_000, worker: "doomed" });
process.stdout.write("ready\n");

async function acceptForever(lane: number): Promise<never> {
  for (let count = 0; ; count += 1) {
    const number = lane * 1_000_000 + count;
    await store.accept(delivery(`d${number}`, [markOf(pullKey(number))]));
    process.stdout.write(`${number}\n`);
  }
}
await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(acceptForever));
