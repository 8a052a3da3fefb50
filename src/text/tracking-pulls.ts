/** The second section of a tracking issue: who waits or would wait, ready ones first, what would stop the release, and what would merge by itself. */
import type { FeederChange } from "../domain/model/account.ts";
import type { RepositoryName } from "../domain/model/refs.ts";
import { counted, joined } from "./enumeration.ts";
import { markdownCode, markdownText } from "./escape.ts";
import { kindName } from "./kind-words.ts";
import { referenceText } from "./tracking-reference.ts";
import type { Referred } from "./tracking-reference.ts";
import type { TrackedFreeze } from "./tracking-freeze.ts";

export interface WaitingPull extends Referred {
  readonly author: string | null;
  readonly ready: boolean;
  readonly autoMerge: boolean;
  readonly queued: boolean;
  /** the decision in one line */
  readonly because: string;
}

export interface TrackedFeeder {
  readonly repository: RepositoryName;
  readonly feeder: string;
  readonly branch: string;
  readonly changes: readonly FeederChange[];
  readonly complete: boolean;
  readonly private: boolean;
}

export interface TrackedWaiver extends Referred {
  readonly because: string;
  readonly askedBy: string;
  readonly approvedBy: readonly string[];
}

export interface TrackedPulls {
  /** ready ones first */
  readonly waiting: readonly WaitingPull[];
  /** open pull requests that were judged */
  readonly judged: number;
  readonly feeders: readonly TrackedFeeder[];
  readonly waivers: readonly TrackedWaiver[];
}

const SHOWN = 50;

export function pullsSectionText(tracked: TrackedFreeze, pulls: TrackedPulls): string {
  if (tracked.state === "over" || tracked.state === "withdrawn") return closedText(tracked, pulls);
  return [waitingText(tracked, pulls), armedText(tracked, pulls), ...pulls.feeders.map((feeder) => feederText(tracked, feeder)), waiversText(tracked, pulls)]
    .filter((part) => part !== null).join("\n\n");
}

function waitingText({ state, freeze, home }: TrackedFreeze, { waiting, judged }: TrackedPulls): string {
  const would = state !== "in-force" || freeze.mode === "observe";
  const heading = `### ${would ? "Would be stopped" : "Waiting"}`;
  const of = `${counted(waiting.length, "pull request")} of ${judged} open`;
  if (waiting.length === 0) return `${heading}\n${judged === 0 ? "No pull request is open" : `None of ${counted(judged, "open pull request")}`}.`;
  const rows = waiting.slice(0, SHOWN).map((pull) => `- ${referenceText(pull, home)}${pull.private ? "" : detail(pull)}`);
  return `${heading}\n${of}${waiting.some((one) => one.ready) ? ", those that are approved and ready first" : ""}:\n\n${rows.join("\n")}${rest(waiting.length)}`;
}

function detail({ author, ready, because }: WaitingPull): string {
  return ` (${[author === null ? null : markdownText(author, 60), ready ? "ready" : null].filter((part) => part !== null).join(", ")}${author === null && !ready ? "" : "; "}${markdownText(because, 100)})`;
}

function rest(total: number): string {
  return total > SHOWN ? `\n- and ${total - SHOWN} more` : "";
}

/** They merge by themselves as soon as nothing holds them, all at once: that is to be a choice. */
function armedText({ home, freeze }: TrackedFreeze, { waiting }: TrackedPulls): string | null {
  const armed = waiting.filter((pull) => pull.autoMerge || pull.queued);
  if (armed.length === 0) return null;
  const shown = `${joined(armed.slice(0, SHOWN).map((pull) => referenceText({ ...pull, title: null }, home)))}${armed.length > SHOWN ? ` and ${armed.length - SHOWN} more` : ""}`;
  if (freeze.thaw === "stop") return `### Will be disarmed when the freeze ends\nAuto-merge is armed on ${shown}. The plan says \`thaw: stop\`, so nothing merges by itself then: whoever wants one of them merged arms it again.`;
  return `### Will merge by themselves when the freeze ends\nAuto-merge is armed on ${shown}. To keep one back, disarm its auto-merge before then; to keep all of them back, write \`thaw: stop\` in the plan.`;
}

function feederText({ home }: TrackedFreeze, { repository, feeder, branch, changes, complete, private: hidden }: TrackedFeeder): string | null {
  if (changes.length === 0 && complete) return null;
  const where = `${markdownCode(feeder, 80)}${hidden || repository.toLowerCase() === home.toLowerCase() ? "" : ` of ${markdownText(repository, 140)}`}`;
  const rows = changes.slice(0, SHOWN).map((change) => `- ${referenceText({ repository, number: change.number, sha: change.sha, title: change.title, private: hidden }, home)}${hidden ? "" : ` (${change.kind === "unknown" ? "of unknown kind" : kindName(change.kind)})`}`);
  const cut = complete ? "" : "\n\nNot everything in it could be listed.";
  return `### Already in ${where}, would stop the release\nA release merge into ${markdownCode(branch, 80)} would wait because of:\n\n${rows.join("\n")}${rest(changes.length)}${cut}`;
}

function waiversText({ home }: TrackedFreeze, { waivers }: TrackedPulls): string | null {
  if (waivers.length === 0) return null;
  const rows = waivers.slice(0, SHOWN).map((one) => {
    const reference = referenceText(one, home);
    if (one.private) return `- ${reference}`;
    const approved = one.approvedBy.length === 0 ? "not approved yet" : `approved by ${joined(one.approvedBy.slice(0, 5).map((name) => markdownText(name, 60)))}`;
    return `- ${reference}: ${markdownText(one.because, 200)} (asked by ${markdownText(one.askedBy, 60)}, ${approved})`;
  });
  return `### Exceptions\n${rows.join("\n")}${rest(waivers.length)}`;
}

function closedText({ freeze }: TrackedFreeze, { waiting }: TrackedPulls): string {
  return freeze.mode === "observe" || waiting.length === 0 ? "Nothing waits for this freeze any more." : "Nothing waits for this freeze any more; what waited was judged again.";
}
