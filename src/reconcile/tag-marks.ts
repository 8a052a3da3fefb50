/** What is to be looked at again when a plan has changed: tags that were judged. Its features are found by the run of the plan's features, see `survey-features.ts`. */
import type { Mark } from "../domain/model/key.ts";
import type { CandidateRecord, RepositoryRecord } from "../domain/model/records.ts";
import type { RunContext } from "./ports.ts";

export async function tagMarks(repository: RepositoryRecord, context: RunContext): Promise<readonly Mark[]> {
  const judged = await context.memory.records<CandidateRecord>("candidate", `${repository.id}/`);
  return judged.map(({ key }): Mark => ({ key: { kind: "release", repository: repository.id, tag: key.slice(key.indexOf("/") + 1) }, lane: "fan-out", installation: repository.installation }));
}
