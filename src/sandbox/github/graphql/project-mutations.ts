// Projects (v2) by mutation. GitHub creates projects and fields in no other way.

import { findByNodeId } from "./project-lookup.ts";
import type { Account } from "../state/account.ts";
import type { Issue } from "../state/issue.ts";
import { addDraftIssue, addProjectItem, archiveItem, createProject, deleteProjectItem, setProjectValue, updateDraftIssue, updateProject, type Project, type ProjectItem } from "../state/project.ts";
import { createField, updateField, type FieldValue, type OptionInput, type SettableType } from "../state/project-field.ts";
import { inputOf, payload, payloadFields } from "./mutation-input.ts";
import { nodeById, nodeNotFound } from "./node-lookup.ts";
import { graphqlProblem } from "./problem.ts";
import { projectWriter } from "./project-access.ts";
import { fieldNode } from "./project-fields.ts";
import { typed, type Arguments, type GraphqlContext, type ResolverMap, type TypeResolvers } from "./resolver.ts";

export const PROJECT_MUTATIONS: TypeResolvers<unknown> = {
  createProjectV2(_, args, context) {
    const input = inputOf(args);
    const owner = nodeById(context, String(input["ownerId"]));
    if (owner.type !== "Organization" && owner.type !== "User") throw nodeNotFound(String(input["ownerId"]));
    const account = owner.value as Account;
    return payload(input, { projectV2: createProject(context.world, account, String(input["title"]), projectWriter(context, account)) });
  },
  updateProjectV2(_, args, context) {
    const input = inputOf(args);
    const { project, actor } = projectIn(context, input);
    const { title, shortDescription, readme, public: open, closed } = input;
    const change = { title, shortDescription, readme, public: open, closed };
    updateProject(context.world, project, Object.fromEntries(Object.entries(change).filter(([, value]) => value != null)), actor);
    return payload(input, { projectV2: project });
  },
  createProjectV2Field(_, args, context) {
    const input = inputOf(args);
    const { project } = projectIn(context, input);
    if (input["dataType"] === "ITERATION") throw graphqlProblem("UNPROCESSABLE", "The local GitHub has no iteration fields.");
    const field = createField(context.world, project, { name: String(input["name"]), dataType: input["dataType"] as SettableType, options: optionsIn(input) ?? [] });
    return payload(input, { projectV2Field: fieldNode(project, field) });
  },
  updateProjectV2Field(_, args, context) {
    const input = inputOf(args);
    const { project, field } = findByNodeId(context, input["fieldId"], "field");
    projectWriter(context, project.owner);
    const options = optionsIn(input);
    updateField(context.world, field, { ...(typeof input["name"] === "string" ? { name: input["name"] } : {}), ...(options === null ? {} : { options }) });
    return payload(input, { projectV2Field: fieldNode(project, field) });
  },
  addProjectV2ItemById(_, args, context) {
    const input = inputOf(args);
    const { project, actor } = projectIn(context, input);
    const content = nodeById(context, String(input["contentId"]));
    if (content.type !== "Issue" && content.type !== "PullRequest") throw nodeNotFound(String(input["contentId"]));
    return payload(input, { item: addProjectItem(context.world, project, content.value as Issue, actor) });
  },
  addProjectV2DraftIssue(_, args, context) {
    const input = inputOf(args);
    const { project, actor } = projectIn(context, input);
    const { body } = input;
    return payload(input, { projectItem: addDraftIssue(context.world, project, { title: String(input["title"]), body: typeof body === "string" ? body : "" }, actor) });
  },
  updateProjectV2DraftIssue(_, args, context) {
    const input = inputOf(args);
    const { item, draft } = findByNodeId(context, input["draftIssueId"], "draft");
    const { title, body } = input;
    updateDraftIssue(context.world, item, { ...(typeof title === "string" ? { title } : {}), ...(typeof body === "string" ? { body } : {}) }, projectWriter(context, item.project.owner));
    return payload(input, { draftIssue: draft });
  },
  updateProjectV2ItemFieldValue: (_, args, context) => changeValue(inputOf(args), context, valueIn(inputOf(args)["value"] as Arguments)),
  clearProjectV2ItemFieldValue: (_, args, context) => changeValue(inputOf(args), context, null),
  archiveProjectV2Item: (_, args, context) => changeArchive(inputOf(args), context, true),
  unarchiveProjectV2Item: (_, args, context) => changeArchive(inputOf(args), context, false),
  deleteProjectV2Item(_, args, context) {
    const input = inputOf(args);
    const { item, actor } = itemIn(context, input);
    deleteProjectItem(context.world, item, actor);
    return payload(input, { deletedItemId: item.nodeId });
  },
};

function projectIn(context: GraphqlContext, input: Arguments): { project: Project; actor: Account } {
  const { project } = findByNodeId(context, input["projectId"], "project");
  return { project, actor: projectWriter(context, project.owner) };
}

function itemIn(context: GraphqlContext, input: Arguments): { item: ProjectItem; actor: Account } {
  const { project, actor } = projectIn(context, input);
  const { item } = findByNodeId(context, input["itemId"], "item");
  if (item.project !== project) throw nodeNotFound(String(input["itemId"]));
  return { item, actor };
}

function optionsIn(input: Arguments): OptionInput[] | null {
  const { singleSelectOptions } = input;
  return Array.isArray(singleSelectOptions) ? (singleSelectOptions as OptionInput[]) : null;
}

/** Exactly one kind of value may be given. */
function valueIn(given: Arguments): FieldValue["value"] {
  const values = ["text", "number", "date", "singleSelectOptionId"].map((name) => given[name]).filter((value) => value != null);
  const [value] = values;
  if (values.length !== 1 || (typeof value !== "string" && typeof value !== "number")) throw graphqlProblem("UNPROCESSABLE", "Exactly one value must be provided");
  return value;
}

function changeValue(input: Arguments, context: GraphqlContext, value: FieldValue["value"] | null): unknown {
  const { item, actor } = itemIn(context, input);
  const { field } = findByNodeId(context, input["fieldId"], "field");
  setProjectValue(context.world, item, field, value, actor);
  return payload(input, { projectV2Item: item });
}

function changeArchive(input: Arguments, context: GraphqlContext, archived: boolean): unknown {
  const { item, actor } = itemIn(context, input);
  archiveItem(context.world, item, archived, actor);
  return payload(input, { item: typed("ProjectV2Item", item) });
}

export const PROJECT_MUTATION_RESOLVERS: ResolverMap = {
  CreateProjectV2Payload: payloadFields("projectV2"),
  UpdateProjectV2Payload: payloadFields("projectV2"),
  CreateProjectV2FieldPayload: payloadFields("projectV2Field"),
  UpdateProjectV2FieldPayload: payloadFields("projectV2Field"),
  AddProjectV2ItemByIdPayload: payloadFields("item"),
  AddProjectV2DraftIssuePayload: payloadFields("projectItem"),
  UpdateProjectV2DraftIssuePayload: payloadFields("draftIssue"),
  UpdateProjectV2ItemFieldValuePayload: payloadFields("projectV2Item"),
  ClearProjectV2ItemFieldValuePayload: payloadFields("projectV2Item"),
  ArchiveProjectV2ItemPayload: payloadFields("item"),
  UnarchiveProjectV2ItemPayload: payloadFields("item"),
  DeleteProjectV2ItemPayload: payloadFields("deletedItemId"),
};
