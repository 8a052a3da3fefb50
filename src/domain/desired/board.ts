/**
 * The board of a plan: which columns and items must stand, given which do.
 *
 * Promises: an item is found again by its id, by its issue, or by the key hidden in its draft; one that a person took off or archived stays so. A
 * column is kept by its id whatever people call it; one that a person removed is not made again, and one of another type is not written to. A
 * value that a person changed is put back once; changed again it stays until the plan itself changes.
 */
import type { BoardField, BoardFieldName, BoardItemRecord, BoardProblem, BoardRow, BoardValue, ObservedBoard, ObservedBoardField, ObservedBoardItem } from "../model/board.ts";
import { carriesKey, fenced, hiddenKey, readSection, replaceSection } from "./fenced-section.ts";

export const PHASES = ["No date", "Coming", "Late", "Partly done", "Done"] as const;
export type Phase = (typeof PHASES)[number];
/** GitHub's own column has these three unless people changed them. */
export const STATUSES = ["Todo", "In Progress", "Done"] as const;

export const BOARD_FIELDS: readonly BoardField[] = [
  { name: "Phase", type: "choice", options: PHASES },
  { name: "Planned", type: "date", options: [] },
  { name: "Live", type: "date", options: [] },
  { name: "Status", type: "choice", options: STATUSES },
  { name: "Owner", type: "text", options: [] },
  { name: "Slip", type: "number", options: [] },
];

const SECTION = "item";

export interface BoardColumns {
  readonly usable: ReadonlyMap<BoardFieldName, ObservedBoardField>;
  readonly missing: readonly BoardField[];
  readonly problems: readonly BoardProblem[];
}

/** `known` = ids of columns that were found or made before. */
export function boardColumns(observed: readonly ObservedBoardField[], known: Readonly<Partial<Record<BoardFieldName, string>>>): BoardColumns {
  const usable = new Map<BoardFieldName, ObservedBoardField>();
  const missing: BoardField[] = [];
  const problems: BoardProblem[] = [];
  for (const field of BOARD_FIELDS) {
    const id = known[field.name];
    const found = observed.find((one) => one.id === id) ?? observed.find(({ name }) => name.toLowerCase() === field.name.toLowerCase());
    if (found === undefined) {
      if (id === undefined) missing.push(field);
      else problems.push({ code: "field-removed", field: field.name });
    } else if (found.type !== field.type) {
      problems.push({ code: "field-type", field: field.name, wanted: field.type });
    } else {
      usable.set(field.name, found);
      const absent = field.options.filter((option) => !found.options.some(({ name }) => name === option));
      if (absent.length > 0) problems.push({ code: "option-missing", field: field.name, options: absent });
    }
  }
  return { usable, missing, problems };
}

export interface BoardWrite {
  readonly field: ObservedBoardField;
  readonly value: BoardValue;
}

export type BoardChange =
  | { readonly kind: "add"; readonly row: BoardRow }
  | { readonly kind: "update"; readonly row: BoardRow; readonly item: ObservedBoardItem; readonly writes: readonly BoardWrite[]; readonly draft: { readonly title?: string; readonly body?: string }; readonly record: BoardItemRecord }
  /** nothing is to be written */
  | { readonly kind: "keep"; readonly row: BoardRow; readonly record: BoardItemRecord }
  /** it stood for something that the plan has no more, or that is another item now */
  | { readonly kind: "archive"; readonly key: string; readonly item: ObservedBoardItem };

export function desireBoard(rows: readonly BoardRow[], board: Pick<ObservedBoard, "items">, columns: ReadonlyMap<BoardFieldName, ObservedBoardField>, records: Readonly<Record<string, BoardItemRecord>>): readonly BoardChange[] {
  const changes = rows.flatMap((row): readonly BoardChange[] => {
    const record = Object.hasOwn(records, row.key) ? records[row.key] ?? null : null;
    const same = record?.issue === (row.issue?.number ?? null) ? record : null;
    const item = itemOf(row, board.items, same);
    const old = same === null && record !== null ? board.items.find(({ id, archived }) => id === record.id && !archived && id !== item?.id) : undefined;
    const change: BoardChange = item !== null ? updateOf(row, item, columns, same) : same === null ? { kind: "add", row } : { kind: "keep", row, record: { ...same, left: true } };
    return old === undefined ? [change] : [change, { kind: "archive", key: row.key, item: old }];
  });
  const wanted = new Set(rows.map(({ key }) => key));
  const dropped = Object.entries(records).filter(([key, record]) => !wanted.has(key) && !record.left).flatMap(([key, record]): readonly BoardChange[] => {
    const item = board.items.find(({ id, archived }) => id === record.id && !archived);
    return item === undefined ? [] : [{ kind: "archive", key, item }];
  });
  return [...changes, ...dropped];
}

function itemOf(row: BoardRow, items: readonly ObservedBoardItem[], record: BoardItemRecord | null): ObservedBoardItem | null {
  const { issue } = row;
  return items.find(({ id }) => id === record?.id)
    ?? items.find((item) => (issue === null ? item.draft !== null && carriesKey(item.draft.body, row.key) : item.issue?.repositoryId === issue.repositoryId && item.issue.number === issue.number)) ?? null;
}

function updateOf(row: BoardRow, item: ObservedBoardItem, columns: ReadonlyMap<BoardFieldName, ObservedBoardField>, before: BoardItemRecord | null): BoardChange {
  const values: Partial<Record<BoardFieldName, BoardValue>> = { ...before?.values };
  const putBack = new Set(before?.putBack ?? []);
  const writes: BoardWrite[] = [];
  for (const [name, field] of item.archived ? [] : columns) {
    const value = row.values[name];
    if (field.type === "choice" && value !== null && !field.options.some((option) => option.name === value)) continue;
    const have = item.values[field.id] ?? null;
    const last = before?.values[name];
    const byPerson = last !== undefined && have !== last && value === last;
    if (last !== undefined && value !== last) putBack.delete(name);
    if (have === value || !byPerson) values[name] = value;
    if (have === value || (byPerson && putBack.has(name))) continue;
    if (byPerson) putBack.add(name);
    writes.push({ field, value });
  }
  const draft = item.archived ? {} : draftChange(row, item, before);
  const record: BoardItemRecord = { id: item.id, issue: row.issue?.number ?? null, title: draft.title ?? before?.title ?? row.title, values, putBack: [...putBack], left: item.archived };
  return writes.length === 0 && Object.keys(draft).length === 0 ? { kind: "keep", row, record } : { kind: "update", row, item, writes, draft, record };
}

/** A title is ours while it reads as we wrote it; of the text only our section is. */
function draftChange(row: BoardRow, { draft }: ObservedBoardItem, before: BoardItemRecord | null): { readonly title?: string; readonly body?: string } {
  if (draft === null) return {};
  const title = before !== null && draft.title === before.title && draft.title !== row.title ? { title: row.title } : {};
  const section = readSection(draft.body, SECTION) === null ? null : replaceSection(draft.body, SECTION, row.words).body;
  return { ...title, ...(section === null || section === draft.body ? {} : { body: section }) };
}

export function draftBody({ key, words }: Pick<BoardRow, "key" | "words">): string {
  return `${hiddenKey(key)}\n${fenced({ name: SECTION, content: words })}`;
}
