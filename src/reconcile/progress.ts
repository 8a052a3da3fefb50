/**
 * `progress:<home>/<path>/<milestone>`: the tracking issue of one milestone, where the plan asks for it.
 *
 * Promises: one issue a milestone, found open or closed by its hidden key; written only where something differs; what people write around our sections
 * stays; an issue that a person deleted is mentioned once, in the issue with all dates, and not made again; what does not count is said once.
 * Accepted: a box that is ticked in the moment between our read and our write of the text is lost, since GitHub has no write that asks for the text it
 * replaces; a tick of which no webhook told who made it counts.
 */
import { decidersOf } from "../domain/command/milestone-meant.ts";
import { CHECKLIST_SECTION, readBoxes } from "../domain/desired/checklist-section.ts";
import { closedOnce } from "../domain/desired/milestone.ts";
import { desireSections, milestoneIssueKey } from "../domain/desired/milestone-issue.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { Key, Mark } from "../domain/model/key.ts";
import type { MilestoneRecord } from "../domain/model/own-milestone.ts";
import type { OwnIssue } from "../domain/model/own-issue.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { ProgressRecord } from "../domain/model/progress.ts";
import { progressKey } from "../domain/model/progress.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Settlement } from "../domain/model/settlement.ts";
import { NOTHING_TO_SETTLE } from "../domain/model/settlement.ts";
import type { DecidedBox } from "../domain/policy/box.ts";
import { decideBoxes } from "../domain/policy/box.ts";
import { checklistItems, outstandingItems, progressOf } from "../domain/policy/checklist.ts";
import { earliestAfter } from "../domain/policy/freeze-interval.ts";
import type { MilestoneDates } from "../domain/policy/milestone-dates.ts";
import { checklistText } from "../text/checklist.ts";
import { milestoneFacts, milestoneIssueFacts } from "../text/milestone-facts.ts";
import type { ShownMilestone } from "../text/milestone-facts.ts";
import { milestoneIssueTitle } from "../text/own-issue-titles.ts";
import { withdrawnText } from "../text/milestone-notice.ts";
import { editorsSince } from "./box-editors.ts";
import { childrenOf, linkStates, withChildren } from "./checklist-links.ts";
import { againstFallback } from "./fallbacks.ts";
import type { HomePlan } from "./home-plan.ts";
import { askReviews, partFacts, partRecords } from "./part-reviews.ts";
import type { AskedReviews } from "./part-reviews.ts";
import { boardMarks } from "./progress-marks.ts";
import { helpWanted } from "./help-wanted.ts";
import { homePlan, isTracked, nextChange, shownMilestone } from "./home-plan.ts";
import { handEdits, wroteSection } from "./hand-edits.ts";
import { milestoneTellings } from "./milestone-tellings.ts";
import { tell } from "./notice.ts";
import { keptIssue, NO_ISSUE, observedIssue, titleChange } from "./own-record.ts";
import type { RunContext } from "./ports.ts";
import { remind } from "./reminders.ts";
import { recordKey } from "./schedule.ts";
import { rendered } from "./templates.ts";

type ProgressKey = Extract<Key, { kind: "progress" }>;

const TRY_AGAIN_AFTER = 3_600_000;

export async function runProgress(key: ProgressKey, context: RunContext): Promise<Settlement> {
  const plan = await homePlan(key.repository, key.path, context);
  if (plan === null) return NOTHING_TO_SETTLE;
  const before = plan.progress.get(key.milestone) ?? null;
  const dates = plan.dates.find(({ milestone }) => milestone.id === key.milestone);
  try {
    return dates === undefined ? await withdrawn(plan, before, context) : await track(key, plan, dates, context);
  } catch (error) {
    // Issues are switched off there, or we may not write them.
    if (!(error instanceof FaultError) || !["forbidden", "not-found"].includes(error.fault.kind)) throw error;
    return { ...NOTHING_TO_SETTLE, wakeAt: context.now() + TRY_AGAIN_AFTER };
  }
}

async function track(key: ProgressKey, plan: HomePlan, dates: MilestoneDates, context: RunContext): Promise<Settlement> {
  const known = knownOf(key, plan);
  // What comes before it is looked at first, and marks this one; so a lost store makes no text that is corrected a moment later.
  if (dates.milestone.after.some((id) => !isTracked(plan, id))) return NOTHING_TO_SETTLE;
  const before = plan.progress.get(key.milestone) ?? null;
  // Of another release in the same file: two issues for one milestone would ask people twice.
  if (before?.key !== known.key) await withdrawn(plan, before, context);
  const reached = dates.actual?.extent === "done";
  const observed = await observedIssue(plan.home, known, context);
  if (known.deleted || (observed === null && known.number === null && reached)) return settled(known, plan, nextChange(plan, [dates]), []);
  if (observed === null && known.number !== null) return settled({ ...known, deleted: true }, plan, null, []);
  const checklist = await decidedChecklist(plan, dates, known, observed, context);
  const written = await write(plan, dates, { known, observed, checklist, reached }, context);
  const { record, more } = written;
  const again: readonly Mark[] = more ? [{ key, lane: "fan-out", installation: plan.home.installation }] : [];
  return settled(record, plan, earliestAfter(context.now(), [nextChange(plan, [dates]), written.wakeAt]), again);
}

