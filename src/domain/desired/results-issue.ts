/** The issue of key results and duties: which text must stand there, with the commands that it rests on for a store that was lost. */
import type { FreezeLedger } from "../model/account.ts";
import type { MirroredComment } from "../command/mirror.ts";
import { BODY_CAP } from "./fenced-section.ts";
import { LEDGER_SECTION, renderLedgerSection } from "./ledger-section.ts";
import { desireSections } from "./milestone-issue.ts";
import type { DesiredSections } from "./milestone-issue.ts";
import { trackingIssueKey } from "./tracking-issue.ts";

/** A tracking issue among the others, so that what stands in it is taken back with theirs; no freeze can have this id. */
export function resultsIssueKey(path: string): string {
  return trackingIssueKey(path, "~key-results");
}

export interface ResultsWords {
  readonly keyResults: string;
  readonly duties: string;
}

export function desireResultsBody(key: string, words: ResultsWords, commands: readonly MirroredComment[], observed: string | null): DesiredSections {
  const sections = [{ name: "key-results", content: words.keyResults }, { name: "duties", content: words.duties }];
  const room = BODY_CAP - words.keyResults.length - words.duties.length - 2_000;
  const ledger = { name: LEDGER_SECTION, content: ledgerWithin(commands, room) };
  return desireSections(key, [...sections, ledger], [LEDGER_SECTION, "duties", "key-results"], observed);
}

/** The newest commands that find room. */
export function ledgerWithin(commands: readonly MirroredComment[], room: number, more: Pick<FreezeLedger, "deleted"> = {}): string {
  const render = (kept: readonly MirroredComment[]): string => renderLedgerSection({ starts: [], entries: [], left: 0, commands: kept, ...more }, room);
  let kept = commands;
  for (let text = render(kept); ; text = render(kept)) {
    if (text.length <= room || kept.length === 0) return text;
    kept = kept.slice(Math.ceil(kept.length / 4));
  }
}
