/**
 * Documents that are final before something begins. What is final is the content that the plan names, else what stood there at that instant; from then
 * on, until the last of its windows has closed, a change is told and does not change what is final.
 */
import type { Instant } from "../model/instant.ts";
import type { ReleasePlan } from "../model/plan.ts";
import type { PlannedDocument, PlannedWindow } from "../model/plan-record.ts";
import type { CardSubject } from "../model/card.ts";
import type { DocumentStanding } from "../model/window.ts";

export const NOTHING_FINAL: DocumentStanding = { pin: null, changed: null, restored: false };

export interface DocumentTimes {
  /** null = the plan does not say when */
  readonly final: Instant | null;
  /** until when it must not change; null = until the release is over */
  readonly until: Instant | null;
}

export function documentTimes({ windows }: Pick<ReleasePlan, "windows">, document: Pick<PlannedDocument, "final" | "windows">): DocumentTimes {
  const own = windowsOf(windows, document);
  const opens = own.flatMap((window) => window.opens.at ?? []);
  const closes = own.flatMap((window) => window.closes.at ?? []);
  return { final: document.final?.at ?? (opens.length === 0 ? null : Math.min(...opens)), until: closes.length === 0 ? null : Math.max(...closes) };
}

/** The one card that says what is final: of the window that opens first, so that two cards never say different things; without windows its own. */
export function guardianOf({ windows }: Pick<ReleasePlan, "windows">, document: Pick<PlannedDocument, "id" | "windows">): CardSubject {
  const first = windowsOf(windows, document)[0];
  return first === undefined ? { kind: "document", id: document.id } : { kind: "window", id: first.id };
}

/** In the order in which they open. */
function windowsOf(windows: readonly PlannedWindow[], document: Pick<PlannedDocument, "windows">): readonly PlannedWindow[] {
  return windows.filter(({ id }) => document.windows.includes(id)).toSorted((a, b) => (a.opens.at ?? 0) - (b.opens.at ?? 0) || (a.id < b.id ? -1 : 1));
}

/** What stands there; `blob` null = no file. */
export interface SeenFile {
  readonly blob: string | null;
  readonly commit: string;
}

/** `seen` null = it could not be looked at, and everything stays as it is known. */
export function documentStanding(agreed: string | null, { final, until }: DocumentTimes, seen: SeenFile | null, known: DocumentStanding, now: Instant): DocumentStanding {
  if (final === null || now < final) return known.pin !== null && known.pin.final !== final ? NOTHING_FINAL : known;
  if (seen === null) return known;
  const pin = pinned(agreed, final, seen, known, now);
  if (pin === null) return known;
  // What happens to it afterwards concerns nobody any more.
  if (until !== null && now >= until) return { ...known, pin };
  const stands = seen.blob === pin.blob;
  const changed = stands ? null : { blob: seen.blob, commit: seen.commit };
  const same = changed !== null && known.changed !== null && changed.blob === known.changed.blob;
  return { pin, changed: same ? known.changed : changed, restored: stands && (known.restored || known.changed !== null) };
}

/** A date that moved and is past again changes nothing about what was final; another content that the plan names does. */
function pinned(agreed: string | null, final: Instant, seen: SeenFile, { pin }: DocumentStanding, now: Instant): DocumentStanding["pin"] {
  const blob = agreed ?? pin?.blob ?? seen.blob;
  if (blob === null) return null;
  const commit = seen.blob === blob ? seen.commit : null;
  if (pin === null || pin.blob !== blob) return { blob, commit, final, at: now };
  return pin.commit === null && commit !== null ? { ...pin, commit } : pin;
}

/** The owner is to see to it before it must be final: it is not there, or not as agreed. A version alone says only that there must be one. */
export function isOwed({ blob, version }: Pick<PlannedDocument, "blob" | "version">, { final }: DocumentTimes, seen: SeenFile | null, now: Instant): boolean {
  if (final === null || now >= final || seen === null) return false;
  return blob !== null ? seen.blob !== blob : version !== null && seen.blob === null;
}
