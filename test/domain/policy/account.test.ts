/** What becomes of a landing in the account, as a table: what stood, what is judged now, when it landed. */
import { describe, expect, test } from "@jest/globals";
import type { StoodVerdict } from "../../../src/domain/model/account.ts";
import { isLeak } from "../../../src/domain/model/account.ts";
import type { Decision } from "../../../src/domain/model/decision.ts";
import { accountFor, stoodAt, withStood } from "../../../src/domain/policy/account.ts";
import type { AccountedFreeze, LandedChange } from "../../../src/domain/policy/account.ts";
import { decideFreeze } from "../../../src/domain/policy/freeze.ts";
import { at, containedPull, files, freeze, label, plan, product, pull, snapshot } from "../../support/plan-builder.ts";

const PLAN = plan({ kinds: { bugfix: { issueTypes: [], labels: ["bug"], accept: "second-person" }, others: {}, countsAs: {} } });
const [FREEZE = freeze()] = PLAN.freezes;
const AT = at("2026-12-03T10:00:00Z");
const BUGFIX = pull({ labels: [label("bug", "ben")] });
const FEATURE = pull({ title: "Add a button" });
const MERGE = pull({ head: { ref: "development", sha: null, repository: "acme/app" } });
const FED = plan({ products: [product("app", { branch: "master", fedBy: ["development"] })] });

function stood(verdict: StoodVerdict["verdict"], more: Partial<StoodVerdict> = {}): StoodVerdict {
  return { at: AT - 60_000, takenAt: AT - 60_000, verdict, mode: "enforce", freeze: "freeze", code: verdict === "allow" ? "kind-allowed" : "kind-not-allowed", kind: verdict === "allow" ? "bugfix" : "feature", because: "said so", offending: [], ...more };
}

function change(facts: LandedChange["pull"], more: Partial<LandedChange> = {}): LandedChange {
  return {
    landing: { before: "a".repeat(40), after: "b".repeat(40), at: AT, by: "rita", how: "merge" }, sha: "b".repeat(40), repositoryId: 1, pull: { ...facts, base: { ref: "master", sha: null } },
    pushed: false, takenAt: AT, stood: [], foreign: null, private: false, ...more,
  };
}

function accounted(more: Partial<AccountedFreeze> = {}): AccountedFreeze {
  return { plan: PLAN, freeze: FREEZE, home: "acme/app", reached: [], waivers: [], start: { effectiveAt: at("2026-12-01T00:00:00Z") }, ...more };
}

function outcome(landed: LandedChange, more: Partial<AccountedFreeze> = {}): string {
  const [entry] = accountFor(accounted(more), [landed], (decision) => decision.verdict);
  return entry === undefined ? "none" : `${entry.outcome}${isLeak(entry) ? " (leak)" : ""}, ${entry.verdict}${entry.stood ? " stood" : ""}`;
}

const LATE = { effectiveAt: AT + 60_000 };

