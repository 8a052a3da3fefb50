/** What stands in the issue of a window, and what is told under it. Times are said in the plan's zone and in UTC. */
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { PlannedWindow } from "../domain/model/plan-record.ts";
import type { WindowTally } from "../domain/model/window.ts";
import type { WindowState, WindowTimes } from "../domain/policy/window.ts";
import type { ShownDocument } from "./document.ts";
import { documentsText, finalText } from "./document.ts";
import { counted } from "./enumeration.ts";
import { markdownCode, markdownText, plainText } from "./escape.ts";
import { beginText, durationText, instantText } from "./instant.ts";
import { mentionText } from "./tracking-reference.ts";

const TITLE_CAP = 250;
const WORDS = 2_000;

export interface ShownWindow {
  readonly window: PlannedWindow;
  readonly times: WindowTimes;
  readonly state: WindowState;
  /** null = not closed yet */
  readonly tally: WindowTally | null;
  readonly documents: readonly ShownDocument[];
  /** who answers for it */
  readonly host: string | null;
  /** the window that opens next, with its issue where it has one; null = none does */
  readonly next: { readonly window: PlannedWindow; readonly opens: number; readonly issue: number | null } | null;
  readonly zone: string;
  readonly path: string;
  /** the issue that the plan names and that cannot be had; null = there is none */
  readonly stray: string | null;
}

export function windowTitle({ release }: ReleasePlan, { title }: PlannedWindow): string {
  return plainText(`${release.name}: ${title}`, TITLE_CAP);
}

/** The section of an issue of ours. */
export function windowText(shown: ShownWindow): string {
  const { window, stray, path } = shown;
  return [
    ...(window.description === null ? [] : [`${markdownText(window.description, WORDS)}\n`]),
    statusText(shown),
    ...(stray === null ? [] : [`\nThe plan names ${markdownText(stray, 200)}, which it does not govern or which is out of sight; this issue stands in for it.`]),
    `\nWhat is written here counts from the second of opening up to, but not including, that of closing. The times stand in ${markdownCode(path)}.`,
  ].join("\n");
}

/** The comment under an issue of somebody else's. */
export function windowStatusText(shown: ShownWindow): string {
  return `**${markdownText(shown.window.title, 200)}**, as ${markdownCode(shown.path)} plans it\n\n${statusText(shown)}`;
}

function statusText({ times, state, tally, documents, host, zone }: ShownWindow): string {
  const now = { ahead: "not open yet; this conversation is locked until then", open: "**open**", closed: "**closed**" }[state];
  const rows = [
    ["Opens", beginText(times.opens, zone, null)], ["Closes", instantText(times.closes, zone, null)], ["Now", now],
    ...(tally === null ? [] : [["Came in", tallyText(tally)]]), ["Who sees to it", host === null ? "nobody yet" : markdownText(host)],
  ];
  const about = documentsText(documents, zone);
  return [["| | |", "|---|---|", ...rows.map(([what, says]) => `| ${what} | ${says} |`)].join("\n"), ...(about === null ? [] : [about])].join("\n\n");
}

function tallyText({ comments, people }: WindowTally): string {
  return comments === 0 ? "nothing" : `${counted(comments, "comment")} by ${counted(people, "person", "people")}`;
}

export function openedText({ times, documents, zone }: ShownWindow): string {
  const final = finalText(documents);
  return `**Open until ${instantText(times.closes, zone, null)}.** What is written here before that second counts.${final === null ? "" : ` Final for it: ${final}.`}`;
}

export function closedText(shown: ShownWindow): string {
  const { times, tally, zone } = shown;
  const count = tally?.comments ?? 0;
  const came = tally === null || count === 0 ? "Nothing came in" : `${tallyText(tally)} came in`;
  return `**Closed ${instantText(times.closes, zone, null)}.** ${came} while it was open, from ${beginText(times.opens, zone, null)}${count === 0 ? "" : count === 1 ? ", and counts" : ", and count"}. What is written from now on does not count. ${whereText(shown)}`;
}

/** What somebody wrote lies outside of the window. */
export function uncountedText({ login, at, when }: { readonly login: string; readonly at: number; readonly when: "early" | "late" }, shown: ShownWindow): string {
  const { times, zone } = shown;
  if (when === "early") return `${mentionText(login)}, this came in before it opens, so it does not count. Write it again from ${beginText(times.opens, zone, null)} on, and before ${instantText(times.closes, zone, null)}.`;
  const by = at === times.closes ? "in the very second in which it closed" : at - times.closes < 60_000 ? `${counted(Math.floor((at - times.closes) / 1_000), "second")} after it closed` : `${durationText(roughly(at - times.closes))} after it closed`;
  return `${mentionText(login)}, this came in ${by}, at ${instantText(times.closes, zone, null)}, so it does not count. ${whereText(shown)}`;
}

/** In whole minutes, hours or days, whichever is enough. */
function roughly(length: number): number {
  const unit = length >= 172_800_000 ? 86_400_000 : length >= 7_200_000 ? 3_600_000 : 60_000;
  return Math.floor(length / unit) * unit;
}

function whereText({ next, host, zone }: ShownWindow): string {
  const goes = next === null ? "" : `Next: **${markdownText(next.window.title, 200)}**${next.issue === null ? "" : ` in #${next.issue}`}, ${next.opens === 0 ? "which is open now" : `which opens ${beginText(next.opens, zone, null)}`}. `;
  return `${goes}${host === null ? "Nobody is named for further questions." : `Further questions go to ${mentionText(host)}.`}`;
}

export function whyWindowText({ title }: PlannedWindow, { opens, closes }: WindowTimes, state: WindowState, zone: string, path: string): string {
  const says = { ahead: "is not open yet: what is written here does not count until then", open: "is open: what is written here counts", closed: "is closed: what is written here does not count any more" }[state];
  return `**${markdownText(title, 200)}** ${says}. It opens ${beginText(opens, zone, null)} and closes ${instantText(closes, zone, null)}, as ${markdownCode(path)} says.`;
}

/** People turned the lock otherwise than the window wants it. */
export function lockText({ step, locked, by }: { readonly step: "put-back" | "leave"; /** as the window wants it */ readonly locked: boolean; readonly by: string | null }, { state, times, zone }: ShownWindow): string {
  const who = by === null ? "Somebody" : mentionText(by);
  const why = state === "open" ? `the window is open until ${instantText(times.closes, zone, null)}` : state === "ahead" ? `the window opens ${beginText(times.opens, zone, null)}` : `the window closed ${instantText(times.closes, zone, null)}`;
  const [did, was, undone] = locked ? ["unlocked", "locked", "unlocked"] : ["locked", "unlocked", "locked"];
  if (step === "put-back") return `${who} ${did} this conversation, but ${why}: it is ${was} again, this once. Whoever ${did === "locked" ? "locks" : "unlocks"} it once more has it ${undone}; what counts stays the same.`;
  return `${who} ${did} this conversation again, so it stays ${undone}, although ${why}. What counts stays the same.`;
}
