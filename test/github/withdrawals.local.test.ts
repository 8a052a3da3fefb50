/** Who took back what spoke for a change, against a local GitHub. */
import { expect, test } from "@jest/globals";
import { openPull } from "../../src/sandbox/github/seed.ts";
import { addLabels, createIssue, editIssue, removeLabel, setType } from "../../src/sandbox/github/state/issue.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { place } from "./local.ts";

const READER = { metadata: "read", issues: "read", contents: "read", pull_requests: "read", checks: "read" } as const;

function unlabel(world: Parameters<typeof removeLabel>[0], issue: Issue, by: Parameters<typeof removeLabel>[3]): void {
  addLabels(world, issue, ["bug"], by);
  for (const label of issue.labels) removeLabel(world, issue, label, by);
}

test("labels taken off, titles and texts of a pull request, oldest first; its own creation is no edit", async () => {
  const { view, web_, web, local, ann } = place({ permissions: READER });
  const pull = openPull(local.world, web, { by: ann, title: "fix: a", head: "a", files: { "a.txt": "a\n" } });
  expect(await view.readWithdrawals(web_, pull.issue.number)).toEqual([]);
  for (const happen of [() => unlabel(local.world, pull.issue, ann), () => editIssue(local.world, pull.issue, { title: "a" }, ann), () => editIssue(local.world, pull.issue, { body: "text" }, ann)]) {
    local.world.clock.advance(1_000);
    happen();
  }
  expect((await view.readWithdrawals(web_, pull.issue.number)).map(({ what, by, label }) => [what, by, label])).toEqual([["label", "ann", "bug"], ["title", "ann", null], ["text", "ann", null]]);
});

test("types and labels of an issue; one that is not there has none", async () => {
  const { view, web_, web, local, ann } = place({ permissions: READER });
  const issue = createIssue(local.world, web, { title: "Broken" }, ann);
  setType(local.world, issue, "Bug", ann);
  unlabel(local.world, issue, ann);
  setType(local.world, issue, "Feature", ann);
  setType(local.world, issue, null, ann);
  expect((await view.readIssueWithdrawals(web_, issue.number)).map(({ what, by }) => [what, by])).toEqual([["type", "ann"], ["label", "ann"], ["type", "ann"], ["type", "ann"]]);
  expect(await view.readIssueWithdrawals(web_, 999)).toEqual([]);
});
