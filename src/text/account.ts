/** The account of a freeze in words: how many landed and by what right, what leaked, and what the key result comes to. */
import type { AccountEntry, AccountOutcome } from "../domain/model/account.ts";
import { isLeak, LEAKS, letIn } from "../domain/model/account.ts";
import type { Measurement } from "../domain/model/score.ts";
import type { MessageWords } from "../domain/model/message.ts";
import { counted, joined, sentence } from "./enumeration.ts";
import { markdownText } from "./escape.ts";
import { instantText, shortInstantText } from "./instant.ts";
import { managerOf } from "./tracking-freeze.ts";
import type { TrackedFreeze } from "./tracking-freeze.ts";
import { mentionText, referenceText } from "./tracking-reference.ts";
import { terminalVoice } from "./voice.ts";

const WORDS: Readonly<Record<AccountOutcome, string>> = {
  "allowed": "let in", "agreed": "agreed beforehand", "exempt": "exempt", "waived": "let in by an exception", "release": "release",
  "bypass": "merged although it waited", "direct-push": "pushed past any pull request", "forged": "merged on a check that was not ours",
  "gap": "landed before the freeze took effect", "withdrawn": "merged although what had let it in was gone", "unknown": "merged before it was judged, and would have waited",
};

export interface MeasuredResult {
  readonly title: string;
  readonly measurement: Measurement;
}

export interface FreezeAccount {
  /** by instant */
  readonly entries: readonly AccountEntry[];
  /** in the machine's section of another time, of which only the number is known */
  readonly left: number;
  readonly results: readonly MeasuredResult[];
}

const SHOWN = 100;

export function accountSectionText(tracked: TrackedFreeze, account: FreezeAccount): string {
  return [leaksText(tracked, account), tableText(tracked, account), observedText(tracked, account), resultsText(account)].filter((part) => part !== null).join("\n\n");
}

export function outcomeText(outcome: AccountOutcome): string {
  return WORDS[outcome];
}

function leaksText(tracked: TrackedFreeze, { entries }: FreezeAccount): string | null {
  const leaks = entries.filter(isLeak);
  if (leaks.length === 0) return tracked.state === "in-force" || tracked.state === "over" ? "### Leaks\nNone found." : null;
  return `### Leaks\n${counted(leaks.length, "change")} landed that nothing had let in:\n\n${leaks.slice(0, SHOWN).map((leak) => `- ${leakLine(tracked, leak, shortInstantText(leak.at, tracked.plan.release.timezone, tracked.since))}`).join("\n")}${more(leaks.length)}`;
}

function leakLine({ home }: TrackedFreeze, leak: AccountEntry, when: string): string {
  const who = leak.by === null ? "" : ` by ${markdownText(leak.by, 60)}`;
  const harmless = letIn(leak) || leak.verdict === "allow" ? "; judged afterwards, the freeze would have let it in" : "";
  const forged = leak.forgedBy === null ? "" : `; the check had been set by ${markdownText(leak.forgedBy, 60)}`;
  return `${referenceText({ ...leak, sha: leak.sha }, home)}: ${WORDS[leak.outcome]}${who}, ${when}${forged}${harmless}`;
}

function tableText({ plan, home, since }: TrackedFreeze, { entries, left }: FreezeAccount): string {
  const zone = plan.release.timezone;
  if (entries.length === 0) return "### Account\nNothing has landed during this freeze.";
  const rows = entries.slice(-SHOWN).map((entry) => [
    referenceText(entry, home), shortInstantText(entry.at, zone, since), entry.by === null ? "" : markdownText(entry.by, 60),
    `${WORDS[entry.outcome]}${entry.private || entry.because === "" || (LEAKS as readonly string[]).includes(entry.outcome) ? "" : `: ${markdownText(entry.because.replace(/^Allowed: /, ""), 120)}`}`,
  ].join(" | ")).map((row) => `| ${row} |`);
  const earlier = entries.length - rows.length + left;
  return [`### Account\n${sentence(countText(entries))}.\n`, "| What landed | When | By | Right |", "|---|---|---|---|", ...rows, ...(earlier > 0 ? [`| and ${earlier} earlier | | | |`] : [])].join("\n");
}

