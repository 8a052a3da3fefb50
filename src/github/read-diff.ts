/**
 * The identity of what a pull request changes, independent of its base: the same lines added and taken away in the same files give the same identity,
 * also after the base was merged into it and everything moved to other line numbers. New content changes it.
 *
 * Made from GitHub's list of files against the merge base. Of each hunk the line numbers are left out, and its lines and the function it names kept,
 * as `git patch-id` does, but spaces count. Where GitHub shows no patch, or not all of it (binary, very large), the content of the file as a whole
 * stands for it. Accepted: GitHub does not tell of changed file modes.
 * Source: https://docs.github.com/rest/pulls/pulls#list-pull-requests-files
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { fault } from "./fault.ts";
import { parseWire } from "./wire/parse-wire.ts";

const ChangedFile = z.object({
  filename: z.string(),
  previous_filename: z.string().nullish(),
  status: z.string().nullish(),
  sha: z.string().nullish(),
  additions: z.number().int(),
  deletions: z.number().int(),
  patch: z.string().nullish(),
});
type ChangedFile = z.infer<typeof ChangedFile>;
const Head = z.object({ head: z.object({ sha: z.string() }) });

const PER_PAGE = 100;
/** GitHub's own end of the list. */
const MOST_FILES = 3_000;

/** Null when GitHub does not list all its files. Throws a Fault `conflict` when `head` is not what it heads while this reads. */
export async function readDiff(client: Client, repository: RepositoryRef, number: number, head: string): Promise<string | null> {
  const what = `changes of ${repositoryName(repository)}#${number}`;
  const place = { owner: repository.owner, repo: repository.name, pull_number: number };
  const files: ChangedFile[] = [];
  for (let page = 1; files.length < MOST_FILES; page += 1) {
    const answer = await client.rest({ what, route: "GET /repos/{owner}/{repo}/pulls/{pull_number}/files", parameters: { ...place, per_page: PER_PAGE, page } });
    const listed = parseWire(z.array(ChangedFile), answer.body, what);
    files.push(...listed);
    if (listed.length < PER_PAGE) break;
  }
  const now = await client.rest({ what, route: "GET /repos/{owner}/{repo}/pulls/{pull_number}", parameters: place });
  if (parseWire(Head, now.body, what).head.sha !== head) throw fault("conflict", `${what}: it was pushed to while its files were being read`);
  return files.length >= MOST_FILES ? null : diffIdentity(files);
}

export function diffIdentity(files: readonly ChangedFile[]): string {
  const parts = files.map((file) => JSON.stringify([file.filename, file.status ?? "", file.previous_filename ?? "", ...contentOf(file)])).sort();
  return createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 40);
}

function contentOf({ patch, additions, deletions, sha }: ChangedFile): readonly unknown[] {
  if (patch === null || patch === undefined) return [sha ?? "", additions, deletions];
  const lines = patch.split("\n");
  const whole = count(lines, "+") === additions && count(lines, "-") === deletions;
  return [lines.map((line) => line.replace(/^@@ [^@]* @@/, "@@")), whole ? "" : sha ?? ""];
}

function count(lines: readonly string[], mark: string): number {
  return lines.filter((line) => line.startsWith(mark)).length;
}
