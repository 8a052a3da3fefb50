/** When what the plan puts in the place of a milestone may be said to be done, and that nothing lets it be said earlier or against open criticism. */
import { describe, expect, test } from "@jest/globals";
import type { AdmittedCommand, FallbackThen } from "../../../src/domain/command/command.ts";
import { foldCommands } from "../../../src/domain/command/fold.ts";
import { parseCommand } from "../../../src/domain/command/parse.ts";
import type { CommandState } from "../../../src/domain/command/state.ts";
import type { PlannedMilestone } from "../../../src/domain/model/plan.ts";
import { fallbackStanding } from "../../../src/domain/policy/fallback.ts";
import { milestoneDates } from "../../../src/domain/policy/milestone-dates.ts";
import { decideReached } from "../../../src/domain/policy/reached.ts";
import { armedText, fallbackText } from "../../../src/text/fallback.ts";
import type { ShownFallback } from "../../../src/text/fallback.ts";
import { actualText } from "../../../src/text/milestone-facts.ts";
import { parseText } from "../plan/plan-fixture.ts";
import { at, milestone, plan, reached, time } from "../../support/plan-builder.ts";
import { fc } from "../../support/properties.ts";

const HOUR = 3_600_000;
const FALLBACK = { task: "Force the proposal with the sudo key", after: 48 * HOUR, unless: "criticism" };
const DUE = "2026-12-04T00:00Z";
const PROPOSAL = milestone("proposal", DUE, { title: "Runtime Proposal", manager: "ben", after: ["test"], fallback: FALLBACK });
const PLAN = plan({ milestones: [milestone("test", "2026-12-01T00:00Z"), PROPOSAL] });

describe("it may be forced", () => {
  const stands = (now: string, testReached: string | null, more: Partial<PlannedMilestone> = {}) => fallbackStanding({ ...PROPOSAL, ...more }, testReached === null ? [] : [reached("test", testReached)], at(now));
  test.each<readonly [string, string, string | null, Partial<PlannedMilestone>, string | null]>([
    ["not before the milestone is due", "2026-12-03T00:00Z", "2026-12-01T00:00Z", {}, null],
    ["not a moment before its time", "2026-12-05T23:59:59.999Z", "2026-12-01T00:00Z", {}, null],
    ["from that moment on", "2026-12-06T00:00Z", "2026-12-01T00:00Z", {}, "2026-12-06T00:00Z"],
    ["and long after", "2027-03-01T00:00Z", "2026-12-01T00:00Z", {}, "2026-12-06T00:00Z"],
    ["not while what comes before it is not reached", "2026-12-09T00:00Z", null, {}, null],
    ["not before that is reached, as the past is replayed", "2026-12-09T00:00Z", "2026-12-10T00:00Z", {}, null],
    ["since what comes before it was reached late", "2026-12-09T00:00Z", "2026-12-08T12:00Z", {}, "2026-12-08T12:00Z"],
    ["never without a date", "2027-12-09T00:00Z", "2026-12-01T00:00Z", { due: null }, null],
  ])("%s", (_, now, testReached, more, expected) => expect(stands(now, testReached, more)?.armedSince ?? null).toBe(expected === null ? null : at(expected)));

  test("nothing is to be forced of what is reached, and where the plan has nothing in its place", () => {
    expect(fallbackStanding(PROPOSAL, [reached("proposal", "2026-12-05T00:00Z"), reached("test", "2026-12-01T00:00Z")], at("2026-12-09T00:00Z"))).toBeNull();
    expect(stands("2026-12-09T00:00Z", "2026-12-01T00:00Z", { fallback: null })).toBeNull();
    expect(stands("2026-12-09T00:00Z", "2026-12-01T00:00Z", { actual: { time: time("2026-12-05T00:00Z"), bound: "on", extent: "done", note: null } })).toBeNull();
    expect(stands("2026-12-09T00:00Z", "2026-12-01T00:00Z", { actual: { time: time("2026-12-05T00:00Z"), bound: "on", extent: "partial", note: null } })).not.toBeNull();
  });

  test("says what waits for what", () => expect(stands("2026-12-09T00:00Z", null)).toMatchObject({ before: ["test"], from: at("2026-12-06T00:00Z") }));
});

