/** Verb: one command as a row. What it is called, who may, how it is written and what it does stand together; everything else reads the table. */
import type { Instant } from "../model/instant.ts";
import type { ReleasePlan } from "../model/plan.ts";
import type { RepositoryName } from "../model/refs.ts";
import type { ReachedMilestone } from "../model/snapshot.ts";
import type { AdmittedCommand, Clause } from "./command.ts";
import type { Grammar, PhraseName } from "./phrase.ts";
import type { Right } from "./right.ts";
import type { CommandState, Outcome } from "./state.ts";

export interface VerbRow {
  readonly verb: string;
  /** as in a manual: capitals stand for what is to be filled in, brackets for what may be left out */
  readonly usage: string;
  /** one sentence */
  readonly does: string;
  readonly right: Right;
  readonly place: "pull" | "anywhere";
  /** `required` and `optional` say whether one word follows the verb; `few`: one or two may; `several`: one or more do; `text`: all that follows, in people's own words */
  readonly argument: "none" | "optional" | "required" | "few" | "several" | "text";
  readonly clauses: readonly Clause[];
  readonly needs: readonly Clause[];
  /** in place of clauses; absent = the common clauses */
  readonly grammar?: Grammar;
  /** those of its phrases that must be there */
  readonly requires?: readonly PhraseName[];
  readonly examples: readonly string[];
  /** does it speak of the change as it stands, so that its diff must be known? */
  readonly ofDiff: boolean;
  /** what must be looked at again once it is admitted */
  readonly touches: "nothing" | "pull" | "branches" | "features" | "tags" | "messages" | "plans" | "milestones" | "procedure";
  /** null = a question: it is answered and changes nothing */
  readonly apply: Apply | null;
}

export interface FoldContext {
  readonly plan: ReleasePlan;
  /** `<home repository id>/<path>` */
  readonly planKey: string;
  /** where the commands were given */
  readonly repository: RepositoryName;
  readonly reached: readonly ReachedMilestone[];
  /** where the plan stands; absent = where the commands were given */
  readonly home?: RepositoryName;
  /** when the plan was first read; absent = not known */
  readonly since?: Instant;
}

export interface Applied {
  readonly state: CommandState;
  readonly outcome: Outcome;
}

/** Null where the command is not for this plan: its author has no right under it. */
export type Apply = (state: CommandState, command: AdmittedCommand, context: FoldContext) => Applied | null;
