/**
 * An exception that is taken back on a closed branch: the gate gets another epoch, so that one write takes its force from every stamp at once. The
 * head's own red mark comes as well; alone it would leave a merge that is under way a moment to slip through.
 */
import { admittedComment, commandsOf } from "../domain/command/entry.ts";
import type { AdmittedComment } from "../domain/command/entry.ts";
import { foldCommands } from "../domain/command/fold.ts";
import { outcomeKey } from "../domain/command/state.ts";
import type { GateRenewal, StampRecord } from "../domain/model/gate.ts";
import { gateKey, stampKey } from "../domain/model/gate.ts";
import type { Mark } from "../domain/model/key.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { RecordChange } from "../domain/model/settlement.ts";
import { gateOf } from "./gate-stamps.ts";
import { planKey } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

export interface Revocation {
  readonly records: readonly RecordChange[];
  readonly marks: readonly Mark[];
}

const NONE: Revocation = { records: [], marks: [] };

/** Nothing where nothing was taken back, the branch has no closed gate, or the head was never let in. */
export async function revocation(admitted: AdmittedComment, plans: readonly PlanInForce[], repository: RepositoryRecord, context: RunContext): Promise<Revocation> {
  const revokes = commandsOf(admitted).filter(({ command }) => command.verb === "revoke");
  if (revokes.length === 0 || admitted.pull === null) return NONE;
  const { base, head } = admitted.pull;
  const gate = await gateOf(context.memory, repository.id, base);
  if (gate === null || gate.epoch === null) return NONE;
  const stamp = await context.memory.record<StampRecord>("stamp", stampKey(repository.id, gate.epoch.name, head));
  if (stamp === null || stamp.state === "red") return NONE;
  const earlier = (await context.memory.ledger(repository.id, "command")).map(admittedComment);
  const all = [...earlier, admitted].flatMap(commandsOf);
  const tookBack = plans.some(({ written, record }) => {
    const { outcomes } = foldCommands(all, { plan: written, planKey: planKey(record), reached: record.reached, repository: repositoryName(repository) });
    return revokes.some((command) => outcomes.get(outcomeKey(command))?.code === "revoked");
  });
  if (!tookBack) return NONE;
  const renewal: GateRenewal = { id: `revoke/${admitted.comment}`, at: context.now() };
  return {
    records: [{ kind: "gate-renewal", key: gateKey(repository.id, base), value: renewal }],
    marks: [{ key: { kind: "branch", repository: repository.id, branch: base }, lane: "gate", installation: context.installation }],
  };
}
