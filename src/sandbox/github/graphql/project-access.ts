// Who may see and change projects. An app needs the organisation's permission, and has no way to projects of people.

import { actorOf, holdsPermission } from "../rest/caller.ts";
import { isOrganization, type Account } from "../state/account.ts";
import type { Project } from "../state/project.ts";
import { forbidden } from "./mutation-input.ts";
import type { GraphqlContext } from "./resolver.ts";

/** Throws FORBIDDEN for an app that may not read projects of this owner. */
export function needProjects(context: GraphqlContext, owner: Account): void {
  const { caller } = context;
  if (caller.kind !== "installation") return;
  if (!isOrganization(owner) || caller.installation.account !== owner || !holdsPermission(caller, "organization_projects", "read")) throw forbidden();
}

/** Public ones are for everybody; others for the owner, members of the organisation, and its apps. */
export function seesProject(context: GraphqlContext, project: Project): boolean {
  const { caller } = context;
  if (caller.kind === "installation") return isOrganization(project.owner) && caller.installation.account === project.owner && holdsPermission(caller, "organization_projects", "read");
  return project.public || belongs(context, project.owner);
}

function belongs({ caller }: GraphqlContext, owner: Account): boolean {
  if (caller.kind !== "user") return false;
  return owner === caller.user || (isOrganization(owner) && owner.members.has(caller.user.id));
}

/** The account that acts, if it may change projects of this owner. */
export function projectWriter(context: GraphqlContext, owner: Account): Account {
  const { caller } = context;
  const actor = actorOf(caller);
  const may = caller.kind === "installation" ? isOrganization(owner) && caller.installation.account === owner && holdsPermission(caller, "organization_projects", "write") : belongs(context, owner);
  if (!may || actor === null) throw forbidden();
  return actor;
}
