/**
 * `procedure:<home>/<path>`: the vote on the procedure for incidents, where the plan says who ratifies it. One issue a version in the plan's home
 * shows it; the words that it rests on are commands, admitted and folded as all others are.
 *
 * Promises: one issue a version, found open or closed, written only where something differs; what people write around our sections stays, and an issue
 * that a person deleted is not made again; that a vote is open, its result, and that the text was changed is told once each, by a new comment; a text
 * that was ratified once stays so. Incidents under the plan are looked at again when that changes.
 * Accepted: which text stood when something was said is read when it is admitted, a moment later; after a lost store it is believed as the issue says.
 */
import { admittedComment, commandsOf } from "../domain/command/entry.ts";
import type { MirroredComment } from "../domain/command/mirror.ts";
import { mirrorOf } from "../domain/command/mirror.ts";
import { desireProcedureBody, procedureIssueKey } from "../domain/desired/procedure-issue.ts";
import type { IncidentRecord } from "../domain/model/incident.ts";
import type { Key, Mark } from "../domain/model/key.ts";
import type { PlannedProcedure, ProcedureVote } from "../domain/model/plan-incidents.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { ProcedureRecord, ProcedureStanding } from "../domain/model/procedure.ts";
import { procedureKey } from "../domain/model/procedure.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import type { RecordChange, Settlement } from "../domain/model/settlement.ts";
import { NOTHING_TO_SETTLE } from "../domain/model/settlement.ts";
import type { Vote } from "../domain/model/vote.ts";
import { closesAt, isVoid, NO_VOTE, ratifying, voteNow } from "../domain/policy/vote.ts";
import { plainText } from "../text/escape.ts";
import { tornText } from "../text/milestone-notice.ts";
import { procedureSectionText, procedureTitle, procedureToldText, voteOpenedText } from "../text/procedure-issue.ts";
import type { ShownProcedure } from "../text/procedure-issue.ts";
import type { Telling } from "./notice.ts";
import { tell } from "./notice.ts";
import { keptIssue, NO_ISSUE, observedIssue, titleChange } from "./own-record.ts";
import { planKey, plansHeard, repositoryOf } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";
import { procedureText } from "./procedure-marks.ts";

type ProcedureKey = Extract<Key, { kind: "procedure" }>;

const LOOK_AGAIN_AFTER = 3_600_000;
const TITLE_CAP = 250;
const TOLD_KEPT = 500;

export async function runProcedure(key: ProcedureKey, context: RunContext): Promise<Settlement> {
  const home = await repositoryOf(context.memory, key.repository);
  const inForce = home === null || home.archived ? undefined : (await plansHeard(context.memory, home.id)).find(({ record }) => planKey(record) === `${key.repository}/${key.path}`);
  if (home === null || inForce === undefined) return NOTHING_TO_SETTLE;
  try {
    return await follow(key, home, inForce, context);
  } catch (error) {
    // Issues are switched off there, or we may not write them.
    if (!(error instanceof FaultError) || !["forbidden", "not-found"].includes(error.fault.kind)) throw error;
    return { ...NOTHING_TO_SETTLE, wakeAt: context.now() + LOOK_AGAIN_AFTER };
  }
}

async function follow(key: ProcedureKey, home: RepositoryRecord, inForce: PlanInForce, context: RunContext): Promise<Settlement> {
  const known = (await context.memory.records<ProcedureRecord>("procedure", `${home.id}/${key.path}/`)).map(({ value }) => value);
  const planned = inForce.written.incidents?.procedure ?? null;
  const shown = planned?.vote == null ? null : await show({ home, inForce, planned, rules: planned.vote }, known.find(({ version }) => version === planned.version) ?? null, context);
  const retired: ProcedureRecord[] = [];
  for (const record of known.filter(({ version }) => shown === null || version !== planned?.version)) retired.push(await retire(record, planned === null || record.version === planned.version ? "unasked" : "replaced", home, context));
  const after = [...shown === null ? [] : [shown.record], ...retired];
  const changed = after.filter((record) => JSON.stringify(record) !== JSON.stringify(known.find(({ version }) => version === record.version)));
  const matters = changed.some((record) => seen(record) !== seen(known.find(({ version }) => version === record.version)));
  const records = changed.map((value): RecordChange => ({ kind: "procedure", key: procedureKey(home.id, key.path, value.version), value }));
  return { ...NOTHING_TO_SETTLE, records, wakeAt: shown?.wakeAt ?? null, marks: [...shown?.more === true ? [{ key, lane: "fan-out" as const, installation: home.installation }] : [], ...matters ? await incidentMarks(home.id, key.path, context) : []] };
}

/** What the issues of incidents show of it. */
function seen(record: ProcedureRecord | undefined): string {
  return JSON.stringify([record?.standing === "ratified" || record?.held === true, record?.standing === "changed", record?.standing === "unasked", record?.deleted === true ? null : record?.number]);
}

async function incidentMarks(home: number, path: string, context: RunContext): Promise<readonly Mark[]> {
  const all = (await context.memory.records<IncidentRecord>("incident", "")).map(({ value }) => value);
  return all.filter((one) => one.home === home && one.path === path && one.continues === null && one.state !== "reviewed")
    .map(({ repository, number }) => ({ key: { kind: "incident", repository, number }, lane: "fan-out", installation: context.installation }));
}

interface Place {
  readonly home: RepositoryRecord;
  readonly inForce: PlanInForce;
  readonly planned: PlannedProcedure;
  readonly rules: ProcedureVote;
}

