/**
 * How far each incident's comments have been taken in. A webhook brings a new comment at once, by one read of that comment; the hourly look finds what
 * no webhook told. It lists the repository's comments from where it stopped, and that is enough for every incident that was read as far; one that was
 * not (the app was away for longer than the list goes back, or could not read on) is read by itself from its own watermark, so nothing said is skipped
 * and nothing read twice.
 * Accepted: an incident that is over keeps its watermark, and what was said under it meanwhile is read when it is opened again.
 */
import type { IncidentRecord } from "../domain/model/incident.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import type { RecordChange } from "../domain/model/settlement.ts";
import { enteredComments } from "./incident-comment.ts";
import type { CommentFact } from "./github-facts.ts";
import type { RunContext } from "./ports.ts";

/** kind `cursor`, key `incident-comments/<repository id>/<issue number>` */
export interface IncidentWatermark {
  /** everything that was written or changed under this issue before then was taken in, or is marked to be */
  readonly readTo: Instant;
}

/** Each costs one read for a hundred comments; the rest have their turn with the next look. */
const READ_BY_THEMSELVES = 20;

/** What the look at the whole repository listed: everything changed since `from`, up to `to`. */
interface Listed {
  readonly from: Instant;
  readonly to: Instant;
  readonly comments: readonly CommentFact[];
}

/** `comments` with those under incidents that the list did not reach back to; `taken` = which of them need not be looked at again. */
export async function commentsOfIncidents(repository: RepositoryRecord, listed: Listed, context: RunContext): Promise<{ readonly comments: readonly CommentFact[]; readonly incidents: ReadonlySet<number>; readonly taken: ReadonlySet<number>; readonly records: readonly RecordChange[] }> {
  const all = (await context.memory.records<IncidentRecord>("incident", `${repository.id}/`)).map(({ value }) => value);
  const comments = new Map(listed.comments.map((one) => [one.id, one]));
  const records: RecordChange[] = [];
  let alone = 0;
  for (const record of all.filter((one) => !isOver(one, all))) {
    const key = `incident-comments/${repository.id}/${record.number}`;
    const readTo = (await context.memory.record<IncidentWatermark>("cursor", key))?.readTo ?? record.rebuiltAt ?? record.openedAt;
    if (readTo < listed.from) {
      if (alone >= READ_BY_THEMSELVES) continue;
      alone += 1;
      for (const one of await context.github.readIssueComments(repository, record.number, readTo)) comments.set(one.id, one);
    }
    records.push({ kind: "cursor", key, value: { readTo: listed.to } satisfies IncidentWatermark });
  }
  const found = [...comments.values()];
  const spoken = new Set(found.map(({ number }) => number));
  const taken = new Set<number>();
  for (const record of all.filter(({ number }) => spoken.has(number))) for (const id of await enteredComments(record, context)) taken.add(id);
  return { comments: found, incidents: new Set(all.map(({ number }) => number)), taken, records };
}

/** An issue in which an incident only goes on is over with it. */
function isOver({ continues, closed }: IncidentRecord, all: readonly IncidentRecord[]): boolean {
  return continues === null ? closed : all.find(({ number }) => number === continues)?.closed ?? closed;
}
