/** How an observed check is remembered: one record a name and commit. */
import type { ObservedCheck } from "../domain/model/check.ts";
import type { RecordChange } from "../domain/model/settlement.ts";
import type { Memory } from "./ports.ts";

export function checkRecord(repository: number, check: ObservedCheck): RecordChange {
  return { kind: "check", key: checkKey(repository, check.sha, check.name), value: check };
}

export async function rememberedCheck(memory: Memory, repository: number, sha: string, name: string): Promise<ObservedCheck | null> {
  return memory.record<ObservedCheck>("check", checkKey(repository, sha, name));
}

/** All of ours on a commit. */
export async function rememberedChecks(memory: Memory, repository: number, sha: string): Promise<readonly ObservedCheck[]> {
  return (await memory.records<ObservedCheck>("check", checkKey(repository, sha, ""))).map(({ value }) => value);
}

function checkKey(repository: number, sha: string, name: string): string {
  return `${repository}/${sha}/${name}`;
}
