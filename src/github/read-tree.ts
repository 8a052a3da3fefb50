/**
 * The files of a repository at a commit, in one read, and the text of single ones.
 * Sources: https://docs.github.com/rest/git/trees#get-a-tree (recursive: at most 100,000 entries or 7 MB, then `truncated`),
 * https://docs.github.com/rest/git/blobs#get-a-blob
 */
import { z } from "zod";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { parseWire } from "./wire/parse-wire.ts";

const Tree = z.object({ sha: z.string(), tree: z.array(z.object({ path: z.string(), type: z.string(), sha: z.string(), size: z.number().nullish() })), truncated: z.boolean().nullish() });
const Blob = z.object({ content: z.string(), encoding: z.string() });

/** Longer ones are not looked into. */
const TEXT_CAP = 1_000_000;

/** Bytes of a file that is looked into together with others. */
const LOOKED_INTO = 256 * 1024;

export interface RepositoryTree {
  readonly sha: string;
  /** name of the blob by path; links and submodules are left out */
  readonly files: ReadonlyMap<string, string>;
  /** names of blobs that are longer than is looked into */
  readonly long: ReadonlySet<string>;
  /** false when GitHub cut the list short */
  readonly complete: boolean;
}

/** Null where there is no such commit, branch or repository in our sight, or no commit at all. */
export async function readTree(client: Client, repository: RepositoryRef, ref: string): Promise<RepositoryTree | null> {
  const what = `files of ${repositoryName(repository)}`;
  const answer = await client.rest({
    what, route: "GET /repos/{owner}/{repo}/git/trees/{tree_sha}", understands: [403, 404, 409, 422],
    parameters: { owner: repository.owner, repo: repository.name, tree_sha: ref, recursive: "1" },
  });
  if (answer.status >= 300) return null;
  const { sha, tree, truncated } = parseWire(Tree, answer.body, what);
  const blobs = tree.filter((entry) => entry.type === "blob");
  return { sha, files: new Map(blobs.map((entry) => [entry.path, entry.sha])), long: new Set(blobs.filter(({ size }) => (size ?? 0) > LOOKED_INTO).map((entry) => entry.sha)), complete: truncated !== true };
}

/** Null where it is gone or too long. */
export async function readBlobText(client: Client, repository: RepositoryRef, sha: string): Promise<string | null> {
  const what = `a file of ${repositoryName(repository)}`;
  const answer = await client.rest({
    what, route: "GET /repos/{owner}/{repo}/git/blobs/{file_sha}", understands: [403, 404, 422],
    parameters: { owner: repository.owner, repo: repository.name, file_sha: sha },
  });
  if (answer.status >= 300) return null;
  const { content, encoding } = parseWire(Blob, answer.body, what);
  const bytes = encoding === "base64" ? Buffer.from(content, "base64") : Buffer.from(content, "utf8");
  return bytes.length > TEXT_CAP ? null : bytes.toString("utf8");
}
