/**
 * Artifacts of the finished workflow runs on a commit, and one of them as an archive.
 * Accepted: an archive is held in memory as it is sent (at most 100 MB; larger ones are left alone and said to be missing); it is unpacked as a stream.
 * Sources: https://docs.github.com/rest/actions/workflow-runs#list-workflow-runs-for-a-repository, https://docs.github.com/rest/actions/artifacts
 * (Actions: read; the archive's address is good for a minute and answers by a redirect)
 */
import { z } from "zod";
import type { ArtifactFact } from "../domain/model/artifact.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { parseWire } from "./wire/parse-wire.ts";
import { instantOf } from "./wire/instant.ts";

const Runs = z.object({ workflow_runs: z.array(z.object({ id: z.int(), status: z.string().nullish() })) });
const Artifacts = z.object({ artifacts: z.array(z.object({ id: z.int(), name: z.string(), size_in_bytes: z.number(), expired: z.boolean(), created_at: z.string().nullish() })) });

const MOST_RUNS = 100;
const LARGEST_ARCHIVE = 100 * 1024 * 1024;

/** Oldest first. Null = the app may not read workflow runs there. */
export async function readArtifacts(client: Client, repository: RepositoryRef, sha: string): Promise<readonly ArtifactFact[] | null> {
  const what = `workflow runs on ${repositoryName(repository)}@${sha.slice(0, 12)}`;
  const target = { owner: repository.owner, repo: repository.name };
  const answer = await client.rest({ what, route: "GET /repos/{owner}/{repo}/actions/runs", parameters: { ...target, head_sha: sha, status: "completed", per_page: MOST_RUNS }, understands: [403, 404] });
  if (answer.status >= 300) return null;
  const found: ArtifactFact[] = [];
  for (const run of parseWire(Runs, answer.body, what).workflow_runs) {
    const listed = await client.rest({ what, route: "GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts", parameters: { ...target, run_id: run.id, per_page: 100 }, understands: [404] });
    if (listed.status >= 300) continue;
    for (const one of parseWire(Artifacts, listed.body, what).artifacts)
      if (!one.expired) found.push({ id: one.id, name: one.name, bytes: one.size_in_bytes, createdAt: instantOf(one.created_at) ?? 0 });
  }
  return found.toSorted((a, b) => a.createdAt - b.createdAt || a.id - b.id);
}

/** A ZIP file; null = expired, gone, or larger than is read. */
export async function readArtifact(client: Client, repository: RepositoryRef, artifact: ArtifactFact): Promise<Uint8Array | null> {
  if (artifact.bytes > LARGEST_ARCHIVE) return null;
  const answer = await client.rest({
    what: `artifact ${artifact.id} of ${repositoryName(repository)}`, route: "GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}", understands: [403, 404, 410],
    parameters: { owner: repository.owner, repo: repository.name, artifact_id: artifact.id, archive_format: "zip" },
  });
  return answer.status < 300 && answer.body instanceof ArrayBuffer ? new Uint8Array(answer.body) : null;
}
