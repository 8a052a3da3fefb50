/**
 * The release of a tag, and what may be changed of it where the installation was given contents: write.
 * Sources: https://docs.github.com/rest/releases/releases#get-a-release-by-tag-name (published ones only), #update-a-release
 */
import { z } from "zod";
import type { ReleaseFact } from "../domain/model/tag.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { instantOf } from "./wire/instant.ts";
import { parseWire } from "./wire/parse-wire.ts";

const Release = z.object({ id: z.int(), draft: z.boolean(), prerelease: z.boolean(), html_url: z.string(), published_at: z.string().nullish(), body: z.string().nullish() });

/** Null where none is published. */
export async function readRelease(client: Client, repository: RepositoryRef, tag: string): Promise<ReleaseFact | null> {
  const what = `release ${tag} of ${repositoryName(repository)}`;
  const answer = await client.rest({ what, route: "GET /repos/{owner}/{repo}/releases/tags/{tag}", parameters: { owner: repository.owner, repo: repository.name, tag }, understands: [404] });
  if (answer.status >= 300) return null;
  const { id, draft, prerelease, html_url: url, published_at } = parseWire(Release, answer.body, what);
  return draft ? null : { id, prerelease, url, publishedAt: instantOf(published_at) };
}

/** False where it cannot be: it is gone, or the app lacks the right. */
export async function ensureRelease(client: Client, repository: RepositoryRef, id: number, change: { readonly prerelease?: true; readonly draft?: true }): Promise<boolean> {
  const answer = await client.rest({
    what: `release ${id} of ${repositoryName(repository)}`, route: "PATCH /repos/{owner}/{repo}/releases/{release_id}", understands: [403, 404, 422],
    // What is no full release is never the latest either.
    parameters: { owner: repository.owner, repo: repository.name, release_id: id, ...change, ...(change.prerelease === true ? { make_latest: "false" } : {}) },
  });
  return answer.status < 300;
}

/** What its page says; null where none is published. */
export async function readReleaseNotes(client: Client, repository: RepositoryRef, tag: string): Promise<{ readonly id: number; readonly url: string; readonly body: string } | null> {
  const what = `notes of release ${tag} of ${repositoryName(repository)}`;
  const answer = await client.rest({ what, route: "GET /repos/{owner}/{repo}/releases/tags/{tag}", parameters: { owner: repository.owner, repo: repository.name, tag }, understands: [404] });
  if (answer.status >= 300) return null;
  const { id, draft, html_url: url, body } = parseWire(Release, answer.body, what);
  return draft ? null : { id, url, body: body ?? "" };
}

/** False where it cannot be: it is gone, or the app lacks the right. */
export async function ensureReleaseNotes(client: Client, repository: RepositoryRef, id: number, body: string): Promise<boolean> {
  const answer = await client.rest({
    what: `notes of release ${id} of ${repositoryName(repository)}`, route: "PATCH /repos/{owner}/{repo}/releases/{release_id}", understands: [403, 404, 422],
    parameters: { owner: repository.owner, repo: repository.name, release_id: id, body },
  });
  return answer.status < 300;
}