/** The issue with all dates shows how far each milestone is, so it follows. */
function settled(record: ProgressRecord, plan: HomePlan, wakeAt: number | null, marks: readonly Mark[]): Settlement {
  const { home, progress } = plan;
  const before = progress.get(record.milestone);
  const shows = (one: ProgressRecord | undefined): string => JSON.stringify([one?.number, one?.deleted, one?.done, one?.total, one?.against, one?.parts]);
  const live: Mark = { key: { kind: "live", repository: record.home, path: record.path }, lane: "changed", installation: home.installation };
  const others = before?.number === record.number ? [] : followers(plan, record.milestone);
  return {
    ...NOTHING_TO_SETTLE, wakeAt, records: [{ kind: "progress", key: progressKey(record.home, record.path, record.milestone), value: record }],
    marks: [...marks, ...(shows(before) === shows(record) ? [] : [live, ...others, ...boardMarks(home, record, plan.plan)])],
  };
}

/** Milestones that come after it wait for its issue on GitHub. */
function followers({ home, plan, record }: HomePlan, milestone: string): readonly Mark[] {
  return plan.milestones.filter(({ after }) => after.includes(milestone)).map(({ id }) => ({ key: { kind: "progress", repository: home.id, path: record.path, milestone: id }, lane: "fan-out", installation: home.installation }));
}

function knownOf({ repository, path, milestone }: ProgressKey, { plan, progress }: HomePlan): ProgressRecord {
  const issueKey = milestoneIssueKey(path, plan.release.name, milestone);
  const before = progress.get(milestone);
  if (before?.key === issueKey) return before;
  return { ...NO_ISSUE, key: issueKey, home: repository, path, milestone, links: [], children: {}, blockedBy: [], reopened: false, done: 0, total: 0, told: [], lookedAt: null, reminded: {} };
}

export interface DecidedChecklist {
  readonly boxes: readonly DecidedBox[];
  readonly links: ProgressRecord["links"];
  readonly children: ProgressRecord["children"];
  /** not all sub-issues could be made in this run */
  readonly more: boolean;
}

async function decidedChecklist(plan: HomePlan, dates: MilestoneDates, known: ProgressRecord, observed: OwnIssue | null, context: RunContext): Promise<DecidedChecklist> {
  const written = [...checklistItems(dates.milestone, repositoryName(plan.home)), ...outstandingItems(plan.words, dates.milestone.id)];
  const { children, more } = await childrenOf(plan, dates.milestone, written, known, context);
  const items = withChildren(written, children, plan.home);
  const states = await linkStates(items.filter(({ review }) => review === undefined), context);
  const parts = await partFacts(plan, dates.milestone.id, items, context);
  const editors = observed === null ? [] : await editorsSince(plan, dates.milestone, observed.number, known.lookedAt, context);
  const boxes = decideBoxes(items, observed === null ? [] : readBoxes(observed.body) ?? [], editors, states.closed, plan.rules.strict, ({ key }) => parts.get(key) ?? null);
  return { boxes, children, more, links: items.flatMap(({ link }) => (link === null ? [] : [link])) };
}

interface Sheet {
  readonly known: ProgressRecord;
  readonly observed: OwnIssue | null;
  readonly checklist: DecidedChecklist;
  readonly reached: boolean;
}

async function write(plan: HomePlan, dates: MilestoneDates, sheet: Sheet, context: RunContext): Promise<{ readonly record: ProgressRecord; readonly more: boolean; readonly wakeAt: Instant | null }> {
  const { known, observed, checklist, reached } = sheet;
  const { home, rules } = plan;
  const counts = progressOf(checklist.boxes.map(({ item }) => item));
  const against = await againstFallback(plan, dates.milestone, context);
  const shown = shownMilestone(plan, dates, { ...counts, parts: partRecords(checklist.boxes, dates.milestone.parts.length), ...(against === null ? {} : { against }) });
  const words = await rendered("milestone", home, facts(plan, dates, shown), context);
  const sections = [
    { name: "milestone", content: words },
    { name: CHECKLIST_SECTION, content: checklistText({ boxes: checklist.boxes, home: repositoryName(home), zone: plan.plan.release.timezone, title: dates.milestone.title }) },
  ];
  const title = milestoneIssueTitle(plan.plan, dates.milestone);
  const { body, missing } = desireSections(known.key, sections, ["milestone", CHECKLIST_SECTION], observed?.body ?? null);
  const closed = await closedWithOpenItems(plan, dates, checklist, context);
  const putBack = rules.strict && !known.reopened && closed !== null;
  const over = reached && !putBack;
  const closing = over && !known.closed ? { open: false } : !over && known.closed ? { open: true } : {};
  const section = { name: "milestone", body, path: plan.record.path };
  const edits = await handEdits(home, observed, section, known, context);
  const reviews = await askReviews(plan, dates, checklist.boxes, known, context);
  const tellings = milestoneTellings({ plan, dates, checklist, missing, putBack, fallback: shown.fallback ?? null, reviews: reviews.tellings, managers: decidersOf(plan.plan, dates.milestone, plan.words) });
  // Told before it is put back: afterwards nothing would show that there was something to tell.
  const before = observed === null ? null : await tell([...edits, ...tellings], known.told, observed.number, home, context);
  const issue = observed === null
    ? await context.github.ensureIssue(home, { key: known.key, title, body, labels: rules.labels })
    : await context.github.ensureIssueContent(home, observed, { body, ...closing, ...titleChange(known, observed, title) });
  if (issue === null) return { record: { ...known, deleted: true }, more: false, wakeAt: null };
  const tied = await tie(plan, dates, known, checklist.children, issue, context);
  const label = await helpWanted(plan, dates.milestone, reached, issue, known, context);
  const told = before ?? await tell(tellings, known.told, issue.number, home, context);
  if (putBack) await context.github.ensureMilestone(home, closed.number, { open: true });
  const { wakeAt, ...reminded } = await remind(plan, dates, checklist.boxes.map(({ item }) => item), known, issue.number, context);
  return {
    wakeAt, more: checklist.more || told.more,
    record: {
      ...withoutAgainst(known), ...label, ...(against === null ? {} : { against }), ...partsOf(dates, checklist, reviews), reopened: known.reopened || putBack, ...keptIssue(issue, known, title), ...wroteSection(section, context), ...tied, links: checklist.links, done: counts.done, total: counts.total, closed: over,
      told: [...known.told, ...told.told], lookedAt: context.now(), ...reminded,
    },
  };
}

