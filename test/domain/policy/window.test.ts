import { describe, expect, test } from "@jest/globals";
import { readStanding, renderStanding } from "../../../src/domain/desired/window-standing.ts";
import type { LockStanding, WindowStanding } from "../../../src/domain/model/window.ts";
import { lockStep, tallyOf, uncounted, windowState } from "../../../src/domain/policy/window.ts";
import type { WrittenComment } from "../../../src/domain/policy/window.ts";
import { fc } from "../../support/properties.ts";

const TIMES = { opens: 10_000, closes: 20_000 };
const said = (createdAt: number, more: Partial<WrittenComment> = {}): WrittenComment => ({ id: createdAt, author: { login: "ann", bot: false }, ours: false, command: false, createdAt, ...more });

describe("what counts in a window", () => {
  test.each([[9_000, "ahead"], [9_999, "ahead"], [10_000, "open"], [10_001, "open"], [19_000, "open"], [19_999, "open"], [20_000, "closed"], [21_000, "closed"]])("at %d it is %s", (at, state) => {
    expect(windowState(TIMES, at)).toBe(state);
  });

  test.each<[string, Partial<WrittenComment>, number, number]>([
    ["a person's", {}, 1, 1], ["ours", { ours: true }, 0, 0], ["a bot's", { author: { login: "bot", bot: true } }, 0, 0], ["a command", { command: true }, 0, 0], ["of an account that is gone", { author: null }, 1, 1],
  ])("a comment: %s", (_name, more, comments, people) => {
    expect(tallyOf(TIMES, [said(10_000, more)], 20_000)).toEqual({ ...TIMES, comments, people, settled: false });
  });

  test("people are counted once, however they write their name", () => {
    expect(tallyOf(TIMES, [said(11_000), said(12_000, { author: { login: "ANN", bot: false } }), said(13_000, { author: { login: "ben", bot: false } })], 140_000)).toMatchObject({ comments: 3, people: 2, settled: true });
  });

  test("each person is told once, for the first that does not count, and hosts and what came before are left alone", () => {
    const all = [said(25_000), said(22_000), said(11_000), said(24_000, { author: { login: "host", bot: false } }), said(5_000, { author: { login: "zoe", bot: false } }), said(7_000, { author: { login: "kim", bot: false } })];
    expect(uncounted([TIMES], all, ["Host", null], 6_000)).toEqual([{ comment: 7_000, login: "kim", at: 7_000, when: "early" }, { comment: 22_000, login: "ann", at: 22_000, when: "late" }]);
  });

  test("what lies in another window of the same issue is not late, and between two it is early", () => {
    const second = { opens: 30_000, closes: 40_000 };
    expect(uncounted([TIMES, second], [said(25_000)], [], 0)).toMatchObject([{ when: "early" }]);
    expect(uncounted([TIMES, { opens: 15_000, closes: 30_000 }], [said(25_000)], [], 0)).toEqual([]);
  });

  test("for any times and any order, a comment counts exactly if it was written in the window", () => {
    const instants = fc.integer({ min: 0, max: 60 }).map((second) => second * 1_000);
    fc.assert(fc.property(instants, instants, fc.array(fc.tuple(instants, fc.constantFrom("ann", "ben", "kim"))), (one, other, written) => {
      const times = { opens: Math.min(one, other), closes: Math.max(one, other) + 1_000 };
      const comments = written.map(([at, login], id) => said(at, { id, author: { login, bot: false } }));
      const inside = comments.filter(({ createdAt }) => createdAt >= times.opens && createdAt < times.closes);
      expect(tallyOf(times, comments, 0).comments).toBe(inside.length);
      expect(tallyOf(times, comments.toReversed(), 0)).toEqual(tallyOf(times, comments, 0));
      // Nobody is told that what counts does not, and nobody whose every word counts is told anything.
      for (const { comment, login } of uncounted([times], comments, [], 0)) expect([inside.some(({ id }) => id === comment), comments.some((each) => each.author?.login === login && !inside.includes(each))]).toEqual([false, true]);
    }));
  });
});

describe("the lock of a window", () => {
  const known = (more: Partial<LockStanding> = {}): LockStanding => ({ stretch: "s", putBack: false, left: false, ...more });
  test.each<[string, boolean, boolean, boolean, LockStanding | null, string]>([
    ["as it is wanted", true, true, false, null, "stands"],
    ["never turned by us", true, false, false, null, "turn"],
    ["of the stretch before", true, false, false, known({ stretch: "before" }), "turn"],
    ["that a run of ours left open", true, false, true, known(), "turn"],
    ["that people opened", true, false, false, known(), "put-back"],
    ["that people opened again", true, false, false, known({ putBack: true }), "leave"],
    ["that was left, and that we turned to speak", false, true, true, known({ putBack: true, left: true }), "leave"],
    ["that people closed", false, true, false, known(), "put-back"],
  ])("%s", (_name, wanted, locked, ours, standing, step) => expect(lockStep(wanted, "s", { locked, ours }, standing).step).toBe(step));

  test("whatever people do, it is put back at most once a stretch, and never turned once it was left", () => {
    fc.assert(fc.property(fc.boolean(), fc.array(fc.record({ locked: fc.boolean(), ours: fc.boolean() }), { maxLength: 12 }), (wanted, seen) => {
      let standing: LockStanding | null = null;
      const steps = seen.map((observed) => {
        const done = lockStep(wanted, "s", observed, standing);
        standing = done.standing;
        return done.step;
      });
      expect(steps.filter((step) => step === "put-back").length).toBeLessThanOrEqual(1);
      const left = steps.indexOf("leave");
      if (left >= 0) expect(steps.slice(left).every((step) => step === "leave" || step === "stands")).toBe(true);
    }));
  });
});

describe("what is remembered stands hidden in the issue", () => {
  const sha = fc.stringMatching(/^[0-9a-f]{40}$/);
  const instant = fc.integer({ min: 0, max: 4_000_000_000_000 });
  const standing: fc.Arbitrary<WindowStanding> = fc.record({
    since: instant, lock: fc.option(fc.record({ stretch: fc.string(), putBack: fc.boolean(), left: fc.boolean() })),
    tally: fc.option(fc.record({ opens: instant, closes: instant, comments: fc.nat(), people: fc.nat(), settled: fc.boolean() })),
    documents: fc.dictionary(fc.string({ maxLength: 40 }).filter((id) => id !== "__proto__"), fc.record({ pin: fc.option(fc.record({ blob: sha, commit: fc.option(sha), final: instant, at: instant })), changed: fc.option(fc.record({ blob: fc.option(sha), commit: sha })), restored: fc.boolean() })),
  });
  test("and is read back as it was, whatever it holds", () => {
    fc.assert(fc.property(standing, (one) => {
      const text = `before\n${renderStanding(one)}\nafter`;
      expect(readStanding(text)).toEqual(JSON.parse(JSON.stringify(one)));
      expect(renderStanding(one).slice(4, -3)).not.toContain("-->");
    }));
  });
  test.each(["", "<!-- standing -->", "<!-- standing {} -->", "<!-- standing {\"since\":-1} -->", "<!-- standing [1", "<!-- standing nonsense -->"])("what people broke is not read: %s", (text) => expect(readStanding(text)).toBeNull());
});
