/** The timeline of an incident: what happened, in the order of the world, with what was written down later marked as such. */
import type { Incident, TimelineItem } from "../domain/model/incident.ts";
import { counted } from "./enumeration.ts";
import { markdownText } from "./escape.ts";
import { instantText, shortInstantText } from "./instant.ts";
import { actText, orderOf, whenText, who } from "./incident-words.ts";

/** Written down within this time of its happening is written down at once. */
const AT_ONCE = 5 * 60_000;
const HEADING = "### Timeline";

export interface TimelinePlace {
  /** `owner/name` */
  readonly here: string;
  readonly zone: string;
}

/** At most `room` characters: the newest entries stay, and how many older ones the comments hold is said. */
export function timelineText({ timeline }: Incident, place: TimelinePlace, room: number): string {
  const sorted = [...timeline].sort((a, b) => orderOf(a) - orderOf(b) || a.recordedAt - b.recordedAt || (a.id < b.id ? -1 : 1));
  const lines: string[] = [];
  let length = HEADING.length + 200;
  for (const item of [...sorted].reverse()) {
    const line = itemLine(item, place);
    length += line.length + 1;
    if (length > room) break;
    lines.unshift(line);
  }
  const left = sorted.length - lines.length;
  const cut = left === 0 ? [] : ["", `${counted(left, "older entry", "older entries")} found no room here and ${left === 1 ? "stands" : "stand"} in the comments below.`];
  return [HEADING, "", ...lines, ...cut].join("\n");
}

function itemLine(item: TimelineItem, { here, zone }: TimelinePlace): string {
  const { when, by, recordedAt, act } = item;
  const at = when === null ? instantText(recordedAt, zone, null) : when.precision === "unknown" ? "at an unknown time" : whenText(when, zone);
  const author = by === null ? "" : ` — ${who(by)}`;
  return `- **${at}** ${actText(act, here, zone)}${author}${notes(item, zone)}`;
}

function notes({ when, recordedAt, originals, deleted, kind }: TimelineItem, zone: string): string {
  const late = when?.precision === "minute" ? recordedAt - when.at > AT_ONCE : when !== null;
  const marks = [
    ...late ? [`written down ${shortInstantText(recordedAt, zone, null)}`] : [],
    ...originals.length === 0 ? [] : [kind === "timeline" ? `edited; first: “${markdownText(originals[0] ?? "", 300)}”` : "its comment was edited later, which changes nothing"],
    ...deleted ? ["its comment was deleted"] : [],
  ];
  return marks.length === 0 ? "" : ` *(${marks.join("; ")})*`;
}
