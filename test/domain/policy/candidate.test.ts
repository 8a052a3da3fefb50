import { describe, expect, test } from "@jest/globals";
import type { CandidatePlan } from "../../../src/domain/model/plan-testing.ts";
import type { TagFact } from "../../../src/domain/model/tag.ts";
import { judgeTag, lastCandidate, plansOfTag } from "../../../src/domain/policy/candidate.ts";
import type { TagSurroundings } from "../../../src/domain/policy/candidate.ts";
import { tagText } from "../../../src/domain/policy/tag.ts";

const candidates: CandidatePlan = { atLeast: 3, after: [], planned: ["boot", "rc1", "rc2", "rc3", "rc4"].map((suffix) => ({ tag: `v0.5.0-${suffix}`, due: null })).concat({ tag: "v0.5.0", due: null }) };

function fact(name: string, more: Partial<TagFact> = {}): TagFact {
  return { name, sha: `sha-of-${name}`, onReleaseBranch: true, ...more };
}

function judged(one: TagFact, others: readonly TagFact[] = [], more: Partial<TagSurroundings> = {}): readonly string[] {
  const around: TagSurroundings = { rules: { format: "v{version}-{suffix}", branch: null }, candidates, branch: "release", all: [one, ...others], notReached: [], promotions: [], ...more };
  return judgeTag(one, around).objections.map((objection) => `${objection.severity} ${objection.code}`);
}

const four = ["boot", "rc1", "rc2", "rc3", "rc4"].map((suffix) => fact(`v0.5.0-${suffix}`));
const promoted = fact("v0.5.0", { sha: "sha-of-v0.5.0-rc4" });

describe("a tag of a candidate", () => {
  test("stands when it is next and on the branch", () => expect(judged(fact("v0.5.0-rc5"), four)).toEqual(["warning not-planned"]));
  test("that the plan schedules stands without a word", () => expect(judged(fact("v0.5.0-rc1"), four.slice(0, 1))).toEqual([]));
  test("on the trunk is refused", () => expect(judged(fact("v0.5.0-rc1", { onReleaseBranch: false }))).toEqual(["error not-on-release-branch"]));
  test("of which nobody can tell the branch is refused too", () => expect(judged(fact("v0.5.0-rc1", { onReleaseBranch: null }))).toEqual(["error branch-unknown"]));
  test("waits for what must be launched before", () => expect(judged(fact("v0.5.0-rc1"), [], { notReached: ["Documentation portal"] })).toEqual(["error not-reached"]));
  test("may leave out a number, and is asked about it", () => expect(judged(fact("v0.5.0-rc4"), [fact("v0.5.0-rc1")])).toEqual(["warning number-skipped"]));
  test("after the final tag is noticed", () => expect(judged(fact("v0.5.0-rc5"), [...four, promoted])).toEqual(["warning after-final", "warning not-planned"]));
  test("that was there before the final tag is not", () => expect(judged(fact("v0.5.0-rc3"), [...four, promoted])).toEqual([]));
});

describe("a bootstrap release", () => {
  test("needs nothing launched", () => expect(judged(fact("v0.5.0-boot"), [], { notReached: ["Documentation portal"] })).toEqual([]));
});

describe("an interim build", () => {
  test("without its candidate is refused", () => expect(judged(fact("v0.5.0-rc1-p1"))).toEqual(["error interim-without-candidate"]));
  test("of a candidate needs no place in the plan", () => expect(judged(fact("v0.5.0-rc1-p1"), four)).toEqual([]));
  test("the tenth needs the ninth, not the first", () => {
    expect(judged(fact("v0.5.0-rc1-p10"), [...four, fact("v0.5.0-rc1-p9")])).toEqual([]);
    expect(judged(fact("v0.5.0-rc1-p10"), [...four, fact("v0.5.0-rc1-p1")])).toEqual(["warning number-skipped"]);
  });
});

describe("the final tag", () => {
  test("stands on the commit of the last candidate", () => expect(judged(promoted, four)).toEqual([]));
  test("on another commit is refused", () => expect(judged(fact("v0.5.0"), four)).toEqual(["error moved-from-candidate"]));
  test("belongs on the last interim build when there is one", () => expect(judged(promoted, [...four, fact("v0.5.0-rc4-p1")])).toEqual(["error moved-from-candidate"]));
  test("on another commit stands with a reason that was written down for just that commit", () => {
    const reason = { tag: "v0.5.0", sha: "sha-of-v0.5.0", because: "version number only", by: "rita" };
    expect(judged(fact("v0.5.0"), four, { promotions: [reason] })).toEqual([]);
    expect(judged(fact("v0.5.0", { sha: "later" }), four, { promotions: [reason] })).toEqual(["error moved-from-candidate"]);
  });
  test("needs as many candidates as the plan asks for; interim builds do not count", () => {
    const others = [fact("v0.5.0-rc1"), fact("v0.5.0-rc2"), fact("v0.5.0-rc2-p1")];
    expect(judged(fact("v0.5.0", { sha: "sha-of-v0.5.0-rc2-p1" }), others)).toEqual(["error too-few-candidates"]);
  });
  test("without any candidate is refused", () => expect(judged(fact("v0.5.0"), [fact("v0.5.0-boot")])).toEqual(["error no-candidate", "error too-few-candidates"]));
});

describe("a tag that is not ours", () => {
  test("is nobody's business", () => expect(judged(fact("nightly", { onReleaseBranch: false }))).toEqual([]));
  test("but nearly is refused, with what to write", () => expect(judged(fact("v0.5.0-rc.1"))).toEqual(["error unreadable"]));
});

describe("the candidate by which every test must be written", () => {
  const format = "v{version}-{suffix}";
  test("is the last one scheduled", () => { const last = lastCandidate(candidates, null, format); expect(last === null ? null : tagText(last)).toBe("v0.5.0-rc4"); });
  test("or the one that the plan names", () => { const last = lastCandidate(candidates, "v0.5.0-rc2", format); expect(last === null ? null : tagText(last)).toBe("v0.5.0-rc2"); });
  test("or unknown", () => expect(lastCandidate(null, null, format)).toBeNull());
});

describe("a tag is judged by", () => {
  const planned = (id: string, ...tags: readonly string[]) => ({ id, tags: { format: "v{version}-{suffix}", branch: null }, candidates: { atLeast: 0, after: [], planned: tags.map((tag) => ({ tag, due: null })) } });
  const five = planned("five", "v0.5.0-rc1", "v0.5.0");
  const six = planned("six", "v0.6.0-rc1");
  const any = planned("any");
  const other = { ...planned("other"), tags: { format: "portal-{version}-{suffix}", branch: null } };
  test.each([
    ["the plan that schedules its version", "v0.5.0-rc7", [five, six, any, other], "five"],
    ["the plans that schedule nothing, where none does", "v0.7.0-rc1", [five, six, any, other], "any"],
    ["all that can read it, where each schedules something else", "v0.7.0-rc1", [five, six, other], "five six"],
    ["all, where none can read it", "v0.5.0-RC1", [five, other], "five other"],
    ["both that schedule it", "v0.5.0", [five, { ...five, id: "again" }, six], "five again"],
  ] as const)("%s", (_name, tag, plans, expected) => expect(plansOfTag(tag, plans).map((one) => one.id).join(" ")).toBe(expected));
});
