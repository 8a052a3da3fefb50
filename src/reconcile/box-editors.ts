/** Who edited a tracking issue since it was last looked at, and which boxes they may tick: the item's owner, and whoever decides on the milestone. */
import { decidersOf } from "../domain/command/milestone-meant.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { PlannedMilestone } from "../domain/model/plan.ts";
import type { Editor } from "../domain/policy/box.ts";
import type { HomePlan } from "./home-plan.ts";
import { personIs } from "./people.ts";
import type { RunContext } from "./ports.ts";

/** A name that GitHub could know; others are only words in a plan. */
const ACCOUNT = /^[A-Za-z0-9][A-Za-z0-9_-]{0,59}(?:\/[\w.-]{1,100})?$/;

export async function editorsSince(plan: HomePlan, milestone: PlannedMilestone, issue: number, since: Instant | null, context: RunContext): Promise<readonly Editor[]> {
  // GitHub counts in seconds.
  const from = since === null ? 0 : since - (since % 1_000);
  const witnesses = await context.memory.witnesses(plan.home.id, `issue:${issue}`);
  const logins = new Set(witnesses.filter((one) => one.action === "edited" && !one.senderBot && one.at >= from).map(({ sender }) => sender));
  const managers = decidersOf(plan.plan, milestone, plan.words);
  const names = [...new Set([...managers, ...[...milestone.parts, ...milestone.checklist].flatMap(({ owner }) => owner ?? []), ...plan.words.outstanding.map(({ owner }) => owner)])];
  const editors: Editor[] = [];
  for (const login of logins) {
    const stands = new Map<string, boolean | null>();
    for (const name of names) stands.set(name, ACCOUNT.test(name) ? await personIs(name, login, context.github) : null);
    editors.push({ login, may: ({ owner }) => (owner === null ? true : oneOf([owner, ...managers], stands)) });
  }
  return editors;
}

function oneOf(names: readonly string[], stands: ReadonlyMap<string, boolean | null>): boolean | null {
  const found = names.map((name) => stands.get(name) ?? null);
  return found.includes(true) ? true : found.includes(null) ? null : false;
}
