/** What the tracking issue of a freeze is made of, read from memory alone: where it holds, who waits, what stands in feeders, and the account. */
import type { AccountEntry, FeederRecord } from "../domain/model/account.ts";
import type { GateRecord } from "../domain/model/gate.ts";
import { gateKey } from "../domain/model/gate.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { Freeze } from "../domain/model/plan.ts";
import type { PlanRecord, FreezeStartRecord, RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { PullFacts } from "../domain/model/pull.ts";
import { landedWithin } from "../domain/policy/account.ts";
import { mergesOfProducts } from "../domain/policy/account-measure.ts";
import { decideFreeze } from "../domain/policy/freeze.ts";
import { freezePhase } from "../domain/policy/freeze-interval.ts";
import type { FreezePhase } from "../domain/policy/freeze-interval.ts";
import { mergesDuring, readMeasure } from "../domain/policy/key-result-measure.ts";
import { isReady } from "../domain/policy/notice.ts";
import type { FreezeAccount } from "../text/account.ts";
import { decisionTitle } from "../text/decision-title.ts";
import type { TrackedFreeze, TrackedPlace } from "../text/tracking-freeze.ts";
import type { TrackedFeeder, TrackedPulls, TrackedWaiver, WaitingPull } from "../text/tracking-pulls.ts";
import { ledgerPrefix } from "./account.ts";
import { feederKey } from "./feeder.ts";
import { isPrivate } from "./landings.ts";
import { branchesOf, plansFor, repositoryOf, roleOfBranch, rulesOf } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";
import { removedFreeze } from "./removed-freeze.ts";
import { rememberedPulls } from "./remembered-pulls.ts";

/** One branch that the freeze closes. */
export interface FreezePlace {
  readonly inForce: PlanInForce;
  readonly freeze: Freeze;
  readonly repository: RepositoryRecord;
  readonly branch: string;
  readonly products: readonly string[];
  readonly phase: FreezePhase;
  readonly fedBy: readonly string[];
  readonly start: FreezeStartRecord | null;
}

/** Every branch of every governed repository that the freeze of this name closes; empty = the plan has no such freeze, and had none lately. */
export async function placesOf(record: PlanRecord, freezeId: string, context: RunContext): Promise<readonly FreezePlace[]> {
  const places: FreezePlace[] = [];
  for (const id of record.governs) {
    const repository = await repositoryOf(context.memory, id);
    if (repository === null) continue;
    for (const standing of await plansFor(context.memory, id)) {
      if (standing.record.home !== record.home || standing.record.path !== record.path) continue;
      const planned = standing.plan.freezes.find((one) => one.id === freezeId);
      const found = planned === undefined ? removedFreeze(standing, freezeId) : { inForce: standing, freeze: planned };
      if (found === null) continue;
      for (const branch of branchesOf(found.inForce, repository)) places.push(...await placeOn(found.inForce, found.freeze, repository, branch, context));
    }
  }
  return places;
}

async function placeOn(inForce: PlanInForce, freeze: Freeze, repository: RepositoryRecord, branch: string, context: RunContext): Promise<readonly FreezePlace[]> {
  const governed = roleOfBranch(inForce, repository, branch).governed.filter(({ product }) => freeze.products?.includes(product) ?? true);
  if (governed.length === 0 || (freeze.branches !== null && !freeze.branches.includes(branch))) return [];
  const phases = governed.map(({ product }) => freezePhase(inForce.plan, freeze, product, inForce.record.reached, context.now()));
  const phase = phases.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state))[0];
  const start = await context.memory.record<FreezeStartRecord>("freeze-start", `${inForce.home.id}/${freeze.id}/${repository.id}/${branch}`);
  return phase === undefined ? [] : [{ inForce, freeze, repository, branch, products: governed.map(({ product }) => product), phase, fedBy: governed.flatMap(({ fedBy }) => fedBy), start }];
}

const ORDER: readonly FreezePhase["state"][] = ["in-force", "notice", "before", "over"];

export async function trackedFreeze(places: readonly FreezePlace[], first: FreezePlace, context: RunContext): Promise<TrackedFreeze> {
  const { inForce, freeze } = first;
  const states = places.map(({ phase }) => phase.state);
  const phase = ORDER.find((one) => states.includes(one)) ?? "before";
  const state = inForce.record.removed?.[freeze.id] === undefined ? phase : "withdrawn";
  const speaking = places.filter((one) => one.phase.state === phase).map(({ phase }) => phase);
  const known = (values: readonly (Instant | null)[]): readonly Instant[] => values.filter((value) => value !== null);
  const since = known(speaking.map((phase) => phase.since));
  const until = known(speaking.map((phase) => phase.until));
  const shown: TrackedPlace[] = [];
  for (const place of places) shown.push(await trackedPlace(place, context));
  return {
    plan: inForce.plan, freeze, home: repositoryName(inForce.home), state, places: shown, notGoverned: inForce.record.notGoverned,
    since: since.length === 0 ? null : Math.min(...since), until: until.length === 0 ? null : Math.max(...until),
    overdue: speaking.some((phase) => phase.overdueSince !== null), ...(inForce.record.gone === undefined ? {} : { gone: true }),
  };
}

