/**
 * Projects (v2) of organisations and people: fields, items and their values. An issue or pull is in a project once; drafts live only there.
 * Items are told by projects_v2_item, projects by projects_v2, to the organisation; GitHub sends neither for projects of people.
 */
import { invalid, unprocessable } from "../api-problem.ts";
import { nodeId } from "../node-id.ts";
import { projectItemPayload, projectPayload } from "../payload/project.ts";
import type { World } from "../world.ts";
import type { Account } from "./account.ts";
import { isOrganization } from "./account.ts";
import type { Issue } from "./issue.ts";
import type { FieldValue, ProjectField } from "./project-field.ts";
import { checkFieldValue, defaultFields } from "./project-field.ts";

export interface DraftIssue {
  readonly id: number;
  readonly nodeId: string;
  title: string;
  body: string;
  readonly creator: Account;
  readonly createdAt: number;
  updatedAt: number;
}

export interface ProjectItem {
  readonly id: number;
  readonly nodeId: string;
  readonly project: Project;
  readonly content: { readonly kind: "issue"; readonly issue: Issue } | { readonly kind: "draft"; readonly draft: DraftIssue };
  readonly creator: Account;
  readonly createdAt: number;
  updatedAt: number;
  archivedAt: number | null;
  /** By id of the field. */
  readonly values: Map<number, FieldValue>;
}

export interface Project {
  readonly id: number;
  readonly nodeId: string;
  readonly number: number;
  readonly owner: Account;
  readonly creator: Account;
  title: string;
  shortDescription: string | null;
  readme: string | null;
  public: boolean;
  closedAt: number | null;
  readonly createdAt: number;
  updatedAt: number;
  /** In the order in which they are shown. */
  readonly fields: ProjectField[];
  readonly items: ProjectItem[];
}

/** Creates a private project with GitHub's own fields, Status among them. Fires projects_v2.created. */
export function createProject(world: World, owner: Account, title: string, creator: Account): Project {
  if (title.trim() === "") throw invalid("Title can't be blank");
  const now = world.clock.now();
  const id = world.nextId("project");
  const number = 1 + Math.max(0, ...projectsOf(world, owner).map((each) => each.number));
  const project: Project = { id, nodeId: nodeId("project", id), number, owner, creator, title, shortDescription: null, readme: null, public: false, closedAt: null, createdAt: now, updatedAt: now, fields: defaultFields(world), items: [] };
  world.projects.set(id, project);
  emitProject(world, project, "created", creator);
  return project;
}

export function projectsOf(world: World, owner: Account): Project[] {
  return [...world.projects.values()].filter((each) => each.owner === owner);
}

export interface ProjectChange {
  readonly title?: string;
  readonly shortDescription?: string;
  readonly readme?: string;
  readonly public?: boolean;
  readonly closed?: boolean;
}

/** Fires projects_v2.edited, closed or reopened. */
export function updateProject(world: World, project: Project, change: ProjectChange, sender: Account): void {
  const { closed, ...words } = change;
  const given = Object.entries(words).filter(([name, value]) => project[name as keyof typeof words] !== value);
  if (given.length > 0) {
    Object.assign(project, Object.fromEntries(given));
    project.updatedAt = world.clock.now();
    emitProject(world, project, "edited", sender);
  }
  if (closed === undefined || closed === (project.closedAt !== null)) return;
  project.closedAt = closed ? world.clock.now() : null;
  emitProject(world, project, closed ? "closed" : "reopened", sender);
}

/** Puts an issue or pull into a project; gives the item that is there when it is in it, archived or not. */
export function addProjectItem(world: World, project: Project, issue: Issue, sender: Account): ProjectItem {
  const present = project.items.find(({ content }) => content.kind === "issue" && content.issue === issue);
  return present ?? newItem(world, project, { kind: "issue", issue }, sender);
}

export function addDraftIssue(world: World, project: Project, input: { readonly title: string; readonly body: string }, sender: Account): ProjectItem {
  if (input.title.trim() === "") throw invalid("Title can't be blank");
  const now = world.clock.now();
  const id = world.nextId("draftIssue");
  const draft: DraftIssue = { id, nodeId: nodeId("draftIssue", id), title: input.title, body: input.body, creator: sender, createdAt: now, updatedAt: now };
  return newItem(world, project, { kind: "draft", draft }, sender);
}

/** GitHub's limit of items that are not archived. */
const itemLimit = 50_000;

function newItem(world: World, project: Project, content: ProjectItem["content"], sender: Account): ProjectItem {
  if (project.items.length >= itemLimit) throw unprocessable("The project has reached its maximum number of items.");
  const now = world.clock.now();
  const id = world.nextId("projectItem");
  const item: ProjectItem = { id, nodeId: nodeId("projectItem", id), project, content, creator: sender, createdAt: now, updatedAt: now, archivedAt: null, values: new Map() };
  project.items.push(item);
  emitItem(world, item, "created", sender);
  return item;
}

export function updateDraftIssue(world: World, item: ProjectItem, change: { readonly title?: string; readonly body?: string }, sender: Account): void {
  if (item.content.kind !== "draft") throw unprocessable("The item is not a draft issue.");
  const { draft } = item.content;
  if (change.title !== undefined) draft.title = change.title;
  if (change.body !== undefined) draft.body = change.body;
  draft.updatedAt = item.updatedAt = world.clock.now();
  emitItem(world, item, "edited", sender);
}

/** Sets a value, or clears it (null). Fires projects_v2_item.edited with what it was and is. */
export function setProjectValue(world: World, item: ProjectItem, field: ProjectField, value: FieldValue["value"] | null, sender: Account): void {
  if (!item.project.fields.includes(field)) throw unprocessable("The field does not belong to the project.");
  if (item.archivedAt !== null) throw unprocessable("The item is archived and cannot be updated");
  const before = item.values.get(field.id)?.value ?? null;
  if (value !== null) checkFieldValue(field, value);
  const now = world.clock.now();
  if (value === null) item.values.delete(field.id);
  else item.values.set(field.id, { field, value, creator: sender, updatedAt: now });
  item.updatedAt = now;
  const change = { field_node_id: field.nodeId, field_type: field.dataType.toLowerCase(), field_name: field.name, project_number: item.project.number, from: before, to: value };
  emitItem(world, item, "edited", sender, { changes: { field_value: change } });
}

/** Archives an item or brings it back. */
export function archiveItem(world: World, item: ProjectItem, archived: boolean, sender: Account): void {
  if (archived === (item.archivedAt !== null)) return;
  const before = item.archivedAt;
  item.archivedAt = archived ? world.clock.now() : null;
  emitItem(world, item, archived ? "archived" : "restored", sender, { changes: { archived_at: { from: before, to: item.archivedAt } } });
}

export function deleteProjectItem(world: World, item: ProjectItem, sender: Account): void {
  item.project.items.splice(item.project.items.indexOf(item), 1);
  emitItem(world, item, "deleted", sender);
}

function emitProject(world: World, project: Project, action: string, sender: Account): void {
  if (!isOrganization(project.owner)) return;
  world.emit({ event: "projects_v2", action, repository: null, organization: project.owner, sender }, () => ({ projects_v2: projectPayload(world, project) }));
}

function emitItem(world: World, item: ProjectItem, action: string, sender: Account, more: Record<string, unknown> = {}): void {
  const { owner } = item.project;
  if (!isOrganization(owner)) return;
  world.emit({ event: "projects_v2_item", action, repository: null, organization: owner, sender }, () => ({ projects_v2_item: projectItemPayload(world, item), ...more }));
}
