/**
 * The gate of an organisation stands for the freezes of several repositories with one epoch. Joint covers name each freeze with its repository, so
 * that the rule of when another epoch is needed (gate-epoch.ts) is the same for one repository and for many.
 */
import type { Covers, Epoch } from "../model/gate.ts";
import type { Instant } from "../model/instant.ts";

/** Between a repository and the id of its last request for a new epoch; no freeze is named so, since freezes begin with the id of their home. */
const RENEWAL = "renewal/";

export interface MemberWants {
  readonly repository: number;
  readonly wanted: Covers | null;
  readonly coming: { readonly from: Instant; readonly covers: Covers } | null;
}

/** What all of them together want now, and from the nearest known start on. */
export function jointWants(members: readonly MemberWants[]): Omit<MemberWants, "repository"> {
  const from = Math.min(...members.map(({ coming }) => coming?.from ?? Infinity));
  const now = members.map(({ repository, wanted }) => [repository, wanted] as const);
  const then = members.map(({ repository, wanted, coming }) => [repository, coming?.from === from ? coming.covers : wanted] as const);
  return { wanted: jointCovers(now), coming: from === Infinity ? null : { from, covers: jointCovers(then) ?? { freezes: {}, renewal: null } } };
}

/** Null when none of them wants anything. */
function jointCovers(members: readonly (readonly [repository: number, covers: Covers | null])[]): Covers | null {
  const entries = members.flatMap(([repository, covers]) => (covers === null ? [] : [
    ...Object.entries(covers.freezes).map(([freeze, tightenedAt]) => [`${repository}/${freeze}`, tightenedAt] as const),
    ...(covers.renewal === null ? [] : [[`${repository}/${RENEWAL}${covers.renewal}`, 0] as const]),
  ]));
  return entries.length === 0 ? null : { freezes: Object.fromEntries(entries), renewal: null };
}

/** What of it is one repository's; null = nothing. */
export function epochOfMember(epoch: Epoch | null, repository: number): Epoch | null {
  if (epoch === null) return null;
  const own = Object.entries(epoch.covers.freezes).flatMap(([name, tightenedAt]) => (name.startsWith(`${repository}/`) ? [[name.slice(`${repository}/`.length), tightenedAt] as const] : []));
  const freezes = own.filter(([name]) => !name.startsWith(RENEWAL));
  const renewal = own.map(([name]) => name).find((name) => name.startsWith(RENEWAL))?.slice(RENEWAL.length) ?? null;
  return freezes.length === 0 ? null : { ...epoch, covers: { freezes: Object.fromEntries(freezes), renewal } };
}

/** Freezes that ended, and repositories that left, are none of its business any more. */
export function withoutGone(epoch: Epoch, wanted: Covers | null): Epoch {
  const freezes = Object.fromEntries(Object.entries(epoch.covers.freezes).filter(([name]) => wanted !== null && Object.hasOwn(wanted.freezes, name)));
  return { ...epoch, covers: { ...epoch.covers, freezes } };
}

/** Ids of the repositories that it closes, in order. */
export function repositoriesOf({ covers }: Pick<Epoch, "covers">): readonly number[] {
  return [...new Set(Object.keys(covers.freezes).map((name) => Number(name.slice(0, name.indexOf("/")))))].sort((a, b) => a - b);
}
