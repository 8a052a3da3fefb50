import { describe, expect, test } from "@jest/globals";
import { measureWording, readBranch, readTitle } from "../../../src/domain/policy/wording.ts";
import type { KnownTitle } from "../../../src/domain/policy/wording.ts";

const BUGFIXES = [
  "Fix the colour of links", "Fixes a crash when the list is empty", "Prevent two windows from opening", "Do not lose focus after saving",
  "Ensure that the cache is emptied", "Handle a missing header", "Correct the order of tabs", "Avoid a race condition on start",
  "Menu: don't open twice", "Restore the old scroll position", "Add missing null check", "Search does not work in Firefox",
  "Wrong date shown in the footer", "Sync, various fixes", "Memory leak in the viewer",
];
const OTHERS = [
  "Add a dark theme", "Support proxies", "Introduce a plugin system", "Allow several files to be chosen", "Rename the module",
  "Fix typo in the README", "Fix broken link in docs", "Fix flaky test of the viewer", "Fix lint errors", "Fix CI on Windows",
  "Bump lodash", "Refactor error handling", "Add tests for the crash", "Document how to fix permissions", "Drop an old engine", "Discovery module",
];
const KNOWN: readonly KnownTitle[] = [...BUGFIXES.map((title) => ({ title, isBugfix: true })), ...OTHERS.map((title) => ({ title, isBugfix: false }))];

describe("the wording of a title", () => {
  test.each(BUGFIXES)("%s: a bugfix", (title) => {
    expect(readTitle(title)?.says).toBe("bugfix");
  });

  test.each(OTHERS)("%s: not a bugfix", (title) => {
    expect(readTitle(title)?.says).not.toBe("bugfix");
  });

  test.each([
    ["Fix typo in the docs", "docs"], ["Fix flaky test", "test"], ["Add a dark theme", "feature"], ["Rename the module", "chore"], ["Bump lodash", "dependency"],
  ])("%s says %s", (title, says) => {
    expect(readTitle(title)?.says).toBe(says);
  });

  test("it names the words that spoke", () => {
    expect(readTitle("Fixes a crash when empty")?.words).toEqual(["fixes", "crash", "when", "empty"]);
  });

  test("names in code do not speak", () => {
    expect(readTitle("Rework `fixCrashError` and `bug`")).toBeNull();
  });

  test("closing an issue is not yet a fix", () => {
    expect(readTitle("Allow an empty password, fix #212")?.says).toBe("feature");
  });

  test("words that only lean towards a fix need company", () => {
    expect(readTitle("Colours during scrolling when hovering")).toBeNull();
  });

  test.each([["fix-sign-and-send", "bugfix"], ["bugfix/tabs", "bugfix"], ["feature/tabs", "feature"], ["alex-fixEditPost", "bugfix"], ["topic", undefined]])("the branch %s says %s", (branch, says) => {
    expect(readBranch(branch)?.says).toBe(says);
  });

  test("a title of a hundred thousand characters is read", () => {
    expect(readTitle("fix ` ".repeat(20_000))?.says).toBe("bugfix");
  });
});

describe("measuring the wording", () => {
  test("precision and recall are counted over the given titles", () => {
    expect(measureWording(KNOWN)).toEqual({ precision: 1, recall: 1 });
    expect(measureWording([{ title: "Fix a", isBugfix: false }, { title: "Fix b", isBugfix: true }, { title: "Colours", isBugfix: true }])).toEqual({ precision: 0.5, recall: 0.5 });
  });

  test("it is better at both than the plain rule of a fix word in the title", () => {
    const said = KNOWN.filter(({ title }) => /\bfix/i.test(title));
    const right = said.filter((one) => one.isBugfix).length;
    const ours = measureWording(KNOWN);
    expect(ours.precision).toBeGreaterThan(right / said.length);
    expect(ours.recall).toBeGreaterThan(right / BUGFIXES.length);
  });

  test("where nothing can be said both are nought", () => {
    expect(measureWording([])).toEqual({ precision: 0, recall: 0 });
  });
});
