import { describe, expect, test } from "@jest/globals";
import { fc } from "../support/properties.ts";
import { LEVELS } from "../../src/domain/model/gate.ts";
import { closedRulesetName, offRulesetName, rulesetName } from "../../src/domain/desired/gate-ruleset.ts";
import { findingLines, levelText } from "../../src/text/gate.ts";
import { epochName } from "../../src/text/gate-name.ts";
import { offLines } from "../../src/text/off-report.ts";

const random = new Uint8Array([0, 1, 2, 3, 4, 5, 6, 7, 8, 255]);
const named = { branch: "main", milestone: "Release", until: Date.parse("2026-12-08T09:00Z"), zone: "UTC", look: "Release plan (main)", random };

describe("the name of a closed gate", () => {
  test("says what is frozen, until when and where to look", () => {
    expect(epochName(named)).toBe("main is frozen until Release (due Tue 8 December): see Release plan (main) [012345678z]");
    expect(epochName({ ...named, milestone: null })).toBe("main is frozen until Tue 8 December: see Release plan (main) [012345678z]");
    expect(epochName({ ...named, milestone: null, until: null })).toBe("main is frozen until it is ended by hand: see Release plan (main) [012345678z]");
  });

  test("fits into 100 characters and ends in its random characters, whatever people call things", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), fc.string({ unit: "binary", maxLength: 300 }), fc.uint8Array({ minLength: 10, maxLength: 10 }), (branch, milestone, bytes) => {
      const name = epochName({ ...named, branch, milestone, look: branch, random: bytes });
      expect(Array.from(name).length).toBeLessThanOrEqual(100);
      expect(name).toMatch(/ \[[0-9a-hjkmnp-tv-z]{10}\]$/);
      expect(name).not.toMatch(/[\n\r\u202e]/);
    }));
  });

  test("is never made of too few random bytes", () => expect(() => epochName({ ...named, random: new Uint8Array(9) })).toThrow("random"));
});

test("a ruleset's name says how to thaw by hand, and long branches keep names of their own", () => {
  expect(rulesetName("main")).toBe("Release Warden freeze of main (to thaw by hand: set to Disabled)");
  expect([
    "main is frozen until Release (due Tue 8 December): see #12 [0123456789]", "main is frozen until it is ended by hand: see Release plan (main) [0123456789]",
    "main is frozen until A milestone with a long name…: see acme/app#12 [0123456789]", "Frozen: see acme/app#12 [0123456789]", "what somebody else wrote",
  ].map((context) => closedRulesetName("main", context))).toEqual([
    "Release Warden freeze of main until Release, see #12 (to thaw by hand: set to Disabled)",
    "Release Warden freeze of main see Release plan (main) (to thaw by hand: set to Disabled)",
    "Release Warden freeze of main see acme/app#12 (to thaw by hand: set to Disabled)",
    "Release Warden freeze of main see acme/app#12 (to thaw by hand: set to Disabled)",
    "Release Warden freeze of main (to thaw by hand: set to Disabled)",
  ]);
  expect(offRulesetName("main")).toBe("Release Warden is off for main: delete this ruleset to switch it on again");
  const [one, other] = [`${"x".repeat(200)}1`, `${"x".repeat(200)}2`];
  expect(new Set([rulesetName(one), rulesetName(other), offRulesetName(one)]).size).toBe(3);
  expect([rulesetName(one), offRulesetName(one)].every((name) => name.length <= 100)).toBe(true);
});

test("each level says what it does and does not do", () => {
  const texts = LEVELS.map((level) => levelText({ level, branch: "main" }).split("**")[1]);
  expect(texts).toEqual([
    "Advisory: this freeze informs but does not block.",
    "Soft: a rule of yours requires the check `Release plan (main)`.",
    "Queue: every merge goes through your merge queue, and each group is judged at that moment.",
    "Gate: one ruleset of ours closes `main` at once, and only what the freeze lets in passes.",
    "Gate of the organisation: one ruleset closes `main` at once, and only what the freeze lets in passes.",
  ]);
  expect(levelText({ level: "advisory", branch: "main" })).toContain("To block: install the app **Release Warden Gate**");
});

test("what does not hold comes first, with its remedy", () => {
  expect(findingLines([
    { code: "forks", holds: true, facts: {} },
    { code: "pinned", holds: false, facts: { check: "Release plan (main)", appId: null } },
    { code: "administrators", holds: null, facts: { classic: 0 } },
  ])).toEqual([
    "❌ `Release plan (main)` is required from any source, so whoever may set a status can forge it: tie it to this app in the rule.",
    "❔ Who may bypass the ruleset that requires it is shown to administrators only: look at its bypass list.",
    "✅ Pull requests from forks are held as all others.",
  ]);
});

test("off says what it did and what remains", () => {
  expect(offLines([{ repository: "acme/app", thawed: ["main"], rulesets: ["Release Warden is off for main"], withoutRight: false, completed: 2, required: [{ branch: "main", context: "Release plan (main)" }], failed: [] }])).toEqual([
    "acme/app",
    "  Thawed main and completed 2 waiting checks.",
    "  Remains:",
    "    1 ruleset of ours, disabled: delete it to switch the Warden on again, or with the apps when you uninstall.",
    "    A rule requires the check Release plan (main) on main: take it out of that rule, or pull requests will wait for it.",
    "",
    "A server that still runs sees the rulesets' names and stays off.",
  ]);
});
