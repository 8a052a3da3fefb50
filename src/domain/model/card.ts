/** A card: an issue that stands for one thing which the plan records, a risk for instance. People may write in it, close it and delete it. */
import type { Instant } from "./instant.ts";
import type { OwnIssueRecord, RemindedRecord } from "./progress.ts";
import type { WindowStanding } from "./window.ts";

export const CARD_KINDS = ["risk", "product", "window", "document", "blocker"] as const;
export type CardKind = (typeof CARD_KINDS)[number];

/** One thing of a plan that has a card. */
export interface CardSubject {
  readonly kind: CardKind;
  /** as the plan has it */
  readonly id: string;
}

/** kind `card`, key `<home repository id>/<path>/<kind>/<id>` */
export interface CardRecord extends OwnIssueRecord {
  readonly home: number;
  readonly path: string;
  readonly subject: CardSubject;
  /** as it was last seen; people may close it */
  readonly open: boolean;
  /** digest of what others say because of it: when it changes, they look again; absent = they say nothing */
  readonly shown?: string;
  /** others are still to look again: once this record is there for them to see */
  readonly follow?: true;
  /** when it was first seen closed; absent = it is open, or was never seen open */
  readonly closedAt?: Instant;
  /** what was told under it, by key */
  readonly told: readonly string[];
  /** of each deadline, by its key, what was last said of it */
  readonly reminded: Readonly<Record<string, RemindedRecord>>;
  /** of a window, and of a document without one */
  readonly standing?: WindowStanding;
  /** the issue that the plan names, which is not ours; absent = it names none */
  readonly guest?: GuestPlace;
}

/** Somebody else's issue under which a comment of ours shows how the window stands. */
export interface GuestPlace {
  readonly repository: number;
  readonly number: number;
  /** id of our comment; null = GitHub took none */
  readonly comment: number | null;
  readonly digest: string;
}

export function cardKey(home: number, path: string, { kind, id }: CardSubject): string {
  return `${home}/${path}/${kind}/${id}`;
}

/** As in the queue's keys: `risk/holiday-season`. */
export function subjectText({ kind, id }: CardSubject): string {
  return `${kind}/${id}`;
}

/** The inverse of `subjectText`; null for what no plan gives. */
export function parseSubject(text: string): CardSubject | null {
  const slash = text.indexOf("/");
  const kind = CARD_KINDS.find((one) => one === text.slice(0, slash));
  return kind === undefined || slash === text.length - 1 ? null : { kind, id: text.slice(slash + 1) };
}
