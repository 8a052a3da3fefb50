/** Answers a comment in an incident issue, once: a thumb, and one comment of ours. Plain notes get the thumb alone, so that the issue stays readable. */
import { hasPart } from "../domain/incident/may.ts";
import type { IncidentOutcome } from "../domain/incident/outcome.ts";
import { saidId } from "../domain/incident/ledger.ts";
import { digestOf } from "../domain/desired/pull-check.ts";
import type { AnswerRecord } from "../domain/model/records.ts";
import type { RecordChange } from "../domain/model/settlement.ts";
import { answerMarker, renderAnswer } from "../text/command-answer.ts";
import type { AnsweredLine } from "../text/command-answer.ts";
import type { SpokenIncident } from "../text/incident-section.ts";
import { incidentHelpText, incidentOutcomeText, incidentProblemText } from "../text/incident-answer.ts";
import type { EnteredComment } from "./incident-comment.ts";
import { foldedIncident, spokenIncident } from "./incident-place.ts";
import type { IncidentPlace } from "./incident-place.ts";
import { writesReleases } from "./incident-release-note.ts";
import type { RunContext } from "./ports.ts";

export async function answerIncident(entered: EnteredComment, place: IncidentPlace, context: RunContext): Promise<readonly RecordChange[]> {
  const key = `${place.repository.id}/${entered.comment}`;
  if (entered.answered || await isAnswered(place.repository.id, entered.comment, context)) return [];
  const folded = await foldedIncident(place.record, context.memory);
  if (folded === null) return [];
  const spoken = spokenIncident(folded, place, { writesReleases: await writesReleases(context) });
  const outcomes = entered.lines.map((_, index) => folded.outcomes.get(saidId(place.repository.id, entered.comment, index)) ?? null);
  const lines = entered.lines.map((line, index): AnsweredLine => ({ text: line.text, said: saidTo(line, outcomes[index] ?? null, spoken) }));
  const strange = !hasPart(entered.by, entered.rights, folded.incident);
  const answered = strange ? [] : lines.filter(({ said }) => said.length > 0);
  const done = entered.lines.some((line, index) => line.help || outcomes[index]?.done === true);
  await context.github.ensureReaction(place.repository, entered.comment, strange ? "confused" : done ? "+1" : "-1");
  const body = renderAnswer(answered);
  const id = answered.length === 0 ? null : await context.github.ensureComment(place.repository, { number: entered.number, marker: answerMarker(entered.comment), body, since: entered.at }, null);
  return [{ kind: "answer", key, value: { id, digest: digestOf(body) } satisfies AnswerRecord }];
}

export async function isAnswered(repository: number, comment: number, context: RunContext): Promise<boolean> {
  return await context.memory.record<AnswerRecord>("answer", `${repository}/${comment}`) !== null;
}

function saidTo(line: EnteredComment["lines"][number], outcome: IncidentOutcome | null, spoken: SpokenIncident): readonly string[] {
  if (line.problem !== null) return [incidentProblemText(line.problem)];
  if (line.help) return [incidentHelpText()];
  if (outcome === null || outcome.code === "stranger") return [];
  return outcome.code === "noted" && outcome.facts["what"] === "timeline" ? [] : [incidentOutcomeText(outcome, spoken)];
}
