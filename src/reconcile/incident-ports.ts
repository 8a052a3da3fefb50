/** What reconcilers of incidents ask of GitHub, beside the rest in `ports.ts`. */
import type { Readership } from "../domain/model/log-access.ts";
import type { RepositoryName, RepositoryRef } from "../domain/model/refs.ts";

export interface IncidentGitHub {
  /** of a repository that is only named: it need not be one that a plan governs, nor one that we see */
  readReadership(repository: RepositoryName): Promise<Readership>;
  /** logins in `org/team`; null = GitHub does not tell */
  readTeamMembers(team: string): Promise<readonly string[] | null>;
  /** null = no release of that tag is published */
  readReleaseNotes(repository: RepositoryRef, tag: string): Promise<{ readonly id: number; readonly url: string; readonly body: string } | null>;
  /** false where it cannot be: contents: write is missing, or it is gone */
  ensureReleaseNotes(repository: RepositoryRef, id: number, body: string): Promise<boolean>;
}
