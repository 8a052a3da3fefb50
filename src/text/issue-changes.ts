/** Which issues a plan would make or close on GitHub, as rows of a table for the terminal and for a check. */
import { counted } from "./enumeration.ts";
import { markdownText, terminalText } from "./escape.ts";
import { tableLines } from "./table.ts";

export interface IssuePreview {
  readonly changes: readonly PreviewedIssue[];
}

/** `left` = people deleted it, and it is not made again. */
export interface PreviewedIssue {
  readonly title: string;
  readonly change: "make" | "keep" | "close" | "left";
}

const ROWS_SHOWN = 60;
const WORDS: Readonly<Record<Exclude<PreviewedIssue["change"], "keep">, string>> = { make: "make", close: "close: no longer in the plan", left: "none: people deleted it" };

/** Finished lines for a terminal. */
export function issueChangeLines(preview: IssuePreview, width: number | null): readonly string[] {
  const rows = rowsOf(preview).map((row) => row.map((cell) => terminalText(cell, 200)));
  return [...(rows.length === 0 ? [] : [...tableLines(["issue", "change"], rows, { width }), ""]), sumOf(preview)];
}

/** Markdown: the same for a check. */
export function issueChangeMarkdown(preview: IssuePreview): string {
  const rows = rowsOf(preview);
  const shown = rows.slice(0, ROWS_SHOWN).map((row) => `| ${row.map((cell) => markdownText(cell, 200)).join(" | ")} |`);
  const rest = rows.length > ROWS_SHOWN ? [`| and ${rows.length - ROWS_SHOWN} more | |`] : [];
  return [sumOf(preview), ...(rows.length === 0 ? [] : [["| Issue | Change |", "|---|---|", ...shown, ...rest].join("\n")])].join("\n\n");
}

/** What stands is counted and not listed: its text follows the plan. */
function rowsOf({ changes }: IssuePreview): readonly (readonly [string, string])[] {
  return changes.flatMap(({ title, change }) => (change === "keep" ? [] : [[title, WORDS[change]] as const]));
}

function sumOf({ changes }: IssuePreview): string {
  const count = (change: PreviewedIssue["change"]): number => changes.filter((one) => one.change === change).length;
  const kept = count("keep");
  const closed = count("close");
  return `${counted(count("make"), "issue")} to be made${closed === 0 ? "" : `, ${closed} to be closed`}; ${kept} ${kept === 1 ? "stands and follows" : "stand and follow"} the plan.`;
}
