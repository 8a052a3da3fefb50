import { describe, expect, test } from "@jest/globals";
import type { ReleasePlan } from "../../../src/domain/model/plan.ts";
import { comparePlans } from "../../../src/domain/plan/plan-diff.ts";
import { parseFixture, parseText, planOf } from "./plan-fixture.ts";

const acropolis = planOf(parseFixture("acropolis.yml"));
const nunet = planOf(parseFixture("nunet.yml"));
const acropolisProblems = parseFixture("acropolis.yml").problems;
const nunetProblems = parseFixture("nunet.yml").problems;

function milestone(plan: ReleasePlan, id: string): ReleasePlan["milestones"][number] {
  const found = plan.milestones.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no milestone ${id}`);
  return found;
}

function product(id: string): ReleasePlan["products"][number] {
  const found = acropolis.products.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no product ${id}`);
  return found;
}

function utc(text: string): number {
  return Date.parse(`${text}Z`);
}

function errorsOfDue(written: string): readonly string[] {
  return parseText(`release: { name: x, timezone: Europe/Oslo }\nmilestones:\n  - { id: release, due: "${written}" }\n`).problems.filter((one) => one.severity === "error").map((one) => one.code);
}

describe("what the Acropolis plan has to say can be said", () => {
  test("planned, live and actual dates of one milestone", () => {
    const { planned, due, actual } = milestone(acropolis, "final-test");
    expect([planned?.at, due?.at, actual?.time.at]).toEqual([utc("2019-06-17T22:00"), utc("2019-06-20T22:00"), utc("2019-06-20T22:00")]);
  });
  test("done on or before a date", () => expect(milestone(acropolis, "sub-system-test").actual).toMatchObject({ bound: "by", extent: "done", time: { text: "2019-06-17" } }));
  test("done in part", () => expect(milestone(acropolis, "spec-release").actual).toMatchObject({ bound: "on", extent: "partial" }));
  test("another date for one product", () => expect(milestone(acropolis, "sub-system-test").dueFor.colossus?.at).toBe(utc("2019-06-14T22:00")));
  test("dates as they stood in the original are refused, and said in one way only", () => {
    expect([errorsOfDue("21.05.19"), errorsOfDue("21. May"), errorsOfDue("18. June 11:00GMT+2")]).toEqual([["ambiguous-date"], ["no-year"], ["no-year"]]);
    expect(milestone(acropolis, "runtime-proposal").planned?.at).toBe(utc("2019-06-18T09:00"));
  });
  test("two release times that disagree are kept and reported with both lines", () => {
    expect([acropolis.release.planned?.at, milestone(acropolis, "release").planned?.at]).toEqual([utc("2019-06-20T10:00"), utc("2019-06-20T09:00")]);
    expect(acropolisProblems).toContainEqual(expect.objectContaining({ code: "contradiction", severity: "warning", path: "release.planned", message: expect.stringMatching(/12:00.*11:00 \(line \d+\)/) as unknown }));
  });
  test("a freeze on every product but one", () => expect(acropolis.freezes[0]).toMatchObject({ products: null, except: { products: ["pioneer"] }, from: { milestone: "sub-system-test" }, until: { milestone: "release" } }));
  test("a branch that is not called master", () => expect(product("pioneer")).toMatchObject({ repositories: ["Joystream/apps"], branch: "joystream", fedBy: [] }));
  test("a plan that is never edited afterwards: a changed baseline shows", () => {
    const edited = { ...acropolis, milestones: acropolis.milestones.map((one) => (one.id === "release" ? { ...one, planned: one.due } : one)) };
    expect(comparePlans(acropolis, edited)).toEqual([expect.objectContaining({ code: "baseline-moved", subject: "release", thaws: false })]);
  });
  test("a target version with a condition", () => expect(product("runtime").version).toEqual({ current: "5.3.0", target: "5.4.0", note: expect.stringContaining("bugfix") as unknown }));
  test("the forum's target version is the one that its bump is recognised by", () => expect(product("forum").version.target).toBe("1.0.0"));
  test("a manager who took over", () => expect(product("colossus")).toMatchObject({ manager: "mnaamani", handedOver: [{ by: "jfinkhaeuser", on: { text: "2019-06-10" } }] }));
  test("a piece of scope that waits for the next release", () => {
    expect(product("runtime").card.functionality?.[1]).toMatchObject({ who: "mnaamani", delayed: { on: { at: utc("2019-06-11T22:00") }, to: "the next release" } });
  });
  test("weights that change on a date", () => {
    const rows = acropolis.keyResults.find((one) => one.id === "only-bugfixes")?.weights;
    expect(rows?.map((row) => [row.from, Object.keys(row.of).length])).toEqual([[utc("2019-05-08T22:00"), 5], [utc("2019-06-09T22:00"), 4]]);
    expect(rows?.[1]?.of.mnaamani).toEqual([1, 6]);
  });
  test("a weekly time with its offset", () => expect(acropolis.operations).toMatchObject([{ id: "payouts", owner: "bwhm", rule: { weekdays: [1], time: "10:00", zone: "+02:00" } }]));
  test("a measurement on the first weekday seven to nine days after the release", () => expect(acropolis.keyResults[0]?.due).toMatchObject({ precision: "relative", at: utc("2019-07-01T22:00"), after: { milestone: "release", days: 7, firstWeekdayUpTo: 9 } }));
  test("people known by their first name only", () => expect(milestone(acropolis, "final-test").team).toContainEqual({ who: "Tomasz", role: "Tester", open: false }));
  test("places that someone can still take", () => expect(milestone(acropolis, "final-test").team).toContainEqual({ who: "Community Member 1", role: "Tester", open: true }));
  test("a role that nobody fills", () => expect(product("colossus").team).toContainEqual({ who: null, role: "Designer", open: true }));
  test("a private repository by name only", () => expect(product("faucet")).toMatchObject({ private: true, repositories: ["Joystream/substrate-faucet"] }));
  test("a date that nobody knows, with the day by which somebody must", () => {
    const plan = planOf(parseText("release: { name: x, timezone: Europe/Oslo }\nmilestones:\n  - { id: migration, due: { unknown: true, resolve_by: 2019-06-10 } }\n"));
    expect(plan.milestones[0]?.due).toMatchObject({ precision: "unknown", at: null, resolveBy: utc("2019-06-10T22:00") });
  });
  test("the live dates stand out of order, and the plan says so", () => {
    expect(acropolisProblems).toContainEqual(expect.objectContaining({ code: "out-of-order", severity: "warning", path: "milestones[1].due" }));
  });
  test("the vote takes 48 hours, and the release leaves exactly those", () => {
    expect(milestone(acropolis, "runtime-proposal").lasts).toBe(172_800_000);
    expect(acropolisProblems.filter((one) => one.code === "too-close")).toEqual([]);
  });
});

