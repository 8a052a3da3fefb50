/**
 * What a key result's `measure` comes to, from facts that are given. It computes and never reads: whoever calls says what was read, and null
 * for what was not. Nothing to count is "no data", never zero, so that an empty repository does not look like a success.
 */
import { compare, divide, fraction, readFraction, ZERO } from "../model/fraction.ts";
import type { Fraction } from "../model/fraction.ts";
import type { ChangeKind } from "../model/change-kind.ts";
import { CHANGE_KINDS } from "../model/change-kind.ts";
import type { Instant } from "../model/instant.ts";
import type { Measure } from "../model/measure.ts";
import type { Measurement, MeasuredPart, MissingData } from "../model/score.ts";
import { readDuration } from "../plan/time/duration.ts";

const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;

/** The `measure` of a plan → what is to be computed; null = nothing that this program can compute. */
export function readMeasure(written: Readonly<Record<string, unknown>>): Measure | null {
  const text = (key: string): string | null => (typeof written[key] === "string" ? written[key] : null);
  const number = (key: string): number | null => (typeof written[key] === "number" && Number.isFinite(written[key]) ? written[key] : null);
  const list = (key: string): readonly unknown[] => (Array.isArray(written[key]) ? written[key] as readonly unknown[] : []);
  const target = readFraction(text("target") ?? String(number("target") ?? ""));
  const [freeze, closed, lag, milestone, tag, file] = [text("merges_during"), text("issues_closed"), text("first_response"), text("slip"), text("acceptance_passed"), text("reported")];
  if (freeze !== null) return { kind: "merges-during", freeze, except: CHANGE_KINDS.filter((kind) => list("except").includes(kind)) };
  if (closed !== null) return { kind: "issues-closed", label: closed, without: list("without").map(String), atMostEach: number("at_most_each"), target };
  if (written["checks_passed"] !== undefined) return { kind: "checks-passed", name: text("checks_passed"), target };
  if (tag !== null) return { kind: "acceptance-passed", tag: tag === "last" ? null : tag, target };
  if (lag !== null) return { kind: "first-response", label: lag, withinHours: hours(text("within")), firstWeekHours: hours(text("first_week")), after: text("after") };
  if (file !== null) return { kind: "reported", file, withinHours: hours(text("within")), target };
  if (milestone !== null) return { kind: "slip", milestone, atMostDays: number("at_most_days") };
  return null;
}

function hours(text: string | null): number | null {
  const read = text === null ? null : readDuration(text);
  return read?.ok === true ? read.value / HOUR_MS : null;
}

export function noData(unit: Measurement["unit"], missing: MissingData, target: Fraction | null = null): Measurement {
  return { value: null, unit, target, met: null, from: [], missing };
}

/** One product's merges while the freeze held, as the account of the freeze has them. */
export interface MergesOfProduct {
  readonly product: string;
  readonly exempt: boolean;
  readonly merges: readonly { readonly reference: string; readonly kind: ChangeKind; readonly verdict: "allow" | "block" | "wait" | "skip" }[];
}

/**
 * Merges that the freeze would have stopped, of kinds that are not excepted, product by product; the aim is none. A merge that could not be
 * judged makes a clean account undecided, since it may have been one of them.
 */
export function mergesDuring(measure: Extract<Measure, { kind: "merges-during" }>, phase: "before" | "begun", products: readonly MergesOfProduct[] | null): Measurement {
  if (phase === "before") return noData("pull requests", "not-begun", ZERO);
  if (products === null) return noData("pull requests", "not-read", ZERO);
  const judged = products.filter(({ exempt }) => !exempt).map(({ product, merges }) => ({
    product, all: merges.length,
    against: merges.filter(({ verdict, kind }) => verdict === "block" && !measure.except.includes(kind)),
    undecided: merges.filter(({ verdict }) => verdict === "wait"),
  }));
  if (judged.length === 0) return noData("pull requests", "nothing-to-count", ZERO);
  const from = judged.map(({ product, all, against }): MeasuredPart => ({ source: product, count: against.length, of: all, items: against.map(({ reference }) => reference) }));
  const count = from.reduce((total, part) => total + part.count, 0);
  const undecided = judged.some((one) => one.undecided.length > 0);
  return { value: fraction(count), unit: "pull requests", target: ZERO, met: count > 0 ? false : undecided ? null : true, from, missing: undecided && count === 0 ? "undecided" : null };
}

export interface CountedIssues {
  readonly source: string;
  readonly closed: number;
  readonly open: number;
  /** references of the oldest open ones */
  readonly openItems: readonly string[];
  /** closed ones by person */
  readonly closedBy?: Readonly<Record<string, number>>;
}

/**
 * Issues with the label: how many are closed, of all. The aim is all of them unless the plan gives a number of its own. Where it limits how many of
 * one person count, those beyond are taken off again, over all repositories, and nobody is named.
 */
export function issuesClosed({ target, atMostEach }: Extract<Measure, { kind: "issues-closed" }>, repositories: readonly CountedIssues[] | null): Measurement {
  if (repositories === null) return noData("share", "not-read", target);
  const counted = repositories.map(({ source, closed, open, openItems }): MeasuredPart => ({ source, count: closed, of: closed + open, items: openItems }));
  const over = atMostEach === null ? 0 : beyond(repositories, atMostEach);
  const from = over === 0 ? counted : [...counted, { source: `more than ${atMostEach ?? 0} of one person`, count: -over, of: -over, items: [] }];
  return share(from, "nothing-to-count", target, "issues");
}

