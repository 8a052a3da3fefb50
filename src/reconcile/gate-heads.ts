/**
 * Which heads to look at when a gate moves, and in which order: those that may merge by themselves at any moment first, then those that are let
 * in and must not wait for it, and the explanations of all others last.
 */
import type { GateRecord, StampRecord } from "../domain/model/gate.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { Lane, Mark } from "../domain/model/key.ts";
import type { TrackedPull } from "../domain/model/tracked-pull.ts";
import { mayPass } from "../domain/policy/gate-pass.ts";
import { touchesOnlyPlans } from "../domain/policy/plan-change.ts";
import type { GatePlace } from "./gate-outcome.ts";
import { headMark } from "./observe.ts";
import { rulesOf } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";
import { rememberedPulls } from "./remembered-pulls.ts";

/** Heads that would be let in at that instant. */
export async function exemptMarks(place: GatePlace, at: Instant, context: RunContext): Promise<readonly Mark[]> {
  const marks: Mark[] = [];
  for await (const pull of rememberedPulls(place.repository.id, place.branch, context)) {
    if (mayBeLetIn(place, pull, at)) marks.push(headMark(pull, urgentLane(pull)));
  }
  return marks;
}

/** Every open head of the branch. */
export async function headMarksByUrgency(place: GatePlace, context: RunContext): Promise<readonly Mark[]> {
  const marks: Mark[] = [];
  const now = context.now();
  for await (const pull of rememberedPulls(place.repository.id, place.branch, context))
    marks.push(headMark(pull, mayBeLetIn(place, pull, now) ? urgentLane(pull) : "fan-out"));
  return marks;
}

/** Who approved a fix of the plan is asked when its head is decided; until then it counts among those that may be let in. */
function mayBeLetIn(place: GatePlace, { facts, takenAt }: TrackedPull, at: Instant): boolean {
  return touchesOnlyPlans(facts) || mayPass([{ facts, takenAt, planFix: null }], place.plans.map(rulesOf), at);
}

function urgentLane({ facts }: TrackedPull): Lane {
  return facts.queued || facts.autoMerge ? "group" : "changed";
}

/** How long heads that were open when the branch was closed had to wait for their stamp; null while some still do, or where it was foreseen. */
export async function measuredBlink(record: GateRecord, context: RunContext): Promise<GateRecord["blink"]> {
  const { epoch, closedAt } = record;
  if (epoch === null || epoch.foreseen || closedAt === null) return null;
  const stamps = (await context.memory.records<StampRecord>("stamp", `${record.repository}/${epoch.name}/`)).map((one) => one.value);
  const waited = stamps.filter((stamp) => stamp.takenAt <= closedAt);
  if (waited.some((stamp) => stamp.state === "intended")) return null;
  const lengths = waited.flatMap((stamp) => (stamp.greenAt === null ? [] : [Math.max(0, stamp.greenAt - closedAt)]));
  return { heads: lengths.length, longestMs: Math.max(0, ...lengths) };
}
