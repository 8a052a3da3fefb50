/** What planned maintenance sets going: the incident log is looked at, and audiences are told outside GitHub, each once by its id. */
import type { Key, Mark } from "../domain/model/key.ts";
import type { OutboxMessage } from "../domain/model/message.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { PlanRecord, RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName } from "../domain/model/refs.ts";
import { dueTellings } from "../domain/policy/maintenance.ts";
import { maintenanceWords } from "../text/maintenance.ts";
import { planOf } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

type LogKey = Extract<Key, { kind: "incident-log" }>;

/** Of plans that speak of maintenance, or did before. */
export function maintenanceMarks(home: RepositoryRecord, records: readonly PlanRecord[], before: readonly PlanRecord[]): readonly Mark[] {
  const speaks = (record: PlanRecord | undefined): boolean => record !== undefined && (planOf(record)?.maintenance.length ?? 0) > 0;
  return records.filter((record) => speaks(record) || speaks(before.find(({ path }) => path === record.path)))
    .map(({ path }) => ({ key: { kind: "incident-log", repository: home.id, path }, lane: "changed", installation: home.installation }));
}

/** `lost`: the log was there before memory was, so what is due may have been told; `url` of the log, null = there is none. */
export function maintenanceMessages(key: LogKey, home: RepositoryRecord, plan: ReleasePlan, { lost, url }: { readonly lost: boolean; readonly url: string | null }, context: RunContext): readonly OutboxMessage[] {
  const audiences = plan.incidents?.audiences ?? [];
  return dueTellings(plan.maintenance, context.now()).flatMap((due) => due.maintenance.audiences.map((audience): OutboxMessage => {
    const { id, from, to, components } = due.maintenance;
    return {
      id: `maintenance/${home.id}/${key.path}/${id}/${from}/${due.before ?? "begins"}/${audience}`, audience, targets: audiences.find((one) => one.id === audience)?.targets ?? [], about: key,
      installation: home.installation, home: repositoryName(home), since: due.at, notBefore: null, ...lost ? { mayBeTold: true as const } : {}, words: maintenanceWords(due, plan.release.timezone, url),
      facts: { event: "maintenance", maintenance: id, begins: due.before === null, from: new Date(from).toISOString(), to: new Date(to).toISOString(), components },
    };
  }));
}
