import { describe, expect, test } from "@jest/globals";
import { fc } from "../../support/properties.ts";
import type { BranchRules, Covers, Epoch, GateRecord, Level } from "../../../src/domain/model/gate.ts";
import { comparePlans } from "../../../src/domain/plan/plan-diff.ts";
import { covers, lastTightened, tightenedBy } from "../../../src/domain/policy/gate-epoch.ts";
import { detectLevel } from "../../../src/domain/policy/gate-level.ts";
import { letsPass } from "../../../src/domain/policy/gate-pass.ts";
import { gateStep, PREWARM } from "../../../src/domain/policy/gate-step.ts";
import type { GateFacts } from "../../../src/domain/policy/gate-step.ts";
import { failing, selfTest } from "../../../src/domain/policy/self-test.ts";
import type { SelfTestFacts } from "../../../src/domain/policy/self-test.ts";
import { decideFreeze } from "../../../src/domain/policy/freeze.ts";
import { at, freeze, milestone, plan, product, pull, snapshot } from "../../support/plan-builder.ts";

const NOW = 1_000_000;

function wants(freezes: Covers["freezes"], renewal: string | null = null): Covers {
  return { freezes, renewal };
}
function epoch(name: string, over: Covers, from = NOW, foreseen = true): Epoch {
  return { name, covers: over, from, foreseen, mintedAt: 0 };
}
function step(facts: Partial<GateFacts>) {
  return gateStep({ now: NOW, epoch: null, next: null, wanted: null, coming: null, ...facts });
}

describe("an epoch stands for what must hold", () => {
  const over = epoch("e", wants({ a: 0, b: 5 }, "r1"));
  const rows: readonly (readonly [string, Covers, boolean])[] = [
    ["the same", wants({ a: 0, b: 5 }, "r1"), true],
    ["one of its freezes ended", wants({ a: 0 }), true],
    ["a freeze began that it was not minted for", wants({ a: 0, c: 0 }), false],
    ["one of its freezes lets in less than it did", wants({ a: 7, b: 5 }), false],
    ["an exemption was taken back since", wants({ a: 0 }, "r2"), false],
  ];
  test.each(rows)("%s", (_, wanted, expected) => expect(covers(over, wanted)).toBe(expected));
  test("there is none", () => expect(covers(null, wants({}))).toBe(false));

  test("fewer freezes never need a new one", () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.nat()), fc.func(fc.boolean()), (freezes, keep) => {
      const fewer = Object.fromEntries(Object.entries(freezes).filter(([key]) => keep(key)));
      expect(covers(epoch("e", wants(freezes)), wants(fewer))).toBe(true);
    }));
  });
});

describe("a change of the plan", () => {
  const before = plan();
  const rows: readonly (readonly [string, typeof before, Readonly<Record<string, number>>])[] = [
    ["that lets in fewer kinds", plan({ freezes: [freeze({ allow: ["release"] })] }), { freeze: NOW }],
    ["that lets in more kinds", plan({ freezes: [freeze({ allow: ["bugfix", "release", "docs"] })] }), {}],
    ["that only moves the end", plan({ milestones: [milestone("code-complete", "2026-12-01T00:00Z"), milestone("release", "2026-12-20T00:00Z")] }), {}],
    ["that plans another freeze", plan({ freezes: [freeze(), freeze({ id: "later" })] }), {}],
    ["of what counts as a bugfix", plan({ kinds: { ...before.kinds, bugfix: { ...before.kinds.bugfix, labels: [] } } }), { "*": NOW }],
  ];
  test.each(rows)("%s", (_, after, expected) => expect(tightenedBy({}, comparePlans(before, after), NOW)).toEqual(expected));
  test("to all freezes counts for each", () => expect([lastTightened({ "*": 5, a: 3 }, "a"), lastTightened({ "*": 5 }, "b"), lastTightened(undefined, "a")]).toEqual([5, 5, 0]));
});

describe("the next step of a gate", () => {
  const a = wants({ a: 0 });
  const ab = wants({ a: 0, b: 0 });
  const rows: readonly (readonly [string, Partial<GateFacts>, string])[] = [
    ["nothing planned", {}, "rest"],
    ["a start is near: mint for that instant", { coming: { from: NOW + PREWARM, covers: a } }, "mint"],
    ["minted: wait", { coming: { from: NOW + 5, covers: a }, next: epoch("n", a, NOW + 5) }, "rest"],
    ["the start was moved: mint again", { coming: { from: NOW + 9, covers: a }, next: epoch("n", a, NOW + 5) }, "mint"],
    ["the instant: close with what was minted", { wanted: a, next: epoch("n", a, NOW) }, "close"],
    ["an unknown start: mint first", { wanted: a }, "mint"],
    ["minted for what begins later does not close earlier", { wanted: a, next: epoch("n", a, NOW + 1) }, "mint"],
    ["closed: keep", { wanted: a, epoch: epoch("e", a) }, "keep"],
    ["a second freeze is near: mint while closed", { wanted: a, epoch: epoch("e", a), coming: { from: NOW + 5, covers: ab } }, "mint"],
    ["the second begins: close again", { wanted: ab, epoch: epoch("e", a), next: epoch("n", ab) }, "close"],
    ["one of two ended: keep", { wanted: a, epoch: epoch("e", ab) }, "keep"],
    ["the last ended: open", { epoch: epoch("e", ab) }, "open"],
  ];
  test.each(rows)("%s", (_, facts, kind) => expect(step(facts).kind).toBe(kind));
  test("an epoch that is not needed any more is dropped", () => expect(step({ next: epoch("n", a, NOW + 5) })).toEqual({ kind: "rest", dropNext: true }));
});

