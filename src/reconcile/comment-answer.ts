/**
 * Answers an admitted comment: one comment of ours, edited in place while what it speaks of changes, and a thumb. A changed change is told in a new
 * comment, once for each change, since an edit notifies nobody.
 * Promises: nothing is written while the answer stands as it should; a question is answered once and then left.
 */
import { acts } from "../domain/command/entry.ts";
import type { AdmittedComment, CommandLine } from "../domain/command/entry.ts";
import { helpFor, helpTable } from "../domain/command/help.ts";
import { parseCommand } from "../domain/command/parse.ts";
import { outcomeKey } from "../domain/command/state.ts";
import type { AskedWaiver } from "../domain/command/state.ts";
import { whoApproves } from "../domain/command/waived-freeze.ts";
import { digestOf } from "../domain/desired/pull-check.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { AnswerRecord, RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { RecordChange, Settlement } from "../domain/model/settlement.ts";
import { NOTHING_TO_SETTLE } from "../domain/model/settlement.ts";
import type { TrackedPull } from "../domain/model/tracked-pull.ts";
import { decideHead } from "../domain/policy/decide-head.ts";
import { waiverStatus } from "../domain/policy/waiver-status.ts";
import { againMarker, answerMarker, renderAnswer } from "../text/command-answer.ts";
import type { AnsweredLine } from "../text/command-answer.ts";
import { helpText } from "../text/command-help.ts";
import { outcomeText } from "../text/command-outcome.ts";
import { editLink } from "../text/github-web.ts";
import { noLongerText, refusalText } from "../text/command-refusal.ts";
import { askedAgainText, waiverText } from "../text/command-waiver.ts";
import type { SpokenWaiver } from "../text/command-waiver.ts";
import { whyNothing, whyText } from "../text/command-why.ts";
import { notesFollowed } from "./incident-elsewhere.ts";
import { saidToIncidents } from "./incident-report.ts";
import type { SaidToIncident } from "./incident-report.ts";
import { webOfPlans, whyMilestone } from "./milestone-why.ts";
import { headPulls } from "./plan-change.ts";
import { plansHeard, rulesOf } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";
import { whyWindow } from "./window-why.ts";

interface Scene {
  readonly admitted: AdmittedComment;
  readonly repository: RepositoryRecord;
  readonly plans: readonly PlanInForce[];
  readonly pull: TrackedPull | null;
  /** where people open GitHub */
  readonly web: string;
  readonly context: RunContext;
  /** by position of the line */
  readonly incidents: ReadonlyMap<number, SaidToIncident>;
}

export async function runAnswer(admitted: AdmittedComment, repository: RepositoryRecord, context: RunContext): Promise<Settlement> {
  const key = `${repository.id}/${admitted.comment}`;
  const before = await context.memory.record<AnswerRecord>("answer", key);
  if (admitted.stranger) return NOTHING_TO_SETTLE;
  const followed = before === null ? { ledger: [], marks: [] } : await notesFollowed(admitted, repository, context);
  if (before !== null && !acts(admitted)) return { ...NOTHING_TO_SETTLE, ...followed };
  const pull = admitted.pull === null ? null : await context.memory.pull(repository.id, admitted.number);
  const plans = await plansHeard(context.memory, repository.id);
  const incidents = await saidToIncidents(admitted, before !== null, plans, repository, context);
  const scene: Scene = { admitted, repository, plans, pull, web: pull === null ? await webOfPlans(plans, context) ?? webOf(pull) : webOf(pull), context, incidents };
  const lines: AnsweredLine[] = [];
  for (const [index, line] of admitted.lines.entries()) lines.push({ text: line.text, said: await said(line, index, scene) });
  const body = renderAnswer(lines);
  const digest = digestOf(body);
  const records: RecordChange[] = [];
  if (before === null) await context.github.ensureReaction(repository, admitted.comment, wasDone(scene) ? "+1" : "-1");
  if (before?.digest !== digest) {
    const id = await context.github.ensureComment(repository, { number: admitted.number, marker: answerMarker(admitted.comment), body, since: admitted.at }, before?.id ?? null);
    records.push({ kind: "answer", key, value: { id, digest } satisfies AnswerRecord });
  }
  const waivers = askedHere(scene);
  records.push(...await askAgain(waivers, scene));
  const opened = [...incidents.values()].map(({ settled }) => settled);
  return {
    ...NOTHING_TO_SETTLE, records: [...records, ...opened.flatMap((one) => one.records)], ledger: [...followed.ledger, ...opened.flatMap((one) => one.ledger)], marks: [...followed.marks, ...opened.flatMap((one) => one.marks)],
    wakeAt: nextEnd(waivers, context.now()),
  };
}

