/**
 * Commands that others act on, mirrored in the tracking issue of a freeze and taken back from there when memory was lost.
 *
 * Promises: nothing private is mirrored, nor anything of a private repository into a public home. What is taken back is believed only as far as
 * GitHub bears it out: the comment stands, unedited, by the same person, who still has the right. Of a comment that is gone only a freeze is
 * taken back, since that opens nothing to anybody.
 * Accepted: which change an approval was for is believed as the issue says it; whoever may edit the issue could alter that before a loss, and
 * GitHub shows each edit.
 */
import { admittedComment, commandEntry, commandsOf } from "../domain/command/entry.ts";
import type { CommandLine } from "../domain/command/entry.ts";
import { commandLines } from "../domain/command/command-lines.ts";
import type { MirroredComment } from "../domain/command/mirror.ts";
import { mirrorOf, publicLine } from "../domain/command/mirror.ts";
import { parseCommand } from "../domain/command/parse.ts";
import { isOfPlan } from "../domain/command/right.ts";
import { readLedgerSection } from "../domain/desired/ledger-section.ts";
import type { LedgerEntry } from "../domain/model/ledger-entry.ts";
import type { Mark } from "../domain/model/key.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import { sameLogin } from "../domain/policy/acceptance.ts";
import { isPrivate } from "./landings.ts";
import { personIs } from "./people.ts";
import type { CommentFact } from "./github-facts.ts";
import type { RunContext } from "./ports.ts";
import type { ResultFacts } from "./result-facts.ts";
import type { FreezePlace } from "./tracking-facts.ts";
import { repositoryOf } from "./plans-in-force.ts";

/** An exception may be asked for as soon as the freeze is announced. */
const BEFORE = 30 * 86_400_000;
const MIRRORED = 60;

/** Of the repositories where the freeze holds, oldest first; `observed` keeps what stands there of repositories that are not known yet. */
export async function mirroredCommands(places: readonly FreezePlace[], observed: string | null, context: RunContext): Promise<readonly MirroredComment[]> {
  const found = new Map<number, MirroredComment>();
  const here = new Set(places.map(({ repository }) => repository.id));
  for (const one of observed === null ? [] : readLedgerSection(observed)?.commands ?? []) if (!here.has(one.repository)) found.set(one.comment, one);
  const since = Math.min(...places.map(({ phase }) => phase.since ?? context.now())) - BEFORE;
  for (const { repository, inForce } of places) {
    if (isPrivate(repository, [inForce])) continue;
    for (const entry of await context.memory.ledger(repository.id, "command")) if (entry.at >= since) found.set(admittedComment(entry).comment, mirrorOf(admittedComment(entry)));
  }
  // Scores of many weeks must not push out an exception or a freeze.
  const all = inOrder([...found.values()]);
  return inOrder([...all.filter((one) => !isOfPlans(one)).slice(-MIRRORED), ...all.filter(isOfPlans).slice(-MIRRORED)]);
}

/** Scores, grades and duties of a plan, for the issue that shows them; `observed` keeps what stands there of repositories that are not known yet. */
export async function mirroredWords({ plan, record, home, names }: Pick<ResultFacts, "plan" | "record" | "home" | "names">, observed: string | null, context: RunContext): Promise<readonly MirroredComment[]> {
  const found = new Map<number, MirroredComment>();
  const places = [...new Set([home.id, ...record.governs])];
  for (const one of observed === null ? [] : readLedgerSection(observed)?.commands ?? []) if (!places.includes(one.repository)) found.set(one.comment, one);
  if (plan.keyResults.length === 0 && plan.operations.length === 0) return [...found.values()];
  for (const id of places.filter((one) => one === home.id || names.has(one))) {
    for (const entry of await context.memory.ledger(id, "command")) {
      const mirrored = mirrorOf(admittedComment(entry));
      if (isOfPlans(mirrored)) found.set(mirrored.comment, mirrored);
    }
  }
  return inOrder([...found.values()]);
}

function inOrder(all: readonly MirroredComment[]): readonly MirroredComment[] {
  return all.toSorted((a, b) => a.at - b.at || a.comment - b.comment);
}

/** Does all of it speak of plans themselves? */
function isOfPlans({ lines }: MirroredComment): boolean {
  const rights = lines.flatMap((line) => {
    const parsed = line === null ? null : parseCommand(line);
    return parsed?.ok === true ? [parsed.row.right] : [];
  });
  return rights.length > 0 && rights.every(isOfPlan);
}

/** What tracking issues in this home say was commanded in these repositories. */
export async function lostCommands(home: RepositoryRecord, repositories: readonly number[], context: RunContext): Promise<readonly LedgerEntry[]> {
  if (repositories.length === 0) return [];
  const mirrored = new Map<number, MirroredComment>();
  for (const { body } of await context.github.readOwnIssues(home, ""))
    for (const one of readLedgerSection(body)?.commands ?? []) if (repositories.includes(one.repository)) mirrored.set(one.comment, one);
  const entries: LedgerEntry[] = [];
  for (const one of [...mirrored.values()].sort((a, b) => a.at - b.at || a.comment - b.comment).slice(-2 * MIRRORED)) {
    const repository = await repositoryOf(context.memory, one.repository);
    if (repository === null) continue;
    const comment = await context.github.readComment(repository, one.comment);
    const entry = await admittedAgain(one, untouched(comment, one) ? comment : null, repository, context);
    if (entry !== null) entries.push(entry);
  }
  return entries;
}

function untouched(comment: CommentFact | null, { number, at, standing }: MirroredComment): comment is CommentFact {
  return comment !== null && comment.number === number && comment.createdAt === at && comment.updatedAt === at && comment.author?.bot === false && sameLogin(comment.author.login, standing.login);
}

async function admittedAgain(one: MirroredComment, comment: CommentFact | null, repository: RepositoryRecord, context: RunContext): Promise<LedgerEntry | null> {
  const said = comment === null ? null : commandLines(comment.body);
  const lines = one.lines.map((mirrored, index): CommandLine => lineAgain(mirrored, said === null ? null : said[index] ?? ""));
  if (lines.every(({ refusal }) => refusal !== null)) return null;
  const role = await context.github.readRole(repository, one.standing.login, { fresh: true });
  const named: string[] = [];
  for (const name of one.standing.named) if (await personIs(name, one.standing.login, context.github) === true) named.push(name);
  const author = one.standing.author && sameLogin(one.pull?.author, one.standing.login);
  return commandEntry({ ...one, standing: { login: one.standing.login, role, author, named }, stranger: false, lines });
}

/** `said` null = the comment does not stand as it was. */
function lineAgain(mirrored: string | null, said: string | null): CommandLine {
  const text = said ?? mirrored ?? "";
  const parsed = parseCommand(text);
  const holds = mirrored !== null && publicLine(text) === mirrored && (said !== null || (parsed.ok && parsed.row.verb === "freeze"));
  return { text, refusal: holds ? null : { why: "problem", problem: { code: "lost", message: "This was not obeyed, or can no longer be shown to have been written so.", hint: "say it again" } } };
}

/** Branches that a freeze by command holds are not in the plan's file, so nobody else would look at them. */
export function marksOfLost(entry: LedgerEntry, installation: number): readonly Mark[] {
  const admitted = admittedComment(entry);
  const branches = new Set([...commandsOf(admitted).flatMap(({ command }) => command.on ?? []), ...admitted.plans.flatMap((plan) => plan.branches)]);
  return [...branches].map((branch) => ({ key: { kind: "branch", repository: entry.repository, branch }, lane: "gate", installation }));
}
