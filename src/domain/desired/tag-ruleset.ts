/** Our ruleset that keeps a final tag from being made before its gate is met. Its name tells a person how to let it out without us. */
import type { DesiredTagRuleset, ObservedRuleset } from "../model/gate.ts";
import { digestOf } from "./pull-check.ts";

const NAME_CAP = 100;
const TAG_CAP = 40;

export function tagRulesetName(tag: string): string {
  return `Release Warden holds ${shortTag(tag)} (to let it out: set to Disabled)`.slice(0, NAME_CAP);
}

/** How `release-warden off` leaves it. */
export function offTagRulesetName(tag: string): string {
  return `Release Warden is off for the tag ${shortTag(tag)}: delete this to switch on`.slice(0, NAME_CAP);
}

export function isOffTagName(name: string): boolean {
  return name.startsWith("Release Warden is off for the tag ");
}

/** A ruleset's name must be its own, so a tag that is cut short carries a digest of the whole. */
function shortTag(tag: string): string {
  return tag.length <= TAG_CAP ? tag : `${tag.slice(0, TAG_CAP - 9)}~${digestOf(tag).slice(0, 8)}`;
}

export function desireTagRuleset(tag: string, active: boolean): DesiredTagRuleset {
  return { name: tagRulesetName(tag), ref: `refs/tags/${tag}`, active };
}

/** The tag of a ruleset of ours, known by its name and by the one tag that it names; null = it is not ours. */
export function rulesetTag(observed: Pick<ObservedRuleset, "name" | "include">): string | null {
  const [ref, ...more] = observed.include;
  const tag = ref?.startsWith("refs/tags/") === true && more.length === 0 ? ref.slice("refs/tags/".length) : null;
  return tag !== null && (observed.name === tagRulesetName(tag) || observed.name === offTagRulesetName(tag)) ? tag : null;
}

export function tagRulesetHolds(desired: DesiredTagRuleset, observed: ObservedRuleset | null): boolean {
  if (observed === null) return !desired.active;
  if (!desired.active) return !observed.active;
  return observed.active && observed.include.includes(desired.ref) && observed.exclude.length === 0 && observed.otherRules.includes("creation") && observed.otherRules.includes("update");
}
