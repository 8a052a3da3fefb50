/** What is remembered of the issues that show milestones on GitHub. All of it but the marks of what was told can be found there again. */
import type { Instant } from "./instant.ts";
import type { PartRecord } from "./part.ts";
import type { RepositoryName } from "./refs.ts";

/** kind `progress`, key `<home repository id>/<path>/<milestone id>`: the tracking issue of one milestone */
export interface ProgressRecord extends OwnIssueRecord {
  readonly home: number;
  readonly path: string;
  readonly milestone: string;
  /** issues and pull requests that its checklist names, and its sub-issues */
  readonly links: readonly { readonly repository: RepositoryName; readonly number: number }[];
  /** sub-issues by the key of their item */
  readonly children: Readonly<Record<string, ChildIssue>>;
  /** ids of milestones whose issues this one is known to wait for on GitHub */
  readonly blockedBy: readonly string[];
  /** the milestone was closed with open items and opened again, which happens once */
  readonly reopened: boolean;
  readonly done: number;
  readonly total: number;
  /** what was told under it, by key */
  readonly told: readonly string[];
  /** it was given the label of open places; absent = no */
  readonly helpWanted?: boolean;
  /** when the body was last looked at: whoever edited it since may have ticked a box */
  readonly lookedAt: Instant | null;
  /** of each deadline, by its key, what was last said of it */
  readonly reminded: Readonly<Record<string, RemindedRecord>>;
  /** open issues that stood against its fallback when that was last read, while it may be forced; absent = not read */
  readonly against?: readonly number[];
  /** how its parts stood, by the keys of their items; absent = nobody looked yet */
  readonly parts?: Readonly<Record<string, PartRecord>>;
  /** of each part that was ready, who was asked to review it; absent = nobody */
  readonly reviewAsked?: Readonly<Record<string, readonly string[]>>;
}

export interface RemindedRecord {
  readonly due: Instant;
  /** when the deadline became known */
  readonly since: Instant;
  /** keys of reminders */
  readonly told: readonly string[];
  /** id of the comment that spoke of it last; null = none, or GitHub took none */
  readonly comment: number | null;
}

export interface ChildIssue {
  readonly number: number;
  readonly id: number;
  /** it was hung below its parent, as far as GitHub took it */
  readonly attached: boolean;
}

/** kind `live`, key `<home repository id>/<path>`: the issue with the dates of all milestones */
export interface LiveRecord extends OwnIssueRecord {
  readonly told: readonly string[];
  /** of what is due for the release as a whole, by its key, what was last said of it; absent = nothing */
  readonly reminded?: Readonly<Record<string, RemindedRecord>>;
}

/** kind `results`, key `<home repository id>/<path>`: the issue of key results and duties; it stands there with no number where none was made */
export interface ResultsRecord extends OwnIssueRecord {
  readonly told: readonly string[];
}

export interface OwnIssueRecord {
  /** hidden in the issue; another release in the same file has another */
  readonly key: string;
  /** null = not made yet */
  readonly number: number | null;
  /** GitHub's own id, by which issues are tied together */
  readonly id: number | null;
  readonly url: string | null;
  /** as we last wrote it */
  readonly title: string;
  /** a person deleted it: it is not made again */
  readonly deleted: boolean;
  /** we closed it */
  readonly closed: boolean;
  /** our words in it as we last wrote them; absent = not remembered */
  readonly wrote?: { readonly at: Instant; readonly digest: string };
}

export function progressKey(home: number, path: string, milestone: string): string {
  return `${home}/${path}/${milestone}`;
}

export function liveKey(home: number, path: string): string {
  return `${home}/${path}`;
}
