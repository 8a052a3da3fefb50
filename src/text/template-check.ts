/**
 * Templates of a repository before they are used: each is filled in with a milestone that has everything, and with one that has nothing, so that every
 * part of it is looked at.
 */
import type { Instant } from "../domain/model/instant.ts";
import type { Problem } from "../domain/model/problem.ts";
import type { PlannedMilestone, ReleasePlan } from "../domain/model/plan.ts";
import { NO_MILESTONE_WORDS } from "../domain/model/milestone-words.ts";
import type { MilestoneWords } from "../domain/model/milestone-words.ts";
import { parsePlan } from "../domain/plan/parse.ts";
import { TEMPLATE_FOLDER } from "../domain/plan/plan-file.ts";
import { fallbackStanding } from "../domain/policy/fallback.ts";
import type { MilestoneDates } from "../domain/policy/milestone-dates.ts";
import { milestoneDates, totalSlip } from "../domain/policy/milestone-dates.ts";
import { joined } from "./enumeration.ts";
import { milestoneIssueFacts, releaseFacts } from "./milestone-facts.ts";
import type { ShownMilestone } from "./milestone-facts.ts";
import { TEMPLATE_FILES } from "./milestone-templates.ts";
import { readTemplate, renderTemplate } from "./template.ts";
import type { TemplateProblem, TemplateValue } from "./template.ts";

/** Read elsewhere, with fields of its own; here it only has to be a template. */
const INCIDENT = "incident.md.hbs";

const SAMPLE = `release: { name: Sample, manager: rita, timezone: UTC, planned: 2026-12-08, due: 2026-12-10 }
teams: [{ id: team, chair: rita, members: [ben], away: [{ who: ben, from: 2026-11-30, to: 2026-12-02, because: elections }] }]
milestones:
  - { id: bare, due: 2026-12-01 }
  - id: full
    title: Full
    description: Everything that a milestone can have
    planned: 2026-12-01
    due: 2026-12-03
    moved: [{ to: 2026-12-03, on: 2026-11-20, because: the vote, see: "https://example.org/minutes" }]
    manager: ben
    handed_over: [{ by: ann, on: 2026-11-25, because: on leave }]
    after: [bare]
    parts: [{ title: A draft, due: 2026-11-28, owner: ann }]
    checklist: [Try it]
    team: [{ who: ann, role: Developer }, { who: Somebody, role: Tester, open: true }]
  - { id: instead, due: 2026-12-01, fallback: { task: Do it all the same, after: 1 day } }
  - { id: last, due: 2026-12-02, after: [full] }
`;

/** Nothing where all is well, or where the file is none of the Warden's. */
export function templateProblems(path: string, text: string): readonly Problem[] {
  const file = path.slice(TEMPLATE_FOLDER.length);
  const found = problemOf(file, text);
  if (found === null) return [];
  const { severity, line, message, hint } = found;
  return [{ severity, code: "template", file: path, line, column: line === null ? null : 1, endLine: null, endColumn: null, path: "", message, hint }];
}

interface Found extends TemplateProblem {
  readonly severity: Problem["severity"];
  readonly hint: string;
}

function problemOf(file: string, text: string): Found | null {
  const names = [...Object.values(TEMPLATE_FILES), INCIDENT] as readonly string[];
  if (!names.includes(file)) return { severity: "warning", line: null, message: "Nothing is made from a template of this name.", hint: `the names are ${joined(names.map((name) => `\`${name}\``))}` };
  const samples = file === TEMPLATE_FILES.milestone ? milestoneSamples() : file === TEMPLATE_FILES.live ? liveSamples() : [];
  const problem = samples.reduce<TemplateProblem | null>((first, value) => first ?? wrongWith(text, value), readTemplate(text));
  return problem === null ? null : { severity: "error", line: problem.line, message: `This template cannot be used: ${problem.message}.`, hint: "until it is mended, the Warden's own stands in its place" };
}

function wrongWith(text: string, value: TemplateValue): TemplateProblem | null {
  const rendered = renderTemplate(text, value);
  return rendered.ok ? null : rendered.problem;
}

function milestoneSamples(): readonly TemplateValue[] {
  const { plan, shown } = sample();
  return shown.map((one) => milestoneIssueFacts(one, [], "plan.yml")).concat(shown.map((one) => milestoneIssueFacts(one, [{ title: plan.release.name, issue: "#1", reached: false }], "plan.yml")));
}

function liveSamples(): readonly TemplateValue[] {
  const { plan, shown, dates } = sample();
  const facts = (milestones: readonly ShownMilestone[]): TemplateValue => releaseFacts({ plan, total: totalSlip(milestones.length === 0 ? [] : dates), milestones, path: "plan.yml", home: "acme/app", now: 0 });
  return [facts(shown), facts([])];
}

function sample(): { readonly plan: ReleasePlan; readonly dates: readonly MilestoneDates[]; readonly shown: readonly ShownMilestone[] } {
  const { plan } = parsePlan(new TextEncoder().encode(SAMPLE), "sample.yml", null);
  if (plan === null) throw new Error("the sample is no plan");
  const now = Date.parse("2026-12-03T12:00:00Z");
  const dates = milestoneDates(plan, {}, [{ milestone: "last", product: null, at: now - 1, by: "rita" }], now);
  return { plan, dates, shown: dates.map((one) => ({ plan, dates: one, words: wordsOf(one.milestone), now, done: 0, total: one.milestone.parts.length + one.milestone.checklist.length, issue: one.milestone.id === "bare" ? null : 2, parts: { "a-draft": { ready: true, done: false, reviewers: ["dora"] } }, ...fallbackOf(one.milestone, now) })) };
}

function fallbackOf(milestone: PlannedMilestone, now: Instant): Pick<ShownMilestone, "fallback"> {
  const standing = fallbackStanding(milestone, [], now);
  return standing === null ? {} : { fallback: { standing, against: [] } };
}

/** What people can say of one. */
function wordsOf({ id, due }: PlannedMilestone): MilestoneWords {
  if (id !== "full" || due === null) return NO_MILESTONE_WORDS;
  return {
    ...NO_MILESTONE_WORDS, delegations: [{ milestone: id, to: "dora", by: "ben", at: 0 }],
    outstanding: [{ id: "1", milestone: id, task: "A task", needs: "a node", owner: "ann", due, disposition: "drop", by: "ben", at: 0, surprise: true }],
  };
}

