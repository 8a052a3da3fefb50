/**
 * Steps of the short-term plan that somebody owns become issues below that of the incident, each once, where the release plan wants that
 * (`incidents.sub_issues`). Whoever closes one has done the step; a step that was said to be done closes its issue. Where GitHub takes no more issues
 * below another, it stands beside it and says where it belongs.
 */
import type { StepIssue } from "../domain/model/incident-action.ts";
import type { Incident, IncidentRecord } from "../domain/model/incident.ts";
import type { Mark } from "../domain/model/key.ts";
import { isOpen } from "../domain/incident/severity.ts";
import { hiddenKey } from "../domain/desired/fenced-section.ts";
import { stepIssueText, stepTitle } from "../text/incident-step.ts";
import type { IncidentPlace } from "./incident-place.ts";
import type { RunContext } from "./ports.ts";

/** In one run; the rest comes with the next. */
const AT_ONCE = 10;

export interface FollowedSteps {
  readonly record: Pick<IncidentRecord, "steps">;
  /** issues that were found closed */
  readonly marks: readonly Mark[];
}

/** `parent` is the issue in which the incident goes on now. */
export async function ensureSteps({ steps, title, state }: Incident, { record, repository, plan, incidents }: IncidentPlace, parent: number, context: RunContext): Promise<FollowedSteps> {
  const made: Record<string, StepIssue> = { ...record.steps };
  const marks: Mark[] = [];
  // The short-term plan of what is over is nobody's work any more.
  const wanted = incidents.subIssues && isOpen({ state }) ? steps.filter(({ owner, done, number }) => owner !== null && !done && made[String(number)] === undefined) : [];
  for (const one of wanted.slice(0, AT_ONCE)) {
    const key = `incident-step/${record.repository}/${record.number}/${one.number}`;
    const body = `${hiddenKey(key)}\n${stepIssueText(one, title, record.number, plan.release.timezone)}`;
    const issue = await context.github.ensureIssue(repository, { key, title: stepTitle(one), body, labels: [], assignees: one.owner === null || one.owner.includes("/") ? [] : [one.owner] });
    await context.github.ensureIssueLink(repository, parent, "child", issue.id);
    made[String(one.number)] = { number: issue.number };
    if (!issue.open) marks.push({ key: { kind: "issue", repository: repository.id, number: issue.number }, lane: "changed", installation: context.installation });
  }
  for (const { number } of steps.filter(({ done }) => done)) {
    const issue = made[String(number)];
    if (issue === undefined || issue.closed === true) continue;
    await context.github.ensureIssueClosed(repository, issue.number);
    made[String(number)] = { ...issue, closed: true };
  }
  return { record: Object.keys(made).length === 0 ? {} : { steps: made }, marks };
}
