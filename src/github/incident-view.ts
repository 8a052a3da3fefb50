/** What reconcilers of incidents ask of GitHub. Each read and write is described in its own file. */
import type { RepositoryName, RepositoryRef } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { readReadership, readTeamMembers } from "./read-readers.ts";
import { ensureReleaseNotes, readReleaseNotes } from "./read-release.ts";

export function incidentView(client: Client) {
  return {
    readReadership: (repository: RepositoryName) => readReadership(client, repository),
    readReleaseNotes: (repository: RepositoryRef, tag: string) => readReleaseNotes(client, repository, tag),
    ensureReleaseNotes: (repository: RepositoryRef, id: number, body: string) => ensureReleaseNotes(client, repository, id, body),
    readTeamMembers: (team: string) => readTeamMembers(client, team),
  };
}
