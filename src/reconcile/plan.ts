/**
 * `plan:<repository>`: reads the plan files of one repository and keeps what is in force.
 *
 * Promises: a plan that was good and then broke, vanished or cannot be reached stays in force as it last was good, and says why; a file that
 * never was good binds nobody. A repository is bound only by a plan of the same owner and with its consent.
 * A milestone counts as reached when it is closed in the home and a witness says that its manager closed it; without a witness that is not
 * known, and what is not known neither begins nor ends a freeze.
 * Accepted race: consent given by another repository between read and settle is seen by that repository's own run, which marks this one.
 */
import { parsePlan } from "../domain/plan/parse.ts";
import { comparePlans } from "../domain/plan/plan-diff.ts";
import { rememberBaselines } from "../domain/policy/baseline.ts";
import { earliestAfter } from "../domain/policy/freeze-interval.ts";
import { tightenedBy } from "../domain/policy/gate-epoch.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { Key, Mark } from "../domain/model/key.ts";
import type { OutboxMessage } from "../domain/model/message.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { ConsentRecord, GovernedRecord, PlanRecord, RepositoryRecord } from "../domain/model/records.ts";
import { sameRepository } from "../domain/model/refs.ts";
import type { RecordChange, Settlement } from "../domain/model/settlement.ts";
import { NOTHING_TO_SETTLE } from "../domain/model/settlement.ts";
import { branchesOf, planOf, plansFor, repositoryOf, writtenPlanOf } from "./plans-in-force.ts";
import { lostDeletions } from "./deleted-milestones.ts";
import { lostCommands, marksOfLost } from "./mirrored-commands.ts";
import { namesOf, withGovernance } from "./governance.ts";
import { freezeMarks, isStillGone, lostMessage, lostPlan } from "./home-left.ts";
import { hasResults, resultsMark, unshownResults } from "./results-marks.ts";
import { rememberRemoved } from "./removed-freeze.ts";
import { withReached } from "./reached.ts";
import { cardMarks, unshownCards } from "./card-marks.ts";
import { maintenanceMarks } from "./maintenance.ts";
import { procedureMarks } from "./procedure-marks.ts";
import { progressMarks } from "./progress-marks.ts";
import { tagMarks } from "./tag-marks.ts";
import { templateChange } from "./templates.ts";
import type { PlanFiles } from "./github-facts.ts";
import type { RunContext } from "./ports.ts";

export async function runPlan(key: Extract<Key, { kind: "plan" }>, context: RunContext): Promise<Settlement> {
  const home = await repositoryOf(context.memory, key.repository);
  const remembered = await context.memory.records<PlanRecord>("plan", `${key.repository}/`);
  const [gone] = remembered.flatMap(({ value }) => (isStillGone(value, home) ? value.gone ?? [] : []));
  if (gone !== undefined) return runPlanOfGone(gone.home, remembered, context);
  if (home === null) return NOTHING_TO_SETTLE;
  const known = remembered.map(({ key: own, value: { gone: _, ...value } }) => ({ key: own, value }));
  const files = await readFiles(home, context);
  const consent = files === null ? null : consentIn(files);
  const read = files === null
    ? known.map(({ value }) => ({ ...value, state: "unreachable" as const, readAt: context.now() }))
    : updateRecords(home, files, known.map((one) => one.value), context.now());
  const records = read.map((record) => sinceLost(record, remembered.find(({ value }) => value.path === record.path)?.value, context.now()));
  const governing = await Promise.all(records.map((record) => withGovernance(record, home, context)));
  // A repository that the plan did not govern as far as is known: its commands come with the plan, so that nobody is judged without them.
  const governed = new Set(known.flatMap(({ value }) => value.governs));
  const fresh = [...new Set(governing.flatMap(({ governs }) => governs))].filter((id) => !governed.has(id));
  const lost = await lostCommands(home, [...new Set([...(known.length === 0 ? [home.id] : []), ...fresh])], context);
  const reached = files === null ? governing : await withReached(governing, home, lost, context);
  const deleted = known.length === 0 ? await lostDeletions(home, reached, context) : [];
  const settled = await settle(home, reached, known, files === null ? undefined : consent, context);
  const templates = files === null ? null : await templateChange(home, files, context);
  const unshown = [...await unshownResults(home, reached, context), ...await unshownCards(home, reached, context)];
  const told = await tellLost(reached, remembered.map(({ value }) => value), home, context);
  const retold = templates === null ? [] : reached.flatMap((record) => progressMarks(home, record, planOf(record)));
  // Its comments were passed over while no plan was known, and are looked through now.
  const lookedThrough = fresh.map((repository): Mark => ({ key: { kind: "repository", repository }, lane: "changed", installation: context.installation }));
  const voted = [...await procedureMarks(home, reached, context), ...maintenanceMarks(home, reached, known.map(({ value }) => value))];
  return { ...settled, wakeAt: earliestAfter(context.now(), reached.flatMap(({ refused = [] }) => refused.map(({ ripeAt }) => ripeAt))), records: [...settled.records, ...deleted, ...(templates === null ? [] : [templates])], ledger: [...settled.ledger, ...lost], marks: [...settled.marks, ...lost.flatMap((entry) => marksOfLost(entry, context.installation)), ...lookedThrough, ...retold, ...unshown, ...voted, ...told.marks], outbox: told.outbox };
}

