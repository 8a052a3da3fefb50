/** `release:<repository>/<tag>`: the tag is judged; incidents whose words wait for its release, and products whose next version it may have taken, are looked at. */
import type { Key } from "../domain/model/key.ts";
import type { CandidateRecord } from "../domain/model/records.ts";
import type { Settlement } from "../domain/model/settlement.ts";
import { runCandidate } from "./candidate.ts";
import { taggedProducts } from "./card-marks.ts";
import { notesWaiting } from "./incident-release-note.ts";
import { plansFor, repositoryOf } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

export async function runRelease(key: Extract<Key, { kind: "release" }>, context: RunContext): Promise<Settlement> {
  const repository = await repositoryOf(context.memory, key.repository);
  // A tag that is judged is looked at again and again, and is no news any more.
  const isNews = await context.memory.record<CandidateRecord>("candidate", `${key.repository}/${key.tag}`) === null;
  const judged = await runCandidate(key, context);
  const products = repository === null || !isNews ? [] : taggedProducts(repository, await plansFor(context.memory, repository.id));
  return { ...judged, marks: [...judged.marks, ...await notesWaiting(key, context), ...products] };
}
