/** Command: one verb of the command line, with its help as data. */
import type { Services } from "./services.ts";
import type { CliIo } from "./io.ts";

export interface Command {
  readonly name: string;
  /** `validate FILE… [--json]`, without the program's name */
  readonly usage: string;
  /** one line for the list of commands */
  readonly summary: string;
  /** paragraphs of its own help */
  readonly help: readonly string[];
  readonly options: readonly CommandOption[];
  /** files and words that are not options: how many at least and at most */
  readonly operands: { readonly least: number; readonly most: number; readonly name: string };
  /** resolves with the exit code; throws CliProblem */
  readonly run: (given: Given, io: CliIo, services: Services) => Promise<number>;
}

export interface CommandOption {
  readonly name: string;
  /** null = a switch; else what to call its value: FILE, INSTANT */
  readonly value: string | null;
  readonly required: boolean;
  readonly help: string;
}

/** What the person typed, checked against the command's options and operands. */
export interface Given {
  readonly operands: readonly string[];
  /** by option name; absent = not given */
  readonly values: Readonly<Record<string, string>>;
  readonly switches: ReadonlySet<string>;
}