describe("the words", () => {
  const shown = (now: string, against: readonly number[] | null): ShownFallback => {
    const standing = fallbackStanding(PROPOSAL, [reached("test", "2026-12-01T00:00Z")], at(now));
    if (standing === null) throw new Error("there is none");
    return { standing, against };
  };
  test("before, armed, and against open criticism", () => {
    expect([fallbackText(shown("2026-12-02T00:00Z", null), PLAN), fallbackText(shown("2026-12-07T00:00Z", []), PLAN), fallbackText(shown("2026-12-07T00:00Z", [12, 13]), PLAN), armedText(PROPOSAL, "ben", shown("2026-12-07T00:00Z", []), PLAN)]).toMatchInlineSnapshot(`
[
  "**If it does not come about**: Force the proposal with the sudo key. From Sat 5 December 2026 24:00 UTC (2 days after it is due), unless an issue labelled \`criticism\` is open, \`/warden force because …\` says so.",
  "**It may be forced** since Sat 5 December 2026 24:00 UTC: Force the proposal with the sudo key. \`/warden force because …\` says that it was done, and counts as reached.",
  "**Open criticism keeps it from being forced**: #12 and #13. Once those are closed, or no longer labelled \`criticism\`: Force the proposal with the sudo key.",
  "@ben: **Runtime Proposal** was due Thu 3 December 2026 24:00 UTC, and is not reached. In its place the plan has: Force the proposal with the sudo key. It may now be forced: write \`/warden force proposal because …\`, and it counts as reached. An issue labelled \`criticism\` that is open then keeps it from that.",
]
`);
  });
});

let comments = 0;
function said(line: string, by: string, then: Partial<FallbackThen> | null, reachedThen: readonly string[] = []): AdmittedCommand {
  const parsed = parseCommand(`/warden ${line}`);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  comments += 1;
  const fallbacks = then === null ? {} : { fallbacks: [{ milestone: "proposal", from: at("2026-12-06T00:00Z"), before: [], armed: true, unless: "criticism", against: [], ...then }] };
  return {
    command: parsed.command, comment: comments, line: 0, at: at("2026-12-07T00:00Z") + comments, number: 3, standing: { login: by, role: "triage", author: false, named: [] }, pull: null,
    plans: [{ plan: "1/plan", holding: [], announced: [], branches: [], ...(reachedThen.length === 0 ? {} : { reached: reachedThen }), ...fallbacks }],
  };
}
const fold = (...commands: readonly AdmittedCommand[]): CommandState => foldCommands(commands, { plan: PLAN, planKey: "1/plan", reached: [], repository: "acme/app" });
const codes = (state: CommandState): readonly string[] => [...state.outcomes.values()].map(({ code }) => code);

describe("force", () => {
  test.each<readonly [string, string, string, Partial<FallbackThen> | null, string]>([
    ["its manager", "force proposal because no quorum", "ben", {}, "milestone-forced"],
    ["the manager of the release", "force proposal because no quorum", "rita", {}, "milestone-forced"],
    ["whoever else", "force proposal because no quorum", "ann", {}, "milestone-not-yours"],
    ["too early", "force proposal because no quorum", "ben", { armed: false }, "force-early"],
    ["while criticism is open", "force proposal because no quorum", "ben", { against: [12] }, "force-criticised"],
    ["while nobody can tell", "force proposal because no quorum", "ben", { against: null }, "force-unread"],
    ["without a fallback", "force test because no quorum", "rita", null, "force-none"],
    ["of a milestone that is not there", "force propsal because no quorum", "ben", {}, "milestone-unknown"],
  ])("%s", (_, line, by, then, code) => expect(codes(fold(said(line, by, then)))).toEqual([code]));

  test("needs its reason", () => expect(parseCommand("/warden force proposal")).toMatchObject({ ok: false, problem: { code: "no-phrase" } }));

  test("reaches the milestone once, is shown as forced, and is taken back as done is", () => {
    const forced = said("force proposal because no quorum", "ben", {});
    const { milestones } = fold(forced);
    const all = decideReached(PLAN, [], milestones.done);
    expect(all).toEqual([{ milestone: "proposal", product: null, at: forced.at, by: "ben" }]);
    const [, dates] = milestoneDates(PLAN, {}, all, at("2026-12-08T00:00Z"), milestones);
    expect([dates?.state, actualText(dates?.actual ?? null, PLAN), actualText(dates?.actual ?? null, PLAN, () => null)]).toEqual(["done", "Mon 7 December 2026 00:00 UTC, forced by ben", "Mon 7 December 2026 00:00 UTC, forced"]);
    expect(codes(fold(forced, said("force proposal because again", "ben", {}), said("reopen proposal because the vote goes on", "ben", null), said("force proposal because no quorum", "ben", {})))).toEqual(["milestone-forced", "milestone-already", "milestone-reopened", "milestone-forced"]);
  });
});

