/** In the tracking issue: how firmly the freeze holds on each branch, what is wrong with it, and what the self-test found. */
import type { GateRecord, SelfTestNotice, SelfTestRecord } from "../domain/model/gate.ts";
import type { LedgerEntry } from "../domain/model/ledger-entry.ts";
import type { RepositoryName } from "../domain/model/refs.ts";
import { failing } from "../domain/policy/self-test.ts";
import { markdownText } from "./escape.ts";
import { findingLines, gateWarnings, levelText, selfTestNotice } from "./gate.ts";
import { managerOf } from "./tracking-freeze.ts";
import type { TrackedFreeze } from "./tracking-freeze.ts";
import { mentionText } from "./tracking-reference.ts";

export interface TrackedGate {
  readonly repository: RepositoryName;
  readonly gate: GateRecord;
  /** null = not tested yet */
  readonly tested: SelfTestRecord | null;
}

export interface TrackedGates {
  readonly gates: readonly TrackedGate[];
  /** what happened to them during the freeze, by instant */
  readonly events: readonly LedgerEntry[];
  /** warnings that are due, before the beginning only */
  readonly notices: readonly SelfTestNotice[];
}

const SHOWN = 20;

/** Null where there is nothing to hold any more, or nothing was to be held. */
export function holdText({ plan, freeze, state }: TrackedFreeze, { gates }: TrackedGates): string | null {
  if (state === "over" || state === "withdrawn" || freeze.mode === "observe" || gates.length === 0) return null;
  const several = new Set(gates.map(({ repository }) => repository)).size > 1;
  const parts = gates.slice(0, SHOWN).map(({ repository, gate, tested }) => {
    const open = failing(tested?.findings ?? []);
    const lines = [levelText(gate), ...gateWarnings(gate, plan.release.timezone), ...(open.length === 0 ? [] : ["The self-test:", ...findingLines(open)])];
    return [...(several ? [`**${markdownText(repository, 140)}**`] : []), ...lines.map((line) => `- ${line}`)].join("\n");
  });
  return `### How firmly it holds\n${parts.join("\n\n")}${gates.length > SHOWN ? `\n\nAnd ${gates.length - SHOWN} more.` : ""}`;
}

/** A new comment to whoever manages the freeze, while there is time to mend it. */
export function selfTestText(tracked: TrackedFreeze, notice: SelfTestNotice): string {
  return `${mentionText(managerOf(tracked))}: ${selfTestNotice(notice, tracked.freeze.title, tracked.plan.release.timezone)}`;
}
