/**
 * Would the freeze truly hold? One finding for each way in which it may not, told before it matters. What cannot be told is said to be unknown
 * and never counts as holding.
 */
import type { BranchRules, Finding, GateRecord, Level, ObservedRuleset } from "../model/gate.ts";

export interface SelfTestFacts {
  readonly level: Level;
  readonly checkName: string;
  readonly appId: number;
  /** the branch is there */
  readonly exists: boolean;
  /** null = GitHub does not say */
  readonly rules: BranchRules | null;
  readonly gate: GateRecord;
  /** ours; null = there is none, or nobody of us may read it whole */
  readonly ruleset: ObservedRuleset | null;
  /** GitHub's permission names to read | write | admin, of the app that writes checks */
  readonly permissions: Readonly<Record<string, string>>;
}

export function selfTest(facts: SelfTestFacts): readonly Finding[] {
  const gated = facts.level === "repository-gate" || facts.level === "organization-gate";
  const absent: readonly Finding[] = facts.exists ? [] : [{ code: "branch", holds: false, facts: { branch: facts.gate.branch } }];
  return [...absent, ...(gated ? gateFindings(facts) : ruleFindings(facts)), ...queueFindings(facts), forkFinding(facts, gated)];
}

/** Does any finding say that it would not hold, or that this cannot be told? */
export function failing(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter((finding) => finding.holds !== true);
}

function gateFindings({ gate, ruleset, rules, appId }: SelfTestFacts): readonly Finding[] {
  const bypass = ruleset?.bypassActors ?? null;
  const strangers = rules?.required.filter((one) => one.ruleset !== null && one.ruleset !== gate.ruleset && one.appId === appId && one.context !== gate.epoch?.name && isEpoch(one.context)) ?? [];
  return [
    { code: "ruleset", holds: ruleset !== null && !gate.off && gate.orphan === null, facts: { off: gate.off ? 1 : 0, orphan: gate.orphan } },
    { code: "bypass", holds: ruleset === null ? null : bypass === null ? null : bypass.length === 0, facts: { actors: bypass?.length ?? null } },
    { code: "other-rulesets", holds: rules === null ? null : strangers.length === 0, facts: { count: strangers.length, context: strangers[0]?.context ?? null } },
    { code: "hands", holds: gate.touched?.answer !== "yielded", facts: { by: gate.touched?.by ?? null, how: gate.touched?.how ?? null } },
    { code: "trouble", holds: gate.trouble === null, facts: { message: gate.trouble?.message ?? null, doing: gate.trouble?.doing ?? null } },
  ];
}

/** Names of epochs end in random characters, in brackets. */
function isEpoch(context: string): boolean {
  return /\[[0-9a-z]{10}\]$/.test(context);
}

function ruleFindings({ rules, checkName, appId }: SelfTestFacts): readonly Finding[] {
  if (rules === null) return [{ code: "required", holds: null, facts: { check: checkName } }];
  const ours = rules.required.filter((one) => one.context === checkName);
  const required: Finding = { code: "required", holds: ours.length > 0, facts: { check: checkName } };
  if (ours.length === 0) return [required];
  const elsewhere = ours.find((one) => one.appId !== null && one.appId !== appId);
  return [
    required,
    // one rule that is tied to our app is enough: all of them must be met
    { code: "pinned", holds: elsewhere === undefined && ours.some((one) => one.appId === appId), facts: { check: checkName, appId: elsewhere?.appId ?? null } },
    // rulesets bind administrators unless they are listed as bypass actors, which only administrators may read; classic protection may leave them out
    { code: "administrators", holds: null, facts: { classic: ours.every((one) => one.ruleset === null) ? 1 : 0 } },
    { code: "other-rulesets", holds: true, facts: { count: new Set(ours.map((one) => one.ruleset)).size, context: null } },
  ];
}

/** Without the right to hear of merge groups every group would wait for its time-out. */
function queueFindings({ rules, permissions }: SelfTestFacts): readonly Finding[] {
  if (rules?.queue !== true) return [];
  return [{ code: "queue", holds: permissions["merge_queues"] !== undefined, facts: { permission: "merge_queues: read" } }];
}

/** Rules bind the base branch, so a pull request from a fork is bound as any other, as long as its check can be written at all. */
function forkFinding({ permissions }: SelfTestFacts, gated: boolean): Finding {
  const writes = permissions["checks"] === "write";
  // GitHub ties a required check to an app only where the app may write statuses as well
  const ties = gated || permissions["statuses"] === "write";
  return { code: "forks", holds: writes && ties, facts: { permission: writes ? "statuses: write" : "checks: write" } };
}
