/**
 * Webhooks accepted per second: our door answers after the delivery, its marks and witnesses are on disk; Probot's server answers after a handler
 * that does nothing. Both run in processes of their own, by turns, under the same load.
 */
import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import autocannon from "autocannon";
import { SHIPPED_OPTIONS, startChild, stopChild } from "../child.ts";
import type { Figure, Measure } from "../figure.ts";
import { atMost, median } from "../figure.ts";
import { pullDeliveries, WEBHOOK_PATH } from "./payload.ts";
import type { Prepared } from "./payload.ts";

const CONNECTIONS = 32;
const ROUNDS = 3;
const SECONDS = 5;
const PULLS = 200;

interface Load {
  readonly perSecond: number;
  /** of the server, microseconds a delivery */
  readonly cpu: number;
  readonly p99: number;
  readonly refused: number;
}

interface Server {
  readonly child: ChildProcess;
  readonly first: { readonly url: string };
}

interface Used {
  readonly cpu: { readonly user: number; readonly system: number };
  readonly rss: number;
  readonly dirty: number | null;
}

export const acceptedWebhooks: Measure = {
  name: "webhooks",
  about: `pull request deliveries of 24 KB over ${CONNECTIONS} connections, ${ROUNDS} rounds of ${SECONDS} s each by turns`,
  async run() {
    const deliveries = await pullDeliveries(PULLS);
    const folder = mkdtempSync(join(tmpdir(), "warden-bench-"));
    const ours = await startChild<{ url: string }>("webhooks/our-server.ts", [join(folder, "warden.sqlite")], SHIPPED_OPTIONS);
    const probot = await startChild<{ url: string }>("webhooks/probot-server.ts");
    try {
      for (const server of [ours, probot]) await fire(server, deliveries, 2);
      const loads: { readonly ours: Load; readonly probot: Load }[] = [];
      for (let round = 0; round < ROUNDS; round += 1) loads.push({ ours: await fire(ours, deliveries, SECONDS), probot: await fire(probot, deliveries, SECONDS) });
      return figures(loads, await usedBy(ours.child), deliveries);
    } finally {
      await Promise.all([stopChild(ours.child), stopChild(probot.child)]);
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function figures(loads: readonly { readonly ours: Load; readonly probot: Load }[], used: Used, deliveries: readonly Prepared[]): readonly Figure[] {
  const refused = loads.reduce((sum, { ours, probot }) => sum + ours.refused + probot.refused, 0);
  if (refused > 0) throw new Error(`${refused} deliveries were not answered with success: nothing can be compared.`);
  if (used.dirty !== PULLS) throw new Error(`${String(used.dirty)} keys were marked instead of ${PULLS}: the deliveries were not kept.`);
  const ours = median(loads.map((load) => load.ours.perSecond));
  const probot = median(loads.map((load) => load.probot.perSecond));
  const bytes = Math.round(median(deliveries.map(({ body }) => Buffer.byteLength(body))));
  return [
    { what: "webhooks accepted durably", value: ours, unit: "/s", peer: { name: "Probot's server, no-op handler", value: probot }, aim: "≥ 1.0 of it", met: ours >= probot, note: `${bytes} bytes each` },
    { ...atMost("their answer, p99", median(loads.map((load) => load.ours.p99)), 50, "ms"), peer: { name: "Probot's server, no-op handler", value: median(loads.map((load) => load.probot.p99)) } },
    { what: "processor time for one", value: median(loads.map((load) => load.ours.cpu)), unit: "µs", peer: { name: "Probot's server, no-op handler", value: median(loads.map((load) => load.probot.cpu)) } },
    { what: "memory of our process after it", value: used.rss / 1e6, unit: "MB" },
  ];
}

async function fire({ child, first }: Server, deliveries: readonly Prepared[], seconds: number): Promise<Load> {
  let turn = 0;
  const before = await usedBy(child);
  const result = await autocannon({
    url: `${first.url}${WEBHOOK_PATH}`, connections: CONNECTIONS, duration: seconds,
    requests: [{
      method: "POST",
      setupRequest(request) {
        const { body, headers } = deliveries[turn++ % deliveries.length] ?? { body: "", headers: {} };
        return { ...request, body, headers: { ...headers, "x-github-delivery": randomUUID() } };
      },
    }],
  });
  const { cpu } = await usedBy(child);
  const spent = cpu.user + cpu.system - before.cpu.user - before.cpu.system;
  return { perSecond: result["2xx"] / result.duration, cpu: spent / result["2xx"], p99: result.latency.p99, refused: result.non2xx + result.errors + result.timeouts };
}

async function usedBy(child: ChildProcess): Promise<Used> {
  child.send("how much?");
  const [used] = await once(child, "message") as [Used];
  return used;
}
