/**
 * What one ruleset of ours stands over: a branch of one repository (here), or all branches of a name in an organisation
 * (organization-scope.ts). How a ruleset is held is the same for both (gate.ts).
 */
import type { Covers, DesiredRuleset, Epoch, GateHold, GateRecord, GateRenewal, ObservedRuleset } from "../domain/model/gate.ts";
import { gateKey } from "../domain/model/gate.ts";
import { desireRuleset, offRulesetName, rulesetStem } from "../domain/desired/gate-ruleset.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { Mark } from "../domain/model/key.ts";
import type { LedgerEntry } from "../domain/model/ledger-entry.ts";
import type { OutboxMessage } from "../domain/model/message.ts";
import { FaultError } from "../domain/model/problem.ts";
import { lastTightened } from "../domain/policy/gate-epoch.ts";
import { PREWARM } from "../domain/policy/gate-step.ts";
import type { FreezeHere } from "./freezes-on-branch.ts";
import { freezeKey } from "./freezes-on-branch.ts";
import { exemptMarks, headMarksByUrgency, measuredBlink } from "./gate-heads.ts";
import type { GateEvent, GatePlace } from "./gate-outcome.ts";
import { alert, entry, openGate } from "./gate-outcome.ts";
import { groupMarks } from "./gate-stamps.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";
import { NOTHING_STOPPED, stopAtOpening } from "./thaw-stop.ts";
import type { Stopped } from "./thaw-stop.ts";

export interface GateWants {
  readonly wanted: Covers | null;
  readonly coming: { readonly from: Instant; readonly covers: Covers } | null;
}

export interface GateScope<R extends GateHold> {
  readonly branch: string;
  /** as remembered; null = nothing is: new, or a store that was lost */
  readonly before: R | null;
  /** `before`, or a new one that is open */
  readonly record: R;
  readonly wants: GateWants;
  /** enforced freezes that bind what it stands over, whatever their phase */
  readonly holding: readonly FreezeHere[];
  readonly plans: readonly PlanInForce[];
  /** id of the repository that "#12" is read in; null = names are written out */
  readonly repository: number | null;
  /** where witnesses of its ruleset are kept; 0 = those of organisations */
  readonly witnessed: number;
  readonly itself: Mark;
  read(): Promise<ObservedRuleset | null>;
  /** `epoch` null = open; `context` is then what it keeps */
  desire(epoch: Epoch | null, context: string | null): DesiredRuleset;
  write(desired: DesiredRuleset, observed: ObservedRuleset | null): Promise<ObservedRuleset>;
  /** throws where the epoch does not hold, now that its ruleset is written */
  verify(epoch: Epoch, ruleset: ObservedRuleset): Promise<void>;
  /** is it as we last left it, whatever it should be by now? */
  asLeft(record: R, observed: ObservedRuleset): boolean;
  noted(record: R, ruleset: ObservedRuleset | null): R;
  /** what would merge by itself once the branch is open, where the plan or a command asks to stop it */
  stopArmed(record: R): Promise<Stopped>;
  /** freezes that ended are none of its business any more: should one begin again, that takes another epoch */
  withoutEnded(epoch: Epoch): Epoch;
  /** merge groups that stand in the queue */
  groups(): Promise<readonly Mark[]>;
  /** heads that are let in at that instant, to be stamped ahead of it */
  exempt(at: Instant): Promise<readonly Mark[]>;
  /** every head, most urgent first */
  heads(): Promise<readonly Mark[]>;
  /** nobody's head, but runs that repeat what this record says */
  followers(): Promise<readonly Mark[]>;
  entries(event: GateEvent, at: Instant, id: string, body: LedgerEntry["body"]): readonly LedgerEntry[];
  /** such an entry for people who are to be alarmed */
  readonly alert: (told: LedgerEntry) => OutboxMessage;
  /** as it is when it has just been closed anew */
  fresh(record: R): R;
  /** with what can be measured of it while it stands */
  measured(record: R): Promise<R>;
}

