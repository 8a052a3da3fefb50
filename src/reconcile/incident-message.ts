/** What of an incident is told outside GitHub: decisions to inform, its end, and clocks that ran out, by severity and hour. */
import type { DueClock } from "../domain/incident/clocks.ts";
import { clocksOf, pagingAt } from "../domain/incident/clocks.ts";
import { isAlarming } from "../domain/incident/log-access.ts";
import { zonesOf } from "../domain/incident/roster.ts";
import type { FoldedIncident } from "../domain/incident/fold.ts";
import type { Incident } from "../domain/model/incident.ts";
import type { LogAccessRecord } from "../domain/model/log-access.ts";
import type { OutboxMessage, OWN_AUDIENCES, ToldMessage } from "../domain/model/message.ts";
import { repositoryName } from "../domain/model/refs.ts";
import { clockWords, informWords, resolvedWords } from "../text/incident-notice.ts";
import { logAccessWords } from "../text/incident-log-access.ts";
import type { SpokenIncident } from "../text/incident-section.ts";
import { ownersOf } from "./incident-place.ts";
import type { IncidentPlace } from "./incident-place.ts";
import type { RunContext } from "./ports.ts";

/** Where reminders and escalations go. */
const OWNERS_AUDIENCE: (typeof OWN_AUDIENCES)[number] = "incident-owners";

/** What is told of who can read the logs; null = nothing was looked at. */
type Access = LogAccessRecord | null;

interface Told {
  readonly access: { readonly seen: Access };
  readonly place: IncidentPlace;
  readonly folded: FoldedIncident;
  readonly due: readonly DueClock[];
}

/** Each once, by its id. */
export function incidentMessages({ place, folded, due, access: { seen } }: Told, spoken: SpokenIncident, context: RunContext): readonly OutboxMessage[] {
  const { record, home } = place;
  const { incident } = folded;
  const now = context.now();
  const id = `incident/${record.repository}/${record.number}`;
  const base = {
    about: { kind: "incident", repository: record.repository, number: record.number } as const, installation: context.installation, home: repositoryName(home),
    facts: { incident: record.number, repository: repositoryName(place.repository), state: incident.state, severity: incident.severity },
  };
  const paging = pagingNow(place, incident, now);
  const clocks = paging === "never" ? [] : due.map((clock): OutboxMessage => ({
    ...base, id: `${id}/${clock.occasion}/${clock.step}`, audience: OWNERS_AUDIENCE, targets: [], since: now, notBefore: paging, words: clockWords(clock, spoken, record.url),
  }));
  const informed = incident.informs.filter(({ inform }) => inform).flatMap((decision) => audiencesOf(decision.audience, place).map((audience) => ({ ...decision, audience })));
  const told = informed.map(({ id: decision, audience, text, recordedAt }): OutboxMessage => ({
    ...base, ...unlessTold(recordedAt, place), id: `${id}/inform/${decision}/${audience}`, audience, targets: targetsOf(audience, place), since: recordedAt, notBefore: null, words: informWords(spoken, text, record.url),
  }));
  const end = incident.moments.resolved === undefined || (incident.state !== "resolved" && incident.state !== "reviewed") ? [] : [...new Set(informed.map(({ audience }) => audience))];
  const over = end.map((audience): OutboxMessage => ({
    ...base, ...unlessTold(incident.updatedAt, place), id: `${id}/resolved/${incident.reopenings}/${audience}`, audience, targets: targetsOf(audience, place), since: incident.updatedAt, notBefore: null, words: resolvedWords(spoken, record.url),
  }));
  const access = seen === null || !isAlarming(seen.access) || paging === "never" ? [] : [{
    ...base, ...seen.turn === 1 && record.rebuiltAt !== undefined ? { mayBeTold: true as const } : {}, id: `log-access/${record.home}/${record.path}/${seen.alarm}/${seen.turn}`,
    audience: OWNERS_AUDIENCE, targets: [], since: now, notBefore: paging, words: logAccessWords(seen, record.url),
  }];
  return [...clocks, ...told, ...over, ...access];
}

/** Reminders that were written while they had to wait for the morning, hold still, and need not wait any more: it became more severe, or somebody is awake. */
export function hastenedMessages({ place, folded: { incident }, outside }: Pick<Told, "place" | "folded"> & { readonly outside: readonly ToldMessage[] }, now: number): readonly string[] {
  const { record, incidents } = place;
  const waiting = outside.filter(({ message: { notBefore }, sendings }) => notBefore !== null && notBefore > now && sendings.some((one) => one.state === "waiting" && one.notBefore === notBefore)).map(({ message }) => message.id);
  if (waiting.length === 0 || pagingNow(place, incident, now) !== null) return [];
  const running = clocksOf(incident, incidents, record.foundAt ?? null).flatMap(({ occasion }) => ["reminder", "escalation"].map((step) => `incident/${record.repository}/${record.number}/${occasion}/${step}`));
  return waiting.filter((id) => running.includes(id));
}

function pagingNow({ plan, incidents }: IncidentPlace, incident: Incident, now: number): ReturnType<typeof pagingAt> {
  return pagingAt(incident, incidents, zonesOf(ownersOf(plan), plan.teams, plan.release.timezone, now), now);
}

/** `/inform yes all` is for each of them, and each hears it once. */
function audiencesOf(audience: string | null, { incidents }: IncidentPlace): readonly string[] {
  return audience === null ? incidents.audiences.map(({ id }) => id) : [audience];
}

/** A store that was lost may have sent it: nobody can tell any more. */
function unlessTold(since: number, { record }: IncidentPlace): Pick<OutboxMessage, "mayBeTold"> {
  return record.rebuiltAt !== undefined && since <= record.rebuiltAt ? { mayBeTold: true } : {};
}

function targetsOf(audience: string, { incidents }: IncidentPlace): readonly string[] {
  return incidents.audiences.find(({ id }) => id === audience)?.targets ?? [];
}