function beyond(repositories: readonly CountedIssues[], atMost: number): number {
  const all = new Map<string, number>();
  for (const [who, count] of repositories.flatMap(({ closedBy = {} }) => Object.entries(closedBy))) all.set(who, (all.get(who) ?? 0) + count);
  return [...all.values()].reduce((sum, count) => sum + Math.max(0, count - atMost), 0);
}

export interface CountedChecks {
  readonly source: string;
  readonly passed: readonly string[];
  readonly failed: readonly string[];
}

export function checksPassed({ target }: Extract<Measure, { kind: "checks-passed" | "acceptance-passed" }>, runs: readonly CountedChecks[] | null): Measurement {
  if (runs === null) return noData("share", "not-read", target);
  const from = runs.map(({ source, passed, failed }): MeasuredPart => ({ source, count: passed.length, of: passed.length + failed.length, items: failed }));
  return share(from, "nothing-to-count", target, "share");
}

/** A target above 1 is a number of things, up to 1 a share of them. */
function share(from: readonly MeasuredPart[], nothing: MissingData, target: Fraction | null, counted: "issues" | "share"): Measurement {
  const count = from.reduce((total, part) => total + part.count, 0);
  const of = from.reduce((total, part) => total + (part.of ?? 0), 0);
  if (of === 0) return noData("share", nothing, target);
  const aim = target ?? fraction(1);
  const byNumber = counted === "issues" && compare(aim, fraction(1)) > 0;
  const value = byNumber ? fraction(count) : divide(fraction(count), fraction(of));
  return { value, unit: byNumber ? "issues" : "share", target: aim, met: compare(value, aim) >= 0, from, missing: null };
}

export interface AskedIssue {
  readonly source: string;
  readonly reference: string;
  readonly askedAt: Instant;
  /** first answer by somebody else than the person who asked; null = none yet */
  readonly answeredAt: Instant | null;
}

/** How long an answer to it may take, in ms; null = the plan does not say. In the week after the milestone the plan may ask for more. */
export function allowedWait({ withinHours, firstWeekHours }: Extract<Measure, { kind: "first-response" }>, askedAt: Instant, reachedAt: Instant | null): number | null {
  const early = reachedAt !== null && askedAt >= reachedAt && askedAt < reachedAt + WEEK_MS;
  const allowed = early ? firstWeekHours ?? withinHours : withinHours;
  return allowed === null ? null : allowed * HOUR_MS;
}

/**
 * The longest wait for a first answer, in hours; an unanswered one waits until `now`. Where the plan asks for answers after a milestone, what was
 * asked before it was reached does not count.
 */
export function firstResponse(measure: Extract<Measure, { kind: "first-response" }>, issues: readonly AskedIssue[] | null, reachedAt: Instant | null, now: Instant): Measurement {
  const target = measure.withinHours === null ? null : fraction(BigInt(Math.round(measure.withinHours * 60)), 60n);
  if (measure.after !== null && reachedAt === null) return noData("hours", "not-reached", target);
  if (issues === null) return noData("hours", "not-read", target);
  const counted = issues.filter(({ askedAt }) => askedAt <= now && (measure.after === null || askedAt >= (reachedAt ?? now)));
  const waits = counted.map((issue) => ({ issue, wait: Math.max(0, (issue.answeredAt ?? now) - issue.askedAt), allowed: allowedWait(measure, issue.askedAt, reachedAt) }));
  if (waits.length === 0) return noData("hours", "nothing-to-count", target);
  const isLate = ({ wait, allowed }: (typeof waits)[number]): boolean => allowed !== null && wait > allowed;
  const from = [...new Set(waits.map(({ issue }) => issue.source))].map((source): MeasuredPart => {
    const own = waits.filter(({ issue }) => issue.source === source);
    const late = own.filter(isLate);
    return { source, count: own.length - late.length, of: own.length, items: late.map(({ issue }) => issue.reference) };
  });
  const judged = waits.some(({ allowed }) => allowed !== null);
  return { value: fraction(Math.max(...waits.map(({ wait }) => wait)), HOUR_MS), unit: "hours", target, met: judged ? !waits.some(isLate) : null, from, missing: null };
}

/** Days between the baseline and when it was reached; early is negative. Before it is reached there is no slip, whatever the live date says. */
export function slip({ milestone, atMostDays }: Extract<Measure, { kind: "slip" }>, baseline: Instant | null, reachedAt: Instant | null): Measurement {
  const target = atMostDays === null ? null : fraction(Math.trunc(atMostDays));
  if (baseline === null) return noData("days", "nothing-to-count", target);
  if (reachedAt === null) return noData("days", "not-reached", target);
  const value = fraction(reachedAt - baseline, 24 * 3_600_000);
  return { value, unit: "days", target, met: target === null ? null : compare(value, target) <= 0, from: [{ source: milestone, count: 1, of: null, items: [] }], missing: null };
}
