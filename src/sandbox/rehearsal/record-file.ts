/** The file that takes the record of a rehearsal, one JSON line each. Written at once, so that a rehearsal that breaks leaves all that led there. */
import { closeSync, openSync, writeSync } from "node:fs";

export interface RecordFile {
  /** without a line end */
  readonly write: (line: string) => void;
  readonly close: () => void;
}

/** Throws with the remedy when the file cannot be written. */
export function openRecord(path: string): RecordFile {
  const file = opened(path);
  return { write: (line) => { writeSync(file, `${line}\n`); }, close: () => closeSync(file) };
}

function opened(path: string): number {
  try {
    return openSync(path, "w", 0o600);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`the record cannot be written to ${path} (${code ?? "unknown"}); name a file in a folder that exists and that you may write to`, { cause: error });
  }
}
