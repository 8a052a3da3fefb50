/**
 * `outstanding`: something is left to do for a milestone. It says what, what it depends on, who does it and by when, and what becomes of it: it is kept
 * and becomes an item of the checklist, or it is postponed or dropped and only listed.
 */
import type { Disposition, OutstandingItem } from "../../model/milestone-words.ts";
import { DISPOSITIONS } from "../../model/milestone-words.ts";
import type { PlannedMilestone, ReleasePlan } from "../../model/plan.ts";
import { localDate } from "../../plan/time/zone.ts";
import { dueDay } from "../../policy/due-day.ts";
import { meantMilestone, readDateSaid } from "../milestone-meant.ts";
import { done, outcomeKey, refused } from "../state.ts";
import type { Apply, VerbRow } from "../verb.ts";
import { ACCOUNT } from "./delegate.ts";

export const OUTSTANDING: VerbRow = {
  verb: "outstanding",
  usage: "outstanding WHAT needs WHAT owner @WHO by DATE keep, postpone or drop [for MILESTONE]",
  does: "Lists what is left to do for a milestone: what, what it depends on, who does it and by when. keep makes it an item of the checklist; postpone and drop only list it.",
  right: "tell",
  place: "anywhere",
  argument: "required",
  clauses: [],
  needs: [],
  grammar: [[{ name: "needs", words: ["needs"] }], [{ name: "owner", words: ["owner"] }], [{ name: "by", words: ["by"] }], [{ name: "for", words: ["for"] }]],
  requires: ["needs", "owner", "by"],
  examples: ["/warden outstanding Upload of large files needs the new storage node owner @jfinkhaeuser by 2019-06-19 keep"],
  ofDiff: false,
  touches: "milestones",
  apply: applyOutstanding,
};

function applyOutstanding(...[state, command, context]: Parameters<Apply>): ReturnType<Apply> {
  const { plan } = context;
  const { needs = "", owner = "", by = "", for: named = null } = command.command.phrases ?? {};
  const meant = meantMilestone(named, command, context);
  if (meant === null || "outcome" in meant) return meant === null ? null : { state, outcome: meant.outcome };
  const { milestone } = meant;
  const who = ACCOUNT.exec(owner)?.[1] ?? null;
  if (who === null) return { state, outcome: refused("outstanding-no-owner", { said: owner }) };
  const { said, disposition } = dispositionIn(by);
  if (disposition === null) return { state, outcome: refused("outstanding-no-disposition", { said: by }) };
  const date = readDateSaid(said, plan);
  if ("outcome" in date) return { state, outcome: date.outcome };
  const item: OutstandingItem = {
    id: outcomeKey(command).replace("/", "."), milestone: milestone.id, task: command.command.argument ?? "", needs, owner: who, due: date.time, disposition, by: command.standing.login, at: command.at,
    surprise: isSurprise(plan, milestone, command.at),
  };
  const words = { ...state.milestones, outstanding: [...state.milestones.outstanding, item] };
  return { state: { ...state, milestones: words }, outcome: done("outstanding-noted", { milestone: milestone.id, task: item.task, owner: who, surprise: item.surprise, disposition }) };
}

/** "2019-06-19 keep" */
function dispositionIn(by: string): { readonly said: string; readonly disposition: Disposition | null } {
  const words = by.split(" ");
  const last = (words.at(-1) ?? "").toLowerCase();
  return { said: words.slice(0, -1).join(" "), disposition: DISPOSITIONS.find((one) => one === last) ?? null };
}

/** Nobody could prepare for what is said on the day on which it is due. */
function isSurprise(plan: ReleasePlan, milestone: PlannedMilestone, at: number): boolean {
  const day = milestone.due === null ? null : dueDay(milestone.due, plan.release.timezone);
  return day !== null && localDate(at, plan.release.timezone) >= day;
}
