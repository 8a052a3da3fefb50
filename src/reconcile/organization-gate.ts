/**
 * `organization-gate:<installation>/<branch>`: one ruleset of the organisation closes this branch in every governed repository at once.
 *
 * Promises: one write for all of them, and each of them verifies, stamps and records its own baseline when it is marked (gate-member.ts). Which
 * repositories these are, their own runs have recorded; what they want is reckoned here from what is remembered, without asking GitHub. It
 * names repositories by id and never drops one that it has no record of: after a loss of memory that one stays closed.
 * Accepted: an epoch that one repository needs is new for all of them, so a change of one plan makes bugfixes of another wait for their stamp. A
 * run that died between its write and its record, with other freezes in force when it is taken up, takes its own write for a person's, and says so once.
 */
import { desireRuleset, offRulesetName, rulesetStem, sameRepositories, standingContext } from "../domain/desired/gate-ruleset.ts";
import type { GateHold, GateRecord, ObservedRuleset, OrganizationGateRecord } from "../domain/model/gate.ts";
import { organizationGateKey } from "../domain/model/gate.ts";
import type { Key, Mark } from "../domain/model/key.ts";
import type { LedgerEntry } from "../domain/model/ledger-entry.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import type { Settlement } from "../domain/model/settlement.ts";
import { NOTHING_TO_SETTLE } from "../domain/model/settlement.ts";
import { jointWants, repositoriesOf, withoutGone } from "../domain/policy/gate-members.ts";
import { freezesOnBranch, holdingFreezes } from "./freezes-on-branch.ts";
import { runGate } from "./gate.ts";
import { alert, entry } from "./gate-outcome.ts";
import type { GateEvent, GatePlace } from "./gate-outcome.ts";
import { wantsOf } from "./gate-scope.ts";
import type { GateScope, GateWants } from "./gate-scope.ts";
import { plansFor, repositoryOf } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";
import { stopAtOpening } from "./thaw-stop.ts";
import type { Stopped } from "./thaw-stop.ts";

type OrganizationGateKey = Extract<Key, { kind: "organization-gate" }>;

interface Member extends GatePlace {
  readonly gate: GateRecord;
  readonly wants: GateWants;
}

export async function runOrganizationGate(key: OrganizationGateKey, context: RunContext): Promise<Settlement> {
  const before = await context.memory.record<OrganizationGateRecord>("organization-gate", organizationGateKey(key.installation, key.branch));
  const members = await membersOf(key, context);
  const [first] = members;
  // Nobody is left who could be asked in whose name: the last of them took what it knew with it.
  if (first === undefined) return NOTHING_TO_SETTLE;
  const outcome = await runGate(organizationScope(key, before, members, first, context), context);
  return {
    ...NOTHING_TO_SETTLE, marks: outcome.marks, ledger: outcome.ledger, outbox: outcome.outbox, wakeAt: outcome.wakeAt,
    records: [...outcome.records, { kind: "organization-gate", key: organizationGateKey(key.installation, key.branch), value: outcome.record }],
  };
}

/** The repositories whose own runs have said that this gate closes them. */
async function membersOf({ installation, branch }: OrganizationGateKey, context: RunContext): Promise<readonly Member[]> {
  const members: Member[] = [];
  for (const { value: gate } of await context.memory.records<GateRecord>("gate", "")) {
    if (gate.branch !== branch || gate.through !== "organization") continue;
    const repository = await repositoryOf(context.memory, gate.repository);
    if (repository === null || repository.installation !== installation) continue;
    const plans = await plansFor(context.memory, repository.id);
    const holding = holdingFreezes(plans.flatMap((plan) => freezesOnBranch(plan, repository, branch, context.now())));
    const place: GatePlace = { key: { kind: "branch", repository: repository.id, branch }, repository, branch, holding, plans, before: gate };
    members.push({ ...place, gate, wants: gate.offAlone === true ? { wanted: null, coming: null } : await wantsOf(place, context) });
  }
  return members;
}

