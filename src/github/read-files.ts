/**
 * The file list of a pull request where the first page does not settle it: more than a hundred files, or renames, whose old names only REST
 * tells. GitHub lists at most 3,000 files; then `filesComplete` stays false and no rule by path can be met.
 * Source: https://docs.github.com/rest/pulls/pulls#list-pull-requests-files
 */
import { z } from "zod";
import type { FileFact, PullFacts } from "../domain/model/pull.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { fault } from "./fault.ts";
import { PULL_HEAD_DOCUMENT } from "./graphql/pull.graphql.ts";
import { parseWire } from "./wire/parse-wire.ts";
import type { WirePull } from "./wire/pull.ts";

const Files = z.array(z.object({ filename: z.string(), status: z.string().nullish(), previous_filename: z.string().nullish() }));
const Head = z.object({ repository: z.object({ pullRequest: z.object({ headRefOid: z.string() }).nullish() }).nullish() });

const PER_PAGE = 100;
/** GitHub's own end of the list. */
const MOST_FILES = 3_000;

/**
 * Completes `facts` where needed. An open pull request may move while its pages are read; then they are of two commits, and a Fault
 * `conflict` has the whole read done again.
 */
export async function withAllFiles(client: Client, repository: RepositoryRef, pull: WirePull, facts: PullFacts): Promise<PullFacts> {
  if (facts.filesComplete || facts.files === null) return facts;
  const files = await listFiles(client, repository, pull.number);
  if (pull.state === "OPEN") await checkHead(client, repository, pull);
  return { ...facts, files, filesComplete: files.length >= pull.changedFiles && files.length < MOST_FILES };
}

async function listFiles(client: Client, repository: RepositoryRef, number: number): Promise<readonly FileFact[]> {
  const what = `files of ${repositoryName(repository)}#${number}`;
  const files: FileFact[] = [];
  for (let page = 1; files.length < MOST_FILES; page += 1) {
    const answer = await client.rest({
      what,
      route: "GET /repos/{owner}/{repo}/pulls/{pull_number}/files",
      parameters: { owner: repository.owner, repo: repository.name, pull_number: number, per_page: PER_PAGE, page },
    });
    const listed = parseWire(Files, answer.body, what);
    // A copy also names its source, which it does not touch.
    files.push(...listed.map((file) => ({ path: file.filename, previousPath: file.status === "copied" ? null : file.previous_filename ?? null })));
    if (listed.length < PER_PAGE) break;
  }
  return files;
}

async function checkHead(client: Client, repository: RepositoryRef, pull: WirePull): Promise<void> {
  const what = `head of ${repositoryName(repository)}#${pull.number}`;
  const data = await client.graphql({
    what,
    document: () => PULL_HEAD_DOCUMENT,
    variables: { owner: repository.owner, name: repository.name, number: pull.number },
    schema: Head,
  });
  if (data.repository?.pullRequest?.headRefOid !== pull.headRefOid) throw fault("conflict", `${what}: it was pushed to while its files were being read`);
}