describe("a landing during a freeze is", () => {
  test.each<[string, LandedChange, Partial<AccountedFreeze>, string]>([
    ["let in by what stood", change(BUGFIX, { stood: [stood("allow")] }), {}, "allowed, allow stood"],
    ["a release that passed by what it carried, which nobody can list any more", change(MERGE, { stood: [stood("allow", { code: "contains", kind: "release" })] }), { plan: FED }, "release, allow stood"],
    ["agreed", change(FEATURE, { stood: [stood("allow", { code: "agreed" })] }), { freeze: freeze({ agreed: [{ pulls: [{ repository: "acme/app", number: 7 }], because: "x", by: null, see: null }] }) }, "agreed, allow stood"],
    ["let in by an exception whose diff is not known now", change(FEATURE, { stood: [stood("allow", { code: "waiver" })] }), {}, "waived, allow stood"],
    ["a correction of the plan that was approved", change(FEATURE, { stood: [stood("allow", { code: "plan-fix" })] }), {}, "allowed, allow stood"],
    ["a bypass where it waited", change(FEATURE, { stood: [stood("block")] }), {}, "bypass (leak), block stood"],
    ["a bypass that would be let in now", change(BUGFIX, { stood: [stood("block")] }), {}, "bypass (leak), allow"],
    ["no leak where the freeze only observes", change(FEATURE, { stood: [stood("block", { mode: "observe" })] }), { freeze: freeze({ mode: "observe" }) }, "bypass, block stood"],
    ["forged where somebody else's check passed", change(FEATURE, { stood: [stood("block")], foreign: { by: "ann" } }), {}, "forged (leak), block stood"],
    ["withdrawn where what let it in is gone", change(FEATURE, { stood: [stood("allow")] }), {}, "withdrawn (leak), block"],
    ["in the gap before the freeze took effect", change(FEATURE), { start: LATE }, "gap (leak), block"],
    ["in the gap where a gate was to close and did not", change(FEATURE, { stood: [stood("block")] }), { start: { effectiveAt: AT - 1, closedAt: null } }, "gap (leak), block"],
    ["let in, judged afterwards", change(BUGFIX), {}, "allowed, allow"],
    ["unknown where nothing stood and it would have waited", change(FEATURE), {}, "unknown (leak), block"],
    ["unknown where only a verdict of before the freeze stood", change(FEATURE, { stood: [stood("skip", { freeze: null })] }), {}, "unknown (leak), block"],
    ["a direct push", change(FEATURE, { pushed: true }), {}, "direct-push (leak), block"],
    ["a direct push also where its message speaks of a fix", change(pull({ title: "fix: the crash" }), { pushed: true }), {}, "direct-push (leak), block"],
    ["a push of the plan alone", change(pull({ files: files(".github/release-plan.yml") }), { pushed: true }), {}, "allowed, block"],
    ["a push of exempt files alone", change(pull({ files: files("docs/a.md") }), { pushed: true }), { freeze: freeze({ except: { products: [], repositories: [], paths: ["docs/**"] } }) }, "exempt, allow"],
    ["none of the freeze's before it began", change(FEATURE, { landing: { before: "", after: "", at: at("2026-11-30T23:59:59Z"), by: null, how: "merge" } }), {}, "none"],
    ["none of the freeze's on another branch", change(FEATURE, { pull: pull({ base: { ref: "next", sha: null } }) }), {}, "none"],
  ])("%s", (_what, landed, more, expected) => {
    expect(outcome(landed, more)).toBe(expected);
  });

  test("exempt with its product, and counts for that product alone", () => {
    const products = [product("web", { repositories: ["acme/app"], paths: ["web/**"] }), product("core", { repositories: ["acme/app"] })];
    const shared = plan({ products, freezes: [freeze({ except: { products: ["web"], repositories: [], paths: [] } })] });
    const [entry] = accountFor(accounted({ plan: shared, freeze: shared.freezes[0] ?? FREEZE }), [change(pull({ files: files("web/a.ts") }))], () => "");
    expect([entry?.products, entry?.outcome]).toEqual([["web"], "exempt"]);
  });

  test("private: neither its title nor its reason is kept", () => {
    const [entry] = accountFor(accounted(), [change(FEATURE, { private: true, stood: [stood("block", { offending: ["#9"] })] })], () => "secret");
    expect([entry?.title, entry?.because, entry?.offending]).toEqual([null, "", []]);
  });

  test("judged by the content that a release merge carries, when nothing stood", () => {
    const carries = pull({ number: 9, title: "Add a button", base: { ref: "development", sha: null } });
    const merge = pull({ head: { ref: "development", sha: null, repository: "acme/app" }, base: { ref: "master", sha: null }, contains: [containedPull(carries, "2026-12-02T10:00:00Z")] });
    const [entry] = accountFor(accounted(), [change(merge, { pull: merge })], () => "");
    expect([entry?.outcome, entry?.kind, entry?.offending]).toEqual(["unknown", "release", ["#9"]]);
  });
});

describe("what stood on a head", () => {
  test("is the last of what stood by then, to the second, since GitHub tells no more", () => {
    const history = [stood("block", { at: AT - 5_000 }), stood("allow", { at: AT + 700 }), stood("block", { at: AT + 1_700 })];
    expect([stoodAt(history, AT - 6_000), stoodAt(history, AT - 1_000)?.verdict, stoodAt(history, AT)?.verdict, stoodAt(history, AT + 2_000)?.verdict]).toEqual([null, "block", "allow", "block"]);
  });

  test("what let in for a part of the second in which it landed counts", () => {
    const since = (ms: number, verdict: StoodVerdict["verdict"]): StoodVerdict => stood(verdict, { at: AT + ms });
    const of = (...history: readonly StoodVerdict[]): string | undefined => stoodAt(history, AT)?.verdict;
    expect(of(since(-5_000, "allow"), since(400, "block"))).toBe("allow");
    expect(of(since(-5_000, "allow"), since(-1, "block"))).toBe("block");
    expect(of(since(-5_000, "block"), since(400, "allow"), since(800, "block"))).toBe("allow");
    expect(of(stood("skip", { at: AT - 5_000, freeze: null }), since(400, "block"))).toBe("block");
  });

  test("is remembered when it changes, eight changes back, and not before any freeze", () => {
    const decide = (facts: typeof BUGFIX, now: string): Decision => decideFreeze(PLAN, snapshot(facts), at(now));
    expect(withStood(null, decide(FEATURE, "2026-11-20T10:00:00Z"), AT, "")).toBeNull();
    const first = withStood(null, decide(FEATURE, "2026-12-02T10:00:00Z"), AT, "waits");
    expect(first?.stood.map(({ verdict, code, because }) => [verdict, code, because])).toEqual([["block", "kind-not-allowed", "waits"]]);
    expect(withStood(first, decide(FEATURE, "2026-12-03T10:00:00Z"), AT + 1, "waits still")).toBeNull();
    let record = first;
    for (let turn = 0; turn < 12; turn += 1) record = withStood(record, decide(turn % 2 === 0 ? BUGFIX : FEATURE, "2026-12-03T10:00:00Z"), AT + turn, "") ?? record;
    expect([record?.stood.length, record?.stood.at(-1)?.verdict, record?.stood.at(-2)?.verdict]).toEqual([8, "block", "allow"]);
  });
});