describe("laws", () => {
  const day = fc.integer({ min: 1, max: 28 });
  test("it is never armed before so long after its due instant, nor before what comes before it is reached", () => {
    fc.assert(fc.property(day, fc.integer({ min: 1, max: 500 }), fc.option(day), day, fc.integer({ min: 0, max: 23 }), (due, hours, before, nowDay, nowHour) => {
      const date = (of: number): string => `2026-12-${String(of).padStart(2, "0")}T00:00Z`;
      const now = at(date(nowDay)) + nowHour * HOUR;
      const standing = fallbackStanding({ ...PROPOSAL, due: time(date(due)), fallback: { ...FALLBACK, after: hours * HOUR } }, before === null ? [] : [reached("test", date(before))], now);
      const armed = standing?.armedSince ?? null;
      expect(armed !== null).toBe(now >= at(date(due)) + hours * HOUR && before !== null && at(date(before)) <= now);
      if (armed !== null) expect(armed).toBeGreaterThanOrEqual(at(date(due)) + hours * HOUR);
    }));
  });

  test("whatever is said by whomever in whatever order, nothing is forced too early or while criticism is open", () => {
    const then = fc.record({ armed: fc.boolean(), against: fc.oneof(fc.constant(null), fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 2 })) });
    const word = fc.record({ line: fc.constantFrom("force proposal because x", "reopen proposal because y", "delegate @dora for proposal", "done test"), by: fc.constantFrom("ben", "rita", "ann", "dora"), then });
    fc.assert(fc.property(fc.array(word, { maxLength: 12 }), (words) => {
      const commands = words.map((one) => said(one.line, one.by, one.then));
      const { done } = fold(...commands).milestones;
      for (const one of done.filter(({ forced }) => forced === true)) {
        const then = commands.find((command) => command.at === one.at)?.plans[0]?.fallbacks?.[0];
        expect([then?.armed, then?.against]).toEqual([true, []]);
      }
    }));
  });
});

describe("the plan's check warns", () => {
  const warned = (text: string) => parseText(`release: { name: x, manager: rita, timezone: UTC }\n${text}`).problems.map(({ code, line }) => `${code} ${line ?? ""}`);
  test.each<readonly [string, string, readonly string[]]>([
    ["of a fallback that never comes, since its milestone has no date", "tracking: {}\nmilestones:\n  - { id: a, fallback: { task: b, after: 1 day } }\n", ["fallback-undated 4"]],
    ["where nobody would be told, or asked for a review", "milestones:\n  - { id: a, due: 2026-12-01, fallback: { task: b, after: 1 day } }\n  - { id: c, due: 2026-12-02, parts: [{ title: d, review: [ann] }] }\n", ["needs-tracking 3", "needs-tracking 4"]],
    ["of nothing where all is there", "tracking: {}\nmilestones:\n  - { id: a, due: 2026-12-01, fallback: { task: b, after: 1 day }, parts: [{ title: d, review: [ann] }] }\n", []],
  ])("%s", (_, text, expected) => expect(warned(text)).toEqual(expected));
});
