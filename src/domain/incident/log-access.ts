/**
 * Can those who are to read the logs of incidents read them, and not only those of one firm? What cannot be checked is said to be so and never passes
 * for checked. People of whom the plan does not say where they come from speak neither for one firm nor for several.
 */
import { digestOf } from "../desired/pull-check.ts";
import type { LogAccess, NamedReader, Readership } from "../model/log-access.ts";
import type { TeamSeat } from "../model/plan-people.ts";

/** @param seats everybody whose organization the plan may tell */
export function decideLogAccess(readers: readonly NamedReader[], seats: readonly TeamSeat[], readership: Readership): LogAccess {
  if (readership.kind === "unseen" || readership.kind === "untold") return { verdict: "unchecked", because: readership.kind };
  if (readership.kind === "open") return { verdict: "open", to: readership.to };
  const can = new Set(readership.logins.map(lower));
  const people = unique(readers.flatMap(({ members }) => members ?? []));
  const firms = new Map(seats.flatMap(({ who, organization }) => (organization === null ? [] : [[lower(who), organization] as const])));
  const firmsOf = (logins: Iterable<string>): readonly string[] => unique([...logins].flatMap((login) => firms.get(lower(login)) ?? []));
  const [firm, ...more] = firmsOf(can);
  const able = people.filter((one) => can.has(lower(one)));
  return {
    verdict: "listed", without: people.filter((one) => !can.has(lower(one))), unknown: readers.filter(({ members }) => members === null).map(({ who }) => who),
    able: able.length, others: can.size - able.length, oneFirm: firm !== undefined && more.length === 0 && firmsOf(people).length > 1 ? firm : null,
  };
}

/** Is it worth calling the owners for? */
export function isAlarming(access: LogAccess): boolean {
  if (access.verdict !== "listed") return access.verdict === "open";
  return access.oneFirm !== null || (access.able === 0 && access.without.length > 0);
}

/** Which alarm it is, whoever else comes and goes: names and counts may change while it lasts. Null = none, or nobody can tell. */
export function alarmOf(repository: string, access: LogAccess): string | null {
  if (!isAlarming(access) || access.verdict === "unchecked") return null;
  return digestOf(access.verdict === "open" ? [repository, access.to] : [repository, access.oneFirm, access.able === 0]).slice(0, 12);
}

/** Is all as it should be? */
export function isAsItShould(access: LogAccess): boolean {
  return access.verdict === "listed" && access.oneFirm === null && access.without.length === 0 && access.unknown.length === 0;
}

function lower(text: string): string {
  return text.toLowerCase();
}

function unique(texts: readonly string[]): readonly string[] {
  return texts.filter((text, at) => texts.findIndex((other) => lower(other) === lower(text)) === at);
}
