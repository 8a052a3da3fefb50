/** Everything the command line takes from outside, so that tests run whole commands in process. */
import type { Instant } from "../domain/model/instant.ts";

export interface CliIo {
  /** writes text as it is, to standard output or standard error */
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** `path` as the person wrote it; "-" is standard input. Rejects with Node's own error codes (ENOENT, EISDIR, EACCES). */
  readonly readFile: (path: string) => Promise<Uint8Array>;
  /** is standard output a terminal that may be coloured? False for files, pipes and NO_COLOR */
  readonly colour: boolean;
  /** columns of the terminal; null for files and pipes */
  readonly columns: number | null;
  readonly now: () => Instant;
  readonly version: string;
  /** address of GitHub's API */
  readonly apiUrl: string;
}

/** Writes lines, each with its line feed; nothing for no lines. */
export function printLines(write: (text: string) => void, lines: readonly string[]): void {
  if (lines.length > 0) write(`${lines.join("\n")}\n`);
}