export async function repositoryScope(place: GatePlace, context: RunContext): Promise<GateScope<GateRecord>> {
  const { repository, branch } = place;
  const inForce = place.holding.filter((freeze) => freeze.state === "in-force").map(freezeKey);
  return {
    branch, before: place.before, record: openGate(place), wants: await wantsOf(place, context), holding: place.holding, plans: place.plans, repository: repository.id, witnessed: repository.id,
    itself: { key: place.key, lane: "gate", installation: context.installation },
    read: () => context.gate.readRuleset(repository, place.before?.ruleset ?? null, [rulesetStem(branch), offRulesetName(branch)]),
    desire: (epoch, kept) => desireRuleset(branch, context.github.appId, epoch?.name ?? kept, epoch !== null),
    write: (desired, observed) => context.gate.ensureRuleset(repository, desired, observed),
    verify: (epoch, ruleset) => verifyOn(place, epoch, ruleset, context),
    stopArmed: (record) => (inForce.length > 0 ? Promise.resolve(NOTHING_STOPPED) : stopAtOpening(place, record.epoch, context)),
    asLeft: () => false,
    noted: (record, ruleset) => ({ ...record, ruleset: ruleset?.id ?? record.ruleset }),
    withoutEnded: (epoch) => ({ ...epoch, covers: { ...epoch.covers, freezes: Object.fromEntries(Object.entries(epoch.covers.freezes).filter(([freeze]) => inForce.includes(freeze))) } }),
    groups: () => groupMarks(repository, branch, context),
    exempt: (at) => exemptMarks(place, at, context),
    heads: () => headMarksByUrgency(place, context),
    followers: () => Promise.resolve([]),
    entries: (event, at, id, body) => [entry(place, event, at, id, body)],
    alert: (told) => alert(place, told),
    fresh: (record) => ({ ...record, blink: null }),
    measured: async (record) => ({ ...record, blink: record.blink ?? await measuredBlink(record, context) }),
  };
}

/** Reads back what holds on the branch now. Throws when the epoch does not. */
export async function verifyOn({ repository, branch }: Pick<GatePlace, "repository" | "branch">, epoch: Epoch, { name }: Pick<ObservedRuleset, "name">, { github }: RunContext): Promise<void> {
  const rules = await github.readActiveRules(repository, branch);
  if (rules?.required.some((one) => one.context === epoch.name && one.appId === github.appId) === true) return;
  throw new FaultError({ kind: "unavailable", message: `the ruleset "${name}" was written, and GitHub does not show it among the rules in force on ${branch}: the branch may still be open`, retryAt: null });
}

/** What must hold on one branch now, and from the next known start on. */
export async function wantsOf(place: Pick<GatePlace, "repository" | "branch" | "holding" | "plans">, context: RunContext): Promise<GateWants> {
  const now = context.now();
  const renewal = (await context.memory.record<GateRenewal>("gate-renewal", gateKey(place.repository.id, place.branch)))?.id ?? null;
  const inForce = place.holding.filter((freeze) => freeze.state === "in-force");
  const nearest = place.holding.filter(({ state, since }) => (state === "before" || state === "notice") && since !== null && since > now && since - PREWARM <= now)
    .sort((a, b) => (a.since ?? 0) - (b.since ?? 0))[0]?.since ?? null;
  const thenToo = place.holding.filter(({ state, since }) => (state === "before" || state === "notice") && since === nearest);
  return {
    wanted: inForce.length === 0 ? null : coversOf(inForce, place.plans, renewal),
    coming: nearest === null ? null : { from: nearest, covers: coversOf([...inForce, ...thenToo], place.plans, renewal) },
  };
}

function coversOf(freezes: readonly FreezeHere[], plans: readonly PlanInForce[], renewal: string | null): Covers {
  return {
    renewal,
    freezes: Object.fromEntries(freezes.map((here) => {
      const { home, freeze } = here;
      const records = plans.filter((plan) => plan.home.id === home && plan.plan.freezes.some((one) => one.id === freeze));
      return [freezeKey(here), Math.max(0, ...records.map(({ record }) => lastTightened(record.tightened, freeze)))];
    })),
  };
}
