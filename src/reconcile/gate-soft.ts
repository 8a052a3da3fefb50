/**
 * A freeze without a gate: the verdict's own check on every head is all there is, and it blocks where somebody's rule requires it.
 *
 * Promises: at the start heads are marked in the order of their danger, what would merge by itself is taken out of the queue and disarmed, and
 * open pull requests are listed again until a listing finds nothing left to do; until then the start is not called clean. Where the
 * check is required by nobody nothing is dequeued or disarmed: an advisory freeze does not act.
 * Accepted, and said by the level: until its check stands, a head that was green before the freeze can still be merged.
 */
import type { GateRecord, SoftPass } from "../domain/model/gate.ts";
import type { Lane } from "../domain/model/key.ts";
import type { TrackedPull } from "../domain/model/tracked-pull.ts";
import { PREWARM } from "../domain/policy/gate-step.ts";
import { mayPass } from "../domain/policy/gate-pass.ts";
import { touchesOnlyPlans } from "../domain/policy/plan-change.ts";
import { checkName } from "../text/check.ts";
import { rememberedCheck } from "./check-records.ts";
import { entry, openGate, unchanged } from "./gate-outcome.ts";
import type { GateOutcome, GatePlace } from "./gate-outcome.ts";
import { groupMarks } from "./gate-stamps.ts";
import { freezeKey } from "./freezes-on-branch.ts";
import { headMark } from "./observe.ts";
import { rulesOf } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";
import { rememberedPulls } from "./remembered-pulls.ts";
import { stopAtSoftEnd } from "./thaw-stop.ts";

const LIST_AGAIN_AFTER = 5_000;
const LIST_AGAIN_LATEST = 60_000;
/** Of one run; the next goes on where queue and auto-merge are still in use. */
const MOST_STOOD_DOWN = 50;

export async function runSoft(place: GatePlace, context: RunContext): Promise<GateOutcome> {
  const record = openGate(place);
  const now = context.now();
  const holding = place.holding.filter((freeze) => freeze.state === "in-force").map(freezeKey);
  const soon = place.holding.flatMap(({ state, since }) => ((state === "before" || state === "notice") && since !== null && since > now && since - PREWARM <= now ? [since] : []));
  if (holding.length === 0 && record.soft !== null && actsHere(record) && (await stopAtSoftEnd(place, record.soft.freezes, context)).more) return { ...unchanged(record), marks: [{ key: place.key, lane: "gate", installation: context.installation }] };
  if (holding.length === 0) return { ...unchanged(record.soft === null ? record : { ...record, soft: null }), listedSince: soon.length === 0 ? null : Math.min(...soon) - PREWARM };
  const { soft } = record;
  if (soft === null || holding.some((freeze) => !soft.freezes.includes(freeze))) return begin(holding, record, place, context);
  if (soft.cleanAt !== null) return unchanged(record);
  return again(soft, record, place, context);
}

async function begin(freezes: readonly string[], record: GateRecord, place: GatePlace, context: RunContext): Promise<GateOutcome> {
  const now = context.now();
  const fresh: SoftPass = { freezes, startedAt: now, passes: 0, cleanAt: null, dequeued: 0, disarmed: 0, lacks: null };
  const stopped = await stoppedPulls(place, context);
  const soft = await standDownAll(fresh, stopped, record, place, context);
  const marks = [...await groupMarks(place.repository, place.branch, context), ...stopped.map((pull) => headMark(pull, dangerLane(pull)))];
  return { ...unchanged({ ...record, soft }), marks, wakeAt: now + LIST_AGAIN_AFTER };
}

/** A listing has been read since the last run (`listedSince`): is there still anything that should not be as it is? */
async function again(soft: SoftPass, record: GateRecord, place: GatePlace, context: RunContext): Promise<GateOutcome> {
  const now = context.now();
  const stopped = await stoppedPulls(place, context);
  const left: TrackedPull[] = [];
  for (const pull of stopped) if (await isLeft(pull, soft, record, context)) left.push(pull);
  if (left.length === 0 && soft.passes > 0) {
    const clean: SoftPass = { ...soft, cleanAt: now };
    const told = entry(place, "soft-clean", now, String(soft.startedAt), { ...clean });
    return { ...unchanged({ ...record, soft: clean }), ledger: [told] };
  }
  const after = await standDownAll({ ...soft, passes: soft.passes + 1 }, left, record, place, context);
  const wait = Math.min(LIST_AGAIN_LATEST, LIST_AGAIN_AFTER * 2 ** Math.min(soft.passes, 5));
  return { ...unchanged({ ...record, soft: after }), marks: left.map((pull) => headMark(pull, dangerLane(pull))), wakeAt: now + wait, listedSince: now };
}

async function stoppedPulls(place: GatePlace, context: RunContext): Promise<readonly TrackedPull[]> {
  const rules = place.plans.map(rulesOf);
  const stopped: TrackedPull[] = [];
  for await (const pull of rememberedPulls(place.repository.id, place.branch, context)) {
    const { facts, takenAt } = pull;
    if (!touchesOnlyPlans(facts) && !mayPass([{ facts, takenAt, planFix: null }], rules, context.now())) stopped.push(pull);
  }
  return stopped.sort((a, b) => danger(a) - danger(b));
}

async function isLeft(pull: TrackedPull, soft: SoftPass, record: GateRecord, context: RunContext): Promise<boolean> {
  const acts = actsHere(record) && soft.lacks === null;
  if (acts && (pull.facts.queued || pull.facts.autoMerge)) return true;
  const check = await rememberedCheck(context.memory, pull.repository, pull.sha, checkName(pull.base));
  return check === null || check.status === "completed";
}

async function standDownAll(soft: SoftPass, pulls: readonly TrackedPull[], record: GateRecord, place: GatePlace, context: RunContext): Promise<SoftPass> {
  if (!actsHere(record) || soft.lacks !== null) return soft;
  let { dequeued, disarmed } = soft;
  for (const pull of pulls.filter(({ facts }) => facts.queued || facts.autoMerge).slice(0, MOST_STOOD_DOWN)) {
    const done = await context.github.standDown(place.repository, pull.number);
    if (done === null) return { ...soft, dequeued, disarmed, lacks: "pull_requests: write" };
    dequeued += done.dequeued ? 1 : 0;
    disarmed += done.disarmed ? 1 : 0;
  }
  return { ...soft, dequeued, disarmed };
}

/** With a required queue the group's own verdict is race-free, and nobody has to be taken out beforehand. */
function actsHere({ level }: GateRecord): boolean {
  return level === "soft";
}

/** 0 = in the queue, 1 = armed, 2 = approved and no draft, so perhaps ready, 3 = the rest. */
function danger({ facts }: TrackedPull): 0 | 1 | 2 | 3 {
  if (facts.queued) return 0;
  if (facts.autoMerge) return 1;
  return !facts.draft && facts.approvals.length > 0 ? 2 : 3;
}

const DANGER_LANES: readonly Lane[] = ["group", "command", "changed", "fan-out"];

function dangerLane(pull: TrackedPull): Lane {
  return DANGER_LANES[danger(pull)] ?? "fan-out";
}

