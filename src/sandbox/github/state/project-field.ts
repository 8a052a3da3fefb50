/**
 * Fields of projects: GitHub's own, and those that people add. Only text, numbers, dates and single choices hold values here;
 * labels, milestones and assignees are shown from the issue and cannot be set through the project.
 */
import { invalid, unprocessable } from "../api-problem.ts";
import { nodeId } from "../node-id.ts";
import type { World } from "../world.ts";
import type { Account } from "./account.ts";
import type { Project } from "./project.ts";

export const settableTypes = ["TEXT", "NUMBER", "DATE", "SINGLE_SELECT"] as const;
export type SettableType = (typeof settableTypes)[number];
export type FieldType = SettableType | "TITLE" | "ASSIGNEES" | "LABELS" | "LINKED_PULL_REQUESTS" | "MILESTONE" | "REPOSITORY" | "REVIEWERS";

export interface FieldOption {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  readonly description: string;
}

export interface ProjectField {
  readonly id: number;
  readonly nodeId: string;
  name: string;
  readonly dataType: FieldType;
  /** Empty but for single choices. */
  options: readonly FieldOption[];
  readonly createdAt: number;
  updatedAt: number;
}

export interface FieldValue {
  readonly field: ProjectField;
  /** A date is YYYY-MM-DD, a single choice the id of its option. */
  readonly value: string | number;
  readonly creator: Account;
  readonly updatedAt: number;
}

export type OptionInput = Omit<FieldOption, "id">;

const own: readonly [string, FieldType][] = [
  ["Title", "TITLE"],
  ["Assignees", "ASSIGNEES"],
  ["Status", "SINGLE_SELECT"],
  ["Labels", "LABELS"],
  ["Linked pull requests", "LINKED_PULL_REQUESTS"],
  ["Milestone", "MILESTONE"],
  ["Repository", "REPOSITORY"],
  ["Reviewers", "REVIEWERS"],
];

const statuses: readonly OptionInput[] = [
  { name: "Todo", color: "GREEN", description: "This item hasn't been started" },
  { name: "In Progress", color: "YELLOW", description: "This is actively being worked on" },
  { name: "Done", color: "PURPLE", description: "This has been completed" },
];

/** The fields that every new project has. */
export function defaultFields(world: World): ProjectField[] {
  return own.map(([name, dataType]) => newField(world, name, dataType, dataType === "SINGLE_SELECT" ? statuses : []));
}

function newField(world: World, name: string, dataType: FieldType, options: readonly OptionInput[]): ProjectField {
  const id = world.nextId("projectField");
  const now = world.clock.now();
  return { id, nodeId: nodeId(dataType === "SINGLE_SELECT" ? "projectChoice" : "projectField", id), name, dataType, options: withIds(world, options), createdAt: now, updatedAt: now };
}

/** GitHub's option ids: eight hexadecimal digits. */
function withIds(world: World, options: readonly OptionInput[]): FieldOption[] {
  return options.map((option) => ({ ...option, id: (world.nextId("fieldOption") * 2_654_435_761 % 4_294_967_296).toString(16).padStart(8, "0") }));
}

/** GitHub's limit. */
const fieldLimit = 50;

export function createField(world: World, project: Project, input: { readonly name: string; readonly dataType: SettableType; readonly options: readonly OptionInput[] }): ProjectField {
  if (input.name.trim() === "") throw invalid("Name can't be blank");
  if (project.fields.some((each) => each.name.toLowerCase() === input.name.toLowerCase())) throw invalid("Name has already been taken");
  if (project.fields.length >= fieldLimit) throw unprocessable(`Projects are limited to ${fieldLimit} fields`);
  if (input.dataType === "SINGLE_SELECT" && input.options.length === 0) throw invalid("Options can't be blank");
  const field = newField(world, input.name, input.dataType, input.options);
  project.fields.push(field);
  return field;
}

/** Renames a field or replaces its options; options of the same name keep their id. */
export function updateField(world: World, field: ProjectField, change: { readonly name?: string; readonly options?: readonly OptionInput[] }): void {
  if (change.name !== undefined) field.name = change.name;
  if (change.options !== undefined) {
    const before = field.options;
    field.options = withIds(world, change.options).map((option) => ({ ...option, id: before.find((each) => each.name === option.name)?.id ?? option.id }));
  }
  field.updatedAt = world.clock.now();
}

/** Throws when the value does not fit the field. */
export function checkFieldValue(field: ProjectField, value: string | number): void {
  switch (field.dataType) {
    case "TEXT":
      if (typeof value !== "string") throw unprocessable("Did not receive a text value to update a field of type text");
      return;
    case "NUMBER":
      if (typeof value !== "number" || !Number.isFinite(value)) throw unprocessable("Did not receive a number value to update a field of type number");
      return;
    case "DATE":
      if (typeof value !== "string" || !isDay(value)) throw unprocessable("Did not receive a date value to update a field of type date");
      return;
    case "SINGLE_SELECT":
      if (!field.options.some((option) => option.id === value)) throw unprocessable("The single select option Id does not belong to the field");
      return;
    default:
      throw unprocessable(`The field of type ${field.dataType.toLowerCase()} is currently not supported.`);
  }
}

function isDay(text: string): boolean {
  const parsed = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  return parsed !== null && !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
}
