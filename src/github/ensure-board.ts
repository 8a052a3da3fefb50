/**
 * Writes to a project: the project itself, its columns, items and their values. Whoever calls has just read it; an issue is added once however
 * often it is asked for, and everything else is found again by its title, name or hidden key, so a lost answer leaves no second one.
 * Sources: https://docs.github.com/graphql/reference/mutations#createprojectv2, #addprojectv2itembyid, #updateprojectv2itemfieldvalue
 */
import { z } from "zod";
import type { BoardField, BoardFieldType, BoardValue, ObservedBoardField } from "../domain/model/board.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import type { GraphqlError } from "./fault.ts";
import { fault } from "./fault.ts";
import { ADD_DRAFT_DOCUMENT, ADD_ISSUE_DOCUMENT, ARCHIVE_ITEM_DOCUMENT, CHANGE_DRAFT_DOCUMENT, CREATE_BOARD_DOCUMENT, CREATE_CHOICE_DOCUMENT, CREATE_FIELD_DOCUMENT, DESCRIBE_BOARD_DOCUMENT, FIELD_TYPES, ISSUE_ID_DOCUMENT, setValuesDocument } from "./graphql/board.graphql.ts";
import { fieldOf, WireBoardField } from "./read-board.ts";
import { sameRepositoryId } from "./wire/repository-envelope.ts";

const Done = z.looseObject({});
const COLORS = ["GRAY", "BLUE", "RED", "YELLOW", "GREEN"];

export async function createBoard(client: Client, ownerId: string, title: string): Promise<number> {
  const schema = z.object({ createProjectV2: z.object({ projectV2: z.object({ number: z.int() }) }) });
  const data = await client.graphql({ what: "a new project", document: () => CREATE_BOARD_DOCUMENT, variables: { owner: ownerId, title }, schema, writes: "content" });
  return data.createProjectV2.projectV2.number;
}

export async function ensureBoardReadme(client: Client, board: string, readme: string): Promise<void> {
  await client.graphql({ what: "the description of a project", document: () => DESCRIBE_BOARD_DOCUMENT, variables: { id: board, readme }, schema: Done, writes: "change" });
}

/** Null where GitHub takes no further column. */
export async function createBoardField(client: Client, board: string, { name, type, options }: BoardField): Promise<ObservedBoardField | null> {
  const schema = z.object({ createProjectV2Field: z.object({ projectV2Field: WireBoardField }) });
  const choices = options.map((option, index) => ({ name: option, color: COLORS[index % COLORS.length], description: "" }));
  const variables = { id: board, name, ...(type === "choice" ? { options: choices } : { type: FIELD_TYPES[type] }) };
  return refusedAsNull(async () => {
    const data = await client.graphql({ what: `the column ${name} of a project`, document: () => (type === "choice" ? CREATE_CHOICE_DOCUMENT : CREATE_FIELD_DOCUMENT), variables, schema, writes: "content" });
    return fieldOf(data.createProjectV2Field.projectV2Field);
  });
}

export type BoardContent = { readonly issue: number; readonly repository: RepositoryRef } | { readonly title: string; readonly body: string };

/** The id of the item. Null where the issue is gone, or where the project is full. */
export async function addBoardItem(client: Client, board: string, content: BoardContent): Promise<string | null> {
  return refusedAsNull(async () => {
    if ("issue" in content) {
      const id = await issueId(client, content.repository, content.issue);
      if (id === null) return null;
      const schema = z.object({ addProjectV2ItemById: z.object({ item: z.object({ id: z.string() }) }) });
      const data = await client.graphql({ what: `an item for #${content.issue}`, document: () => ADD_ISSUE_DOCUMENT, variables: { id: board, content: id }, schema, writes: "content" });
      return data.addProjectV2ItemById.item.id;
    }
    const schema = z.object({ addProjectV2DraftIssue: z.object({ projectItem: z.object({ id: z.string() }) }) });
    const data = await client.graphql({ what: "a draft in a project", document: () => ADD_DRAFT_DOCUMENT, variables: { id: board, ...content }, schema, writes: "content" });
    return data.addProjectV2DraftIssue.projectItem.id;
  });
}

async function issueId(client: Client, repository: RepositoryRef, number: number): Promise<string | null> {
  const schema = z.object({ repository: z.object({ databaseId: z.number().nullish(), issue: z.object({ id: z.string() }).nullish() }).nullish() });
  const explains = (error: GraphqlError): boolean => error.type === "NOT_FOUND";
  const data = await client.graphql({ what: `issue ${repositoryName(repository)}#${number}`, document: () => ISSUE_ID_DOCUMENT, variables: { owner: repository.owner, name: repository.name, number }, schema, explains });
  return data.repository == null ? null : sameRepositoryId(data.repository, repository).issue?.id ?? null;
}

/** False where GitHub refuses, as for an item that was archived meanwhile. */
export async function ensureBoardValues(client: Client, board: string, item: string, writes: readonly { readonly field: ObservedBoardField; readonly value: BoardValue }[]): Promise<boolean> {
  const variables = Object.assign({}, ...writes.map(({ field, value }, index) => ({ [`f${index}`]: field.id, ...(value === null ? {} : { [`v${index}`]: wireValue(field, value) }) }))) as Readonly<Record<string, unknown>>;
  const document = setValuesDocument(writes.map(({ value }) => value !== null));
  const done = await refusedAsNull(() => client.graphql({ what: "values of an item in a project", document: () => document, variables: { id: board, item, ...variables }, schema: Done, writes: "change" }));
  return done !== null;
}

function wireValue(field: ObservedBoardField, value: string | number): Readonly<Record<string, string | number>> {
  const names: Readonly<Record<BoardFieldType, string>> = { text: "text", number: "number", date: "date", choice: "singleSelectOptionId" };
  if (field.type === "other") throw fault("bug", `the column ${field.name} cannot be written`);
  const option = field.type === "choice" ? field.options.find(({ name }) => name === value)?.id : value;
  return { [names[field.type]]: option ?? value };
}

export async function ensureBoardDraft(client: Client, draft: string, change: { readonly title?: string; readonly body?: string }): Promise<boolean> {
  const done = await refusedAsNull(() => client.graphql({ what: "a draft in a project", document: () => CHANGE_DRAFT_DOCUMENT, variables: { id: draft, ...change }, schema: Done, writes: "change" }));
  return done !== null;
}

export async function archiveBoardItem(client: Client, board: string, item: string): Promise<void> {
  await refusedAsNull(() => client.graphql({ what: "an item of a project", document: () => ARCHIVE_ITEM_DOCUMENT, variables: { id: board, item }, schema: Done, writes: "change" }));
}

async function refusedAsNull<T>(send: () => Promise<T>): Promise<T | null> {
  try {
    return await send();
  } catch (error) {
    if (error instanceof FaultError && (error.fault.kind === "invalid" || error.fault.kind === "not-found")) return null;
    throw error;
  }
}
