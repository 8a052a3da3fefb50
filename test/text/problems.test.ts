import { describe, expect, test } from "@jest/globals";
import type { Problem } from "../../src/domain/model/problem.ts";
import type { PlanChangeDecision } from "../../src/domain/policy/plan-change.ts";
import { problemAnnotations } from "../../src/text/problem-annotations.ts";
import { problemCount, problemLines } from "../../src/text/problem-lines.ts";
import { renderPlanCheck } from "../../src/text/plan-check.ts";
import { planPreviewMarkdown, planPreviewTitle, type PlanPreview } from "../../src/text/plan-preview.ts";

function problem(over: Partial<Problem> = {}): Problem {
  return {
    severity: "error", code: "unknown-key", file: "plan.yml", line: 2, column: 6, endLine: 2, endColumn: 13, path: "release.timezon",
    message: "There is no `timezon` here.", hint: "write `timezone`", ...over,
  };
}

describe("a problem on a terminal", () => {
  test("names the place, what is wrong and what to write instead, under the line itself", () => {
    expect(problemLines(problem(), "release:\n     timezon: Europe/Oslo\n")).toEqual([
      "plan.yml:2:6 error There is no `timezon` here. (release.timezon)",
      "    timezon: Europe/Oslo",
      "    ^",
      "  fix: write `timezone`",
    ]);
  });

  test("of the whole file has no place in it", () => {
    expect(problemLines(problem({ line: null, column: null, path: "", hint: null, severity: "warning" }))).toEqual(["plan.yml warning There is no `timezon` here."]);
  });

  test("shows no line where the column is far out, and no control characters of the file", () => {
    expect(problemLines(problem({ line: 1, column: 900 }), "x".repeat(1000))).toHaveLength(2);
    expect(problemLines(problem({ line: 1, column: 3 }), "a \u001b[31mb")[1]).toBe("    a b");
  });

  test.each(["slack_token: abc", "- { api-key: 5 }", `see: https://me:${"pass"}@host.example/x`, `x: ghp_${"a".repeat(36)}`])("does not repeat the line %j, which may hold a secret", (line) => {
    expect(problemLines(problem({ line: 1, column: 1, hint: null }), line)).toHaveLength(1);
  });

  test("puts the caret under the character also behind tabs and joined characters", () => {
    const [, line, caret] = problemLines(problem({ line: 1, column: 9 }), "\tname: \té: x");
    expect([line, caret]).toEqual(["    name: é: x", "          ^"]);
  });

  test("is counted", () => {
    expect(problemCount([problem(), problem(), problem({ severity: "warning" })])).toBe("2 errors and 1 warning");
    expect(problemCount([])).toBeNull();
  });
});

describe("a problem as an annotation", () => {
  test("has columns on one line", () => {
    expect(problemAnnotations([problem()])).toEqual([{
      path: "plan.yml", startLine: 2, endLine: 2, startColumn: 6, endColumn: 13, level: "failure", title: "release.timezon", message: "There is no `timezon` here.\nFix: write `timezone`",
    }]);
  });

  test("has none across lines, which GitHub would refuse", () => {
    expect(problemAnnotations([problem({ endLine: 4 })])[0]).toMatchObject({ startLine: 2, endLine: 4, startColumn: null, endColumn: null });
  });

  test("of the whole file stands on its first line", () => {
    expect(problemAnnotations([problem({ line: null, column: null, endLine: null, endColumn: null, path: "", severity: "warning" })])[0])
      .toMatchObject({ startLine: 1, endLine: 1, startColumn: null, level: "warning", title: "Release plan" });
  });
});

const change: PlanChangeDecision = { verdict: "wait", why: "needs-approval", approver: "bwhm", approvedBy: null, thaws: true, stopsMany: false };
const names = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `o/r#${index + 1}`);
const preview = (freed: number, stopped: number, over: Partial<PlanPreview> = {}): PlanPreview =>
  ({ effect: { freed: names(freed), stopped: names(stopped) }, judged: 60, complete: true, change, ...over });

