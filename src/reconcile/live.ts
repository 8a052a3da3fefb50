/**
 * `live:<home>/<path>`: the issue with the three dates of all milestones of a release, their slip and its total. One a release; closed when the last
 * milestone is reached; what people write around our section stays; deleted by a person, it is mentioned once and not made again.
 */
import { BODY_CAP } from "../domain/desired/fenced-section.ts";
import { fewerRows } from "../domain/desired/give-room.ts";
import { LEDGER_SECTION } from "../domain/desired/ledger-section.ts";
import { desireSections, liveIssueKey } from "../domain/desired/milestone-issue.ts";
import { ledgerWithin } from "../domain/desired/results-issue.ts";
import type { CardRecord } from "../domain/model/card.ts";
import { cardKey } from "../domain/model/card.ts";
import type { Key, Mark } from "../domain/model/key.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { LiveRecord } from "../domain/model/progress.ts";
import { liveKey } from "../domain/model/progress.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Settlement } from "../domain/model/settlement.ts";
import { NOTHING_TO_SETTLE } from "../domain/model/settlement.ts";
import { deploymentDeadlines } from "../domain/policy/deadline.ts";
import { earliestAfter } from "../domain/policy/freeze-interval.ts";
import { totalSlip } from "../domain/policy/milestone-dates.ts";
import { documentsText } from "../text/document.ts";
import { releaseFacts } from "../text/milestone-facts.ts";
import { liveIssueTitle } from "../text/own-issue-titles.ts";
import type { ShownRisk } from "../text/release-record.ts";
import { releaseRecordText } from "../text/release-record.ts";
import { issueDeletedText, liveDeletedText, tornText, withdrawnCardText } from "../text/milestone-notice.ts";
import type { HomePlan } from "./home-plan.ts";
import { homePlan, isTracked, nextChange, shownMilestone } from "./home-plan.ts";
import { deletedMilestones } from "./deleted-milestones.ts";
import { handEdits, wroteSection } from "./hand-edits.ts";
import { mirroredWords } from "./milestone-words.ts";
import { milestoneRemarks } from "./milestone-remarks.ts";
import type { Telling } from "./notice.ts";
import { tell } from "./notice.ts";
import { keptIssue, NO_ISSUE, observedIssue, titleChange } from "./own-record.ts";
import type { RunContext } from "./ports.ts";
import { remindOf } from "./reminders.ts";
import { rendered } from "./templates.ts";
import { watchedDocuments } from "./window-documents.ts";

type IssueKey = Extract<Key, { kind: "live" }>;

const SECTION = "live-milestones";
/** for what a lost store is rebuilt from, whatever else the issue shows */
const LEAST_LEDGER = 15_000;
const SPARE = 1_000;
const TRY_AGAIN_AFTER = 3_600_000;

export async function runLive(key: IssueKey, context: RunContext): Promise<Settlement> {
  const plan = await homePlan(key.repository, key.path, context);
  // Each milestone's own run marks this one, so that nothing is said without the numbers of their issues.
  if (plan === null || plan.dates.length === 0 || plan.dates.some(({ milestone }) => !isTracked(plan, milestone.id))) return NOTHING_TO_SETTLE;
  try {
    return await show(key, plan, context);
  } catch (error) {
    // Issues are switched off there, or we may not write them.
    if (!(error instanceof FaultError) || !["forbidden", "not-found"].includes(error.fault.kind)) throw error;
    return { ...NOTHING_TO_SETTLE, wakeAt: context.now() + TRY_AGAIN_AFTER };
  }
}

