import { describe, expect, test } from "@jest/globals";
import { fc } from "../../support/properties.ts";
import type { Freeze } from "../../../src/domain/model/plan.ts";
import type { ReachedMilestone } from "../../../src/domain/model/snapshot.ts";
import { freezePhase, nextBoundary } from "../../../src/domain/policy/freeze-interval.ts";
import { at, freeze, milestone, plan, product, reached, time } from "../../support/plan-builder.ts";

const DAY = 86_400_000;
const START = at("2026-12-01T00:00Z");
const END = at("2026-12-08T00:00Z");

function state(one: Freeze, now: number, done: readonly ReachedMilestone[] = [], productId: string | null = null): string {
  return freezePhase(plan({ freezes: [one] }), one, productId, done, now).state;
}

describe("when a freeze is in force", () => {
  const byMilestones = freeze();
  const byClock = freeze({ from: { time: time("2026-12-01T00:00Z") }, until: { time: time("2026-12-08T00:00Z") } });
  const open = freeze({ until: null });
  const noticed = freeze({ notice: [7 * DAY, DAY] });

  test.each([
    ["the millisecond before a milestone is due it has not begun", byMilestones, START - 1, [], "before"],
    ["it begins at the very instant that is due", byMilestones, START, [], "in-force"],
    ["a milestone reached early begins it early", byMilestones, at("2026-11-20T12:00Z"), [reached("code-complete", "2026-11-20T12:00Z")], "in-force"],
    ["a milestone reached late changes nothing: its due instant had begun it", byMilestones, START, [reached("code-complete", "2026-12-03T00:00Z")], "in-force"],
    ["a milestone reached later than now is not known yet", byMilestones, START - DAY, [reached("code-complete", "2026-11-30T12:00Z")], "before"],
    ["a slipped release does not thaw itself", byMilestones, END + 30 * DAY, [], "in-force"],
    ["it ends at the very instant its milestone is reached", byMilestones, at("2026-12-07T09:00Z"), [reached("release", "2026-12-07T09:00Z")], "over"],
    ["the millisecond before that it holds", byMilestones, at("2026-12-07T09:00Z") - 1, [reached("release", "2026-12-07T09:00Z")], "in-force"],
    ["a plain time ends it by the clock", byClock, END, [], "over"],
    ["the millisecond before a plain end it holds", byClock, END - 1, [], "in-force"],
    ["a milestone reached ends no freeze that ends by the clock", byClock, START, [reached("release", "2026-12-01T00:00Z")], "in-force"],
    ["without an end it holds until a person ends it", open, END + 365 * DAY, [], "in-force"],
    ["notice begins at the longest notice", noticed, START - 7 * DAY, [], "notice"],
    ["before the longest notice nothing is announced", noticed, START - 7 * DAY - 1, [], "before"],
    ["a release that came first leaves nothing to freeze", byMilestones, START + DAY, [reached("release", "2026-11-30T00:00Z")], "over"],
  ] as const)("%s", (_name, one, now, done, expected) => {
    expect(state(one, now, done)).toBe(expected);
  });

  test("a product with its own date is frozen by that date, and ends with its own release", () => {
    const one = freeze();
    const dated = plan({
      products: [product("colossus"), product("forum")], freezes: [one],
      milestones: [milestone("code-complete", "2026-12-01T00:00Z", { dueFor: { colossus: time("2026-11-28T00:00Z") } }), milestone("release", "2026-12-08T00:00Z")],
    });
    const done = [reached("release", "2026-12-02T00:00Z", "forum")];
    const phase = (id: string, now: number): string => freezePhase(dated, one, id, done, now).state;
    expect([phase("colossus", at("2026-11-29T00:00Z")), phase("forum", at("2026-11-29T00:00Z"))]).toEqual(["in-force", "before"]);
    expect([phase("colossus", at("2026-12-03T00:00Z")), phase("forum", at("2026-12-03T00:00Z"))]).toEqual(["in-force", "over"]);
  });

  test("it is overdue since its milestone was due, and says when it was to end", () => {
    const phase = freezePhase(plan(), freeze(), null, [], END + DAY);
    expect([phase.overdueSince, phase.until, phase.nextBoundary]).toEqual([END, END, null]);
  });

  test("the next boundary visits every notice, the begin and the due end in turn", () => {
    const noticedPlan = plan({ freezes: [noticed] });
    const visited: number[] = [];
    for (let now: number | null = START - 30 * DAY; now !== null; now = nextBoundary(noticedPlan, [], now)) visited.push(now);
    expect(visited.slice(1)).toEqual([START - 7 * DAY, START - DAY, START, END]);
  });

  test("a milestone without a date begins nothing and has no boundary until it is reached", () => {
    const undated = plan({ milestones: [milestone("code-complete", null), milestone("release", null)] });
    expect(freezePhase(undated, freeze(), null, [], END)).toEqual({ state: "before", since: null, until: null, overdueSince: null, nextBoundary: null });
    expect(freezePhase(undated, freeze(), null, [reached("code-complete", "2026-12-02T00:00Z")], END).state).toBe("in-force");
  });
});

describe("laws of intervals", () => {
  const instant = fc.integer({ min: 0, max: 1_000 });

  test("a freeze by the clock is in force exactly from its start up to, and not including, its end", () => {
    fc.assert(fc.property(instant, instant, instant, (start, length, now) => {
      const bound = (value: number): { time: ReturnType<typeof time> } => ({ time: { ...time("2026-12-01T00:00Z"), at: value } });
      const one = freeze({ from: bound(start), until: bound(start + length) });
      expect(state(one, now) === "in-force").toBe(now >= start && now < start + length);
    }));
  });

  test("ending one freeze never ends another", () => {
    fc.assert(fc.property(fc.array(fc.constantFrom<string>("a", "b", "c"), { maxLength: 3 }), (ended) => {
      const ends = ["a", "b", "c"].map((id) => freeze({ id, from: { time: time("2026-12-01T00:00Z") }, until: { milestone: `end-${id}` } }));
      const overlapping = plan({ freezes: ends, milestones: ["a", "b", "c"].map((id) => milestone(`end-${id}`, null)) });
      const done = ended.map((id) => reached(`end-${id}`, "2026-12-02T00:00Z"));
      for (const one of ends) expect(freezePhase(overlapping, one, null, done, at("2026-12-03T00:00Z")).state).toBe(ended.includes(one.id) ? "over" : "in-force");
    }));
  });

  test("nothing changes between now and the next boundary", () => {
    const noticed = freeze({ notice: [7 * DAY, DAY] });
    fc.assert(fc.property(fc.integer({ min: START - 20 * DAY, max: END + 20 * DAY }), fc.double({ min: 0, max: 0.999, noNaN: true }), (now, part) => {
      const phase = freezePhase(plan({ freezes: [noticed] }), noticed, null, [], now);
      const until = phase.nextBoundary ?? now + 100 * DAY;
      const later = freezePhase(plan({ freezes: [noticed] }), noticed, null, [], Math.floor(now + (until - now) * part));
      expect([later.state, later.overdueSince]).toEqual([phase.state, phase.overdueSince]);
    }));
  });
});