function organizationScope(key: OrganizationGateKey, before: OrganizationGateRecord | null, members: readonly Member[], first: Member, context: RunContext): GateScope<OrganizationGateRecord> {
  const { branch, installation } = key;
  const record = before ?? newRecord(key);
  const missing = new Set<number>();
  const inOneHome = members.filter((member, index) => index === members.findIndex((one) => homeOf(one) === homeOf(member)));
  const known = members.map(({ repository }) => repository.id);
  let unknown: readonly number[] = [];
  return {
    branch, before, record, holding: members.flatMap(({ holding }) => holding), plans: members.flatMap(({ plans }) => plans), repository: null, witnessed: 0,
    itself: { key, lane: "gate", installation },
    get wants() {
      return jointWants(members.filter(({ repository }) => !missing.has(repository.id)).map(({ repository, wants }) => ({ repository: repository.id, ...wants })));
    },
    async read() {
      const observed = await context.gate.readOrganizationRuleset(first.repository, record.ruleset, [rulesetStem(branch), offRulesetName(branch)]);
      unknown = (observed?.repositories ?? []).filter((id) => !known.includes(id));
      const closed = observed?.active === true ? observed.repositories ?? [] : [];
      const lost = record.epoch === null ? [] : members.filter(({ repository: { id } }) => record.repositories.includes(id) && !closed.includes(id));
      for (const { repository } of lost) if (await isSwitchedOff(repository, branch, context)) missing.add(repository.id);
      return observed;
    },
    desire: (epoch, kept) => ({
      ...desireRuleset(branch, context.github.appId, epoch?.name ?? kept, epoch !== null),
      repositories: epoch === null ? (record.repositories.length === 0 ? known : record.repositories) : [...new Set([...repositoriesOf(epoch), ...unknown])].sort((a, b) => a - b),
    }),
    write: (desired, observed) => context.gate.ensureOrganizationRuleset(first.repository, desired, observed),
    verify: (epoch, ruleset) => verifyWritten(epoch.name, ruleset, context.github.appId),
    stopArmed: () => stopOf(members.filter(({ gate, wants: { wanted } }) => gate.epoch !== null && wanted === null), context),
    asLeft: (left, observed) => standingContext(observed, context.github.appId) === left.epoch?.name && sameRepositories(left.repositories, observed.repositories ?? []),
    noted: (noted, ruleset) => ({ ...noted, ruleset: ruleset?.id ?? noted.ruleset, repositories: ruleset?.repositories ?? noted.repositories }),
    withoutEnded(epoch) {
      return withoutGone(epoch, this.wants.wanted);
    },
    groups: () => Promise.resolve([]),
    exempt: () => Promise.resolve([]),
    heads: () => Promise.resolve([]),
    followers: () => Promise.resolve(members.map(({ key: own }): Mark => ({ key: own, lane: "gate", installation }))),
    entries: (event, at, id, body) => (isTold(event, body) ? inOneHome.map((place) => entry(place, event, at, `organization/${id}`, body)) : []),
    alert: (told) => alert(inOneHome.find(({ repository }) => repository.id === told.body["repository"]) ?? first, told),
    fresh: (closed) => closed,
    measured: (held) => Promise.resolve(held),
  };
}

/** Of the repositories that are about to be opened. */
async function stopOf(members: readonly Member[], context: RunContext): Promise<Stopped> {
  const all: Stopped[] = [];
  for (const member of members) all.push(await stopAtOpening(member, member.gate.epoch, context));
  return { stopped: all.flatMap(({ stopped }) => stopped), lacks: all.find(({ lacks }) => lacks !== null)?.lacks ?? null, more: all.some(({ more }) => more) };
}

/** `release-warden off` took it out for this repository alone, and its own run has not noticed yet. */
async function isSwitchedOff(repository: RepositoryRecord, branch: string, context: RunContext): Promise<boolean> {
  return await context.gate.readRuleset(repository, null, [offRulesetName(branch)]) !== null;
}

/** Closed and opened is said of each repository, by its own run. Where the organisation's ruleset cannot be made, each has its own, and nobody has to do anything. */
function isTold(event: GateEvent, { doing }: LedgerEntry["body"]): boolean {
  return event !== "gate-closed" && event !== "gate-opened" && doing !== "provision";
}

function homeOf({ holding, repository }: Member): number {
  return holding[0]?.home ?? repository.id;
}

/** What GitHub made of the write. What then holds in each repository, its own run reads. */
async function verifyWritten(context: string, ruleset: ObservedRuleset, appId: number): Promise<void> {
  if (standingContext(ruleset, appId) === context) return Promise.resolve();
  throw new FaultError({ kind: "unavailable", message: `the ruleset "${ruleset.name}" of the organisation was written, and GitHub does not show it as it was: its branches may still be open`, retryAt: null });
}

function newRecord({ installation, branch }: OrganizationGateKey): OrganizationGateRecord {
  const nothing: GateHold = { branch, ruleset: null, epoch: null, closedAt: null, next: null, left: null, trouble: null, touched: null, off: false, orphan: null };
  return { ...nothing, installation, repositories: [] };
}