async function show(key: IssueKey, plan: HomePlan, context: RunContext): Promise<Settlement> {
  const known = await knownOf(key, plan, context);
  const over = plan.dates.every(({ actual }) => actual?.extent === "done");
  const observed = await observedIssue(plan.home, known, context);
  const wakeAt = nextChange(plan, plan.dates);
  const save = (value: LiveRecord, marks: readonly Mark[] = []): Settlement => ({ ...NOTHING_TO_SETTLE, wakeAt, marks, records: [{ kind: "live", key: liveKey(key.repository, key.path), value }] });
  if (known.deleted || (observed === null && known.number === null && over)) return { ...NOTHING_TO_SETTLE, wakeAt };
  if (observed === null && known.number !== null) {
    await tellElsewhere(plan, context);
    return save({ ...known, deleted: true });
  }
  const title = liveIssueTitle(plan.plan);
  const table = await words(plan, context);
  const content = fewerRows(table, BODY_CAP - LEAST_LEDGER) ?? table;
  const { body, missing } = desireSections(known.key, [{ name: SECTION, content }, { name: LEDGER_SECTION, content: await ledger(plan, BODY_CAP - content.length - SPARE, context) }], [LEDGER_SECTION, SECTION], observed?.body ?? null);
  const section = { name: SECTION, body, path: key.path };
  const edits = await handEdits(plan.home, observed, section, known, context);
  const closing = over && !known.closed ? { open: false } : !over && known.closed ? { open: true } : {};
  const issue = observed === null
    ? await context.github.ensureIssue(plan.home, { key: known.key, title, body, labels: plan.rules.labels })
    : await context.github.ensureIssueContent(plan.home, observed, { body, ...closing, ...titleChange(known, observed, title) });
  if (issue === null) return save({ ...known, deleted: true });
  const { told, more } = await tell([...edits, ...tellings(plan, missing), ...await milestoneRemarks(plan, known.told, context)], known.told, issue.number, plan.home, context);
  const { reminded, wakeAt: next } = await remindOf({ home: plan.home, reminders: plan.rules.reminders, plan: plan.plan }, over ? [] : deploymentDeadlines(plan.plan), [], known.reminded ?? {}, issue.number, context);
  const saved = save({ ...known, ...keptIssue(issue, known, title), ...wroteSection(section, context), closed: over, told: [...known.told, ...told], reminded }, more ? [{ key, lane: "fan-out", installation: plan.home.installation }] : []);
  return { ...saved, wakeAt: earliestAfter(context.now(), [wakeAt, next, ...deploymentDeadlines(plan.plan).map(({ due }) => due)]) };
}

/** That of another release in the same file is left: nobody must go by it any more. */
async function knownOf({ repository, path }: IssueKey, { plan, home }: HomePlan, context: RunContext): Promise<LiveRecord> {
  const key = liveIssueKey(path, plan.release.name);
  const before = await context.memory.record<LiveRecord>("live", liveKey(repository, path));
  if (before?.key === key) return before;
  const left = before === null || before.number === null || before.closed ? null : await observedIssue(home, before, context);
  if (left !== null) {
    await tell([{ key: "withdrawn", body: withdrawnCardText(path) }], [], left.number, home, context);
    await context.github.ensureIssueContent(home, left, { open: false });
  }
  return { ...NO_ISSUE, key, told: [] };
}

async function words(plan: HomePlan, context: RunContext): Promise<string> {
  const milestones = plan.dates.map((dates) => shownMilestone(plan, dates, plan.progress.get(dates.milestone.id) ?? { done: 0, total: dates.milestone.parts.length + dates.milestone.checklist.length }));
  const dates = await rendered("live", plan.home, releaseFacts({ plan: plan.plan, total: totalSlip(plan.dates), milestones, path: plan.record.path, home: repositoryName(plan.home), now: context.now() }), context);
  const record = releaseRecordText(plan.plan, await shownRisks(plan, context), context.now());
  const documents = documentsText(await watchedDocuments(plan.plan.documents, null, plan.home, null, plan, {}, context), plan.plan.release.timezone);
  return [dates, record, documents].filter((part) => part !== null).join("\n\n");
}

async function shownRisks({ home, record, plan }: HomePlan, context: RunContext): Promise<readonly ShownRisk[]> {
  return Promise.all(plan.risks.map(async (risk) => {
    const card = await context.memory.record<CardRecord>("card", cardKey(home.id, record.path, { kind: "risk", id: risk.id }));
    return { risk, issue: card === null || card.deleted ? null : card.number, over: card?.open === false && !card.deleted };
  }));
}

async function ledger(plan: HomePlan, room: number, context: RunContext): Promise<string> {
  const commands = await mirroredWords(context.memory, plan.home);
  const deleted = await deletedMilestones(plan, context);
  return commands.length === 0 && deleted.length === 0 ? "" : ledgerWithin(commands, room, deleted.length === 0 ? {} : { deleted });
}

function tellings({ dates, progress }: HomePlan, missing: readonly string[]): readonly Telling[] {
  const deleted = dates.filter(({ milestone }) => progress.get(milestone.id)?.deleted === true)
    .map(({ milestone }): Telling => ({ key: `deleted/${milestone.id}`, body: issueDeletedText(milestone.title) }));
  return [...deleted, ...(missing.length === 0 ? [] : [{ key: `missing/${missing.join(",")}`, body: tornText(missing) }])];
}

/** Under the issue of the milestone that comes last. */
async function tellElsewhere({ home, dates, progress }: HomePlan, context: RunContext): Promise<void> {
  const issue = dates.flatMap(({ milestone }) => progress.get(milestone.id) ?? []).filter(({ deleted }) => !deleted).at(-1)?.number ?? null;
  if (issue !== null) await tell([{ key: "live-deleted", body: liveDeletedText() }], [], issue, home, context);
}
