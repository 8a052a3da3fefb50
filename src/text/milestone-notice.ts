/** What is told in comments under the issues of milestones. */
import { fenceLines } from "../domain/desired/fenced-section.ts";
import { joined } from "./enumeration.ts";
import { markdownBlock, markdownCode, markdownText } from "./escape.ts";
import { mentionText } from "./tracking-reference.ts";

export function withdrawnText(path: string): string {
  return `This milestone is no longer in ${markdownCode(path)}. What stands above is as it was then.`;
}

export function withdrawnCardText(path: string): string {
  return `This is no longer in ${markdownCode(path)}. What stands above is as it was then.`;
}

/** Sections that a person took out, once. */
export function tornText(missing: readonly string[]): string {
  const one = missing.length === 1;
  return `The ${one ? "section" : "sections"} ${joined(missing.map((name) => markdownCode(name)))} of this issue ${one ? "was" : "were"} taken out or torn, and ${one ? "is" : "are"} no longer kept up to date. To have ${one ? "it" : "them"} back, put these lines where you want ${one ? "it" : "them"}:\n\n${markdownBlock(missing.flatMap((name) => fenceLines(name)), "html")}`;
}

/** To whoever changed something inside a section, once. */
export function handEditText(login: string, path: string): string {
  return `${mentionText(login)}: what you changed in the Warden's section of this issue was put right, since that shows the plan. Dates and people are changed in ${markdownCode(path)}; ${markdownCode("/warden move")} answers with the lines. What you write above or below the section stays.`;
}

/** In the issue with all dates: a tracking issue is gone. */
export function issueDeletedText(title: string): string {
  return `The tracking issue of **${markdownText(title)}** was deleted. It is not made again; the dates of the milestone are kept up to date here.`;
}

/** Under the tracking issue of the last milestone: the issue with all dates is gone. */
export function liveDeletedText(): string {
  return "The issue with the dates of all milestones was deleted. It is not made again; each milestone's own issue goes on.";
}

/** The text of a sub-issue. */
export function childText(task: string, milestone: string, release: string): string {
  return `${markdownText(task, 500)}\n\nFrom the checklist of ${markdownText(milestone)}, ${markdownText(release)}. It is done there when this is closed.`;
}
