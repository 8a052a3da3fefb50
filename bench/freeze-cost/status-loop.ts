/**
 * How others freeze: a status on the head of every open pull request, in a loop, as fast as GitHub's limits let it go. Until a head has its
 * status it can be merged, so the branch is closed when the last one is written.
 */
import { seedToken } from "../../src/sandbox/github/seed.ts";
import { stage } from "../world/staged.ts";
import { createWorldTime } from "./world-time.ts";

export interface LoopCost {
  readonly writes: number;
  readonly reads: number;
  /** ms of world time until the last head is closed */
  readonly closed: number;
  /** answers that said "too fast" */
  readonly refused: number;
}

const PAGE = 100;

/** `pulls` open pull requests, of which every `exemptEvery`-th may pass. */
export async function statusLoop(pulls: number, exemptEvery: number, latencyMs: number): Promise<LoopCost> {
  const began = Date.UTC(2026, 11, 1, 9);
  const staged = stage(began, {});
  for (let index = 0; index < pulls; index += 1) staged.open(`Add part ${index}`);
  const time = createWorldTime(staged.clock, latencyMs);
  const near = time.distant(staged.github.fetch);
  const headers = { authorization: `token ${seedToken(staged.github.world, staged.installation)}`, accept: "application/vnd.github+json" };
  const cost = { writes: 0, reads: 0, refused: 0 };

  async function call(method: "GET" | "POST", path: string, body?: object): Promise<unknown> {
    for (;;) {
      cost[method === "GET" ? "reads" : "writes"] += 1;
      const answer = await near(`${staged.github.world.apiUrl}/repos/north/harbour/${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
      if (answer.ok) return answer.json();
      if (answer.status !== 403) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
      cost.refused += 1;
      cost[method === "GET" ? "reads" : "writes"] -= 1;
      const after = answer.headers.get("retry-after");
      await time.wait(after === null ? Number(answer.headers.get("x-ratelimit-reset")) * 1_000 - staged.clock.now() : Number(after) * 1_000);
    }
  }
  async function loop(): Promise<void> {
    for (let page = 1; ; page += 1) {
      const listed = await call("GET", `pulls?state=open&base=main&per_page=${PAGE}&page=${page}`) as readonly { readonly number: number; readonly head: { readonly sha: string } }[];
      for (const { number, head } of listed)
        await call("POST", `statuses/${head.sha}`, { context: "freeze", state: number % exemptEvery === 0 ? "success" : "pending", description: "The release is frozen" });
      if (listed.length < PAGE) return;
    }
  }

  let done = false;
  let started = false;
  await time.play({
    drain: async () => { started = true; await loop(); done = true; },
    nextDueAt: () => Promise.resolve(started ? null : began),
    arriving: () => 0,
  }, Infinity, () => done);
  const closed = staged.clock.now() - began;
  await staged.github.close();
  return { ...cost, closed };
}
