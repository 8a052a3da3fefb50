/**
 * What would merge by itself at the end of a freeze: `drain` lets it, all at once as GitHub sees fit; `stop` disarms auto-merge and empties the
 * queue of what the freeze had held back, before the branch is opened, so that nothing merges which nobody looks at again.
 *
 * Accepted: what was armed in the moment before the branch opened and has not been heard of yet merges. Where the app may not disarm, the branch is opened
 * all the same, and that is said: nobody is kept frozen for a right of ours.
 */
import type { Epoch, StampRecord } from "../domain/model/gate.ts";
import { stampKey } from "../domain/model/gate.ts";
import type { TrackedPull } from "../domain/model/tracked-pull.ts";
import { checkName } from "../text/check.ts";
import { rememberedCheck } from "./check-records.ts";
import { freezeKey } from "./freezes-on-branch.ts";
import type { GatePlace } from "./gate-outcome.ts";
import type { RunContext } from "./ports.ts";
import { rememberedPulls } from "./remembered-pulls.ts";

/** Changes of one run; the next goes on. */
const MOST = 50;

export interface Stopped {
  /** numbers of the pull requests that were disarmed or taken out of the queue in this run */
  readonly stopped: readonly number[];
  /** the permission that was missing; null = none */
  readonly lacks: string | null;
  /** there may be others: look again before opening */
  readonly more: boolean;
}

export const NOTHING_STOPPED: Stopped = { stopped: [], lacks: null, more: false };

/** Of a branch that a gate held. Who had a stamp was let in and goes on. */
export async function stopAtOpening(place: GatePlace, epoch: Epoch | null, context: RunContext): Promise<Stopped> {
  if (epoch === null || !asksToStop(place, Object.keys(epoch.covers.freezes))) return NOTHING_STOPPED;
  return stopArmed(place, async ({ sha }) => (await context.memory.record<StampRecord>("stamp", stampKey(place.repository.id, epoch.name, sha)))?.state === "green", context);
}

/** Of a branch that the check alone held. */
export async function stopAtSoftEnd(place: GatePlace, freezes: readonly string[], context: RunContext): Promise<Stopped> {
  if (!asksToStop(place, freezes)) return NOTHING_STOPPED;
  return stopArmed(place, async ({ sha, base, repository }) => (await rememberedCheck(context.memory, repository, sha, checkName(base)))?.conclusion === "success", context);
}

/** `freezes` as `freezeKey` names them. */
function asksToStop({ plans, holding }: GatePlace, freezes: readonly string[]): boolean {
  return holding.some((here) => freezes.includes(freezeKey(here)) && plans.some(({ home, plan }) => home.id === here.home && plan.freezes.some(({ id, thaw }) => id === here.freeze && thaw === "stop")));
}

async function stopArmed({ repository, branch }: GatePlace, wasLetIn: (pull: TrackedPull) => Promise<boolean>, context: RunContext): Promise<Stopped> {
  const stopped: number[] = [];
  for await (const pull of rememberedPulls(repository.id, branch, context)) {
    if (!pull.facts.autoMerge && !pull.facts.queued || await wasLetIn(pull)) continue;
    if (stopped.length >= MOST) return { stopped, lacks: null, more: true };
    const done = await context.github.standDown(repository, pull.number);
    if (done === null) return { stopped, lacks: "pull_requests: write", more: false };
    if (done.dequeued || done.disarmed) stopped.push(pull.number);
  }
  return { stopped, lacks: null, more: false };
}
