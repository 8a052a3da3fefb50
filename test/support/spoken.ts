/** Commands as the ledger keeps them, for stores that tests fill by hand. */
import { commandEntry } from "../../src/domain/command/entry.ts";
import type { LedgerEntry } from "../../src/domain/model/ledger-entry.ts";

/** `line` as people write it, without `/warden` in front. */
export function spokenEntry(comment: number, by: string, at: number, line: string, repository = 1): LedgerEntry {
  return commandEntry({
    repository, number: 3, comment, at, standing: { login: by, role: "write", author: false, named: [] }, stranger: false, pull: null, plans: [],
    lines: [{ text: `/warden ${line}`, refusal: null }],
  });
}
