/** What only adds to the record of an incident: who has a part in it, what people think, what they will do, which logs there are. */
import type { FollowUp, Hypothesis, IncidentAct, IncidentEntry, LogRequest, TimelineItem } from "../model/incident.ts";
import type { Draft, Step } from "./draft.ts";
import { refusedStep, step } from "./draft.ts";
import { logSpokenOf } from "./log-account.ts";
import { did, refuses } from "./outcome.ts";
import { saysSomething } from "./review.ts";
import { isAhead } from "./when.ts";

type Act<Kind extends IncidentAct["kind"]> = Extract<IncidentAct, { readonly kind: Kind }>;

export function applyParty(draft: Draft, { who, role }: Act<"party">): Step {
  const others = draft.parties.filter((one) => one.who.toLowerCase() !== who.toLowerCase());
  return step({ ...draft, parties: [...others, { who, role }] }, did("noted", { what: "party" }));
}

export function applyHeard(draft: Draft, { who }: Act<"heard">, { at, by }: IncidentEntry): Step {
  const name = who ?? by;
  const isKnown = name === null || draft.heard.some((one) => one.who.toLowerCase() === name.toLowerCase());
  return step(isKnown ? draft : { ...draft, heard: [...draft.heard, { who: name, at }] }, did("noted", { what: "heard" }));
}

export function applyHypothesis(draft: Draft, { number, state, text }: Act<"hypothesis">, { id, at, by }: IncidentEntry): Step {
  if (number === null) {
    const added: Hypothesis = { id, recordedAt: at, by, number: draft.hypotheses.length + 1, state, text: text ?? "" };
    return step({ ...draft, hypotheses: [...draft.hypotheses, added] }, did("noted", { what: "hypothesis", number: added.number }));
  }
  const known = draft.hypotheses.find((one) => one.number === number);
  if (known === undefined) return refusedStep(draft, refuses("no-such-hypothesis", { number, highest: draft.hypotheses.length }));
  const changed = draft.hypotheses.map((one) => (one.number === number ? { ...one, state } : one));
  return step({ ...draft, hypotheses: changed }, did("noted", { what: "hypothesis", number, state }));
}

export function applyTimeline(draft: Draft, { when }: Act<"timeline">, { at }: IncidentEntry): Step {
  return when !== null && isAhead(when, at) ? refusedStep(draft, refuses("future", { moment: "timeline" })) : step(draft, did("noted", { what: "timeline" }));
}

export function applyPlan(draft: Draft, { horizon, text, owner, due }: Act<"plan">, { id, at, by }: IncidentEntry): Step {
  return step({ ...draft, steps: [...draft.steps, { id, recordedAt: at, by, number: draft.steps.length + 1, horizon, text, owner, due, done: false }] }, did("noted", { what: "plan", number: draft.steps.length + 1 }));
}

export function applyStepDone(draft: Draft, { number }: Act<"step-done">): Step {
  if (!draft.steps.some((one) => one.number === number)) return refusedStep(draft, refuses("no-such-step", { number, highest: draft.steps.length }));
  return step({ ...draft, steps: draft.steps.map((one) => (one.number === number ? { ...one, done: true } : one)) }, did("noted", { what: "step-done", number }));
}

/** A log that arrives with another fingerprint than it had is not the same log. */
export function applyLogs(draft: Draft, { step: said, who, node, range, location, hash }: Act<"logs">, { id, at, by }: IncidentEntry): Step {
  const spoken = logSpokenOf(draft.logs, { step: said, who, node, range });
  if ("several" in spoken) return refusedStep(draft, refuses("logs-which", { who, several: spoken.several.map((one) => [one.node === null ? null : `node ${one.node}`, one.range].filter((part) => part !== null).join(" ") || "without a node") }));
  const known = spoken.one;
  if (said === "received" && hash !== null && known !== null && known.state === "received" && known.hash !== null && known.hash.toLowerCase() !== hash.toLowerCase()) {
    return refusedStep(draft, refuses("hash-differs", { who, known: known.hash }));
  }
  const state = said === "request" ? "requested" : said;
  const now: LogRequest = { id, recordedAt: at, by, who, node: node ?? known?.node ?? null, range: range ?? known?.range ?? null, state, location: location ?? known?.location ?? null, hash: hash ?? known?.hash ?? null };
  return step({ ...draft, logs: known === null ? [...draft.logs, now] : draft.logs.map((one) => (one === known ? now : one)) }, did("noted", { what: "logs", state, location: now.location }));
}

export function applyFollowUp(draft: Draft, { text, link, owner, due, test, risk }: Act<"follow-up">, { id, at, by }: IncidentEntry): Step {
  const added: FollowUp = { id, recordedAt: at, by, number: draft.followUps.length + 1, text, link, owner, due, test, ...(risk === undefined ? {} : { risk }), done: false };
  return step({ ...draft, followUps: [...draft.followUps, added] }, did("noted", { what: "follow-up", number: added.number, owned: owner !== null, risk: risk ?? false }));
}

export function applyFollowUpDone(draft: Draft, { number }: Act<"follow-up-done">): Step {
  if (!draft.followUps.some((one) => one.number === number)) return refusedStep(draft, refuses("no-such-follow-up", { number, highest: draft.followUps.length }));
  return step({ ...draft, followUps: draft.followUps.map((one) => (one.number === number ? { ...one, done: true } : one)) }, did("noted", { what: "follow-up-done", number }));
}

export function applyReport(draft: Draft, { part, text }: Act<"report">): Step {
  if (!saysSomething(text)) return refusedStep(draft, refuses("empty-words"));
  return step({ ...draft, report: { ...draft.report, [part]: text } }, did("noted", { what: "report", part }));
}

/** Only of what is over: before, nobody knows what there is to tell. Entries of earlier times name no release. */
export function applyPublished(draft: Draft, { as, tag = null }: Act<"published">): Step {
  if (draft.state !== "resolved" && draft.state !== "reviewed") return refusedStep(draft, refuses("not-resolved", { state: draft.state }));
  return step(tag === null ? draft : { ...draft, noteTags: [...new Set([...draft.noteTags, tag])] }, did("published", { as, tag }));
}

/** The words as they read now; those that stood there first stay beside them. */
export function applyEdited(draft: Draft, act: Act<"edited">, said: string, at: number): Step {
  const timeline = draft.timeline.map((item) => (item.id === said ? editedItem(item, act, at) : item));
  return step({ ...draft, timeline }, did("edited", { comment: act.comment, line: act.line }));
}

/** Only a timeline entry follows the edit of its comment; what was decided stays as it was said. */
function editedItem(item: TimelineItem, { text, when }: Act<"edited">, at: number): TimelineItem {
  if (text === null) return { ...item, deleted: true };
  const { act } = item;
  if (act.kind !== "timeline") return item.originals.includes(text) ? item : { ...item, originals: [...item.originals, text] };
  const moved = when !== null && !isAhead(when, at) ? when : act.when;
  return act.text === text && moved === act.when ? item : { ...item, when: moved, act: { ...act, text, when: moved }, originals: [...item.originals, `${act.when === null ? "" : `${act.when.text} `}${act.text}`] };
}