/** Only whom it binds can have changed. */
async function runPlanOfGone(home: RepositoryRecord, known: readonly { readonly value: PlanRecord }[], context: RunContext): Promise<Settlement> {
  const records = await Promise.all(known.map(({ value }) => withGovernance(value, home, context)));
  const bound = (await context.memory.records<GovernedRecord>("governed", "")).filter(({ value }) => value.home === home.id);
  const hidden = await Promise.all(bound.map(async ({ key, value }) => (await repositoryOf(context.memory, Number(key.split("/")[0])) === null ? [value.path] : [])));
  // It is away and binds nobody, in sight or not: what there was of it is forgotten.
  return settle(home, records.filter(({ governs, path }) => governs.some((id) => id !== home.id) || hidden.flat().includes(path)), known, undefined, context);
}

function sinceLost({ lostSince: _, ...record }: PlanRecord, before: PlanRecord | undefined, now: Instant): PlanRecord {
  if (record.state === "good" || record.text === null) return record;
  return { ...record, lostSince: before === undefined || before.state === "good" ? now : before.lostSince ?? before.readAt };
}

/** A plan in force that is not followed any more is told to its manager once, and its freezes' issues say so for as long as it lasts. */
async function tellLost(records: readonly PlanRecord[], before: readonly PlanRecord[], home: RepositoryRecord, context: RunContext): Promise<Pick<Settlement, "marks" | "outbox">> {
  const marks: Mark[] = [];
  const outbox: OutboxMessage[] = [];
  for (const record of records) {
    const known = before.find(({ path }) => path === record.path);
    if (known === undefined || (known.state === record.state && known.gone === undefined)) continue;
    marks.push(...await freezeMarks(record, home.installation, context));
    const lost = known.state === "good" ? await lostPlan(record, home, context) : null;
    if (lost !== null) outbox.push(lostMessage(record, home, lost));
  }
  return { marks, outbox };
}

async function readFiles(home: RepositoryRecord, context: RunContext): Promise<PlanFiles | null> {
  try {
    return await context.github.readPlanFiles(home, null);
  } catch (error) {
    const gone = error instanceof FaultError && (error.fault.kind === "forbidden" || error.fault.kind === "not-found");
    if (gone) return null;
    throw error;
  }
}

/** The home named by a `governed_by` line, if the repository has one. */
function consentIn(files: PlanFiles): string | null {
  for (const file of files.files) {
    const { governedBy } = parsePlan(file.bytes, file.path);
    if (governedBy !== null) return governedBy;
  }
  return null;
}

function updateRecords(home: RepositoryRecord, files: PlanFiles, known: readonly PlanRecord[], now: number): readonly PlanRecord[] {
  const records: PlanRecord[] = [];
  for (const file of files.files) {
    const { plan, problems, governedBy } = parsePlan(file.bytes, file.path);
    if (governedBy !== null) continue;
    const before = known.find((record) => record.path === file.path);
    const good = plan !== null;
    const text = good ? new TextDecoder().decode(file.bytes) : before?.text ?? null;
    records.push({
      home: home.id, path: file.path,
      commit: good ? files.commit : before?.commit ?? null,
      text, textSince: text === before?.text ? before?.textSince ?? before?.readAt ?? now : now,
      state: good ? "good" : "wrong",
      problems, readAt: now, tightened: plan === null ? before?.tightened ?? {} : tightened(before, plan, now),
      baselines: plan === null ? before?.baselines ?? {} : rememberBaselines(before?.baselines ?? {}, before === undefined ? null : writtenPlanOf(before), plan, now),
      ...(plan === null ? { ...(before?.removed === undefined ? {} : { removed: before.removed }) } : rememberRemoved(before, plan, now)),
      ...sinceWhen(before, good, now), reached: before?.reached ?? [], governs: before?.governs ?? [], notGoverned: before?.notGoverned ?? [],
    });
  }
  const vanished = known.filter((record) => record.text !== null && !records.some((one) => one.path === record.path));
  return [...records, ...vanished.map((record) => ({ ...record, state: "vanished" as const, readAt: now }))];
}

function sinceWhen(before: PlanRecord | undefined, good: boolean, now: Instant): Pick<PlanRecord, "since"> {
  const since = before?.since ?? (good ? now : undefined);
  return since === undefined ? {} : { since };
}

