/** Words that all texts about incidents share: people, times, what one entry says in one line. */
import type { Incident, IncidentAct, IssueLink, Moment, NoTimeline, When } from "../domain/model/incident.ts";
import { counted, joined } from "./enumeration.ts";
import { markdownCode, markdownText } from "./escape.ts";
import { dayText, instantText } from "./instant.ts";

export const TEXT_ROOM = 2_000;

export const MOMENT_WORDS: Readonly<Record<Moment, string>> = {
  started: "Started", detected: "Noticed", reported: "Reported", acknowledged: "Acknowledged", mitigated: "Eased", resolved: "Over",
};

export const TRIAGE_WORDS = { "new": "something new", "known": "a known problem", "one-time": "a one-time event", "false-alarm": "a false alarm" } as const;

/** "Fri 13 July 2018 03:00 UTC", "Fri 13 July 2018", "unknown" */
export function whenText(when: When, zone: string): string {
  if (when.precision === "unknown") return "unknown";
  return when.precision === "minute" ? instantText(when.at, zone, null) : dayText(when.from + 1, zone, null);
}

/** "37 minutes", "1 hour 5 minutes", "2 days 3 hours"; seconds are rounded. Negative lengths are for the caller to put into words. */
export function lengthText(minutes: number): string {
  const whole = Math.round(Math.abs(minutes));
  if (whole < 60) return counted(whole, "minute");
  if (whole < 2_880) return [counted(Math.floor(whole / 60), "hour"), ...whole % 60 === 0 ? [] : [counted(whole % 60, "minute")]].join(" ");
  const hours = Math.round(whole / 60);
  return [counted(Math.floor(hours / 24), "day"), ...hours % 24 === 0 ? [] : [counted(hours % 24, "hour")]].join(" ");
}

export function who(name: string | null, otherwise = "the Warden"): string {
  return name === null ? otherwise : markdownText(name, 100);
}

/** `#7` in its own repository, `o/r#7` elsewhere: a link of our own making, so that GitHub shows it on both sides. */
export function linkText({ repository, number }: IssueLink, here: string): string {
  return repository.toLowerCase() === here.toLowerCase() ? `#${number}` : /^[A-Za-z0-9-]{1,39}\/[\w.-]{1,100}$/.test(repository) ? `${repository}#${number}` : markdownText(`${repository}#${number}`);
}

export function said(text: string | null, lead = ": "): string {
  return text === null || text === "" ? "" : `${lead}${markdownText(text, TEXT_ROOM)}`;
}

/** One entry in one line, without its time and author. */
export function actText(act: Exclude<IncidentAct, NoTimeline>, here: string, zone: string): string {
  switch (act.kind) {
    case "opened": return `Reported: ${markdownText(act.title)}`;
    case "moment": return `**${MOMENT_WORDS[act.moment]}**${act.when?.precision === "unknown" ? " at an unknown time" : ""}${said(act.text)}`;
    case "severity": return `Severity ${markdownCode(act.severity, 64)}`;
    case "type": return `Type ${markdownCode(act.type, 64)}`;
    case "component": return `Affected: ${markdownCode(act.component, 64)}`;
    case "version": return `Version ${markdownCode(act.version, 64)}`;
    case "error": return `The error reads: ${markdownText(act.text, 500)}`;
    case "own": return `Owned by ${who(act.who)}`;
    case "triage": return `Triage: ${TRIAGE_WORDS[act.as]}${act.known === null ? "" : `, ${linkText(act.known, here)}`}${said(act.text)}`;
    case "party": return `${who(act.who)} takes part: ${markdownText(act.role, 100)}`;
    case "heard": return act.who === null ? "Has heard of it" : `${who(act.who)} has heard of it`;
    case "hypothesis": return act.number === null ? `Theory${said(act.text)}` : `Theory ${act.number} is ${act.state}${said(act.text)}`;
    case "timeline": return markdownText(act.text, TEXT_ROOM);
    case "inform": return `${act.inform ? "Others are told" : "Nobody else is told"}${act.audience === null ? "" : ` (${markdownText(act.audience, 64)})`}${act.role === null ? "" : `, by the ${markdownText(act.role, 40)}`}${said(act.text)}${act.review === null ? "" : ` (looked at again ${instantText(act.review, zone, null)})`}`;
    case "plan": return `Planned for the next ${act.horizon}${said(act.text)}${ownerText(act.owner)}${dueText(act.due, zone)}`;
    case "step-done": return `Step ${act.number} of the short-term plan is done`;
    case "no-need": return `${act.of === "logs" ? "No logs are needed" : "Nobody else is needed"}${said(act.text)}`;
    case "logs": return `Logs ${{ request: "asked of", received: "received from", missing: "missing from" }[act.step]} ${who(act.who)}${act.node === null ? "" : `, node ${markdownCode(act.node, 100)}`}${said(act.range, ", ")}`;
    case "follow-up": return `To be done${said(act.text)}${act.link === null ? "" : ` (${linkText(act.link, here)})`}${ownerText(act.owner)}${dueText(act.due, zone)}`;
    case "follow-up-done": return `Follow-up ${act.number} is done`;
    case "reviewed": return "Reviewed";
    case "published": return act.as === "release-note" ? `Words for the release notes${act.tag == null ? "" : ` of ${markdownCode(act.tag, 100)}`} were made` : "A public variant of the report was made";
    case "reopened": return `**Back again**${said(act.text)}`;
    case "recurred": return `Came back as ${linkText(act.link, here)}`;
    case "freeze": return `${act.to === "on" ? "Branches are frozen" : "The freeze is ended"}${said(act.text)}`;
    case "lane": return `The emergency lane is ${joined(act.pulls.map((link) => linkText(link, here)))}${said(act.text ?? null)}`;
  }
}

export function ownerText(owner: string | null): string {
  return owner === null ? "" : ` (${who(owner)})`;
}

export function dueText(due: When | null, zone: string): string {
  return due === null ? "" : `, due ${whenText(due, zone)}`;
}

/** Where something happened in the order of the world: by when it was, else by when it was written down. */
export function orderOf({ when, recordedAt }: Incident["timeline"][number]): number {
  if (when === null || when.precision === "unknown") return recordedAt;
  return when.precision === "minute" ? when.at : when.from;
}
