/** CTRF, the common test report format: JSON with `results.tests`. Source: https://ctrf.io/docs/specification/overview */
import { z } from "zod";
import type { TestOutcome } from "../domain/model/test-result.ts";
import type { Tell } from "./junit.ts";
import { MESSAGE_CAP, NAME_CAP, ReportError } from "./report-limits.ts";
import type { ReportLimits } from "./report-limits.ts";

const Test = z.object({
  name: z.string(),
  status: z.string(),
  duration: z.number().nullish().catch(null),
  suite: z.union([z.string(), z.array(z.string())]).nullish().catch(null),
  filePath: z.string().nullish().catch(null),
  message: z.string().nullish().catch(null),
  flaky: z.boolean().nullish().catch(null),
});
const Report = z.object({ results: z.object({ tests: z.array(z.unknown()), environment: z.record(z.string(), z.unknown()).nullish().catch(null) }) });

/** Throws ReportError. A single test that cannot be read makes the whole report wrong: its outcome would be missing unseen. */
export function readCtrf(content: string, limits: ReportLimits, tell: Tell): { readonly cases: number; readonly properties: Readonly<Record<string, string>> } {
  const report = Report.safeParse(parsed(content));
  if (!report.success) throw new ReportError("not-a-report", "it is JSON, and no report of tests");
  const { tests, environment } = report.data.results;
  if (tests.length > limits.cases) throw new ReportError("too-large", `it has more than ${limits.cases} cases`);
  for (const [index, item] of tests.entries()) {
    const test = Test.safeParse(item);
    if (!test.success) throw new ReportError("malformed", `it has a test without a name or a status (number ${index + 1})`);
    const { name, status, duration, suite, filePath, message, flaky } = test.data;
    const suites = (typeof suite === "string" ? suite.split(" > ") : suite ?? []).slice(0, 20).map((one) => one.slice(0, NAME_CAP));
    tell({
      name: name.slice(0, NAME_CAP), className: suites.at(-1) ?? "", suites,
      file: filePath == null || filePath === "" ? null : filePath.slice(0, NAME_CAP).replaceAll("\\", "/").replace(/^(?:\.\/)+/, ""),
      outcome: outcomeOf(status, flaky === true), message: message?.slice(0, MESSAGE_CAP) ?? null, duration: duration ?? null,
    });
  }
  return { cases: tests.length, properties: propertiesOf(environment ?? {}) };
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    const open = content.trimEnd();
    throw new ReportError(/[}\]]$/.test(open) ? "malformed" : "truncated", /[}\]]$/.test(open) ? "it is not JSON" : "it ends in the middle");
  }
}

/** What is neither passed nor skipped did not do what it should. */
function outcomeOf(status: string, flaky: boolean): TestOutcome {
  if (status === "passed") return flaky ? "flaky" : "passed";
  return status === "skipped" || status === "pending" ? "skipped" : "failed";
}

function propertiesOf(environment: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const told: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment).slice(0, 100)) {
    if (typeof value === "string" && /^[A-Za-z][\w.-]{0,80}$/.test(name)) told[name.toLowerCase()] = value.slice(0, NAME_CAP);
  }
  if (told["testenvironment"] !== undefined) told["environment"] = told["testenvironment"];
  return told;
}
