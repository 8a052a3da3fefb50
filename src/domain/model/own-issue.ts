/** An issue of ours: found by a hidden key in its text, and only if our app wrote it. People may edit, close, move or delete it. */
export interface DesiredIssue {
  /** as `tracking/…`; it stands hidden in the text that `body` gives */
  readonly key: string;
  readonly title: string;
  readonly body: string;
  /** given at its creation and never again, so that people may take them off */
  readonly labels: readonly string[];
  /** given at its creation; GitHub leaves out whoever cannot be assigned. Absent = nobody */
  readonly assignees?: readonly string[];
}

/** `child` = the other hangs below it; `blocker` = it waits for the other. */
export type IssueTie = "child" | "blocker";

export interface OwnIssue {
  /** GitHub's own, by which issues are tied together */
  readonly id: number;
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly body: string;
  readonly open: boolean;
  /** names */
  readonly labels: readonly string[];
  /** how many there are under it */
  readonly comments: number;
}

/** What of an issue is to be changed; what is absent stays. */
export interface IssueChange {
  readonly title?: string;
  readonly body?: string;
  readonly open?: boolean;
}
