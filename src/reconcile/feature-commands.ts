/** What commands in all repositories of a plan say of its features and tags, and those commands as a tracking issue mirrors them. */
import { admittedComment, commandsOf } from "../domain/command/entry.ts";
import { mirrorOf } from "../domain/command/mirror.ts";
import type { MirroredComment } from "../domain/command/mirror.ts";
import type { CommandState } from "../domain/command/state.ts";
import { readLedgerSection } from "../domain/desired/ledger-section.ts";
import { featureRepositories } from "./feature-issues.ts";
import { isPrivate } from "./landings.ts";
import { planKey, plansFor } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

/** Verbs that speak of features and tags. */
const VERBS: readonly string[] = ["acceptance", "tested", "admit", "promote"];
const MIRRORED = 200;

export type FeatureCommands = Pick<CommandState, "admissions" | "promotions" | "linkedTests" | "handResults">;

export async function featureCommands(inForce: Pick<PlanInForce, "record" | "home">, context: RunContext): Promise<FeatureCommands> {
  const states: CommandState[] = [];
  for (const repository of await featureRepositories(inForce, context)) {
    const own = (await plansFor(context.memory, repository.id)).find(({ record }) => planKey(record) === planKey(inForce.record));
    if (own !== undefined) states.push(own.commands);
  }
  return { admissions: states.flatMap(({ admissions }) => admissions).toSorted((a, b) => a.at - b.at), promotions: states.flatMap(({ promotions }) => promotions), linkedTests: states.flatMap(({ linkedTests }) => linkedTests), handResults: states.flatMap(({ handResults }) => handResults) };
}

/** Oldest first; `observed` keeps what stands there of repositories that are not known yet. Nothing of a private repository under a public plan. */
export async function mirroredFeatureCommands(inForce: Pick<PlanInForce, "record" | "home" | "plan">, observed: string | null, context: RunContext): Promise<readonly MirroredComment[]> {
  const repositories = await featureRepositories(inForce, context);
  const here = new Set(repositories.map(({ id }) => id));
  const found = new Map<number, MirroredComment>();
  for (const one of observed === null ? [] : readLedgerSection(observed)?.commands ?? []) if (!here.has(one.repository)) found.set(one.comment, one);
  for (const repository of repositories) {
    if (isPrivate(repository, [inForce])) continue;
    for (const entry of await context.memory.ledger(repository.id, "command")) {
      const admitted = admittedComment(entry);
      if (commandsOf(admitted).some(({ command }) => VERBS.includes(command.verb))) found.set(admitted.comment, mirrorOf(admitted));
    }
  }
  return [...found.values()].sort((a, b) => a.at - b.at || a.comment - b.comment).slice(-MIRRORED);
}
