/** Our ruleset for one branch: what it must be, and whether GitHub shows it so. Its name tells a person how to thaw without us. */
import type { DesiredRuleset, ObservedRuleset } from "../model/gate.ts";
import { digestOf } from "./pull-check.ts";

const NAME_CAP = 100;
const BRANCH_CAP = 31;

/** How `release-warden off` leaves it. */
export function offRulesetName(branch: string): string {
  return `Release Warden is off for ${shortBranch(branch)}: delete this ruleset to switch it on again`.slice(0, NAME_CAP);
}

/** While it is open. */
export function rulesetName(branch: string): string {
  return `${rulesetStem(branch)}${TO_THAW}`;
}

/** What the name of every such ruleset of this branch begins with, closed or open. No branch has a space in its name, so it is of no other branch. */
export function rulesetStem(branch: string): string {
  return `Release Warden freeze of ${shortBranch(branch)} `;
}

const TO_THAW = "(to thaw by hand: set to Disabled)";

/**
 * While it is closed: until when, and where to look, as far as there is room. Both stand in the context, which says "main is frozen until Release (due
 * Tue 8 December): see #12 [0123456789]". `elsewhere`: where to look by now, if that is not what the context says.
 */
export function closedRulesetName(branch: string, context: string, elsewhere: string | null = null): string {
  const [, until = "", written = ""] = /^.*?[Ff]rozen(?: (until .*?))?(?: \(due [^)]*\))?: see (.*) \[[0-9a-z]+\]$/.exec(context) ?? [];
  const look = elsewhere ?? written;
  const see = look === "" ? "" : `see ${look}`;
  const wordings = [[until, see].filter((part) => part !== "").join(", "), see, until];
  const room = NAME_CAP - rulesetStem(branch).length - TO_THAW.length - 1;
  const words = wordings.find((one) => one !== "" && one.length <= room);
  return words === undefined ? rulesetName(branch) : `${rulesetStem(branch)}${words} ${TO_THAW}`;
}

/** A ruleset's name must be its own, so a branch that is cut short carries a digest of the whole. */
function shortBranch(branch: string): string {
  return branch.length <= BRANCH_CAP ? branch : `${branch.slice(0, BRANCH_CAP - 9)}~${digestOf(branch).slice(0, 8)}`;
}

/** `context` null = nothing is required; an inactive one may keep the context it had. */
export function desireRuleset(branch: string, appId: number, context: string | null, active: boolean): DesiredRuleset {
  return { name: active && context !== null ? closedRulesetName(branch, context) : rulesetName(branch), ref: `refs/heads/${branch}`, active, context, appId };
}

/**
 * Does it close the branch as it must, or leave it open as it must? Bypass actors are the administrators' own matter, as is anything else about
 * a ruleset that is not active.
 */
export function rulesetHolds(desired: DesiredRuleset, observed: ObservedRuleset | null): boolean {
  if (observed === null) return !desired.active;
  if (!desired.active) return !observed.active;
  const [check, ...more] = observed.checks;
  return observed.active && more.length === 0 && check !== undefined && check.context === desired.context && check.appId === desired.appId
    && observed.include.includes(desired.ref) && observed.exclude.length === 0 && !observed.strict
    && (desired.repositories === undefined || sameRepositories(desired.repositories, observed.repositories ?? []));
}

/** Ids, whatever their order. */
export function sameRepositories(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((id) => other.includes(id));
}

/** The epoch that an active ruleset of ours carries; null = it carries none of ours. */
export function standingContext(observed: ObservedRuleset | null, appId: number): string | null {
  if (observed === null || !observed.active) return null;
  return observed.checks.find((check) => check.appId === appId)?.context ?? null;
}

export function isOffName(name: string): boolean {
  return name.startsWith("Release Warden is off for ");
}

/** The branch of a ruleset of ours, known by its name and by the one branch that it names; null = it is not ours. */
export function rulesetBranch(observed: ObservedRuleset): string | null {
  const [ref, ...more] = observed.include;
  const branch = ref?.startsWith("refs/heads/") === true && more.length === 0 ? ref.slice("refs/heads/".length) : null;
  return branch !== null && (observed.name.startsWith(rulesetStem(branch)) || observed.name === offRulesetName(branch)) ? branch : null;
}
