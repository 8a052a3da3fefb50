/** How fast and how large each view of a large release is at the server, how soon an open page hears of a change, and what connections leave behind. */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import type { ClientRequest } from "node:http";
import { VIEWS } from "../../src/text/page/pages.ts";
import { startChild, stopChild } from "../child.ts";
import type { Figure, Measure } from "../figure.ts";
import { atMost, median, percentile } from "../figure.ts";

const TURNS = 30;
const CHANGES = 10;
/** after each of them every open pull request is decided anew */
const PLAN_CHANGES = 3;
const CONNECTIONS = 1_000;
const AT_ONCE = 50;

interface Place {
  readonly url: string;
  readonly planUrl: string;
}

interface Standing {
  readonly listening: number;
  readonly rss: number;
  readonly live: number;
}

export const page: Measure = {
  name: "page",
  about: `the page of 10,000 open pull requests, 200 milestones and 5,000 entries in the account: ${TURNS} answers of each view, ${CHANGES} changes heard, ${CONNECTIONS.toLocaleString("en")} connections`,
  async run() {
    const { child, first } = await startChild<Place>("page/served-process.ts");
    try {
      return [...await views(first), await heard(child, first, "change", CHANGES), await heard(child, first, "plan", PLAN_CHANGES), ...await connections(child, first)];
    } finally {
      await stopChild(child);
    }
  },
};

async function views({ url, planUrl }: Place): Promise<readonly Figure[]> {
  const slowest: { readonly view: string; readonly times: readonly number[]; readonly bytes: number }[] = [];
  for (const view of VIEWS) {
    const times: number[] = [];
    let bytes = 0;
    for (let turn = 0; turn <= TURNS; turn += 1) {
      const began = performance.now();
      const answer = await fetch(`${url}${planUrl}/${view}`);
      bytes = (await answer.arrayBuffer()).byteLength;
      if (answer.status !== 200) throw new Error(`${view}: ${answer.status}`);
      if (turn > 0) times.push(performance.now() - began);
    }
    slowest.push({ view, times, bytes });
  }
  const byMedian = slowest.toSorted((a, b) => median(b.times) - median(a.times))[0];
  const byTail = slowest.toSorted((a, b) => percentile(b.times, 95) - percentile(a.times, 95))[0];
  const largest = slowest.toSorted((a, b) => b.bytes - a.bytes)[0];
  return [
    atMost("slowest view, median", median(byMedian?.times ?? []), 100, "ms", byMedian?.view),
    atMost("slowest view, p95", percentile(byTail?.times ?? [], 95), 100, "ms", byTail?.view),
    atMost("largest view", Math.round((largest?.bytes ?? 0) / 1_000), 200, "kB", largest?.view),
  ];
}

/** From the change in the store to the event at the browser. */
async function heard(child: ChildProcess, place: Place, what: "change" | "plan", count: number): Promise<Figure> {
  const times: number[] = [];
  for (let change = 0; change < count; change += 1) {
    const { sent, opened, told } = await listen(place);
    await opened;
    const began = performance.now();
    child.send(what);
    await told;
    times.push(performance.now() - began);
    sent.destroy();
  }
  return atMost(`a change ${what === "plan" ? "of the plan" : "of a pull request"} heard by an open page, slowest`, Math.max(...times), 2_000, "ms", `median ${Math.round(median(times))} ms`);
}

async function connections(child: ChildProcess, place: Place): Promise<readonly Figure[]> {
  const standing = async (): Promise<Standing> => {
    child.send("memory");
    const [answer] = await once(child, "message") as [Standing];
    return answer;
  };
  const round = async (): Promise<void> => {
    for (let opened = 0; opened < CONNECTIONS; opened += AT_ONCE) {
      const some = await Promise.all(Array.from({ length: AT_ONCE }, () => listen(place)));
      await Promise.all(some.map((one) => one.opened));
      for (const one of some) one.sent.destroy();
      while ((await standing()).listening > 0);
    }
  };
  await round();
  const before = await standing();
  await round();
  const after = await standing();
  return [
    { what: "live objects after 1,000 more connections", value: (after.live - before.live) / 1_000_000, unit: "MB more", aim: "≤ 2 MB more", met: after.live - before.live <= 2_000_000 },
    { what: "resident memory after them", value: after.rss / 1_000_000, unit: "MB", note: `${Math.round(before.rss / 1_000_000)} MB before` },
  ];
}

/** Listens as the page itself would: from the version that it shows. */
async function listen({ url, planUrl }: Place): Promise<{ readonly sent: ClientRequest; readonly opened: Promise<void>; readonly told: Promise<void> }> {
  const html = await (await fetch(`${url}${planUrl}/health`)).text();
  const address = /data-events="([^"]+)"/.exec(html)?.[1]?.replaceAll("&#x3D;", "=") ?? "";
  const sent = request(`${url}${address}`, { agent: false });
  sent.on("error", () => undefined);
  const [opened, told] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
  sent.once("response", (response) => response.on("data", (chunk: Buffer) => {
    if (chunk.toString().includes("event: changed")) told.resolve(undefined);
    else opened.resolve(undefined);
  }));
  sent.end();
  return { sent, opened: opened.promise, told: told.promise };
}
