/**
 * The tracking issue of a plan's features: which text must stand in it, given what stands there now; and the part of it that machines read, from
 * which a lost store learns the fixed scope and the commands about features. People's own words around our sections stay.
 */
import { z } from "zod";
import type { MirroredComment } from "../command/mirror.ts";
import type { FrozenScope } from "../policy/scope.ts";
import { BODY_CAP, bodyOf, hiddenKey, readSection, replaceSection } from "./fenced-section.ts";
import type { FencedSection } from "./fenced-section.ts";
import { giveRoom } from "./give-room.ts";
import { inertJson, LEDGER_SECTION } from "./ledger-section.ts";

export const FEATURES_SECTIONS = ["features", "candidates", "difference", "scope", "strays"] as const;
export type FeaturesSection = (typeof FEATURES_SECTIONS)[number];
export type FeaturesWords = Readonly<Record<FeaturesSection, string>>;

export interface FeaturesLedger {
  readonly scope: FrozenScope | null;
  readonly commands: readonly MirroredComment[];
}

/** what gives way first where there is little room */
const CROWDED = ["difference", "strays", "candidates", "features"] as const;
const LEAST_LEDGER = 2_000;

/** Part of the issue's hidden key. */
export function featuresIssueKey(path: string): string {
  return `tracking/${encodeURIComponent(path)}`;
}

/** `observed` is the text as it stands; null = the issue is new. */
export function desireFeaturesBody(key: string, words: FeaturesWords, ledger: FeaturesLedger, observed: string | null): string {
  const sections = FEATURES_SECTIONS.map((name): FencedSection => ({ name, content: words[name] }));
  const before = observed ?? `${hiddenKey(key)}\n${bodyOf([...sections, { name: LEDGER_SECTION, content: "" }])}\n`;
  const needed = Math.max(LEAST_LEDGER, renderFeaturesLedger({ ...ledger, commands: [] }, Infinity).length + 200);
  let body = sections.reduce((text, section) => replaceSection(text, section.name, section.content).body, before);
  for (const name of CROWDED) body = giveRoom(body, name, needed - roomIn(body));
  return replaceSection(body, LEDGER_SECTION, renderFeaturesLedger(ledger, Math.max(0, roomIn(body)))).body;
}

/** Characters left for the machine's section. */
function roomIn(body: string): number {
  return BODY_CAP - replaceSection(body, LEDGER_SECTION, "").body.length;
}

/** The scope comes before commands, and of those the newest stay; a scope that finds no room is left out whole, since a part would name the rest as added. */
export function renderFeaturesLedger({ scope, commands }: FeaturesLedger, room: number): string {
  const whole = frame(scope, []);
  if (whole.length > room) return frame(null, []).length > room ? "" : frame(null, []);
  let length = whole.length;
  const kept: MirroredComment[] = [];
  for (const command of commands.toReversed()) {
    length += inertJson(command).length + 2;
    if (length > room) break;
    kept.unshift(command);
  }
  return frame(scope, kept);
}

/** In the form of the freezes' own, so that commands are read back in one way. */
function frame(scope: FrozenScope | null, commands: readonly MirroredComment[]): string {
  const list = commands.length === 0 ? "[]" : `[\n${commands.map(inertJson).join(",\n")}\n]`;
  return `<details><summary>The scope as data, for the Warden itself</summary>\n\n\`\`\`json\n{"version":1,"left":0,"starts":[],"entries":[],"commands":${list},\n"scope":${scope === null ? "null" : inertJson(packed(scope))}}\n\`\`\`\n\n</details>`;
}

/** By repository, `number:hash` each: a thousand features must find room. */
function packed({ at, features, told }: FrozenScope): object {
  const byRepository: Record<string, string> = {};
  for (const [key, { body }] of Object.entries(features)) {
    const [repository = "", number = ""] = key.split("#");
    byRepository[repository] = [byRepository[repository], `${number}:${body}`].filter((part) => part !== undefined).join(" ");
  }
  return { at, features: byRepository, told: Object.fromEntries(Object.entries(told).map(([key, { what, at: since }]) => [key, [what, since]])) };
}

const Packed = z.object({
  scope: z.object({ at: z.int(), features: z.record(z.string().max(200), z.string().max(60_000)), told: z.record(z.string().max(200), z.tuple([z.string().max(100), z.int()])) }).nullable(),
});

/** Null when the text holds none that can be read. Titles are not kept there. */
export function readFrozenScope(body: string): FrozenScope | null {
  const block = /```json\n([^]*?)\n```/.exec(readSection(body, LEDGER_SECTION) ?? "")?.[1];
  const read = block === undefined ? null : Packed.safeParse(parsed(block)).data?.scope ?? null;
  if (read === null) return null;
  const features = Object.entries(read.features).flatMap(([repository, list]) => list.split(" ").flatMap((one) => {
    const [, number, hash] = /^(\d{1,10}):([0-9a-f]{16})$/.exec(one) ?? [];
    return number === undefined || hash === undefined ? [] : [[`${repository}#${number}`, { title: "", body: hash }] as const];
  }));
  return { at: read.at, features: Object.fromEntries(features), told: Object.fromEntries(Object.entries(read.told).map(([key, [what, at]]) => [key, { what, at }])) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
