/**
 * Follow-ups that somebody owns become issues of theirs, each once. What nobody owns stays an idea: not every idea is a commitment. A link that a
 * follow-up was given is looked at: one that leads nowhere is said to, and so is a test in an issue that no release counts as its feature.
 */
import type { FollowUp, Incident, IncidentRecord, IssueLink } from "../domain/model/incident.ts";
import type { Mark } from "../domain/model/key.ts";
import { repositoryName, sameRepository } from "../domain/model/refs.ts";
import { hiddenKey } from "../domain/desired/fenced-section.ts";
import { followUpIssueText, followUpTitle } from "../text/incident-follow-up.ts";
import type { ReleaseFeatures } from "../text/incident-follow-up.ts";
import type { IncidentPlace } from "./incident-place.ts";
import type { IssueDetail } from "./github-facts.ts";
import type { RunContext } from "./ports.ts";

/** In one run; the rest comes with the next. */
const AT_ONCE = 10;

export interface FollowedUp {
  readonly record: Pick<IncidentRecord, "followUps" | "badLinks">;
  /** issues that may be closed already */
  readonly marks: readonly Mark[];
}

export async function ensureFollowUps({ followUps, title }: Incident, { record, repository, plan }: IncidentPlace, context: RunContext): Promise<FollowedUp> {
  const made: Record<string, IssueLink> = { ...record.followUps };
  const bad: Record<string, "missing" | "no-feature"> = {};
  const marks: Mark[] = [];
  for (const one of followUps.filter(({ done }) => !done).slice(-AT_ONCE * 5)) {
    const key = String(one.number);
    const here = one.link !== null && sameRepository(one.link.repository, repositoryName(repository));
    const settled = made[key] !== undefined && record.badLinks?.[key] === undefined;
    if (one.link === null || !here || settled) continue;
    const issue = await context.github.readIssue(repository, one.link.number);
    const wrong = wrongLink(one, issue, plan);
    if (wrong !== null) bad[key] = wrong;
    if (issue === null || made[key] !== undefined) continue;
    made[key] = { repository: repositoryName(repository), number: one.link.number };
    if (!issue.open) marks.push({ key: { kind: "issue", repository: repository.id, number: one.link.number }, lane: "changed", installation: context.installation });
  }
  const wanted = followUps.filter((one) => one.owner !== null && one.link === null && !one.done && made[String(one.number)] === undefined);
  for (const one of wanted.slice(0, AT_ONCE)) {
    const key = `follow-up/${record.repository}/${record.number}/${one.number}`;
    const body = `${hiddenKey(key)}\n${followUpIssueText(one, title, record.number, plan.release.timezone, featuresOf(plan))}`;
    const issue = await context.github.ensureIssue(repository, { key, title: followUpTitle(one), body, labels: one.test ? plan.features?.select.labels ?? [] : [] });
    made[String(one.number)] = { repository: repositoryName(repository), number: issue.number };
  }
  return { record: { followUps: made, ...(Object.keys(bad).length === 0 ? {} : { badLinks: bad }) }, marks };
}

/** Of a test the release must see the issue: by a label or a type that the plan selects its features by. */
function wrongLink({ test }: FollowUp, issue: IssueDetail | null, { features }: IncidentPlace["plan"]): "missing" | "no-feature" | null {
  if (issue === null) return "missing";
  if (!test || features === null) return null;
  const { labels, issueTypes } = features.select;
  const has = (wanted: readonly string[], own: readonly (string | null)[]): boolean => wanted.some((one) => own.some((other) => other?.toLowerCase() === one.toLowerCase()));
  return has(labels, issue.labels) || has(issueTypes, [issue.issueType]) ? null : "no-feature";
}

function featuresOf({ features }: IncidentPlace["plan"]): ReleaseFeatures | null {
  return features === null ? null : { heading: features.acceptance.heading, labels: features.select.labels, types: features.select.issueTypes };
}
