/** Addresses of a repository on the API and for people. */
import type { Repository } from "../state/repository.ts";
import { fullName } from "../state/repository.ts";
import type { World } from "../world.ts";

export function repositoryApi(world: World, repository: Repository): string {
  return `${world.apiUrl}/repos/${fullName(repository)}`;
}

export function repositoryPage(world: World, repository: Repository): string {
  return `${world.htmlUrl}/${fullName(repository)}`;
}
