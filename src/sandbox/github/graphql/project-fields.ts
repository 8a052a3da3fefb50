// Projects (v2): their fields, items, and the values of items.
//
// The title of an item is given among its values, as GitHub does; labels, milestones and assignees are read from the issue itself.

import { githubInstant, githubInstantOrNull } from "../clock.ts";
import { nodeId } from "../node-id.ts";
import { projectPage } from "../payload/project.ts";
import type { Account } from "../state/account.ts";
import type { Issue } from "../state/issue.ts";
import { projectsOf, type DraftIssue, type Project, type ProjectItem } from "../state/project.ts";
import type { FieldOption, FieldValue, ProjectField } from "../state/project-field.ts";
import { holdsPermission } from "../rest/caller.ts";
import { sees } from "./access.ts";
import { actorNode } from "./account-fields.ts";
import { CONNECTION, EDGE, pageOf } from "./connection.ts";
import { graphqlProblem } from "./problem.ts";
import { needProjects, projectWriter, seesProject } from "./project-access.ts";
import { typed, type Arguments, type GraphqlContext, type ResolverMap, type Typed, type TypeResolvers } from "./resolver.ts";

interface FieldSource {
  readonly project: Project;
  readonly field: ProjectField;
}

interface ValueSource {
  readonly item: ProjectItem;
  readonly value: FieldValue;
}

/** Fields that both organisations and users have. */
export const PROJECT_OWNER_FIELDS: TypeResolvers<Account> = {
  projectV2(owner, args, context) {
    needProjects(context, owner);
    const number = Number(args["number"]);
    const found = projectsOf(context.world, owner).find((each) => each.number === number);
    if (found === undefined || !seesProject(context, found)) throw graphqlProblem("NOT_FOUND", `Could not resolve to a ProjectV2 with the number ${number}.`);
    return found;
  },
  projectsV2(owner, args, context) {
    needProjects(context, owner);
    const { query } = args;
    const wanted = typeof query === "string" ? query.toLowerCase() : "";
    return pageOf(projectsOf(context.world, owner).filter((each) => seesProject(context, each) && each.title.toLowerCase().includes(wanted)), args);
  },
};

export function fieldNode(project: Project, field: ProjectField): Typed {
  return typed(field.dataType === "SINGLE_SELECT" ? "ProjectV2SingleSelectField" : "ProjectV2Field", { project, field } satisfies FieldSource);
}

/** The items that an issue or pull has in projects which the caller sees. */
export function projectItemsOf(issue: Issue, args: Arguments, context: GraphqlContext): ProjectItem[] {
  const withArchived = args["includeArchived"] !== false;
  const all = [...context.world.projects.values()].filter((project) => seesProject(context, project)).flatMap((project) => project.items);
  return all.filter(({ content, archivedAt }) => content.kind === "issue" && content.issue === issue && (withArchived || archivedAt === null));
}

const PROJECT: TypeResolvers<Project> = {
  id: (project) => project.nodeId,
  databaseId: (project) => project.id,
  fullDatabaseId: (project) => String(project.id),
  number: (project) => project.number,
  title: (project) => project.title,
  shortDescription: (project) => project.shortDescription,
  readme: (project) => project.readme,
  public: (project) => project.public,
  closed: (project) => project.closedAt !== null,
  closedAt: (project) => githubInstantOrNull(project.closedAt),
  createdAt: (project) => githubInstant(project.createdAt),
  updatedAt: (project) => githubInstant(project.updatedAt),
  creator: (project) => actorNode(project.creator),
  owner: (project) => actorNode(project.owner),
  url: (project, _, { world }) => projectPage(world, project),
  viewerCanUpdate: (project, _, context) => canUpdate(context, project),
  field: (project, args) => {
    const field = project.fields.find((each) => each.name === args["name"]);
    return field === undefined ? null : fieldNode(project, field);
  },
  fields: (project, args) => pageOf(project.fields.map((field) => fieldNode(project, field)), args),
  items: (project, args) => pageOf(project.items, args),
};

function canUpdate(context: GraphqlContext, project: Project): boolean {
  try {
    return projectWriter(context, project.owner) !== null;
  } catch {
    return false;
  }
}

const FIELD: TypeResolvers<FieldSource> = {
  id: ({ field }) => field.nodeId,
  databaseId: ({ field }) => field.id,
  name: ({ field }) => field.name,
  dataType: ({ field }) => field.dataType,
  createdAt: ({ field }) => githubInstant(field.createdAt),
  updatedAt: ({ field }) => githubInstant(field.updatedAt),
  project: ({ project }) => project,
};

const CHOICE: TypeResolvers<FieldSource> = {
  ...FIELD,
  options: ({ field }, { names }) => (Array.isArray(names) ? field.options.filter((option) => names.includes(option.name)) : field.options),
};

const OPTION: TypeResolvers<FieldOption> = {
  id: (option) => option.id,
  name: (option) => option.name,
  color: (option) => option.color,
  description: (option) => option.description,
};

