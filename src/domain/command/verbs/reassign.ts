/**
 * `reassign`: answers with the lines to commit that put one person in another's place from a date on. It changes nothing: the plan's file alone says
 * who answers for what.
 */
import type { ReleasePlan } from "../../model/plan.ts";
import { sameRepository } from "../../model/refs.ts";
import { nearestName } from "../../plan/nearest.ts";
import { intervalOf } from "../../plan/coherence/check.ts";
import { readDateSaid } from "../milestone-meant.ts";
import { mayUse } from "../right.ts";
import { done, refused } from "../state.ts";
import type { Apply, VerbRow } from "../verb.ts";
import { ACCOUNT } from "./delegate.ts";

export const REASSIGN: VerbRow = {
  verb: "reassign",
  usage: "reassign @WHO to @OTHER from DATE [because WHY]",
  does: "Answers with the lines to commit that put one person in another's place from a date on, weights of key results included. What was before stays as it was.",
  right: "tell",
  place: "anywhere",
  argument: "required",
  clauses: [],
  needs: [],
  grammar: [[{ name: "to", words: ["to"] }], [{ name: "from", words: ["from"] }], [{ name: "because", words: ["because"] }]],
  requires: ["to", "from"],
  examples: ["/warden reassign @jfinkhaeuser to @mnaamani from 2019-06-10 because on leave"],
  ofDiff: false,
  touches: "nothing",
  apply: applyReassign,
};

function applyReassign(...[state, command, context]: Parameters<Apply>): ReturnType<Apply> {
  const { plan, home = context.repository, reached } = context;
  if (!mayUse("tell", command.standing, plan)) return null;
  if (!sameRepository(home, context.repository)) return { state, outcome: refused("milestone-elsewhere", { home }) };
  const { to: other = "", from: since = "", because = null } = command.command.phrases ?? {};
  const named = (command.command.argument ?? "").replace(/^@/, "");
  const to = ACCOUNT.exec(other)?.[1] ?? null;
  if (to === null || to.includes("/")) return { state, outcome: refused("reassign-nobody", { said: other }) };
  if (to.toLowerCase() === named.toLowerCase()) return { state, outcome: refused("reassign-same", { who: named }) };
  const date = readDateSaid(since, plan);
  if ("outcome" in date) return { state, outcome: date.outcome };
  const people = namesIn(plan, null);
  const from = [...people].find((one) => one.toLowerCase() === named.toLowerCase()) ?? null;
  if (from === null) return { state, outcome: wasHandedOver(plan, named) ? refused("reassign-over", { who: named }) : refused("reassign-unknown", { who: named, nearest: nearestName(named, people) }) };
  const over = plan.milestones.filter(({ id, actual }) => actual?.extent === "done" || reached.some((one) => one.milestone === id && one.product === null)).map(({ id }) => id);
  return { state, outcome: done("reassign-lines", { from, to, since: date.time.text, at: intervalOf(date.time)?.start ?? date.time.at, because, over }) };
}

/** Where a plan names people who answer for something now or later. */
const NAMING = ["manager", "owner", "who", "author", "chair"];
const LISTING = ["approvers", "review", "reportedBy", "owners", "readers", "members"];

/** As the plan spells them, once each. */
function namesIn(value: unknown, key: string | null): ReadonlySet<string> {
  if (typeof value === "string") return new Set(key !== null && (NAMING.includes(key) || LISTING.includes(key)) ? [value] : []);
  // Of weights the last row goes on.
  if (Array.isArray(value)) return new Set((key === "weights" ? value.slice(-1) : value).flatMap((one) => [...namesIn(one, key)]));
  if (typeof value !== "object" || value === null) return new Set();
  const weighing = key === "weights" && "of" in value ? Object.keys(value.of as object) : [];
  return new Set([...weighing, ...Object.entries(value).filter(([name]) => name !== "away" && name !== "handedOver").flatMap(([name, one]) => [...namesIn(one, name)])]);
}

function wasHandedOver({ release, products, milestones }: ReleasePlan, who: string): boolean {
  return [release, ...products, ...milestones].some(({ handedOver }) => handedOver.some(({ by }) => by.toLowerCase() === who.toLowerCase()));
}
