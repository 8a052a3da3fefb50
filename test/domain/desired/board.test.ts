import { describe, expect, test } from "@jest/globals";
import { boardColumns, desireBoard, draftBody } from "../../../src/domain/desired/board.ts";
import { parsePlan } from "../../../src/domain/plan/parse.ts";
import type { BoardChange } from "../../../src/domain/desired/board.ts";
import type { BoardFieldName, BoardItemRecord, BoardRow, BoardValue, ObservedBoardField, ObservedBoardItem } from "../../../src/domain/model/board.ts";

const owner: ObservedBoardField = { id: "f1", name: "Owner", type: "text", options: [] };
const phase: ObservedBoardField = { id: "f2", name: "Phase", type: "choice", options: [{ id: "o1", name: "Coming" }] };
const columns = new Map<BoardFieldName, ObservedBoardField>([["Owner", owner], ["Phase", phase]]);
const row = (who: BoardValue, more: Partial<BoardRow> = {}): BoardRow => ({ key: "milestone/a", title: "A", issue: null, words: "w", values: { Phase: null, Planned: null, Live: null, Status: null, Owner: who, Slip: null }, ...more });
const draft = { id: "d", title: "A", body: draftBody({ key: "milestone/a", words: "w" }) };
const item = (who: string | null, more: Partial<ObservedBoardItem> = {}): ObservedBoardItem => ({ id: "i", archived: false, issue: null, draft, values: who === null ? {} : { f1: who }, ...more });
const known = (who: BoardValue, putBack: readonly BoardFieldName[] = []): BoardItemRecord => ({ id: "i", issue: null, title: "A", values: { Owner: who, Phase: null }, putBack, left: false });

function only(rows: readonly BoardRow[], items: readonly ObservedBoardItem[], record: BoardItemRecord | null): BoardChange {
  const [change] = desireBoard(rows, { items }, columns, record === null ? {} : { "milestone/a": record });
  if (change === undefined) throw new Error("nothing was decided");
  return change;
}

const written = (change: BoardChange): unknown => (change.kind === "update" ? change.writes.map(({ field, value }) => [field.name, value]) : change.kind);

describe("a value on the board", () => {
  test.each<[string, BoardValue, string | null, BoardItemRecord | null, unknown, readonly string[]]>([
    ["as it should be is not written", "rita", "rita", known("rita"), "keep", []],
    ["of a new item is written", "rita", null, null, [["Owner", "rita"]], []],
    ["follows the plan", "olga", "rita", known("rita"), [["Owner", "olga"]], []],
    ["is emptied with the plan", null, "rita", known("rita"), [["Owner", null]], []],
    ["that a person changed is put back", "rita", "ann", known("rita"), [["Owner", "rita"]], ["Owner"]],
    ["that a person emptied is put back", "rita", null, known("rita"), [["Owner", "rita"]], ["Owner"]],
    ["that was put back and changed again is left", "rita", "ann", known("rita", ["Owner"]), "keep", ["Owner"]],
    ["that a person changed as the plan changed follows the plan", "olga", "ann", known("rita", ["Owner"]), [["Owner", "olga"]], []],
    ["that a person filled in an adopted item is the plan's", "rita", "ann", null, [["Owner", "rita"]], []],
  ])("%s", (_name, wanted, has, record, writes, putBack) => {
    const change = only([row(wanted)], [item(has)], record);
    expect(written(change)).toEqual(writes);
    expect("record" in change ? change.record.putBack : null).toEqual(putBack);
  });

  test("whose option is not there is left out", () => {
    const values = { ...row("rita").values, Phase: "Late" } as const;
    expect(written(only([row("rita", { values })], [item("rita")], known("rita")))).toBe("keep");
    expect(written(only([row("rita", { values: { ...values, Phase: "Coming" } })], [item("rita")], known("rita")))).toEqual([["Phase", "Coming"]]);
  });
});

describe("an item of the board", () => {
  test.each<[string, BoardRow, readonly ObservedBoardItem[], BoardItemRecord | null, string]>([
    ["that nobody knows is added", row("rita"), [], null, "add"],
    ["is found by the key in its draft", row("rita"), [item("rita")], null, "keep"],
    ["is found by its issue", row("rita", { issue: { repositoryId: 7, number: 3 } }), [item("rita", { draft: null, issue: { repositoryId: 7, number: 3 } })], null, "keep"],
    ["is not another repository's of the same number", row("rita", { issue: { repositoryId: 8, number: 3 } }), [item("rita", { draft: null, issue: { repositoryId: 7, number: 3 } })], null, "add"],
    ["that a person took off stays away", row("rita"), [], known("rita"), "keep"],
    ["that a person archived is not written to", row("olga"), [item("rita", { archived: true })], known("rita"), "keep"],
  ])("%s", (_name, wanted, items, record, kind) => {
    expect(only([wanted], items, record).kind).toBe(kind);
  });

  test("whose milestone got an issue gives way to it", () => {
    const changes = desireBoard([row("rita", { issue: { repositoryId: 7, number: 3 } })], { items: [item("rita")] }, columns, { "milestone/a": known("rita") });
    expect(changes.map(({ kind }) => kind)).toEqual(["add", "archive"]);
  });

  test("that the plan has no more is archived, once", () => {
    expect(desireBoard([], { items: [item("rita")] }, columns, { "milestone/a": known("rita") }).map(({ kind }) => kind)).toEqual(["archive"]);
    expect(desireBoard([], { items: [item("rita", { archived: true })] }, columns, { "milestone/a": known("rita") })).toEqual([]);
  });
});

test("a board is asked for by true or by its number, and anything else is told what to write", () => {
  const said = (board: string): readonly string[] => parsePlan(new TextEncoder().encode(`release: { name: a, timezone: UTC }\nboard: ${board}\n`), "plan.yml").problems.map(({ message, hint }) => `${message} ${hint}`);
  expect(["true", "12", "false", "0", "1.5", "yes please", "{ number: 3 }"].map(said)).toEqual([
    [], [],
    ["`board` is false; leave the line out for no board. write `board: true`"],
    ["`board` is less than 1. write `board: true`"],
    ["`board` must be true or a whole number, and is a number. write `board: true`"],
    ["`board` must be true or a whole number, and is a text. write `board: true`"],
    ["`board` must be true or a whole number, and is a section. write `board: true`"],
  ]);
});

describe("columns of the board", () => {
  test("are known by id before they are known by name", () => {
    const renamed: ObservedBoardField = { ...owner, name: "Who" };
    const { usable, missing } = boardColumns([renamed, { ...owner, id: "f9" }], { Owner: "f1" });
    expect(usable.get("Owner")).toBe(renamed);
    expect(missing.map(({ name }) => name)).toEqual(["Phase", "Planned", "Live", "Status", "Slip"]);
  });

  test.each<[string, readonly ObservedBoardField[], Readonly<Partial<Record<BoardFieldName, string>>>, unknown]>([
    ["of another type", [{ id: "f", name: "slip", type: "text", options: [] }], {}, { code: "field-type", field: "Slip", wanted: "number" }],
    ["that were removed", [], { Slip: "f" }, { code: "field-removed", field: "Slip" }],
    ["that lack options", [phase], {}, { code: "option-missing", field: "Phase", options: ["No date", "Late", "Partly done", "Done"] }],
  ])("%s are told", (_name, observed, ids, problem) => {
    expect(boardColumns(observed, ids).problems).toContainEqual(problem);
  });
});
