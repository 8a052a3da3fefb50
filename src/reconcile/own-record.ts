/** Issues of ours that are made at most once: found open or closed, and left where a person deleted them. */
import type { OwnIssue } from "../domain/model/own-issue.ts";
import type { OwnIssueRecord } from "../domain/model/progress.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import type { RunContext } from "./ports.ts";

export const NO_ISSUE: Omit<OwnIssueRecord, "key"> = { number: null, id: null, url: null, title: "", deleted: false, closed: false };

/** Null = there is none: it was never made, or a person deleted it. */
export async function observedIssue(home: RepositoryRecord, record: OwnIssueRecord, context: RunContext): Promise<OwnIssue | null> {
  return record.deleted ? null : context.github.readOwnIssue(home, record.key, record.number);
}

/** The title is ours to change only while it reads as we wrote it. */
export function titleChange(record: OwnIssueRecord, observed: OwnIssue, title: string): { readonly title?: string } {
  return record.title !== "" && observed.title === record.title && title !== record.title ? { title } : {};
}

/** As it stands now, given what was written. */
export function keptIssue(issue: OwnIssue, record: OwnIssueRecord, title: string): Pick<OwnIssueRecord, "number" | "id" | "url" | "title"> {
  const ours = record.title === "" || issue.title === title || issue.title === record.title;
  return { number: issue.number, id: issue.id, url: issue.url, title: ours ? issue.title : record.title };
}
