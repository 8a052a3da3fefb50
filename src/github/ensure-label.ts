/**
 * Makes an issue carry one label of ours, or none. Only our own labels are added and taken off, one by one, so that nobody's label is lost.
 * Promises: nothing is written where it stands already; the label itself is made first, with its colour and words, if it is not there.
 * False where it cannot be: the issue is gone, or the app lacks the right.
 * Sources: https://docs.github.com/rest/issues/labels#get-a-label, #create-a-label, #add-labels-to-an-issue, #remove-a-label-from-an-issue
 */
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";

export interface DesiredLabel {
  readonly name: string;
  readonly color: string;
  readonly description: string;
}

export interface LabelPlace {
  readonly number: number;
  /** names that it carries */
  readonly has: readonly string[];
  /** names of all labels of ours */
  readonly ours: readonly string[];
}

const REFUSED = [403, 404, 410, 422];

/** `desired` null = none of ours. */
export async function ensureLabel(client: Client, repository: RepositoryRef, { number, has, ours }: LabelPlace, desired: DesiredLabel | null): Promise<boolean> {
  const what = `labels of ${repositoryName(repository)}#${number}`;
  const target = { owner: repository.owner, repo: repository.name, issue_number: number };
  const same = (a: string, b: string | undefined): boolean => a.toLowerCase() === b?.toLowerCase();
  const own = has.filter((name) => ours.some((one) => same(one, name)));
  if (desired !== null && !own.some((name) => same(name, desired.name))) {
    if (!await ensureDefined(client, repository, desired)) return false;
    const added = await client.rest({ what, route: "POST /repos/{owner}/{repo}/issues/{issue_number}/labels", parameters: { ...target, labels: [desired.name] }, understands: REFUSED });
    if (added.status >= 300) return false;
  }
  for (const name of own.filter((one) => !same(one, desired?.name)))
    await client.rest({ what, route: "DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}", parameters: { ...target, name }, understands: REFUSED });
  return true;
}

async function ensureDefined(client: Client, repository: RepositoryRef, { name, color, description }: DesiredLabel): Promise<boolean> {
  const what = `label ${name} in ${repositoryName(repository)}`;
  const target = { owner: repository.owner, repo: repository.name };
  const there = await client.rest({ what, route: "GET /repos/{owner}/{repo}/labels/{name}", parameters: { ...target, name }, understands: [404] });
  if (there.status < 300) return true;
  // 422: somebody made it in the meantime.
  const made = await client.rest({ what, route: "POST /repos/{owner}/{repo}/labels", parameters: { ...target, name, color, description }, understands: REFUSED });
  return made.status < 300 || made.status === 422;
}
