/** The card of a document that no window holds: what is final of it, and a reminder where it is not there in time. */
import { readStanding, renderStanding } from "../domain/desired/window-standing.ts";
import type { CardRecord } from "../domain/model/card.ts";
import type { PlannedDocument } from "../domain/model/plan-record.ts";
import type { WindowStanding } from "../domain/model/window.ts";
import { earliestAfter } from "../domain/policy/freeze-interval.ts";
import { documentIssueText, documentIssueTitle } from "../text/document.ts";
import type { CardPlan, CardWish } from "./card-wish.ts";
import { observedIssue } from "./own-record.ts";
import type { RunContext } from "./ports.ts";
import { documentDeadlines, documentInstants, documentTellings, shownStanding, standings, watchedDocuments } from "./window-documents.ts";

export async function documentCard(document: PlannedDocument, planned: CardPlan, known: CardRecord, context: RunContext): Promise<CardWish> {
  const { plan, home, over, record } = planned;
  const now = context.now();
  const before = known.standing ?? readStanding((await observedIssue(home, known, context))?.body ?? "");
  const web = known.url !== null && URL.canParse(known.url) ? new URL(known.url).origin : null;
  // Once the release is over nobody goes by it any more.
  const watched = over ? [] : await watchedDocuments([document], known.subject, home, web, planned, before?.documents ?? {}, context);
  const standing: WindowStanding = { since: before?.since ?? now, lock: null, tally: null, documents: over ? before?.documents ?? {} : standings(watched) };
  const owner = document.owner ?? plan.release.manager;
  return {
    title: documentIssueTitle(plan, document), labels: ["document"], assignees: owner === null || owner.includes("/") ? [] : [owner], over,
    words: `${documentIssueText(watched, plan.release.timezone, record.path)}\n\n${renderStanding(shownStanding(standing, watched))}`,
    deadlines: documentDeadlines(watched, plan.release.manager), tellings: documentTellings(watched, plan.release.timezone, known.told, now), standing, wakeAt: earliestAfter(now, documentInstants(watched)),
  };
}
