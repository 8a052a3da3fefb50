import { describe, expect, test } from "@jest/globals";
import { parseText } from "./plan-fixture.ts";

const HEAD = "release: { name: x, manager: ada, timezone: Europe/Oslo }\n";
const said = (story: string): readonly string[] => parseText(`${HEAD}products: [{ id: a, user_stories: [${JSON.stringify(story)}] }]`).problems.map(({ severity, code, path, message }) => `${severity} ${code} ${path ?? ""}: ${/does not say (.*)\.$/.exec(message)?.[1] ?? message}`);

describe("user stories", () => {
  test.each([
    "As a storage provider, in order to choose, I want to stake for tranches",
    "In order to fulfil my role, as a storage provider I want my node to synchronise content.",
    "I want to stake for tranches, as a storage provider, so that I can choose",
    "As an operator we'd like to hear of it because nobody else tells us",
    "As the tester, I must be able to reset the network so I can begin anew",
  ])("%s: is one", (story) => expect(said(story)).toEqual([]));

  test.each([
    ["Stake for tranches", "who wants it (`As a …`), why (`in order to …`) nor what is wanted (`I want …`)"],
    ["As a storage provider, I want to stake for tranches", "why (`in order to …`)"],
    ["As a storage provider, in order to choose, tranches", "what is wanted (`I want …`)"],
    ["I want tranches, in order to choose", "who wants it (`As a …`)"],
    ["As a storage provider", "why (`in order to …`) nor what is wanted (`I want …`)"],
  ])("%s: is warned of and kept", (story, missing) => {
    expect(said(story)).toEqual([`warning user-story products[0].user_stories[0]: ${missing}`]);
    expect(parseText(`${HEAD}products: [{ id: a, user_stories: [${JSON.stringify(story)}] }]`).plan?.products[0]?.card.userStories).toEqual([story]);
  });
});
