import { describe, expect, test } from "@jest/globals";
import { parsePlan, readPlanInForce } from "../../../src/domain/plan/parse.ts";
import { parseText, planOf } from "./plan-fixture.ts";

const HEAD = "release: { name: x, manager: ada, timezone: Europe/Oslo }\n";
const NOW = Date.UTC(2027, 0, 1);

function found(text: string, now: number | null = null): readonly string[] {
  return parseText(HEAD + text, now).problems.map((problem) => `${problem.severity} ${problem.code} ${problem.path}`);
}

describe("plans that do not make sense", () => {
  test.each([
    ["a milestone twice", "milestones: [{ id: a }, { id: A }]", "error duplicate-id milestones[1].id"],
    ["a freeze twice", "freezes: [{ id: f, from: 2027-01-04 }, { id: f, from: 2027-01-05 }]", "error duplicate-id freezes[1].id"],
    ["two freezes that would get one name", "freezes: [{ from: 2027-01-04 }, { from: 2027-01-04 }]", "error duplicate-id freezes[1].id"],
    ["a milestone that waits for itself", "milestones: [{ id: a, after: [a] }]", "error cycle milestones[0].after"],
    ["a long circle", "milestones: [{ id: a, after: [c] }, { id: b, after: [a] }, { id: c, after: [b] }]", "error cycle milestones[0].after"],
    ["a date counted from itself", "milestones: [{ id: a, due: 1 day after b }, { id: b, due: 1 day after a }]", "error relative-cycle milestones[0].due"],
    ["a date counted from nothing", "milestones: [{ id: a, due: 1 day after launch }]", "error unknown-milestone milestones[0].due"],
    ["a date for an unknown product", "milestones: [{ id: a, due_for: { b: 2027-01-04 } }]", "error unknown-product milestones[0].due_for.b"],
    ["a freeze on an unknown product", "freezes: [{ from: 2027-01-04, products: [b] }]", "error unknown-product freezes[0].products[0]"],
    ["a measure of an unknown freeze", "key_results: [{ id: k, title: K, measure: { merges_during: f } }]", "error unknown-freeze key_results[0].measure.merges_during"],
    ["a freeze that ends by the clock before it begins", "freezes: [{ from: 2027-01-05, until: 2027-01-04 }]", "error ends-before-start freezes[0].until"],
    ["a freeze that ends where it begins", "milestones: [{ id: a }]\nfreezes: [{ from: a, until: a }]", "error empty-freeze freezes[0].until"],
    ["a freeze that begins nobody knows when", "freezes: [{ from: { unknown: true, resolve_by: 2027-01-04 } }]", "error unknown-bound freezes[0].from"],
    ["a kind of change that nobody could tell", "freezes: [{ from: 2027-01-04, allow: [unknown] }]", "error allow-unknown freezes[0].allow[0]"],
    ["an address for a repository", "products: [{ id: a, repositories: [\"https://github.com/o/r\"] }]", "error bad-repository products[0].repositories[0]"],
    ["a repository called ..", "products: [{ id: a, repositories: [o/..] }]", "error bad-repository products[0].repositories[0]"],
    ["a branch with a space", "products: [{ id: a, branch: my branch }]", "error bad-branch products[0].branch"],
    ["a branch that feeds itself", "products: [{ id: a, branch: main, fed_by: [main] }]", "error feeds-itself products[0].fed_by[0]"],
    ["two products that both are this repository", "products: [{ id: a }, { id: b }]", "error shared-repository products[1].repositories"],
    ["kinds judged in a circle", "kinds: { docs: { counts_as: test }, test: { counts_as: docs } }", "error kind-cycle kinds.docs.counts_as"],
    ["a weight that is no fraction", "key_results: [{ id: k, title: K, weights: [{ from: 2027-01-04, of: { ada: 0.5 } }] }]", "error bad-weight key_results[0].weights[0].of.ada"],
    ["a measure of nothing that can be counted", "key_results: [{ id: k, title: K, measure: { target: 3 } }]", "error bad-value key_results[0].measure"],
    ["a measure of two things", "key_results: [{ id: k, title: K, measure: { slip: a, issues_closed: bug } }]\nmilestones: [{ id: a }]", "error bad-value key_results[0].measure"],
    ["a measure with what belongs to another", "key_results: [{ id: k, title: K, measure: { issues_closed: bug, within: 2 days } }]", "error bad-value key_results[0].measure.within"],
    ["an aim that is no number", "key_results: [{ id: k, title: K, measure: { issues_closed: bug, target: most } }]", "error bad-target key_results[0].measure.target"],
    ["the first week after nothing", "key_results: [{ id: k, title: K, measure: { first_response: help, first_week: 2 hours } }]", "error first-week-of-what key_results[0].measure.first_week"],
    ["a slip of an unknown milestone", "key_results: [{ id: k, title: K, measure: { slip: a } }]", "error unknown-milestone key_results[0].measure.slip"],
    ["a key result of an unknown objective", "key_results: [{ id: k, title: K, objective: o }]", "error unknown-objective key_results[0].objective"],
    ["a tracking day that is none", "objectives: [{ id: o, tracked: now and then }]", "error bad-recurrence objectives[0].tracked"],
    ["a duty that comes when nobody knows", "operations: [{ id: a, every: full moon }]", "error bad-recurrence operations[0].every"],
    ["a duty without a time", "operations: [{ id: a }]", "error bad-value operations[0]"],
    ["a duty after an unknown one", "operations: [{ id: a, every: Monday, after: [b] }]", "error unknown-operation operations[0].after[0]"],
    ["a pull request without a repository", "freezes: [{ from: 2027-01-04, agreed: [{ pulls: [\"#66\"], because: x }] }]", "error bad-pull freezes[0].agreed[0].pulls[0]"],
    ["a step before what it waits for can be over, to the minute", "milestones: [{ id: a, due: 2027-01-04T11:00, lasts: 48 hours }, { id: b, due: 2027-01-06T10:59, after: [a] }]", "error too-close milestones[1].due"],
    ["a step counted from what it waits for, but too few hours", "milestones: [{ id: a, due: 2027-01-04, lasts: 48 hours }, { id: b, due: 47 hours after a, after: [a] }]", "error too-close milestones[1].due"],
    ["a step to the minute before one that takes its time", "milestones: [{ id: a, due: 2027-01-04T11:00, lasts: 48 hours }, { id: b, due: 2027-01-04T10:00, after: [a] }]", "error too-close milestones[1].due"],
  ])("%s is refused", (_name, text, problem) => {
    expect(found(text)).toContain(problem);
    expect(parseText(HEAD + text).plan).toBeNull();
  });

  test.each([
    ["a step due before the one it waits for", "milestones: [{ id: a, due: 2027-01-05 }, { id: b, due: 2027-01-04, after: [a] }]", "warning out-of-order milestones[1].due"],
    ["a step that leaves no time", "milestones: [{ id: a, due: 2027-01-04, lasts: 48 hours }, { id: b, due: 2027-01-05, after: [a] }]", "warning too-close milestones[1].due"],
    ["an instant on the day after a day that lasts", "milestones: [{ id: a, due: 2027-01-04, lasts: 48 hours }, { id: b, due: 2027-01-05T12:00, after: [a] }]", "warning too-close milestones[1].due"],
    ["a baseline that left no time, and is never edited", "milestones: [{ id: a, planned: 2027-01-04T11:00, due: 2027-01-04T11:00, lasts: 48 hours }, { id: b, planned: 2027-01-05T11:00, due: 2027-01-06T11:00, after: [a] }]", "warning too-close milestones[1].planned"],
    ["a step that left no time, and happened", "milestones: [{ id: a, due: 2027-01-04T11:00, lasts: 48 hours }, { id: b, due: 2027-01-05T11:00, actual: { on: 2027-01-05T11:00 }, after: [a] }]", "warning too-close milestones[1].due"],
    ["a Saturday", "milestones: [{ id: a, due: 2027-01-09 }]", "warning weekend milestones[0].due"],
    ["a freeze that begins at night", "freezes: [{ from: 2027-01-04T03:00 }]", "warning out-of-hours freezes[0].from"],
    ["a freeze that ends in the evening", "freezes: [{ from: 2027-01-04, until: 2027-01-05T18:01 }]", "warning out-of-hours freezes[0].until"],
    ["a far year", "freezes: [{ from: 9999-01-04 }]", "warning far-date freezes[0].from"],
    ["a year long gone", "milestones: [{ id: a, due: 0202-12-01 }]", "warning far-date milestones[0].due"],
    ["a move that went elsewhere", "milestones: [{ id: a, due: 2027-01-05, moved: [{ to: 2027-01-06, because: x }] }]", "warning contradiction milestones[0].moved[0].to"],
    ["a part due after the whole", "milestones: [{ id: a, due: 2027-01-05, parts: [{ title: p, due: 2027-01-06 }] }]", "warning contradiction milestones[0].parts[0].due"],
    ["a pattern with a slash in front", "freezes: [{ from: 2027-01-04, except: { paths: [/docs/**] } }]", "warning matches-nothing freezes[0].except.paths[0]"],
    ["a pattern with backslashes", "products: [{ id: a, paths: ['docs\\x'] }]", "warning matches-nothing products[0].paths[0]"],
    ["an exception of everything", "freezes: [{ from: 2027-01-04, except: { paths: ['**'] } }]", "warning excepts-everything freezes[0].except.paths[0]"],
    ["every kind of change allowed", "freezes: [{ from: 2027-01-04, allow: [bugfix, feature, docs, test, chore, dependency, release] }]", "warning allows-everything freezes[0].allow"],
    ["an exception of an unknown repository", "products: [{ id: a, repositories: [o/r] }]\nfreezes: [{ from: 2027-01-04, except: { repositories: [o/s] } }]", "warning needless-exception freezes[0].except.repositories[0]"],
    ["a freeze of which all is excepted", "products: [{ id: a }]\nfreezes: [{ from: 2027-01-04, except: { products: [a] } }]", "warning holds-nothing freezes[0].except"],
    ["a link into a private repository", "products: [{ id: a, private: true, repositories: [o/hidden] }]\nfreezes: [{ from: 2027-01-04, agreed: [{ pulls: ['o/hidden#1'], because: x, see: 'https://github.com/o/hidden/pull/1' }] }]", "warning private-link freezes[0].agreed[0].see"],
    ["an actual end that ends nothing", "milestones: [{ id: a, actual: { on: 2027-01-04 } }]\nfreezes: [{ from: 2026-12-01, until: a }]", "warning actual-is-a-record milestones[0].actual"],
    ["a section that nothing acts on yet", "support: [a]", "warning not-acted-on support"],
  ])("%s is warned of, and read", (_name, text, problem) => {
    expect(found(text)).toContain(problem);
    expect(planOf(parseText(HEAD + text)).release.name).toBe("x");
  });

  test("the earliest instant that works is told, across a clock change as well, and is taken", () => {
    const plan = (due: string): string => `${HEAD}milestones: [{ id: vote, due: 2027-03-27T11:00, lasts: 48 hours }, { id: out, due: ${due}, after: [vote] }]`;
    const tooClose = (text: string): string | undefined => parseText(text).problems.find(({ code }) => code === "too-close")?.message;
    expect(tooClose(plan("2027-03-29T11:00"))).toBe("Out is due 2027-03-29T11:00, but Vote (line 2) is due 2027-03-27T11:00 and lasts 48 hours, so it cannot come before 2027-03-29T12:00+02:00.");
    expect(tooClose(plan("2027-03-29T12:00+02:00"))).toBeUndefined();
  });

  test("a plan that was good before a rule was made stays in force when it is read again", () => {
    const text = new TextEncoder().encode(`${HEAD}milestones: [{ id: a, due: 2027-01-04T11:00, lasts: 48 hours }, { id: b, due: 2027-01-05T11:00, after: [a] }]`);
    expect(parsePlan(text, "plan.yml").plan).toBeNull();
    expect(readPlanInForce(text, "plan.yml")?.milestones.map(({ id }) => id)).toEqual(["a", "b"]);
  });

  test("a holiday is warned of by name of the milestone", () => {
    const { problems } = parseText("release: { name: x, manager: ada, timezone: Europe/Oslo, holidays: [2027-05-17] }\nmilestones: [{ id: a, due: 2027-05-17 }]");
    expect(problems.map((problem) => problem.code)).toEqual(["holiday"]);
  });

  test("a release date that its milestone contradicts is warned of; one inside the same day is not", () => {
    const plan = (due: string): string => `release: { name: x, manager: ada, timezone: Europe/Oslo, due: ${due} }\nmilestones: [{ id: release, due: 2027-01-05 }]`;
    expect(parseText(plan("2027-01-06T12:00")).problems.map((problem) => problem.code)).toEqual(["contradiction"]);
    expect(parseText(plan("2027-01-05T12:00")).problems).toEqual([]);
  });

  test("the past is only judged when the time is told, and not where the outcome is written down", () => {
    const text = "milestones: [{ id: a, due: 2026-12-01 }, { id: b, due: 2026-12-01, actual: { on: 2026-12-01 } }]";
    expect(found(text)).toEqual([]);
    expect(found(text, NOW)).toEqual(["warning past-date milestones[0].due"]);
  });

  test("one line says for which dates nobody answers", () => {
    const { problems } = parseText("release: { name: x, timezone: Europe/Oslo }\nmilestones: [{ id: a, due: 2027-01-04 }, { id: b, due: 2027-01-05, manager: ada }, { id: c, due: 2027-01-06 }]");
    expect(problems.map((problem) => problem.message)).toEqual(["Nobody answers for these dates: A, C."]);
  });

  test("two products may share a repository when files or branches tell them apart", () => {
    expect(found("products: [{ id: a, paths: [a/**] }, { id: b, paths: [b/**] }]")).toEqual([]);
    expect(found("products: [{ id: a, branch: main }, { id: b, branch: next }]")).toEqual([]);
  });

  test("every kind of mistake is told in one round", () => {
    const codes = parseText("release: { name: 2.4, timezone: Europe/Olso }\nmilestones:\n  - { id: a, date: 03.04.20 }\n  - { id: b, after: [c], colour: red }\nfreezes:\n  - { from: b, until: d, allow: [fix] }\n").problems.map((problem) => problem.code);
    expect(codes).toEqual(["not-text", "unknown-zone", "unknown-key", "ambiguous-date", "unknown-milestone", "unknown-key", "unknown-milestone", "bad-value"]);
  });
});
