import { expect, test } from "@jest/globals";
import { NO_WORDS } from "../../../src/domain/model/score.ts";
import { owed } from "../../../src/domain/policy/owed.ts";
import { parseText, planOf } from "../plan/plan-fixture.ts";

const plan = planOf(parseText(`release: { name: x, manager: ada, timezone: UTC }
milestones: [{ id: ask, title: The milestone, due: 2026-12-02T12:00 }]
windows: [{ id: ask, title: Questions, opens: 2026-12-01T12:00, closes: 2026-12-08T12:00, owner: tor }]
documents: [{ id: guide, path: guide.md, windows: [ask], owner: sam }]
`));
const at = (now: number): readonly string[] => owed({ plan, reached: [{ milestone: "ask", product: null, at: Date.UTC(2026, 10, 1), by: "ada" }], words: NO_WORDS, since: 0, now, incidents: [], settled: [] }, Date.UTC(2026, 11, 31))
  .map(({ who, what }) => `${who ?? ""} ${what.kind === "date" ? what.entry.event : what.kind}`);

test("windows and documents are owed until their instant by whoever answers for them, whatever milestone is reached", () => {
  expect(at(Date.UTC(2026, 10, 2))).toEqual(["sam document-final", "tor window-opens", "tor window-closes"]);
  expect(at(Date.UTC(2026, 11, 1, 12))).toEqual(["tor window-closes"]);
  expect(at(Date.UTC(2026, 11, 8, 12))).toEqual([]);
});
