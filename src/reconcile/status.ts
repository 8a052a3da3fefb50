/**
 * `status:<repository>/<sha>`: a status or check of another app on a commit changed. Every commit has many of them, so nothing is read unless something that
 * stands in the way of an open pull request with that commit asks for one.
 */
import type { Key, Mark } from "../domain/model/key.ts";
import type { Settlement } from "../domain/model/settlement.ts";
import { NOTHING_TO_SETTLE } from "../domain/model/settlement.ts";
import { concernsPull } from "../domain/policy/blocker.ts";
import { blockersOf, stands } from "./blockers.ts";
import { plansFor } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

export async function runStatus({ repository, sha }: Extract<Key, { kind: "status" }>, context: RunContext): Promise<Settlement> {
  const asking = (await blockersOf(await plansFor(context.memory, repository), context)).filter((one) => one.blocker.status !== null && stands(one));
  if (asking.length === 0) return NOTHING_TO_SETTLE;
  const pulls = await context.memory.pullsAt(repository, sha, null);
  const concerned = pulls.filter(({ facts }) => asking.some(({ blocker }) => concernsPull(blocker, facts)));
  return { ...NOTHING_TO_SETTLE, marks: concerned.map(({ number, installation }): Mark => ({ key: { kind: "pull", repository, number }, lane: "changed", installation })) };
}
