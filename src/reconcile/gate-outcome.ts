/** What the gate's part of a branch's run leaves behind, and the entries that people act on. */
import type { GateHold, GateRecord } from "../domain/model/gate.ts";
import { gateKey } from "../domain/model/gate.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { Key, Mark } from "../domain/model/key.ts";
import type { LedgerEntry } from "../domain/model/ledger-entry.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import type { OutboxMessage } from "../domain/model/message.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { RecordChange } from "../domain/model/settlement.ts";
import { gateAlertWords } from "../text/gate-history.ts";
import { keyText } from "../domain/model/key.ts";
import type { FreezeHere } from "./freezes-on-branch.ts";
import type { PlanInForce } from "./plans-in-force.ts";

export interface GatePlace {
  readonly key: Extract<Key, { kind: "branch" }>;
  readonly repository: RepositoryRecord;
  readonly branch: string;
  /** enforced freezes that bind this branch as their own, whatever their phase */
  readonly holding: readonly FreezeHere[];
  readonly plans: readonly PlanInForce[];
  /** null = nothing is remembered: a new branch, or a store that was lost */
  readonly before: GateRecord | null;
  /** `before` with the level as it was measured just now; absent = it was not */
  readonly measured?: GateRecord;
}

export interface GateOutcome<R extends GateHold = GateRecord> {
  readonly record: R;
  readonly records: readonly RecordChange[];
  readonly marks: readonly Mark[];
  readonly ledger: readonly LedgerEntry[];
  readonly outbox: readonly OutboxMessage[];
  readonly wakeAt: Instant | null;
  /**
   * `closed`: verified on GitHub. `under-way`: the next run closes it, so no freeze has begun yet. `failed`: it should be closed and is not.
   * `none`: no gate of ours is to be closed here
   */
  readonly closing: "closed" | "under-way" | "failed" | "none";
  /** open pull requests are to be listed anew unless they were at that instant or later; null = at the usual time */
  readonly listedSince: Instant | null;
}

/** Ledger kinds, each also sent to whoever is told of alerts where `alert` says so. */
export const GATE_EVENTS = ["gate-closed", "gate-opened", "gate-changed", "gate-yielded", "gate-trouble", "gate-recovered", "gate-orphan", "gate-off", "soft-clean"] as const;
export type GateEvent = (typeof GATE_EVENTS)[number];

export function unchanged<R extends GateHold>(record: R, closing: GateOutcome["closing"] = "none"): GateOutcome<R> {
  return { record, records: [], marks: [], ledger: [], outbox: [], wakeAt: null, closing, listedSince: null };
}

export function openGate(place: GatePlace): GateRecord {
  return place.measured ?? place.before ?? {
    repository: place.repository.id, branch: place.branch, level: "advisory", checkRequired: false, ruleset: null, epoch: null, closedAt: null, next: null, left: null,
    trouble: null, touched: null, off: false, orphan: null, soft: null, blink: null, rulesReadAt: null, testedAt: null,
  };
}

/** Written once whatever is repeated: the id names the event, its epoch and when it was first seen. */
export function entry(place: GatePlace, event: GateEvent, at: Instant, id: string, body: LedgerEntry["body"]): LedgerEntry {
  return {
    id: `${event}/${gateKey(place.repository.id, place.branch)}/${id}`, kind: event, repository: place.holding[0]?.home ?? place.repository.id,
    about: keyText(place.key), at, by: null, body: { ...body, branch: place.branch, repository: place.repository.id },
  };
}

/** The same for people who are to be alarmed. */
export function alert(place: GatePlace, told: LedgerEntry): OutboxMessage {
  const { inForce, freeze, about } = freezeOf(place);
  return {
    id: told.id, audience: "alert", targets: [], about, installation: place.repository.installation, home: repositoryName(inForce?.home ?? place.repository),
    since: told.at, notBefore: null, words: gateAlertWords(told, repositoryName(place.repository), freeze, inForce?.plan.release.timezone ?? "UTC"), facts: { ...told.body, event: told.kind },
  };
}

/** The plan's own freeze that holds the branch, whose tracking issue shows what became of the message; without one the branch itself. */
function freezeOf({ key, holding, plans }: GatePlace): { readonly inForce: PlanInForce | null; readonly freeze: string | null; readonly about: Key } {
  const [first] = holding;
  const inForce = plans.find(({ home }) => home.id === first?.home) ?? plans[0] ?? null;
  if (first === undefined || inForce === null) return { inForce, freeze: null, about: key };
  const freeze = inForce.plan.freezes.find(({ id }) => id === first.freeze);
  return { inForce, freeze: freeze?.title ?? null, about: { kind: "freeze", repository: inForce.home.id, path: inForce.record.path, freeze: first.freeze } };
}
