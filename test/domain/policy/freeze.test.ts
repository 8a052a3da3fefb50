import { describe, expect, test } from "@jest/globals";
import { fc } from "../../support/properties.ts";
import type { Decision } from "../../../src/domain/model/decision.ts";
import type { Freeze, ReleasePlan } from "../../../src/domain/model/plan.ts";
import type { PullFacts } from "../../../src/domain/model/pull.ts";
import type { Waiver } from "../../../src/domain/model/snapshot.ts";
import { decideFreeze } from "../../../src/domain/policy/freeze.ts";
import { at, files, freeze, issue, label, milestone, plan, product, pull, snapshot, time } from "../../support/plan-builder.ts";

const DURING = at("2026-12-03T12:00Z");
const BEFORE = at("2026-11-03T12:00Z");
const bug = { labels: [label("bug", "bob")] };

function frozen(more: Partial<Freeze> = {}, rest: Partial<ReleasePlan> = {}): ReleasePlan {
  return plan({ freezes: [freeze(more)], ...rest });
}

function decide(rules: ReleasePlan, facts: Partial<PullFacts> = {}, now = DURING, waivers: readonly Waiver[] = []): Decision {
  return decideFreeze(rules, snapshot(pull(facts), { waivers }), now);
}

function codes(decision: Decision): readonly string[] {
  return [decision.verdict, ...decision.reasons.children.filter((node) => node.met === true).map((node) => node.code)];
}

describe("one freeze and one pull request", () => {
  test.each([
    ["a bugfix may merge", {}, bug, ["allow", "kind-allowed"]],
    ["what nobody can tell may not", {}, {}, ["block"]],
    ["a feature may not", {}, { title: "feat: colours" }, ["block"]],
    ["a repository that is exempt may", { except: { products: [], repositories: ["ACME/App"], paths: [] } }, {}, ["allow", "repository-exempt"]],
    ["only exempt paths may", { except: { products: [], repositories: [], paths: ["docs/**"] } }, { files: files("docs/a.txt") }, ["allow", "paths-exempt"]],
    ["one file outside breaks the exemption", { except: { products: [], repositories: [], paths: ["docs/**"] } }, { files: files("docs/a.txt", "src/a.ts") }, ["block"]],
    ["no files at all are no proof of being inside", { except: { products: [], repositories: [], paths: ["docs/**"] } }, { files: [] }, ["block"]],
    ["what was agreed beforehand may", { agreed: [{ pulls: [{ repository: "acme/APP", number: 7 }], because: "settled", by: null, see: null }] }, {}, ["allow", "agreed"]],
    ["another number was not agreed", { agreed: [{ pulls: [{ repository: "acme/app", number: 8 }], because: "settled", by: null, see: null }] }, {}, ["block"]],
  ] as const)("%s", (_name, rules, facts, expected) => {
    expect(codes(decide(frozen(rules as Partial<Freeze>), facts as Partial<PullFacts>))).toEqual(expected);
  });

  test("outside the freeze nothing is asked, and the next begin is named", () => {
    const decision = decide(frozen(), {}, BEFORE);
    expect([decision.verdict, decision.rule, decision.reasons.facts["next"], decision.validUntil]).toEqual(["skip", null, at("2026-12-01T00:00Z"), at("2026-12-01T00:00Z")]);
  });

  test("another branch is not governed", () => {
    expect(decide(frozen(), { base: { ref: "feature", sha: null } }).reasons.code).toBe("not-governed");
  });

  test("where the default branch is not known, main and master are taken for it, and that is said", () => {
    const decision = decide(frozen(), { defaultBranch: null, base: { ref: "main", sha: null } });
    expect([decision.verdict, decision.reasons.facts["defaultBranchAssumed"]]).toEqual(["block", true]);
    expect(decide(frozen(), { defaultBranch: null, base: { ref: "trunk", sha: null } }).verdict).toBe("skip");
  });

  test("the files that break an exemption are listed, a rename under both names", () => {
    const decision = decide(frozen({ except: { products: [], repositories: [], paths: ["docs/**"] } }), { files: [{ path: "docs/b.txt", previousPath: "src/b.txt" }] });
    expect(decision.reasons.children[0]?.facts).toMatchObject({ breaking: ["src/b.txt"], total: 1 });
  });

  test.each([["not given", { files: null }, null], ["cut short", { files: files("docs/a.txt"), filesComplete: false }, 1]])("files %s: cannot tell, so blocked, and said so", (_name, facts, count) => {
    const decision = decide(frozen({ except: { products: [], repositories: [], paths: ["docs/**"] } }), facts);
    expect([decision.verdict, decision.reasons.children[0]?.code, decision.reasons.children[0]?.facts["count"], decision.waysIn[0]?.code]).toEqual(["block", "paths-unknown", count, "give-files"]);
  });

  test("an observed freeze keeps its verdict and says that it stops nobody", () => {
    const decision = decide(frozen({ mode: "observe" }));
    expect([decision.verdict, decision.mode, decision.reasons.code, decision.reasons.children[0]?.code]).toEqual(["block", "observe", "observed", "freeze"]);
  });

  test("a kind that counts as another is let in as that", () => {
    const rules = frozen({ allow: ["chore"] }, { kinds: { ...plan().kinds, countsAs: { dependency: "chore" } } });
    expect(codes(decide(rules, { labels: [label("dependencies", "bob")] }))).toEqual(["allow", "kind-allowed"]);
  });
});

