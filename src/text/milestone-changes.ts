/** What a plan would write to milestones on GitHub, as rows of a table for the terminal and for a check. */
import type { MilestoneChange } from "../domain/model/own-milestone.ts";
import type { RepositoryName } from "../domain/model/refs.ts";
import { CONTENT_PER_HOUR, CONTENT_PER_MINUTE, contentMinutes } from "../domain/policy/content-pace.ts";
import { githubDay } from "../domain/policy/due-day.ts";
import { counted, firstFew } from "./enumeration.ts";
import { markdownText, terminalText } from "./escape.ts";
import { tableLines } from "./table.ts";

export interface RepositoryMilestones {
  readonly repository: RepositoryName;
  readonly changes: readonly MilestoneChange[];
}

/** What the plans of a pull request would write once it is merged. */
export interface ProposedMilestones {
  readonly all: readonly RepositoryMilestones[];
  /** repositories whose milestones may not be read */
  readonly unread: readonly string[];
  /** repositories that were not looked at, beyond the first ones */
  readonly more: number;
  /** named in the plan, without their consent */
  readonly notGoverned: readonly string[];
}

const ROWS_SHOWN = 60;
const NAMES_SHOWN = 10;

export const MILESTONE_HEADER = ["repository", "milestone", "change", "day"] as const;

/** What stands as it should is counted and not listed. */
export function milestoneChangeRows(all: readonly RepositoryMilestones[]): readonly (readonly [repository: string, title: string, change: string, day: string])[] {
  return all.flatMap(({ repository, changes }) => changes.flatMap((change) => (change.kind === "keep" ? [] : [[repository, change.desired.title, changeWords(change), dayWords(change)] as const])));
}

/** Finished lines: the table, and what it comes to. */
export function milestoneChangeLines(all: readonly RepositoryMilestones[], width: number | null): readonly string[] {
  const rows = milestoneChangeRows(all).map((row) => row.map((cell) => terminalText(cell, 120)));
  return [...(rows.length === 0 ? [] : [...tableLines(MILESTONE_HEADER, rows, { width }), ""]), sumOf(all)];
}

/** Markdown: the same table for a check. */
export function milestoneChangeMarkdown({ all, unread, more, notGoverned }: ProposedMilestones): string {
  const rows = milestoneChangeRows(all);
  const shown = rows.slice(0, ROWS_SHOWN).map((row) => `| ${row.map((cell) => markdownText(cell, 120)).join(" | ")} |`);
  const rest = rows.length > ROWS_SHOWN ? [`| and ${rows.length - ROWS_SHOWN} more | | | |`] : [];
  const names = (list: readonly string[]): string => firstFew(list.map((name) => markdownText(name, 140)), NAMES_SHOWN);
  return [
    sumOf(all),
    rows.length === 0 ? null : ["| Repository | Milestone | Change | Day |", "|---|---|---|---|", ...shown, ...rest].join("\n"),
    unread.length === 0 ? null : `The milestones of ${names(unread)} may not be read, so nothing is written there: give the app the right ${"`issues: write`"} there.`,
    more === 0 ? null : `${counted(more, "further repository", "further repositories")} ${more === 1 ? "was" : "were"} not looked at.`,
    notGoverned.length === 0 ? null : `Nothing is written in ${names(notGoverned)}: not governed by this plan until it says so itself.`,
  ].filter((part) => part !== null).join("\n\n");
}

function sumOf(all: readonly RepositoryMilestones[]): string {
  const kept = all.flatMap(({ changes }) => changes).filter(({ kind }) => kind === "keep").length;
  const writes = all.flatMap(({ changes }) => changes).filter(({ kind }) => kind === "create" || kind === "update").length;
  return `${counted(writes, "write")} in ${counted(all.length, "repository", "repositories")}; ${counted(kept, "milestone")} ${kept === 1 ? "stands" : "stand"} as planned.${slowly(all)}`;
}

/** Nobody should think that it has stopped. */
function slowly(all: readonly RepositoryMilestones[]): string {
  const minutes = contentMinutes(all.flatMap(({ changes }) => changes).filter(({ kind }) => kind === "create").length);
  return minutes < 2 ? "" : ` It takes about ${minutes < 90 ? counted(minutes, "minute") : counted(Math.ceil(minutes / 60), "hour")}: GitHub allows ${CONTENT_PER_MINUTE} new things a minute and ${CONTENT_PER_HOUR} an hour.`;
}

function changeWords(change: Exclude<MilestoneChange, { readonly kind: "keep" }>): string {
  switch (change.kind) {
    case "create": return change.fields.title === change.desired.title ? "create" : `create as ${change.fields.title}`;
    case "deleted": return "left alone: a person deleted it";
    case "update": return [change.fields.title === undefined ? null : `rename from ${change.observed.title}`, change.fields.dueOn === undefined ? null : "move", change.fields.description === undefined ? null : "reword", change.fields.open === undefined ? null : change.fields.open ? "reopen" : "close"].filter((part) => part !== null).join(", ");
  }
}

function dayWords(change: Exclude<MilestoneChange, { readonly kind: "keep" }>): string {
  const day = change.desired.day ?? "no date";
  if (change.kind !== "update" || change.fields.dueOn === undefined) return day;
  return `${change.observed.dueOn === null ? "no date" : githubDay(change.observed.dueOn)} to ${day}`;
}
