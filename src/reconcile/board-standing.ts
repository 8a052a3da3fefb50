/** The board of a plan as it stands on GitHub, or why there is none. Reads alone. */
import type { BoardProblem, BoardRecord, ObservedBoard } from "../domain/model/board.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { InstallationRecord, RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName } from "../domain/model/refs.ts";
import { boardTitle } from "../text/board.ts";
import type { BoardedPlan } from "./board-entries.ts";
import type { RunContext } from "./ports.ts";

export type BoardStanding =
  | { readonly board: ObservedBoard }
  | { readonly problem: BoardProblem }
  /** none was made yet */
  | { readonly none: { readonly ownerId: string; readonly title: string } };

export async function standingBoard({ home, record, plan }: BoardedPlan, known: Pick<BoardRecord, "number" | "url">, context: RunContext): Promise<BoardStanding> {
  const { github, memory } = context;
  try {
    const ownerId = await github.readBoardOwner(home.owner);
    if (ownerId === null) return { problem: { code: "user-owned" } };
    const installation = await memory.record<InstallationRecord>("installation", String(home.installation));
    if (installation?.permissions["organization_projects"] !== "write" && installation?.permissions["organization_projects"] !== "admin") return { problem: { code: "no-right" } };
    const title = boardTitle({ home: repositoryName(home), path: record.path, release: plan.release.name });
    const number = known.number ?? await github.findBoard(home.owner, title);
    return number === null ? { none: { ownerId, title } } : await numberedBoard(number, home, known, context);
  } catch (error) {
    return { problem: noRight(error) };
  }
}

export async function numberedBoard(number: number, home: RepositoryRecord, { url }: Pick<BoardRecord, "url">, { github }: RunContext): Promise<Exclude<BoardStanding, { readonly none: unknown }>> {
  const board = await github.readBoard(home.owner, number);
  if (board === null) return { problem: { code: url === null ? "not-found" : "gone" } };
  if (!board.open) return { problem: { code: "closed" } };
  if (board.public && home.private) return { problem: { code: "public" } };
  return board.complete ? { board } : { problem: { code: "too-large" } };
}

/** The right was taken away since the installation was last read. */
export function noRight(error: unknown): BoardProblem {
  if (error instanceof FaultError && error.fault.kind === "forbidden") return { code: "no-right" };
  throw error;
}
