/**
 * What the app asks of GitHub: over a day of events in a frozen repository, one at a time, and over the rehearsal of Acropolis, happening by
 * happening. In the steady state an event costs one GraphQL read and at most one write.
 */
import { createApp } from "../../src/app.ts";
import type { App } from "../../src/app.ts";
import type { CallStats } from "../../src/github/call-stats.ts";
import { rehearse } from "../../src/sandbox/rehearsal/rehearsal.ts";
import { pushCommits } from "../../src/sandbox/github/seed.ts";
import { addLabels, editIssue, removeLabel } from "../../src/sandbox/github/state/issue.ts";
import type { Pull } from "../../src/sandbox/github/state/pull.ts";
import { closePull, reopenPull, setDraft } from "../../src/sandbox/github/state/pull.ts";
import { randomSequence } from "../../src/sandbox/github/transport/random-sequence.ts";
import { checkName } from "../../src/text/check.ts";
import { planCheckName } from "../../src/text/plan-check.ts";
import type { Figure, Measure } from "../figure.ts";
import { percentile } from "../figure.ts";
import { deliverTo, settle, stage, wiring } from "./staged.ts";
import type { Staged } from "./staged.ts";

const PULLS = 60;
const EVENTS = 400;
const NO_LIMITS = { writeSpacing: 0, restPointsPerMinute: Infinity, graphqlPointsPerMinute: Infinity };

interface Cost extends Pick<CallStats, "graphqlReads" | "restReads" | "writes"> {
  readonly checkWrites: number;
}

export const calls: Measure = {
  name: "calls",
  about: `calls to GitHub for each of ${EVENTS} events on ${PULLS} pull requests during a freeze, and for each happening of the Acropolis rehearsal`,
  async run() {
    return [...distribution("event", await day(), true), ...distribution("happening of Acropolis", await acropolisHappenings(), false)];
  },
};

function distribution(one: string, costs: readonly Cost[], aimed: boolean): readonly Figure[] {
  const kinds: readonly (readonly [string, (cost: Cost) => number])[] = [
    ["GraphQL reads", (cost) => cost.graphqlReads], ["writes of checks", (cost) => cost.checkWrites], ["writes of the tracking issue", (cost) => cost.writes - cost.checkWrites], ["REST reads", (cost) => cost.restReads],
  ];
  return kinds.map(([kind, of], index) => {
    const values = costs.map(of);
    const note = `p50 ${percentile(values, 50)}, p95 ${percentile(values, 95)}, p99 ${percentile(values, 99)}, most ${Math.max(...values)} of ${costs.length}`;
    const what = `${kind} per ${one}, mean`;
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return aimed && index < 2 ? { what, value: mean, unit: "", aim: "p95 ≤ 1", met: percentile(values, 95) <= 1, note } : { what, value: mean, unit: "", note };
  });
}

function costSince(before: CallStats, after: CallStats, checkWrites: number): Cost {
  return { checkWrites, graphqlReads: after.graphqlReads - before.graphqlReads, restReads: after.restReads - before.restReads, writes: after.writes - before.writes };
}

async function day(): Promise<readonly Cost[]> {
  const staged = stage(Date.UTC(2026, 11, 3, 9));
  const checks = checkWriteCounter();
  const app = await createApp({
    ...wiring(staged, (line) => { throw new Error(line); }), store: { kind: "sqlite", file: ":memory:" }, now: () => staged.clock.now(), fetch: checks.fetch(staged.github.fetch), wait: () => Promise.resolve(), limits: NO_LIMITS,
  });
  let delivered = 0;
  deliverTo(app, staged, () => { delivered += 1; });
  const pulls = Array.from({ length: PULLS }, (_, index) => staged.open(`${index % 3 === 0 ? "Fix" : "Add"} part ${index}`));
  await app.resync();
  await settle(app, staged);
  const costs: Cost[] = [];
  const random = randomSequence(7);
  for (let event = 0; event < EVENTS; event += 1) {
    staged.clock.advance(3 * 60_000);
    const before = app.github.stats();
    const writtenBefore = checks.written();
    delivered = 0;
    happen(staged, pulls[Math.floor(random() * pulls.length)], Math.floor(random() * 8), event);
    await settle(app, staged);
    if (delivered > 0) costs.push(costSince(before, app.github.stats(), checks.written() - writtenBefore));
  }
  await app.stop();
  await staged.github.close();
  return costs;
}

/** Counts what goes to the endpoints of check runs; everything else that is written is about the tracking issue. */
function checkWriteCounter() {
  let written = 0;
  return {
    written: () => written,
    fetch: (near: typeof fetch): typeof fetch => async (url, init) => {
      const method = init?.method ?? (url instanceof Request ? url.method : "GET");
      const address = url instanceof Request ? url.url : url.toString();
      if (method !== "GET" && address.includes("/check-runs")) written += 1;
      return near(url, init);
    },
  };
}

function happen(staged: Staged, pull: Pull | undefined, which: number, event: number): void {
  if (pull === undefined) return;
  const { github: { world }, people: { astrid, bo } } = staged;
  const bug = pull.issue.labels.find((one) => one.name === "bug");
  if (pull.issue.state === "closed") return reopenPull(world, pull, astrid);
  switch (which) {
    case 0: case 1: case 2: return void pushCommits(world, staged.repository, { branch: pull.headRef, by: astrid, commits: [{ message: "More", files: { [`src/more-${event}.ts`]: `${event}\n` } }] });
    case 3: return bug === undefined ? addLabels(world, pull.issue, ["bug"], bo) : removeLabel(world, pull.issue, bug, bo);
    case 4: return editIssue(world, pull.issue, { title: `${event % 2 === 0 ? "Fix" : "Add"} part ${event}` }, astrid);
    case 5: return setDraft(world, pull, !pull.draft, astrid);
    case 6: return closePull(world, pull, astrid);
    default: return void staged.open(`Add part ${event}`);
  }
}

async function acropolisHappenings(): Promise<readonly Cost[]> {
  const costs: Cost[] = [];
  let app: App | null = null;
  let before: CallStats | null = null;
  const checks = checkWriteCounter();
  let writtenBefore = 0;
  const failures: string[] = [];
  const say = (): void => undefined;
  await rehearse({
    input: null, once: true, port: 0, record: null, leave: () => Promise.resolve(), log: { info: say, warn: say, error: (_, message) => void failures.push(message) },
    async openApp(wired) {
      app = await createApp({ ...wired, store: { kind: "sqlite", file: ":memory:" }, workers: 8, limits: NO_LIMITS, fetch: checks.fetch(fetch) });
      return app;
    },
    words: {
      checkName, planCheckName, begins: say, account: say, guide: say, failed: (reason) => void failures.push(reason),
      progress() {
        const after = app?.github.stats() ?? null;
        if (before !== null && after !== null) costs.push(costSince(before, after, checks.written() - writtenBefore));
        before = after;
        writtenBefore = checks.written();
      },
    },
  });
  if (failures.length > 0) throw new Error(failures[0]);
  return costs;
}
