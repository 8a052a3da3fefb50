/** Weights make one, and kinds are not judged in circles. */
import { CHANGE_KINDS } from "../../model/change-kind.ts";
import { readFraction } from "../../model/fraction.ts";
import { plain, quoted } from "../quoted.ts";
import type { WrittenPlan } from "../schema.ts";
import { readDuration } from "../time/duration.ts";
import type { Check } from "./check.ts";

export function checkKeyResults(check: Check): void {
  const { plan, written, source, findings } = check;
  (written.key_results ?? []).forEach((result, index) => checkMeasure(check, result.measure, index));
  plan.keyResults.forEach((result, index) => {
    // A row that could not be read is missing from the plan, and its neighbours would be taken for it.
    if (result.weights.length !== (written.key_results?.[index]?.weights ?? []).length) return;
    result.weights.forEach((row, at) => {
      const [numerator, denominator] = sum(Object.values(row.of));
      if (numerator === denominator) return;
      findings.error(source.key(["key_results", index, "weights", at, "of"]), "weights-not-one", `The weights of ${plain(result.title)} make ${numerator}/${denominator}, not 1.`, "let the fractions of one row add up to 1");
    });
    result.weights.forEach((row, at) => {
      const before = result.weights[at - 1];
      if (before !== undefined && before.from >= row.from) findings.warning(source.at(["key_results", index, "weights", at, "from"]), "weights-order", "This row does not begin after the one above it.", "put the rows in order of time");
    });
  });
}

function checkMeasure({ source, findings }: Check, measure: NonNullable<WrittenPlan["key_results"]>[number]["measure"], index: number): void {
  for (const field of ["within", "first_week"] as const) {
    const read = measure?.[field] === undefined ? null : readDuration(measure[field]);
    if (read?.ok === false) findings.error(source.at(["key_results", index, "measure", field]), read.code, read.message, read.hint);
  }
  const target = measure?.target;
  if (target !== undefined && readFraction(String(target)) === null) findings.error(source.at(["key_results", index, "measure", "target"]), "bad-target", `${quoted(String(target))} is not a number to aim at.`, "write a number, a percentage or a fraction: 75, 95%, 3/4");
  if (measure?.first_week !== undefined && measure.after === undefined) findings.error(source.at(["key_results", index, "measure", "first_week"]), "first-week-of-what", "It does not say the first week after what.", "add `after: release`");
}

/** Exact, in lowest terms. */
function sum(fractions: readonly (readonly [number, number])[]): readonly [bigint, bigint] {
  let [numerator, denominator] = [0n, 1n];
  for (const [top, bottom] of fractions) {
    numerator = numerator * BigInt(bottom) + BigInt(top) * denominator;
    denominator *= BigInt(bottom);
    const divisor = greatestDivisor(numerator, denominator);
    numerator /= divisor;
    denominator /= divisor;
  }
  return [numerator, denominator];
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  let [larger, smaller] = [a, b];
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller];
  return larger === 0n ? 1n : larger;
}

export function checkKinds({ plan, source, findings }: Check): void {
  for (const kind of CHANGE_KINDS) {
    const seen = [kind];
    let next = plan.kinds.countsAs[kind];
    while (next !== undefined && !seen.includes(next)) {
      seen.push(next);
      next = plan.kinds.countsAs[next];
    }
    if (next !== kind) continue;
    findings.error(source.at(["kinds", kind, "counts_as"]), "kind-cycle", `${quoted(kind)} is judged as itself: ${[...seen, kind].join(" → ")}.`, "let the last one stand for itself");
    return;
  }
}
