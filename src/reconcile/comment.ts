/**
 * `comment:<repository>/<number>/<comment>`: commands. A comment is read from GitHub and admitted once, into the ledger; the run after that answers.
 *
 * Promises: nothing that was edited, or written by a bot or by us, ever acts; a stranger gets a sign and no words; who may is asked of GitHub now;
 * what was admitted stands, whatever becomes of the comment. Admission and answer are two runs, so a crash between any two writes leaves either a
 * command that is not admitted and is read again, or one that is and is answered.
 * Accepted races: what changes between the comment and this run is judged as it is now, except the commit that an approval is for (`admission.ts`);
 * an edit within the second of writing, whose webhook is lost, is not seen.
 */
import { refusalOf } from "../domain/command/admission.ts";
import type { AdmissionFacts, Refusal } from "../domain/command/admission.ts";
import { commandLines } from "../domain/command/command-lines.ts";
import { COMMANDS_PER_COMMENT } from "../domain/command/command.ts";
import type { PlanThen, Standing } from "../domain/command/command.ts";
import { acts, admittedComment, COMMAND_KINDS, commandEntry, entryId } from "../domain/command/entry.ts";
import type { AdmittedComment, CommandLine } from "../domain/command/entry.ts";
import { peopleInWords } from "../domain/command/milestone-meant.ts";
import { LINE_CAP, parseCommand } from "../domain/command/parse.ts";
import { isStranger, peopleWithRights } from "../domain/command/right.ts";
import type { VerbRow } from "../domain/command/verb.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { Key, Mark } from "../domain/model/key.ts";
import type { LedgerEntry } from "../domain/model/ledger-entry.ts";
import type { PullFacts } from "../domain/model/pull.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import { hasRole } from "../domain/model/refs.ts";
import type { Settlement } from "../domain/model/settlement.ts";
import { NOTHING_TO_SETTLE } from "../domain/model/settlement.ts";
import { sameLogin } from "../domain/policy/acceptance.ts";
import { openPlaces } from "../domain/policy/open-place.ts";
import { runAnswer } from "./comment-answer.ts";
import { commandMarks } from "./comment-marks.ts";
import { plansThen, pullThen } from "./comment-place.ts";
import { withFallbacks } from "./fallbacks.ts";
import { runIncidentComment } from "./incident-comment.ts";
import { incidentAt } from "./incident-place.ts";
import { windowMarks } from "./card-marks.ts";
import { personIs } from "./people.ts";
import { milestoneOfIssue } from "./milestone-words.ts";
import { planKey, plansHeard, repositoryOf } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { CommentFact } from "./github-facts.ts";
import type { RunContext } from "./ports.ts";
import { withProcedures } from "./procedure-marks.ts";
import { revocation } from "./revocation.ts";

type CommentKey = Extract<Key, { kind: "comment" }>;

export async function runComment(key: CommentKey, context: RunContext): Promise<Settlement> {
  const repository = await repositoryOf(context.memory, key.repository);
  if (repository === null) return NOTHING_TO_SETTLE;
  const place = await incidentAt(repository, key.number, context.memory);
  if (place === null) {
    const { marks, ...done } = await runCommands(key, repository, "unread", context);
    return { ...done, marks: [...marks, ...await windowMarks(repository.id, key.number, context)] };
  }
  const said = await runIncidentComment(key, place, context);
  const { wakeAt, ...commands } = await runCommands(key, repository, said.comment, context);
  return { ...said.settled, wakeAt, marks: [...said.settled.marks, ...commands.marks], records: [...said.settled.records, ...commands.records], ledger: [...said.settled.ledger, ...commands.ledger] };
}

/** `known`: the comment where it was read already; `entered` = it was, in an earlier run that took its commands in. */
async function runCommands(key: CommentKey, repository: RepositoryRecord, known: CommentFact | null | "unread" | "entered", context: RunContext): Promise<Settlement> {
  const entry = await admittedBefore(repository.id, key.comment, context);
  if (entry === null && known === "entered") return NOTHING_TO_SETTLE;
  return entry === null ? admit(key, repository, known, context) : runAnswer(admittedComment(entry), repository, context);
}

