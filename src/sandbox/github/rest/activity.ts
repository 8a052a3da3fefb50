/** The activity of a repository: moves of branches, newest first. */
import { githubInstant } from "../clock.ts";
import { nodeId } from "../node-id.ts";
import { simpleUser } from "../payload/account.ts";
import type { Activity } from "../state/activity.ts";
import type { World } from "../world.ts";
import { reads } from "./access.ts";
import { listPage } from "./paging.ts";
import type { Route, RouteContext } from "./route.ts";
import { repositoryOf } from "./route.ts";

export const activityRoutes: readonly Route[] = [{ method: "GET", path: "/repos/{owner}/{repo}/activity", allow: reads("contents"), handle: list }];

/** Pages here are cut by number as in other lists; GitHub's own are cut by cursor. Follow the Link header and both are alike. */
function list(context: RouteContext): Response {
  const query = context.url.searchParams;
  const ref = query.get("ref");
  const type = query.get("activity_type");
  const person = query.get("actor")?.toLowerCase() ?? null;
  const found = repositoryOf(context).activities.filter((each) => {
    if (ref !== null && each.ref !== ref && each.ref !== `refs/heads/${ref}`) return false;
    return (type === null || each.type === type) && (person === null || each.actor.login.toLowerCase() === person);
  });
  if (query.get("direction") !== "asc") found.reverse();
  return listPage(context, found, (each) => activityPayload(context.world, each));
}

function activityPayload(world: World, { id, before, after, ref, at, type, actor }: Activity): Record<string, unknown> {
  return { id, node_id: nodeId("event", `push ${id}`), before, after, ref, timestamp: githubInstant(at), activity_type: type, actor: simpleUser(world, actor) };
}
