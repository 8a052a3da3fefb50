/** The issue in which a version of the procedure for incidents is voted on: its text, and for a lost store the commands that it rests on. */
import type { MirroredComment } from "../command/mirror.ts";
import { BODY_CAP } from "./fenced-section.ts";
import { LEDGER_SECTION, renderLedgerSection } from "./ledger-section.ts";
import { desireSections } from "./milestone-issue.ts";
import type { DesiredSections } from "./milestone-issue.ts";

const SECTION = "procedure";
const SPARE = 2_000;

export function procedureIssueKey(path: string, version: string): string {
  return ["procedure", path, version].map((part, at) => (at === 0 ? part : encodeURIComponent(part.slice(0, 200).toWellFormed()))).join("/");
}

export function desireProcedureBody(key: string, words: string, commands: readonly MirroredComment[], observed: string | null): DesiredSections {
  return desireSections(key, [{ name: SECTION, content: words }, { name: LEDGER_SECTION, content: ledgerWithin(commands, BODY_CAP - words.length - SPARE) }], [LEDGER_SECTION, SECTION], observed);
}

/** The oldest commands that find room: a result rests on them, and what came after it does not. */
function ledgerWithin(commands: readonly MirroredComment[], room: number): string {
  if (commands.length === 0) return "";
  let kept = commands;
  for (;;) {
    const text = renderLedgerSection({ starts: [], entries: [], left: 0, commands: kept }, room);
    if (text.length <= room || kept.length === 0) return text;
    kept = kept.slice(0, Math.floor(kept.length * 0.75));
  }
}
