/** What `renderCheck` writes is read back as the decision that it was written from. */
import { describe, expect, test } from "@jest/globals";
import type { Decision } from "../../src/domain/model/decision.ts";
import type { ReleasePlan } from "../../src/domain/model/plan.ts";
import type { PullFacts } from "../../src/domain/model/pull.ts";
import { decideFreeze } from "../../src/domain/policy/freeze.ts";
import { renderCheck, renderNothingHolds } from "../../src/text/check.ts";
import type { CheckWords } from "../../src/domain/desired/pull-check.ts";
import { readCheck } from "../../src/text/check-reading.ts";
import { at, containedCommit, containedPull, files, freeze, plan, product, pull, snapshot } from "../support/plan-builder.ts";

const NOW = at("2026-12-03T10:00:00Z");
const FED = plan({ products: [product("app", { branch: "master", fedBy: ["development"] })] });
const FEEDING = { ref: "development", sha: null, repository: "acme/app" };

function written(words: CheckWords | null): Parameters<typeof readCheck>[0] {
  return words === null ? null : { status: words.conclusion === null ? "in_progress" : "completed", conclusion: words.conclusion, title: words.title, summary: words.summary };
}

function bothWays(facts: PullFacts, by: ReleasePlan): { readonly decision: Decision; readonly reading: ReturnType<typeof readCheck> } {
  const decision = decideFreeze(by, snapshot(facts), NOW);
  return { decision, reading: readCheck(written(renderCheck({ decision, plan: by, now: NOW, base: facts.base.ref, pull: facts }))) };
}

describe("a check read back", () => {
  const cases: readonly (readonly [string, PullFacts, ReleasePlan])[] = [
    ["waits", pull({ title: "Add a button" }), plan()],
    ["is allowed", pull({ labels: [{ name: "bug", addedBy: { login: "ben", bot: false }, addedByRole: "triage" }] }), plan()],
    ["would wait in observe mode", pull({ title: "Add a button" }), plan({ freezes: [freeze({ mode: "observe" })] })],
    ["says nothing where no freeze holds", pull({ base: { ref: "elsewhere", sha: null } }), plan()],
    ["is a release merge that cannot be listed whole", pull({ head: FEEDING, contains: [], containsComplete: false }), FED],
  ];
  test.each(cases)("%s", (_name, facts, by) => {
    const { decision, reading } = bothWays(facts, by);
    expect(reading.verdict).toBe(decision.verdict);
  });

  test("a feeder's is allowed, and said to be one", () => {
    const { decision, reading } = bothWays(pull({ title: "Add a button", base: { ref: "development", sha: null } }), FED);
    expect(decision.feeder).not.toBeNull();
    expect(reading).toMatchObject({ verdict: "allow", feeder: true });
  });

  test("one that only says that nothing holds any more counts as none", () => {
    expect(readCheck(written(renderNothingHolds({ base: "main" })))).toMatchObject({ verdict: "skip", carried: [] });
  });

  test("the late changes of a release merge are named, whatever their titles hold", () => {
    const late = pull({ number: 65, title: "Module | [for](http://x) *discovery* `code`", base: { ref: "development", sha: null }, files: files("src/x.ts") });
    const fix = pull({ number: 66, title: "Colours", base: { ref: "development", sha: null }, labels: [{ name: "bug", addedBy: { login: "ben", bot: false }, addedByRole: "triage" }] });
    const early = pull({ number: 60, title: "Add early", base: { ref: "development", sha: null } });
    const release = pull({
      number: 72, title: "Release", head: FEEDING, files: files("src/x.ts"),
      contains: [containedPull(early, "2026-11-20T10:00:00Z"), containedPull(late, "2026-12-02T10:00:00Z"), containedPull(fix, "2026-12-02T11:00:00Z"), containedCommit("abcdef1234567", "Tidy", null)],
    });
    const { decision, reading } = bothWays(release, FED);
    expect(reading.verdict).toBe(decision.verdict);
    expect(Object.fromEntries(reading.carried.map(({ name, passes }) => [name, passes]))).toEqual({ "#65": false, "#66": true, abcdef1234: null });
    expect(reading.carried.find(({ name }) => name === "#65")?.title).toContain("Module | [for]");
    expect(reading.before).toBe("1 change had entered before the freeze began and passes.");
  });
});
