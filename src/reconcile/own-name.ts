/**
 * What the second app hears comes in the name of its own installation, by which nothing could be read: ours of the same repository takes its
 * place. What it hears of an organisation's ruleset, of which GitHub names no repository, looks at every gate of an organisation; there are few.
 */
import type { OrganizationGateRecord } from "../domain/model/gate.ts";
import type { Mark } from "../domain/model/key.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import type { Witness } from "../domain/model/witness.ts";
import type { Memory } from "./ports.ts";

interface Heard {
  readonly delivery: { readonly installation: number | null; /** null = of an organisation */ readonly repository: number | null };
  readonly marks: readonly Mark[];
  readonly witnesses: readonly Witness[];
}

export async function inOurName<A extends Heard>(heard: A, memory: Memory): Promise<A> {
  const { repository } = heard.delivery;
  if (repository === null) {
    const gates = await memory.records<OrganizationGateRecord>("organization-gate", "");
    return { ...heard, marks: gates.map(({ value: { installation, branch } }): Mark => ({ key: { kind: "organization-gate", installation, branch }, lane: "gate", installation })) };
  }
  const known = await memory.record<RepositoryRecord>("repository", String(repository));
  if (known === null) return { ...heard, marks: [], witnesses: [] };
  const { installation } = known;
  return {
    ...heard, delivery: { ...heard.delivery, installation },
    marks: heard.marks.map((mark) => ({ ...mark, installation })), witnesses: heard.witnesses.map((witness) => ({ ...witness, installation })),
  };
}
