import { describe, expect, test } from "@jest/globals";
import type { Decision } from "../../../src/domain/model/decision.ts";
import { combineDecisions } from "../../../src/domain/policy/combine.ts";
import { decideFreeze } from "../../../src/domain/policy/freeze.ts";
import { overdueNotices } from "../../../src/domain/policy/overdue.ts";
import { at, freeze, label, milestone, plan, product, pull, reached, snapshot, time } from "../../support/plan-builder.ts";

const NOW = at("2026-12-03T00:00Z");
const END = at("2026-12-08T00:00Z");

function decision(more: Parameters<typeof pull>[0] = {}, rules = plan()): Decision {
  return decideFreeze(rules, snapshot(pull(more)), NOW);
}

describe("several decisions as one", () => {
  const allowed = decision({ labels: [label("bug", "bob")] });
  const blocked = decision();
  const observed = decision({}, plan({ freezes: [freeze({ id: "observed", mode: "observe" })] }));
  const skipped = decision({ base: { ref: "elsewhere", sha: null } });

  test.each([
    ["one block stops all", [allowed, blocked, skipped], "block", "enforce"],
    ["an observed block does not make an enforced one neutral", [observed, blocked], "block", "enforce"],
    ["an observed block speaks before what is allowed", [allowed, observed], "block", "observe"],
    ["what does not apply leaves the others alone", [skipped, allowed], "allow", "enforce"],
    ["nothing applies", [skipped, skipped], "skip", null],
  ])("%s", (_name, given, verdict, mode) => {
    const combined = combineDecisions(given);
    expect([combined.verdict, combined.mode]).toEqual([verdict, mode]);
    expect(combineDecisions([...given].reverse()).verdict).toBe(verdict);
  });

  test("it holds until the first of them may change, and is as old as the oldest", () => {
    const combined = combineDecisions([{ ...allowed, validUntil: 50, takenAt: 9 }, { ...blocked, validUntil: null, takenAt: 7 }]);
    expect([combined.validUntil, combined.takenAt]).toEqual([50, 7]);
  });

  test("no decision is not taken for a permission", () => {
    expect(() => combineDecisions([])).toThrow("at least one");
  });
});

describe("milestones that slipped under a freeze", () => {
  const rules = plan({ milestones: [milestone("code-complete", "2026-12-01T00:00Z"), milestone("release", "2026-12-08T00:00Z", { manager: "max" })] });

  test("the manager is told from the due instant on, with one lasting id", () => {
    expect(overdueNotices(rules, [], END - 1)).toEqual([]);
    const [notice] = overdueNotices(rules, [], END);
    expect(notice).toEqual({ id: `freeze/release/${END}`, freeze: "freeze", milestone: "release", products: null, dueAt: END, manager: "max", called: { names: ["max"], away: [] } });
    expect(overdueNotices(rules, [], END + 5_000_000)[0]?.id).toBe(notice?.id);
  });

  test("while the manager is away whoever stands in is told, first of all the release's manager", () => {
    const away = (who: string) => ({ who, from: END - 1, to: END + 1_000, because: null });
    const seat = (who: string) => ({ who, organization: null, load: null });
    const absent = (...people: readonly string[]) => ({ ...rules, teams: [{ id: "core", title: "Core", chair: "ann", members: ["ann", "max", "rita"].map(seat), away: people.map(away) }] });
    expect(overdueNotices(absent("max"), [], END)[0]).toMatchObject({ manager: "max", called: { names: ["rita"], away: [{ who: "max" }] } });
    expect(overdueNotices(absent("max", "rita"), [], END)[0]?.called.names).toEqual(["ann"]);
    expect(overdueNotices(absent("max"), [], END + 1_000)[0]?.called).toEqual({ names: ["max"], away: [] });
  });

  test("nothing is said once it is reached, or of a freeze that ends by the clock", () => {
    expect(overdueNotices(rules, [reached("release", "2026-12-07T00:00Z")], END)).toEqual([]);
    expect(overdueNotices(plan({ freezes: [freeze({ until: { time: time("2026-12-08T00:00Z") } })] }), [], END)).toEqual([]);
  });

  test("products that are late together share a notice; without a manager the release's is named", () => {
    const two = plan({ products: [product("a"), product("b")] });
    expect(overdueNotices(two, [], END).map(({ products, manager }) => [products, manager])).toEqual([[["a", "b"], "rita"]]);
  });
});
