/** What a plan would write to its board, as rows of a table for the terminal and for a check. */
import type { BoardChange } from "../domain/desired/board.ts";
import type { BoardFieldName, BoardProblem } from "../domain/model/board.ts";
import { boardProblemText } from "./board.ts";
import { counted, joined } from "./enumeration.ts";
import { markdownText, terminalText } from "./escape.ts";
import { tableLines } from "./table.ts";

export type BoardPreview =
  /** `number` = of the project that the plan names; null = it names none */
  | { readonly kind: "problem"; readonly problem: BoardProblem; readonly number: number | null }
  /** it would be made; `items` = titles */
  | { readonly kind: "new"; readonly title: string; readonly items: readonly string[] }
  /** `fields` = those that it still lacks, which are made and filled */
  | { readonly kind: "stands"; readonly number: number; readonly fields: readonly BoardFieldName[]; readonly changes: readonly BoardChange[] };

type Row = readonly [item: string, change: string];

const ROWS_SHOWN = 60;

/** Finished lines for a terminal. */
export function boardChangeLines(preview: BoardPreview, width: number | null): readonly string[] {
  const rows = rowsOf(preview).map((row) => row.map((cell) => terminalText(cell, 200)));
  return [...(rows.length === 0 ? [] : [...tableLines(["board item", "change"], rows, { width }), ""]), terminalText(sumOf(preview).replaceAll("`", ""), 500)];
}

/** Markdown: the same for a check. */
export function boardChangeMarkdown(preview: BoardPreview): string {
  const rows = rowsOf(preview);
  const shown = rows.slice(0, ROWS_SHOWN).map((row) => `| ${row.map((cell) => markdownText(cell, 200)).join(" | ")} |`);
  const rest = rows.length > ROWS_SHOWN ? [`| and ${rows.length - ROWS_SHOWN} more | |`] : [];
  return [sumOf(preview), ...(rows.length === 0 ? [] : [["| Item | Change |", "|---|---|", ...shown, ...rest].join("\n")])].join("\n\n");
}

/** What stands as it should is counted and not listed. */
function rowsOf(preview: BoardPreview): readonly Row[] {
  switch (preview.kind) {
    case "problem": return [];
    case "new": return preview.items.map((title) => [title, "add"]);
    case "stands": return preview.changes.flatMap((change): readonly Row[] => {
      switch (change.kind) {
        case "keep": return [];
        case "add": return [[change.row.title, "add"]];
        case "archive": return [[change.item.draft?.title ?? `#${change.item.issue?.number ?? ""}`, "archive"]];
        case "update": return [[change.row.title, updateWords(change)]];
      }
    });
  }
}

function updateWords({ writes, draft }: Extract<BoardChange, { readonly kind: "update" }>): string {
  return [...writes.map(({ field, value }) => `${field.name} ${value === null ? "empty" : String(value)}`), ...(Object.keys(draft).length === 0 ? [] : ["reword"])].join(", ");
}

function sumOf(preview: BoardPreview): string {
  switch (preview.kind) {
    case "problem": return `There is no board to write to. ${boardProblemText(preview.problem, preview.number)} Until then the same table stands in an issue.`;
    case "new": return `The project ${markdownText(preview.title, 200)} is made, with ${counted(preview.items.length, "item")}.`;
    case "stands": {
      const kept = preview.changes.filter(({ kind }) => kind === "keep").length;
      const fields = preview.fields.length === 0 ? "" : `; ${joined(preview.fields)} ${preview.fields.length === 1 ? "is made and filled" : "are made and filled"}`;
      return `${counted(preview.changes.length - kept, "change")} on the project ${preview.number}; ${counted(kept, "item")} ${kept === 1 ? "stands" : "stand"} as planned${fields}.`;
    }
  }
}
