/**
 * Who owes which node's logs, for which time: which request somebody speaks of who says that logs came, or that there are none. A node or a time that
 * is left out fits the one request that is open; where several are, nobody may guess, since one that is wrongly ticked off is chased no more.
 */
import type { LogRequest } from "../model/incident.ts";
import { withinAddress } from "../policy/link-target.ts";

export interface SaidOfLogs {
  readonly step: "request" | "received" | "missing";
  readonly who: string;
  readonly node: string | null;
  readonly range: string | null;
}

/** `one` null = nothing of the kind was asked for or told before. */
export function logSpokenOf(logs: readonly LogRequest[], said: SaidOfLogs): { readonly one: LogRequest | null } | { readonly several: readonly LogRequest[] } {
  const theirs = logs.filter(({ who }) => sameWord(who, said.who));
  const exact = theirs.find(({ node, range }) => sameWord(node, said.node) && sameWord(range, said.range));
  if (exact !== undefined || said.step === "request") return { one: exact ?? null };
  const fitting = theirs.filter(({ node, range }) => fits(node, said.node) && fits(range, said.range));
  const open = fitting.filter(({ state }) => state === "requested");
  const [first, ...others] = open.length > 0 ? open : fitting;
  return others.length > 0 ? { several: [first, ...others].filter((one) => one !== undefined) } : { one: first ?? null };
}

/** Still owed, oldest request first. */
export function owedLogs(logs: readonly LogRequest[]): readonly LogRequest[] {
  return logs.filter(({ state }) => state === "requested").sort((a, b) => a.recordedAt - b.recordedAt || (a.id < b.id ? -1 : 1));
}

/** Do these logs lie where one party alone may be able to read them? Null = nobody said where they lie, or where they should. */
export function liesElsewhere(location: string | null, places: readonly string[]): boolean | null {
  if (location === null || places.length === 0 || !URL.canParse(location)) return null;
  const url = new URL(location);
  return !places.some((place) => withinAddress(url, place));
}

function fits(asked: string | null, said: string | null): boolean {
  return asked === null || said === null || sameWord(asked, said);
}

function sameWord(one: string | null, other: string | null): boolean {
  return (one ?? "").toLowerCase() === (other ?? "").toLowerCase();
}