interface Shown {
  readonly record: ProcedureRecord;
  readonly wakeAt: number | null;
  readonly more: boolean;
}

async function show({ home, inForce, planned, rules }: Place, before: ProcedureRecord | null, context: RunContext): Promise<Shown> {
  const { path } = inForce.record;
  const { version, file } = planned;
  const known = before ?? { ...NO_ISSUE, key: procedureIssueKey(path, version), path, version, standing: "draft" as const, held: false, ratified: [], told: [] };
  const text = await procedureText(file, home, context);
  const vote = voteNow(inForce.commands.votes.get(version) ?? NO_VOTE, context.now());
  const ratified = [...new Set([...known.ratified, ...vote.rounds.flatMap(({ result, terms }) => (result?.carried === true ? [terms.text ?? ""] : []))])];
  const standing = standingOf(vote, ratified, text, file !== null);
  const last = vote.rounds.at(-1);
  const closes = last === undefined ? null : closesAt(last);
  const looked = { ...known, standing, held: false, ratified };
  const observed = await observedIssue(home, known, context);
  if (known.deleted || (observed === null && known.number !== null)) return { record: { ...looked, deleted: true }, wakeAt: closes, more: false };
  const sheet: ShownProcedure = { procedure: planned, rules, vote, standing, text, zone: inForce.written.release.timezone };
  const title = plainText(procedureTitle(version, standing), TITLE_CAP);
  const { body, missing } = desireProcedureBody(known.key, procedureSectionText(sheet), await mirrored(home, known.number, context), observed?.body ?? null);
  const over = standing === "ratified";
  const closing = over && !known.closed ? { open: false } : !over && known.closed ? { open: true } : {};
  const issue = observed === null
    ? await context.github.ensureIssue(home, { key: known.key, title, body, labels: inForce.written.tracking?.labels ?? [] })
    : await context.github.ensureIssueContent(home, observed, { body, ...closing, ...titleChange(known, observed, title) });
  if (issue === null) return { record: { ...looked, deleted: true }, wakeAt: closes, more: false };
  const { told, more } = await tell([...missing.length === 0 ? [] : [{ key: `missing/${missing.join(",")}`, body: tornText(missing) }], ...tellings(sheet)], known.told, issue.number, home, context);
  return { record: { ...looked, ...keptIssue(issue, known, title), closed: over, told: [...known.told, ...told].slice(-TOLD_KEPT) }, wakeAt: closes, more };
}

/** `ratified`: what was carried, as far as is known; it stays so. */
function standingOf(vote: Vote, ratified: readonly string[], text: string | null, isFile: boolean): ProcedureStanding {
  const last = vote.rounds.at(-1);
  const there = !isFile || text !== null;
  if (there && (ratified.includes(text ?? "") || ratifying(vote, text) !== null)) return "ratified";
  if (last !== undefined && last.result === null && last.second !== null) return isVoid(last, text) ? "void" : "voting";
  if (last !== undefined && last.result === null) return "moved";
  if (last?.result?.carried === true || ratified.length > 0) return "changed";
  return last === undefined ? "draft" : "not-carried";
}

/** What is told by a comment: a vote that opens, what it came to, and another text than the one that was voted on. */
function tellings(sheet: ShownProcedure): readonly Telling[] {
  const { vote, standing, text, zone, procedure } = sheet;
  const last = vote.rounds.at(-1);
  if (last === undefined) return [];
  const opened = last.second === null ? [] : [{ key: `opened/${last.id}`, body: voteOpenedText(last, zone, procedure.version, last) }];
  const about = standing === "void" ? `void/${last.id}/${text ?? ""}` : standing === "changed" ? `changed/${text ?? ""}` : standing === "ratified" || standing === "not-carried" ? `result/${last.id}/${standing}` : null;
  return [...opened, ...about === null ? [] : [{ key: about, body: procedureToldText(sheet) }]];
}

/** What was said under its issue, for machines. */
async function mirrored(home: RepositoryRecord, number: number | null, context: RunContext): Promise<readonly MirroredComment[]> {
  if (number === null) return [];
  const said = (await context.memory.ledger(home.id, "command")).map(admittedComment).filter((one) => one.number === number && commandsOf(one).some(({ plans }) => plans.some(({ procedure }) => procedure !== undefined)));
  return said.toSorted((a, b) => a.at - b.at || a.comment - b.comment).map(mirrorOf);
}

/** The plan does not ask for it any more: told once, and closed. */
async function retire(record: ProcedureRecord, standing: "replaced" | "unasked", home: RepositoryRecord, context: RunContext): Promise<ProcedureRecord> {
  if (record.standing === standing) return record;
  const retired = { ...record, standing, held: record.held || record.standing === "ratified" };
  const observed = record.number === null ? null : await observedIssue(home, record, context);
  if (observed === null) return { ...retired, deleted: record.deleted || record.number !== null };
  const sheet = { procedure: { version: record.version, file: null }, rules: { by: [], needs: "majority" as const, within: null }, vote: { rounds: [], concerns: [] }, standing, text: null, zone: "UTC" };
  const { told } = await tell([{ key: `${standing}/${record.told.length}`, body: procedureToldText(sheet) }], record.told, observed.number, home, context);
  const title = plainText(procedureTitle(record.version, standing), TITLE_CAP);
  const issue = await context.github.ensureIssueContent(home, observed, { open: false, ...titleChange(record, observed, title) });
  return issue === null ? { ...retired, deleted: true } : { ...retired, ...keptIssue(issue, record, title), closed: true, told: [...record.told, ...told] };
}
