import { expect, test } from "@jest/globals";
import type { DesiredMilestone, ObservedMilestone } from "../../src/domain/model/own-milestone.ts";
import { milestoneChangeLines } from "../../src/text/milestone-changes.ts";

const NONE = { renamed: null, doubles: [] };
const wanted = (title: string, day: string | null): DesiredMilestone => ({ id: title, key: "", title, day, baseline: null, words: "" });
const seen = (title: string, day: string): ObservedMilestone => ({ number: 1, title, description: null, open: true, dueOn: Date.parse(`${day}T12:00:00Z`) });

test("the difference of a plan is a table that counts what stands as planned", () => {
  const all = [
    { repository: "acme/app", changes: [
      { kind: "create", desired: wanted("Tested", "2026-12-01"), fields: { title: "Tested (2.5)" } },
      { kind: "update", desired: wanted("Release", "2026-12-10"), observed: seen("Out", "2026-12-08"), fields: { title: "Release", dueOn: 0, description: "x" }, byPeople: NONE },
      { kind: "deleted", desired: wanted("\u001b[31mVote", null) },
    ] },
    { repository: "acme/site", changes: [{ kind: "keep", desired: wanted("Release", "2026-12-10"), observed: seen("Release", "2026-12-10"), byPeople: NONE }] },
  ] as const;
  expect(milestoneChangeLines(all, null).join("\n")).toMatchInlineSnapshot(`
"repository  milestone  change                           day
----------  ---------  -------------------------------  ------------------------
acme/app    Tested     create as Tested (2.5)           2026-12-01
acme/app    Release    rename from Out, move, reword    2026-12-08 to 2026-12-10
acme/app    Vote       left alone: a person deleted it  no date

2 writes in 2 repositories; 1 milestone stands as planned."
`);
  expect(milestoneChangeLines([{ repository: "acme/app", changes: [] }], 80)).toEqual(["0 writes in 1 repository; 0 milestones stand as planned."]);
});