describe("waivers", () => {
  const given: Waiver = { id: "w1", freeze: "freeze", repository: "acme/app", number: 7, askedBy: "ann", because: "customer", approvedBy: ["bob"], diff: "d1", until: null, revokedBy: null };

  test.each([
    ["one for this very diff lets it in", given, "d1", "allow"],
    ["another diff was not approved", given, "d2", "block"],
    ["where the diff is not known it cannot be told, so blocked", given, null, "block"],
    ["a revoked one is none", { ...given, revokedBy: "rita" }, "d1", "block"],
    ["one of another freeze is none", { ...given, freeze: "other" }, "d1", "block"],
    ["one that has run out is none", { ...given, until: DURING }, "d1", "block"],
    ["the author cannot approve it", { ...given, askedBy: "cat", approvedBy: ["Ann"] }, "d1", "block"],
    ["nor can who asked for it", { ...given, askedBy: "bob" }, "d1", "block"],
  ])("%s", (_name, waiver, diff, verdict) => {
    expect(decide(frozen(), { diff }, DURING, [waiver]).verdict).toBe(verdict);
  });

  test("it takes as many approvals as the plan asks for, each person once", () => {
    const rules = frozen({ waivers: { approvers: [], approvals: 2 } });
    expect(decide(rules, { diff: "d1" }, DURING, [{ ...given, approvedBy: ["bob", "BOB"] }]).verdict).toBe("block");
    expect(decide(rules, { diff: "d1" }, DURING, [{ ...given, approvedBy: ["bob", "cat"] }]).verdict).toBe("allow");
  });

  test("the decision holds no longer than the waiver", () => {
    expect(decide(frozen(), { diff: "d1" }, DURING, [{ ...given, until: DURING + 5 }]).validUntil).toBe(DURING + 5);
  });
});

describe("products", () => {
  const app = product("app", { branch: "master", fedBy: ["development"] });
  const ui = product("ui", { repositories: ["acme/app"], branch: "master", paths: ["ui/**"] });
  const shared = frozen({ except: { products: ["ui"], repositories: [], paths: [] } }, { products: [app, ui] });

  test("files of an exempt product pass, and its name is the reason", () => {
    expect(codes(decide(shared, { files: files("ui/a.ts") }))).toEqual(["allow", "product-exempt"]);
  });

  test("files of both products do not, and those that break it are listed", () => {
    const decision = decide(shared, { files: files("ui/a.ts", "core/b.ts") });
    expect([decision.verdict, decision.reasons.children[0]?.facts["breaking"]]).toEqual(["block", ["core/b.ts"]]);
    expect(decision.waysIn[0]).toEqual({ code: "split-paths", facts: { breaking: ["core/b.ts"], total: 1 } });
  });

  test("files that are not known may belong to either, so they are not exempt", () => {
    expect(decide(shared, { files: null }).reasons.children[0]?.code).toBe("paths-unknown");
  });

  test("a product that the freeze does not name is not frozen", () => {
    expect(decide(frozen({ products: ["ui"] }, { products: [app, ui] }), { files: files("core/b.ts") }).verdict).toBe("skip");
  });

  test("a product without a repository lives in the plan's home", () => {
    const rules = frozen({}, { products: [product("core", { repositories: [] })] });
    const facts = snapshot(pull());
    expect(decideFreeze(rules, { ...facts, home: "acme/app" }, DURING).verdict).toBe("block");
    expect(decideFreeze(rules, { ...facts, home: "acme/other" }, DURING).verdict).toBe("skip");
  });

  test("branches of a freeze stand in place of the products' own", () => {
    const rules = frozen({ branches: ["release-2.4"] }, { products: [app] });
    expect(decide(rules, { base: { ref: "release-2.4", sha: null } }).verdict).toBe("block");
    expect([decide(rules).verdict, decide(rules, { base: { ref: "development", sha: null } }).verdict]).toEqual(["skip", "skip"]);
  });
});

describe("feeders", () => {
  const rules = frozen({}, { products: [product("app", { branch: "master", fedBy: ["development"] })] });
  const base = { ref: "development", sha: null };

  test("what would be stopped later merges freely and is told so", () => {
    const decision = decide(rules, { base });
    expect([decision.verdict, decision.feeder, decision.reasons.code]).toEqual(["allow", { into: "master", freeze: "freeze" }, "feeder"]);
  });

  test("what would pass, or is not frozen, hears nothing", () => {
    expect([decide(rules, { base, ...bug }).verdict, decide(rules, { base }, BEFORE).verdict]).toEqual(["skip", "skip"]);
  });

  test("the governed branch merged back is no feature", () => {
    expect(decide(rules, { base, head: { ref: "master", sha: null, repository: "acme/app" } }).verdict).toBe("skip");
    expect(decide(rules, { base, head: { ref: "master", sha: null, repository: "fork/app" } }).feeder).not.toBeNull();
  });
});

