/**
 * `card:<home>/<path>/<kind>/<id>`: the issue of one thing that the plan records: a risk, a product, a window, a blocker.
 *
 * Promises: one issue each, found open or closed by its hidden key; written only where something differs; what people write around our section stays;
 * closed by people it stays closed, deleted by people it is not made again; taken out of the plan, it says so once and is closed.
 */
import { cardIssueKey, desireCardBody } from "../domain/desired/card-issue.ts";
import type { CardRecord, CardSubject } from "../domain/model/card.ts";
import { cardKey, parseSubject, subjectText } from "../domain/model/card.ts";
import type { Key } from "../domain/model/key.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { PlanRecord } from "../domain/model/records.ts";
import type { Settlement } from "../domain/model/settlement.ts";
import { NOTHING_TO_SETTLE } from "../domain/model/settlement.ts";
import { USUAL_REMINDERS } from "../domain/model/tracking-rules.ts";
import { cardSubjects, isReleaseOver } from "../domain/policy/cards.ts";
import { earliestAfter } from "../domain/policy/freeze-interval.ts";
import { milestoneDates } from "../domain/policy/milestone-dates.ts";
import { tornText, withdrawnCardText } from "../text/milestone-notice.ts";
import { cardFollowers, cardWish } from "./card-kinds.ts";
import type { CardPlan, CardWish } from "./card-wish.ts";
import { milestoneWords } from "./milestone-words.ts";
import { tell } from "./notice.ts";
import { keptIssue, NO_ISSUE, observedIssue, titleChange } from "./own-record.ts";
import { planOf, repositoryOf } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";
import { remindOf } from "./reminders.ts";
import { runWindow } from "./window.ts";
import { nextInGuest, withdrawWindow } from "./window-withdrawal.ts";

type CardKey = Extract<Key, { kind: "card" }>;

const TRY_AGAIN_AFTER = 3_600_000;

export async function runCard(key: CardKey, context: RunContext): Promise<Settlement> {
  const subject = parseSubject(key.card);
  const planned = subject === null ? null : await cardPlan(key.repository, key.path, context);
  if (subject === null || planned === null) return NOTHING_TO_SETTLE;
  try {
    const before = await context.memory.record<CardRecord>("card", cardKey(key.repository, key.path, subject));
    if (!cardSubjects(planned.plan).some(({ kind, id }) => kind === subject.kind && id === subject.id)) {
      if (before === null) return NOTHING_TO_SETTLE;
      return subject.kind === "window" ? await withdrawWindow(before, planned, context) : await withdrawn(before, planned, context);
    }
    const known = await knownOf(before, subject, planned, context);
    return subject.kind === "window" ? await runWindow(subject.id, known, planned, context) : await show(known, planned, await cardWish({ ...subject, kind: subject.kind }, planned, known, context), context);
  } catch (error) {
    // Issues are switched off there, or we may not write them. Should that be over when a window opens or closes, it does so to the second.
    if (!(error instanceof FaultError) || !["forbidden", "not-found"].includes(error.fault.kind)) throw error;
    const instants = planned.plan.windows.filter(({ id }) => subject.kind === "window" && id === subject.id).flatMap(({ opens, closes }) => [opens.at, closes.at]);
    return { ...NOTHING_TO_SETTLE, wakeAt: earliestAfter(context.now(), [context.now() + TRY_AGAIN_AFTER, ...instants]) };
  }
}

async function cardPlan(repository: number, path: string, context: RunContext): Promise<CardPlan | null> {
  const home = await repositoryOf(context.memory, repository);
  const record = await context.memory.record<PlanRecord>("plan", `${repository}/${path}`);
  const plan = record === null ? null : planOf(record);
  if (home === null || home.archived || record === null || plan === null) return null;
  const words = await milestoneWords(context.memory, record, plan, home);
  const dates = milestoneDates(plan, record.baselines ?? {}, record.reached, context.now(), words);
  return { home, record, plan, reached: new Set(dates.filter(({ actual }) => actual?.extent === "done").map(({ milestone }) => milestone.id)), over: isReleaseOver(dates) };
}

/** A card of another release in the same file is left before there is one of this release: nobody must go by it, nor wait for it to be unlocked. */
async function knownOf(before: CardRecord | null, subject: CardSubject, planned: CardPlan, context: RunContext): Promise<CardRecord> {
  const { home, record: { path }, plan } = planned;
  const key = cardIssueKey(path, plan.release.name, subject);
  if (before?.key === key) return before;
  const fresh: CardRecord = { ...NO_ISSUE, key, home: home.id, path, subject, open: true, told: [], reminded: {} };
  if (before?.guest !== undefined) return nextInGuest(before, fresh);
  if (before !== null && subject.kind === "window") await withdrawWindow(before, planned, context);
  else if (before?.open === true) await withdrawn(before, planned, context);
  return fresh;
}

