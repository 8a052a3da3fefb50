/** Does the freeze let in this kind of change? A kind may be judged as another (`counts_as`); what nobody could tell is not let in. */
import type { ChangeKind } from "../model/change-kind.ts";
import type { Reason } from "../model/decision.ts";
import type { Freeze, ReleasePlan } from "../model/plan.ts";
import { reason } from "./reason.ts";

export function kindReason(plan: ReleasePlan, freeze: Freeze, kind: ChangeKind): Reason {
  const allowed = freeze.allow;
  if (kind === "unknown") return reason("kind-unknown", false, { kind, allowed });
  const countsAs = plan.kinds.countsAs[kind] ?? kind;
  const met = allowed.includes(kind) || (countsAs !== "unknown" && allowed.includes(countsAs));
  return reason(met ? "kind-allowed" : "kind-not-allowed", met, { kind, countsAs, allowed });
}
