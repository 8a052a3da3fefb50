import { describe, expect, test } from "@jest/globals";
import { fc } from "../../support/properties.ts";
import type { AdmittedCommand, PullThen, Standing } from "../../../src/domain/command/command.ts";
import { foldCommands } from "../../../src/domain/command/fold.ts";
import { parseCommand } from "../../../src/domain/command/parse.ts";
import { mayUse } from "../../../src/domain/command/right.ts";
import type { Right } from "../../../src/domain/command/right.ts";
import type { CommandState } from "../../../src/domain/command/state.ts";
import type { FoldContext } from "../../../src/domain/command/verb.ts";
import { decideFreeze } from "../../../src/domain/policy/freeze.ts";
import { planWithSwitches } from "../../../src/domain/policy/freeze-switch.ts";
import { waiverStatus } from "../../../src/domain/policy/waiver-status.ts";
import { at, freeze, plan, pull, reached, snapshot, time } from "../../support/plan-builder.ts";

const NOON = at("2026-12-02T12:00Z");
const MINUTE = 60_000;
const PLAN = plan({
  freezes: [freeze({ waivers: { approvers: ["mia", "acme/release"], approvals: 1 } })],
  keyResults: [{ id: "calm", title: "Calm", due: time("2026-12-02T00:00Z"), measure: null, score: "confidence", weights: [{ from: at("2026-11-01T00:00Z"), of: { ann: [1, 2], bob: [1, 2] } }] }],
  operations: [{ id: "payouts", title: "Payouts", rule: null, due: time("2026-12-02T00:00Z"), owner: "ann", from: null, until: null, after: [], see: null }],
});
const CONTEXT: FoldContext = { plan: PLAN, planKey: "1/plan", reached: [], repository: "acme/app" };
const PULL: PullThen = { author: "ann", base: "master", head: "h1", diff: "d1", touchesPlan: false };

interface Said {
  readonly by: string;
  readonly role?: Standing["role"];
  readonly named?: readonly string[];
  readonly minute?: number;
  readonly comment?: number;
  readonly pull?: Partial<PullThen> | null;
  readonly holding?: readonly string[];
}

let comments = 0;
function said(line: string, { by, role = "write", named = [], minute, comment, pull: facts, holding = ["freeze"] }: Said): AdmittedCommand {
  const parsed = parseCommand(`/warden ${line}`);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  comments += 1;
  return {
    command: parsed.command, comment: comment ?? comments, line: 0, at: NOON + (minute ?? comments) * MINUTE, number: 7,
    standing: { login: by, role, author: by === "ann", named }, pull: facts === null ? null : { ...PULL, ...facts },
    plans: [{ plan: "1/plan", holding: holding.map((id) => ({ id, since: at("2026-12-01T00:00Z") })), announced: [], branches: ["master"], procedure: { version: "2.1", voters: ["ann", "bob", "rita"], text: facts?.diff ?? "d1", needs: "majority", within: 2 * MINUTE } }],
  };
}

function outcomes(state: CommandState): readonly string[] {
  return [...state.outcomes.values()].map((one) => one.code);
}

function verdict(state: CommandState, diff: string | null, now = NOON + 1_000 * MINUTE): string {
  const facts = pull({ title: "feat: colours", diff });
  return decideFreeze(planWithSwitches(PLAN, state.switches), snapshot(facts, { waivers: state.waivers.filter((one) => one.replacedBy === null) }), now).verdict;
}

describe("who may", () => {
  const none = plan({ release: { ...PLAN.release, manager: null } });
  test.each<readonly [Right, string, Partial<Standing>, boolean]>([
    ["manage", "the manager by name, in any case", { login: "RITA", role: "read" }, true],
    ["manage", "a member of a team that approves", { login: "tim", named: ["acme/release"] }, true],
    ["manage", "an administrator whom the plan does not name", { role: "admin" }, false],
    ["approve", "an approver by name", { login: "mia", role: null }, true],
    ["approve", "the author", { author: true, role: "admin" }, false],
    ["ask", "the author without any role", { author: true, role: null }, true],
    ["ask", "somebody who may write", { role: "write" }, true],
    ["ask", "somebody who may triage", { role: "triage" }, false],
    ["revoke", "an approver", { login: "mia", role: null }, true],
    ["revoke", "a reader", { role: "read" }, false],
    ["read", "the author", { author: true, role: null }, true],
    ["read", "a reader", { role: "read" }, false],
    ["read", "somebody whose role cannot be told", { role: null }, false],
  ])("%s: %s", (right, _who, standing, may) => {
    expect(mayUse(right, { login: "x", role: null, author: false, named: [], ...standing }, PLAN)).toBe(may);
  });

  test("where a plan names nobody, maintainers manage and approve", () => {
    const as = (role: Standing["role"]): Standing => ({ login: "x", role, author: false, named: [] });
    expect((["maintain", "admin", "write", null] as const).map((role) => mayUse("manage", as(role), none))).toEqual([true, true, false, false]);
  });
});