function tightened(before: PlanRecord | undefined, plan: ReleasePlan, now: Instant): NonNullable<PlanRecord["tightened"]> {
  const known = before?.tightened ?? {};
  const was = before === undefined ? null : writtenPlanOf(before);
  return was === null ? known : tightenedBy(known, comparePlans(was, plan), now);
}

function settle(home: RepositoryRecord, records: readonly PlanRecord[], known: readonly { readonly value: PlanRecord }[], consent: string | null | undefined, context: RunContext): Promise<Settlement> {
  return marksFor(home, records, known.map((one) => one.value), context).then(async (marks) => {
    const changes: RecordChange[] = [];
    for (const record of records) changes.push({ kind: "plan", key: `${home.id}/${record.path}`, value: record });
    for (const { value } of known) {
      if (!records.some((record) => record.path === value.path)) changes.push({ kind: "plan", key: `${home.id}/${value.path}`, value: null });
      for (const id of value.governs) {
        const still = records.some((record) => record.path === value.path && record.governs.includes(id));
        // One that is out of sight has taken nothing back: should it return, it is bound from that very moment on.
        if (!still && await repositoryOf(context.memory, id) !== null) changes.push({ kind: "governed", key: `${id}/${home.id}/${value.path}`, value: null });
      }
    }
    for (const record of records)
      for (const id of record.governs) changes.push({ kind: "governed", key: `${id}/${home.id}/${record.path}`, value: { home: home.id, path: record.path } });
    const consentMarks = consent === undefined ? [] : await settleConsent(home, consent, changes, context);
    return { ...NOTHING_TO_SETTLE, records: changes, marks: [...marks, ...consentMarks] };
  });
}

/** A repository that gives or takes back its consent makes the home of the plan look again. */
async function settleConsent(repository: RepositoryRecord, consent: string | null, changes: RecordChange[], context: RunContext): Promise<readonly Mark[]> {
  const before = await context.memory.record<ConsentRecord>("consent", String(repository.id));
  if ((before?.governedBy ?? null) === consent) return [];
  changes.push({ kind: "consent", key: String(repository.id), value: consent === null ? null : { governedBy: consent } });
  const all = await context.memory.records<RepositoryRecord>("repository", "");
  const away = (await context.memory.records<PlanRecord>("plan", "")).flatMap(({ value: { gone, governs } }) => (gone !== undefined && governs.includes(repository.id) ? [gone.home] : []));
  const homes = [consent, before?.governedBy ?? null].filter((name) => name !== null);
  const meant = all.map(({ value }) => value).filter((value) => homes.some((name) => namesOf(value).some((one) => sameRepository(name, one))));
  const mark = ({ id }: RepositoryRecord, installation: number): Mark => ({ key: { kind: "plan", repository: id }, lane: "changed", installation });
  return [...meant.map((one) => mark(one, one.installation)), ...away.map((one) => mark(one, repository.installation))];
}

/** Branches are looked at again when anything they rest on changed; an unchanged plan marks nothing. */
async function marksFor(home: RepositoryRecord, records: readonly PlanRecord[], known: readonly PlanRecord[], context: RunContext): Promise<readonly Mark[]> {
  const marks: Mark[] = [];
  for (const record of [...records, ...known]) {
    const other = (records.includes(record) ? known : records).find((one) => one.path === record.path);
    if (other !== undefined && essence(other) === essence(record)) continue;
    const plan = planOf(record);
    if (plan === null) continue;
    if (hasResults(plan)) marks.push(resultsMark(home, record));
    if (plan.board !== null || await context.memory.record("board", `${home.id}/${record.path}`) !== null) marks.push({ key: { kind: "board", repository: home.id, path: record.path }, lane: "fan-out", installation: home.installation });
    for (const id of new Set([home.id, ...record.governs])) marks.push({ key: { kind: "schedule", repository: id }, lane: "fan-out", installation: home.installation });
    marks.push(...progressMarks(home, record, plan), ...await cardMarks(home, record, plan, context));
    marks.push({ key: { kind: "features", repository: home.id, path: record.path }, lane: "fan-out", installation: home.installation });
    for (const id of record.governs) {
      const repository = await repositoryOf(context.memory, id);
      if (repository === null) continue;
      // Freezes begun by command may hold branches that the file does not speak of, and end with its milestones.
      const switched = (await plansFor(context.memory, id)).flatMap((one) => branchesOf(one, repository));
      for (const branch of new Set([...branchesOf({ home, plan }, repository), ...switched]))
        marks.push({ key: { kind: "branch", repository: id, branch }, lane: "gate", installation: repository.installation });
      marks.push(...await tagMarks(repository, context));
    }
  }
  return marks;
}

function essence(record: PlanRecord): string {
  return JSON.stringify([record.text, record.state, record.reached, (record.refused ?? []).filter(({ ripeAt }) => ripeAt <= record.readAt), record.governs, record.renamed]);
}