describe("what a change of the plan would do", () => {
  test.each([
    ["lifting", preview(41, 0), "Would lift the freeze on 41 pull requests"],
    ["stopping", preview(0, 1), "Would stop 1 open pull request"],
    ["both", preview(2, 3), "Would lift the freeze on 2 pull requests and stop 3"],
    ["loosening what stops nobody now", preview(0, 0), "Would loosen a freeze; no open pull request is affected now"],
    ["nothing", preview(0, 0, { change: null }), "Would change nothing for the pull requests open now"],
  ])("%s", (_name, one, title) => {
    expect(planPreviewTitle(one)).toBe(title);
  });

  test("lists the first ones and counts the rest", () => {
    expect(planPreviewMarkdown(preview(12, 2, { complete: false }), "o/r")).toMatchInlineSnapshot(`
"Would lift the freeze on 12 pull requests and stop 2.

- could merge: [#1](https://github.com/o/r/issues/1), [#2](https://github.com/o/r/issues/2), [#3](https://github.com/o/r/issues/3), [#4](https://github.com/o/r/issues/4), [#5](https://github.com/o/r/issues/5), [#6](https://github.com/o/r/issues/6), [#7](https://github.com/o/r/issues/7), [#8](https://github.com/o/r/issues/8), [#9](https://github.com/o/r/issues/9), [#10](https://github.com/o/r/issues/10) and 2 more
- would wait: [#1](https://github.com/o/r/issues/1) and [#2](https://github.com/o/r/issues/2)

Only 60 open pull requests could be looked at, so there may be more."
`);
  });
});

describe("the check of a plan file", () => {
  const input = { base: "master", problems: [], calendars: [], preview: preview(41, 0), milestones: null, repository: "o/r", detailsUrl: null };

  test("waits for the approval of the manager named in the plan in force", () => {
    const check = renderPlanCheck(input);
    expect([check.name, check.conclusion, check.title]).toEqual(["Release plan file (master)", null, "Waits for the approval of bwhm: would lift the freeze on 41 pull requests"]);
    expect(check.summary.split("\n")[0]).toBe("**Next step:** It lifts or loosens a freeze, so it needs the approval of bwhm, the manager named in the plan in force.");
  });

  test("is green once it is approved", () => {
    const check = renderPlanCheck({ ...input, preview: preview(41, 0, { change: { ...change, verdict: "allow", why: "approved", approvedBy: "bwhm" } }) });
    expect([check.conclusion, check.title]).toEqual(["success", "Would lift the freeze on 41 pull requests"]);
    expect(check.summary.split("\n")[0]).toBe("**Nothing to do.** The plan is right. It lifts or loosens a freeze, and bwhm approved it.");
  });

  test("is red for a broken plan, with its problems on their lines", () => {
    const check = renderPlanCheck({ ...input, problems: [problem({ severity: "warning", message: "Late." }), problem()], preview: null });
    expect([check.conclusion, check.title, check.annotations.length]).toEqual(["failure", "The plan has 1 error; the plan in force stays as it is", 2]);
    expect(check.summary).toMatchInlineSnapshot(`
"**Next step:** correct the lines below; each says what to write instead. Until then the plan in force stays as it is.

### 1 error and 1 warning
- plan.yml:2:6 error: There is no \`timezon\` here. Fix: write \`timezone\`
- plan.yml:2:6 warning: Late. Fix: write \`timezone\`"
`);
  });

  test("tells warnings and stays green", () => {
    expect(renderPlanCheck({ ...input, problems: [problem({ severity: "warning" })], preview: null })).toMatchObject({ conclusion: "success", title: "The plan is right (1 warning)" });
  });

  test("stays within the limit of GitHub whatever its calendar", () => {
    const huge = { path: "a.yml", markdown: "| x |\n".repeat(20_000) };
    expect(renderPlanCheck({ ...input, calendars: [huge] }).summary.length).toBeLessThan(60_000);
  });
});
