/**
 * The shipped app freezes a branch: with GitHub's limits on world time, its own pace, and every call `latencyMs` away. What it did is read from
 * the requests that GitHub got and from when the ruleset took effect, not from what the app says of itself.
 */
import { createApp } from "../../src/app.ts";
import { addLabels } from "../../src/sandbox/github/state/issue.ts";
import { activeRules } from "../../src/sandbox/github/state/rule.ts";
import { checkName } from "../../src/text/check.ts";
import { deliverTo, stage, wiring } from "../world/staged.ts";
import type { Staged } from "../world/staged.ts";
import { createWorldTime } from "./world-time.ts";

export interface FreezeCost {
  /** to rulesets, from the instant until the rules in force were read back */
  readonly closingWrites: number;
  readonly closingReads: number;
  /** explanations that were written meanwhile */
  readonly otherWrites: number;
  /** ms of world time after the instant: the closing write took effect */
  readonly closed: number;
  /** the same, verified by a read */
  readonly verified: number;
  /** ms until the last pull request has its words */
  readonly explained: number;
  readonly writes: number;
  readonly reads: number;
  readonly refused: number;
  /** heads that may pass and had their stamp when the branch closed, of how many */
  readonly stamped: readonly [number, number];
  /** s of real time */
  readonly took: number;
}

interface Request {
  readonly at: number;
  readonly write: boolean;
  readonly path: string;
  readonly refused: boolean;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const LONGEST = 3 * DAY;

export async function wardenFreeze(pulls: number, exemptEvery: number, latencyMs: number): Promise<FreezeCost> {
  const real = performance.now();
  const begins = Date.UTC(2026, 11, 1, 9);
  const staged = stage(begins - DAY, { begins, gate: true });
  openAll(staged, pulls, exemptEvery);
  const { clock, github: { world } } = staged;
  const time = createWorldTime(clock, latencyMs);
  const requests: Request[] = [];
  const app = await createApp({
    ...wiring(staged, () => undefined), store: { kind: "sqlite", file: ":memory:" }, now: () => clock.now(), wait: (ms) => time.wait(ms), fetch: time.distant(recorded(staged, requests)),
  });
  deliverTo(app, staged);
  const explained = new Map<number, number>();
  world.events.on(({ event, payload }) => {
    const run = payload["check_run"] as { readonly name: string; readonly id: number } | undefined;
    if (event === "check_run" && run?.name === checkName("main")) explained.set(run.id, clock.now());
  });
  let closed: number | null = null;
  world.events.on(({ event }) => {
    if (event === "repository_ruleset" && closed === null && clock.now() >= begins && isClosed(staged)) closed = clock.now();
  });
  let looked = false;
  const workers = {
    // a start, which asks GitHub as well
    drain: async () => { const first = !looked; looked = true; await (first ? app.resync() : app.drain()); },
    nextDueAt: async () => (looked ? app.nextDueAt() : clock.now()), 
    arriving: () => staged.github.deliveries.waiting(),
  };
  await time.play(workers, begins - 1);
  const green = stampedHeads(staged);
  await time.play(workers, begins + LONGEST, () => closed !== null && explained.size >= pulls);
  await app.stop();
  await staged.github.close();
  if (closed === null) throw new Error(`the branch was not closed with ${pulls} open pull requests`);
  const verified = requests.find(({ at, path }) => closed !== null && at >= closed && path.includes("/rules/branches/"))?.at ?? Infinity;
  const last = Math.max(...explained.values());
  const during = requests.filter(({ at }) => at >= begins && at <= last);
  const instant = during.filter(({ at }) => at <= verified);
  const closing = counts(instant.filter(({ path }) => /\/(?:rulesets|rules|installation|git)\b/.test(path)));
  return {
    ...counts(during), closingWrites: closing.writes, closingReads: closing.reads, otherWrites: counts(instant).writes - closing.writes, refused: during.filter((one) => one.refused).length,
    closed: closed - begins, verified: verified - begins, explained: explained.size < pulls ? Infinity : last - begins,
    stamped: [green, Math.floor(pulls / exemptEvery)], took: (performance.now() - real) / 1_000,
  };
}

function openAll(staged: Staged, pulls: number, exemptEvery: number): void {
  for (let index = 1; index <= pulls; index += 1) {
    const pull = staged.open(`Add part ${index}`);
    if (index % exemptEvery === 0) addLabels(staged.github.world, pull.issue, ["bug"], staged.people.rita);
  }
}

/** What GitHub got and when it answered. */
function recorded({ clock, github }: Staged, requests: Request[]): typeof fetch {
  return async (url, init) => {
    const request = new Request(url, init);
    const path = new URL(request.url).pathname;
    const answer = await github.fetch(request);
    requests.push({ at: clock.now(), write: request.method !== "GET" && path !== "/graphql", path, refused: answer.status === 403 || answer.status === 429 });
    return answer;
  };
}

function counts(requests: readonly Request[]): Pick<FreezeCost, "writes" | "reads"> {
  const calls = requests.filter(({ path, refused }) => !refused && !path.endsWith("/access_tokens"));
  return { writes: calls.filter(({ write }) => write).length, reads: calls.filter(({ write }) => !write).length };
}

function isClosed({ repository, registered }: Staged): boolean {
  return activeRules(repository, "main").some(({ rule }) => rule.type === "required_status_checks" && JSON.stringify(rule.parameters).includes(`"integration_id":${registered.id}`));
}

function stampedHeads({ repository, registered }: Staged): number {
  const suites = [...repository.checkSuites.values()].flat().filter((suite) => suite.app === registered);
  return suites.filter(({ runs }) => runs.some((run) => run.name.includes(" is frozen ") && run.conclusion === "success")).length;
}
