/** The milestones of a repository, open and closed. Source: https://docs.github.com/rest/issues/milestones#list-milestones */
import { z } from "zod";
import type { Instant } from "../domain/model/instant.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { allPages } from "./pages.ts";
import { instantOf } from "./wire/instant.ts";

export const WireMilestone = z.object({
  number: z.number().int(),
  title: z.string(),
  description: z.string().nullish(),
  state: z.string(),
  closed_at: z.string().nullish(),
  due_on: z.string().nullish(),
});

export interface MilestoneFact {
  readonly number: number;
  readonly title: string;
  readonly description: string | null;
  readonly open: boolean;
  readonly closedAt: Instant | null;
  readonly dueOn: Instant | null;
}

export async function readMilestones(client: Client, repository: RepositoryRef): Promise<readonly MilestoneFact[]> {
  const milestones = await allPages(client, {
    what: `milestones of ${repositoryName(repository)}`,
    route: "GET /repos/{owner}/{repo}/milestones",
    parameters: { owner: repository.owner, repo: repository.name, state: "all", sort: "due_on", direction: "asc" },
    item: WireMilestone,
    field: null,
    mostPages: 20,
  });
  return milestones.map(milestoneFact);
}

export function milestoneFact(one: z.infer<typeof WireMilestone>): MilestoneFact {
  return {
    number: one.number, title: one.title, description: one.description ?? null, open: one.state === "open",
    closedAt: instantOf(one.closed_at), dueOn: instantOf(one.due_on),
  };
}
