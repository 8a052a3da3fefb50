/** When the cards of a plan are to be looked at. */
import type { CardRecord, CardSubject } from "../domain/model/card.ts";
import { cardKey, subjectText } from "../domain/model/card.ts";
import type { Key, Mark } from "../domain/model/key.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { PlanRecord, RepositoryRecord } from "../domain/model/records.ts";
import { cardSubjects } from "../domain/policy/cards.ts";
import { planOf } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

/** All that it has, and those of which it speaks no more. */
export async function cardMarks(home: RepositoryRecord, { path }: Pick<PlanRecord, "path">, plan: ReleasePlan, context: RunContext): Promise<readonly Mark[]> {
  const known = await context.memory.records<CardRecord>("card", `${home.id}/${path}/`);
  const subjects = new Map([...known.map(({ value }) => value.subject), ...cardSubjects(plan)].map((subject) => [subjectText(subject), subject]));
  return [...subjects.values()].map((subject) => markOf(home, path, subject));
}

/** Cards that were never made: of a server that is younger than the plan. */
export async function unshownCards(home: RepositoryRecord, records: readonly PlanRecord[], context: RunContext): Promise<readonly Mark[]> {
  const marks: Mark[] = [];
  for (const record of records) {
    const plan = planOf(record);
    for (const subject of plan === null ? [] : cardSubjects(plan)) {
      if (await context.memory.record("card", cardKey(home.id, record.path, subject)) === null) marks.push(markOf(home, record.path, subject));
    }
  }
  return marks;
}

/** A card that people opened, closed, edited or deleted. */
export async function ownCardMarks(key: Extract<Key, { kind: "issue" }>, context: RunContext): Promise<readonly Mark[]> {
  const cards = await context.memory.records<CardRecord>("card", `${key.repository}/`);
  return cards.filter(({ value }) => value.number === key.number)
    .map(({ value }) => ({ key: { kind: "card", repository: key.repository, path: value.path, card: subjectText(value.subject) }, lane: "changed", installation: context.installation }));
}

function markOf({ id, installation }: RepositoryRecord, path: string, subject: CardSubject): Mark {
  return { key: { kind: "card", repository: id, path, card: subjectText(subject) }, lane: "fan-out", installation };
}