describe("an exception", () => {
  test("counts approvals for one change: a later change begins anew", () => {
    const two: FoldContext = { ...CONTEXT, plan: plan({ freezes: [freeze({ waivers: { approvers: ["mia", "max"], approvals: 2 } })] }) };
    const commands = [said("waive because x", { by: "ann" }), said("approve", { by: "mia" }), said("approve", { by: "max", pull: { diff: "d2", head: "h2" } })];
    const state = foldCommands(commands, two);
    expect(outcomes(state)).toEqual(["waiver", "approval-counted", "approval-counted"]);
    expect(state.waivers).toMatchObject([{ diff: "d2", approvedBy: ["max"] }]);
    const whole = foldCommands([...commands, said("approve", { by: "mia", pull: { diff: "d2", head: "h2" } })], two);
    expect(whole.waivers).toMatchObject([{ diff: "d2", approvedBy: ["max", "mia"] }]);
  });

  test("stands through one approver saying it twice", () => {
    const two: FoldContext = { ...CONTEXT, plan: plan({ freezes: [freeze({ waivers: { approvers: ["mia"], approvals: 2 } })] }) };
    const state = foldCommands([said("waive because x", { by: "ann" }), said("approve", { by: "mia" }), said("approve", { by: "Mia" })], two);
    expect(state.waivers[0]?.approvedBy).toHaveLength(1);
  });

  test.each<readonly [string, readonly AdmittedCommand[], string]>([
    ["approved by its author", [said("waive because x", { by: "bob" }), said("approve", { by: "ann", named: ["mia"] })], "approve-own"],
    ["approved by who asked", [said("waive because x", { by: "mia" }), said("approve", { by: "mia" })], "approve-own"],
    ["taken back by somebody who has no part in it", [said("waive because x", { by: "ann" }), said("revoke", { by: "eve" })], "revoke-not-yours"],
    ["approved before anybody asked", [said("approve", { by: "mia" })], "approve-nothing"],
    ["approved for a change that nobody can tell", [said("waive because x", { by: "ann" }), said("approve", { by: "mia", pull: { diff: null } })], "approve-unknown-diff"],
    ["asked for a change that nobody can tell", [said("waive because x", { by: "ann", pull: { diff: null } })], "waive-unknown-diff"],
    ["asked where nothing holds", [said("waive because x", { by: "ann", holding: [] })], "waive-nothing"],
    ["taken back where nothing stands", [said("revoke", { by: "mia" })], "revoke-nothing"],
  ])("is not %s", (_name, commands, code) => {
    const state = foldCommands(commands, CONTEXT);
    expect(outcomes(state).at(-1)).toBe(code);
    expect(verdict(state, "d1")).toBe("block");
  });

  test("passes for the very diff alone, and not while the diff is unknown", () => {
    const state = foldCommands([said("waive because x", { by: "ann" }), said("approve", { by: "mia" })], CONTEXT);
    expect([verdict(state, "d1"), verdict(state, "d2"), verdict(state, null)]).toEqual(["allow", "block", "block"]);
    expect([waiverStatus(state.waivers[0]!, "d1", NOON), waiverStatus(state.waivers[0]!, "d2", NOON), waiverStatus(state.waivers[0]!, null, NOON)]).toEqual(["approved", "changed", "approved"]);
  });

  test("ends with the freeze: when its milestone is reached, or when somebody thaws it", () => {
    const commands = [said("waive because x", { by: "ann", minute: 1 }), said("approve", { by: "mia", minute: 2 })];
    expect(foldCommands(commands, { ...CONTEXT, reached: [reached("release", "2026-12-05T00:00Z")] }).waivers[0]?.until).toBe(at("2026-12-05T00:00Z"));
    expect(foldCommands([...commands, said("thaw because done", { by: "rita", minute: 3 })], CONTEXT).waivers[0]?.until).toBe(NOON + 3 * MINUTE);
  });

  test("whose end the plan no longer knows is over, and a freeze whose end it no longer knows holds on", () => {
    const waived = foldCommands([said("waive because x until release", { by: "ann", minute: 1 }), said("approve", { by: "mia", minute: 2 })], { ...CONTEXT, plan: { ...PLAN, milestones: PLAN.milestones.slice(0, 1) } });
    expect(waived.waivers[0]?.until).toBe(NOON + MINUTE);
    const frozen = foldCommands([said("freeze until release because x", { by: "rita" })], { ...CONTEXT, plan: { ...PLAN, milestones: [] } });
    expect(frozen.switches).toMatchObject([{ until: null }]);
  });

  test("asked for again stands in place of the one before", () => {
    const state = foldCommands([said("waive because x", { by: "ann", comment: 901 }), said("waive because y", { by: "bob", comment: 902 })], CONTEXT);
    expect(state.waivers).toMatchObject([{ comment: 901, replacedBy: 902 }, { comment: 902, replacedBy: null, askedBy: "bob" }]);
  });
});

