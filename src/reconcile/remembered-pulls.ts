/** Open pull requests to a branch as they are remembered, by number, a page of the store at a time. */
import type { TrackedPull } from "../domain/model/tracked-pull.ts";
import type { RunContext } from "./ports.ts";

const PULLS_PER_PAGE = 1_000;

export async function* rememberedPulls(repository: number, branch: string | null, context: RunContext): AsyncGenerator<TrackedPull> {
  let after = 0;
  for (;;) {
    const pulls = await context.memory.openPulls(repository, branch, after, PULLS_PER_PAGE);
    yield* pulls;
    if (pulls.length < PULLS_PER_PAGE) return;
    after = pulls.at(-1)?.number ?? after;
  }
}
