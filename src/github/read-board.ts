/**
 * A project of an organization, with its columns, items and their values. Null where there is none of that number in our sight, and where the
 * owner is a person: projects of people are closed to apps.
 * Source: https://docs.github.com/issues/planning-and-tracking-with-projects/automating-your-project/using-the-api-to-manage-projects
 */
import { z } from "zod";
import type { BoardFieldType, ObservedBoard, ObservedBoardField, ObservedBoardItem } from "../domain/model/board.ts";
import type { Client } from "./app-client.ts";
import type { GraphqlError } from "./fault.ts";
import { BOARD_DOCUMENT, BOARD_ITEMS_DOCUMENT, BOARD_OWNER_DOCUMENT, BOARDS_BY_TITLE_DOCUMENT, FIELD_TYPES } from "./graphql/board.graphql.ts";

/** 1,200 items: what a board is looked through for. */
const MOST_PAGES = 12;

export const WireBoardField = z.object({ id: z.string().nullish(), name: z.string().nullish(), dataType: z.string().nullish(), options: z.array(z.object({ id: z.string(), name: z.string() })).nullish() });

const WireBoard = z.object({ id: z.string(), number: z.int(), url: z.string(), title: z.string(), readme: z.string().nullish(), closed: z.boolean(), public: z.boolean(), fields: z.object({ nodes: z.array(WireBoardField.nullable()) }) });
const BoardAnswer = z.object({ organization: z.object({ projectV2: WireBoard.nullish() }).nullish() });

const OfField = z.object({ id: z.string().nullish() }).nullish();
const WireValue = z.object({ text: z.string().nullish(), number: z.number().nullish(), date: z.string().nullish(), name: z.string().nullish(), field: OfField });
const WireItem = z.object({
  id: z.string(), isArchived: z.boolean(),
  content: z.object({ number: z.int().nullish(), repository: z.object({ databaseId: z.number().nullish() }).nullish(), id: z.string().nullish(), title: z.string().nullish(), body: z.string().nullish() }).nullish(),
  fieldValues: z.object({ nodes: z.array(WireValue.nullable()) }),
});
const ItemsAnswer = z.object({ node: z.object({ items: z.object({ pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }), nodes: z.array(WireItem.nullable()) }).nullish() }).nullish() });

const TitlesAnswer = z.object({ organization: z.object({ projectsV2: z.object({ nodes: z.array(z.object({ number: z.int(), title: z.string(), closed: z.boolean(), creator: z.object({ login: z.string() }).nullish() }).nullable()) }) }).nullish() });

const isMissing = (error: GraphqlError): boolean => error.type === "NOT_FOUND";

export async function readBoard(client: Client, owner: string, number: number): Promise<ObservedBoard | null> {
  const what = `project ${number} of ${owner}`;
  const data = await client.graphql({ what, document: () => BOARD_DOCUMENT, variables: { login: owner, number }, schema: BoardAnswer, explains: isMissing });
  const board = data.organization?.projectV2;
  if (board == null) return null;
  const items: ObservedBoardItem[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer: z.infer<typeof ItemsAnswer> = await client.graphql({ what, document: () => BOARD_ITEMS_DOCUMENT, variables: { id: board.id, cursor }, schema: ItemsAnswer, explains: isMissing });
    const listed = answer.node?.items;
    if (listed == null) return null;
    items.push(...listed.nodes.flatMap((item) => (item === null ? [] : [itemOf(item)])));
    cursor = listed.pageInfo.hasNextPage ? listed.pageInfo.endCursor ?? null : null;
    if (cursor === null) break;
  }
  return {
    id: board.id, number: board.number, url: board.url, title: board.title, readme: board.readme ?? "", open: !board.closed, public: board.public,
    fields: board.fields.nodes.flatMap((field) => fieldOf(field) ?? []), items, complete: cursor === null,
  };
}

/** Null = the owner is a person. */
export async function readBoardOwner(client: Client, owner: string): Promise<string | null> {
  const schema = z.object({ organization: z.object({ id: z.string() }).nullish() });
  const data = await client.graphql({ what: `the account ${owner}`, document: () => BOARD_OWNER_DOCUMENT, variables: { login: owner }, schema, explains: isMissing });
  return data.organization?.id ?? null;
}

/** Null = no open project of that title is ours. */
export async function findBoard(client: Client, botLogin: string, owner: string, title: string): Promise<number | null> {
  const data = await client.graphql({ what: `projects of ${owner}`, document: () => BOARDS_BY_TITLE_DOCUMENT, variables: { login: owner, query: title }, schema: TitlesAnswer, explains: isMissing });
  // GraphQL leaves out the [bot] that REST appends.
  const names = [botLogin, botLogin.replace(/\[bot\]$/, "")];
  const ours = (data.organization?.projectsV2.nodes ?? []).flatMap((one) => (one !== null && one.title === title && !one.closed && names.includes(one.creator?.login ?? "") ? [one.number] : []));
  return ours.length === 0 ? null : Math.min(...ours);
}

export function fieldOf(field: z.infer<typeof WireBoardField> | null): ObservedBoardField | null {
  if (field?.id == null || field.name == null) return null;
  const type = (Object.keys(FIELD_TYPES) as BoardFieldType[]).find((one) => FIELD_TYPES[one] === field.dataType) ?? "other";
  return { id: field.id, name: field.name, type, options: field.options ?? [] };
}

function itemOf({ id, isArchived, content, fieldValues }: z.infer<typeof WireItem>): ObservedBoardItem {
  const values = fieldValues.nodes.flatMap((one) => {
    const value = one?.text ?? one?.number ?? one?.date ?? one?.name ?? null;
    return one?.field?.id == null || value === null ? [] : [[one.field.id, value] as const];
  });
  const repositoryId = content?.repository?.databaseId;
  return {
    id, archived: isArchived,
    issue: content?.number == null || repositoryId == null ? null : { repositoryId, number: content.number },
    draft: content?.id == null || content.title == null ? null : { id: content.id, title: content.title, body: content.body ?? "" },
    values: Object.fromEntries(values),
  };
}
