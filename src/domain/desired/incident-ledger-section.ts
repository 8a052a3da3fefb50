/**
 * The part of an incident issue that machines read: what its comments cannot tell a second time. That is how it was opened, what was observed, which
 * rights people had, what was said elsewhere, and the first words of what was edited or deleted since. Everything else is read from the comments again.
 * What people may edit they may also break: reading takes what is well-formed. Accepted: whoever may edit the issue may edit what a lost store is
 * rebuilt from; GitHub shows each edit.
 */
import { z } from "zod";
import { IncidentActSchema, instantSchema } from "../incident/act-schema.ts";
import { ELSEWHERE } from "../incident/ledger.ts";
import type { IncidentEntry, IncidentRights } from "../model/incident.ts";
import { readSection } from "./fenced-section.ts";

export const INCIDENT_LEDGER = "ledger";

const id = z.int().nonnegative();
const Rights = z.object({ owner: z.boolean(), writer: z.boolean() });
const Entry = z.object({
  id: z.string().max(300), repository: id, number: id, comment: id.nullable(), line: id, at: instantSchema, by: z.string().max(100).nullable(), rights: Rights,
  act: IncidentActSchema,
});
const Ledger = z.object({ version: z.literal(1), home: id, path: z.string().max(300), left: id, rights: z.record(z.string().max(100), Rights), entries: z.array(z.unknown()) });

export interface MirroredIncident {
  /** of the plan */
  readonly home: number;
  readonly path: string;
  /** entries that found no room */
  readonly left: number;
  /** by login in lower case */
  readonly rights: Readonly<Record<string, IncidentRights>>;
  readonly entries: readonly IncidentEntry[];
}

/** Which entries the comments of its issues cannot give back: `changed` are the comments that no longer stand as they were admitted. */
export function mirroredEntries(entries: readonly IncidentEntry[], changed: ReadonlySet<number>): readonly IncidentEntry[] {
  return entries.filter(({ comment, line, act }) => comment === null || line >= ELSEWHERE || act.kind === "edited" || changed.has(comment));
}

/** Markdown of at most `room` characters; the opening and the latest go first. Whose rights find no room is asked about again after a loss. */
export function renderIncidentLedger(given: Omit<MirroredIncident, "left">, room: number): string {
  const mirrored = { ...given, rights: fittingRights(given.rights, room / 2) };
  const kept: IncidentEntry[] = [];
  const [opening, ...later] = [...mirrored.entries].sort((a, b) => Number(b.act.kind === "opened") - Number(a.act.kind === "opened") || b.at - a.at || (a.id < b.id ? -1 : 1));
  let length = frame({ ...mirrored, entries: [], left: 0 }).length + 20;
  for (const entry of opening === undefined ? [] : [opening, ...later]) {
    length += json(entry).length + 2;
    if (length > room) break;
    kept.push(entry);
  }
  return frame({ ...mirrored, entries: kept.reverse(), left: mirrored.entries.length - kept.length });
}

function fittingRights(rights: MirroredIncident["rights"], room: number): MirroredIncident["rights"] {
  const all = Object.entries(rights).sort(([, a], [, b]) => Number(b.owner || b.writer) - Number(a.owner || a.writer));
  let length = 0;
  return Object.fromEntries(all.filter((one) => (length += json(Object.fromEntries([one])).length) <= room));
}

/** Null when the text has no such section, or nothing in it can be read. */
export function readIncidentLedger(body: string): MirroredIncident | null {
  const section = readSection(body, INCIDENT_LEDGER);
  const block = section === null ? null : /```json\n([^]*?)\n```/.exec(section)?.[1] ?? null;
  const ledger = block === null ? null : Ledger.safeParse(parsed(block)).data ?? null;
  if (ledger === null) return null;
  const { home, path, left, rights } = ledger;
  return { home, path, left, rights, entries: ledger.entries.map((one) => Entry.safeParse(one).data).filter((one) => one !== undefined) };
}

function frame({ home, path, rights, entries, left }: MirroredIncident): string {
  const list = entries.length === 0 ? "[]" : `[\n${entries.map(json).join(",\n")}\n]`;
  return `<details><summary>What comments cannot tell again, for the Warden itself</summary>\n\n\`\`\`json\n{"version":1,"home":${home},"path":${json(path)},"left":${left},"rights":${json(rights)},"entries":${list}}\n\`\`\`\n\n</details>`;
}

/** JSON in which nothing can end the code block, a comment or an element, or mention anybody. */
function json(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&`@\u007f-\u{10ffff}]/gu, (character) => Array.from({ length: character.length }, (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`).join(""));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
