/** How an exception stands now, for those who asked for it and those who approve it. */
import type { Instant } from "../model/instant.ts";
import type { AskedWaiver } from "../command/state.ts";

export type WaiverStatus = "asked" | "approved" | "changed" | "revoked" | "replaced" | "over";

/** `diff` is the identity of the change as it is now; null = not known, which is not the same as changed. */
export function waiverStatus(waiver: AskedWaiver, diff: string | null, now: Instant): WaiverStatus {
  if (waiver.revokedBy !== null) return "revoked";
  if (waiver.replacedBy !== null) return "replaced";
  if (waiver.until !== null && now >= waiver.until) return "over";
  if (waiver.given.length > 0 && diff !== null && diff !== waiver.diff) return "changed";
  return waiver.approvedBy.length >= waiver.needed ? "approved" : "asked";
}
