/**
 * What people changed inside a section of ours. It is put right, and whoever did it is told once why, and where to change it instead.
 * Promises: nobody is told who did not edit the issue since we last wrote it; where no webhook told of an edit, nobody is.
 * Accepted: of two people who edit it before we look again, both are told.
 */
import { readSection } from "../domain/desired/fenced-section.ts";
import { digestOf } from "../domain/desired/pull-check.ts";
import type { OwnIssue } from "../domain/model/own-issue.ts";
import type { OwnIssueRecord } from "../domain/model/progress.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { handEditText } from "../text/milestone-notice.ts";
import type { Telling } from "./notice.ts";
import type { RunContext } from "./ports.ts";

export interface OwnSection {
  readonly name: string;
  /** the whole text as it is to stand */
  readonly body: string;
  /** of the plan's file */
  readonly path: string;
}

export async function handEdits(home: RepositoryRef, observed: OwnIssue | null, { name, body, path }: OwnSection, { wrote }: OwnIssueRecord, context: RunContext): Promise<readonly Telling[]> {
  const stands = observed === null ? null : readSection(observed.body, name);
  if (observed === null || stands === null || wrote === undefined || digestOf(stands) === wrote.digest || stands === readSection(body, name)) return [];
  // GitHub counts in seconds: an edit in that of our write may be the one that it followed.
  const edits = (await context.memory.witnesses(home.id, `issue:${observed.number}`)).filter((one) => one.action === "edited" && !one.senderBot && one.at > wrote.at);
  return [...new Set(edits.map(({ sender }) => sender))].map((login) => ({ key: `hand-edit/${login.toLowerCase()}`, body: handEditText(login, path) }));
}

/** To be remembered of what was written; nothing where the section is not there. */
export function wroteSection({ name, body }: OwnSection, context: RunContext): Pick<OwnIssueRecord, "wrote"> {
  const written = readSection(body, name);
  return written === null ? {} : { wrote: { at: context.now(), digest: digestOf(written) } };
}
