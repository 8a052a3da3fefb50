import { describe, expect, test } from "@jest/globals";
import { readFileSync } from "node:fs";
import type { CalendarEntry } from "../../src/domain/plan/calendar.ts";
import { parsePlan } from "../../src/domain/plan/parse.ts";
import { calendarLine, calendarLines, calendarMarkdown } from "../../src/text/calendar.ts";
import { firstPlanText } from "../../src/text/first-plan.ts";
import { newFileLink, webAddress } from "../../src/text/github-web.ts";
import { onboardingLines, onboardingPage, type OnboardingRepository } from "../../src/text/onboarding.ts";
import { keyResultLines, mergeCount, mergeTable, type ReportedMerge } from "../../src/text/report.ts";
import { tableLines, textWidth } from "../../src/text/table.ts";
import { at, day } from "./decided.ts";

function entry(over: Partial<CalendarEntry> = {}): CalendarEntry {
  const time = day("2019-06-17", "2019-06-17T22:00:00Z");
  return { event: "freeze-begins", id: "f", title: "Only bugfixes", at: time.at, time, planned: null, product: null, person: null, note: null, ...over };
}

describe("a calendar", () => {
  test("says weekday, year and both zones", () => {
    expect(calendarLine(entry(), "Europe/Oslo")).toBe("Freeze begins Mon 17 June 2019 24:00 Oslo (22:00 UTC): Only bugfixes");
  });

  test("is a table in Markdown", () => {
    const entries = [entry({ product: "Colossus" }), entry({ event: "milestone", title: "Release | x", person: "bwhm", time: null, at: null, note: "after Final Test" })];
    expect(calendarMarkdown(entries, "Europe/Oslo")).toMatchInlineSnapshot(`
"| When | What | Who |
|---|---|---|
| Mon 17 June 2019 24:00 Oslo (22:00 UTC) | Freeze begins: Only bugfixes (Colossus) |  |
| no date yet | Due: Release \\| x, after Final Test | bwhm |"
`);
  });

  test("is a table on a terminal", () => {
    expect(calendarLines([entry({ event: "freeze-ends", note: "only once Release is reached" })], "Europe/Oslo", null)).toMatchInlineSnapshot(`
[
  "What         When                                     Who  Title",
  "-----------  ---------------------------------------  ---  -------------------------------------------",
  "Freeze ends  Mon 17 June 2019 24:00 Oslo (22:00 UTC)       Only bugfixes, only once Release is reached",
]
`);
  });

  test("without dates says so", () => {
    expect(calendarLines([], "UTC", null)).toEqual(["The plan has no dates."]);
  });
});

const template = (name: string): string => readFileSync(new URL(`../../templates/${name}`, import.meta.url), "utf8");

describe("the first plan", () => {
  const text = firstPlanText(template("first-plan.yml.hbs"), { release: 'The "2.4": # beta', timezone: "Europe/Oslo", now: at("2026-11-21T10:00:00Z") });

  test("begins on the first Tuesday at least two weeks ahead and only observes", () => {
    expect(text).toContain("{ id: code-complete, due: 2026-12-08 }");
    expect(text).toContain("{ id: release, due: 2026-12-15 }");
    expect(text).toContain("mode: observe");
  });

  test("is a plan without errors, whatever the release is called", () => {
    const { plan, problems } = parsePlan(new TextEncoder().encode(text), "plan.yml", at("2026-11-21T10:00:00Z"));
    expect(problems.filter((problem) => problem.severity === "error")).toEqual([]);
    expect(plan?.release.name).toBe('The "2.4": # beta');
  });
});

test.each([
  ["https://api.github.com", "https://github.com"],
  ["https://api.octocorp.ghe.com", "https://octocorp.ghe.com"],
  ["https://github.corp.example/api/v3", "https://github.corp.example"],
  ["https://github.corp.example/api/v3/", "https://github.corp.example"],
  ["http://127.0.0.1:3000", "http://127.0.0.1:3000"],
])("people open the GitHub of %s at %s", (api, web) => {
  expect(webAddress(api)).toBe(web);
});

test("the link of a new file fills in name and text, and no text can add to the address", () => {
  const link = newFileLink("https://github.com", "o/r", "release/1.0", ".github/release-plan.yml", "a: 1 # x&y=z\n");
  expect(link).toBe("https://github.com/o/r/new/release/1.0?filename=.github/release-plan.yml&value=a%3A%201%20%23%20x%26y%3Dz%0A");
});

