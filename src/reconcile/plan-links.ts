/**
 * Whether the issues and pull requests that a proposed plan names are there. Bounded: the first thirty are looked up, each once. What stands in a
 * repository that is out of the sight of the plan's readers, or that GitHub will not tell of, cannot be checked: it is never called missing.
 */
import type { Problem } from "../domain/model/problem.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName, sameRepository } from "../domain/model/refs.ts";
import type { RepositoryName } from "../domain/model/refs.ts";
import { deadLinks, namedIssues } from "../domain/plan/named-issues.ts";
import type { NamedIssue } from "../domain/plan/named-issues.ts";
import type { RunContext } from "./ports.ts";
import { inSightOf } from "./resolve-links.ts";

const MOST = 30;

export interface CheckedLinks {
  readonly problems: readonly Problem[];
  /** as `owner/name#12` */
  readonly unchecked: readonly string[];
}

export async function checkedLinks(bytes: Uint8Array, path: string, home: RepositoryRecord, context: RunContext): Promise<CheckedLinks> {
  const named = namedIssues(bytes, path);
  const known = named.length === 0 ? [] : inSightOf(repositoryName(home), (await context.memory.records<RepositoryRecord>("repository", "")).map(({ value }) => value).filter((one) => one.installation === context.installation));
  const found = new Map<string, boolean | null>();
  for (const one of named) {
    const name = nameOf(one, home);
    if (found.has(name) || found.size >= MOST) continue;
    const repository = known.find((candidate) => sameRepository(repositoryName(candidate), one.repository ?? repositoryName(home)));
    found.set(name, repository === undefined ? null : await context.github.readIsThere(repository, one.number));
  }
  const missing = named.filter((one) => found.get(nameOf(one, home)) === false);
  const unchecked = new Set(named.map((one) => nameOf(one, home)).filter((name) => (found.get(name) ?? null) === null));
  return { problems: deadLinks(missing, repositoryName(home), path), unchecked: [...unchecked] };
}

function nameOf({ repository, number }: NamedIssue, home: RepositoryRecord): string {
  const name: RepositoryName = repository ?? repositoryName(home);
  return `${name.toLowerCase()}#${number}`;
}
