// From a node id to a project, or to a field, an item or a draft in one. What the caller may not see is NOT_FOUND.

import { parseNodeId } from "../node-id.ts";
import type { DraftIssue, Project, ProjectItem } from "../state/project.ts";
import type { ProjectField } from "../state/project-field.ts";
import { graphqlProblem } from "./problem.ts";
import { seesProject } from "./project-access.ts";
import type { GraphqlContext } from "./resolver.ts";

interface Found {
  readonly project: { readonly project: Project };
  readonly field: { readonly project: Project; readonly field: ProjectField };
  readonly item: { readonly project: Project; readonly item: ProjectItem };
  readonly draft: { readonly project: Project; readonly item: ProjectItem; readonly draft: DraftIssue };
}

const KINDS: Readonly<Record<keyof Found, readonly string[]>> = { project: ["project"], field: ["projectField", "projectChoice"], item: ["projectItem"], draft: ["draftIssue"] };

export function lookUp<Kind extends keyof Found>(context: GraphqlContext, text: string, kind: Kind): Found[Kind] | null {
  const parsed = parseNodeId(text);
  if (parsed === null || !KINDS[kind].includes(parsed.kind)) return null;
  const id = Number(parsed.id);
  for (const project of context.world.projects.values()) {
    const found = seesProject(context, project) ? within(project, kind, id) : null;
    if (found !== null) return found as Found[Kind];
  }
  return null;
}

function within(project: Project, kind: keyof Found, id: number): Found[keyof Found] | null {
  if (kind === "project") return project.id === id ? { project } : null;
  if (kind === "field") {
    const field = project.fields.find((each) => each.id === id);
    return field === undefined ? null : { project, field };
  }
  for (const item of project.items) {
    if (kind === "item" && item.id === id) return { project, item };
    if (kind === "draft" && item.content.kind === "draft" && item.content.draft.id === id) return { project, item, draft: item.content.draft };
  }
  return null;
}

export function findByNodeId<Kind extends keyof Found>(context: GraphqlContext, id: unknown, kind: Kind): Found[Kind] {
  const found = lookUp(context, String(id), kind);
  if (found === null) throw graphqlProblem("NOT_FOUND", `Could not resolve to a node with the global id of '${String(id)}'`);
  return found;
}
