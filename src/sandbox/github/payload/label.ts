/** Labels in GitHub's shape. */
import type { components } from "@octokit/openapi-types";
import type { Label } from "../state/label.ts";
import type { Repository } from "../state/repository.ts";
import type { World } from "../world.ts";
import { repositoryApi } from "./url.ts";

export function labelPayload(world: World, repository: Repository, label: Label): components["schemas"]["label"] {
  return {
    id: label.id,
    node_id: label.nodeId,
    url: `${repositoryApi(world, repository)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: label.isDefault,
    description: label.description,
  };
}
