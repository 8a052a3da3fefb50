/**
 * Who may say what in an incident. Decisions that others act on are the owners'; what moves it on is for them, for whoever took it and for everybody
 * who may write to the repository; what somebody knows may be told by everybody who has a part in it, the reporter first.
 */
import type { Incident, IncidentAct, IncidentEntry, IncidentRights } from "../model/incident.ts";
import type { Draft } from "./draft.ts";
import { sameLogin } from "../policy/acceptance.ts";

export type IncidentRight = "owner" | "writer" | "part";

export function rightFor(act: IncidentAct): IncidentRight {
  switch (act.kind) {
    case "freeze": case "lane": case "inform": case "resend": case "redact": case "reviewed": case "published": return "owner";
    case "heard": return act.who === null ? "part" : "writer";
    case "timeline": case "hypothesis": case "logs": case "error": case "edited": case "opened": case "reminded": case "recurred": return "part";
    case "moment": return ["started", "detected", "reported"].includes(act.moment) ? "part" : "writer";
    default: return "writer";
  }
}

/** Null = may. `stranger` = has no part in it at all. */
export function refusedRight({ act, by, comment, rights }: IncidentEntry, draft: Draft): IncidentRight | "stranger" | null {
  if (comment === null) return null;
  const took = sameLogin(by, draft.owner);
  if (!hasPart(by, rights, draft)) return "stranger";
  const right = rightFor(act);
  if (right === "part") return null;
  if (right === "owner") return rights.owner || (took && act.kind !== "freeze" && act.kind !== "lane") ? null : "owner";
  return rights.owner || rights.writer || took ? null : "writer";
}

/** Owners, writers, whoever reported it or took it, and everybody who was named as a party. */
export function hasPart(login: string | null, rights: IncidentRights, { owner, openedBy, parties }: Pick<Incident, "owner" | "openedBy" | "parties">): boolean {
  return rights.owner || rights.writer || sameLogin(login, owner) || sameLogin(login, openedBy) || parties.some(({ who }) => sameLogin(who, login));
}
