/**
 * Rule suites: what GitHub remembers of each push or merge that rulesets judged, also when it let somebody pass. None is kept where no rule held.
 */
import { notFound } from "../api-problem.ts";
import type { World } from "../world.ts";
import type { Account } from "./account.ts";
import type { Repository } from "./repository.ts";
import type { RuleVerdict } from "./rule-verdict.ts";

export type SuiteResult = "pass" | "fail" | "bypass";

export interface RuleSuite {
  readonly id: number;
  readonly actor: Account;
  readonly ref: string;
  readonly beforeSha: string;
  readonly afterSha: string;
  /** World time, ms UTC. */
  readonly at: number;
  readonly result: SuiteResult;
  /** How the rulesets on trial would have decided; null when there are none. */
  readonly evaluationResult: SuiteResult | null;
  readonly verdicts: readonly RuleVerdict[];
}

export interface JudgedChange {
  readonly ref: string;
  readonly beforeSha: string;
  readonly afterSha: string;
  readonly actor: Account;
  readonly verdicts: readonly RuleVerdict[];
}

/** Keeps a judged push or merge. */
export function keepRuleSuite(world: World, repository: Repository, change: JudgedChange): void {
  if (change.verdicts.length === 0) return;
  const active = change.verdicts.filter(({ ruleset }) => ruleset.enforcement === "active");
  const onTrial = change.verdicts.filter(({ ruleset }) => ruleset.enforcement === "evaluate");
  const id = world.nextId("ruleSuite");
  repository.ruleSuites.set(id, { ...change, id, at: world.clock.now(), result: resultOf(active), evaluationResult: onTrial.length === 0 ? null : resultOf(onTrial) });
}

function resultOf(verdicts: readonly RuleVerdict[]): SuiteResult {
  if (verdicts.some(({ problems, bypassed }) => problems.length > 0 && !bypassed)) return "fail";
  return verdicts.some(({ bypassed }) => bypassed) ? "bypass" : "pass";
}

export function findRuleSuite(repository: Repository, id: number): RuleSuite {
  const suite = repository.ruleSuites.get(id);
  if (suite === undefined) throw notFound();
  return suite;
}