const CHECK = "Release plan (main)";
const required = (appId: number | null, ruleset: number | null = 1) => ({ context: CHECK, appId, ruleset });
function rules(more: Partial<BranchRules> = {}): BranchRules {
  return { required: [], queue: false, protection: false, ...more };
}

describe("the level is never overstated", () => {
  const none = { repository: false, organization: false };
  const rows: readonly (readonly [string, Parameters<typeof detectLevel>[0]["rights"], BranchRules | null, Level])[] = [
    ["no right and no rule", none, rules(), "advisory"],
    ["rules that could not be read", none, null, "advisory"],
    ["a queue alone, in which nothing waits for us", none, rules({ queue: true }), "advisory"],
    ["our check required", none, rules({ required: [required(7)] }), "soft"],
    ["our check required from any source", none, rules({ required: [required(null)] }), "soft"],
    ["our check required from another app", none, rules({ required: [required(8)] }), "advisory"],
    ["our check required, in a queue", none, rules({ required: [required(7)], queue: true }), "queue"],
    ["the right to write rulesets", { repository: true, organization: false }, null, "repository-gate"],
    ["the right to write the organisation's", { repository: true, organization: true }, null, "organization-gate"],
  ];
  test.each(rows)("%s", (_, rights, found, level) => expect(detectLevel({ rights, rules: found, checkName: CHECK, appId: 7 })).toBe(level));
});

describe("who passes", () => {
  const during = at("2026-12-02T00:00Z");
  const feature = pull({ files: [{ path: "a.ts", previousPath: null }] });
  test("an observed freeze stops nobody", () => {
    const decide = (mode: "enforce" | "observe") => letsPass(decideFreeze(plan({ freezes: [freeze({ mode })] }), snapshot(feature), during));
    expect([decide("enforce"), decide("observe")]).toEqual([false, true]);
  });
  test("what the freeze does not bind passes", () => {
    const other = plan({ products: [product("app"), product("web", { branch: "next" })] });
    expect(letsPass(decideFreeze(other, snapshot(pull({ base: { ref: "next", sha: null } })), during))).toBe(true);
  });
});

const GATE: GateRecord = {
  repository: 1, branch: "main", level: "repository-gate", checkRequired: false, ruleset: 1, epoch: null, closedAt: null, next: null, left: null, trouble: null, touched: null,
  off: false, orphan: null, soft: null, blink: null, rulesReadAt: null, testedAt: null,
};
const RULESET = { id: 1, name: "ours", active: false, include: ["refs/heads/main"], exclude: [], checks: [], strict: false, otherRules: [], bypassActors: [] };
const RIGHTS = { checks: "write", statuses: "write", merge_queues: "read" };

describe("the self-test", () => {
  const rows: readonly (readonly [string, Partial<SelfTestFacts>, readonly string[]])[] = [
    ["a gate that is ready", {}, []],
    ["a gate with bypass actors", { ruleset: { ...RULESET, bypassActors: [{ actor_type: "Team" }] } }, ["bypass: false"]],
    ["a gate whose bypass actors are not shown", { ruleset: { ...RULESET, bypassActors: null } }, ["bypass: null"]],
    ["a gate that was switched off", { gate: { ...GATE, off: true } }, ["ruleset: false"]],
    ["a gate that people left open", { gate: { ...GATE, touched: { at: 0, by: "olga", how: "disabled", answer: "yielded" } } }, ["hands: false"]],
    ["a gate that failed", { gate: { ...GATE, trouble: { doing: "close", message: "no", since: 0 } } }, ["trouble: false"]],
    ["another ruleset of an earlier freeze", { rules: rules({ required: [{ context: "main is frozen [0123456789]", appId: 7, ruleset: 2 }] }) }, ["other-rulesets: false"]],
    ["a branch that is not there", { exists: false }, ["branch: false"]],
    ["no rule at all", { level: "advisory" }, ["required: false"]],
    ["rules that could not be read", { level: "advisory", rules: null }, ["required: null"]],
    ["a check from any source", { level: "soft", rules: rules({ required: [required(null)] }) }, ["pinned: false", "administrators: null"]],
    ["a check tied to another app", { level: "advisory", rules: rules({ required: [required(8)] }) }, ["pinned: false", "administrators: null"]],
    ["a queue that is not heard of", { rules: rules({ queue: true }), permissions: { checks: "write", statuses: "write" } }, ["queue: false"]],
    ["no right to be tied to the check", { level: "soft", rules: rules({ required: [required(7)] }), permissions: { checks: "write" } }, ["administrators: null", "forks: false"]],
  ];
  test.each(rows)("finds: %s", (_, more, expected) => {
    const findings = selfTest({ exists: true, level: "repository-gate", checkName: CHECK, appId: 7, rules: rules(), gate: GATE, ruleset: RULESET, permissions: RIGHTS, ...more });
    expect(failing(findings).map((finding) => `${finding.code}: ${finding.holds}`)).toEqual(expected);
  });
});
