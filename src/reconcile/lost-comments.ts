/**
 * Commands whose webhook never came. Once an hour, with the resync, the comments of a governed repository that were written since the last look are
 * listed, and those with a command in them are marked; one that was admitted already does nothing when it is looked at again. However long the app was
 * away: an incident that somebody reported meanwhile is opened, and what is too old to act upon is asked again of whoever wrote it.
 */
import { commandLines } from "../domain/command/command-lines.ts";
import { ACTS_WITHIN } from "../domain/command/admission.ts";
import { incidentLines } from "../domain/incident/parse.ts";
import type { Mark } from "../domain/model/key.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import type { RecordChange } from "../domain/model/settlement.ts";
import { commentsOfIncidents } from "./incident-watermark.ts";
import type { CommentFact } from "./github-facts.ts";
import type { RunContext } from "./ports.ts";

const MINUTE = 60_000;
/** Who was away for longer begins anew. */
const AWAY_AT_MOST = 30 * ACTS_WITHIN;
const LOOK_AGAIN_AFTER = 55 * 60_000;
const PAGE = 100;
const PAGES_PER_LOOK = 10;

interface CommentCursor {
  /** everything changed before this was seen */
  readonly since: Instant;
  readonly lookedAt: Instant;
}

export interface LostComments {
  readonly marks: readonly Mark[];
  readonly records: readonly RecordChange[];
}

export async function lostComments(repository: RepositoryRecord, context: RunContext): Promise<LostComments> {
  const key = `comments/${repository.id}`;
  const now = context.now();
  const before = await context.memory.record<CommentCursor>("cursor", key);
  if (before !== null && now - before.lookedAt < LOOK_AGAIN_AFTER) return { marks: [], records: [] };
  // A store that was lost finds the last day's commands here: of older ones nobody can say whether they were answered.
  const from = before === null ? now - ACTS_WITHIN : Math.max(before.since, now - AWAY_AT_MOST);
  const { comments, since } = await changedSince(repository, from, context);
  const to = since ?? now - MINUTE;
  // An incident that was not read as far as the last day has a watermark of its own: one read, however much was said elsewhere.
  const known = await commentsOfIncidents(repository, { from: Math.max(from, now - ACTS_WITHIN), to, comments }, context);
  const commands = known.comments.filter((one) => !one.ours && one.author?.bot === false && (commandLines(one.body).length > 0 || (known.incidents.has(one.number) && isNews(one, known.taken))));
  return {
    marks: commands.map((one) => ({ key: { kind: "comment", repository: repository.id, number: one.number, comment: one.id }, lane: "command", installation: context.installation })),
    records: [{ kind: "cursor", key, value: { since: to, lookedAt: now } satisfies CommentCursor }, ...known.records],
  };
}

/** Under an incident: a command that was not taken in, or one that was and reads differently now. */
function isNews({ id, body, createdAt, updatedAt }: CommentFact, taken: ReadonlySet<number>): boolean {
  return taken.has(id) ? updatedAt !== createdAt : incidentLines(body).length > 0;
}

/** `since` = where to go on when there was more than one look may list; null = that was all. */
async function changedSince(repository: RepositoryRecord, from: Instant, context: RunContext): Promise<{ readonly comments: readonly CommentFact[]; readonly since: Instant | null }> {
  const comments: CommentFact[] = [];
  let since = from;
  for (let page = 0; page < PAGES_PER_LOOK; page += 1) {
    const found = await context.github.readCommentsSince(repository, since);
    comments.push(...found);
    const last = found.at(-1)?.updatedAt ?? since;
    // A full page within one second would come again for ever.
    if (found.length < PAGE || last <= since) return { comments, since: null };
    since = last;
  }
  return { comments, since };
}
