/** What it does to an incident that somebody says when something happened: that it was eased, that it is over, that it began long before. */
import type { IncidentAct, IncidentEntry, IncidentState, Moment, When } from "../model/incident.ts";
import { leftUndecided } from "./actions.ts";
import type { Draft, Step } from "./draft.ts";
import { refusedStep, step } from "./draft.ts";
import { advance, contradicted, isPast, leftOut, settled, withMoment } from "./machine.ts";
import { did, refuses } from "./outcome.ts";
import { isAhead } from "./when.ts";

type MomentAct = Extract<IncidentAct, { readonly kind: "moment" }>;

export function applyMoment(draft: Draft, act: MomentAct, entry: IncidentEntry): Step {
  const { moment } = act;
  const when: When = act.when ?? { precision: "minute", at: entry.at, text: "" };
  if (isAhead(when, entry.at)) return refusedStep(draft, refuses("future", { moment }));
  const ending = moment === "mitigated" || moment === "resolved" ? ended(draft, { ...act, moment }, entry) : null;
  if (ending !== null && !("draft" in ending)) return refusedStep(keepWords(draft, entry, act), ending);
  const other = contradicted(draft, moment, when);
  if (other !== null) return refusedStep(draft, refuses("contradicts", { moment, other }));
  const before = draft.moments[moment]?.last ?? null;
  const noted = withMoment(ending?.draft ?? draft, moment, when);
  const fixed = moment === "resolved" && act.text !== null ? { ...noted, report: { fix: act.text, ...noted.report } } : noted;
  const after = settled(fixed, entry.by, entry.at);
  if (ending === null || ending.draft === draft) {
    return step(after, before === null ? did("noted", { what: moment }) : did("corrected", { moment, before: before.text, after: when.text }));
  }
  if (after.state === "reviewed") return step(after, did("closed-light"));
  const lacks = after.state === "resolved" && after.light;
  return step(after, lacks ? did("lacks-triage", { skipped: ending.skipped }) : did("moved", { to: after.state, skipped: ending.skipped, undecided: leftUndecided(after).map(({ action }) => action) }));
}

type Ended = { readonly draft: Draft; readonly skipped: readonly IncidentState[] } | ReturnType<typeof refuses>;

/** On to that state; the same draft where it is there already and only the instant is put right. */
function ended(draft: Draft, { moment, when, text }: MomentAct & { readonly moment: "mitigated" | "resolved" }, { by, at }: IncidentEntry): Ended {
  if (isPast(draft.state, moment)) {
    return when === null ? refuses("already", { state: draft.state, by: draft.reached.by, at: draft.reached.at }) : { draft, skipped: [] };
  }
  const skipped = leftOut(draft, moment).filter((state) => state !== "mitigated");
  if (skipped.length > 0 && text === null && !draft.light) return refuses("needs-words", { moment, skipped });
  return { draft: advance(draft, moment, by, at), skipped };
}

/** Two people resolve it at once: the second changes nothing, but what was written beside it is not lost. */
function keepWords(draft: Draft, { id, at, by }: IncidentEntry, { text, when }: MomentAct): Draft {
  if (text === null) return draft;
  const act = { kind: "timeline", when, text } as const;
  return { ...draft, timeline: [...draft.timeline, { id, recordedAt: at, by, when, kind: "timeline", act, originals: [], deleted: false }] };
}

/** Whoever takes it has seen it. */
export function acknowledgedBy(draft: Draft, { at }: IncidentEntry): Draft {
  const known: Moment = "acknowledged";
  const when: When = { precision: "minute", at, text: "" };
  return draft.moments[known] !== undefined || contradicted(draft, known, when) !== null ? draft : withMoment(draft, known, when);
}
