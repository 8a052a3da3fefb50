/** The organisation that a path names. */
import { notFound } from "../api-problem.ts";
import type { Organization } from "../state/account.ts";
import { findOrganization } from "../state/account.ts";
import type { RouteContext } from "./route.ts";
import { textParam } from "./route.ts";

/** 404 when there is none, and for an installation of another account. */
export function organizationOf(context: RouteContext): Organization {
  const found = findOrganization(context.world, textParam(context, "org"));
  if (found === null) throw notFound();
  const { caller } = context;
  if (caller.kind === "installation" && caller.installation.account !== found) throw notFound();
  return found;
}
