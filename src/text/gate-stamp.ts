/** The words of a stamp: the check that lets one head through a closed gate, and what it says when its reason is gone. */
import type { CheckWords } from "../domain/desired/pull-check.ts";
import { checkName } from "./check.ts";
import { markdownCode } from "./escape.ts";

export interface StampInput {
  /** the name of the epoch */
  readonly name: string;
  readonly base: string;
  readonly passes: boolean;
}

export function renderStamp({ name, base, passes }: StampInput): CheckWords {
  const why = `the check ${markdownCode(checkName(base), 120)} says why`;
  return {
    name, conclusion: passes ? "success" : "failure", annotations: [], detailsUrl: null,
    title: passes ? "May merge during the freeze" : "May not merge during the freeze any more",
    summary: passes
      ? `**Nothing to do.** Every freeze in force on ${markdownCode(base, 80)} lets this commit in; ${why}. A new push is looked at anew.`
      : `**It was let in before, and the reason is gone**; ${why}, and what would let it in again.`,
  };
}

/** On the commit of a merge group, where silence would make the queue wait for its time-out. */
export function renderGroupStamp({ name, base, passes }: StampInput): CheckWords {
  const words = renderStamp({ name, base, passes });
  if (passes) return { ...words, summary: `**Nothing to do.** Every freeze in force on ${markdownCode(base, 80)} lets all pull requests of this group in.` };
  return {
    ...words, title: "This group carries what the freeze does not let in",
    summary: `**Take it out of the queue.** The check ${markdownCode(checkName(base), 120)} on this commit names the pull request and what would let it in.`,
  };
}

/** For a check that waited when `release-warden off` was given, or that a rule waits for while it is off. */
export function renderSwitchedOff({ base }: { readonly base: string }): CheckWords {
  return {
    name: checkName(base), conclusion: "neutral", title: "Release Warden is switched off here", annotations: [], detailsUrl: null,
    summary: `**Nothing to do.** Release Warden was switched off for ${markdownCode(base, 80)} and holds nothing up.`,
  };
}
