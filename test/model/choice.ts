/**
 * What a scheduler may choose next, as data: a case of the model is a list of these, so that any list can be played, a seed gives always the
 * same list, and a failing list can be shortened. What a choice points at is named by a number that is taken modulo what is there.
 */
import { randomSequence } from "../../src/sandbox/github/transport/random-sequence.ts";

export const MODES = ["gate", "soft", "queue", "organization"] as const;
export type Mode = (typeof MODES)[number];

export const ACTS = [
  "merge", "merge", "merge", "bypass", "direct push", "push", "push", "label", "unlabel", "unlabel", "type", "retitle", "link", "retarget", "enqueue", "enqueue", "dequeue",
  "arm", "disarm", "plan", "plan", "freeze", "thaw", "waive", "approve", "revoke", "reach begin", "reach end", "unreach", "close", "reopen", "open",
] as const;
export type Act = (typeof ACTS)[number];

/** fail: GitHub logs it as failed, and it can be asked for again. lose: nobody ever hears of it. */
export type Fate = "send" | "double" | "fail" | "lose";

export type Choice =
  | { readonly kind: "release"; readonly pick: number; /** so many calls, or half calls, in a row */ readonly count: number }
  | { readonly kind: "deliver"; readonly pick: number; readonly fate: Fate }
  | { readonly kind: "time"; readonly how: number }
  | { readonly kind: "act"; readonly act: Act; readonly which: number; readonly how: number };

const FATES: readonly Fate[] = ["send", "send", "send", "send", "double", "fail", "lose"];
const LONGEST_PAUSE = 12;

/** Every tenth case is of two repositories under one plan, which a ruleset of their organisation closes together. */
export function modeOf(seed: number): Mode {
  return seed % 10 === 0 ? "organization" : MODES[seed % 5 < 3 ? 0 : (seed % 5) - 2] ?? "gate";
}

export function choicesOf(seed: number, length: number): readonly Choice[] {
  const random = randomSequence(seed);
  const below = (bound: number): number => Math.floor(random() * bound);
  return Array.from({ length }, (): Choice => {
    const kind = random();
    if (kind < 0.42) return { kind: "release", pick: below(8), count: 1 + below(LONGEST_PAUSE) };
    if (kind < 0.62) return { kind: "deliver", pick: below(8), fate: FATES[below(FATES.length)] ?? "send" };
    if (kind < 0.74) return { kind: "time", how: below(8) };
    return { kind: "act", act: ACTS[below(ACTS.length)] ?? "merge", which: below(12), how: below(12) };
  });
}

/** Choices of a case unless told otherwise: enough for a freeze to begin, be changed, and let go. */
export const CASE_LENGTH = 60;
