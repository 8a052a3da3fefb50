/**
 * An admitted comment as the ledger keeps it: the lines that are commands and nothing else of what was written, who wrote them, and how things stood.
 * The entry's id comes from the comment, so admitting it twice is harmless. Its lines are read again at each fold.
 */
import type { LedgerEntry } from "../model/ledger-entry.ts";
import { keyText } from "../model/key.ts";
import type { Refusal } from "./admission.ts";
import type { AdmittedCommand, PlanThen, PullThen, Standing } from "./command.ts";
import type { Instant } from "../model/instant.ts";
import { parseCommand } from "./parse.ts";

/** `command`: something others act on. `command-aside`: questions and refusals, kept so that they are answered once. */
export const COMMAND_KINDS = ["command", "command-aside"] as const;

export interface AdmittedComment {
  readonly repository: number;
  readonly number: number;
  readonly comment: number;
  /** when it was written */
  readonly at: Instant;
  readonly standing: Standing;
  readonly stranger: boolean;
  readonly pull: PullThen | null;
  readonly plans: readonly PlanThen[];
  readonly lines: readonly CommandLine[];
}

export interface CommandLine {
  readonly text: string;
  /** null = admitted */
  readonly refusal: Refusal | null;
}

export function commandEntry(admitted: AdmittedComment): LedgerEntry {
  const { repository, number, comment, at, standing, ...rest } = admitted;
  return {
    id: entryId(comment), kind: acts(admitted) ? "command" : "command-aside", repository, at, by: standing.login,
    about: keyText({ kind: "comment", repository, number, comment }), body: { number, comment, standing, ...rest },
  };
}

export function admittedComment(entry: LedgerEntry): AdmittedComment {
  return { ...(entry.body as unknown as Omit<AdmittedComment, "repository" | "at">), repository: entry.repository, at: entry.at };
}

export function entryId(comment: number): string {
  return `comment:${comment}`;
}

/** The commands in it that were admitted, in their order. */
export function commandsOf(admitted: AdmittedComment): readonly AdmittedCommand[] {
  const { comment, at, number, standing, pull, plans } = admitted;
  return admitted.lines.flatMap(({ text, refusal }, line): readonly AdmittedCommand[] => {
    const parsed = refusal === null ? parseCommand(text) : null;
    return parsed?.ok === true ? [{ command: parsed.command, comment, line, at, number, standing, pull, plans }] : [];
  });
}

/** Is there a command among them that changes anything? */
export function acts(admitted: Pick<AdmittedComment, "lines">): boolean {
  return admitted.lines.some(({ text, refusal }) => {
    const parsed = refusal === null ? parseCommand(text) : null;
    return parsed?.ok === true && parsed.row.apply !== null;
  });
}
