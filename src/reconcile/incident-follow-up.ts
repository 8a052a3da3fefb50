/** Follow-ups that somebody owns become issues of theirs, each once. What nobody owns stays an idea: not every idea is a commitment. */
import type { Incident, IssueLink } from "../domain/model/incident.ts";
import { repositoryName } from "../domain/model/refs.ts";
import { hiddenKey } from "../domain/desired/fenced-section.ts";
import { followUpIssueText, followUpTitle } from "../text/incident-follow-up.ts";
import type { ReleaseFeatures } from "../text/incident-follow-up.ts";
import type { IncidentPlace } from "./incident-place.ts";
import type { RunContext } from "./ports.ts";

/** In one run; the rest comes with the next. */
const AT_ONCE = 10;

export async function ensureFollowUps({ followUps, title }: Incident, { record, repository, plan }: IncidentPlace, context: RunContext): Promise<Readonly<Record<string, IssueLink>>> {
  const made: Record<string, IssueLink> = { ...record.followUps };
  const wanted = followUps.filter((one) => one.owner !== null && one.link === null && !one.done && made[String(one.number)] === undefined);
  for (const one of wanted.slice(0, AT_ONCE)) {
    const key = `follow-up/${record.repository}/${record.number}/${one.number}`;
    const body = `${hiddenKey(key)}\n${followUpIssueText(one, title, record.number, plan.release.timezone, featuresOf(plan))}`;
    const issue = await context.github.ensureIssue(repository, { key, title: followUpTitle(one), body, labels: one.test ? plan.features?.select.labels ?? [] : [] });
    made[String(one.number)] = { repository: repositoryName(repository), number: issue.number };
  }
  return made;
}

function featuresOf({ features }: IncidentPlace["plan"]): ReleaseFeatures | null {
  return features === null ? null : { heading: features.acceptance.heading, labels: features.select.labels, types: features.select.issueTypes };
}
