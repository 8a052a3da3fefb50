/** A board: a GitHub project of an organization on which the plan is shown, one item for each milestone and feature. A projection: nothing is read back from it. */
import type { Instant } from "./instant.ts";

/** What a plan asks for: a board of its own, or one that is there, by its number. */
export interface BoardPlan {
  /** null = one is made */
  readonly number: number | null;
}

export const BOARD_FIELD_NAMES = ["Phase", "Planned", "Live", "Status", "Owner", "Slip"] as const;
export type BoardFieldName = (typeof BOARD_FIELD_NAMES)[number];
export type BoardFieldType = "text" | "number" | "date" | "choice";

export interface BoardField {
  readonly name: BoardFieldName;
  readonly type: BoardFieldType;
  /** of a choice, in order */
  readonly options: readonly string[];
}

/** Text, a number, a day "2026-12-01", or the name of an option; null = empty. */
export type BoardValue = string | number | null;
export type BoardValues = Readonly<Record<BoardFieldName, BoardValue>>;

export interface BoardIssue {
  readonly repositoryId: number;
  readonly number: number;
}

/** One item as it is to stand. */
export interface BoardRow {
  /** stands hidden in a draft; an issue is known by itself */
  readonly key: string;
  readonly title: string;
  /** null = a draft */
  readonly issue: BoardIssue | null;
  /** Markdown, of a draft */
  readonly words: string;
  readonly values: BoardValues;
}

export interface ObservedBoard {
  /** GitHub's node id */
  readonly id: string;
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly readme: string;
  readonly open: boolean;
  readonly public: boolean;
  readonly fields: readonly ObservedBoardField[];
  readonly items: readonly ObservedBoardItem[];
  /** false = there are more items than are looked at */
  readonly complete: boolean;
}

export interface ObservedBoardField {
  readonly id: string;
  readonly name: string;
  /** `other` = GitHub's own, or one that cannot be written */
  readonly type: BoardFieldType | "other";
  readonly options: readonly { readonly id: string; readonly name: string }[];
}

export interface ObservedBoardItem {
  readonly id: string;
  readonly archived: boolean;
  readonly issue: BoardIssue | null;
  readonly draft: { readonly id: string; readonly title: string; readonly body: string } | null;
  /** by id of the field; a choice by the name of its option. What is empty is absent */
  readonly values: Readonly<Record<string, string | number>>;
}

/** Why the plan is not, or not wholly, on its board. */
export type BoardProblem =
  | { readonly code: "no-right" | "user-owned" | "gone" | "closed" | "public" | "too-large" | "not-found" }
  | { readonly code: "field-type"; readonly field: BoardFieldName; readonly wanted: BoardFieldType }
  | { readonly code: "field-removed"; readonly field: BoardFieldName }
  | { readonly code: "option-missing"; readonly field: BoardFieldName; readonly options: readonly string[] };

/** kind `board`, key `<home id>/<path>` */
export interface BoardRecord {
  /** name of the release, and the number that the plan gives: another one is another board */
  readonly release: string;
  readonly asked: number | null;
  /** null = none stands yet */
  readonly number: number | null;
  readonly url: string | null;
  /** GitHub's own id of the project; absent = not known */
  readonly id?: string;
  /** ids of its fields, once they were found or made */
  readonly fields: Readonly<Partial<Record<BoardFieldName, string>>>;
  readonly items: Readonly<Record<string, BoardItemRecord>>;
  /** our words stood in its description */
  readonly described: boolean;
  readonly problems: readonly BoardProblem[];
  /** the issue with the same table, where there is no board */
  readonly issue: number | null;
  /** why there is no board is said, there or in the issue with all dates */
  readonly inIssue: boolean;
  readonly checkedAt: Instant;
}

export interface BoardItemRecord {
  readonly id: string;
  readonly issue: number | null;
  readonly title: string;
  /** as last written */
  readonly values: Readonly<Partial<Record<BoardFieldName, BoardValue>>>;
  /** put back after a person changed them; changed again, they stay */
  readonly putBack: readonly BoardFieldName[];
  /** a person took it off the board, or it was archived: it is left alone */
  readonly left: boolean;
}
