import { describe, expect, test } from "@jest/globals";
import type { Decision, Reason } from "../../../src/domain/model/decision.ts";
import type { ContainedChange, PullFacts } from "../../../src/domain/model/pull.ts";
import { decideFreeze } from "../../../src/domain/policy/freeze.ts";
import { at, containedCommit, containedPull, files, freeze, label, plan, product, pull, snapshot } from "../../support/plan-builder.ts";

const EARLY = "2026-11-20T00:00Z";
const LATE = "2026-12-02T00:00Z";
const SHA = "0123456789abcdef0123456789abcdef01234567";
const rules = plan({
  products: [product("app", { branch: "master", fedBy: ["development"] })],
  freezes: [freeze({ agreed: [{ pulls: [{ repository: "acme/app", number: 66 }], because: "settled", by: null, see: null }] })],
});

function change(number: number, more: Partial<PullFacts> = {}): PullFacts {
  return pull({ number, base: { ref: "development", sha: null }, state: "merged", files: files("src/a.ts"), ...more });
}

function merge(contains: readonly ContainedChange[] | null, more: Partial<PullFacts> = {}): Decision {
  const head = { ref: "development", sha: null, repository: "acme/app" };
  return decideFreeze(rules, snapshot(pull({ number: 72, title: "fix: release 2.4", head, contains, files: files("src/a.ts"), ...more })), at("2026-12-03T00:00Z"));
}

function contained(decision: Decision): readonly Reason[] {
  return decision.reasons.children.find((node) => node.code === "contains")?.children ?? [];
}

function codesOf(decision: Decision): readonly unknown[] {
  return [decision.verdict, ...contained(decision).map((node) => node.code)];
}

describe("a release merge is judged by what it carries", () => {
  test.each([
    ["what entered before the freeze passes as tested", [containedPull(change(1), EARLY)], ["allow", "contained-before"]],
    ["the very instant of the begin is late", [containedPull(change(1), "2026-12-01T00:00Z")], ["block", "contained-after"]],
    ["the tip recorded then is believed before the time of merge", [containedPull(change(1), LATE, { freeze: true })], ["allow", "contained-before"]],
    ["and also when it says no", [containedPull(change(1), EARLY, { freeze: false })], ["block", "contained-after"]],
    ["the tip of another freeze says nothing", [containedPull(change(1), LATE, { other: true })], ["block", "contained-after"]],
    ["a late bugfix passes by itself", [containedPull(change(1, { labels: [label("bug", "bob")] }), LATE)], ["allow", "contained-after"]],
    ["a late change that was agreed passes", [containedPull(change(66), LATE)], ["allow", "contained-after"]],
    ["cannot tell when it entered: it stops the merge", [containedPull(change(1), null)], ["block", "contained-unknown"]],
    ["unless it would pass as a late one too", [containedPull(change(66), null)], ["allow", "contained-unknown"]],
    ["a late bare commit is judged by its title", [containedCommit(SHA, "Colours", LATE)], ["block", "contained-after"]],
    ["the governed branch merged back is nothing new", [containedPull(change(3, { head: { ref: "master", sha: null, repository: "acme/app" } }), LATE)], ["allow", "contained-back-merge"]],
    ["a fork's branch of that name is not the governed branch", [containedPull(change(3, { head: { ref: "master", sha: null, repository: "fork/app" } }), LATE)], ["block", "contained-after"]],
  ])("%s", (_name, contains, expected) => {
    expect(codesOf(merge(contains))).toEqual(expected);
  });

  test("its own title, labels and kind let nothing in", () => {
    const decision = merge([containedPull(change(1), LATE)], { labels: [label("bug", "bob")], authorRole: "admin" });
    expect([decision.verdict, decision.kind]).toEqual(["block", "release"]);
  });

  test("every offending change is named, and only those", () => {
    const decision = merge([containedPull(change(1), EARLY), containedPull(change(65), LATE), containedPull(change(66), LATE), containedCommit(SHA, "Colours", LATE)]);
    expect(decision.offending.map((one) => [one.number, one.sha])).toEqual([[65, null], [null, SHA]]);
    expect(decision.waysIn.map((way) => way.code)).toEqual(["leave-out", "ask-waiver", "wait-for-end"]);
    expect(decision.waysIn[0]?.facts["changes"]).toEqual(["acme/app#65", `acme/app@${SHA}`]);
  });

  test("a release merge inside it is looked through, and what it carries entered with it", () => {
    const nested = change(5, { head: { ref: "integration", sha: null, repository: "acme/app" }, contains: [containedPull(change(65), EARLY), containedPull(change(66), EARLY)] });
    expect(merge([containedPull(nested, LATE)]).offending.map((one) => one.number)).toEqual([65]);
    expect(merge([containedPull(nested, EARLY)]).verdict).toBe("allow");
  });

  test("a nested one that could not be listed in full stops it", () => {
    const nested = change(5, { contains: [containedPull(change(66), LATE)], containsComplete: false });
    expect(codesOf(merge([containedPull(nested, LATE)]))).toEqual(["block", "contains-incomplete", "contained-after"]);
  });
});

describe("what is not known of a release merge", () => {
  test("not read yet: wait", () => {
    expect(codesOf(merge(null))).toEqual(["wait", "contains-incomplete"]);
  });

  test("never to be known in full: blocked", () => {
    expect(codesOf(merge(null, { containsComplete: false }))).toEqual(["block", "contains-incomplete"]);
    expect(merge([containedPull(change(1), EARLY)], { containsComplete: false }).verdict).toBe("block");
  });

  test("carrying nothing passes, but not when files say otherwise", () => {
    expect(codesOf(merge([], { files: [] }))).toEqual(["allow", "contains-nothing"]);
    expect(codesOf(merge([]))).toEqual(["block", "contains-incomplete"]);
  });

  test("a fork's branch with the feeder's name is a pull request like any other", () => {
    const head = { ref: "development", sha: null, repository: "fork/app" };
    expect(merge(null, { head, labels: [label("bug", "bob")] }).verdict).toBe("allow");
  });
});

describe("leaving a change out", () => {
  test("a merged pull is reverted by its merge commit on the feeder", () => {
    const [offending] = merge([containedPull(change(65, { mergeCommit: SHA }), LATE)]).offending;
    expect(offending?.leaveOut).toEqual([
      "git fetch origin", "git switch -c leave-out-65 origin/development", `git revert --no-edit -m 1 ${SHA}  # squashed or rebased: without -m 1`, "git push -u origin leave-out-65",
    ]);
  });

  test("a bare commit is reverted as it is; a pull without a known commit is looked up", () => {
    const { offending } = merge([containedCommit(SHA, "Colours", LATE), containedPull(change(65), LATE)]);
    expect(offending[0]?.leaveOut[2]).toBe(`git revert --no-edit ${SHA}`);
    expect(offending[1]?.leaveOut[2]).toBe("sha=$(gh pr view 65 --repo acme/app --json mergeCommit --jq .mergeCommit.oid)");
  });

  test("names that mean something to a shell are quoted or left out", () => {
    const head = { ref: "dev'$(reboot)", sha: null, repository: "acme/app" };
    const { offending } = merge([containedCommit(SHA, "Colours", LATE), containedCommit("$(reboot)", "Colours", LATE)], { head });
    expect(offending[0]?.leaveOut[1]).toBe("git switch -c leave-out-0123456789 'origin/dev'\\''$(reboot)'");
    expect(offending[1]?.leaveOut).toEqual([]);
  });
});