async function said(line: CommandLine, index: number, scene: Scene): Promise<readonly string[]> {
  if (line.refusal !== null) return [refusalText(line.refusal, scene.admitted.at)];
  const parsed = parseCommand(line.text);
  if (!parsed.ok) return [refusalText({ why: "problem", problem: parsed.problem }, scene.admitted.at)];
  const incident = scene.incidents.get(index);
  if (incident !== undefined) return [incident.text];
  if (parsed.row.apply === null) return [await answered(parsed.command.verb, parsed.command.argument, scene)];
  const outcomes = outcomesOf(index, scene);
  if (outcomes.length === 0) return [noLongerText(parsed.row.verb)];
  const waivers = askedHere(scene);
  if (outcomes.some(({ outcome }) => outcome.code === "waiver")) return waivers.map((one) => waiverText(one, repositoryName(scene.repository), scene.web));
  // Where several plans bind the repository, what one of them had no use for is of no interest once another had.
  const told = outcomes.some(({ outcome }) => outcome.done) ? outcomes.filter(({ outcome }) => outcome.done) : outcomes;
  return [...new Set(told.map(({ outcome, plan }) => outcomeText({ outcome, plan: plan.plan, ...(plan.record.text === null ? {} : { file: { path: plan.record.path, text: plan.record.text } }), public: !scene.repository.private, edit: editLink(scene.web, repositoryName(plan.home), plan.home.defaultBranch, plan.record.path) })))];
}

/** Questions. A new one is a row in the table of verbs and its answer here. */
async function answered(verb: string, argument: string | null, scene: Scene): Promise<string> {
  if (verb === "help") {
    const asked = helpFor(argument);
    return helpText(helpTable(), asked, asked === null ? argument : null);
  }
  return why(scene);
}

async function why({ admitted, pull, plans: heard, repository, web, context }: Scene): Promise<string> {
  const plans = heard.filter(({ record }) => record.governs.includes(repository.id));
  if (pull === null) return await whyMilestone(admitted, heard, context) ?? await whyWindow(repository.id, admitted.number, context) ?? whyNothing(admitted.pull === null);
  if (plans.length === 0) return whyNothing();
  const decided = decideHead(await headPulls([pull], plans, repository, context), plans.map(rulesOf), context.now());
  if (decided === null) return whyNothing();
  return whyText({ ...decided, now: context.now(), base: pull.base, repository: repositoryName(repository) }, pull.takenAt, web);
}

function outcomesOf(line: number, { admitted, plans }: Scene) {
  return plans.flatMap((plan) => {
    const outcome = plan.commands.outcomes.get(outcomeKey({ comment: admitted.comment, line }));
    return outcome === undefined ? [] : [{ plan, outcome }];
  });
}

/** Is there something among the commands that did what was asked? */
function wasDone(scene: Scene): boolean {
  return scene.admitted.lines.some(({ text, refusal }, index) => {
    const parsed = refusal === null ? parseCommand(text) : null;
    return parsed?.ok === true && (parsed.row.apply === null || outcomesOf(index, scene).some(({ outcome }) => outcome.done));
  });
}

function askedHere({ admitted, plans, pull, context }: Scene): readonly SpokenWaiver[] {
  return plans.flatMap(({ commands, plan, written }) => commands.waivers.filter((one) => one.comment === admitted.comment).map((waiver) => ({
    waiver, plan, status: waiverStatus(waiver, pull?.facts.diff ?? null, context.now()), approvers: whoApproves(waiver.freeze, written), head: pull?.sha ?? null,
  })));
}

/** One new comment for each change that is no longer what was approved. */
async function askAgain(waivers: readonly SpokenWaiver[], { admitted, pull, repository, web, context }: Scene): Promise<readonly RecordChange[]> {
  const diff = pull?.facts.diff ?? null;
  const [changed] = waivers.filter((one) => one.status === "changed");
  if (changed === undefined || diff === null || pull?.open !== true) return [];
  const key = `${repository.id}/${admitted.comment}/${diff}`;
  if (await context.memory.record<AnswerRecord>("answer", key) !== null) return [];
  const body = askedAgainText(changed, repositoryName(repository), web);
  const id = await context.github.ensureComment(repository, { number: admitted.number, marker: againMarker(admitted.comment, diff), body, since: admitted.at }, null);
  return [{ kind: "answer", key, value: { id, digest: digestOf(body) } satisfies AnswerRecord }];
}

function nextEnd(waivers: readonly { readonly waiver: AskedWaiver }[], now: Instant): Instant | null {
  const ends = waivers.flatMap(({ waiver }) => (waiver.until !== null && waiver.until > now ? [waiver.until] : []));
  return ends.length === 0 ? null : Math.min(...ends);
}

function webOf(pull: TrackedPull | null): string {
  const url = pull?.facts.url ?? null;
  return url !== null && URL.canParse(url) ? new URL(url).origin : "https://github.com";
}
