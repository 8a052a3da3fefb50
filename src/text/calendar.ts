/** A plan's calendar, in order, each instant with its weekday, year and both zones: "Freeze begins Mon 17 June 2019 24:00 Oslo (22:00 UTC)". */
import type { CalendarEntry } from "../domain/plan/calendar.ts";
import { markdownText, terminalText } from "./escape.ts";
import { beginText, instantText, plannedTimeText } from "./instant.ts";
import { tableLines } from "./table.ts";

const WORDS: Readonly<Record<CalendarEntry["event"], string>> = {
  "milestone": "Due", "freeze-begins": "Freeze begins", "freeze-ends": "Freeze ends", "message": "Message", "release": "Release", "notice": "Notice",
  "part": "Part", "task": "Task", "key-result": "Measured", "document-final": "Final", "window-opens": "Opens", "window-closes": "Closes",
  "maintenance-begins": "Maintenance begins", "maintenance-ends": "Maintenance ends",
  "risk-review": "Another look at the risk", "blocker-due": "Out of the way", "to-be-known": "To be known",
};

/** "Freeze begins Mon 17 June 2019 24:00 Oslo (22:00 UTC): Only bugfixes", one line an entry. */
export function calendarLine(entry: CalendarEntry, zone: string): string {
  const product = entry.product === null ? "" : ` for ${terminalText(entry.product, 60)}`;
  const note = entry.note === null ? "" : `, ${terminalText(entry.note, 120)}`;
  return `${WORDS[entry.event]} ${whenText(entry, zone)}: ${terminalText(entry.title, 100)}${product}${note}`;
}

/** Markdown table; the year is always said. */
export function calendarMarkdown(entries: readonly CalendarEntry[], zone: string): string {
  if (entries.length === 0) return "The plan has no dates.";
  const rows = entries.map((entry) => {
    const cells = [whenText(entry, zone), `${WORDS[entry.event]}: ${whatText(entry, markdownText)}`, entry.person === null ? "" : markdownText(entry.person, 60)];
    return `| ${cells.join(" | ")} |`;
  });
  return ["| When | What | Who |", "|---|---|---|", ...rows].join("\n");
}

/** Table for a terminal; `width` null = as wide as it needs to be. */
export function calendarLines(entries: readonly CalendarEntry[], zone: string, width: number | null): readonly string[] {
  if (entries.length === 0) return ["The plan has no dates."];
  const rows = entries.map((entry) => [WORDS[entry.event], whenText(entry, zone), entry.person === null ? "" : terminalText(entry.person, 60), whatText(entry, terminalText)]);
  return tableLines(["What", "When", "Who", "Title"], rows, { width });
}

/** Title of the entry for calendar programs: "Freeze begins: Only bugfixes". */
export function calendarTitle(entry: CalendarEntry): string {
  return `${WORDS[entry.event]}: ${whatText(entry, terminalText)}`;
}

/** When, in both zones. */
export function whenText(entry: CalendarEntry, zone: string): string {
  if ((entry.event === "window-opens" || entry.event === "maintenance-begins") && entry.at !== null) return beginText(entry.at, entry.time?.zone ?? zone, null);
  if (entry.time !== null && entry.time.at === entry.at) return plannedTimeText(entry.time, null);
  return entry.at === null ? "no date yet" : instantText(entry.at, entry.time?.zone ?? zone, null);
}

function whatText(entry: CalendarEntry, escape: (text: string, cap?: number) => string): string {
  const product = entry.product === null ? "" : ` (${escape(entry.product, 60)})`;
  const note = entry.note === null ? "" : `, ${escape(entry.note, 120)}`;
  return `${escape(entry.title, 100)}${product}${note}`;
}
