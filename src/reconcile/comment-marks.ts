/** What must be looked at again once a command is admitted: what it touches, and the answers to earlier commands that it may have changed. */
import type { AdmittedComment } from "../domain/command/entry.ts";
import { admittedComment, commandsOf } from "../domain/command/entry.ts";
import { parseCommand } from "../domain/command/parse.ts";
import type { VerbRow } from "../domain/command/verb.ts";
import type { TrackingRecord } from "../domain/model/account.ts";
import type { Key, Mark } from "../domain/model/key.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import { branchesOf } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import { boardMarks, progressMarks } from "./progress-marks.ts";
import type { RunContext } from "./ports.ts";

/** Older commands have long been answered and acted upon. */
const ANSWERS_RENEWED = 20;

export async function commandMarks(admitted: AdmittedComment, rows: readonly VerbRow[], plans: readonly PlanInForce[], repository: RepositoryRecord, context: RunContext): Promise<readonly Mark[]> {
  const keys: Key[] = [];
  const touched = new Set(rows.map((row) => row.touches));
  if (touched.has("pull") && admitted.pull !== null) keys.push({ kind: "pull", repository: repository.id, number: admitted.number });
  if (touched.has("branches")) keys.push(...branchKeys(admitted, plans, repository));
  if (touched.has("messages")) keys.push(...await trackedHere(admitted, repository, context));
  if (touched.has("plans") || touched.has("milestones")) keys.push(...plans.map(({ record }): Key => ({ kind: "results", repository: record.home, path: record.path })));
  if (touched.has("tags")) keys.push(...await tagKeys(repository, context));
  if (touched.has("features")) keys.push({ kind: "issue", repository: repository.id, number: admitted.number }, ...plans.flatMap(({ record, plan }): readonly Key[] => (plan.features === null ? [] : [{ kind: "features", repository: record.home, path: record.path }])));
  if (touched.has("procedure")) keys.push(...plans.filter(({ home }) => home.id === repository.id).map(({ record }): Key => ({ kind: "procedure", repository: record.home, path: record.path })));
  if (touched.has("milestones")) keys.push(...milestoneKeys(plans, repository));
  const gate = keys.map((key): Mark => ({ key, lane: key.kind === "branch" ? "gate" : "command", installation: context.installation }));
  return [...gate, ...await earlierAnswers(admitted, touched.has("branches"), repository, context)];
}

/** Their plan first, since what is reached begins and ends freezes. */
function milestoneKeys(plans: readonly PlanInForce[], repository: RepositoryRecord): readonly Key[] {
  const here = plans.filter(({ home }) => home.id === repository.id);
  return here.length === 0 ? [] : [{ kind: "plan", repository: repository.id }, ...here.flatMap(({ home, record, written }) => [...progressMarks(home, record, written), ...boardMarks(home, record, written)].map(({ key }) => key))];
}

function branchKeys(admitted: AdmittedComment, plans: readonly PlanInForce[], repository: RepositoryRecord): readonly Key[] {
  const named = commandsOf(admitted).flatMap(({ command }) => command.on ?? []);
  const held = admitted.plans.flatMap((plan) => plan.branches);
  const governed = plans.flatMap((plan) => branchesOf(plan, repository));
  return [...new Set([...named, ...held, ...governed])].map((branch) => ({ kind: "branch", repository: repository.id, branch }));
}

/** The freeze whose tracking issue this is. */
async function trackedHere({ number }: AdmittedComment, repository: RepositoryRecord, { memory }: RunContext): Promise<readonly Key[]> {
  const tracked = await memory.records<TrackingRecord>("tracking", "");
  return tracked.filter(({ value }) => value.issue === number && (value.place ?? value.home) === repository.id).map(({ value: { home, path, freeze } }) => ({ kind: "freeze", repository: home, path, freeze }));
}

/** Under the same number; and wherever a freeze was begun or ended, since the webhooks of two such commands may come in the wrong order. */
/** Every tag that was judged here. */
async function tagKeys(repository: RepositoryRecord, context: RunContext): Promise<readonly Key[]> {
  const judged = await context.memory.records<unknown>("candidate", `${repository.id}/`);
  return judged.map(({ key }) => ({ kind: "release", repository: repository.id, tag: key.slice(key.indexOf("/") + 1) }));
}

async function earlierAnswers({ number, comment }: AdmittedComment, ofBranches: boolean, repository: RepositoryRecord, context: RunContext): Promise<readonly Mark[]> {
  const entries = (await context.memory.ledger(repository.id, "command")).map(admittedComment)
    .filter((one) => one.comment !== comment && (one.number === number || (ofBranches && touchesBranches(one))));
  return entries.slice(-ANSWERS_RENEWED).map((one) => ({
    key: { kind: "comment", repository: repository.id, number: one.number, comment: one.comment }, lane: "command", installation: context.installation,
  }));
}

function touchesBranches({ lines }: AdmittedComment): boolean {
  return lines.some(({ text, refusal }) => {
    const parsed = refusal === null ? parseCommand(text) : null;
    return parsed?.ok === true && parsed.row.touches === "branches";
  });
}