async function show(known: CardRecord, planned: CardPlan, wish: CardWish, context: RunContext): Promise<Settlement> {
  const { home, plan } = planned;
  const observed = await observedIssue(home, known, context);
  if (known.deleted || (observed === null && known.number === null && wish.over)) return settled(known, known, planned, wish.wakeAt, false, context);
  if (observed === null && known.number !== null) return settled({ ...known, deleted: true, open: false, closedAt: known.closedAt ?? context.now() }, known, planned, null, false, context);
  const { body, missing } = desireCardBody(known.key, wish.words, observed?.body ?? null);
  const closing = wish.over && !known.closed ? { open: false } : !wish.over && known.closed ? { open: true } : {};
  const issue = observed === null
    ? await context.github.ensureIssue(home, { key: known.key, title: wish.title, body, labels: [...plan.tracking?.labels ?? [], ...wish.labels], assignees: wish.assignees })
    : await context.github.ensureIssueContent(home, observed, { body, ...closing, ...titleChange(known, observed, wish.title) });
  if (issue === null) return settled({ ...known, deleted: true, open: false, closedAt: known.closedAt ?? context.now() }, known, planned, null, false, context);
  const torn = missing.length === 0 ? [] : [{ key: `missing/${missing.join(",")}`, body: tornText(missing) }];
  const { told, more } = await tell([...wish.tellings, ...torn], known.told, issue.number, home, context);
  const deadlines = issue.open ? wish.deadlines : [];
  const reminders = plan.tracking === null && known.subject.kind === "blocker" ? USUAL_REMINDERS : plan.tracking?.reminders ?? null;
  const { reminded, wakeAt } = await remindOf({ home, reminders, plan }, deadlines, [], known.reminded, issue.number, context);
  const { closedAt = context.now(), shown: _, ...before } = known;
  const record: CardRecord = {
    ...before, ...keptIssue(issue, known, wish.title), open: issue.open, ...(issue.open ? {} : { closedAt }), closed: wish.over, told: [...known.told, ...told], reminded,
    ...(wish.standing === undefined ? {} : { standing: wish.standing }), ...(wish.shown === undefined ? {} : { shown: wish.shown }),
  };
  return settled(record, known, planned, earliestAfter(context.now(), [wish.wakeAt, wakeAt]), more, context);
}

/**
 * Whoever says something because of it looks at what is remembered of it, so they are marked only by the run after: whatever comes into sight from then on
 * sees it by itself.
 */
async function settled({ follow, ...record }: CardRecord, before: CardRecord, planned: CardPlan, wakeAt: number | null, more: boolean, context: RunContext): Promise<Settlement> {
  const { subject, home, path } = record;
  const moved = record.open !== before.open || record.number !== before.number || record.shown !== before.shown || JSON.stringify(record.standing) !== JSON.stringify(before.standing);
  const later = moved && record.shown !== undefined;
  const again = more || later ? [{ key: { kind: "card" as const, repository: home, path, card: subjectText(subject) }, lane: "fan-out" as const, installation: planned.home.installation }] : [];
  return {
    ...NOTHING_TO_SETTLE, wakeAt, records: [{ kind: "card", key: cardKey(home, path, subject), value: later ? { ...record, follow: true } : record }],
    marks: [...again, ...(!later && (moved || follow === true) ? await cardFollowers(record, planned, context) : [])],
  };
}

/** The plan has no such thing any more. */
async function withdrawn(known: CardRecord, planned: CardPlan, context: RunContext): Promise<Settlement> {
  if (known.number === null || known.closed || known.deleted) return known.follow === true ? settled(known, known, planned, null, false, context) : NOTHING_TO_SETTLE;
  const observed = await observedIssue(planned.home, known, context);
  if (observed !== null) {
    await tell([{ key: "withdrawn", body: withdrawnCardText(known.path) }], known.told, observed.number, planned.home, context);
    await context.github.ensureIssueContent(planned.home, observed, { open: false });
  }
  return settled({ ...known, deleted: observed === null, open: false, closedAt: known.closedAt ?? context.now(), closed: true, told: [...known.told, "withdrawn"] }, known, planned, null, false, context);
}
