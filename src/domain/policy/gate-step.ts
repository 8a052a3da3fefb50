/**
 * The next step of a gate: one decision, at most one write. Every step is taken from what is recorded and what GitHub shows, so a run that died
 * anywhere is taken up by the next one.
 *
 * An epoch is minted in a run of its own and recorded before anything carries its name. One for a known start is minted `PREWARM` ahead, so
 * that exempt heads have its stamp when the closing write comes; one for anything else is minted and then written at once.
 */
import type { Covers, Epoch } from "../model/gate.ts";
import type { Duration, Instant } from "../model/instant.ts";
import { covers } from "./gate-epoch.ts";

/** How long before a known start exempt heads are stamped: time for several hundred at one write a second. */
export const PREWARM: Duration = 10 * 60_000;

export interface GateFacts {
  readonly now: Instant;
  readonly epoch: Epoch | null;
  readonly next: Epoch | null;
  /** what must hold now; null = no enforced freeze is in force */
  readonly wanted: Covers | null;
  /** what must hold from the next known start on, once it is at most `PREWARM` away; null = none so near */
  readonly coming: { readonly from: Instant; readonly covers: Covers } | null;
}

export type GateStep =
  | { readonly kind: "mint"; readonly from: Instant; readonly foreseen: boolean; readonly covers: Covers }
  /** write and verify, with this epoch */
  | { readonly kind: "close"; readonly epoch: Epoch }
  /** closed as it should be: see that it still is */
  | { readonly kind: "keep"; readonly epoch: Epoch }
  | { readonly kind: "open" }
  | { readonly kind: "rest"; /** an epoch that was prepared and is not needed any more */ readonly dropNext: boolean };

export function gateStep({ now, epoch, next, wanted, coming }: GateFacts): GateStep {
  if (wanted !== null && !covers(epoch, wanted)) {
    if (next !== null && next.from <= now && covers(next, wanted)) return { kind: "close", epoch: next };
    return { kind: "mint", from: now, foreseen: false, covers: wanted };
  }
  if (wanted === null && epoch !== null) return { kind: "open" };
  if (coming !== null && !covers(epoch, coming.covers) && !(next !== null && next.from === coming.from && covers(next, coming.covers)))
    return { kind: "mint", from: coming.from, foreseen: true, covers: coming.covers };
  if (epoch !== null) return { kind: "keep", epoch };
  return { kind: "rest", dropNext: next !== null && coming === null };
}
