/**
 * A repository by its numeric id, which survives renames and transfers; null when the installation does not see it (any more).
 * `GET /repositories/{id}` is what GitHub's own pagination links use; it is not in the reference, so a host that lacks it is asked for the
 * installation's whole list instead.
 */
import type { Client } from "./app-client.ts";
import { allPages } from "./pages.ts";
import { parseWire } from "./wire/parse-wire.ts";
import type { RepositoryFact } from "./wire/repository.ts";
import { repositoryFact, WireRepository } from "./wire/repository.ts";

export async function readRepository(client: Client, id: number): Promise<RepositoryFact | null> {
  const what = `repository ${id}`;
  const answer = await client.rest({ what, route: "GET /repositories/{id}", parameters: { id }, understands: [404] });
  if (answer.status !== 404) return repositoryFact(parseWire(WireRepository, answer.body, what));
  return (await readInstallationRepositories(client)).find((repository) => repository.id === id) ?? null;
}

/** Source: https://docs.github.com/rest/apps/installations#list-repositories-accessible-to-the-app-installation */
export async function readInstallationRepositories(client: Client): Promise<readonly RepositoryFact[]> {
  const repositories = await allPages(client, {
    what: "repositories of the installation",
    route: "GET /installation/repositories",
    parameters: {},
    item: WireRepository,
    field: "repositories",
    mostPages: 100,
  });
  return repositories.map(repositoryFact);
}
