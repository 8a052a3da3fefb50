/**
 * `board:<home>/<path>`: the plan as a GitHub project of the organization, where it asks for one, and the same table in an issue where there can be none.
 *
 * Promises: a second run writes nothing; nothing is read back, so the plan stays the only source of what is planned; what people made of the board is
 * theirs, see domain/desired/board.ts. At most fifty writes a run, the rest being another run's, and GitHub's limits are waited for. Where a crash
 * left something half done it is found again by its title, name, issue or hidden key.
 * Accepted: a hand edit is seen within the hour, where the app was not given the events of projects; they come with the optional right alone.
 */
import { boardColumns, desireBoard, draftBody } from "../domain/desired/board.ts";
import type { BoardChange } from "../domain/desired/board.ts";
import { fenced, readSection, replaceSection } from "../domain/desired/fenced-section.ts";
import type { BoardField, BoardFieldName, BoardItemRecord, BoardProblem, BoardRecord, BoardRow, ObservedBoard, ObservedBoardField, ObservedBoardItem } from "../domain/model/board.ts";
import type { Key } from "../domain/model/key.ts";
import type { PlanRecord } from "../domain/model/records.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Settlement } from "../domain/model/settlement.ts";
import { NOTHING_TO_SETTLE } from "../domain/model/settlement.ts";
import { boardReadmeText } from "../text/board.ts";
import { boardEntries } from "./board-entries.ts";
import type { BoardedPlan, BoardEntries } from "./board-entries.ts";
import { tableInIssue } from "./board-issue.ts";
import { noRight, numberedBoard, standingBoard } from "./board-standing.ts";
import { planOf, repositoryOf } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";
import { holdOf, writesOfOneRun } from "./run-share.ts";

type BoardKey = Extract<Key, { kind: "board" }>;

const LOOK_AGAIN_AFTER = 55 * 60_000;
const SECTION = "board";

export async function runBoard(key: BoardKey, context: RunContext): Promise<Settlement> {
  const recordKey = `${key.repository}/${key.path}`;
  const before = await context.memory.record<BoardRecord>("board", recordKey);
  const boarded = await boardedPlan(key, context);
  if (boarded === null) return before === null ? NOTHING_TO_SETTLE : { ...NOTHING_TO_SETTLE, records: [{ kind: "board", key: recordKey, value: null }] };
  const all = await boardEntries(boarded, context);
  const run = new BoardRun(boarded, all, startOf(before, boarded, context), context);
  let wakeAt: number | null = Math.min(context.now() + LOOK_AGAIN_AFTER, all.changesAt ?? Infinity);
  let again = false;
  try {
    again = await run.through();
  } catch (error) {
    wakeAt = holdOf(error, context.now()).at;
  }
  return { ...NOTHING_TO_SETTLE, records: [{ kind: "board", key: recordKey, value: run.record }], wakeAt, marks: again ? [{ key, lane: "fan-out", installation: context.installation }] : [] };
}

async function boardedPlan(key: BoardKey, context: RunContext): Promise<BoardedPlan | null> {
  const home = await repositoryOf(context.memory, key.repository);
  const record = await context.memory.record<PlanRecord>("plan", `${key.repository}/${key.path}`);
  const plan = record === null ? null : planOf(record);
  return home === null || home.archived || record === null || plan === null || plan.board === null ? null : { home, record, plan };
}

/** Another release in the same file, and another number, is another board. */
export function startOf(before: BoardRecord | null, { plan }: BoardedPlan, context: RunContext): BoardRecord {
  const asked = plan.board?.number ?? null;
  if (before !== null && before.release === plan.release.name && before.asked === asked) return { ...before, checkedAt: context.now() };
  return { release: plan.release.name, asked, number: asked, url: null, fields: {}, items: {}, described: false, problems: [], issue: null, inIssue: false, checkedAt: context.now() };
}

/** One run over one board. It keeps the record as it goes, so that what a limit breaks off is remembered. */
class BoardRun {
  record: BoardRecord;
  readonly #boarded: BoardedPlan;
  readonly #all: BoardEntries;
  readonly #context: RunContext;
  readonly #mayWrite: () => boolean;

  constructor(boarded: BoardedPlan, all: BoardEntries, record: BoardRecord, context: RunContext) {
    this.record = record;
    this.#boarded = boarded;
    this.#all = all;
    this.#context = context;
    this.#mayWrite = writesOfOneRun(context.now);
  }

