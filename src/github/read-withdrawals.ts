/**
 * Who took a label off a pull request or changed its title or text, and who gave an issue another type or took a label off it; oldest first.
 * Sources: https://docs.github.com/graphql/reference/objects#unlabeledevent, …#renamedtitleevent, …#usercontentedit (newest first, and with the
 * creation itself once there was an edit); https://docs.github.com/rest/issues/timeline, since the types of an issue's timeline are younger in GraphQL
 */
import { z } from "zod";
import type { Withdrawal } from "../domain/model/withdrawal.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { WITHDRAWALS_DOCUMENT } from "./graphql/withdrawals.graphql.ts";
import { instantOf } from "./wire/instant.ts";
import { parseWire } from "./wire/parse-wire.ts";
import { sameRepositoryId } from "./wire/repository-envelope.ts";

const Person = z.object({ login: z.string() }).nullish();
const Event = z.object({ __typename: z.string(), createdAt: z.string().optional(), actor: Person, label: z.object({ name: z.string() }).nullish() });
const Edit = z.object({ editedAt: z.string(), editor: Person });
const Answer = z.object({
  repository: z.object({
    databaseId: z.number().nullish(),
    pullRequest: z.object({
      createdAt: z.string(),
      userContentEdits: z.object({ nodes: z.array(Edit.nullable()).nullish() }).nullish(),
      timelineItems: z.object({ nodes: z.array(Event.nullable()).nullish() }),
    }).nullish(),
  }).nullish(),
});

export async function readWithdrawals(client: Client, repository: RepositoryRef, number: number): Promise<readonly Withdrawal[]> {
  const data = await client.graphql({
    what: `history of ${repositoryName(repository)}#${number}`, document: () => WITHDRAWALS_DOCUMENT,
    variables: { owner: repository.owner, name: repository.name, number }, schema: Answer,
  });
  const pull = sameRepositoryId(data.repository, repository).pullRequest ?? null;
  if (pull === null) return [];
  const events = (pull.timelineItems.nodes ?? []).flatMap((event) => (event === null ? [] : withdrawal(event.__typename === "UnlabeledEvent" ? "label" : "title", event.createdAt, event.actor, event.label?.name)));
  const edits = (pull.userContentEdits?.nodes ?? []).flatMap((edit) => (edit === null || edit.editedAt === pull.createdAt ? [] : withdrawal("text", edit.editedAt, edit.editor)));
  return inOrder([...events, ...edits]);
}

const PER_PAGE = 100;
const MOST_PAGES = 10;
const TYPE_EVENTS = ["issue_type_added", "issue_type_changed", "issue_type_removed"];
/** Lines of other kinds have other fields. */
const Line = z.object({ event: z.string().nullish(), created_at: z.string().nullish(), actor: Person, label: z.object({ name: z.string().nullish() }).nullish() });

export async function readIssueWithdrawals(client: Client, repository: RepositoryRef, number: number): Promise<readonly Withdrawal[]> {
  const what = `timeline of ${repositoryName(repository)}#${number}`;
  const found: Withdrawal[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = await client.rest({
      what, route: "GET /repos/{owner}/{repo}/issues/{issue_number}/timeline", understands: [301, 403, 404, 410],
      parameters: { owner: repository.owner, repo: repository.name, issue_number: number, per_page: PER_PAGE, page },
    });
    if (answer.status >= 300) return [];
    const lines = parseWire(z.array(Line), answer.body, what);
    for (const { event, created_at: at, actor, label } of lines) {
      if (TYPE_EVENTS.includes(event ?? "")) found.push(...withdrawal("type", at, actor));
      if (event === "unlabeled") found.push(...withdrawal("label", at, actor, label?.name));
    }
    if (lines.length < PER_PAGE) break;
  }
  return inOrder(found);
}

function withdrawal(what: Withdrawal["what"], time: string | null | undefined, person: z.infer<typeof Person>, label: string | null | undefined = null): readonly Withdrawal[] {
  const at = instantOf(time ?? null);
  return at === null || person == null ? [] : [{ what, at, by: person.login, label: label ?? null }];
}

function inOrder(withdrawals: readonly Withdrawal[]): readonly Withdrawal[] {
  return withdrawals.toSorted((a, b) => a.at - b.at);
}
