/** Pieces of an incident command: people, links, dates to come, what stands in quotes. All are bounded, and none backtracks over the whole text. */
import type { Instant } from "../model/instant.ts";
import type { IssueLink, When } from "../model/incident.ts";
import { misread, read } from "../plan/time/reading.ts";
import type { Reading } from "../plan/time/reading.ts";
import { readDuration } from "../plan/time/duration.ts";
import { readWhen } from "./when.ts";
import type { WhenContext } from "./when.ts";

export const WORDS_CAP = 2_000;

const LOGIN = String.raw`[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})(?:\/[A-Za-z0-9][\w-]{0,99})?`;
const PERSON = new RegExp(String.raw`^(?:@(${LOGIN})|"([^"]{1,100})"|(${LOGIN}))(?=\s|$)`);
const LINK = /^(?:https?:\/\/[\w.-]{1,100}\/([A-Za-z0-9-]{1,39}\/[\w.-]{1,100})\/(?:issues|pull)\/(\d{1,9})|([A-Za-z0-9-]{1,39}\/[\w.-]{1,100})?#(\d{1,9}))(?=[\s.,;]|$)/;
const OWNED = new RegExp(String.raw`^(?:(.{1,${WORDS_CAP}}?)\s)?@(${LOGIN})(?:\s+(?:by |due |until |in )?([^@]{1,60}))?$`, "is");
const DATED = /^(.+)\s(?:by|due) (\S+(?: \S+){0,2})$/is;

export interface Head {
  readonly word: string;
  readonly rest: string;
}

/** The first word in lower case, and what follows it. */
export function headOf(text: string): Head {
  const [, word = "", rest = ""] = /^(\S*)\s*([^]*)$/.exec(text.trim()) ?? [];
  return { word: word.toLowerCase(), rest: rest.trim() };
}

/** `@login`, a bare login, `org/team`, or a name in double quotes. */
export function leadingPerson(text: string): { readonly who: string; readonly rest: string } | null {
  const found = PERSON.exec(text);
  const who = found?.[1] ?? found?.[2] ?? found?.[3];
  return found === null || who === undefined ? null : { who, rest: text.slice(found[0].length).trim() };
}

/** `#7`, `owner/name#7`, or an address on GitHub. */
export function leadingLink(text: string, repository: string): { readonly link: IssueLink; readonly rest: string } | null {
  const found = LINK.exec(text);
  const number = Number(found?.[2] ?? found?.[4] ?? 0);
  if (found === null || number < 1) return null;
  return { link: { repository: found[1] ?? found[3] ?? repository, number }, rest: text.slice(found[0].length).trim() };
}

export interface OwnedText {
  readonly text: string;
  readonly owner: string | null;
  readonly due: When | null;
}

/** `TEXT @owner DUE`, `TEXT by DUE`, or only words. */
export function ownedText(written: string, context: WhenContext): Reading<OwnedText> {
  const owned = OWNED.exec(written);
  const [text, owner, due] = owned === null ? datedParts(written) : [owned[1] ?? "", owned[2] ?? null, owned[3] ?? null];
  if (text.trim() === "") return misread("no-words", "It does not say what is to be done.", "write what, then `@owner` and a date");
  if (due === null) return read({ text: text.trim(), owner, due: null });
  const when = readDue(due.trim(), context);
  if (when.ok) return read({ text: text.trim(), owner, due: when.value });
  return owner === null ? read({ text: written.trim(), owner: null, due: null }) : when;
}

function datedParts(written: string): readonly [text: string, owner: null, due: string | null] {
  const [, text, due] = DATED.exec(written) ?? [];
  // "signed by the manager" is no date.
  return text === undefined || due === undefined || !/\d|tomorrow|today/i.test(due) ? [written, null, null] : [text, null, due];
}

/** A date to come: as `readWhen`, and `2 days`, `tomorrow`. */
export function readDue(text: string, context: WhenContext): Reading<When> {
  const length = /^\d/.test(text) ? readDuration(text) : null;
  if (length?.ok === true) return read({ precision: "minute", at: context.writtenAt + length.value, text });
  const tomorrow = /^tomorrow(?: (.+))?$/i.exec(text);
  const [when, later] = tomorrow === null ? [text, 0] : [tomorrow[1] ?? "", 86_400_000];
  if (tomorrow !== null && when === "") return read({ precision: "minute", at: context.writtenAt + later, text });
  const reading = readWhen(when, { ...context, writtenAt: context.writtenAt + later });
  if (!reading.ok || reading.value.precision !== "minute" || !/^\d{1,2}:\d{2}Z?$/.test(when)) return reading;
  // A time of day that is over today is meant for tomorrow.
  const at: Instant = reading.value.at < context.writtenAt ? reading.value.at + 86_400_000 : reading.value.at;
  return read({ precision: "minute", at, text });
}

/** What follows `because`, without it. */
export function withoutBecause(text: string): string {
  return text.replace(/^because\s+/i, "").trim();
}

export function orNull(text: string): string | null {
  return text === "" ? null : text;
}