describe("the page after installation", () => {
  const repository = (over: Partial<OnboardingRepository>): OnboardingRepository =>
    ({ repository: "o/r", defaultBranch: "main", private: false, archived: false, plan: { state: "none" }, branches: [], ...over });
  const onboarding = {
    account: "o", firstPlan: "release: {}\n", web: "https://github.com",
    repositories: [
      repository({}),
      repository({ repository: "o/app", plan: { state: "good", path: ".github/release-plan.yml", release: "<b>2.4" }, branches: [{ branch: "main", required: true }, { branch: "next", required: false }] }),
      repository({ repository: "o/lib", plan: { state: "governed-by", home: "o/app" }, branches: [{ branch: "main", required: null }] }),
      repository({ repository: "o/old", archived: true }),
    ],
  };

  test("lists repositories, what is enforced where, and the link that opens a first plan", () => {
    expect(onboardingLines(onboarding, null)).toMatchInlineSnapshot(`
[
  "Repository  Plan                               What is enforced",
  "----------  ---------------------------------  --------------------------------------------------------------------------------------------------------------------------------------------------------",
  "o/r         no plan yet                        nothing",
  "o/app       <b>2.4 (.github/release-plan.yml)  main: "Release plan (main)" is required before merging; next: the check tells, but nothing stops a merge until "Release plan (next)" is a required check",
  "o/lib       governed by o/app                  main: whether "Release plan (main)" is required could not be read",
  "o/old       archived, left alone               nothing",
  "",
  "To begin, open one of these, look the plan over and commit it:",
  "  https://github.com/o/r/new/main?filename=.github/release-plan.yml&value=release%3A%20%7B%7D%0A",
]
`);
  });

  test("as HTML shows names and runs nothing", () => {
    const page = onboardingPage(template("onboarding.html.hbs"), onboarding);
    expect(page).toContain("&lt;b&gt;2.4");
    expect(page).not.toContain("<b>");
    expect(page.match(/Begin a plan<\/a>/g)).toHaveLength(1);
    expect(page).toContain('href="https://github.com/o/r/new/main?filename&#x3D;.github/release-plan.yml&amp;value&#x3D;release');
  });

  test("without repositories says what to do", () => {
    expect(onboardingLines({ ...onboarding, repositories: [] }, null)).toEqual(["The app is installed on o but was given no repository. Choose some in its settings on GitHub."]);
    expect(onboardingPage(template("onboarding.html.hbs"), { ...onboarding, repositories: [] })).toContain("It was given no repository yet.");
  });
});

describe("the account of a release", () => {
  const merge = (over: Partial<ReportedMerge>): ReportedMerge => ({
    repository: "o/r", number: 82, title: "Development", base: "master", mergedAt: at("2019-06-20T10:00:00Z"), verdict: "block", mode: "enforce",
    reason: "Holds up the release: carries #81, which is not a bugfix", offending: ["#81"], private: false, ...over,
  });
  const merges = [merge({}), merge({ number: 83, verdict: "allow", reason: "Allowed: bugfix", offending: [] }), merge({ repository: "o/secret", number: 1, private: true, title: "hidden title" })];

  test("is a table of every merge with verdict and reason", () => {
    expect(mergeTable(merges, "Europe/Oslo", 110)).toMatchInlineSnapshot(`
[
  "Pull request  Merged                  To      Verdict     Reason",
  "------------  ----------------------  ------  ----------  ----------------------------------------------------",
  "o/r#82        Thu 20 June 12:00 Oslo  master  would wait  Holds up the release: carries #81, which is not a",
  "                                                          bugfix",
  "o/r#83        Thu 20 June 12:00 Oslo  master  allowed     Allowed: bugfix",
  "o/secret#1    Thu 20 June 12:00 Oslo  master  would wait  private repository: reason not shown",
]
`);
  });

  test("is counted", () => {
    expect(mergeCount(merges)).toBe("3 merges: 1 allowed, 2 would wait");
  });

  test("tells the key result product by product", () => {
    expect(keyResultLines({
  title: "Only bugfixes after the test", products: [
  { product: "Pioneer", merges: 9, exempt: true, breaking: [], undecided: [] },
  { product: "Forum", merges: 0, exempt: false, breaking: [], undecided: [] },
  { product: "Colossus", merges: 3, exempt: false, breaking: ["o/colossus#82"], undecided: [] },
  { product: "Runtime", merges: 1, exempt: false, breaking: [], undecided: ["o/runtime#99"] }]

}, null)).toMatchInlineSnapshot(`
[
  "Key result: Only bugfixes after the test",
  "Product   Result       Why",
  "--------  -----------  -------------------------------------------------------",
  "Pioneer   exempt       9 merges during the freeze, which the plan lets in",
  "Forum     met          no merge during the freeze",
  "Colossus  broken       3 merges during the freeze; broken by o/colossus#82",
  "Runtime   cannot tell  1 merge during the freeze; cannot tell for o/runtime#99",
]
`);
  });
});

describe("a terminal table", () => {
  test("wraps its last column under itself", () => {
    expect(tableLines(["a", "b"], [["one", "a reason that is too long for the line"]], { width: 28 })).toEqual([
      "a    b", "---  -----------------------", "one  a reason that is too", "     long for the line",
    ]);
  });

  test("cuts words that are wider than the column", () => {
    expect(tableLines(["a", "b"], [["x", "y".repeat(30)]], { width: 23 }).slice(2)).toEqual([`x  ${"y".repeat(20)}`, `   ${"y".repeat(10)}`]);
  });

  test("counts the columns that a terminal gives", () => {
    expect([textWidth("abc"), textWidth("日本"), textWidth("é"), textWidth("e\u0301"), textWidth("🚀")]).toEqual([3, 4, 1, 1, 2]);
  });

  test("paints after measuring", () => {
    expect(tableLines(["a", "b"], [["x", "y"]], { width: null, paintCell: (text, row) => (row < 0 ? text : `<${text}>`) }).at(-1)).toBe("<x>  <y>");
  });
});
