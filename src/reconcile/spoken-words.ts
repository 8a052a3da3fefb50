/** What people said of a plan's key results and duties, wherever under the plan they said it: in its home, or in a repository that it governs. */
import { admittedComment, commandsOf } from "../domain/command/entry.ts";
import { foldCommands } from "../domain/command/fold.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { PlanRecord, RepositoryRecord } from "../domain/model/records.ts";
import type { SpokenWords } from "../domain/model/score.ts";
import { NO_WORDS } from "../domain/model/score.ts";
import { repositoryName } from "../domain/model/refs.ts";
import { planKey } from "./plans-in-force.ts";
import type { Memory } from "./ports.ts";

const SPOKEN: readonly string[] = ["score", "grade", "done"];

export async function spokenWords(memory: Pick<Memory, "ledger">, record: PlanRecord, plan: ReleasePlan, home: RepositoryRecord): Promise<SpokenWords> {
  if (plan.keyResults.length === 0 && plan.operations.length === 0) return NO_WORDS;
  const places = [...new Set([home.id, ...record.governs])];
  const entries = (await Promise.all(places.map((id) => memory.ledger(id, "command")))).flat();
  const spoken = entries.flatMap((entry) => commandsOf(admittedComment(entry))).filter(({ command }) => SPOKEN.includes(command.verb));
  const { scores, grades, duties } = foldCommands(spoken, {
    plan, planKey: planKey(record), reached: record.reached, repository: repositoryName(home), ...(record.since === undefined ? {} : { since: record.since }),
  });
  return { scores, grades, duties };
}
