/** What decisions do to an incident: what it is, how severe, whose, who is told, what is frozen, and that it is over for good. */
import type { IncidentAct, IncidentEntry, InformDecision } from "../model/incident.ts";
import { acknowledgedBy } from "./apply-moment.ts";
import type { Draft, Step } from "./draft.ts";
import { refusedStep, step } from "./draft.ts";
import { advance, reopened, settled } from "./machine.ts";
import { did, refuses } from "./outcome.ts";
import { missingForReview } from "./review.ts";

type Act<Kind extends IncidentAct["kind"]> = Extract<IncidentAct, { readonly kind: Kind }>;

export function applySeverity(draft: Draft, { severity, light }: Act<"severity">, { by, at }: IncidentEntry): Step {
  const after = settled({ ...draft, severity, light }, by, at);
  return step(after, after.state === "reviewed" && draft.state !== "reviewed" ? did("closed-light") : did("severity", { severity, before: draft.severity }));
}

export function applyOwn(draft: Draft, { who }: Act<"own">, entry: IncidentEntry): Step {
  return step(settled(acknowledgedBy({ ...draft, owner: who }, entry), entry.by, entry.at), did("owned", { who, before: draft.owner }));
}

/** A false alarm is over with the word; whoever says so says why. */
export function applyTriage(draft: Draft, { as, known, text }: Act<"triage">, { by, at }: IncidentEntry): Step {
  const triaged: Draft = { ...draft, triage: as, known };
  if (as === "false-alarm") {
    if (text === null) return refusedStep(draft, refuses("needs-words", { moment: "false alarm", skipped: [] }));
    const over = draft.state === "reviewed" ? triaged : advance({ ...triaged, state: "resolved" }, "reviewed", by, at);
    return step({ ...over, report: { summary: text, ...over.report } }, did("triaged", { as, known: null }));
  }
  const after = settled(triaged, by, at);
  const facts = { as, known: known === null ? null : `${known.repository}#${known.number}` };
  return step(after, after.state === "reviewed" && draft.state !== "reviewed" ? did("closed-light") : did("triaged", facts));
}

export function applyInform(draft: Draft, { inform, audience, role, review, text }: Act<"inform">, { id, at, by }: IncidentEntry): Step {
  const decision: InformDecision = { id, recordedAt: at, by, inform, audience, role, review, text };
  return step({ ...draft, informs: [...draft.informs, decision] }, did("informed", { inform, audience, review }));
}

export function applyReopened(draft: Draft, { by, at }: IncidentEntry): Step {
  if (!["mitigated", "resolved", "reviewed"].includes(draft.state)) return refusedStep(draft, refuses("not-closed", { state: draft.state }));
  const again = reopened(draft, by, at);
  return step(again, did("reopened", { state: again.state }));
}

export function applyReviewed(draft: Draft, { by, at }: IncidentEntry): Step {
  if (draft.state === "reviewed") return refusedStep(draft, refuses("already", { state: draft.state, by: draft.reached.by, at: draft.reached.at }));
  if (draft.state !== "resolved") return refusedStep(draft, refuses("not-resolved", { state: draft.state }));
  const missing = missingForReview(draft);
  return missing.length > 0 ? refusedStep(draft, refuses("report-missing", { missing })) : step(advance(draft, "reviewed", by, at), did("reviewed"));
}

export function applyFreeze(draft: Draft, { to }: Act<"freeze">, { by, at }: IncidentEntry): Step {
  const on = to === "on";
  const holds = isFreezing(draft);
  if (holds === on) return refusedStep(draft, refuses("freeze-unchanged", { on }));
  if (!on) return step(thawed(draft, by, at), did("thawed"));
  if (draft.state === "resolved" || draft.state === "reviewed") return refusedStep(draft, refuses("already", { state: draft.state, by: draft.reached.by, at: draft.reached.at }));
  return step({ ...draft, freezes: [...draft.freezes, { from: at, by, until: null, endedBy: null }] }, did("froze"));
}

export function isFreezing({ freezes }: Pick<Draft, "freezes">): boolean {
  return freezes.at(-1)?.until === null;
}

/** What is over freezes nothing any more. */
export function thawed(draft: Draft, by: string | null, at: number): Draft {
  return { ...draft, freezes: draft.freezes.map((one) => (one.until === null ? { ...one, until: Math.max(at, one.from), endedBy: by } : one)) };
}
