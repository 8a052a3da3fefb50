/** The account of a rehearsed incident: how it ended, how long it took, what its freeze let through, and where to read all of it. */
import type { Paint } from "./decision-line.ts";
import { counted, joined } from "./enumeration.ts";
import { terminalText } from "./escape.ts";

export interface RehearsedIncident {
  readonly number: number;
  readonly title: string;
  readonly state: string | null;
  readonly lengths: readonly (readonly [between: string, length: string])[];
  readonly frozen: readonly { readonly number: number; readonly title: string; readonly check: { readonly conclusion: string | null; readonly status: string; readonly title: string } | null; readonly merged: boolean }[];
  readonly followUps: readonly { readonly number: number; readonly title: string }[];
  /** null = there is none */
  readonly log: number | null;
  readonly idleWrites: number;
  /** `owner/name` */
  readonly home: string;
  readonly apiUrl: string;
}

export function rehearsedIncidentLines({ number, title, state, lengths, frozen, followUps, log, idleWrites, home, apiUrl }: RehearsedIncident, paint: Paint): readonly string[] {
  const address = (issue: number): string => `curl ${apiUrl}/repos/${home}/issues/${issue}`;
  return [
    paint("strong", `${terminalText(title, 120)} (#${number}): ${terminalText((state ?? "no state").toLowerCase(), 20)}`),
    ...lengths.map(([between, length]) => `  ${terminalText(between, 60).padEnd(30)}  ${terminalText(length, 60)}`),
    "While it froze its branch:",
    ...frozen.map((pull) => `  #${pull.number} ${terminalText(pull.title, 60)}: ${pull.check?.conclusion ?? pull.check?.status ?? "no check"}, ${terminalText(pull.check?.title ?? "", 100)}; ${pull.merged ? "merged" : "open"}`),
    followUps.length === 0 ? "Nothing follows from it." : `What follows from it: ${joined(followUps.map((one) => `#${one.number} ${terminalText(one.title, 60)}`))}.`,
    `The incident, its timeline and its report: ${address(number)}`,
    ...log === null ? [] : [`The incident log: ${address(log)}`],
    `Looked at once more: ${counted(idleWrites, "write")}.`,
  ];
}
