/** What a plan would write to its board: reads GitHub and stops there. */
import { boardColumns, desireBoard } from "../domain/desired/board.ts";
import type { BoardRecord } from "../domain/model/board.ts";
import type { PlanRecord, RepositoryRecord } from "../domain/model/records.ts";
import type { RepositoryName } from "../domain/model/refs.ts";
import { repositoryName, sameRepository } from "../domain/model/refs.ts";
import type { BoardPreview } from "../text/board-changes.ts";
import { boardEntries } from "./board-entries.ts";
import type { BoardedPlan } from "./board-entries.ts";
import { standingBoard } from "./board-standing.ts";
import { startOf } from "./board.ts";
import { planOf } from "./plans-in-force.ts";
import type { Memory, RunContext } from "./ports.ts";

/** Null where the plan asks for no board. */
export async function previewBoard(boarded: BoardedPlan, context: RunContext): Promise<BoardPreview | null> {
  const { home, record, plan } = boarded;
  if (plan.board === null) return null;
  const known = startOf(await context.memory.record<BoardRecord>("board", `${home.id}/${record.path}`), boarded, context);
  const standing = await standingBoard(boarded, known, context);
  if ("problem" in standing) return { kind: "problem", problem: standing.problem, number: known.asked };
  const { rows } = await boardEntries(boarded, context);
  if ("none" in standing) return { kind: "new", title: standing.none.title, items: rows.map(({ title }) => title) };
  const { board } = standing;
  const { usable, missing } = boardColumns(board.fields, known.fields);
  return { kind: "stands", number: board.number, fields: missing.map(({ name }) => name), changes: desireBoard(rows, board, usable, known.items) };
}

/** Of all plans of a home that ask for one. */
export async function previewBoards(name: RepositoryName, memory: Memory, context: (repository: RepositoryRecord) => RunContext): Promise<readonly BoardPreview[]> {
  const home = (await memory.records<RepositoryRecord>("repository", "")).map(({ value }) => value).find((one) => sameRepository(repositoryName(one), name));
  if (home === undefined) return [];
  const previews: BoardPreview[] = [];
  for (const { value: record } of await memory.records<PlanRecord>("plan", `${home.id}/`)) {
    const plan = planOf(record);
    const preview = plan === null ? null : await previewBoard({ home, record, plan }, context(home));
    if (preview !== null) previews.push(preview);
  }
  return previews;
}
