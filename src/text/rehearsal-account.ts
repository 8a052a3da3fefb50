/** The account at the end of a rehearsal: every merge that a freeze was in force for, what release merges carried, and the key results. */
import type { Instant } from "../domain/model/instant.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { PullFacts } from "../domain/model/pull.ts";
import type { ReachedMilestone } from "../domain/model/snapshot.ts";
import { freezeAccount, measuredFreeze, mergedIntoFreeze, mergedToGoverned } from "../domain/policy/key-result.ts";
import type { AccountedMerge, ProductAccount } from "../domain/policy/key-result.ts";
import { readCheck } from "./check-reading.ts";
import type { CarriedLine, CheckReading, WrittenCheck } from "./check-reading.ts";
import type { Paint } from "./decision-line.ts";
import { unpainted } from "./decision-line.ts";
import { counted, firstFew } from "./enumeration.ts";
import { terminalText } from "./escape.ts";
import { onlyKinds } from "./kind-words.ts";
import { dateLines } from "./rehearsal-dates.ts";
import type { RehearsedDates } from "./rehearsal-dates.ts";
import { keyResultLines, mergeCount, mergeTable } from "./report.ts";
import type { ReportedKeyResult, ReportedMerge } from "./report.ts";

export interface RehearsedMerge {
  readonly pull: PullFacts;
  readonly mergedAt: Instant;
  /** as it stood on its head when it was merged */
  readonly check: WrittenCheck | null;
}

export interface Rehearsed extends Partial<RehearsedDates> {
  readonly plan: ReleasePlan;
  /** `owner/name` of the repository that the plan stands in */
  readonly home: string;
  readonly reached: readonly ReachedMilestone[];
  readonly merges: readonly RehearsedMerge[];
  readonly open: readonly { readonly pull: PullFacts; readonly check: WrittenCheck | null }[];
  readonly idleWrites: number;
}

interface ReadMerge extends AccountedMerge {
  readonly reading: CheckReading;
}

export function rehearsalAccount(rehearsed: Rehearsed, width: number | null, paint: Paint = unpainted): readonly string[] {
  const { plan, home, reached } = rehearsed;
  const merges = rehearsed.merges.map(({ pull, mergedAt, check }): ReadMerge => {
    const reading = readCheck(check);
    return { pull, mergedAt, verdict: reading.verdict, reading };
  });
  const governed = merges.filter(({ pull }) => mergedToGoverned(plan, pull, home));
  const during = governed.filter((merge) => mergedIntoFreeze(plan, merge, { reached, home }));
  const history = { merges, reached, home };
  const sections = [
    duringSection(plan, governed, during, width, paint),
    carriedSection(during, paint),
    feederSection(merges),
    ...keyResults(plan, history).map((result) => keyResultLines(result, width, paint)),
    dateLines({ proposals: rehearsed.proposals ?? [], dates: rehearsed.dates ?? [] }, home, plan.release.timezone, width, paint),
    openSection(rehearsed),
    [againText(rehearsed.idleWrites)],
  ];
  return sections.filter((section) => section.length > 0).flatMap((section, index) => (index === 0 ? section : ["", ...section]));
}

function duringSection(plan: ReleasePlan, governed: readonly ReadMerge[], during: readonly ReadMerge[], width: number | null, paint: Paint): readonly string[] {
  if (during.length === 0) return [`No merge to a governed branch fell into a freeze (${counted(governed.length, "merge")} outside).`];
  const first = Math.min(...during.map(({ mergedAt }) => mergedAt));
  const outside = governed.filter((merge) => !during.includes(merge));
  const before = outside.filter(({ mergedAt }) => mergedAt < first).length;
  const rows = during.map((merge) => reported(plan, merge));
  return [
    paint("strong", "Merges to governed branches while a freeze held"),
    ...mergeTable(ofOneOwner(rows), plan.release.timezone, width, paint),
    `${mergeCount(rows)}. Without a freeze in force: ${before} before, ${outside.length - before} later.`,
  ];
}

