/**
 * `pull:<repository>/<number>`: reads one pull request whole, remembers it and marks its commit, which decides and writes.
 * Promises: one GraphQL read for an ordinary pull request; more only for what an ordinary one has not (the contents of a release merge, a
 * change of the plan itself, the identity of a change for which an exception was asked, what others say of one that something stands in the way of).
 * What stands in its way is told here as well, see blocked-pull.ts.
 */
import type { Key, Mark } from "../domain/model/key.ts";
import type { PullFacts } from "../domain/model/pull.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import type { Settlement } from "../domain/model/settlement.ts";
import { NOTHING_TO_SETTLE } from "../domain/model/settlement.ts";
import type { ProposedFile, TrackedPull } from "../domain/model/tracked-pull.ts";
import { isPlanFile, isTemplateFile } from "../domain/plan/plan-file.ts";
import { tellBlocked } from "./blocked-pull.ts";
import { withReported } from "./blockers.ts";
import { checkRecord } from "./check-records.ts";
import { headMark, track } from "./observe.ts";
import { linkMarks } from "./progress-marks.ts";
import { plansFor, repositoryOf } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";
import { changedWaiverMarks, withWaivedDiff } from "./remembered-head.ts";
import { withContents } from "./release-merge.ts";

export async function runPull(key: Extract<Key, { kind: "pull" }>, context: RunContext): Promise<Settlement> {
  const repository = await repositoryOf(context.memory, key.repository);
  if (repository === null) return NOTHING_TO_SETTLE;
  const before = await context.memory.pull(repository.id, key.number);
  const takenAt = context.now();
  const observation = await context.github.readPull(repository, key.number);
  if (observation === null) return before === null ? NOTHING_TO_SETTLE : { ...NOTHING_TO_SETTLE, pulls: [{ ...before, open: false, takenAt }] };
  const plans = await plansFor(context.memory, repository.id);
  const proposed = await proposedFiles(observation.facts, repository, context);
  const concerned = before !== null || proposed !== null || plans.length > 0;
  // A part of a milestone may be made where no plan governs.
  if (!concerned) return { ...NOTHING_TO_SETTLE, marks: await linkMarks(repository, key.number, context) };
  const facts = observation.facts.state === "open" ? await withContents(observation.facts, repository, plans, context) : observation.facts;
  const known = await track(facts, repository, plans, takenAt, context);
  const tracked: TrackedPull = { ...known, facts: await withReported(known.facts, repository, plans, context), proposed };
  const pull = await withWaivedDiff(tracked, repository, plans, context);
  const told = await tellBlocked(pull, repository, plans, context);
  return {
    ...NOTHING_TO_SETTLE,
    wakeAt: told.wakeAt,
    pulls: [pull],
    records: [...observation.checks.map((check) => checkRecord(repository.id, check)), ...told.records],
    marks: [...headMarks(before, pull), ...changedWaiverMarks(before, pull, plans, context), ...(looksTheSame(before, pull) ? [] : await linkMarks(repository, pull.number, context))],
  };
}

/** To a checklist that names it. */
function looksTheSame(before: TrackedPull | null, after: TrackedPull): boolean {
  const seen = ({ open, facts: { draft, state, approvals } }: TrackedPull): string => JSON.stringify([open, draft, state, approvals.map(({ by }) => by)]);
  return before !== null && seen(before) === seen(after);
}

/** The commit it heads now, and the one it headed before: another open pull request may still stand there. */
function headMarks(before: TrackedPull | null, after: TrackedPull): readonly Mark[] {
  const moved = before !== null && (before.sha !== after.sha || before.base !== after.base);
  return [...(moved ? [headMark(before, "changed")] : []), ...(after.open || before?.open === true ? [headMark(after, "changed")] : [])];
}

/** The plan files, and the templates of its issues, as this pull request would leave them; null when it touches none, or goes to another branch than the plan stands on. */
async function proposedFiles(facts: PullFacts, repository: RepositoryRecord, context: RunContext): Promise<readonly ProposedFile[] | null> {
  if (facts.base.ref !== repository.defaultBranch || facts.head.sha === null) return null;
  const touched = (facts.files ?? []).flatMap((file) => [file.path, file.previousPath ?? []].flat()).filter((path) => isPlanFile(path) || isTemplateFile(path));
  if (touched.length === 0) return null;
  const at = await context.github.readPlanFiles(repository, facts.head.sha);
  return [...new Set(touched)].map((path) => {
    const bytes = at.files.find((one) => one.path === path)?.bytes ?? at.templates.find((one) => one.path === path)?.text ?? null;
    return { path, bytes: bytes === null ? null : Buffer.from(bytes).toString("base64") };
  });
}
