/**
 * What is said of something that stands in the way: in its issue, and under each pull request that it concerns. Whoever opened one knows nothing of plans:
 * they read what it is, who deals with it, and that nothing is asked of them.
 */
import type { CheckWords } from "../domain/desired/pull-check.ts";
import type { PlannedBlocker } from "../domain/model/plan-record.ts";
import type { ReportedState } from "../domain/model/pull.ts";
import { markdownCode, markdownLink, markdownText, plainText } from "./escape.ts";
import { plannedTimeText } from "./instant.ts";

const TITLE_CAP = 250;
const WORDS = 1_000;
const NAME_CAP = 80;

export function blockerTitle({ title }: PlannedBlocker): string {
  return plainText(`In the way: ${title}`, TITLE_CAP);
}

export function blockerText(blocker: PlannedBlocker, path: string): string {
  const { because, owner, due, see, concerns, status } = blocker;
  const rows = [
    ["Who deals with it", owner === null ? "nobody yet" : markdownText(owner)],
    ...(due === null ? [] : [["Out of the way by", plannedTimeText(due, null)]]),
    ["Whom it keeps waiting", concerns === "everybody" ? "everybody who opens a pull request" : "whoever opens a pull request and has no role in its repository"],
    ...(status === null ? [] : [["Dealt with for one pull request when", `${markdownText(status, 100)} passes there`]]),
    ...(see === null ? [] : [["Discussed", markdownLink(markdownText(see, 500), see)]]),
  ];
  return [
    ...(because === null ? [] : [`${ended(markdownText(because, WORDS))}\n`]), "| | |", "|---|---|", ...rows.map(([what, says]) => `| ${what} | ${says} |`),
    "\nWhile this issue is open, each pull request that is kept waiting has one comment that says so. **Close it when it is out of the way**: the comments then say that, and whoever waits hears of it. Opened again, it stands in the way again.",
    `What is agreed about it stands in ${markdownCode(path)}.`,
  ].join("\n");
}

export interface BlockedWords {
  readonly blocker: PlannedBlocker;
  /** GitHub's short reference to its issue; null = it may not be named here */
  readonly issue: string | null;
  /** null = no status speaks of it */
  readonly reported: ReportedState | null;
}

/** Under a pull request, while it stands. */
export function blockedText({ blocker, issue, reported }: BlockedWords): string {
  const { title, because, owner, concerns, status } = blocker;
  const whose = concerns === "everybody" ? "pull requests here" : "pull requests from people who have no role in this repository";
  const deals = owner === null ? `Nobody is named yet who deals with it${issue === null ? "" : `; see ${issue}`}.` : `${markdownText(owner)} deals with it${issue === null ? "" : `, in ${issue}`}.`;
  const asked = reported === "failure" ? "" : " Nothing is asked of you now, and nothing is wrong with what you propose.";
  return [
    `Something stands in the way of ${whose}: **${markdownText(title)}**.${because === null ? "" : ` ${ended(markdownText(because, WORDS))}`}`,
    `${deals}${asked} This comment changes when it is out of the way, and a new one tells you.`,
    ...(status === null || reported === null ? [] : [reportedText(status, reported)]),
  ].join("\n\n");
}

function ended(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

function reportedText(status: string, reported: ReportedState): string {
  const name = markdownCode(status, 100);
  switch (reported) {
    case "success": return `For this pull request it is dealt with already: ${name} passed.`;
    case "pending": return `${name} is still looking at this pull request. Once it passes, this is dealt with here.`;
    case "absent": return `${name} has said nothing of this pull request yet. Once it passes, this is dealt with here.`;
    case "failure": return `**${name} did not pass on this pull request.** Open its details below and do what they ask; once it passes, this is dealt with here.`;
  }
}

/** The same comment once it is out of the way. */
export function liftedText(title: string, issue: string | null): string {
  return `**${markdownText(title)}** stood in the way of this pull request, and does so no more${issue === null ? "" : ` (${issue})`}. Nothing is asked of you.`;
}

/** A comment of its own, once: an edit notifies nobody, and this is what people wait for. */
export function liftedNews(title: string, issue: string | null): string {
  return `What stood in the way of this pull request is out of the way: **${markdownText(title)}**${issue === null ? "" : ` (${issue})`}. It can go on.`;
}

const CHECK_PREFIX = "Release plan: ";

/** Checks of what stands in the way begin so; those of freezes name a branch, as in `Release plan (main)`. */
export function isBlockerCheck(name: string): boolean {
  return name.startsWith(CHECK_PREFIX);
}

export function blockerCheckName({ title }: Pick<PlannedBlocker, "title">): string {
  return `${CHECK_PREFIX}${plainText(title, NAME_CAP)}`;
}

export function renderBlockerCheck({ blocker, issue }: Omit<BlockedWords, "reported">, status: string, reported: ReportedState): CheckWords {
  const name = markdownCode(status, 100);
  const plain = plainText(status, 60);
  const tail = `\n\nThis is asked while something stands in the way: **${markdownText(blocker.title)}**${issue === null ? "" : ` (${issue})`}.${blocker.owner === null ? "" : ` ${markdownText(blocker.owner)} deals with it.`}`;
  const words = (conclusion: CheckWords["conclusion"], title: string, summary: string): CheckWords => ({ name: blockerCheckName(blocker), conclusion, title, summary: `${summary}${tail}`, annotations: [], detailsUrl: null });
  switch (reported) {
    case "success": return words("success", `${plain} passed`, `**Nothing to do.** ${name} passed on this commit, so it is dealt with for this pull request.`);
    case "failure": return words("failure", `${plain} did not pass`, `**Open the details of ${name} and do what they ask.** It did not pass on this commit; once it does, so does this.`);
    case "pending": return words(null, `Waits for ${plain}`, `**Nothing to do yet.** ${name} is still looking at this commit; once it passes, so does this. Nothing is broken.`);
    case "absent": return words(null, `Waits for ${plain}, which has said nothing yet`, `**Nothing to do yet.** ${name} has said nothing of this commit; once it passes, so does this. Nothing is broken.`);
  }
}
