/** What the measure of one key result comes to, with where each part came from: by product, and never of a repository that is not among the facts. */
import type { AccountEntry } from "../model/account.ts";
import type { Baselines } from "../model/baseline.ts";
import type { Instant } from "../model/instant.ts";
import type { Measure, MeasuredFacts, MeasureReading } from "../model/measure.ts";
import type { PlannedKeyResult, ReleasePlan } from "../model/plan.ts";
import type { FreezeStartRecord } from "../model/records.ts";
import type { RepositoryName } from "../model/refs.ts";
import { sameRepository } from "../model/refs.ts";
import type { Measurement } from "../model/score.ts";
import type { ReachedMilestone } from "../model/snapshot.ts";
import type { TagStanding } from "../model/tag-standing.ts";
import { governedBranches } from "../plan/governed.ts";
import { landedWithin } from "./account.ts";
import { mergesOfProducts } from "./account-measure.ts";
import { baselineOf } from "./baseline.ts";
import { freezePhase, frozenProducts, reachedInstant } from "./freeze-interval.ts";
import { checksPassed, firstResponse, issuesClosed, mergesDuring, noData, readMeasure, slip } from "./key-result-measure.ts";
import type { CountedChecks } from "./key-result-measure.ts";
import { inOrder } from "./release-matrix.ts";
import { reportedValue } from "./reported-value.ts";

export interface MeasureFacts {
  readonly plan: ReleasePlan;
  readonly home: RepositoryName;
  readonly reached: readonly ReachedMilestone[];
  readonly baselines: Baselines;
  readonly now: Instant;
  /** those that are counted */
  readonly repositories: readonly { readonly id: number; readonly name: RepositoryName }[];
  readonly account: readonly AccountEntry[];
  readonly starts: readonly FreezeStartRecord[];
  readonly readings: readonly MeasureReading[];
  readonly standings: readonly TagStanding[];
}

/** Null = the plan measures nothing there. */
export function measurementOf(result: PlannedKeyResult, facts: MeasureFacts): Measurement | null {
  if (result.measure === null) return null;
  const measure = readMeasure(result.measure);
  if (measure === null) return noData("share", "unknown-measure");
  switch (measure.kind) {
    case "merges-during": return mergesMeasured(measure, facts);
    case "slip": return slip(measure, baselineAt(measure.milestone, facts), reachedInstant(facts.reached, measure.milestone, null, facts.now));
    case "acceptance-passed": return checksPassed(measure, acceptanceOf(measure, facts));
    case "reported": return reportMeasured(measure, result, facts);
    case "issues-closed": case "checks-passed": case "first-response": return readMeasured(measure, result, facts);
  }
}

/** By which a reading is known to be of this measure. */
export function measureText(result: PlannedKeyResult): string {
  return JSON.stringify(result.measure);
}

function baselineAt(milestone: string, { plan, baselines }: MeasureFacts): Instant | null {
  return baselineOf(baselines, milestone)?.time.at ?? plan.milestones.find(({ id }) => id === milestone)?.planned?.at ?? null;
}

function mergesMeasured(measure: Extract<Measure, { kind: "merges-during" }>, facts: MeasureFacts): Measurement {
  const { plan, reached, now } = facts;
  const freeze = plan.freezes.find(({ id }) => id === measure.freeze);
  if (freeze === undefined) return noData("pull requests", "unknown-measure");
  const begun = frozenProducts(plan, freeze).some((product) => (freezePhase(plan, freeze, product, reached, now).since ?? Infinity) <= now);
  const account = facts.account.filter((entry) => entry.freeze === freeze.id && landedWithin(entry, { plan, freeze, reached }, now));
  return mergesDuring(measure, begun ? "begun" : "before", mergesOfProducts(plan, freeze, account, watchedProducts(freeze.id, facts)));
}

/** Products on whose branches the beginning of the freeze was seen, in repositories that are counted; "" = the one product without a name. */
function watchedProducts(freeze: string, { plan, home, starts, repositories }: MeasureFacts): ReadonlySet<string> {
  const branches = governedBranches(plan, { name: home, defaultBranch: "" });
  return new Set(starts.filter((start) => start.freeze === freeze).flatMap((start) => {
    const name = repositories.find(({ id }) => id === start.repository)?.name;
    if (name === undefined) return [];
    if (plan.products.length === 0) return [""];
    // a product without a branch of its own lives on the default branch, whatever that is called
    return branches.filter((one) => sameRepository(one.repository, name) && (one.branch === start.branch || one.branch === null || one.branch === "")).map(({ product }) => product);
  }));
}

