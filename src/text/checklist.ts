/** The checklist of a milestone: one box a line, who does it by when, and why a tick does not count. */
import { boxMark } from "../domain/desired/checklist-section.ts";
import type { RepositoryName } from "../domain/model/refs.ts";
import { sameRepository } from "../domain/model/refs.ts";
import type { DecidedBox } from "../domain/policy/box.ts";
import { progressOf } from "../domain/policy/checklist.ts";
import type { CheckedItem } from "../domain/policy/checklist.ts";
import { counted, joined } from "./enumeration.ts";
import { markdownText } from "./escape.ts";
import { shortInstantText } from "./instant.ts";
import { partStandingText } from "./part-review.ts";
import { mentionText } from "./tracking-reference.ts";

const TASK_CAP = 500;
/** A list longer than this shortens its tasks: boxes that did not fit could not be ticked. */
const LONGEST = 40_000;
const SHORTER = [TASK_CAP, 200, 100];
const SHORTEST = 30;

export interface ShownChecklist {
  readonly boxes: readonly DecidedBox[];
  /** where the issue stands */
  readonly home: RepositoryName;
  readonly zone: string;
  readonly title: string;
}

/** Our section. A milestone without a checklist has nothing to show, and that is said. */
export function checklistText({ boxes, home, zone }: ShownChecklist): string {
  if (boxes.length === 0) return "The plan gives this milestone no checklist, so nothing here shows whether it is done.";
  const { done, total } = progressOf(boxes.map(({ item }) => item));
  const shown = (cap: number): string => [`### Checklist: ${done} of ${total} done`, "", ...boxes.map((one) => line(one, home, zone, cap))].join("\n");
  return shown(SHORTER.find((cap) => shown(cap).length <= LONGEST) ?? SHORTEST);
}

function line({ item, box }: DecidedBox, home: RepositoryName, zone: string, cap: number): string {
  const { task, owner, dueAt, link, disputed, tickedBy } = item;
  const facts = [owner === null ? null : markdownText(owner), dueAt === null ? null : `by ${shortInstantText(dueAt, zone, null)}`].filter((fact) => fact !== null);
  const shown = link === null ? "" : ` ${sameRepository(link.repository, home) ? "" : link.repository}#${link.number}`;
  const stands = item.standing === undefined ? "" : partStandingText(item.standing, zone);
  const why = disputed === null || !box.ticked ? "" : disputed === "not-reviewed" ? " **does not count before it is reviewed**" : disputed === "no-right" ? ` **does not count: ticked by ${markdownText(tickedBy ?? "somebody else")}**` : " **does not count while that is open**";
  return `- [${box.ticked ? "x" : " "}] ${markdownText(task, cap)}${facts.length === 0 ? "" : ` (${facts.join(", ")})`}${shown}${stands}${why} ${boxMark(box)}`;
}

/** To whoever ticked a box that does not count, once. */
export function disputeText({ item, box }: DecidedBox, managers: readonly string[], putBack: boolean): string {
  const { task, owner, disputed, link, tickedBy } = item;
  const who = tickedBy ?? box.by;
  const back = putBack ? "The box was put back, this once." : "The box was left as it is, and does not count.";
  if (disputed === "still-open") return `${called(who)}: **${markdownText(task, TASK_CAP)}** was ticked while ${link === null ? "what it names" : `${link.repository}#${link.number}`} is open. ${back} It ticks itself when that is closed.`;
  if (disputed === "not-reviewed") return `${called(who)}: **${markdownText(task, TASK_CAP)}** was ticked before it was reviewed. ${back} It ticks itself when ${joined((item.standing?.reviewers ?? []).map((one) => markdownText(one)), "or")} approves it.`;
  const may = [...new Set([owner, ...managers].flatMap((name) => (name === null ? [] : [markdownText(name)])))];
  return `${called(who)}: **${markdownText(task, TASK_CAP)}** is ${owner === null ? "not yours" : `${markdownText(owner)}'s`} to tick. ${back} It counts when ${may.length === 0 ? "a maintainer" : may.join(" or ")} ticks it.`;
}

function called(login: string | null): string {
  return login === null ? "Whoever ticked it" : mentionText(login);
}

/** To whoever closed a milestone although its checklist is not done, once. */
export function openCriteriaText(title: string, by: string | null, open: readonly CheckedItem[], putBack: boolean): string {
  const list = open.slice(0, 20).map(({ task, owner }) => `- ${markdownText(task, TASK_CAP)}${owner === null ? "" : ` (${markdownText(owner)})`}`);
  const more = open.length > 20 ? [`- and ${open.length - 20} more`] : [];
  const back = putBack ? "The milestone was opened again, this once: closed again, it stays closed." : "It counts as reached all the same.";
  return [`${called(by)}: **${markdownText(title)}** was ${putBack ? "closed" : "said to be reached"} with ${counted(open.length, "open item")}. ${back}`, [...list, ...more].join("\n"), "Tick what is done; `/warden outstanding` is for what is left."].join("\n\n");
}