describe("freezes by command", () => {
  test("are two when two managers freeze at once, and each ends by its name", () => {
    const both = [said("freeze because a", { by: "rita", comment: 801, minute: 1, holding: [] }), said("freeze because b", { by: "mia", comment: 802, minute: 1, holding: [] })];
    expect(outcomes(foldCommands([...both, said("thaw because x", { by: "rita", minute: 2, holding: [] })], CONTEXT)).at(-1)).toBe("thaw-which");
    const one = foldCommands([...both, said("thaw manual-801 because x", { by: "mia", minute: 2, holding: [] })], CONTEXT);
    const then = planWithSwitches({ ...PLAN, freezes: [] }, one.switches);
    const decision = decideFreeze(then, snapshot(pull({ title: "feat: x" })), NOON + 5 * MINUTE);
    expect(decision).toMatchObject({ verdict: "block", rule: "manual-802" });
  });

  test("a thaw ends what had begun by then, and no later freeze of the same name", () => {
    const thawed = planWithSwitches(PLAN, [{ freeze: "freeze", at: at("2026-12-03T00:00Z"), to: "off", by: "rita", because: "x" }]);
    const verdictAt = (instant: string, under = thawed): string => decideFreeze(under, snapshot(pull({ title: "feat: x" })), at(instant)).verdict;
    expect([verdictAt("2026-12-02T23:59Z"), verdictAt("2026-12-03T00:00Z"), verdictAt("2026-12-07T00:00Z")]).toEqual(["block", "skip", "skip"]);
    const moved = { ...thawed, milestones: [{ ...thawed.milestones[0]!, due: { ...thawed.milestones[0]!.due!, at: at("2026-12-05T00:00Z") } }, thawed.milestones[1]!] };
    expect(verdictAt("2026-12-06T00:00Z", moved)).toBe("block");
  });

  test("a plan without switches comes back as the same value", () => {
    expect(planWithSwitches(PLAN, [])).toBe(PLAN);
  });
});

const SPOKEN = fc.constantFrom("waive because x", "waive because y until 2026-12-04", "approve", "revoke", "freeze because a", "freeze until release because b", "thaw because c", "thaw freeze because d", "thaw freeze stop because d", "thaw drain because e", "score calm 0.5", "score calm abstain", "grade calm 1/2", "done payouts", "acceptance a/b_test.go", "acceptance without a/b_test.go", "tested passed in ci at v1.0.0-rc1", "admit because d", "promote v1.0.0 abcdef1 because e", "resend", "resend ops", "done release", "done release by 2026-12-01", "force release because x", "partial release because x", "delegate @bob for release", "reviewed", "reviewed Draft for release", "delegate @bob for Draft", "move release to 2026-12-09 because x see https://a.b/c", "reassign @rita to @bob from 2026-12-01 because x", "outstanding a needs b owner @ann by 2026-12-05 keep for release", "claim for release", "motion", "second", "vote yes", "vote no because x", "concern a", "concern settled");
const PERSON = fc.constantFrom("ann", "bob", "rita", "mia", "eve");
const HISTORY = fc.uniqueArray(fc.record({ line: SPOKEN, by: PERSON, minute: fc.integer({ min: 0, max: 5 }), diff: fc.constantFrom("d1", "d2"), comment: fc.integer({ min: 1, max: 99 }) }), { selector: (one) => one.comment, maxLength: 12 })
  .map((all) => all.map(({ line, by, minute, diff, comment }) => said(line, { by, minute, comment, pull: { diff, head: `h-${diff}` } })));

describe("laws", () => {
  test("any order of arrival, with any command arriving twice, comes to the same", () => {
    fc.assert(fc.property(HISTORY.chain((history) => fc.tuple(fc.constant(history), fc.shuffledSubarray([...history, ...history], { minLength: history.length * 2 }))), ([history, arrived]) => {
      expect(foldCommands(arrived, CONTEXT)).toEqual(foldCommands(history, CONTEXT));
    }));
  });

  test("nobody's own change ever passes by their own word, and nothing passes without a word of those whom the plan names", () => {
    fc.assert(fc.property(HISTORY, fc.constantFrom("d1", "d2"), (history, diff) => {
      const waivers = foldCommands(history, CONTEXT).waivers;
      const facts = pull({ title: "feat: colours", diff });
      if (decideFreeze(PLAN, snapshot(facts, { waivers: waivers.filter((one) => one.replacedBy === null) }), NOON + 6 * MINUTE).verdict !== "allow") return;
      expect(history.some((one) => one.command.verb === "approve" && one.pull?.diff === diff && ["rita", "mia"].includes(one.standing.login))).toBe(true);
    }));
  });
});
