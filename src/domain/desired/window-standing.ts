/**
 * What is remembered of a window, as a hidden line of its card or comment, so that a lost store is told again what was final and what came in. People
 * may break it as they may anything there: what is not well-formed is not read. Accepted: whoever may edit the issue may edit what a lost store is
 * rebuilt from; GitHub shows each edit.
 */
import { z } from "zod";
import type { WindowStanding } from "../model/window.ts";
import { inertJson } from "./ledger-section.ts";

const BEGIN = "<!-- standing ";
const END = " -->";

const instant = z.int().nonnegative();
const sha = z.string().regex(/^[0-9a-f]{40,64}$/);
const Standing = z.object({
  since: instant,
  lock: z.object({ stretch: z.string().max(2_000), putBack: z.boolean(), left: z.boolean() }).nullable(),
  tally: z.object({ opens: instant, closes: instant, comments: z.int().nonnegative(), people: z.int().nonnegative(), settled: z.boolean() }).nullable(),
  documents: z.record(z.string().max(100), z.object({
    pin: z.object({ blob: sha, commit: sha.nullable(), final: instant, at: instant }).nullable(), changed: z.object({ blob: sha.nullable(), commit: sha }).nullable(), restored: z.boolean(),
  })),
});

export function renderStanding(standing: WindowStanding): string {
  return `${BEGIN}${inertJson(standing)}${END}`;
}

/** Null = there is none that can be read. */
export function readStanding(text: string): WindowStanding | null {
  const from = text.indexOf(BEGIN);
  const to = from < 0 ? -1 : text.indexOf(END, from);
  if (to < 0) return null;
  try {
    return Standing.safeParse(JSON.parse(text.slice(from + BEGIN.length, to))).data ?? null;
  } catch {
    return null;
  }
}
