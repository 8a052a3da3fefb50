/**
 * What becomes of the boxes of a checklist: who ticked them, whether that counts, and which are put back. A box that names an issue follows it.
 * Promises: what was once found out about a tick stays with it until the box is unticked; a box is put back at most once.
 */
import type { Box, TickRight } from "../desired/checklist-section.ts";
import type { CheckedItem, ChecklistItem, IssueLink } from "./checklist.ts";
import { decideChecklist } from "./checklist.ts";
import type { PartFacts } from "./part.ts";
import { waitsForReview } from "./part.ts";

/** Somebody who edited the text since it was last looked at. `may` = has the right to tick this item; null = it cannot be told. */
export interface Editor {
  readonly login: string;
  readonly may: (item: ChecklistItem) => boolean | null;
}

export interface DecidedBox {
  readonly item: CheckedItem;
  /** as it is to stand from now on */
  readonly box: Box;
}

export function decideBoxes(items: readonly ChecklistItem[], found: readonly Box[], editors: readonly Editor[], closed: (link: IssueLink) => boolean | null, strict: boolean, parts: (item: ChecklistItem) => PartFacts | null = () => null): readonly DecidedBox[] {
  const boxes = new Map(found.map((box) => [box.key, box]));
  const known = items.map((item) => attributed(item, boxes.get(item.key) ?? null, editors));
  const ticks = known.filter(({ ticked, right }) => ticked && right !== "auto").map(({ key, by, right }) => ({ key, by, byRight: right === "yes" ? true : right === "no" ? false : null }));
  return decideChecklist(items, ticks, closed, parts).map((item, index) => {
    const before = known[index] ?? EMPTY;
    return { item, box: standing(item, before, strict) };
  });
}

const EMPTY: Box = { key: "", ticked: false, by: null, right: "nobody", putBack: false };

function attributed(item: ChecklistItem, box: Box | null, editors: readonly Editor[]): Box {
  if (box === null) return { ...EMPTY, key: item.key };
  if (!box.ticked) return { ...box, by: null, right: "nobody" };
  return box.right === "nobody" ? { ...box, ...tickedBy(item, editors) } : box;
}

/** One of several, nobody can say which: then it counts, unless none of them may. */
function tickedBy(item: ChecklistItem, editors: readonly Editor[]): { readonly by: string | null; readonly right: TickRight } {
  const [first, ...others] = editors;
  if (first === undefined) return { by: null, right: "unknown" };
  const rights = new Set(editors.map((one) => one.may(item)));
  const right = rights.size > 1 ? "unknown" : rights.has(true) ? "yes" : rights.has(false) ? "no" : "unknown";
  return { by: others.length === 0 ? first.login : null, right };
}

function standing(item: CheckedItem, before: Box, strict: boolean): Box {
  if (item.done && (item.link !== null || (item.standing !== undefined && !before.ticked))) return { ...before, ticked: true, by: null, right: "auto" };
  // Ticked as ready: it stays so while somebody looks at it.
  if (waitsForReview(item) && item.link === null && item.disputed === null) return before;
  if (item.disputed !== null) return strict && !before.putBack ? { ...EMPTY, key: item.key, putBack: true } : before;
  return item.done ? before : { ...EMPTY, key: item.key, putBack: before.putBack };
}
