/** One open pull request as the page lists it: decided, and in words. */
import type { TrackedPull } from "../../domain/model/tracked-pull.ts";
import type { Instant } from "../../domain/model/instant.ts";
import type { PlanRules } from "../../domain/policy/decide-head.ts";
import { decideFreeze } from "../../domain/policy/freeze.ts";
import type { DecidedPull } from "../decided-pull.ts";
import { decisionTitle } from "../decision-title.ts";
import { plainText } from "../escape.ts";
import { terminalVoice } from "../voice.ts";
import { wayInLine } from "../way-in-line.ts";
import type { DecidedRow } from "./facts.ts";
import { pageProse } from "./moment.ts";

const MOST_WAYS = 4;

export function decidedRow(tracked: TrackedPull, { plan, reached, waivers, home }: PlanRules, now: Instant): DecidedRow {
  const { facts, takenAt } = tracked;
  const decision = decideFreeze(plan, { takenAt, pull: facts, reached, waivers, home }, now);
  const decided: DecidedPull = { decision, plan, now, base: facts.base.ref, repository: facts.repository };
  return {
    repository: facts.repository, repositoryId: tracked.repository, number: facts.number, title: plainText(facts.title, 160), author: facts.author?.login ?? null, base: facts.base.ref, draft: facts.draft,
    verdict: decision.verdict, mode: decision.mode, freeze: decision.rule, feeder: decision.feeder, said: pageProse(decisionTitle(decided)),
    ways: decision.waysIn.slice(0, MOST_WAYS).map((way) => pageProse(wayInLine(way, decided, terminalVoice))), createdAt: facts.createdAt, validUntil: decision.validUntil,
  };
}
