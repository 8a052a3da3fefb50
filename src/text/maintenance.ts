/** Planned maintenance in words: in the issue of an incident that came meanwhile, as a table of its own in the incident log, and outside GitHub. */
import type { Incident } from "../domain/model/incident.ts";
import type { MessageWords } from "../domain/model/message.ts";
import type { MaintenanceThen } from "../domain/model/maintenance.ts";
import { maintenanceOf, maintenanceState } from "../domain/policy/maintenance.ts";
import type { DueTelling, ListedMaintenance, MaintenanceState } from "../domain/policy/maintenance.ts";
import { joined } from "./enumeration.ts";
import { markdownText, plainText } from "./escape.ts";
import { beginText, durationText, instantText } from "./instant.ts";

const STATE_WORDS: Readonly<Record<MaintenanceState, string>> = { "under-way": "**under way**", "coming": "coming", "over": "over" };
/** Incidents need the room of the issue as well. */
const ROWS = 20;

/** What an incident may have to do with; null = nothing was planned then. True whenever it is read: it says what was when it was reported. */
export function meanwhileText(incident: Pick<Incident, "maintenance" | "component" | "openedAt" | "triage">, zone: string): string | null {
  const near = maintenanceOf(incident);
  if (near.length === 0) return null;
  const lines = near.map((one) => `Reported ${maintenanceState(one, incident.openedAt) === "under-way" ? "during" : "just after"} planned maintenance: **${markdownText(one.title)}**${partsText(one)}, ${spanText(one, zone)}${one.owner === null ? "" : `, by ${markdownText(one.owner, 100)}`}.`);
  const ask = incident.triage === null ? ["If that is all: `/triage false-alarm planned maintenance`. Until somebody says so it is an incident like any other, and its clocks run."] : [];
  return [...lines, ...ask].join("\n");
}

/** A section of the incident log; null = nothing is planned, or was in the last thirty days. */
export function maintenanceTable(listed: readonly ListedMaintenance[], zone: string): string | null {
  if (listed.length === 0) return null;
  const rows = listed.slice(0, ROWS).map((one) => `| ${markdownText(one.title, 120)}${one.because === null ? "" : `: ${markdownText(one.because, 200)}`} | ${STATE_WORDS[one.state]} | ${beginText(one.from, zone, null)} | ${instantText(one.to, zone, null)} | ${one.components.length === 0 ? "not said" : markdownText(one.components.join(", "), 300)} | ${one.owner === null ? "" : markdownText(one.owner, 100)} |`);
  const more = listed.length - rows.length;
  return `### Planned maintenance\nNo incident, and in no count or median above. What is over stands here for thirty days.\n\n| What | State | From | To | Parts | By |\n|---|---|---|---|---|---|\n${rows.join("\n")}${more === 0 ? "" : `\n\nAnd ${more} more in the plan.`}`;
}

/** Plain text for people outside GitHub. */
export function maintenanceWords({ maintenance, before }: DueTelling, zone: string, url: string | null): MessageWords {
  const { title, from, to, components, because } = maintenance;
  return {
    title: `${before === null ? "Planned maintenance begins" : `Planned maintenance in ${durationText(before)}`}: ${plainText(title)}`,
    lines: [
      `From ${beginText(from, zone, null)} to ${instantText(to, zone, null)}.`,
      ...components.length === 0 ? [] : [`It concerns ${plainText(joined(components), 500)}.`], ...because === null ? [] : [`Why: ${plainText(because, 300)}`],
    ],
    url,
  };
}

function partsText({ components }: MaintenanceThen): string {
  return components.length === 0 ? "" : ` of ${markdownText(joined(components), 300)}`;
}

function spanText({ from, to }: MaintenanceThen, zone: string): string {
  return `from ${beginText(from, zone, null)} to ${instantText(to, zone, null)}`;
}