async function admittedBefore(repository: number, comment: number, context: RunContext): Promise<LedgerEntry | null> {
  for (const kind of COMMAND_KINDS) {
    const found = (await context.memory.ledger(repository, kind)).find((entry) => entry.id === entryId(comment));
    if (found !== undefined) return found;
  }
  return null;
}

async function admit(key: CommentKey, repository: RepositoryRecord, known: CommentFact | null | "unread" | "entered", context: RunContext): Promise<Settlement> {
  const comment = known === "unread" || known === "entered" ? await context.github.readComment(repository, key.comment) : known;
  if (comment === null || comment.ours || comment.author === null || comment.author.bot || await wasEdited(comment, repository, context)) return NOTHING_TO_SETTLE;
  const texts = commandLines(comment.body);
  if (texts.length === 0) return NOTHING_TO_SETTLE;
  const heard = await plansHeard(context.memory, repository.id);
  const plans = heard.filter(({ record }) => record.governs.includes(repository.id));
  const facts = (await context.github.readPull(repository, comment.number))?.facts ?? null;
  const standing = await standingOf(comment.author.login, facts, heard, repository, context);
  const under = await milestonesOver(heard, repository.id, comment.number, context);
  const stranger = isStranger(standing) && !claimsAsGuest(texts, standing.login, heard, under);
  await context.github.ensureReaction(repository, comment.id, stranger ? "confused" : "eyes");
  const lines = stranger ? [] : await judged(texts, { comment, facts, plans, heard, standing, repository }, context);
  const rows = lines.flatMap(admittedRow);
  const admitted: AdmittedComment = {
    repository: repository.id, number: comment.number, comment: comment.id, at: comment.createdAt, standing, stranger, lines,
    pull: facts === null ? null : await pullThen(facts, repository, rows.some((row) => row.ofDiff), context),
    plans: stranger ? [] : await plansAsTheyStood(heard, facts, repository, { at: comment.createdAt, number: comment.number, under, rows }, context),
  };
  const again: Mark = { key: { ...key, number: comment.number }, lane: "command", installation: context.installation };
  const touched = acts(admitted) ? await commandMarks(admitted, rows, heard, repository, context) : [];
  const revoked = await revocation(admitted, plans, repository, context);
  return { ...NOTHING_TO_SETTLE, ledger: [commandEntry(admitted)], records: revoked.records, marks: stranger ? [] : [...revoked.marks, again, ...touched] };
}

/** What is put in the place of milestones is read for the one command that rests on it. */
async function plansAsTheyStood(heard: readonly PlanInForce[], facts: PullFacts | null, repository: RepositoryRecord, { at, number, under, rows }: { readonly at: Instant; readonly number: number; readonly under: ReadonlyMap<string, string>; readonly rows: readonly VerbRow[] }, context: RunContext): Promise<readonly PlanThen[]> {
  const then = plansThen(heard, facts, repository, at, under);
  const voted = await withProcedures(then, heard, { repository, number, rows }, context);
  return rows.some(({ verb }) => verb === "force") ? withFallbacks(voted, heard, repository.id, at, context) : voted;
}

/** By the plan's key: the milestone under whose tracking issue this comment stands. */
async function milestonesOver(heard: readonly PlanInForce[], repository: number, issue: number, context: RunContext): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const { record } of heard) {
    const milestone = await milestoneOfIssue(context.memory, record, repository, issue);
    if (milestone !== null) found.set(planKey(record), milestone);
  }
  return found;
}

/** An open place is for everybody; what is not free, or was taken before, is no business of a stranger, so nobody gets more answers than there are places. */
function claimsAsGuest(texts: readonly string[], login: string, heard: readonly PlanInForce[], under: ReadonlyMap<string, string>): boolean {
  const [text, ...more] = texts;
  const parsed = text === undefined || more.length > 0 ? null : parseCommand(text);
  if (parsed?.ok !== true || parsed.row.verb !== "claim") return false;
  return heard.some(({ record, written, commands }) => {
    const milestone = written.milestones.find(({ id }) => id === under.get(planKey(record)));
    if (milestone === undefined || parsed.command.phrases?.for !== undefined) return false;
    return openPlaces(milestone, commands.milestones).length > 0 && !commands.milestones.claims.some((one) => one.milestone === milestone.id && sameLogin(one.who, login));
  });
}

