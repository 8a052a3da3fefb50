/** The incident while it is folded: what stands so far, and one step from it to the next. */
import type { Incident, IncidentEntry, Moment, TimelineItem } from "../model/incident.ts";
import { fingerprintOf } from "./fingerprint.ts";
import type { IncidentOutcome } from "./outcome.ts";

/** All but what is computed at the end. */
export interface Draft extends Omit<Incident, "metrics" | "undecided"> {
  /** the reopening during which a moment was first and last said, from 0 */
  readonly episodes: Partial<Readonly<Record<Moment, { readonly first: number; readonly last: number }>>>;
  /** who took it beyond the investigation; null = it is not beyond */
  readonly easedBy: { readonly by: string | null } | null;
  /** how it came to be in this state, for those who say the same again */
  readonly reached: { readonly by: string | null; readonly at: number };
}

export interface Step {
  readonly draft: Draft;
  readonly outcome: IncidentOutcome;
}

export function step(draft: Draft, outcome: IncidentOutcome): Step {
  return { draft, outcome };
}

/** Nothing changes. What was refused may still hold words that must not be lost: those stay in the timeline. */
export function refusedStep(draft: Draft, outcome: IncidentOutcome): Step {
  return { draft, outcome };
}

/** Null for what is no event: words of the report, edits, reminders. */
export function timelineItem({ id, at, by, act }: IncidentEntry): TimelineItem | null {
  if (act.kind === "report" || act.kind === "redact" || act.kind === "resend" || act.kind === "edited" || act.kind === "reminded") return null;
  const when = act.kind === "moment" || act.kind === "timeline" ? act.when : null;
  return { id, recordedAt: at, by, when, kind: act.kind, act, originals: [], deleted: false };
}

export function newDraft(entry: IncidentEntry): Draft | null {
  const { act, at, by, repository, number } = entry;
  const opening = timelineItem(entry);
  if (act.kind !== "opened" || opening === null) return null;
  return {
    repository, number, title: act.title, state: "reported", skipped: [], openedAt: at, openedBy: by, procedure: act.procedure ?? null, maintenance: act.maintenance ?? [], severity: null, light: false, type: null, component: null, version: null, fingerprint: fingerprintOf([act.title, act.text]), owner: null,
    triage: null, known: null, recurrences: [], moments: {}, episodes: {}, parties: [], heard: [], timeline: [opening], hypotheses: [], informs: [], resends: [], steps: [], actions: [], logs: [],
    followUps: [], report: act.text === null ? {} : { summary: act.text }, redactions: [], noteTags: [], freezes: [], lane: [], laneRisk: null, reopenings: 0, updatedAt: at, reminded: {},
    easedBy: null, reached: { by, at },
  };
}
