/**
 * The checklist of a milestone: what is on it, who does it by when, and what is done. An item that names an issue or a pull request is done when
 * that is closed, and only then; any other when somebody who may has ticked its box. A list without items is not done: nothing has been shown.
 */
import type { Instant } from "../model/instant.ts";
import type { MilestoneWords } from "../model/milestone-words.ts";
import type { PlannedMilestone } from "../model/plan.ts";
import type { RepositoryName } from "../model/refs.ts";
import type { PartFacts, PartStanding } from "./part.ts";
import { partStanding } from "./part.ts";

export interface ChecklistItem {
  /** stable while its words stay the same, unique in its milestone */
  readonly key: string;
  readonly task: string;
  readonly owner: string | null;
  readonly dueAt: Instant | null;
  /** the one issue or pull request that it names; null = none, or several */
  readonly link: IssueLink | null;
  /** it is a part that says where it is made, or who reviews it; absent = it is done as any other item */
  readonly review?: readonly string[];
}

export interface IssueLink {
  readonly repository: RepositoryName;
  readonly number: number;
}

/** A box as it stands in the issue. `byRight` null = it cannot be told who ticked it. */
export interface Tick {
  readonly key: string;
  readonly by: string | null;
  readonly byRight: boolean | null;
}

export interface CheckedItem extends ChecklistItem {
  readonly done: boolean;
  /** ticked, and it does not count: without the right, or what it names is still open */
  readonly disputed: "no-right" | "still-open" | "not-reviewed" | null;
  readonly tickedBy: string | null;
  /** of a part that says where it is made, or who reviews it; absent = it is none */
  readonly standing?: PartStanding;
}

export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly complete: boolean;
}

const REFERENCE = /(?:https:\/\/github\.com\/([\w.-]{1,39}\/[\w.-]{1,100})\/(?:issues|pull)\/|(?<![\w/.-])([\w.-]{1,39}\/[\w.-]{1,100})?#)(\d{1,9})(?!\w)/g;
const KEY_CAP = 60;
/** Characters of other alphabets take up to nine signs each, and a hundred keys stand in one issue. */
const ENCODED_CAP = 160;

/** What is due on the way comes first. `home` is where a bare `#12` points. */
export function checklistItems(milestone: PlannedMilestone, home: RepositoryName): readonly ChecklistItem[] {
  const seen = new Map<string, number>();
  const parts = milestone.parts.map(({ title, owner, due, at, review }) => ({ task: title, owner, before: null, due, at, ...(at === null && review.length === 0 ? {} : { review }) }));
  const tasks = milestone.checklist.map((task) => ({ ...task, at: null }));
  return [...parts, ...tasks].map(({ task, owner, before, due, at, ...part }) => {
    const name = keyOf(task);
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    const dueAt = due?.at ?? (before === null || milestone.due?.at == null ? milestone.due?.at ?? null : milestone.due.at - before);
    // A word that ends in a number may look like the second of the same words: a dot stands in no word.
    return { key: count === 1 ? name : `${name}.${count}`, task, owner, dueAt, link: at === null ? linkIn(task, home) : { repository: at.repository ?? home, number: at.number }, ...part };
  });
}

/** What was said to be outstanding and to be kept: it is to be done as well. */
export function outstandingItems({ outstanding }: Pick<MilestoneWords, "outstanding">, milestone: string): readonly ChecklistItem[] {
  return outstanding.filter((one) => one.milestone === milestone && one.disposition === "keep")
    .map(({ id, task, owner, due }) => ({ key: `said.${id}`, task, owner, dueAt: due.at, link: null }));
}

/** `closed`: is it closed? null = it cannot be told, and then nothing is done. `parts`: how parts that say where they are made, or who reviews them, stand. */
export function decideChecklist(items: readonly ChecklistItem[], ticks: readonly Tick[], closed: (link: IssueLink) => boolean | null, parts: (item: ChecklistItem) => PartFacts | null = () => null): readonly CheckedItem[] {
  return items.map((item) => {
    const tick = ticks.find(({ key }) => key === item.key) ?? null;
    const tickedBy = tick?.by ?? null;
    const facts = item.review === undefined ? null : parts(item);
    if (facts !== null) return decidedPart(item, tick, facts);
    if (item.link !== null) {
      const done = closed(item.link) === true;
      return { ...item, done, tickedBy, disputed: tick !== null && !done ? "still-open" : null };
    }
    const done = tick !== null && tick.byRight !== false;
    return { ...item, done, tickedBy, disputed: tick !== null && !done ? "no-right" : null };
  });
}

/** A tick of a part that is made nowhere says that it is ready; anywhere else it says nothing, and is told to wait for what it stands for. */
function decidedPart(item: ChecklistItem, tick: Tick | null, facts: PartFacts): CheckedItem {
  const linked = item.link !== null;
  const standing = partStanding(facts, linked, tick !== null && tick.byRight !== false);
  const unmet = standing.ready ? "not-reviewed" : "still-open";
  const disputed = tick === null || standing.done ? null : linked ? unmet : tick.byRight === false ? "no-right" : null;
  return { ...item, done: standing.done, tickedBy: tick?.by ?? null, disputed, standing };
}

export function progressOf(items: readonly Pick<CheckedItem, "done">[]): Progress {
  const done = items.filter((item) => item.done).length;
  return { done, total: items.length, complete: items.length > 0 && done === items.length };
}

function linkIn(task: string, home: RepositoryName): IssueLink | null {
  const links = new Map<string, IssueLink>();
  for (const [, linked, named, number] of task.slice(0, 2_000).matchAll(REFERENCE)) {
    const repository = linked ?? named ?? home;
    links.set(`${repository.toLowerCase()}#${number ?? ""}`, { repository, number: Number(number) });
  }
  const [link, ...more] = links.values();
  return link === undefined || more.length > 0 ? null : link;
}

function keyOf(task: string): string {
  const words = task.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
  const signs = [...words].slice(0, KEY_CAP).map((character) => encodeURIComponent(character));
  let key = "";
  for (const sign of signs) if ((key += sign).length > ENCODED_CAP) return key.slice(0, -sign.length);
  return key || "item";
}