/** "12 merges: 9 let in, 2 exempt, 1 pushed past any pull request". */
export function countText(entries: readonly AccountEntry[]): string {
  const outcomes = [...new Set(entries.map((entry) => entry.outcome))].sort((a, b) => count(entries, b) - count(entries, a));
  return `${counted(entries.length, "change")} landed: ${joined(outcomes.map((outcome) => `${count(entries, outcome)} ${WORDS[outcome]}`))}`;
}

function count(entries: readonly AccountEntry[], outcome: AccountOutcome): number {
  return entries.filter((entry) => entry.outcome === outcome).length;
}

/** A freeze that only observes says at its end what it would have done. */
function observedText({ freeze, state, home }: TrackedFreeze, { entries }: FreezeAccount): string | null {
  if (freeze.mode !== "observe") return null;
  const stopped = entries.filter((entry) => !letIn(entry) && entry.verdict !== "allow");
  if (stopped.length === 0) return `### What enforcing would ${state === "over" ? "have meant" : "mean"}\nNothing would have waited.`;
  return `### What enforcing would ${state === "over" ? "have meant" : "mean"}\n${counted(stopped.length, "change")} would have waited: ${joined(stopped.slice(0, SHOWN).map((entry) => referenceText({ ...entry, title: null }, home)))}${stopped.length > SHOWN ? ` and ${stopped.length - SHOWN} more` : ""}.`;
}

function more(total: number): string {
  return total > SHOWN ? `\n- and ${total - SHOWN} more` : "";
}

function resultsText({ results }: FreezeAccount): string | null {
  if (results.length === 0) return null;
  return `### Key result\n${results.map(({ title, measurement }) => `**${markdownText(title, 200)}**: ${measurementText(measurement)}`).join("\n\n")}`;
}

/** "not met: 1 of 5 in runtime (o/r#72) + 0 of 1 in forum = 1, and the aim is 0". Without data it says so and gives no number. */
export function measurementText({ value, from, met, missing }: Measurement): string {
  if (value === null) return missing === "not-begun" ? "no data yet, the freeze has not begun" : "no data";
  const parts = from.map((part) => `${part.count} of ${part.of ?? "?"} in ${markdownText(part.source, 60)}${part.items.length === 0 ? "" : ` (${joined(part.items.slice(0, 10).map((item) => markdownText(item, 160)))})`}`);
  const total = from.reduce((sum, part) => sum + part.count, 0);
  const verdict = met === true ? "met" : met === false ? "not met" : "cannot tell yet";
  return `${verdict}: ${parts.join(" + ")} = ${total}, and the aim is 0`;
}

/** The same to people outside GitHub, as plain text. */
export function leakAlertWords({ plan, freeze }: TrackedFreeze, leak: AccountEntry): MessageWords {
  const text = (untrusted: string, cap: number): string => terminalVoice.text(untrusted, cap);
  const what = leak.number === null ? `commit ${leak.sha.slice(0, 12)}` : `#${leak.number}`;
  const title = leak.title === null || leak.title === "" ? "" : ` "${text(leak.title, 100)}"`;
  const who = leak.by === null ? "" : ` by ${text(leak.by, 60)}`;
  return {
    title: `${text(leak.repository, 140)}, during ${text(freeze.title, 100)}`,
    lines: [`A change landed without being let in: ${leak.private ? "in a private repository" : `${what}${title}`}, ${WORDS[leak.outcome]}${who}, ${instantText(leak.at, plan.release.timezone, null)}.`, "If it should not be there, revert it. It is in the account of the freeze either way."],
    url: null,
  };
}

/** A new comment, since an edit notifies nobody. */
export function leakAlertText(tracked: TrackedFreeze, leak: AccountEntry): string {
  const { plan, freeze } = tracked;
  const next = leak.outcome === "direct-push" ? "If it should not be there, revert it; if it should, say why here."
    : "If it should not be there, revert the pull request; if it should, say why here. It is in the account either way.";
  return `${mentionText(managerOf(tracked))}: a change landed during **${markdownText(freeze.title, 100)}** without being let in.\n\n${leakLine(tracked, leak, instantText(leak.at, plan.release.timezone, null))}.\n\n${next}`;
}

