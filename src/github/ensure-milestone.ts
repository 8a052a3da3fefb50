/**
 * Makes a milestone, or changes fields of one. Whoever calls has just read them all and found none, so a lost answer makes no second one: the next
 * run finds it by its hidden key, and GitHub refuses two of one title.
 * Null where GitHub refuses: the title is taken meanwhile, or the milestone is gone.
 * Sources: https://docs.github.com/rest/issues/milestones#create-a-milestone, #update-a-milestone
 */
import type { MilestoneFields } from "../domain/model/own-milestone.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import type { MilestoneFact } from "./read-milestones.ts";
import { milestoneFact, WireMilestone } from "./read-milestones.ts";
import { parseWire } from "./wire/parse-wire.ts";

/** `number` null = make one. */
export async function ensureMilestone(client: Client, repository: RepositoryRef, number: number | null, fields: MilestoneFields): Promise<MilestoneFact | null> {
  const what = number === null ? `a new milestone in ${repositoryName(repository)}` : `milestone ${number} of ${repositoryName(repository)}`;
  const { title, description, dueOn, open } = fields;
  const body = {
    ...(title === undefined ? {} : { title }), ...(description === undefined ? {} : { description }),
    ...(open === undefined ? {} : { state: open ? "open" : "closed" }),
    ...(dueOn === undefined ? {} : { due_on: dueOn === null ? null : new Date(dueOn).toISOString() }),
  };
  const place = { owner: repository.owner, repo: repository.name };
  const answer = number === null
    ? await client.rest({ what, route: "POST /repos/{owner}/{repo}/milestones", parameters: { ...place, ...body }, understands: [422] })
    : await client.rest({ what, route: "PATCH /repos/{owner}/{repo}/milestones/{milestone_number}", parameters: { ...place, milestone_number: number, ...body }, understands: [404, 410, 422] });
  return answer.status >= 300 ? null : milestoneFact(parseWire(WireMilestone, answer.body, what));
}