function reported(plan: ReleasePlan, { pull, mergedAt, verdict, reading }: ReadMerge): ReportedMerge {
  const product = plan.products.find((one) => one.repositories.some((name) => name.toLowerCase() === pull.repository.toLowerCase()));
  return {
    repository: pull.repository, number: pull.number, title: pull.title, base: pull.base.ref, mergedAt, verdict, mode: reading.mode,
    // the verdict has a column of its own
    reason: reading.title.replace(/^Allowed: /, ""), offending: stopping(reading), private: product?.private ?? false,
  };
}

/** An owner that all share goes without saying, and leaves room for the reason. */
function ofOneOwner(rows: readonly ReportedMerge[]): readonly ReportedMerge[] {
  const owners = new Set(rows.map(({ repository }) => repository.split("/")[0]?.toLowerCase()));
  return owners.size > 1 ? rows : rows.map((row) => ({ ...row, repository: row.repository.split("/")[1] ?? row.repository }));
}

function stopping({ carried }: CheckReading): readonly string[] {
  return carried.filter(({ passes }) => passes !== true).map(({ name }) => name);
}

/** Only what was late is listed; the rest is a number. */
function carriedSection(during: readonly ReadMerge[], paint: Paint): readonly string[] {
  return during.filter(({ reading }) => reading.carried.length > 0 || reading.before !== null).flatMap(({ pull, reading }, index) => [
    ...(index === 0 ? [] : [""]),
    paint("strong", `What ${terminalText(`${pull.repository}#${pull.number}`)} carried`),
    ...reading.carried.map((line) => `  ${carriedText(line, paint)}`),
    ...(reading.before === null ? [] : [`  ${reading.before}`]),
  ]);
}

function carriedText({ name, title, kind, passes, why }: CarriedLine, paint: Paint): string {
  const mark = passes === true ? paint("good", "+") : passes === false ? paint("bad", "-") : paint("doubt", "?");
  return `${mark} ${terminalText(name)} ${terminalText(title, 80)}: ${terminalText(why ?? (passes === true ? kind : `not let in (${kind === "" || kind === "unknown" ? "of unknown kind" : kind})`), 200)}`;
}

function feederSection(merges: readonly ReadMerge[]): readonly string[] {
  const told = merges.filter(({ reading }) => reading.feeder);
  if (told.length === 0) return [];
  return [`Told before they entered a feeder that they would hold up the release: ${terminalText(firstFew(told.map(({ pull }) => `${pull.repository}#${pull.number}`), 10), 600)}.`];
}

/** Those of the plan that measure merges; without one, what each freeze asks for. */
function keyResults(plan: ReleasePlan, history: { readonly merges: readonly ReadMerge[]; readonly reached: readonly ReachedMilestone[]; readonly home: string }): readonly ReportedKeyResult[] {
  const measured = plan.keyResults.flatMap((result) => {
    const freeze = measuredFreeze(plan, result);
    return freeze === null ? [] : [{ title: result.title, freeze }];
  });
  const results = measured.length > 0 ? measured : plan.freezes.map((freeze) => ({ title: `${freeze.title}: ${onlyKinds(freeze.allow)}`, freeze }));
  return results.map(({ title, freeze }) => ({
    title, products: freezeAccount(plan, freeze, history).filter((account) => account.during.length > 0 || account.product?.branch != null || plan.products.length === 0).map(productLine),
  }));
}

function productLine({ product, exempt, during, breaking, undecided }: ProductAccount<ReadMerge>): ReportedKeyResult["products"][number] {
  const name = ({ pull, reading }: ReadMerge): string => {
    const carried = stopping(reading);
    return carried.length === 0 ? `#${pull.number}` : `#${pull.number} (carries ${firstFew(carried, 6)})`;
  };
  return { product: product?.id ?? "all", merges: during.length, exempt, breaking: breaking.map(name), undecided: undecided.map(name) };
}

function openSection({ open }: Rehearsed): readonly string[] {
  if (open.length === 0) return [];
  return ["Open at the end:", ...open.map(({ pull, check }) => `  ${terminalText(`${pull.repository}#${pull.number}`)}  ${terminalText(readCheck(check).title, 120)}`)];
}

function againText(writes: number): string {
  return writes === 0 ? "Everything was looked at again, during the freeze and at the end: nothing had to be written."
    : `Everything was looked at again, and ${counted(writes, "write")} followed although nothing had happened: please report that.`;
}
