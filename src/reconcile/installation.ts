/**
 * `installation:<id>`: which repositories we may see. A repository that left is forgotten, and what it bound is looked at again.
 */
import type { Key, Mark } from "../domain/model/key.ts";
import type { GovernedRecord, RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName, sameRepository } from "../domain/model/refs.ts";
import type { RecordChange, Settlement } from "../domain/model/settlement.ts";
import { NOTHING_TO_SETTLE } from "../domain/model/settlement.ts";
import type { RepositoryFact, RunContext } from "./ports.ts";

const NAMES_KEPT = 10;

export async function runInstallation(key: Extract<Key, { kind: "installation" }>, context: RunContext): Promise<Settlement> {
  const fact = await context.github.readInstallation(key.installation);
  const known = await context.memory.records<RepositoryRecord>("repository", "");
  const ours = known.map((one) => one.value).filter((one) => one.installation === key.installation);
  const seen = fact === null || fact.suspended ? [] : await context.github.readInstallationRepositories();
  const records: RecordChange[] = [{ kind: "installation", key: String(key.installation), value: fact }];
  const marks: Mark[] = [];
  for (const repository of seen) {
    const before = known.find(({ value }) => value.id === repository.id)?.value;
    const after = repositoryRecord(repository, key.installation, before ?? null);
    // What a new name changes is its own run's.
    if (before !== undefined && repositoryName(before) !== repositoryName(after)) {
      marks.push({ key: { kind: "repository", repository: repository.id }, lane: "changed", installation: key.installation });
      continue;
    }
    if (before !== undefined && JSON.stringify(before) === JSON.stringify(after)) continue;
    records.push({ kind: "repository", key: String(repository.id), value: after });
    marks.push({ key: { kind: "plan", repository: repository.id }, lane: "fan-out", installation: key.installation });
  }
  // A suspended installation keeps its memory: it comes back as it was.
  const left = fact === null || !fact.suspended ? ours.filter((one) => !seen.some((repository) => repository.id === one.id)) : [];
  for (const repository of left) {
    records.push({ kind: "repository", key: String(repository.id), value: null });
    const pointers = await context.memory.records<GovernedRecord>("governed", `${repository.id}/`);
    for (const { value } of pointers.filter((one) => one.value.home !== repository.id)) marks.push({ key: { kind: "plan", repository: value.home }, lane: "changed", installation: key.installation });
  }
  return { ...NOTHING_TO_SETTLE, records, marks };
}

/** `before` = as it was known until now; null = it was not. */
export function repositoryRecord(fact: RepositoryFact, installation: number, before: RepositoryRecord | null): RepositoryRecord {
  const former = (before?.formerNames ?? []).filter((name) => !sameRepository(name, repositoryName(fact)));
  const names = before === null || sameRepository(repositoryName(before), repositoryName(fact)) ? former : [...former, repositoryName(before)].slice(-NAMES_KEPT);
  return {
    id: fact.id, installation, owner: fact.owner, name: fact.name,
    defaultBranch: fact.defaultBranch, private: fact.private, archived: fact.archived, ...(names.length === 0 ? {} : { formerNames: names }),
  };
}
