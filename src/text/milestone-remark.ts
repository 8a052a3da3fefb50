/** What is told of milestones that people closed without the right, deleted, renamed or doubled on GitHub: who, what stays so, and what to do next. */
import type { RepositoryName } from "../domain/model/refs.ts";
import { joined } from "./enumeration.ts";
import { markdownCode, markdownText } from "./escape.ts";
import { mentionText } from "./tracking-reference.ts";

export interface RemarkedMilestone {
  /** of the milestone in its plan */
  readonly id: string;
  /** as the plan calls it */
  readonly title: string;
  /** who decides on it; null = nobody is named */
  readonly manager: string | null;
  readonly repository: RepositoryName;
  /** the repository of the plan, where milestones are reached */
  readonly isHome: boolean;
  readonly number: number;
  /** who did it; null = nobody can say */
  readonly by: string | null;
}

export function deletedText(one: RemarkedMilestone): string {
  const next = one.isHome
    ? `It can still be reached by ${markdownCode(`/warden done ${one.id}`)} here, and its dates hold as before.`
    : "Its dates in the plan hold as before.";
  return `${toManager(one)}**${markdownText(one.title)}** was deleted in ${markdownText(one.repository)}${byWhom(one)}. It is not made again. ${next} To have it back, make a milestone of that title there.`;
}

/** To whoever closed it, and to whoever decides. `closers` = whose closing counts, `deciders` = who may say that it is reached. */
export function closedText(one: RemarkedMilestone, { sure, putBack }: { readonly sure: boolean; readonly putBack: boolean }, closers: readonly string[], deciders: readonly string[]): string {
  const called = [...new Set([one.by, one.manager])].flatMap((name) => (name === null ? [] : [mentionText(name)]));
  const names = (list: readonly string[]): string => list.map((name) => markdownText(name, 100)).join(" or ");
  const why = one.by === null
    ? `and nobody can say by whom. It does not count as reached, since ${names(closers)} decides on it`
    : `by ${markdownText(one.by, 60)}. It does not count as reached, since ${names(closers)} decides on it${sure ? "" : `, and whether ${markdownText(one.by, 60)} is among them could not be told`}`;
  const state = putBack ? "It was opened again, this once: closed again by somebody else, it stays closed and is not reached all the same." : "It stays closed on GitHub, and what waits for it goes on waiting.";
  const next = `If it is reached, ${names(closers)} ${putBack ? "closes it" : "opens it and closes it again"}, or ${names(deciders)} writes ${markdownCode(`/warden done ${one.id}`)} here${putBack ? "." : "; if it is not, open it again."}`;
  return `${called.length === 0 ? "" : `${called.join(", ")}: `}**${markdownText(one.title)}** was closed in ${markdownText(one.repository)}${one.by === null ? ", " : " "}${why}. ${state} ${next}`;
}

/** Closed in a repository that the plan governs; this is said in the plan's own. */
export function closedElsewhereText(one: RemarkedMilestone): string {
  return `${toManager(one)}**${markdownText(one.title)}** was closed in ${markdownText(one.repository)}${byWhom(one)}. It is reached only in this repository, so it does not count, and it stays closed there. If it is reached, close it here or write ${markdownCode(`/warden done ${one.id}`)}; if it is not, open it again there.`;
}

const SHOWN = 30;

/** Several at once of which nobody can say who closed them. */
export function allClosedText(all: readonly (RemarkedMilestone & { readonly closers: readonly string[] })[]): string {
  const called = [...new Set(all.flatMap(({ manager }) => manager ?? []))].slice(0, SHOWN).map(mentionText);
  const list = all.slice(0, SHOWN).map(({ title, closers }) => `- **${markdownText(title)}**: ${closers.map((name) => markdownText(name, 100)).join(" or ")} decides on it`);
  const more = all.length > SHOWN ? [`- and ${all.length - SHOWN} more`] : [];
  return [
    `${called.length === 0 ? "" : `${called.join(", ")}: `}these milestones stand closed in ${markdownText(all[0]?.repository ?? "")}, and nobody can say by whom. They do not count as reached, and what waits for them goes on waiting:`,
    [...list, ...more].join("\n"),
    `Where one is reached, whoever decides on it opens it and closes it again, or writes ${markdownCode("/warden done …")} with its id here; where it is not, open it again.`,
  ].join("\n\n");
}

/** It is reached all the same. */
export function reopenedText(one: RemarkedMilestone): string {
  return `${toManager(one)}**${markdownText(one.title)}** is reached, and was opened again in ${markdownText(one.repository)}${byWhom(one)}. It stays open there and counts as reached all the same. To take that back, write ${markdownCode(`/warden reopen ${one.id} because …`)} here.`;
}

/** `title` null = it stands in a private repository, and is not repeated. */
export function renamedText(one: RemarkedMilestone, title: string | null): string {
  return `${toManager(one)}**${markdownText(one.title)}** has another title in ${markdownText(one.repository)}${byWhom(one)}${title === null ? "" : `: ${markdownText(title)}`}. That title stays, and the milestone follows the plan as before. To rename it everywhere, change its title in the plan.`;
}

export function doubledText(one: RemarkedMilestone, doubles: readonly number[]): string {
  const numbers = joined(doubles.map((number) => `milestone ${number}`));
  return `${toManager(one)}**${markdownText(one.title)}** stands more than once in ${markdownText(one.repository)}: the plan follows milestone ${one.number}, and ${numbers} ${doubles.length === 1 ? "is" : "are"} left alone. Closing ${doubles.length === 1 ? "it" : "one of them"} reaches nothing; delete what is not meant.`;
}

function toManager({ manager }: RemarkedMilestone): string {
  return manager === null ? "" : `${mentionText(manager)}: `;
}

function byWhom({ by }: RemarkedMilestone): string {
  return by === null ? "" : ` by ${markdownText(by, 60)}`;
}
