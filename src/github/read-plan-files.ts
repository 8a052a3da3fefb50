/**
 * The plan files of a repository at its default branch, or at a given commit: one GraphQL read.
 *
 * Promises: an empty list means "readable, and no plan there" and nothing else. A repository or a right that is missing is a Fault, since a plan
 * that cannot be read must never pass for one that does not exist. Bytes are the file's own: where GitHub's text may have lost some (no UTF-8, or
 * truncated), the blob is fetched as it is. A file longer than 256 KiB is cut there, far beyond what the plan's parser takes.
 */
import { z } from "zod";
import { isPlanFile, isTemplateFile, PLAN_FILE, PLAN_FOLDER, TEMPLATE_FOLDER } from "../domain/plan/plan-file.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { fault } from "./fault.ts";
import { IS_EMPTY_DOCUMENT, PLAN_FILES_DOCUMENT } from "./graphql/plan-files.graphql.ts";
import { parseWire } from "./wire/parse-wire.ts";
import { sameRepositoryId } from "./wire/repository-envelope.ts";

const PLAN_FILE_YAML = ".github/release-plan.yaml";
const MOST_BYTES = 256 * 1024;

const File = z.object({ __typename: z.string(), oid: z.string().optional(), byteSize: z.number().optional(), text: z.string().nullish() });
type File = z.infer<typeof File>;
const Folder = z.object({ entries: z.array(z.object({ name: z.string(), type: z.string(), object: File.nullish() })).nullish() });
const Answer = z.object({
  repository: z
    .object({
      databaseId: z.number().nullish(),
      commit: z.object({ oid: z.string().optional() }).nullish(),
      yml: File.nullish(),
      yaml: File.nullish(),
      folder: Folder.nullish(),
      templates: Folder.nullish(),
    })
    .nullish(),
});
const Emptiness = z.object({ repository: z.object({ databaseId: z.number().nullish(), isEmpty: z.boolean() }).nullish() });
const Blob = z.object({ content: z.string(), encoding: z.string() });

export interface PlanFiles {
  /** commit the files were read at; null = the repository has no commit yet */
  readonly commit: string | null;
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array; readonly sha: string }[];
  readonly templates: readonly { readonly path: string; readonly text: string }[];
}

/** @param ref branch or commit; null = the default branch */
export async function readPlanFiles(client: Client, repository: RepositoryRef, ref: string | null): Promise<PlanFiles> {
  const at = ref ?? "HEAD";
  const what = `plan files of ${repositoryName(repository)} at ${ref ?? "its default branch"}`;
  const data = await client.graphql({
    what,
    document: () => PLAN_FILES_DOCUMENT,
    variables: {
      owner: repository.owner, name: repository.name, at,
      yml: `${at}:${PLAN_FILE}`, yaml: `${at}:${PLAN_FILE_YAML}`, folder: `${at}:${PLAN_FOLDER.replace(/\/$/, "")}`, templates: `${at}:${TEMPLATE_FOLDER.replace(/\/$/, "")}`,
    },
    schema: Answer,
  });
  const found = sameRepositoryId(data.repository, repository);
  const commit = found.commit?.oid ?? null;
  if (commit === null && ref !== null) throw fault("not-found", `${what}: GitHub does not know that commit`);
  if (commit === null && !await isEmpty(client, repository)) throw fault("forbidden", `${what}: GitHub does not show the contents (needs contents=read)`);
  const listed = [
    { path: PLAN_FILE, file: found.yml },
    { path: PLAN_FILE_YAML, file: found.yaml },
    ...(found.folder?.entries ?? []).map((entry) => ({ path: `${PLAN_FOLDER}${entry.name}`, file: entry.type === "blob" ? entry.object : null })),
  ];
  const files = [];
  for (const { path, file } of listed) {
    if (file?.oid === undefined || !isPlanFile(path)) continue;
    files.push({ path, bytes: await bytesOf(client, repository, file, file.oid), sha: file.oid });
  }
  const templates = (found.templates?.entries ?? []).map(({ name, object }) => ({ path: `${TEMPLATE_FOLDER}${name}`, text: object?.text ?? "" })).filter(({ path }) => isTemplateFile(path));
  return { commit, files, templates };
}

async function isEmpty(client: Client, repository: RepositoryRef): Promise<boolean> {
  const data = await client.graphql({
    what: `whether ${repositoryName(repository)} is empty`,
    document: () => IS_EMPTY_DOCUMENT,
    variables: { owner: repository.owner, name: repository.name },
    schema: Emptiness,
  });
  return sameRepositoryId(data.repository, repository).isEmpty;
}

async function bytesOf(client: Client, repository: RepositoryRef, file: File, oid: string): Promise<Uint8Array> {
  const size = file.byteSize ?? 0;
  const text = file.text ?? null;
  if (text !== null && (size > MOST_BYTES || isFaithful(text, size))) return new TextEncoder().encode(text).slice(0, MOST_BYTES);
  // Not fetched: whatever it holds, it is too long to be a plan, and its length alone says so.
  if (size > MOST_BYTES) return new Uint8Array(MOST_BYTES);
  const what = `blob ${oid} of ${repositoryName(repository)}`;
  const answer = await client.rest({ what, route: "GET /repos/{owner}/{repo}/git/blobs/{file_sha}", parameters: { owner: repository.owner, repo: repository.name, file_sha: oid } });
  const blob = parseWire(Blob, answer.body, what);
  return new Uint8Array(Buffer.from(blob.content, blob.encoding === "base64" ? "base64" : "utf8"));
}

/** GitHub puts U+FFFD where bytes are no UTF-8, so such a text is not the file, or cannot be told from it. */
function isFaithful(text: string, size: number): boolean {
  return Buffer.byteLength(text) === size && !text.includes("\uFFFD");
}
