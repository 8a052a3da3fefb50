import { readdirSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { fixtureBytes, parseFixture, parseText } from "./plan-fixture.ts";

type Verdict = "accepted" | "warned" | "refused";

/** file, verdict, the rule that must have found it, its line; null where nothing is wrong or the problem is of the whole file */
const CASES: readonly (readonly [file: string, verdict: Verdict, code: string | null, line: number | null])[] = [
  ["reference.yml", "accepted", null, null],
  ["byte-order-mark.yml", "accepted", null, null],
  ["unicode-names.yml", "accepted", null, null],
  ["html-title.yml", "accepted", null, null],
  ["past-dates.yml", "accepted", null, null],
  ["hash-in-title.yml", "warned", "comment-after-value", 12],
  ["version-text.yml", "warned", "version-spelling", 1],
    ["allow-everything.yml", "warned", "allows-everything", 22],
  ["full-branch-name.yml", "warned", "long-branch", 21],
  ["year-9999.yml", "warned", "far-date", 16],
  ["only-comments.yml", "refused", "empty-file", null],
  ["null-document.yml", "refused", "empty-file", null],
  ["one-sentence.yml", "refused", "not-a-plan", 1],
  ["duplicate-section.yml", "refused", "duplicate-key", 24],
  ["comma-after-item.yml", "refused", "unexpected-comma", 10],
  ["unclosed-quote.yml", "refused", "unclosed-quote", 12],
  ["binary-tag.yml", "refused", "tag", 3],
  ["nul-byte.yml", "refused", "control-character", 3],
  ["not-utf8.yml", "refused", "not-utf8", 3],
  ["version-decimal.yml", "refused", "version-spelling", 1],
  ["version-two.yml", "refused", "unknown-version", 1],
  ["allow-one-text.yml", "refused", "wrong-type", 22],
  ["time-of-day.yml", "refused", "time-only", 13],
  ["infinite-approvals.yml", "refused", "wrong-type", 22],
  ["not-a-number.yml", "refused", "wrong-type", 22],
  ["unknown-section.yml", "refused", "unknown-key", 24],
  ["date-two-meanings.yml", "refused", "ambiguous-date", 13],
  ["date-without-year.yml", "refused", "no-year", 13],
  ["no-zone.yml", "refused", "no-zone", 12],
  ["wrong-weekday.yml", "refused", "wrong-weekday", 13],
  ["unknown-zone.yml", "refused", "unknown-zone", 5],
  ["duration-only.yml", "refused", "duration-only", 13],
  ["loose-relative.yml", "refused", "bad-time", 13],
  ["unknown-prerequisite.yml", "refused", "unknown-milestone", 17],
  ["unknown-product.yml", "refused", "unknown-product", 23],
  ["path-traversal.yml", "refused", "bad-repository", 7],
  ["no-milestones.yml", "refused", "unknown-milestone", 4],
  ["unbalanced-pattern.yml", "refused", "bad-pattern", 23],
  ["extended-pattern.yml", "refused", "bad-pattern", 23],
  ["alias-bomb.yml", "refused", "alias", 2],
  ["many-keys.yml", "refused", "more-problems", null],
  ["secret.yml", "refused", "secret", 24],
  ["deep.yml", "refused", "too-deep", 1],
  ["cycle.yml", "refused", "cycle", 14],
  ["shared-repository.yml", "refused", "shared-repository", 8],
  ["ends-before-start.yml", "refused", "ends-before-start", 20],
  ["skipped-time.yml", "refused", "skipped-time", 16],
  ["doubled-time.yml", "refused", "doubled-time", 16],
  ["misspelt-key.yml", "refused", "unknown-key", 13],
  ["guessed-keys.yml", "refused", "unknown-key", 7],
  ["weights.yml", "refused", "weights-not-one", 27],
];

describe("plans that are wrong, odd or hostile", () => {
  test.each(CASES)("%s is %s", (file, verdict, code, line) => {
    const { plan, problems } = parseFixture(`wrong/${file}`);
    const worst = problems.some((problem) => problem.severity === "error") ? "refused" : problems.length > 0 ? "warned" : "accepted";
    expect([worst, plan !== null]).toEqual([verdict, verdict !== "refused"]);
    if (code !== null) expect(problems).toContainEqual(expect.objectContaining({ code, line }));
  });

  test("what is named in a plan without milestones is to be listed there", () => {
    expect(parseFixture("wrong/no-milestones.yml").problems).toContainEqual(expect.objectContaining({ code: "unknown-milestone", hint: "the plan has no milestones: list it under `milestones`, or take this out" }));
  });

  test("every fixture has a verdict", () => {
    const files = readdirSync(new URL("../../fixtures/wrong/", import.meta.url));
    expect(files.toSorted()).toEqual(CASES.map(([file]) => file).toSorted());
  });

  test.each(CASES.filter(([, verdict]) => verdict !== "accepted"))("%s: every problem names the file, ends its sentence and says what to do", (file) => {
    for (const problem of parseFixture(`wrong/${file}`).problems) {
      expect(problem.file).toBe(`wrong/${file}`);
      if (problem.code === "more-problems" || problem.code === "not-acted-on") continue;
      expect(problem.message).toMatch(/\.$/);
      expect(problem.hint).toEqual(expect.any(String));
    }
  });

  test("no problem repeats the secret, however often the file is wrong about it", () => {
    const text = new TextDecoder().decode(fixtureBytes("wrong/secret.yml"));
    const secret = /xoxb\S+/.exec(text)?.[0] ?? "";
    expect(secret).not.toBe("");
    expect(JSON.stringify(parseFixture("wrong/secret.yml").problems)).not.toContain(secret);
  });

  test("2,000 unknown keys are counted, and fifty of them shown", () => {
    const { problems } = parseFixture("wrong/many-keys.yml");
    expect(problems).toHaveLength(51);
    expect(problems.find((problem) => problem.code === "more-problems")?.message).toBe("and 1,950 more problems");
  });

  test("keys that people guess are told by their right name", () => {
    const { problems } = parseFixture("wrong/guessed-keys.yml");
    expect(problems.map((problem) => problem.hint)).toEqual(["did you mean `repositories`?", "did you mean `title`?", "did you mean `after`?"]);
  });
});

describe("a wrong key does not hide what stands under it", () => {
  const plan = (milestone: string, freeze: string): string => `release: { name: x, manager: ada, timezone: Europe/Oslo }
products: [{ id: a, repos: [o/a] }, { id: b, repos: [o/b] }]
milestones: [{ id: tested, date: ${milestone} }, { id: release, date: 2027-03-22, depends_on: [tested] }]
freeze:
  - { after: tested, until: release, ${freeze} }
`;

  test.each([
    ["a date with two meanings", "03.04.20", "allow: [bugfix]", "ambiguous-date"],
    ["an unknown product among the exceptions", "2027-03-15", "exclude_products: [c]", "unknown-product"],
    ["one text in place of a list", "2027-03-15", "allow: \"bugfix, docs\"", "wrong-type"],
    ["an end before the start", "2027-03-29", "allow: [bugfix]", "ends-before-start"],
  ])("%s", (_name, milestone, freeze, code) => {
    const errors = parseText(plan(milestone, freeze)).problems.filter((problem) => problem.severity === "error");
    expect(errors.filter((problem) => problem.code !== "unknown-key").map((problem) => problem.code)).toEqual([code]);
  });

  test("what is missing is not told twice when it stands there under a wrong name", () => {
    const codes = parseText(plan("2027-03-15", "allow: [bugfix]")).problems.map((problem) => problem.code);
    expect(codes).toEqual(Array.from({ length: 7 }, () => "unknown-key"));
  });
});