describe("several freezes", () => {
  const bound = { from: { time: time("2026-12-01T00:00Z") }, until: { time: time("2026-12-08T00:00Z") } };
  const strict = freeze({ ...bound, id: "strict", allow: ["release"] });
  const mild = freeze({ ...bound, id: "mild", until: { time: time("2026-12-05T00:00Z") } });

  test("all must let it in, the first that blocks speaks, the earliest boundary counts", () => {
    const decision = decide(plan({ freezes: [mild, strict] }), bug);
    expect([decision.verdict, decision.rule, decision.reasons.code, decision.reasons.children.map((node) => node.met), decision.validUntil])
      .toEqual(["block", "strict", "all-freezes", [true, false], at("2026-12-05T00:00Z")]);
  });

  test("an enforced freeze speaks before an observed one", () => {
    const decision = decide(plan({ freezes: [{ ...mild, mode: "observe" }, strict] }));
    expect([decision.rule, decision.mode]).toEqual(["strict", "enforce"]);
  });

  test("when all let it in the first of them is the rule", () => {
    const decision = decide(plan({ freezes: [mild, { ...strict, allow: ["bugfix"] }] }), bug);
    expect([decision.verdict, decision.rule]).toEqual(["allow", "mild"]);
  });
});

describe("ways in", () => {
  test("shortest first: the title where the author's word counts, a label, an issue, an exception, waiting", () => {
    expect(decide(frozen(), { authorRole: "admin" }).waysIn.map((way) => way.code)).toEqual(["title-type", "ask-maintainer-label", "link-bug-issue", "ask-waiver", "wait-for-end"]);
  });

  test("a label by the author needs another person's hand, and no title is offered that would not count", () => {
    expect(decide(frozen(), { labels: [label("bug", "ann")] }).waysIn[0]).toEqual({ code: "label-by-other", facts: { labels: ["bug"] } });
  });

  test("the author's own issue is named, for somebody else to confirm", () => {
    const decision = decide(frozen(), { closingIssues: [issue({ number: 12, type: "Bug", author: "ann", labelledBy: "ann" })] });
    expect(decision.waysIn.find((way) => way.code === "link-bug-issue")?.facts["issue"]).toBe("acme/app#12");
  });

  test("a declared feature is not led to call itself a bugfix first", () => {
    expect(decide(frozen(), { title: "feat: colours" }).waysIn.map((way) => way.code)).toEqual(["ask-waiver", "wait-for-end", "link-bug-issue"]);
  });

  test("nothing is asked of what may merge", () => {
    expect(decide(frozen(), bug).waysIn).toEqual([]);
  });
});

describe("laws", () => {
  const facts = fc.record({
    title: fc.constantFrom("Colours", "fix: colours", "feat: colours"), files: fc.constantFrom(null, files("docs/a.txt"), files("docs/a.txt", "src/a.ts")),
    labels: fc.subarray([label("bug", "bob"), label("enhancement", "bob"), label("bug", "ann")]), authorRole: fc.constantFrom(null, "write" as const, "admin" as const),
  });
  const exemption = fc.constantFrom<Partial<Freeze>>(
    { except: { products: ["app"], repositories: [], paths: [] } }, { except: { products: [], repositories: ["acme/app"], paths: [] } }, { except: { products: [], repositories: [], paths: ["docs/**"] } },
    { agreed: [{ pulls: [{ repository: "acme/app", number: 7 }], because: "settled", by: null, see: null }] },
  );
  const rules = { products: [product("app")], milestones: [milestone("code-complete", "2026-12-01T00:00Z"), milestone("release", "2026-12-08T00:00Z")] };

  test("adding an exemption never turns what may merge into what may not", () => {
    fc.assert(fc.property(facts, exemption, (given, more) => {
      if (decide(frozen({}, rules), given).verdict === "allow") expect(decide(frozen(more, rules), given).verdict).toBe("allow");
    }));
  });

  test("the same facts always give the same decision", () => {
    fc.assert(fc.property(facts, exemption, (given, more) => {
      expect(decide(frozen(more, rules), given)).toEqual(decide(frozen(more, rules), structuredClone(given)));
    }));
  });

  test("the order of freezes never changes the verdict", () => {
    const freezes = [freeze({ id: "a" }), freeze({ id: "b", allow: ["feature"] }), freeze({ id: "c", mode: "observe" })];
    fc.assert(fc.property(facts, fc.shuffledSubarray(freezes, { minLength: 3 }), (given, mixed) => {
      expect(decide(plan({ ...rules, freezes: mixed }), given).verdict).toBe(decide(plan({ ...rules, freezes }), given).verdict);
    }));
  });
});
