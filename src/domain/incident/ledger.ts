/** How the store keeps an incident's entries: each incident has a kind of its own, so that one is read without all the others. */
import type { IncidentEntry } from "../model/incident.ts";
import { keyText } from "../model/key.ts";
import type { LedgerEntry } from "../model/ledger-entry.ts";

/** Kind in the ledger of the repository; `number` is that of the incident's first issue. */
export function incidentLedger(number: number): string {
  return `incident:${number}`;
}

export function ledgerEntry({ id, repository, number, comment, line, at, by, rights, act }: IncidentEntry): LedgerEntry {
  return { id, kind: incidentLedger(number), repository, about: keyText({ kind: "incident", repository, number }), at, by, body: { number, comment, line, rights, act } };
}

export function incidentEntry({ id, repository, at, by, body }: LedgerEntry): IncidentEntry {
  return { ...(body as unknown as Pick<IncidentEntry, "number" | "comment" | "line" | "rights" | "act">), id, repository, at, by };
}

/** Lines of `/warden timeline` are counted from here, beyond those that are read as the incident's own commands: one comment may hold both. */
export const ELSEWHERE = 100;

/** Of what was said in a comment; the same line of the same comment is the same entry. */
export function saidId(repository: number, comment: number, line: number): string {
  return `incident/${repository}/${comment}/${line}`;
}

/** Of what was observed: the occasion makes it one. */
export function observedId(repository: number, number: number, occasion: string): string {
  return `incident/${repository}/${number}/${occasion}`;
}
