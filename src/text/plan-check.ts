/**
 * The check on a pull request that changes the plan: what is wrong on which line, the plan's calendar, what the change would do, and whose
 * approval it needs. A broken plan is red, since it would not take effect; a missing approval waits.
 */
import type { CheckWords } from "../domain/desired/pull-check.ts";
import type { Problem } from "../domain/model/problem.ts";
import type { RepositoryName } from "../domain/model/refs.ts";
import { isTemplateFile } from "../domain/plan/plan-file.ts";
import { SUMMARY_CAP } from "./decision-summary.ts";
import { markdownCode, markdownProse, markdownText, terminalText } from "./escape.ts";
import { boardChangeMarkdown } from "./board-changes.ts";
import type { BoardPreview } from "./board-changes.ts";
import { issueChangeMarkdown } from "./issue-changes.ts";
import type { IssuePreview } from "./issue-changes.ts";
import { approvalText, planPreviewMarkdown, planPreviewTitle, type PlanPreview } from "./plan-preview.ts";
import { problemAnnotations } from "./problem-annotations.ts";
import { problemCount } from "./problem-lines.ts";
import { markdownVoice } from "./voice.ts";
import { milestoneChangeMarkdown, type ProposedMilestones } from "./milestone-changes.ts";
import { TITLE_CAP } from "./decision-title.ts";
import { counted, joined, sentence } from "./enumeration.ts";

const PROBLEMS_SHOWN = 50;
const UNCHECKED_SHOWN = 10;

/** Not the name of the freeze's check: a plan may be wrong on a pull request that no freeze stops. */
export function planCheckName(base: string): string {
  return `Release plan file (${base})`;
}

export interface PlanCheckInput {
  readonly base: string;
  /** of all changed plan files, warnings included */
  readonly problems: readonly Problem[];
  /** Markdown of each plan's calendar, see `calendarMarkdown`; empty when none could be read */
  readonly calendars: readonly { readonly path: string; readonly markdown: string }[];
  /** null when the plan is wrong, or there is nothing open to look at */
  readonly preview: PlanPreview | null;
  /** what it would write to milestones; null = the plan is wrong or speaks of none */
  readonly milestones: ProposedMilestones | null;
  /** what it would write to its board; absent = it asks for none */
  readonly boards?: readonly BoardPreview[];
  /** which issues it would make or close; absent = it has none */
  readonly issues?: readonly IssuePreview[];
  /** issues and pull requests that it names and nobody could look up, as `owner/name#12`; absent = none */
  readonly unchecked?: readonly string[];
  /** it changes templates of the plan's issues, and no plan; absent = not so */
  readonly templates?: boolean;
  readonly repository: RepositoryName | null;
  readonly detailsUrl: string | null;
  readonly web?: string;
}

export function renderPlanCheck(input: PlanCheckInput): CheckWords {
  const errors = input.problems.filter((problem) => problem.severity === "error").length;
  const waits = errors === 0 && input.preview?.change?.verdict === "wait";
  return {
    name: planCheckName(input.base),
    conclusion: errors > 0 ? "failure" : waits ? null : "success",
    title: terminalText(titleOf(input, errors, waits), TITLE_CAP),
    summary: summaryOf(input, errors),
    annotations: problemAnnotations(input.problems),
    detailsUrl: input.detailsUrl,
  };
}

function titleOf({ problems, preview, templates }: PlanCheckInput, errors: number, waits: boolean): string {
  if (errors > 0 && onlyTemplates(problems)) return `${counted(errors, "template")} cannot be used; the Warden's own ${errors === 1 ? "stands in its place" : "stand in their place"}`;
  if (templates === true) return `The templates are right${problems.length === 0 ? "" : ` (${counted(problems.length, "warning")})`}`;
  if (errors > 0) return `The plan has ${counted(errors, "error")}; the plan in force stays as it is`;
  const warnings = problems.length === 0 ? "" : ` (${counted(problems.length, "warning")})`;
  if (preview === null) return `The plan is right${warnings}`;
  if (waits) return `Waits for the approval of ${terminalText(preview.change?.approver ?? "the release manager", 40)}: ${lowerFirst(planPreviewTitle(preview))}`;
  return `${planPreviewTitle(preview)}${warnings}`;
}