const ITEM: TypeResolvers<ProjectItem> = {
  id: (item) => item.nodeId,
  databaseId: (item) => item.id,
  fullDatabaseId: (item) => String(item.id),
  project: (item) => item.project,
  type: (item, _, context) => (contentOf(item, context) === null ? "REDACTED" : item.content.kind === "draft" ? "DRAFT_ISSUE" : item.content.issue.pull === null ? "ISSUE" : "PULL_REQUEST"),
  content: (item, _, context) => contentOf(item, context),
  isArchived: (item) => item.archivedAt !== null,
  creator: (item) => actorNode(item.creator),
  createdAt: (item) => githubInstant(item.createdAt),
  updatedAt: (item) => githubInstant(item.updatedAt),
  fieldValues: (item, args, context) => pageOf(valuesOf(item, context).map((value) => valueNode(item, value)), args),
  fieldValueByName: (item, args, context) => {
    const value = valuesOf(item, context).find(({ field }) => field.name === args["name"]);
    return value === undefined ? null : valueNode(item, value);
  },
};

/** Null for what the caller may not see. */
function contentOf({ content }: ProjectItem, context: GraphqlContext): Typed | null {
  if (content.kind === "draft") return typed("DraftIssue", content.draft);
  const { issue } = content;
  const { caller } = context;
  const mayRead = caller.kind !== "installation" || holdsPermission(caller, issue.pull === null ? "issues" : "pull_requests", "read");
  if (!mayRead || !sees(context, issue.repository)) return null;
  return typed(issue.pull === null ? "Issue" : "PullRequest", issue);
}

/** The title, unless it is not for this reader, and what was set, in the order of the fields. */
function valuesOf(item: ProjectItem, context: GraphqlContext): FieldValue[] {
  const { content, project } = item;
  const title = content.kind === "draft" ? content.draft.title : content.issue.title;
  return project.fields.flatMap((field) => {
    if (field.dataType === "TITLE") return contentOf(item, context) === null ? [] : [{ field, value: title, creator: item.creator, updatedAt: item.updatedAt }];
    return item.values.get(field.id) ?? [];
  });
}

const VALUE_TYPES: Readonly<Record<string, string>> = { TEXT: "Text", TITLE: "Text", NUMBER: "Number", DATE: "Date", SINGLE_SELECT: "SingleSelect" };

function valueNode(item: ProjectItem, value: FieldValue): Typed {
  return typed(`ProjectV2ItemField${VALUE_TYPES[value.field.dataType] ?? "Text"}Value`, { item, value } satisfies ValueSource);
}

const VALUE: TypeResolvers<ValueSource> = {
  id: ({ item, value }) => nodeId("projectValue", `${item.id}:${value.field.id}`),
  field: ({ item, value }) => fieldNode(item.project, value.field),
  item: ({ item }) => item,
  creator: ({ value }) => actorNode(value.creator),
  createdAt: ({ item }) => githubInstant(item.createdAt),
  updatedAt: ({ value }) => githubInstant(value.updatedAt),
};

function optionOf({ value: { field, value } }: ValueSource): FieldOption | null {
  return field.options.find((option) => option.id === value) ?? null;
}

const CHOICE_VALUE: TypeResolvers<ValueSource> = {
  ...VALUE,
  optionId: ({ value }) => value.value,
  name: (source) => optionOf(source)?.name ?? null,
  color: (source) => optionOf(source)?.color ?? "GRAY",
  description: (source) => optionOf(source)?.description ?? null,
};

const DRAFT: TypeResolvers<DraftIssue> = {
  id: (draft) => draft.nodeId,
  title: (draft) => draft.title,
  body: (draft) => draft.body,
  creator: (draft) => actorNode(draft.creator),
  createdAt: (draft) => githubInstant(draft.createdAt),
  updatedAt: (draft) => githubInstant(draft.updatedAt),
};

export const PROJECT_RESOLVERS: ResolverMap = {
  ProjectV2: PROJECT,
  ProjectV2Field: FIELD,
  ProjectV2SingleSelectField: CHOICE,
  ProjectV2SingleSelectFieldOption: OPTION,
  ProjectV2Item: ITEM,
  ProjectV2ItemFieldTextValue: { ...VALUE, text: ({ value }: ValueSource) => value.value },
  ProjectV2ItemFieldNumberValue: { ...VALUE, number: ({ value }: ValueSource) => value.value },
  ProjectV2ItemFieldDateValue: { ...VALUE, date: ({ value }: ValueSource) => value.value },
  ProjectV2ItemFieldSingleSelectValue: CHOICE_VALUE,
  DraftIssue: DRAFT,
  ProjectV2Connection: CONNECTION,
  ProjectV2FieldConfigurationConnection: CONNECTION,
  ProjectV2ItemConnection: CONNECTION,
  ProjectV2ItemEdge: EDGE,
  ProjectV2ItemFieldValueConnection: CONNECTION,
};
