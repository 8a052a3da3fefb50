/**
 * Entries of one incident → the incident. They are taken in the order in which they were written, each once, so neither the order of arrival nor a
 * doubled delivery changes anything. What came of each entry is told beside it; nothing that was refused changes the incident.
 */
import type { Incident, IncidentEntry } from "../model/incident.ts";
import { decidedWith, leftUndecided } from "./actions.ts";
import { applyFreeze, applyInform, applyOwn, applyReopened, applyReviewed, applySeverity, applyTriage, isFreezing, thawed } from "./apply-decision.ts";
import { applyMoment } from "./apply-moment.ts";
import { applyEdited, applyFollowUp, applyFollowUpDone, applyHeard, applyHypothesis, applyLogs, applyParty, applyPlan, applyPublished, applyReport, applyStepDone, applyTimeline } from "./apply-record.ts";
import type { Draft, Step } from "./draft.ts";
import { newDraft, refusedStep, step, timelineItem } from "./draft.ts";
import { fingerprintOfLine } from "./fingerprint.ts";
import { saidId } from "./ledger.ts";
import { refusedRight } from "./may.ts";
import { metricsOf } from "./metrics.ts";
import type { IncidentOutcome } from "./outcome.ts";
import { did, refuses } from "./outcome.ts";

export interface FoldedIncident {
  readonly incident: Incident;
  /** by the entry's id */
  readonly outcomes: ReadonlyMap<string, IncidentOutcome>;
}

/** Null where its opening is not among them. */
export function foldIncident(entries: readonly IncidentEntry[]): FoldedIncident | null {
  const sorted = [...new Map(entries.map((entry) => [entry.id, entry])).values()].sort(asWritten);
  const opening = sorted.find(({ act }) => act.kind === "opened");
  let draft = opening === undefined ? null : newDraft(opening);
  if (opening === undefined || draft === null) return null;
  const outcomes = new Map<string, IncidentOutcome>();
  for (const entry of sorted) {
    if (entry.act.kind === "opened") continue;
    const next = applied(draft, entry);
    outcomes.set(entry.id, next.outcome);
    draft = next.draft;
  }
  const { episodes: _episodes, reached: _reached, easedBy: _easedBy, ...incident } = draft;
  return { incident: { ...incident, metrics: metricsOf(incident), undecided: leftUndecided(draft) }, outcomes };
}

function applied(draft: Draft, entry: IncidentEntry): Step {
  const right = refusedRight(entry, draft);
  if (right !== null) return refusedStep(draft, right === "stranger" ? refuses("stranger") : refuses("not-allowed", { who: right }));
  const next = stepOf(draft, entry);
  if (!next.outcome.done) return next;
  const over = next.draft.state === "resolved" || next.draft.state === "reviewed";
  const after = over && isFreezing(next.draft) ? thawed(next.draft, entry.by, entry.at) : next.draft;
  const item = timelineItem(entry);
  const timeline = item === null ? after.timeline : [...after.timeline, item];
  return { ...next, draft: { ...after, timeline, actions: decidedWith(after.actions, entry), updatedAt: entry.comment === null ? after.updatedAt : entry.at } };
}

function stepOf(draft: Draft, entry: IncidentEntry): Step {
  const { act } = entry;
  switch (act.kind) {
    case "opened": return refusedStep(draft, refuses("already", { state: draft.state, by: draft.openedBy, at: draft.openedAt }));
    case "moment": return applyMoment(draft, act, entry);
    case "severity": return applySeverity(draft, act, entry);
    case "type": return step({ ...draft, type: act.type }, did("noted", { what: "type" }));
    case "component": return step({ ...draft, component: act.component }, did("noted", { what: "component" }));
    case "version": return step({ ...draft, version: act.version }, did("noted", { what: "version" }));
    case "error": return step({ ...draft, fingerprint: fingerprintOfLine(act.text) ?? draft.fingerprint }, did("noted", { what: "error" }));
    case "own": return applyOwn(draft, act, entry);
    case "triage": return applyTriage(draft, act, entry);
    case "party": return applyParty(draft, act);
    case "heard": return applyHeard(draft, act, entry);
    case "hypothesis": return applyHypothesis(draft, act, entry);
    case "timeline": return applyTimeline(draft, act, entry);
    case "inform": return applyInform(draft, act, entry);
    case "resend": return step({ ...draft, resends: [...draft.resends, { target: act.target, at: entry.at }] }, did("resend", { target: act.target }));
    case "plan": return applyPlan(draft, act, entry);
    case "step-done": return applyStepDone(draft, act);
    case "no-need": return step(draft, did("noted", { what: "no-need" }));
    case "logs": return applyLogs(draft, act, entry);
    case "follow-up": return applyFollowUp(draft, act, entry);
    case "follow-up-done": return applyFollowUpDone(draft, act);
    case "report": return applyReport(draft, act);
    case "redact": return step({ ...draft, redactions: [...new Set([...draft.redactions, act.words])] }, did("noted", { what: "redact" }));
    case "reviewed": return applyReviewed(draft, entry);
    case "published": return applyPublished(draft, act);
    case "reopened": return applyReopened(draft, entry);
    case "recurred": return step({ ...draft, recurrences: [...draft.recurrences.filter((one) => one.repository !== act.link.repository || one.number !== act.link.number), act.link] }, did("noted", { what: "recurrence" }));
    case "freeze": return applyFreeze(draft, act, entry);
    case "lane": return step({ ...draft, lane: act.pulls, laneRisk: act.text ?? null }, did("lane", { pulls: act.pulls.map(({ repository, number }) => `${repository}#${number}`), risk: act.text ?? null }));
    case "edited": return applyEdited(draft, act, saidId(entry.repository, act.comment, act.line), entry.at);
    case "reminded": return step({ ...draft, reminded: { [`${act.clock}/${act.step}`]: entry.at, ...draft.reminded } }, did("noted", { what: "reminder" }));
  }
}

/** The opening first; then as written, and what was observed after what was said in the same moment, which it may follow from. */
function asWritten(a: IncidentEntry, b: IncidentEntry): number {
  const opens = Number(b.act.kind === "opened") - Number(a.act.kind === "opened");
  return opens || a.at - b.at || commentOf(a) - commentOf(b) || a.line - b.line || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function commentOf({ comment }: IncidentEntry): number {
  return comment ?? Number.MAX_SAFE_INTEGER;
}
