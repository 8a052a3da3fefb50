/** What the worker needs of the queue. `app.ts` gives it the store, which promises what each of these means. */
import type { Key, Lane, Mark } from "../domain/model/key.ts";
import type { Fault } from "../domain/model/problem.ts";
import type { Settlement } from "../domain/model/settlement.ts";

export interface Claim {
  readonly key: Key;
  readonly lane: Lane;
  readonly installation: number;
  readonly seen: number;
  readonly token: string;
  readonly attempts: number;
  readonly dirtySince: number;
}

export interface WorkQueue {
  claim(request: {
    readonly now: number; readonly limit: number; readonly leaseMs: number; readonly worker: string; readonly lanes?: readonly Lane[];
  }): Promise<readonly Claim[]>;
  renew(claim: Claim, leaseMs: number): Promise<boolean>;
  settle(claim: Claim, settlement: Settlement, when: { readonly now: number }): Promise<"settled" | "lost">;
  fail(claim: Claim, fault: Fault, when: { readonly now: number; readonly retryAt: number | null }): Promise<"failed" | "lost">;
  release(claim: Claim): Promise<void>;
  nextDueAt(): Promise<number | null>;
}

/** Where recurring work leaves its marks. */
export interface Marking {
  mark(marks: readonly Mark[], when: { readonly now: number; readonly wakeAt?: number }): Promise<void>;
}
