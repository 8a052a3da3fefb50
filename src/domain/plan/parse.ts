/**
 * A plan file → the plan, or everything that is wrong with it. The one entrance for bytes that people wrote.
 *
 * Guards stand in order of cost: size, encoding, nesting and number of values (by tokens alone), then YAML, then the shape, then times, then sense.
 * Promises: never throws; `plan` is null exactly when a problem is an error or the file only points to another home; work is linear in the size of
 * the file, which is bounded; the number of problems is bounded; values that look like secrets are not repeated.
 */
import type { Instant } from "../model/instant.ts";
import type { ReleasePlan } from "../model/plan.ts";
import type { Problem } from "../model/problem.ts";
import type { StandingDates } from "../policy/date-move.ts";
import { checkCoherence } from "./coherence.ts";
import type { Check } from "./coherence/check.ts";
import { newFindings } from "./findings.ts";
import type { Findings } from "./findings.ts";
import { readGovernedBy } from "./governed-by.ts";
import { buildReleasePlan } from "./release-plan.ts";
import { writtenPlan } from "./schema.ts";
import type { WrittenPlan } from "./schema.ts";
import { reportIssues } from "./schema/schema-problem.ts";
import { mendOrRemove } from "./schema/salvage.ts";
import type { Removed } from "./schema/salvage.ts";
import { sourceMap } from "./source-map.ts";
import type { SourceMap } from "./source-map.ts";
import { checkScalars } from "./yaml/scalars.ts";
import { readPlanNode } from "./yaml/plan-node.ts";

export interface ParsedPlan {
  /** null if any problem is an error, and for a file that only names its home */
  readonly plan: ReleasePlan | null;
  /** `owner/name` of the home that this repository consents to be governed by */
  readonly governedBy: string | null;
  readonly problems: readonly Problem[];
}

/**
 * `file` is only repeated in problems. `now` adds the warnings that depend on it (dates in the past); null leaves them out. `standing` adds the
 * rules of changing a plan that is in force (see `policy/date-move`); null judges the file by itself.
 */
export function parsePlan(bytes: Uint8Array, file: string, now: Instant | null = null, standing: StandingDates | null = null): ParsedPlan {
  const findings = newFindings(file);
  const outcome = parseInto(bytes, { now, standing }, findings);
  return { plan: findings.hasErrors() ? null : outcome.plan, governedBy: findings.hasErrors() ? null : outcome.governedBy, problems: findings.list() };
}

/**
 * A text that was good when it was taken in, read again. It is not judged by sense anew: a rule that is younger than the plan must not take it out of
 * force. Null = it cannot be read any more.
 */
export function readPlanInForce(bytes: Uint8Array, file: string): ReleasePlan | null {
  const findings = newFindings(file);
  const { plan } = parseInto(bytes, null, findings);
  return findings.hasErrors() ? null : plan;
}

type Against = Pick<Check, "now" | "standing">;

interface Outcome {
  readonly plan: ReleasePlan | null;
  readonly governedBy: string | null;
}

const NOTHING: Outcome = { plan: null, governedBy: null };

function parseInto(bytes: Uint8Array, against: Against | null, findings: Findings): Outcome {
  const parsed = readPlanNode(bytes, findings);
  if (parsed === null) return NOTHING;
  const { root, lines, text } = parsed;
  const source = sourceMap(root, lines);
  if (typeof root.value !== "object" || root.value === null || Array.isArray(root.value)) {
    const what = Array.isArray(root.value) ? "a list" : "one text";
    findings.error(source.at([]), "not-a-plan", `A plan is a set of sections, and this file is ${what}.`, "begin with `release: { name: \"2.4\", timezone: Europe/Oslo }`");
    return NOTHING;
  }
  checkScalars(root, text, lines, findings);
  if (root.children.has("governed_by")) return { plan: null, governedBy: readGovernedBy(root, source, findings) };
  return { plan: readPlan(root.value, source, against, findings), governedBy: null };
}

function readPlan(value: object, source: SourceMap, against: Against | null, findings: Findings): ReleasePlan | null {
  const written = readWritten(value as Record<string, unknown>, source, findings);
  if (written === null) return null;
  const plan = buildReleasePlan(written, source, findings);
  if (against !== null) checkCoherence({ plan, written, source, findings, ...against });
  return plan;
}

function readWritten(value: Record<string, unknown>, source: SourceMap, findings: Findings): WrittenPlan | null {
  const given = withVersion(value, source, findings);
  let result = writtenPlan.safeParse(given);
  if (result.success) return result.data;
  const input = structuredClone(given);
  const removed: Removed = new Set();
  // Each round reports what is new, and goes on with the rest, so that wrong dates and references are told together with wrong keys.
  for (let round = 0; !result.success && round < ROUNDS; round += 1) {
    reportIssues(writtenPlan, result.error.issues.filter((issue) => !removed.has(JSON.stringify(issue.path))), source, findings);
    if (!mendOrRemove(writtenPlan, input, result.error.issues, source, removed)) return null;
    result = writtenPlan.safeParse(input);
  }
  return result.success ? result.data : null;
}

/** A guessed section inside a guessed section is seen in the second round; deeper guessing is not worth another. */
const ROUNDS = 3;

/** `version: "1"` means 1 and is told to say so. A decimal number is refused: nobody can tell 1.1 from 1.10, so no version may be written as one. */
function withVersion(value: Record<string, unknown>, source: SourceMap, findings: Findings): Record<string, unknown> {
  const node = source.node(["version"]);
  if (node?.value === "1") findings.warning(source.at(["version"]), "version-spelling", "The version is written as a text; it is read as 1.", "write `version: 1`");
  else if (node?.value === 1 && node.source !== "1") findings.error(source.at(["version"]), "version-spelling", "The version is written as a decimal number.", "write `version: 1`");
  else return value;
  return { ...value, version: 1 };
}
