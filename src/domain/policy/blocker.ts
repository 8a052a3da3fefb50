/** Whose pull requests something that stands in the way concerns, and what another app says of one of them. */
import type { CardRecord } from "../model/card.ts";
import type { Instant } from "../model/instant.ts";
import type { PlannedBlocker } from "../model/plan-record.ts";
import type { PullFacts, ReportedState } from "../model/pull.ts";
import { hasRole } from "../model/refs.ts";

/** It stands while its issue is open. People lift it by closing the issue, or by deleting it. */
export function isStanding(card: Pick<CardRecord, "number" | "open" | "deleted"> | null): boolean {
  return card !== null && card.number !== null && card.open && !card.deleted;
}

/**
 * Bots are told nothing. From outside is who may do no more than read, which anybody may where a repository is public; while the role was not asked
 * for nobody is told, and what GitHub will not say counts as no role (`observe`).
 */
export function concernsPull({ concerns }: Pick<PlannedBlocker, "concerns">, { author, authorRole, state }: Pick<PullFacts, "author" | "authorRole" | "state">): boolean {
  if (state !== "open" || author === null || author.bot) return false;
  return concerns === "everybody" || (authorRole !== null && !hasRole(authorRole, "triage"));
}

/** `absent` = it has said nothing of this commit, or nobody has looked yet. */
export function reportedOf({ status }: Pick<PlannedBlocker, "status">, { reported }: Pick<PullFacts, "reported">): ReportedState | null {
  return status === null ? null : reported?.[status.toLowerCase()] ?? "absent";
}

const STRICTEST: readonly ReportedState[] = ["failure", "pending", "success", "absent"];

/** Of several that say something under one name, the strictest. */
export function strictestState(states: readonly ReportedState[]): ReportedState {
  return STRICTEST.find((state) => states.includes(state)) ?? "absent";
}

const HOUR = 3_600_000;
const QUIET = 7 * 24 * HOUR;

/** Is it its turn in this hour to be asked about again? One to which nothing happened for a week has one turn a day: thousands of them would take all calls there are. */
export function isTurn({ number, updatedAt }: Pick<PullFacts, "number" | "updatedAt">, now: Instant): boolean {
  return (updatedAt !== null && now - updatedAt < QUIET) || (Math.floor(now / HOUR) + number) % 24 === 0;
}
