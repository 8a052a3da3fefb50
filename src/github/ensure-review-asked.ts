/**
 * Asks people to review a pull request. Whoever is asked or has reviewed already is left alone, so doing it again changes nothing; each is asked by
 * themselves, since GitHub refuses a request whole where one of its names will not do: the author, who is no collaborator, who is not there.
 * Sources: https://docs.github.com/rest/pulls/review-requests, https://docs.github.com/rest/pulls/reviews#list-reviews-for-a-pull-request
 */
import { z } from "zod";
import type { ReviewAsked } from "../domain/model/part.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { parseWire } from "./wire/parse-wire.ts";

const Person = z.object({ login: z.string() });
const Requested = z.object({ users: z.array(Person) });
const Reviews = z.array(z.object({ user: Person.nullish() }));
const REFUSED = [403, 404, 410];

export async function ensureReviewAsked(client: Client, repository: RepositoryRef, number: number, who: readonly string[]): Promise<ReviewAsked> {
  const what = `review of ${repositoryName(repository)}#${number}`;
  const parameters = { owner: repository.owner, repo: repository.name, pull_number: number };
  const before = await client.rest({ what, route: "GET /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers", parameters, understands: REFUSED });
  const reviews = await client.rest({ what, route: "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews", parameters: { ...parameters, per_page: 100 }, understands: REFUSED });
  if (before.status >= 300 || reviews.status >= 300) return null;
  const known = [...parseWire(Requested, before.body, what).users, ...parseWire(Reviews, reviews.body, what).flatMap(({ user }) => user ?? [])].map(({ login }) => login.toLowerCase());
  const asked: string[] = [];
  const refused: string[] = [];
  for (const login of who) {
    if (known.includes(login.toLowerCase())) {
      asked.push(login);
      continue;
    }
    const answer = await client.rest({ what, route: "POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers", parameters: { ...parameters, reviewers: [login] }, understands: [...REFUSED, 422] });
    if (REFUSED.includes(answer.status)) return null;
    (answer.status < 300 ? asked : refused).push(login);
  }
  return { asked, refused };
}
