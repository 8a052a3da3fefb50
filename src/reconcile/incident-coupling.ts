/** What an incident does beyond its issue: which branches, pull requests and tags are to be looked at again when its freeze or severity changed. */
import type { Incident, IncidentRecord } from "../domain/model/incident.ts";
import type { Mark } from "../domain/model/key.ts";
import type { CandidateRecord } from "../domain/model/records.ts";
import type { RunContext } from "./ports.ts";

/** The branches of a freeze are those that were named when it began: a later edit of the plan moves no freeze that holds. */
export function freezesOf({ freezes, lane, laneRisk }: Incident, { freezes: known = [] }: IncidentRecord, branches: readonly string[]): Partial<IncidentRecord> {
  return freezes.length === 0 ? {} : { freezes: freezes.map((one, time) => ({ ...one, branches: known[time]?.branches ?? branches })), lane, ...(laneRisk === null ? {} : { laneRisk }) };
}

export async function coupledMarks(was: IncidentRecord, is: IncidentRecord, context: RunContext): Promise<readonly Mark[]> {
  const { repository } = is;
  const frozen = JSON.stringify([was.freezes, was.lane, was.laneRisk]) === JSON.stringify([is.freezes, is.lane, is.laneRisk]) ? [] : (is.freezes ?? []).flatMap(({ branches }) => branches);
  const laned = frozen.length === 0 ? [] : [...was.lane ?? [], ...is.lane ?? []].map(({ number }) => number);
  const severe = was.state === is.state && was.severity === is.severity ? [] : await context.memory.records<CandidateRecord>("candidate", `${repository}/`);
  return [
    ...[...new Set(frozen)].map((branch): Mark => ({ key: { kind: "branch", repository, branch }, lane: "gate", installation: context.installation })),
    ...[...new Set(laned)].map((number): Mark => ({ key: { kind: "pull", repository, number }, lane: "command", installation: context.installation })),
    ...severe.map(({ key }): Mark => ({ key: { kind: "release", repository, tag: key.slice(`${repository}/`.length) }, lane: "changed", installation: context.installation })),
  ];
}