/** Null where no person closed it on GitHub, or nothing on its checklist is open. */
async function closedWithOpenItems({ home, record }: HomePlan, { milestone, actual }: MilestoneDates, { boxes }: DecidedChecklist, context: RunContext): Promise<MilestoneRecord | null> {
  if (actual?.extent !== "done" || boxes.every(({ item }) => item.done)) return null;
  const standing = await context.memory.record<MilestoneRecord>("milestone", recordKey(home, record, milestone.id));
  if (standing === null || standing.deleted || standing.ended === "ours") return null;
  return (await context.github.readMilestones(home)).some((one) => one.number === standing.number && !one.open && !closedOnce(one.description ?? "")) ? standing : null;
}

function partsOf({ milestone }: MilestoneDates, { boxes }: DecidedChecklist, { asked }: AskedReviews): Pick<ProgressRecord, "parts" | "reviewAsked"> {
  return { ...(milestone.parts.length === 0 ? {} : { parts: partRecords(boxes, milestone.parts.length) }), ...(Object.keys(asked).length === 0 ? {} : { reviewAsked: asked }) };
}

/** What stood against its fallback is read anew or not at all. */
function withoutAgainst({ against: _, helpWanted: __, ...record }: ProgressRecord): ProgressRecord {
  return record;
}

/** What a template can name. */
function facts(plan: HomePlan, dates: MilestoneDates, shown: ShownMilestone) {
  const after = dates.milestone.after.flatMap((id) => plan.dates.find(({ milestone }) => milestone.id === id) ?? []);
  return milestoneIssueFacts(shown, after.map((one) => {
    const { title, issue } = milestoneFacts(shownMilestone(plan, one, { done: 0, total: 0 }));
    return { title: title ?? "", issue: issue ?? "", reached: one.actual?.extent === "done" };
  }), plan.record.path);
}

/** Sub-issues below it, and what comes before it as what it waits for. Where GitHub takes none, the words say the same. */
async function tie({ home, progress }: HomePlan, { milestone }: MilestoneDates, known: ProgressRecord, children: ProgressRecord["children"], issue: OwnIssue, context: RunContext): Promise<Pick<ProgressRecord, "children" | "blockedBy">> {
  const tied: Record<string, ProgressRecord["children"][string]> = {};
  for (const [item, child] of Object.entries(children)) {
    if (!child.attached) await context.github.ensureIssueLink(home, issue.number, "child", child.id);
    tied[item] = { ...child, attached: true };
  }
  const blockedBy = [...known.blockedBy];
  for (const id of milestone.after) {
    const before = progress.get(id);
    if (before?.id == null || before.deleted || blockedBy.includes(id)) continue;
    await context.github.ensureIssueLink(home, issue.number, "blocker", before.id);
    blockedBy.push(id);
  }
  return { children: tied, blockedBy };
}

/** The plan has no such milestone any more. */
async function withdrawn(plan: HomePlan, before: ProgressRecord | null, context: RunContext): Promise<Settlement> {
  if (before === null || before.number === null || before.closed || before.deleted) return NOTHING_TO_SETTLE;
  const observed = await observedIssue(plan.home, before, context);
  if (observed !== null) {
    await tell([{ key: "withdrawn", body: withdrawnText(plan.record.path) }], before.told, observed.number, plan.home, context);
    await context.github.ensureIssueContent(plan.home, observed, { open: false });
  }
  return settled({ ...before, deleted: observed === null, closed: true, told: [...before.told, "withdrawn"] }, plan, null, []);
}
