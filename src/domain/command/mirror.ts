/**
 * An admitted comment as it stands, for machines, in a tracking issue: what a lost store needs to obey it again, and nothing that is private.
 * A line that was not obeyed is null, since it may hold anything.
 */
import type { AdmittedComment } from "./entry.ts";
import type { Command } from "./command.ts";
import { COMMAND_NAME } from "./command.ts";
import { parseCommand } from "./parse.ts";

export interface MirroredComment extends Omit<AdmittedComment, "lines" | "stranger"> {
  readonly lines: readonly (string | null)[];
}

export function mirrorOf({ lines, stranger: _stranger, ...rest }: AdmittedComment): MirroredComment {
  return { ...rest, lines: lines.map(({ text, refusal }) => (refusal === null ? publicLine(text) : null)) };
}

/** The line as it may be shown to everybody, which means the same; null = it is no command that changes anything. */
export function publicLine(text: string): string | null {
  const parsed = parseCommand(text);
  if (!parsed.ok || parsed.row.apply === null) return null;
  return parsed.command.privately === null ? text : withoutPrivateReason(parsed.command);
}

/** What an unquoted reason holds has no `privately`, and what a quoted one holds has no quotation mark: one of the two ways gives it back whole. */
function withoutPrivateReason({ verb, argument, on, until, because }: Command): string {
  const reason = because === null || because.includes("\"") ? because : `"${because}"`;
  const parts = [argument, on === null ? null : `on ${on}`, until === null ? null : `until ${until}`, reason === null ? null : `because ${reason}`, "privately …"];
  return [COMMAND_NAME, verb, ...parts.filter((part) => part !== null)].join(" ");
}
