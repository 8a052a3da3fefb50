/** What reconcilers of incidents ask of GitHub. Each read and write is described in its own file. */
import type { RepositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { readReadership, readTeamMembers } from "./read-readers.ts";

export function incidentView(client: Client) {
  return {
    readReadership: (repository: RepositoryName) => readReadership(client, repository),
    readTeamMembers: (team: string) => readTeamMembers(client, team),
  };
}