/** A template that is wrong puts no plan out of force. */
function onlyTemplates(problems: readonly Problem[]): boolean {
  return problems.every(({ severity, file }) => severity !== "error" || isTemplateFile(file));
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function summaryOf(input: PlanCheckInput, errors: number): string {
  const voice = markdownVoice(input.web ?? "https://github.com");
  const { preview, problems, calendars, milestones } = input;
  const approval = preview === null ? null : approvalText(preview.change, voice);
  const next = errors > 0 && onlyTemplates(problems) ? `${voice.strong("Next step:")} mend the templates below. Until then the Warden's own text stands in their place.`
    : errors > 0 ? `${voice.strong("Next step:")} correct the lines below; each says what to write instead. Until then the plan in force stays as it is.`
    : approval !== null && preview?.change?.verdict === "wait" ? `${voice.strong("Next step:")} ${approval}`
      : `${voice.strong("Nothing to do.")} The ${input.templates === true ? "templates are" : "plan is"} right${approval === null ? "" : `. ${sentence(approval)}`}`;
  const parts = [
    next.endsWith(".") ? next : `${next}.`,
    problems.length === 0 ? null : `### ${sentence(problemCount(problems) ?? "Problems")}\n${problemList(problems)}`,
    uncheckedText(input.unchecked ?? []),
    preview === null ? null : `### What this change would do\n${planPreviewMarkdown(preview, input.repository, input.web)}`,
    milestones === null ? null : `### Milestones on GitHub\nOnce this is merged: ${milestoneChangeMarkdown(milestones)}`,
    ...(input.issues ?? []).map((issues) => `### Issues on GitHub\nOnce this is merged: ${issueChangeMarkdown(issues)}`),
    ...(input.boards ?? []).map((board) => `### The board\nOnce this is merged: ${boardChangeMarkdown(board)}`),
    ...calendars.map(({ path, markdown }) => `### Calendar of ${markdownCode(path)}\n${markdown}`),
  ].filter((part) => part !== null);
  const kept: string[] = [];
  let length = 0;
  for (const part of parts) {
    if (length + part.length + 2 > SUMMARY_CAP) { kept.push("The rest was left out: this page has reached its greatest length."); break; }
    kept.push(part);
    length += part.length + 2;
  }
  return kept.join("\n\n");
}

/** Neither a warning nor silence: whether they are there is simply not known. */
function uncheckedText(names: readonly string[]): string | null {
  if (names.length === 0) return null;
  const shown = [...new Set(names)].slice(0, UNCHECKED_SHOWN).map((name) => markdownCode(name, 140));
  const more = new Set(names).size - shown.length;
  return `Whether ${names.length === 1 ? "this is" : "these are"} there could not be checked: ${joined([...shown, ...(more > 0 ? [`${more} more`] : [])])}.`;
}

function problemList(problems: readonly Problem[]): string {
  const shown = [...problems].sort((a, b) => rank(a) - rank(b)).slice(0, PROBLEMS_SHOWN).map((problem) => {
    const place = [markdownText(problem.file), problem.line, problem.line === null ? null : problem.column].filter((part) => part !== null).join(":");
    return `- ${place} ${problem.severity}: ${markdownProse(problem.message, 300)}${problem.hint === null ? "" : ` Fix: ${markdownProse(problem.hint, 300)}`}`;
  });
  const more = problems.length - shown.length;
  return [...shown, ...(more > 0 ? [`- and ${counted(more, "more", "more")}`] : [])].join("\n");
}

function rank(problem: Problem): number {
  return problem.severity === "error" ? 0 : 1;
}