/** Tests of all features on the tag; a feature without tests is one that did not pass, so that nothing written is no success. */
function acceptanceOf({ tag }: Extract<Measure, { kind: "acceptance-passed" }>, { plan, standings, repositories }: MeasureFacts): readonly CountedChecks[] | null {
  const judged = inOrder(standings, plan.tags.format).filter((one) => tag === null || bareTag(one).toLowerCase() === tag.toLowerCase());
  const last = judged.at(-1);
  if (last === undefined) return null;
  return judged.filter((one) => bareTag(one) === bareTag(last)).map((standing) => {
    const features = standing.features.filter(({ repository }) => repositories.some(({ name }) => sameRepository(name, repository)));
    const tests = features.flatMap(({ repository, number, links }) => (links.length === 0 ? [{ name: `${repository}#${number}`, passed: false }] : links.map((link) => ({ name: `${repository}#${number}: ${link.text}`, passed: link.gap === null }))));
    return { source: standing.tag, passed: tests.filter(({ passed }) => passed).map(({ name }) => name), failed: tests.filter(({ passed }) => !passed).map(({ name }) => name) };
  });
}

/** Without the repository that it is said to stand in. */
function bareTag({ tag }: TagStanding): string {
  return tag.split(" ")[0] ?? tag;
}

/** One reading there is of it, of the plan's own repository. */
function reportMeasured(measure: Extract<Measure, { kind: "reported" }>, result: PlannedKeyResult, { readings }: MeasureFacts): Measurement {
  const reading = readings.find((one) => one.keyResult === result.id && one.asked === measureText(result)) ?? null;
  const found = reading?.facts?.kind === "report" ? { report: reading.facts.report, readAt: reading.readAt } : null;
  return { ...reportedValue(measure, found), ...(reading === null ? {} : { readAt: reading.readAt }) };
}

interface ReadRepository {
  readonly source: string;
  readonly name: RepositoryName;
  readonly reading: MeasureReading | null;
}

type ReadMeasure = Extract<Measure, { kind: "issues-closed" | "checks-passed" | "first-response" }>;

function readMeasured(measure: ReadMeasure, result: PlannedKeyResult, facts: MeasureFacts): Measurement {
  const asked = measureText(result);
  const all = facts.repositories.map(({ id, name }): ReadRepository => ({
    source: sourceOf(name, facts), name, reading: facts.readings.find((one) => one.keyResult === result.id && one.repository === id && one.asked === asked) ?? null,
  }));
  // What is not read yet might change everything, so nothing is said before all of it is.
  const complete = all.length > 0 && all.every(({ reading }) => reading !== null);
  const readable = all.filter(({ reading }) => reading?.facts != null);
  const measurement = computed(measure, complete ? readable : null, facts);
  const unread = all.filter(({ reading }) => reading?.facts === null).map(({ source }) => source);
  const oldest = Math.min(...readable.map(({ reading }) => reading?.readAt ?? Infinity));
  return {
    ...measurement, met: unread.length > 0 && measurement.met === true ? null : measurement.met, ...(unread.length === 0 ? {} : { unread }), ...(complete && Number.isFinite(oldest) ? { readAt: oldest } : {}),
  };
}

function computed(measure: ReadMeasure, read: readonly ReadRepository[] | null, { reached, now }: MeasureFacts): Measurement {
  switch (measure.kind) {
    case "issues-closed": return issuesClosed(measure, read?.flatMap(({ source, name, reading }) => of("issues", reading).map(({ closed, open, openNumbers, closedBy }) => ({ source, closed, open, ...(closedBy === undefined ? {} : { closedBy }), openItems: openNumbers.map((number) => `${name}#${number}`) }))) ?? null);
    case "checks-passed": return checksPassed(measure, read?.flatMap(({ source, reading }) => of("checks", reading).flatMap(({ branches }) => branches.map(({ branch, sha, passed, failed }) => ({ source: `${source} at ${branch} (${sha.slice(0, 7)})`, passed, failed })))) ?? null);
    case "first-response": {
      const questions = read?.flatMap(({ source, name, reading }) => of("responses", reading).flatMap((one) => one.asked.map(({ number, ...when }) => ({ source, reference: `${name}#${number}`, ...when })))) ?? null;
      return firstResponse(measure, questions, measure.after === null ? null : reachedInstant(reached, measure.after, null, now), now);
    }
  }
}

function of<Kind extends MeasuredFacts["kind"]>(kind: Kind, reading: MeasureReading | null): readonly Extract<MeasuredFacts, { kind: Kind }>[] {
  return reading?.facts?.kind === kind ? [reading.facts as Extract<MeasuredFacts, { kind: Kind }>] : [];
}

/** "runtime", where the repository is one product's; with its own name where it is not so simple. */
function sourceOf(name: RepositoryName, { plan, home }: MeasureFacts): string {
  const products = [...new Set(governedBranches(plan, { name: home, defaultBranch: "" }).filter(({ repository }) => sameRepository(repository, name)).map(({ product }) => product).filter((id) => id !== ""))];
  const alone = products.length === 1 && (plan.products.find(({ id }) => id === products[0])?.repositories.length ?? 0) <= 1;
  return products.length === 0 ? name : alone ? products[0] ?? name : `${products.join(", ")} (${name})`;
}
