/** All commands, in the order in which help lists them. A new command is a new row here. */
import type { VerbRow } from "./verb.ts";
import { ACCEPTANCE } from "./verbs/acceptance.ts";
import { TESTED } from "./verbs/tested.ts";
import { ADMIT } from "./verbs/admit.ts";
import { APPROVE } from "./verbs/approve.ts";
import { CLAIM } from "./verbs/claim.ts";
import { DELEGATE } from "./verbs/delegate.ts";
import { DONE } from "./verbs/done.ts";
import { FORCE } from "./verbs/force.ts";
import { FREEZE } from "./verbs/freeze.ts";
import { PROMOTE } from "./verbs/promote.ts";
import { GRADE } from "./verbs/grade.ts";
import { MOVE } from "./verbs/move.ts";
import { OUTSTANDING } from "./verbs/outstanding.ts";
import { PARTIAL } from "./verbs/partial.ts";
import { INCIDENT, TIMELINE } from "./verbs/incident.ts";
import { HELP, WHY } from "./verbs/questions.ts";
import { REASSIGN } from "./verbs/reassign.ts";
import { REOPEN } from "./verbs/reopen.ts";
import { REVIEWED } from "./verbs/reviewed.ts";
import { RESEND } from "./verbs/resend.ts";
import { REVOKE } from "./verbs/revoke.ts";
import { SCORE } from "./verbs/score.ts";
import { THAW } from "./verbs/thaw.ts";
import { CONCERN, MOTION, SECOND, VOTE } from "./verbs/vote.ts";
import { WAIVE } from "./verbs/waive.ts";

export const VERBS: readonly VerbRow[] = [WHY, WAIVE, APPROVE, REVOKE, FREEZE, THAW, ACCEPTANCE, TESTED, ADMIT, PROMOTE, DONE, SCORE, GRADE, INCIDENT, TIMELINE, MOTION, SECOND, VOTE, CONCERN, RESEND, PARTIAL, REOPEN, FORCE, MOVE, REASSIGN, DELEGATE, REVIEWED, OUTSTANDING, CLAIM, HELP];

export function verbRow(verb: string): VerbRow | null {
  return VERBS.find((row) => row.verb === verb) ?? null;
}
