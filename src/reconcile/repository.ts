/**
 * `repository:<id>`: its name, default branch and visibility; a change of these looks at its plan again. Its gates are looked at each time: a
 * ruleset that was changed names no branch for sure. So are, now and then, the comments of a governed one. A new name takes nothing away: plans go on
 * meaning the repository by the name in their file.
 */
import type { GateRecord } from "../domain/model/gate.ts";
import type { Key, Mark } from "../domain/model/key.ts";
import type { GovernedRecord, PlanRecord, RepositoryRecord, TagHoldRecord } from "../domain/model/records.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { RecordChange, Settlement } from "../domain/model/settlement.ts";
import { NOTHING_TO_SETTLE } from "../domain/model/settlement.ts";
import { namesOf } from "./governance.ts";
import { repositoryRecord } from "./installation.ts";
import { plansLeftBehind } from "./home-left.ts";
import { lostIncidents } from "./incident-rebuild.ts";
import { lostComments } from "./lost-comments.ts";
import { lostReports } from "./lost-reports.ts";
import { plansHeard, repositoryOf } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";
import { rememberedPulls } from "./remembered-pulls.ts";

export async function runRepository(key: Extract<Key, { kind: "repository" }>, context: RunContext): Promise<Settlement> {
  const fact = await context.github.readRepository(key.repository);
  const before = await repositoryOf(context.memory, key.repository);
  if (fact === null) {
    return before === null ? NOTHING_TO_SETTLE : { ...NOTHING_TO_SETTLE, marks: [{ key: { kind: "installation", installation: context.installation }, lane: "changed", installation: context.installation }] };
  }
  const after = repositoryRecord(fact, context.installation, before);
  const gates = await context.memory.records<GateRecord>("gate", `${key.repository}/`);
  const plans = await plansHeard(context.memory, key.repository);
  const lost = plans.length === 0 ? { marks: [], records: [] } : await lostComments(after, context);
  const asked = plans.some(({ written }) => written.incidents !== null);
  const incidents = asked ? await lostIncidents(after, context) : { marks: [], records: [] };
  const reports = asked ? await lostReports(after, context) : { marks: [], records: [] };
  const marks: readonly Mark[] = [...lost.marks, ...incidents.marks, ...reports.marks, ...gates.map(({ value }): Mark => ({ key: { kind: "branch", repository: key.repository, branch: value.branch }, lane: "gate", installation: context.installation })), ...await holdMarks(key.repository, plans, context)];
  if (before !== null && JSON.stringify(before) === JSON.stringify(after)) return { ...NOTHING_TO_SETTLE, marks, records: [...lost.records, ...incidents.records, ...reports.records] };
  const given = before !== null && before.owner.toLowerCase() !== after.owner.toLowerCase() ? await plansLeftBehind(before, new Set(), context) : { records: [], marks: [], outbox: [] };
  const renaming = before === null || repositoryName(before) === repositoryName(after) ? { records: [], marks: [] } : await renamed(after, context);
  return {
    ...NOTHING_TO_SETTLE,
    records: [...lost.records, ...incidents.records, ...reports.records, { kind: "repository", key: String(key.repository), value: after }, ...renaming.records, ...given.records],
    outbox: given.outbox,
    marks: [...marks, ...given.marks, { key: { kind: "plan", repository: key.repository }, lane: "changed", installation: context.installation }, ...renaming.marks],
  };
}

/** Plans whose final tag a ruleset of ours holds here. */
async function holdMarks(repository: number, plans: readonly PlanInForce[], context: RunContext): Promise<readonly Mark[]> {
  const holds = await context.memory.records<TagHoldRecord>("tag-hold", `${repository}/`);
  if (holds.every(({ value }) => value.ruleset === null)) return [];
  return plans.map(({ home, record }): Mark => ({ key: { kind: "features", repository: home.id, path: record.path }, lane: "fan-out", installation: context.installation }));
}

/**
 * Plans that bind it go on meaning it from the same commit on, so that no freeze lifts in between; then their homes look for themselves. What was
 * remembered of its pull requests carries the old name and is read again.
 */
async function renamed(after: RepositoryRecord, context: RunContext): Promise<Pick<Settlement, "records" | "marks">> {
  const pointers = (await context.memory.records<GovernedRecord>("governed", `${after.id}/`)).map(({ value }) => value);
  const records: RecordChange[] = [];
  const marks: Mark[] = [];
  for (const { home, path } of pointers) {
    const record = await context.memory.record<PlanRecord>("plan", `${home}/${path}`);
    const place = await repositoryOf(context.memory, home);
    if (record === null || place === null) continue;
    const names = Object.fromEntries(namesOf(after).slice(1).map((name) => [name.toLowerCase(), repositoryName(after)]));
    records.push({ kind: "plan", key: `${home}/${path}`, value: { ...record, renamed: { ...record.renamed, ...names } } satisfies PlanRecord });
    marks.push({ key: { kind: "plan", repository: home }, lane: "changed", installation: place.installation });
  }
  for await (const pull of rememberedPulls(after.id, null, context)) marks.push({ key: { kind: "pull", repository: after.id, number: pull.number }, lane: "fan-out", installation: context.installation });
  return { records, marks };
}
