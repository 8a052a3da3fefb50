/**
 * The incident as everybody may read it: no names of people, no addresses, fingerprints and machines of logs, nothing that was taken back by an edit,
 * and none of the words on the redaction list, whatever case they stand in. Done on the facts, before anything is rendered.
 */
import type { Incident, TimelineItem } from "../model/incident.ts";

export const REDACTED = "▇▇▇";

export function publicIncident(incident: Incident): Incident {
  const names = [incident.openedBy, incident.owner, ...incident.parties.map(({ who }) => who), ...incident.heard.map(({ who }) => who), ...incident.timeline.map(({ by }) => by), ...incident.logs.map(({ who }) => who), ...incident.steps.map(({ owner }) => owner), ...incident.followUps.map(({ owner }) => owner)]
    .filter((name): name is string => name !== null && name.length > 1);
  const hide = hider(incident.redactions, names);
  const shown = incident.timeline.filter(({ deleted, kind }) => !deleted && !["logs", "party", "heard", "own", "recurred", "lane", "published", "error"].includes(kind));
  return {
    ...incident, title: hide(incident.title), openedBy: null, owner: null, parties: incident.parties.map(({ role }) => ({ who: "", role: hide(role) })), heard: [],
    timeline: shown.map((item) => ({ ...item, by: null, originals: [], act: publicAct(item.act, hide) })),
    hypotheses: incident.hypotheses.map((one) => ({ ...one, by: null, text: hide(one.text) })),
    informs: incident.informs.map((one) => ({ ...one, by: null, text: hide(one.text) })),
    steps: incident.steps.map((one) => ({ ...one, by: null, owner: null, text: hide(one.text) })),
    actions: incident.actions.map((one) => ({ ...one, by: null, act: one.act === null || one.act.kind === "logs" || one.act.kind === "party" ? null : publicAct(one.act, hide) as typeof one.act })),
    undecided: incident.undecided.map(({ action }) => ({ action, by: null })),
    logs: [], followUps: incident.followUps.map((one) => ({ ...one, by: null, owner: null, link: null, text: hide(one.text) })),
    report: Object.fromEntries(Object.entries(incident.report).map(([part, text]) => [part, hide(text)])), redactions: [],
    component: incident.component === null ? null : hide(incident.component), type: incident.type === null ? null : hide(incident.type), version: incident.version === null ? null : hide(incident.version),
    freezes: incident.freezes.map((one) => ({ ...one, by: null, endedBy: null })), skipped: incident.skipped.map(({ state }) => ({ state, by: null })), known: null, recurrences: [], lane: [], laneRisk: null,
  };
}

/** Only the words of the list, for what is told to people who are named to nobody: names may be meant there. */
export function withoutRedacted(text: string, words: readonly string[]): string {
  return hider(words, [])(text);
}

function publicAct(act: TimelineItem["act"], hide: (text: string) => string): TimelineItem["act"] {
  const texts = Object.fromEntries(Object.entries(act).filter(([key, value]) => key !== "kind" && typeof value === "string" && ["text", "title", "who", "role", "owner", "type", "component", "version"].includes(key)).map(([key, value]) => [key, hide(value as string)]));
  const links = "link" in act ? { link: null } : {};
  return { ...act, ...texts, ...links, ...("known" in act ? { known: null } : {}) } as TimelineItem["act"];
}

/** Words of the list wherever they stand; names only where they stand alone. */
function hider(words: readonly string[], names: readonly string[]): (text: string) => string {
  const pieces = [...patterns(words), ...patterns(names).map((one) => String.raw`@?(?<![\p{L}\p{N}])(?:${one})(?![\p{L}\p{N}])`)];
  if (pieces.length === 0) return (text) => text;
  const pattern = new RegExp(pieces.join("|"), "giu");
  return (text) => text.replace(pattern, REDACTED);
}

/** Longest first, so that no word is cut by a shorter one. */
function patterns(words: readonly string[]): readonly string[] {
  const unique = [...new Set(words.map((one) => one.trim()).filter((one) => one.length > 1))].sort((a, b) => b.length - a.length);
  return unique.map((one) => one.replace(/[.*+?^${}()|[\]\\/-]/g, (character) => (character === "-" ? String.raw`\x2d` : `\\${character}`)).replace(/\s+/g, String.raw`\s+`));
}