  /** True when there is more to write. */
  async through(): Promise<boolean> {
    const found = await this.#board().catch(noRight);
    if ("code" in found) return this.#without(found);
    this.record = { ...this.record, number: found.number, url: found.url, id: found.id };
    const columns = await this.#columns(found);
    if (columns === null) return true;
    await this.#describe(found);
    const changes = desireBoard(this.#all.rows, found, columns, this.record.items);
    for (const change of changes) {
      if (change.kind !== "keep" && !this.#mayWrite()) return true;
      const full = await this.#apply(change, found, columns);
      if (full) return this.#without({ code: "too-large" });
    }
    this.record = { ...this.record, ...await tableInIssue(this.#boarded, this.#all, this.record, null, this.#context) };
    return false;
  }

  async #without(problem: BoardProblem): Promise<boolean> {
    this.record = { ...this.record, ...await tableInIssue(this.#boarded, this.#all, this.record, problem, this.#context), problems: [problem] };
    return false;
  }

  /** The board as it stands, made where it must be; or why there is none. */
  async #board(): Promise<ObservedBoard | BoardProblem> {
    const { home } = this.#boarded;
    const standing = await standingBoard(this.#boarded, this.record, this.#context);
    const found = "none" in standing ? await numberedBoard(await this.#context.github.createBoard(standing.none.ownerId, standing.none.title), home, this.record, this.#context) : standing;
    return "board" in found ? found.board : found.problem;
  }

  /** Null = not all of them could be made in this run. */
  async #columns(board: ObservedBoard): Promise<ReadonlyMap<BoardFieldName, ObservedBoardField> | null> {
    const { usable, missing, problems } = boardColumns(board.fields, this.record.fields);
    const all = new Map(usable);
    for (const field of missing) {
      if (!this.#mayWrite()) return null;
      const made = await this.#makeColumn(board, field);
      if (made !== null) all.set(field.name, made);
    }
    const fields = { ...this.record.fields, ...Object.fromEntries([...all].map(([name, { id }]) => [name, id])) };
    this.record = { ...this.record, fields, problems };
    return all;
  }

  async #makeColumn(board: ObservedBoard, field: BoardField): Promise<ObservedBoardField | null> {
    const made = await this.#context.github.createBoardField(board.id, field);
    if (made !== null) this.record = { ...this.record, fields: { ...this.record.fields, [field.name]: made.id } };
    return made;
  }

  /** Our part of its description. Whoever takes it out meant it. */
  async #describe(board: ObservedBoard): Promise<void> {
    const { home, record, plan } = this.#boarded;
    const content = boardReadmeText({ home: repositoryName(home), path: record.path, release: plan.release.name }, this.record.problems);
    const there = readSection(board.readme, SECTION) !== null;
    if (!there && this.record.described) return;
    const readme = there ? replaceSection(board.readme, SECTION, content).body : [board.readme.trimEnd(), fenced({ name: SECTION, content })].filter((part) => part !== "").join("\n\n");
    if (readme !== board.readme) await this.#context.github.ensureBoardReadme(board.id, readme);
    this.record = { ...this.record, described: true };
  }

  /** True where the board takes no more. */
  async #apply(change: BoardChange, board: ObservedBoard, columns: ReadonlyMap<BoardFieldName, ObservedBoardField>): Promise<boolean> {
    const { github } = this.#context;
    switch (change.kind) {
      case "keep": this.#remember(change.row.key, change.record); return false;
      case "archive": {
        await github.archiveBoardItem(board.id, change.item.id);
        if (this.record.items[change.key]?.id === change.item.id) this.#forget(change.key);
        return false;
      }
      case "update": {
        const { item, writes, draft, row, record } = change;
        if (writes.length > 0 && !await github.ensureBoardValues(board.id, item.id, writes)) return false;
        if (item.draft !== null && Object.keys(draft).length > 0) await github.ensureBoardDraft(item.draft.id, draft);
        this.#remember(row.key, record);
        return false;
      }
      case "add": return this.#add(change.row, board, columns);
    }
  }

  async #add(row: BoardRow, board: ObservedBoard, columns: ReadonlyMap<BoardFieldName, ObservedBoardField>): Promise<boolean> {
    const { github } = this.#context;
    const repository = row.issue === null ? null : this.#all.repositories.get(row.issue.repositoryId) ?? null;
    if (row.issue !== null && repository === null) return false;
    const body = draftBody(row);
    const id = await github.addBoardItem(board.id, row.issue === null || repository === null ? { title: row.title, body } : { issue: row.issue.number, repository });
    // An issue may be gone by now; a draft is refused only where there is no room.
    if (id === null) return row.issue === null;
    const item: ObservedBoardItem = { id, archived: false, issue: row.issue, draft: row.issue === null ? { id: "", title: row.title, body } : null, values: {} };
    this.#remember(row.key, { id, issue: row.issue?.number ?? null, title: row.title, values: {}, putBack: [], left: false });
    const [change] = desireBoard([row], { items: [item] }, columns, {});
    return change === undefined || change.kind === "add" ? false : this.#apply(change, board, columns);
  }

  #remember(key: string, item: BoardItemRecord): void {
    this.record = { ...this.record, items: { ...this.record.items, [key]: item } };
  }

  #forget(key: string): void {
    const { [key]: _, ...items } = this.record.items;
    this.record = { ...this.record, items };
  }
}
