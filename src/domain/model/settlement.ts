/** What one run leaves behind, committed in one transaction with the release of its key. */
import type { Instant } from "./instant.ts";
import type { Mark } from "./key.ts";
import type { LedgerEntry } from "./ledger-entry.ts";
import type { OutboxMessage, Resend } from "./message.ts";
import type { TrackedPull } from "./tracked-pull.ts";

/** Small keyed values the reconcilers remember: installations, repositories, last good plans, freeze starts. `value` null deletes. */
export interface RecordChange {
  readonly kind: RecordKind;
  readonly key: string;
  readonly value: unknown;
}
export const RECORD_KINDS = ["installation", "repository", "plan", "consent", "governed", "branch", "freeze-start", "check", "notice", "cursor", "gate", "organization-gate", "gate-renewal", "stamp", "self-test", "verdict", "landed", "tracking", "feeder", "answer", "milestone", "schedule", "board", "feature", "candidate", "evidence", "incident", "incident-log", "procedure", "log-access", "tag-standing", "feature-tag", "features", "tag-gate", "tag-hold", "progress", "live", "card", "template", "measure", "results", "test-file", "named-tests", "posted-report", "posted-results"] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

export interface Settlement {
  /** when to look again by the clock; null = only when marked */
  readonly wakeAt: Instant | null;
  readonly marks: readonly Mark[];
  readonly records: readonly RecordChange[];
  readonly pulls: readonly TrackedPull[];
  readonly ledger: readonly LedgerEntry[];
  readonly outbox: readonly OutboxMessage[];
  /** what people asked to be sent again; absent = nothing */
  readonly resends?: readonly Resend[];
  /** ids of messages that waited for an hour of the day and need not any more; absent = none */
  readonly hastened?: readonly string[];
}

export const NOTHING_TO_SETTLE: Settlement = { wakeAt: null, marks: [], records: [], pulls: [], ledger: [], outbox: [] };
