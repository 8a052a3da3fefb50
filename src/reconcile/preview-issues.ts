/** Which issues of its own a plan would have on GitHub: reads GitHub and stops there. The issues of freezes and incidents come with their time and are not among them. */
import { cardIssueKey } from "../domain/desired/card-issue.ts";
import { carriesKey, carriesKeyPrefix } from "../domain/desired/fenced-section.ts";
import { liveIssueKey, milestoneIssueKey, milestoneIssuePrefix } from "../domain/desired/milestone-issue.ts";
import { resultsIssueKey } from "../domain/desired/results-issue.ts";
import { cardIssuePrefix, LASTING } from "../domain/desired/card-issue.ts";
import type { CardSubject } from "../domain/model/card.ts";
import { cardKey } from "../domain/model/card.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { OwnIssueRecord } from "../domain/model/progress.ts";
import { liveKey, progressKey } from "../domain/model/progress.ts";
import type { PlanRecord, RepositoryRecord } from "../domain/model/records.ts";
import type { RepositoryName } from "../domain/model/refs.ts";
import { repositoryName, sameRepository } from "../domain/model/refs.ts";
import { cardSubjects, makesIssue } from "../domain/policy/cards.ts";
import { milestoneDates } from "../domain/policy/milestone-dates.ts";
import type { IssuePreview, PreviewedIssue } from "../text/issue-changes.ts";
import { cardTitle, liveIssueTitle, milestoneIssueTitle, resultsIssueTitle } from "../text/own-issue-titles.ts";
import type { BoardedPlan } from "./board-entries.ts";
import { milestoneWords } from "./milestone-words.ts";
import { planOf } from "./plans-in-force.ts";
import type { Memory, RunContext } from "./ports.ts";
import { hasResults } from "./results-marks.ts";

interface WantedIssue {
  readonly key: string;
  readonly title: string;
  readonly known: OwnIssueRecord | null;
  /** what it stands for is over, so that none is made any more */
  readonly over: boolean;
  /** key of that of another release in the same file, which is left; absent = there is none */
  readonly left?: string;
}

/** Null where the plan has no issues, or they may not be read. */
export async function previewIssues(planned: BoardedPlan, context: RunContext): Promise<IssuePreview | null> {
  const { home, record, plan } = planned;
  const wanted = await wantedIssues(planned, context);
  const prefixes = [milestoneIssuePrefix(record.path, plan.release.name), cardIssuePrefix(record.path, plan.release.name), cardIssuePrefix(record.path, LASTING)];
  try {
    const own = await context.github.readOwnIssues(home, "");
    const stands = wanted.flatMap(({ key, title, known, over }): readonly PreviewedIssue[] => {
      const found = own.find(({ body }) => carriesKey(body, key));
      if (found !== undefined) return [{ title: found.title, change: "keep" }];
      return known?.deleted === true || known?.number != null ? [{ title, change: "left" }] : over ? [] : [{ title, change: "make" }];
    });
    const isLeft = (body: string): boolean => wanted.some(({ left }) => left !== undefined && carriesKey(body, left));
    const isDropped = (body: string): boolean => prefixes.some((prefix) => carriesKeyPrefix(body, prefix)) && !wanted.some(({ key }) => carriesKey(body, key));
    const gone = own.filter(({ body, open }) => open && (isLeft(body) || isDropped(body)));
    const changes = [...stands, ...gone.map(({ title }): PreviewedIssue => ({ title, change: "close" }))];
    return changes.length === 0 ? null : { changes };
  } catch (error) {
    if (!(error instanceof FaultError) || !["forbidden", "not-found"].includes(error.fault.kind)) throw error;
    return null;
  }
}

async function wantedIssues({ home, record, plan }: BoardedPlan, { memory, now }: RunContext): Promise<readonly WantedIssue[]> {
  const { path } = record;
  const release = plan.release.name;
  const words = await milestoneWords(memory, record, plan, home);
  const dates = milestoneDates(plan, record.baselines ?? {}, record.reached, now(), words);
  const done = dates.filter(({ actual }) => actual?.extent === "done").map(({ milestone }) => milestone.id);
  const over = dates.length > 0 && done.length === dates.length;
  const wanted: WantedIssue[] = [];
  if (plan.tracking !== null) {
    for (const milestone of plan.milestones) wanted.push({ key: milestoneIssueKey(path, release, milestone.id), title: milestoneIssueTitle(plan, milestone), known: await memory.record<OwnIssueRecord>("progress", progressKey(home.id, path, milestone.id)), over: done.includes(milestone.id) });
    if (plan.milestones.length > 0) wanted.push({ key: liveIssueKey(path, release), title: liveIssueTitle(plan), known: await memory.record<OwnIssueRecord>("live", liveKey(home.id, path)), over });
    if (hasResults(plan)) wanted.push({ key: resultsIssueKey(path), title: resultsIssueTitle(plan), known: await memory.record<OwnIssueRecord>("results", liveKey(home.id, path)), over });
  }
  for (const subject of cardSubjects(plan).filter((one) => makesIssue(plan, one))) wanted.push({ key: cardIssueKey(path, release, subject), title: cardTitle(plan, subject) ?? subject.id, known: await memory.record<OwnIssueRecord>("card", cardKey(home.id, path, subject)), over: isOver(plan, subject, over, now()) });
  return wanted.map(({ known, ...one }) => (known === null || known.key === one.key ? { ...one, known } : { ...one, known: null, left: known.key }));
}

/** None is made for a window that has closed, whatever is reached; what stands in the way outlasts a release. */
function isOver({ windows }: ReleasePlan, { kind, id }: CardSubject, released: boolean, now: Instant): boolean {
  if (kind === "window") return windows.some(({ id: own, closes }) => own === id && closes.at !== null && closes.at <= now);
  return released && kind !== "blocker";
}

/** Of all plans of a home. */
export async function previewAllIssues(name: RepositoryName, memory: Memory, context: (repository: RepositoryRecord) => RunContext): Promise<readonly IssuePreview[]> {
  const home = (await memory.records<RepositoryRecord>("repository", "")).map(({ value }) => value).find((one) => sameRepository(repositoryName(one), name));
  if (home === undefined) return [];
  const previews: IssuePreview[] = [];
  for (const { value: record } of await memory.records<PlanRecord>("plan", `${home.id}/`)) {
    const plan = planOf(record);
    const preview = plan === null ? null : await previewIssues({ home, record, plan }, context(home));
    if (preview !== null) previews.push(preview);
  }
  return previews;
}
