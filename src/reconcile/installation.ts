/**
 * `installation:<id>`: which repositories we may see. A repository that left is forgotten; plans that it held bind on elsewhere (home-left.ts).
 */
import type { Key, Mark } from "../domain/model/key.ts";
import type { OutboxMessage } from "../domain/model/message.ts";
import type { GovernedRecord, RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName, sameRepository } from "../domain/model/refs.ts";
import type { RecordChange, Settlement } from "../domain/model/settlement.ts";
import { NOTHING_TO_SETTLE } from "../domain/model/settlement.ts";
import { plansLeftBehind } from "./home-left.ts";
import type { RepositoryFact } from "./github-facts.ts";
import type { RunContext } from "./ports.ts";

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
    marks.push({ key: { kind: "plan", repository: repository.id }, lane: "fan-out", installation: key.installation }, ...await homesOf(repository.id, key.installation, context));
  }
  // A suspended installation keeps its memory: it comes back as it was.
  const left = fact === null || !fact.suspended ? ours.filter((one) => !seen.some((repository) => repository.id === one.id)) : [];
  const outbox: OutboxMessage[] = [];
  const hidden = new Set(left.map(({ id }) => id));
  for (const repository of left) {
    const kept = await plansLeftBehind(repository, hidden, context);
    records.push({ kind: "repository", key: String(repository.id), value: null }, ...kept.records);
    marks.push(...kept.marks);
    outbox.push(...kept.outbox);
    marks.push(...await homesOf(repository.id, key.installation, context));
  }
  return { ...NOTHING_TO_SETTLE, records, marks, outbox };
}

/** Homes of plans of other repositories that bind it. */
async function homesOf(repository: number, installation: number, { memory }: RunContext): Promise<readonly Mark[]> {
  const pointers = await memory.records<GovernedRecord>("governed", `${repository}/`);
  return pointers.filter(({ value }) => value.home !== repository).map(({ value }): Mark => ({ key: { kind: "plan", repository: value.home }, lane: "changed", installation }));
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
