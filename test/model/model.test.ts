/**
 * The model: merges, pushes, labels, edits, plans, freezes and thaws at every place where the app waits for GitHub. `npm run model` plays as many
 * cases as one likes, `npm test` the first 300; here each planted bug is met once.
 */
import { describe, expect, test } from "@jest/globals";
import { CASE_LENGTH, choicesOf, MODES, modeOf } from "./choice.ts";
import { play } from "./play.ts";
import { SABOTAGES } from "./sabotage.ts";
import { shrink } from "./shrink.ts";
import { STORIES } from "./stories.ts";

/** Cases that once showed a bug of the app, and what it was about. */
const ONCE_WRONG = [
  [4006, "two who ended one freeze, heard of in the wrong order"],
  [20_371, "a label that was taken off in the second of the merge"],
  [10_397, "a second freeze whose issue was opened long after its plan was read"],
] as const;

test.each(ONCE_WRONG)("case %i: %s", async (seed, _about) => {
  const { violations } = await play(modeOf(seed), choicesOf(seed, CASE_LENGTH));
  expect(violations).toEqual([]);
});

test("the same case is played alike twice", async () => {
  const [once, again] = [await play("gate", choicesOf(3, CASE_LENGTH)), await play("gate", choicesOf(3, CASE_LENGTH))];
  expect(again.trace).toEqual(once.trace);
  expect(once.trace.length).toBeGreaterThan(20);
});

describe("a story in which every promise is put to the test", () => {
  test.each(MODES)("is kept, mode %s", async (mode) => {
    const { violations, landings } = await play(mode, STORIES[mode]);
    expect(violations).toEqual([]);
    expect(landings).toBe({ gate: 1, soft: 3, queue: 0, organization: 4 }[mode]);
  });

  const own = SABOTAGES.filter(({ story }) => story !== undefined);
  test.each(own.map((sabotage) => [sabotage.name, sabotage] as const))("is kept where it is told against an app that %s", async (_name, { mode, story = [] }) => {
    expect((await play(mode, story)).violations).toEqual([]);
  });

  test.each(SABOTAGES.map((sabotage) => [sabotage.name, sabotage] as const))("shows an app that %s", async (_name, sabotage) => {
    const { violations } = await play(sabotage.mode, sabotage.story ?? STORIES[sabotage.mode], sabotage);
    expect(violations).toContainEqual(expect.stringMatching(sabotage.shows));
  });
});

test("a failing list of choices is shortened to what fails of it", async () => {
  const shortest = await shrink(Array.from({ length: 40 }, (_, index) => index), async (shorter) => shorter.includes(7) && shorter.includes(31));
  expect(shortest).toEqual([7, 31]);
});