/** What is not acted on stays as written; only top-level sections are kept, so this looks at the product through the warning and the text. */
describe("what the NuNet plan has to say can be said", () => {
  test("a range of dates", () => expect(nunet.release.window).toMatchObject({ from: { at: utc("2024-09-16T00:00") }, to: { at: utc("2024-12-16T00:00") } }));
  test("half months, months and weeks that meet", () => {
    expect(milestone(nunet, "release").due).toMatchObject({ precision: "half-month", start: utc("2024-12-16T00:00"), at: utc("2025-01-01T00:00") });
    expect(milestone(nunet, "docs-portal").due).toMatchObject({ precision: "month", start: utc("2024-08-01T00:00"), at: utc("2024-09-01T00:00") });
    expect(milestone(nunet, "test-management").due).toMatchObject({ precision: "range", start: utc("2024-08-26T00:00"), at: utc("2024-09-08T00:00") });
  });
  test("milestones without a date, and one that waits for them", () => {
    expect(milestone(nunet, "feature-freeze").due).toBeNull();
    expect(milestone(nunet, "rc-testing").after).toEqual(["feature-freeze", "docs-portal", "pm-portal", "test-management"]);
  });
  test("an end in mid-December against a release in its second half: both lines are named", () => {
    expect(nunetProblems).toContainEqual(expect.objectContaining({ code: "contradiction", path: "milestones[5].due", message: expect.stringMatching(/second half.*2024-12-15 \(line 5\)/) as unknown }));
  });
  test("parts due in early August of a whole due in September: both lines are named", () => {
    const parts = nunetProblems.filter((one) => one.code === "contradiction" && one.path.includes("parts"));
    expect(parts.map((one) => [one.path, /\(line (\d+)\)/.exec(one.message)?.[1]])).toEqual([["milestones[3].parts[0].due", "23"], ["milestones[3].parts[1].due", "23"]]);
  });
  test("candidates and interim builds as versions", () => {
    expect(nunet.candidates).toMatchObject({ atLeast: 3, after: ["feature-freeze", "docs-portal", "pm-portal", "test-management"] });
    expect(nunet.candidates?.planned.map((one) => one.tag)).toEqual(["v0.5.0-boot", "v0.5.0-rc1", "v0.5.0-rc1-p1", "v0.5.0-rc2", "v0.5.0-rc3", "v0.5.0-rc4", "v0.5.0"]);
  });
  test("a trunk that feeds a release branch", () => expect(nunet.products[0]).toMatchObject({ branch: "release", fedBy: ["main"] }));
  test("features with acceptance tests as the criterion to end", () => expect(nunet.features?.acceptance).toMatchObject({ heading: "Acceptance tests", requiredBy: "v0.5.0-rc4", atLeast: 1, environments: ["feature-environment"] }));
  test("nobody is named, which is allowed and noticed", () => {
    expect(nunet.release.manager).toBeNull();
    expect(nunetProblems.map((one) => one.code)).toContain("no-owner");
  });
  test("21 features in three groups", () => {
    expect(nunet.features?.groups.map((group) => group.features.length)).toEqual([3, 2, 16]);
  });
});

describe("the smallest plan", () => {
  const { plan, problems } = parseFixture("minimal.yml");
  test("stands on its defaults", () => {
    expect(plan).toMatchObject({
      release: { name: "2.4", timezone: "Europe/Oslo", dayEnds: "24:00", manager: null }, products: [],
      freezes: [{ id: "code-complete-until-release", mode: "observe", allow: ["bugfix", "release"], products: null, branches: null, notice: [], noticeComment: "none", waivers: { approvers: [], approvals: 1 } }],
    });
  });
  test("is warned of nothing but that nobody answers for its dates", () => expect(problems.map((one) => one.code)).toEqual(["no-owner"]));
});
