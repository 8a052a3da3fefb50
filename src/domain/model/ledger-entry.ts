import type { Instant } from "./instant.ts";

/** Ledger entry: something that happened and that others act on, written once and never changed. `id` makes writing it twice harmless. */
export interface LedgerEntry {
  readonly id: string;
  readonly kind: string;
  /** repository of the plan, or of the object where there is no plan */
  readonly repository: number;
  /** key text of what it is about */
  readonly about: string;
  readonly at: Instant;
  readonly by: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}