async function trackedPlace({ inForce, freeze, repository, branch, products, phase, start }: FreezePlace, context: RunContext): Promise<TrackedPlace> {
  const gate = await context.memory.record<GateRecord>("gate", gateKey(repository.id, branch));
  const took = start === null || start.closedAt === null || phase.state === "before" || phase.state === "notice" ? null : start.closedAt ?? start.effectiveAt;
  const exempt = products.every((product) => freeze.except.products.includes(product)) || freeze.except.repositories.some((name) => name.toLowerCase() === repositoryName(repository).toLowerCase());
  return {
    repository: repositoryName(repository), branch, products: inForce.plan.products.length === 0 ? [] : products, exempt,
    ...(start?.tip === null ? { absent: true } : {}), level: gate?.level ?? null, effectiveAt: took, trouble: gate?.trouble?.message ?? null,
  };
}

export interface JudgedPulls extends TrackedPulls {
  /** facts of those that wait, in the same order */
  readonly stopped: readonly { readonly place: FreezePlace; readonly facts: PullFacts }[];
}

/** Each remembered pull request as the freeze judges it now, or would at its beginning. */
export async function trackedPulls(places: readonly FreezePlace[], context: RunContext): Promise<JudgedPulls> {
  const found: { readonly place: FreezePlace; readonly facts: PullFacts; readonly pull: WaitingPull }[] = [];
  let judged = 0;
  for (const place of places) {
    for await (const { facts, takenAt } of rememberedPulls(place.repository.id, place.branch, context)) {
      judged += 1;
      const { plan, reached, waivers, home } = rulesOf(place.inForce);
      const then = Math.max(context.now(), place.phase.state === "over" ? 0 : place.phase.since ?? 0);
      const decision = decideFreeze({ ...plan, freezes: [place.freeze] }, { takenAt, pull: facts, reached, waivers, home }, then);
      const armed = place.phase.state === "over" && (facts.autoMerge || facts.queued);
      if (decision.verdict !== "block" && decision.verdict !== "wait" && !armed) continue;
      const because = decisionTitle({ decision, plan, now: then, base: place.branch, repository: facts.repository });
      found.push({ place, facts, pull: waitingPull(facts, because, isPrivate(place.repository, [place.inForce])) });
    }
  }
  found.sort((a, b) => Number(b.pull.ready) - Number(a.pull.ready) || a.facts.repository.localeCompare(b.facts.repository, "en") || a.facts.number - b.facts.number);
  return {
    waiting: found.map(({ pull }) => pull), judged, stopped: found.map(({ place, facts }) => ({ place, facts })),
    feeders: await trackedFeeders(places, context), waivers: places.flatMap(waiversAt).filter((waiver, index, all) => all.findIndex((one) => one.repository === waiver.repository && one.number === waiver.number && one.because === waiver.because) === index),
  };
}

function waitingPull(facts: PullFacts, because: string, hidden: boolean): WaitingPull {
  return {
    repository: facts.repository, number: facts.number, sha: null, title: hidden ? null : facts.title, private: hidden,
    author: facts.author?.login ?? null, ready: isReady(facts), autoMerge: facts.autoMerge, queued: facts.queued, because,
  };
}

async function trackedFeeders(places: readonly FreezePlace[], context: RunContext): Promise<readonly TrackedFeeder[]> {
  const feeders: TrackedFeeder[] = [];
  for (const { inForce, freeze, repository, branch, fedBy, phase } of places) {
    if (phase.state !== "in-force") continue;
    for (const feeder of new Set(fedBy)) {
      const record = await context.memory.record<FeederRecord>("feeder", feederKey(repository.id, feeder, branch));
      if (record === null) continue;
      feeders.push({ repository: repositoryName(repository), feeder, branch, changes: record.offending[freeze.id] ?? [], complete: record.complete, private: isPrivate(repository, [inForce]) });
    }
  }
  return feeders;
}

function waiversAt({ inForce, freeze, repository }: FreezePlace): readonly TrackedWaiver[] {
  const hidden = isPrivate(repository, [inForce]);
  return rulesOf(inForce).waivers.filter((waiver) => waiver.freeze === freeze.id && waiver.revokedBy === null).map((waiver) => ({
    repository: waiver.repository, number: waiver.number, sha: null, title: null, private: hidden, because: waiver.because, askedBy: waiver.askedBy, approvedBy: waiver.approvedBy,
  }));
}

/** What landed within the freeze, as its end is known by now; by instant. */
export async function entriesOf({ inForce, freeze }: Pick<FreezePlace, "inForce" | "freeze">, recovered: readonly AccountEntry[], context: RunContext): Promise<readonly AccountEntry[]> {
  const prefix = ledgerPrefix(inForce, freeze.id);
  const kept = (await context.memory.ledger(inForce.home.id, "account")).filter(({ id }) => id.startsWith(prefix)).map(({ body }) => body as unknown as AccountEntry);
  const all = [...new Map([...recovered, ...kept].map((entry) => [entry.id, entry])).values()];
  const { plan, record: { reached } } = inForce;
  return all.filter((entry) => landedWithin(entry, { plan, freeze, reached }, context.now())).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

/** The key results of the plan that measure merges during this freeze. */
export function resultsOf({ plan, freeze, state }: TrackedFreeze, places: readonly FreezePlace[], entries: readonly AccountEntry[]): FreezeAccount["results"] {
  const watched = new Set(places.filter(({ start }) => start !== null).flatMap(({ products }) => (plan.products.length === 0 ? [""] : products)));
  return plan.keyResults.flatMap((result) => {
    const measure = result.measure === null ? null : readMeasure(result.measure);
    if (measure?.kind !== "merges-during" || measure.freeze !== freeze.id) return [];
    const phase = state === "before" || state === "notice" ? "before" as const : "begun" as const;
    return [{ title: result.title, measurement: mergesDuring(measure, phase, mergesOfProducts(plan, freeze, entries, watched)) }];
  });
}
