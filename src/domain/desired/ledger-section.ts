/**
 * The part of a tracking issue that machines read: the account and the freeze's beginnings as JSON in a folded code block. What people may edit
 * they may also break, so reading takes what is well-formed and says how much was not.
 * Accepted: whoever may edit the issue may edit what a lost store is rebuilt from; GitHub shows each edit. The account rests on it; a command
 * only together with its comment, as long as that stands unedited.
 */
import { z } from "zod";
import { ADMISSIONS, LEAKS } from "../model/account.ts";
import type { AccountEntry, FreezeLedger } from "../model/account.ts";
import { CHANGE_KINDS } from "../model/change-kind.ts";
import type { FreezeStartRecord } from "../model/records.ts";
import { NEEDS } from "../model/vote.ts";
import { readSection } from "./fenced-section.ts";

export const LEDGER_SECTION = "ledger";

const id = z.int().nonnegative();
const text = z.string().max(1_000);
const Start = z.object({
  freeze: text, home: id, repository: id, branch: text, dueAt: z.int(), effectiveAt: z.int(), tip: text.nullable(),
  feederTips: z.record(z.string(), z.string()), endedAt: z.int().nullable(), closedAt: z.int().nullable().optional(),
});
const Entry = z.object({
  id: text, freeze: text, mode: z.enum(["enforce", "observe"]), repository: text, repositoryId: id, branch: text, sha: text, number: id.nullable(),
  title: text.nullable(), at: z.int(), by: text.nullable(), products: z.array(text), outcome: z.enum([...ADMISSIONS, ...LEAKS]),
  verdict: z.enum(["allow", "block", "wait", "skip"]), stood: z.boolean(), kind: z.enum(CHANGE_KINDS), because: text, offending: z.array(text),
  forgedBy: text.nullable(), withdrawnBy: text.optional(), private: z.boolean(),
});
const Frozen = z.array(z.object({ id: text, since: z.int().nullable() }));
const Fallback = z.object({ milestone: text, from: z.int().nullable(), before: z.array(text), armed: z.boolean(), unless: text.nullable(), against: z.array(id).nullable() });
const Procedure = z.object({ version: text, voters: z.array(text).nullable(), text: text.nullable(), needs: z.enum(NEEDS), within: z.int().nullable(), missing: z.literal(true).exactOptional() });
const Comment = z.object({
  repository: id, number: id, comment: id, at: z.int(),
  standing: z.object({ login: text, role: z.enum(["none", "read", "triage", "write", "maintain", "admin"]).nullable(), author: z.boolean(), named: z.array(text) }),
  pull: z.object({ author: text.nullable(), base: text, head: text, diff: text.nullable(), touchesPlan: z.boolean() }).nullable(),
  plans: z.array(z.object({ plan: text, holding: Frozen, announced: Frozen, branches: z.array(text), milestone: text.exactOptional(), reached: z.array(text).exactOptional(), procedure: Procedure.exactOptional(), fallbacks: z.array(Fallback).exactOptional() })),
  lines: z.array(z.string().max(2_000).nullable()),
});
const Event = z.object({ id: text, kind: text, repository: id, about: text, at: z.int(), by: text.nullable(), body: z.record(z.string(), z.unknown()) });
const Deleted = z.object({ repository: id, milestone: z.string().max(64), number: id });
const Ledger = z.object({ version: z.literal(1), starts: z.array(z.unknown()), entries: z.array(z.unknown()), left: id, commands: z.array(z.unknown()).optional(), events: z.array(z.unknown()).optional(), noticed: z.array(text).optional(), deleted: z.array(z.unknown()).optional() });

/**
 * Markdown of at most `room` characters. Where not everything fits, what was let in goes first, oldest first, and its number is kept.
 */
export function renderLedgerSection(ledger: FreezeLedger, room: number): string {
  const order = [...ledger.entries].sort((a, b) => worth(b) - worth(a) || b.at - a.at || (a.id < b.id ? -1 : 1));
  let length = frame({ ...ledger, entries: [], left: ledger.left + ledger.entries.length }).length;
  const kept = new Set<string>();
  for (const entry of order) {
    length += inertJson(entry).length + 3;
    if (length > room) break;
    kept.add(entry.id);
  }
  const entries = ledger.entries.filter((entry) => kept.has(entry.id));
  return frame({ ...ledger, entries, left: ledger.left + ledger.entries.length - entries.length });
}

export interface ReadLedger extends FreezeLedger {
  /** parts that could not be read */
  readonly broken: number;
}

/** Null when the text has no such section, or nothing in it can be read. */
export function readLedgerSection(body: string): ReadLedger | null {
  const section = readSection(body, LEDGER_SECTION);
  const block = section === null ? null : /```json\n([^]*?)\n```/.exec(section)?.[1] ?? null;
  const ledger = block === null ? null : Ledger.safeParse(parsed(block)).data;
  if (ledger === null || ledger === undefined) return null;
  const starts = ledger.starts.flatMap((one) => Start.safeParse(one).data ?? []).map(({ closedAt, ...rest }): FreezeStartRecord => (closedAt === undefined ? rest : { ...rest, closedAt }));
  const entries = ledger.entries.flatMap((one) => Entry.safeParse(one).data ?? [])
    .map(({ withdrawnBy, ...rest }): AccountEntry => (withdrawnBy === undefined ? rest : { ...rest, withdrawnBy }));
  const commands = ledger.commands?.flatMap((one) => Comment.safeParse(one).data ?? []) ?? [];
  const events = ledger.events?.flatMap((one) => Event.safeParse(one).data ?? []) ?? [];
  const deleted = ledger.deleted?.flatMap((one) => Deleted.safeParse(one).data ?? []) ?? [];
  const more = { ...(deleted.length === 0 ? {} : { deleted }), ...(commands.length === 0 ? {} : { commands }), ...(events.length === 0 ? {} : { events }), ...(ledger.noticed === undefined ? {} : { noticed: ledger.noticed }) };
  return { ...more, starts, entries, left: ledger.left, broken: ledger.starts.length + ledger.entries.length - starts.length - entries.length };
}

function worth({ outcome }: AccountEntry): number {
  return (LEAKS as readonly string[]).includes(outcome) ? 1 : 0;
}

/** Commands come before the account: others act on them. */
function frame({ starts, entries, left, commands = [], events = [], noticed = [], deleted = [] }: FreezeLedger): string {
  const list = (items: readonly unknown[]): string => (items.length === 0 ? "[]" : `[\n${items.map(inertJson).join(",\n")}\n]`);
  return `<details><summary>The account as data, for the Warden itself</summary>\n\n\`\`\`json\n{"version":1,"left":${left},${noticed.length === 0 ? "" : `"noticed":${inertJson(noticed)},`}${deleted.length === 0 ? "" : `"deleted":${inertJson(deleted)},`}"starts":${list(starts)},\n${commands.length === 0 ? "" : `"commands":${list(commands)},\n`}${events.length === 0 ? "" : `"events":${list(events)},\n`}"entries":${list(entries)}}\n\`\`\`\n\n</details>`;
}

/** JSON in which nothing can end the code block, a comment or an element, or mention anybody. */
export function inertJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&`@\u007f-\u{10ffff}]/gu, (character) => Array.from({ length: character.length }, (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`).join(""));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
