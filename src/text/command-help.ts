/** The commands in words: the answer to `/warden help`, and the table of the README. */
import type { VerbHelp } from "../domain/command/help.ts";
import { markdownCodeCell, markdownCode, markdownText } from "./escape.ts";

/** A table of all commands. */
export function commandTable(rows: readonly VerbHelp[]): string {
  const lines = rows.map((row) => `| ${markdownCodeCell(row.usage)} | ${markdownText(row.does, 400)} | ${markdownText(row.who, 300)} |`);
  return ["| Command | What it does | Who may |", "|---|---|---|", ...lines].join("\n");
}

/** `asked`: one command in full; without it all of them. `unknown`: a name for which there is no command. */
export function helpText(rows: readonly VerbHelp[], asked: VerbHelp | null, unknown: string | null): string {
  if (asked === null) {
    const opening = unknown === null ? "" : `There is no command ${markdownCode(unknown, 40)}. These are all:\n\n`;
    return `${opening}${commandTable(rows)}\n\nA command is a line of its own in a comment. Quotations, code and edited comments are never obeyed.`;
  }
  const examples = asked.examples.map((example) => `- ${markdownCode(example)}`).join("\n");
  return `${markdownCode(asked.usage)}\n\n${asked.does} It can be written ${asked.where}.\n\nMay be used by ${asked.who}.\n\nFor example:\n${examples}`;
}
