/** The card of something that stands in the way, and the pull requests that look again when its issue is closed or opened. */
import { digestOf } from "../domain/desired/pull-check.ts";
import type { CardRecord } from "../domain/model/card.ts";
import type { Mark } from "../domain/model/key.ts";
import type { PlannedBlocker } from "../domain/model/plan-record.ts";
import { concernsPull } from "../domain/policy/blocker.ts";
import { blockerText, blockerTitle } from "../text/blocker.ts";
import type { CardPlan, CardWish } from "./card-wish.ts";
import type { RunContext } from "./ports.ts";
import { rememberedPulls } from "./remembered-pulls.ts";

/** It outlasts the release: people close it, nobody else. */
export function blockerCard(blocker: PlannedBlocker, { plan, record }: CardPlan): CardWish {
  const { id, title, because, owner, due, concerns, status } = blocker;
  const { manager } = plan.release;
  const deadline = { key: `blocker/${id}`, title, owner: owner ?? manager, manager, whole: false, subject: "blocker" as const };
  return {
    title: blockerTitle(blocker), labels: ["blocked"], assignees: owner === null ? [] : [owner], words: blockerText(blocker, record.path), over: false,
    deadlines: due?.at == null ? [] : [{ ...deadline, due: due.at }], shown: digestOf([title, because, owner, concerns, status]), tellings: [], wakeAt: null,
  };
}

/**
 * Each is a run of its own, behind everything that people wait for, and what it writes counts towards what GitHub takes in a minute and an hour. Of whom
 * nothing is known yet the author's role is asked by then.
 */
export async function blockedPulls({ subject }: CardRecord, { plan, record }: CardPlan, context: RunContext): Promise<readonly Mark[]> {
  const blocker = plan.blockers.find(({ id }) => id === subject.id);
  const marks: Mark[] = [];
  for (const repository of record.governs) {
    for await (const { facts, number, installation } of rememberedPulls(repository, null, context)) {
      const known = facts.authorRole === null ? { ...facts, authorRole: "none" as const } : facts;
      if (blocker === undefined || concernsPull(blocker, known)) marks.push({ key: { kind: "pull", repository, number }, lane: "fan-out", installation });
    }
  }
  return marks;
}
