/**
 * Who can read the logs of a plan's incidents: asked of GitHub while an incident is open, at most once an hour whatever number of incidents there is,
 * and remembered for all of them. Nothing is written here; what was found is shown in the issues and told once.
 * Accepted: two incidents that look in the same moment both ask; they find the same, and tell it under the same id.
 */
import { digestOf } from "../domain/desired/pull-check.ts";
import { alarmOf, decideLogAccess } from "../domain/incident/log-access.ts";
import { isOpen } from "../domain/incident/severity.ts";
import type { Incident } from "../domain/model/incident.ts";
import type { LogAccessRecord, NamedReader } from "../domain/model/log-access.ts";
import type { LogKeeping } from "../domain/model/plan-incidents.ts";
import type { Mark } from "../domain/model/key.ts";
import type { RecordChange } from "../domain/model/settlement.ts";
import { ownersOf } from "./incident-place.ts";
import type { IncidentPlace } from "./incident-place.ts";
import type { RunContext } from "./ports.ts";

const LOOK_AGAIN_AFTER = 3_600_000;

export interface LogAccessSeen {
  /** null = the plan does not say where logs are kept, or the incident is over */
  readonly seen: LogAccessRecord | null;
  readonly records: readonly RecordChange[];
  readonly marks: readonly Mark[];
  /** when to look again; null = not by the clock */
  readonly wakeAt: number | null;
}

export async function logAccess({ record, plan, home, incidents: { logs } }: IncidentPlace, incident: Incident, context: RunContext): Promise<LogAccessSeen> {
  if (logs === null || !isOpen(incident)) return { seen: null, records: [], marks: [], wakeAt: null };
  const key = logAccessKey(record);
  const asked = digestOf([logs, ownersOf(plan), plan.teams]);
  const before = await context.memory.record<LogAccessRecord>("log-access", key);
  const now = context.now();
  if (before !== null && before.asked === asked && now - before.checkedAt < LOOK_AGAIN_AFTER) return { seen: before, records: [], marks: [], wakeAt: before.checkedAt + LOOK_AGAIN_AFTER };
  const readers = await Promise.all((logs.readers.length > 0 ? logs.readers : ownersOf(plan)).map((who) => namedReader(who, context)));
  const access = decideLogAccess(readers, plan.teams.flatMap(({ members }) => members), await context.github.readReadership(logs.repository));
  const same = before !== null && sameFinding(before, logs, access);
  const last = before === null ? null : before.alarm ?? alarmOf(before.repository, before.access);
  // What GitHub does not tell for once ends no alarm, so that it is not raised again an hour later.
  const alarm = access.verdict === "unchecked" && before?.repository === logs.repository ? last : alarmOf(logs.repository, access);
  const seen: LogAccessRecord = { repository: logs.repository, access, checkedAt: now, asked, alarm, turn: before !== null && alarm === last ? before.turn : (before?.turn ?? 0) + 1 };
  const log: Mark = { key: { kind: "incident-log", repository: record.home, path: record.path }, lane: "changed", installation: home.installation };
  return { seen, records: [{ kind: "log-access", key, value: seen }], marks: same ? [] : [log], wakeAt: now + LOOK_AGAIN_AFTER };
}

export function logAccessKey({ home, path }: Pick<IncidentPlace["record"], "home" | "path">): string {
  return `${home}/${path}`;
}

async function namedReader(who: string, { github }: RunContext): Promise<NamedReader> {
  return { who, members: who.includes("/") ? await github.readTeamMembers(who) : [who] };
}

function sameFinding(before: LogAccessRecord, { repository }: LogKeeping, access: LogAccessRecord["access"]): boolean {
  return JSON.stringify([before.repository, before.access]) === JSON.stringify([repository, access]);
}
