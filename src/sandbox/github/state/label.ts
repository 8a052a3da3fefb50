/**
 * Labels of a repository. Names are unique whatever their letter case, and a renamed label stays on its issues.
 */
import { invalid, notFound } from "../api-problem.ts";
import { nodeId } from "../node-id.ts";
import { labelPayload } from "../payload/label.ts";
import type { World } from "../world.ts";
import type { Account } from "./account.ts";
import type { Repository } from "./repository.ts";

export interface Label {
  readonly id: number;
  readonly nodeId: string;
  name: string;
  /** Six hex digits without #. */
  color: string;
  description: string | null;
  readonly isDefault: boolean;
}

export interface LabelInput {
  readonly name: string;
  readonly color?: string | undefined;
  readonly description?: string | null | undefined;
}

/** The labels GitHub gives to a new repository. */
export const defaultLabels: readonly LabelInput[] = [
  { name: "bug", color: "d73a4a", description: "Something isn't working" },
  { name: "documentation", color: "0075ca", description: "Improvements or additions to documentation" },
  { name: "duplicate", color: "cfd3d7", description: "This issue or pull request already exists" },
  { name: "enhancement", color: "a2eeef", description: "New feature or request" },
  { name: "good first issue", color: "7057ff", description: "Good for newcomers" },
  { name: "help wanted", color: "008672", description: "Extra attention is needed" },
  { name: "invalid", color: "e4e669", description: "This doesn't seem right" },
  { name: "question", color: "d876e3", description: "Further information is requested" },
  { name: "wontfix", color: "ffffff", description: "This will not be worked on" },
];

export function createLabelSilently(world: World, repository: Repository, input: LabelInput): Label {
  const key = input.name.toLowerCase();
  if (input.name.trim() === "") throw invalid({ resource: "Label", code: "invalid", field: "name" });
  checkLengths(input.name, input.description);
  if (repository.labels.has(key)) throw invalid({ resource: "Label", code: "already_exists", field: "name" });
  const id = world.nextId("label");
  const isDefault = defaultLabels.some((label) => label.name === key);
  const label: Label = { id, nodeId: nodeId("label", id), name: input.name, color: hexColor(input.color ?? "ededed"), description: input.description ?? null, isDefault };
  repository.labels.set(key, label);
  return label;
}

function hexColor(color: string): string {
  if (!/^[0-9a-fA-F]{6}$/.test(color)) throw invalid({ resource: "Label", code: "invalid", field: "color" });
  return color.toLowerCase();
}

/** Creates a label and fires label.created; 422 when the name is taken. */
export function createLabel(world: World, repository: Repository, input: LabelInput, sender: Account): Label {
  const label = createLabelSilently(world, repository, input);
  world.emit({ event: "label", action: "created", repository, sender }, () => ({ label: labelPayload(world, repository, label) }));
  return label;
}

/** GitHub's limits in characters. */
const nameLimit = 50;
const descriptionLimit = 100;

function checkLengths(name: string | undefined, description: string | null | undefined): void {
  if (name !== undefined && name.length > nameLimit) throw invalid({ resource: "Label", code: "custom", field: "name", message: `name is too long (maximum is ${nameLimit} characters)` });
  if (description != null && description.length > descriptionLimit) throw invalid({ resource: "Label", code: "custom", field: "description", message: `description is too long (maximum is ${descriptionLimit} characters)` });
}

export function findLabel(repository: Repository, name: string): Label {
  const label = repository.labels.get(name.toLowerCase());
  if (label === undefined) throw notFound();
  return label;
}

/** The labels of these names; those that are unknown are made, as GitHub does when an issue is labelled. */
export function ensureLabels(world: World, repository: Repository, names: readonly string[], sender: Account): Label[] {
  const labels = names.map((name) => repository.labels.get(name.toLowerCase()) ?? createLabel(world, repository, { name }, sender));
  return [...new Set(labels)];
}

export function updateLabel(world: World, repository: Repository, label: Label, change: { name?: string | undefined; color?: string | undefined; description?: string | null | undefined }, sender: Account): void {
  checkLengths(change.name, change.description);
  const changes: Record<string, { from: string | null }> = {};
  if (change.name !== undefined && change.name !== label.name) {
    const key = change.name.toLowerCase();
    const holder = repository.labels.get(key);
    if (holder !== undefined && holder !== label) throw invalid({ resource: "Label", code: "already_exists", field: "name" });
    changes["name"] = { from: label.name };
    repository.labels.delete(label.name.toLowerCase());
    label.name = change.name;
    repository.labels.set(key, label);
  }
  if (change.color !== undefined && hexColor(change.color) !== label.color) {
    changes["color"] = { from: label.color };
    label.color = hexColor(change.color);
  }
  if (change.description !== undefined && change.description !== label.description) {
    changes["description"] = { from: label.description };
    label.description = change.description;
  }
  world.emit({ event: "label", action: "edited", repository, sender }, () => ({ label: labelPayload(world, repository, label), changes }));
}

/** Deletes a label from the repository and from every issue; only label.deleted is fired. */
export function deleteLabel(world: World, repository: Repository, label: Label, sender: Account): void {
  repository.labels.delete(label.name.toLowerCase());
  for (const issue of repository.issues.values()) {
    if (issue.labels.includes(label)) issue.labels = issue.labels.filter((each) => each !== label);
  }
  world.emit({ event: "label", action: "deleted", repository, sender }, () => ({ label: labelPayload(world, repository, label) }));
}
