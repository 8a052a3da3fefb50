/** What is remembered of the issue in which one version of the procedure for incidents is voted on. */
import type { OwnIssueRecord } from "./progress.ts";

/**
 * `changed` = another text than the ratified one stands now; `replaced` = the plan speaks of another version; `unasked` = of this one, without a vote.
 */
export type ProcedureStanding = "draft" | "moved" | "voting" | "void" | "not-carried" | "ratified" | "changed" | "replaced" | "unasked";

/** kind `procedure`, key `<home repository id>/<path>/<version>` */
export interface ProcedureRecord extends OwnIssueRecord {
  readonly path: string;
  readonly version: string;
  readonly standing: ProcedureStanding;
  /** it was ratified when the plan went on to another version, and stays so for what was opened under it */
  readonly held: boolean;
  /** names of contents that were ratified, "" for what is no file: what stood once stays, whatever comes to light later */
  readonly ratified: readonly string[];
  /** what was told under it, by key */
  readonly told: readonly string[];
}

export function procedureKey(home: number, path: string, version: string): string {
  return `${home}/${path}/${version}`;
}
