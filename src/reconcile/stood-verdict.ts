/**
 * What stood on a commit since when, remembered whenever it changes: the account of a freeze asks for it once the commit has landed, when GitHub
 * can no longer say. A change of it also brings the list of who waits up to date.
 */
import type { VerdictRecord } from "../domain/model/account.ts";
import { verdictKey } from "../domain/model/account.ts";
import type { Key, Mark } from "../domain/model/key.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import type { RecordChange } from "../domain/model/settlement.ts";
import { withStood } from "../domain/policy/account.ts";
import type { HeadDecision } from "../domain/policy/decide-head.ts";
import { decisionTitle } from "../text/decision-title.ts";
import { freezesOnBranch } from "./freezes-on-branch.ts";
import { plansFor } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

export async function stoodVerdict(key: Extract<Key, { kind: "head" }>, prepared: { readonly repository: RepositoryRecord; readonly decided: HeadDecision | null }, context: RunContext): Promise<{ readonly records: readonly RecordChange[]; readonly marks: readonly Mark[] }> {
  const { decided, repository } = prepared;
  if (decided === null) return { records: [], marks: [] };
  const recordKey = verdictKey(repository.id, key.sha, key.base);
  const now = context.now();
  const because = decisionTitle({ decision: decided.decision, plan: decided.plan, now, base: key.base, repository: repositoryName(repository) });
  const after = withStood(await context.memory.record<VerdictRecord>("verdict", recordKey), decided.decision, now, because);
  if (after === null) return { records: [], marks: [] };
  return { records: [{ kind: "verdict", key: recordKey, value: after }], marks: await freezeMarks(key, repository, context) };
}

/** The lists are the least urgent of all: whoever decides heads by the thousand comes first. */
async function freezeMarks(key: Extract<Key, { kind: "head" }>, repository: RepositoryRecord, context: RunContext): Promise<readonly Mark[]> {
  const marks: Mark[] = [];
  for (const plan of await plansFor(context.memory, repository.id)) {
    for (const { freeze, state, relation } of freezesOnBranch(plan, repository, key.base, context.now())) {
      if (relation !== "governed" || state === "before" || state === "over") continue;
      marks.push({ key: { kind: "freeze", repository: plan.home.id, path: plan.record.path, freeze }, lane: "sweep", installation: plan.home.installation });
    }
  }
  return marks;
}
