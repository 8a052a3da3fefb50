/**
 * The table of a board in an issue, where there can be no board: one issue a release, edited in place, closed when the board stands.
 * Where the plan has an issue with the dates of all milestones, that one holds the table, and a comment there says why.
 */
import { bodyOf, hiddenKey, replaceSection } from "../domain/desired/fenced-section.ts";
import type { BoardProblem, BoardRecord } from "../domain/model/board.ts";
import type { LiveRecord } from "../domain/model/progress.ts";
import { liveKey } from "../domain/model/progress.ts";
import { FaultError } from "../domain/model/problem.ts";
import { repositoryName } from "../domain/model/refs.ts";
import { boardIssueText, boardIssueTitle, boardProblemText } from "../text/board.ts";
import type { BoardedPlan, BoardEntries } from "./board-entries.ts";
import { tell } from "./notice.ts";
import type { RunContext } from "./ports.ts";

const SECTION = "board";

/** `why` null = the board stands. Answers with the number of the issue (null = there is none), and whether the reason stands somewhere. */
export async function tableInIssue({ home, record: { path }, plan }: BoardedPlan, { entries, repositories }: BoardEntries, record: BoardRecord, why: BoardProblem | null, context: RunContext): Promise<Pick<BoardRecord, "issue" | "inIssue">> {
  const nowhere = { issue: record.issue, inIssue: false };
  if (why === null && record.issue === null) return nowhere;
  const key = boardIssueKey(path, plan.release.name);
  const place = { home: repositoryName(home), path, release: plan.release.name };
  // Of a private repository only the name may stand in a public one.
  const shown = entries.map((entry) => ("feature" in entry.of && !home.private && repositories.get(entry.issue?.repositoryId ?? 0)?.private !== false ? { ...entry, of: { feature: { ...entry.of.feature, title: "A feature" } }, values: { ...entry.values, Owner: null } } : entry));
  const content = boardIssueText(shown, why, place, { number: record.asked, url: record.url });
  try {
    const under = why === null || record.issue !== null ? null : await toldUnderDates({ home, record: { path }, plan }, why, record, context);
    if (under !== null) return { issue: null, inIssue: under };
    const observed = await context.github.readOwnIssue(home, key, record.issue);
    if (observed === null) {
      if (why === null) return nowhere;
      const { number } = await context.github.ensureIssue(home, { key, title: boardIssueTitle(place), body: `${hiddenKey(key)}\n${bodyOf([{ name: SECTION, content }])}\n`, labels: [] });
      return { issue: number, inIssue: true };
    }
    const { body } = replaceSection(observed.body, SECTION, content);
    // Closed or opened with what it says, once; what a person makes of it then stays.
    const turned = (why !== null) !== record.inIssue;
    await context.github.ensureIssueContent(home, observed, { body, ...(turned ? { open: why !== null } : {}) });
    return { issue: observed.number, inIssue: why !== null };
  } catch (error) {
    // Issues may be switched off: then the page alone tells.
    if (error instanceof FaultError && ["forbidden", "not-found", "invalid"].includes(error.fault.kind)) return nowhere;
    throw error;
  }
}

/** The issue with the dates of all milestones holds that table already: there the reason is said, once. Null = there is no such issue; false = there will be. */
async function toldUnderDates({ home, record: { path }, plan }: Pick<BoardedPlan, "home" | "plan"> & { readonly record: { readonly path: string } }, why: BoardProblem, record: BoardRecord, context: RunContext): Promise<boolean | null> {
  if (plan.tracking === null) return null;
  const live = await context.memory.record<LiveRecord>("live", liveKey(home.id, path));
  if (live === null || live.number === null) return false;
  if (live.deleted) return null;
  const before = !record.inIssue ? [] : record.problems.filter(({ code }) => code === why.code).map(({ code }) => `board/${code}`);
  await tell([{ key: `board/${why.code}`, body: boardProblemText(why, record.asked) }], before, live.number, home, context);
  return true;
}

/** Hidden key of that issue. */
function boardIssueKey(path: string, release: string): string {
  return `board/${encodeURIComponent(path)}/${encodeURIComponent(release.slice(0, 100).toWellFormed())}`;
}
