/** Answers to those who report an incident from anywhere. */
import { markdownCode } from "./escape.ts";

export function openedText(number: number, broken: string | null): string {
  const template = broken === null ? "" : `\n\nThis repository's own template was not used: ${broken}.`;
  return `**Opened #${number}.** What is known goes there; its first line says what to do next.${template}`;
}

export function sameIncidentText(number: number, title: string): string {
  return `**#${number} is open and looks like the same.** If it is, write there what you know: \`/timeline …\`. If it is another: ${markdownCode(`/warden incident new: ${title}`, 300)}`;
}

export function noIncidentPlanText(): string {
  return "**Nothing was opened**: the release plan here says nothing of incidents. One line in it is enough: `incidents: {}`, better with who owns them: `incidents: { owners: [org/team] }`.";
}

export function noSuchIncidentText(): string {
  return "**Nothing was noted**: name an incident of this repository first: `/warden timeline #7 14:05 TEXT`.";
}

export function futureNoteText(): string {
  return "**Nothing was noted**: that time has not come yet. Without a time it is now; a day, or `unknown`, is enough.";
}

export function notedElsewhereText(number: number): string {
  return `**Noted** in the timeline of #${number}.`;
}

/** Under the issue that a form made. */
export function formTakenText(number: number, opened: boolean): string {
  return opened ? `**This goes on in #${number}**, where its commands and its record are. Thank you for the report.` : `**#${number} is open and looks like the same**, so nothing else was opened. What you know helps there. If this is another incident, open this issue again and it gets its own.`;
}

export function nothingOpenedText(): string {
  return "**Nothing was opened**: the same was open already.";
}