/** By its own instants, or by what a webhook told: GitHub counts in seconds. */
async function wasEdited(comment: CommentFact, repository: RepositoryRecord, context: RunContext): Promise<boolean> {
  if (comment.updatedAt !== comment.createdAt) return true;
  const witnesses = await context.memory.witnesses(repository.id, `comment:${comment.id}`);
  return witnesses.some((witness) => witness.action === "edited");
}

/** Asked of GitHub now, whatever is remembered; what it will not say is no right. */
async function standingOf(login: string, facts: PullFacts | null, plans: readonly PlanInForce[], repository: RepositoryRecord, context: RunContext): Promise<Standing> {
  const role = await context.github.readRole(repository, login, { fresh: true });
  const names = [...new Set(plans.flatMap(({ written, commands }) => [...peopleWithRights(written), ...peopleInWords(commands.milestones), ...[...commands.votes.values()].flatMap(({ rounds }) => rounds.at(-1)?.terms.voters ?? [])]))];
  const named: string[] = [];
  for (const name of names) if (await personIs(name, login, context.github) === true) named.push(name);
  return { login, role: hasRole(role, "read") ? role : null, author: sameLogin(login, facts?.author?.login), named };
}

interface Place {
  readonly comment: CommentFact;
  readonly facts: PullFacts | null;
  readonly plans: readonly PlanInForce[];
  /** those, and plans that stand here */
  readonly heard: readonly PlanInForce[];
  readonly standing: Standing;
  readonly repository: RepositoryRecord;
}

async function judged(texts: readonly string[], place: Place, context: RunContext): Promise<readonly CommandLine[]> {
  const facts = await admissionFacts(texts, place, context);
  const lines = texts.slice(0, COMMANDS_PER_COMMENT).map((text) => ({ text: text.slice(0, LINE_CAP), refusal: refusalOf(text, facts) }));
  const [beyond] = texts.slice(COMMANDS_PER_COMMENT);
  return beyond === undefined ? lines : [...lines, { text: beyond.slice(0, LINE_CAP), refusal: TOO_MANY }];
}

const TOO_MANY: Refusal = {
  why: "problem",
  problem: { code: "too-many", message: `One comment may give ${COMMANDS_PER_COMMENT} commands; this and what follows was left out.`, hint: "write the rest in another comment" },
};

async function admissionFacts(texts: readonly string[], { comment, facts, plans, heard, standing, repository }: Place, context: RunContext): Promise<AdmissionFacts> {
  const branches = new Map<string, boolean>();
  for (const text of texts.slice(0, COMMANDS_PER_COMMENT)) {
    const parsed = parseCommand(text);
    const named = parsed.ok ? parsed.command.on : null;
    if (named !== null) branches.set(named, await context.github.readBranchTip(repository, named) !== null);
  }
  const before = facts === null ? null : await context.memory.pull(repository.id, facts.number);
  const seen = before !== null && before.sha === facts?.head.sha ? before.headSeenAt ?? before.takenAt : null;
  return {
    now: context.now(), writtenAt: comment.createdAt, standing, plans: plans.map(({ written }) => written), heard: heard.map(({ written }) => written), branches,
    pull: facts === null ? null : { open: wasOpen(facts, comment.createdAt), head: facts.head.sha ?? "", headSeenAt: seen },
  };
}

/** What was written before the merge counts, so that the account knows of it. GitHub counts in seconds. */
function wasOpen({ state, mergedAt }: PullFacts, writtenAt: number): boolean {
  return state === "open" || (mergedAt !== null && mergedAt >= writtenAt);
}

function admittedRow({ text, refusal }: CommandLine): readonly VerbRow[] {
  const parsed = refusal === null ? parseCommand(text) : null;
  return parsed?.ok === true ? [parsed.row] : [];
}
