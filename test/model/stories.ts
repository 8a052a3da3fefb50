/**
 * One story for each mode in which every promise is put to the test once: written down, so that each planted bug is met with certainty and not
 * only by the luck of a seed.
 */
import type { Act, Choice, Mode } from "./choice.ts";

const MUCH = 60;

function act(what: Act, which = 0, how = 0): Choice {
  return { kind: "act", act: what, which, how };
}

/** All webhooks arrive and the app does all it then can. */
function calm(): readonly Choice[] {
  return [...Array.from({ length: 14 }, (): Choice => ({ kind: "deliver", pick: 0, fate: "send" })), { kind: "release", pick: 0, count: MUCH }, { kind: "time", how: 0 }, { kind: "release", pick: 0, count: MUCH }];
}

const NEXT: Choice = { kind: "time", how: 7 };
const FOUR_MINUTES: Choice = { kind: "time", how: 4 };
const THREE_SECONDS: Choice = { kind: "time", how: 1 };
const LOST: Choice = { kind: "deliver", pick: 0, fate: "lose" };
const FAILED: Choice = { kind: "deliver", pick: 0, fate: "fail" };

function all(what: Choice): readonly Choice[] {
  return Array.from({ length: 20 }, () => what);
}

/** The branch is closed, and everything that follows from it is done. */
const CLOSED: readonly Choice[] = [NEXT, ...calm(), FOUR_MINUTES, ...calm(), ...calm()];

/** Two repositories make more to be told and done. */
function calmBoth(): readonly Choice[] {
  return [...calm(), ...calm(), ...calm()];
}

/** Of three pull requests the first is a bugfix, the second a feature, the third is docs; in acme/site the fourth is a bugfix and the fifth a feature. */
export const STORIES: Readonly<Record<Mode, readonly Choice[]>> = {
  gate: [
    NEXT, ...calm(), FOUR_MINUTES, ...calm(), ...calm(), act("push", 0), act("open"), ...calm(),
    act("label", 1), ...calm(), act("unlabel", 0), act("merge", 0), ...calm(),
    act("plan", 0, 1), ...calm(), ...calm(), act("plan", 0, 0), ...calm(), ...calm(), act("unlabel", 0), ...calm(),
  ],
  soft: [...calm(), FOUR_MINUTES, act("merge", 1), THREE_SECONDS, ...calm(), ...calm(), act("bypass", 1), act("direct push"), ...calm(), act("open"), ...calm()],
  organization: [
    NEXT, ...calmBoth(), FOUR_MINUTES, ...calmBoth(), ...calmBoth(), act("push", 3), act("open", 1), ...calmBoth(),
    act("label", 4), ...calmBoth(), act("merge", 0), ...calmBoth(), act("unlabel", 2), act("merge", 2), ...calmBoth(),
    act("plan", 0, 1), ...calmBoth(), act("plan", 0, 0), ...calmBoth(), act("bypass", 0), act("direct push", 1), ...calmBoth(), ...calmBoth(),
  ],
  queue: [...calm(), FOUR_MINUTES, ...calm(), ...calm(), act("unlabel", 0), act("enqueue", 0), ...calm(), ...calm()],
};

/** In both repositories somebody merges past the rules. */
export const BOTH_BYPASSED: readonly Choice[] = [NEXT, ...calmBoth(), FOUR_MINUTES, ...calmBoth(), act("bypass", 1), act("bypass", 3), ...calmBoth()];

/** During the freeze a feature is opened in acme/site, and then one of acme/app is labelled and stamped. */
export const STAMPED_IN_ONE: readonly Choice[] = [NEXT, ...calmBoth(), FOUR_MINUTES, ...calmBoth(), act("open", 1), ...calmBoth(), act("label", 1), ...calmBoth()];

export const LET_IN: readonly Choice[] = [...CLOSED, act("merge", 0), ...calm()];

/** A label is set, and nobody ever hears of it. */
export const LOST_LABEL: readonly Choice[] = [...CLOSED, ...calm(), act("label", 1), ...all(LOST)];

/** The plan lets in less, and a merge goes through by the old stamp before the app has heard of that. */
export const UNHEARD_PLAN: readonly Choice[] = [...CLOSED, act("plan", 0, 1), THREE_SECONDS, act("merge", 0), ...calm()];

/** The freeze has begun early, and that is heard of long after the first merges. */
export const UNHEARD_BEGINNING: readonly Choice[] = [
  act("reach begin"), ...all(FAILED), THREE_SECONDS, act("merge", 1), ...calm(), FOUR_MINUTES, ...calm(), FOUR_MINUTES, ...calm(), FOUR_MINUTES, ...calm(), FOUR_MINUTES, act("direct push"), ...calm(),
];

/** While the stamps of a new generation are on their way, somebody pushes to a bugfix. */
export const PUSHED_MEANWHILE: readonly Choice[] = [
  ...CLOSED, act("plan", 0, 1), ...calm(), ...calm(), act("plan", 0, 0), ...Array.from({ length: 8 }, (): Choice => ({ kind: "deliver", pick: 0, fate: "send" })),
  ...Array.from({ length: 40 }, (_, index): readonly Choice[] => [{ kind: "release", pick: 0, count: 1 }, ...(index % 3 === 2 ? [act("push", 0)] : [])]).flat(), ...calm(), ...calm(),
];
