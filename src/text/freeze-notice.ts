/** What people are told once, each as a new comment: that a freeze comes, that it has ended, that its end is overdue, that a section was taken out. */
import type { TrackingSection } from "../domain/desired/tracking-issue.ts";
import { fenceLines } from "../domain/desired/fenced-section.ts";
import type { Duration, Instant } from "../domain/model/instant.ts";
import type { OverdueNotice } from "../domain/policy/overdue.ts";
import { countText } from "./account.ts";
import type { FreezeAccount } from "./account.ts";
import { isLeak } from "../domain/model/account.ts";
import { passedOverText } from "./absence.ts";
import { counted, joined } from "./enumeration.ts";
import { markdownBlock, markdownCode, markdownText } from "./escape.ts";
import { durationText, instantText } from "./instant.ts";
import { onlyKinds } from "./kind-words.ts";
import { managerOf } from "./tracking-freeze.ts";
import type { TrackedFreeze } from "./tracking-freeze.ts";
import type { TrackedPulls } from "./tracking-pulls.ts";
import { mentionText, referenceText } from "./tracking-reference.ts";

export function comingText({ plan, freeze, since, home }: TrackedFreeze, ahead: Duration, { waiting }: TrackedPulls): string {
  const at = since === null ? "" : `: ${instantText(since, plan.release.timezone, null)}`;
  const ready = waiting.filter((pull) => pull.ready);
  const list = ready.slice(0, 20).map((pull) => `- ${referenceText(pull, home)}`);
  return [
    `**${markdownText(freeze.title, 100)}** begins within ${durationText(ahead)}${at}. It lets in ${onlyKinds(freeze.allow)}.`,
    waiting.length === 0 ? "As things stand it would stop no open pull request." : `As things stand it would stop ${counted(waiting.length, "open pull request")}, of which ${counted(ready.length, "is", "are")} approved and ready.`,
    ...(waiting.length === 0 ? [] : ["What must go in is merged before then; for the rest, the ways in stand above."]),
    ...(list.length === 0 ? [] : [`Ready now:\n${list.join("\n")}${ready.length > list.length ? `\n- and ${ready.length - list.length} more` : ""}`]),
  ].join("\n\n");
}

export function endedText(tracked: TrackedFreeze, account: FreezeAccount, pulls: TrackedPulls): string {
  const { freeze, until, plan, home } = tracked;
  const leaks = account.entries.filter(isLeak).length;
  const armed = pulls.waiting.filter((pull) => pull.autoMerge || pull.queued);
  return [
    `**${markdownText(freeze.title, 100)}** is over${until === null ? "" : ` since ${instantText(until, plan.release.timezone, null)}`}.`,
    account.entries.length === 0 ? "Nothing landed during it." : `${countText(account.entries)}. ${leaks === 0 ? "Nothing leaked" : `${counted(leaks, "leak")}, listed above`}.`,
    armed.length === 0 ? null : `Auto-merge is armed on ${joined(armed.slice(0, 50).map((pull) => referenceText({ ...pull, title: null }, home)))}: they merge by themselves as their checks turn green. To keep one back, disarm it.`,
  ].filter((part) => part !== null).join("\n\n");
}

export function overdueText(tracked: TrackedFreeze, notice: OverdueNotice): string {
  const { plan } = tracked;
  const title = markdownText(plan.milestones.find((one) => one.id === notice.milestone)?.title ?? notice.milestone, 80);
  const products = notice.products === null ? "" : ` for ${joined(notice.products.slice(0, 10).map((id) => markdownText(id, 60)))}`;
  const { names, away } = notice.called;
  const due = `${names.length === 0 ? mentionText(managerOf(tracked)) : joined(names.map(mentionText))}:${passedOverText(away, plan.release.timezone)} **${title}** was due ${instantText(notice.dueAt, plan.release.timezone, null)}${products} and is not reached, so the freeze holds on.`;
  if (tracked.gone === true) return `${due}\n\nTo end it, say ${markdownCode(`/warden thaw ${tracked.freeze.id} because …`, 120)} in each repository that it holds: the plan's own repository is out of sight.`;
  return `${due}\n\nTo end it, close the milestone ${title} in ${markdownText(tracked.home, 140)}, or say ${markdownCode(`/warden done ${notice.milestone}`, 120)} here. If it has slipped, move its ${markdownCode("due")} in the release plan.`;
}

export function removedText(missing: readonly TrackingSection[]): string {
  const names = joined(missing.map((name) => markdownCode(name)));
  const lines = missing.flatMap((name) => fenceLines(name));
  const ledger = missing.includes("ledger") ? " Without the section `ledger` the account cannot be rebuilt from this issue should the Warden lose its own store." : "";
  return `The ${missing.length === 1 ? "section" : "sections"} ${names} of this issue ${missing.length === 1 ? "was" : "were"} taken out or torn, and ${missing.length === 1 ? "is" : "are"} no longer kept up to date.${ledger} To have ${missing.length === 1 ? "it" : "them"} back, put these lines where you want ${missing.length === 1 ? "it" : "them"}:\n\n${markdownBlock(lines, "html")}`;
}

export function takenOutText(path: string): string {
  return `This freeze is no longer in ${markdownCode(path, 200)}, so nothing waits for it any more. The account above is as it stood then.`;
}

export interface ReadyNotice {
  readonly title: string;
  readonly base: string;
  readonly since: Instant;
  readonly zone: string;
  /** "Release is reached (due …)" */
  readonly until: string;
  readonly lets: string;
  readonly observes: boolean;
  /** `acme/app#12`; null = there is none */
  readonly tracking: string | null;
  /** one line each */
  readonly waysIn: readonly string[];
}

/** On a pull request that is ready: it can still merge before. */
export function readyNoticeText({ title, base, since, zone, until, lets, observes, tracking, waysIn }: ReadyNotice): string {
  const holds = observes ? "it would be listed as one that would wait, and could still merge, since the freeze only observes" : `it would then wait until ${until}`;
  return [
    `This pull request is approved. **${markdownText(title, 100)}** begins on ${markdownCode(base, 80)} at ${instantText(since, zone, null)} and lets in ${lets}; as it stands, ${holds}.`,
    `Next step: merge it before then${waysIn.length === 0 ? "." : ", or:"}${waysIn.length === 0 ? "" : `\n${waysIn.map((way) => `- ${way}`).join("\n")}`}`,
    ...(tracking === null ? [] : [`The freeze is followed in ${tracking}.`]),
  ].join("\n\n");
}
