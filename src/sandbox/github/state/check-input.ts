/**
 * What may be written into a check run, and GitHub's limits on it. Whatever breaks one is 422 and changes nothing.
 */
import type { FieldError } from "../api-problem.ts";
import { ApiProblem, invalid } from "../api-problem.ts";
import type { CheckStatus, Conclusion } from "./check.ts";

export interface CheckOutput {
  readonly title: string | null;
  readonly summary: string | null;
  readonly text: string | null;
}

export interface CheckAnnotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column?: number | null;
  readonly end_column?: number | null;
  readonly annotation_level: "notice" | "warning" | "failure";
  readonly message: string;
  readonly title?: string | null;
  readonly raw_details?: string | null;
}

export interface CheckAction {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
}

export interface CheckChange {
  readonly name?: string;
  readonly headSha?: string;
  readonly status?: CheckStatus;
  readonly conclusion?: Conclusion;
  readonly startedAt?: number;
  readonly completedAt?: number;
  readonly detailsUrl?: string | null;
  readonly externalId?: string | null;
  readonly output?: { readonly title?: string; readonly summary: string; readonly text?: string | null; readonly annotations?: readonly CheckAnnotation[] };
  readonly actions?: readonly CheckAction[];
}

const textLimit = 65_535;
const annotationsPerRequest = 50;
const actionLimits = { count: 3, label: 20, description: 40, identifier: 20 };
const statuses = ["queued", "in_progress", "completed"];
const conclusions = ["success", "failure", "neutral", "cancelled", "skipped", "timed_out", "action_required"];

/** Throws 422 with every broken limit. */
export function checkInput(input: CheckChange, known: { isNew: boolean; commitFound: boolean }): void {
  const errors: (FieldError | string)[] = [];
  const custom = (field: string, message: string): void => void errors.push({ resource: "CheckRun", code: "custom", field, message });
  if (known.isNew && (input.name === undefined || input.name === "")) throw new ApiProblem(422, 'Invalid request.\n\n"name" wasn\'t supplied.');
  if (known.isNew && (input.headSha === undefined || input.headSha === "")) throw new ApiProblem(422, 'Invalid request.\n\n"head_sha" wasn\'t supplied.');
  if (!known.commitFound) throw new ApiProblem(422, `No commit found for SHA: ${input.headSha ?? ""}`);
  if (input.status !== undefined && !statuses.includes(input.status)) custom("status", `${input.status} is not a status that an app can set.`);
  if (input.conclusion !== undefined && !conclusions.includes(input.conclusion)) custom("conclusion", `${input.conclusion} is not a conclusion that an app can set.`);
  if (input.status === "completed" && input.conclusion === undefined) custom("conclusion", "conclusion is required when status is completed.");
  checkOutput(input, custom);
  const actions = input.actions ?? [];
  if (actions.length > actionLimits.count) custom("actions", `No more than ${actionLimits.count} actions are allowed.`);
  for (const action of actions) {
    for (const field of ["label", "description", "identifier"] as const) {
      const value: unknown = action[field];
      if (typeof value !== "string" || value === "" || value.length > actionLimits[field]) custom(`actions.${field}`, `${field} must have 1 to ${actionLimits[field]} characters.`);
    }
  }
  if (errors.length > 0) throw invalid(...errors);
}

function checkOutput(input: CheckChange, custom: (field: string, message: string) => void): void {
  const { output } = input;
  if (output === undefined) return;
  const summary: unknown = output.summary;
  if (typeof summary !== "string") custom("output.summary", "summary wasn't supplied.");
  if (input.name !== undefined && (output.title ?? "") === "") custom("output.title", "title wasn't supplied.");
  for (const field of ["summary", "text"] as const) {
    const value = output[field];
    if (typeof value === "string" && value.length > textLimit) custom(`output.${field}`, `${field} exceeds a maximum bytesize of ${textLimit}.`);
  }
  const annotations = output.annotations ?? [];
  if (annotations.length > annotationsPerRequest) custom("output.annotations", `No more than ${annotationsPerRequest} annotations are allowed in one request.`);
  for (const annotation of annotations) {
    const complete = typeof annotation.path === "string" && Number.isInteger(annotation.start_line) && Number.isInteger(annotation.end_line) && typeof annotation.message === "string";
    if (!complete || !["notice", "warning", "failure"].includes(annotation.annotation_level)) custom("output.annotations", "path, start_line, end_line, annotation_level and message are required.");
    if (annotation.start_column != null && annotation.start_line !== annotation.end_line) custom("output.annotations", "start_column is only allowed when start_line and end_line are the same.");
  }
}
