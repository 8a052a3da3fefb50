import { describe, expect, test } from "@jest/globals";
import { fc } from "../../support/properties.ts";
import type { Acceptance, ReleasePlan } from "../../../src/domain/model/plan.ts";
import type { PullFacts } from "../../../src/domain/model/pull.ts";
import { classifyKind } from "../../../src/domain/policy/kind-of-change.ts";
import { files, issue, label, plan, product, pull } from "../../support/plan-builder.ts";

const noVersion = { current: null, target: null, note: null };

function trusting(accept: Acceptance, more: Partial<ReleasePlan> = {}): ReleasePlan {
  return plan({ kinds: { bugfix: { issueTypes: ["Bug"], labels: ["bug"], accept }, others: { docs: { issueTypes: [], labels: ["documentation"], accept } }, countsAs: {} }, ...more });
}

function kind(facts: Partial<PullFacts>, accept: Acceptance = "maintainer", more: Partial<ReleasePlan> = {}): string {
  return classifyKind(trusting(accept, more), pull(facts)).kind;
}

function remark(facts: Partial<PullFacts>, accept: Acceptance = "maintainer"): unknown {
  const [piece] = classifyKind(trusting(accept), pull(facts)).evidence;
  return [piece?.source, piece?.counts, piece?.remark];
}

describe("the ladder of evidence", () => {
  test.each([
    ["nothing that speaks is unknown", {}, "unknown"],
    ["a linked issue of type bug makes a bugfix", { closingIssues: [issue({ type: "bug", author: "bob", labelledBy: "bob" })] }, "bugfix"],
    ["a linked issue with a bug label makes a bugfix", { closingIssues: [issue({ labels: ["BUG"], author: "bob", labelledBy: "cat" })] }, "bugfix"],
    ["an issue's type speaks before its labels", { closingIssues: [issue({ type: "Feature", labels: ["bug"], labelledBy: "bob" })] }, "feature"],
    ["a bug label set by somebody else makes a bugfix", { labels: [label("Bug", "bob")] }, "bugfix"],
    ["a linked bug is stronger than a label", { closingIssues: [issue({ type: "Bug", labelledBy: "bob" })], labels: [label("enhancement", "bob")] }, "bugfix"],
    ["a label is stronger than the title", { labels: [label("enhancement", "bob")], title: "fix: colours" }, "feature"],
    ["a feature that also fixes is a feature", { labels: [label("bug", "bob"), label("enhancement", "bob")] }, "feature"],
    ["a fix that also touches documents is a fix", { labels: [label("documentation", "bob"), label("bug", "bob")] }, "bugfix"],
    ["only documents are docs, whoever says what", { title: "Add a setup guide", files: files("README.md", "docs/setup.md", "docs/a.png") }, "docs"],
    ["only tests are test", { files: files("src/a.test.ts", "tests/b.rs") }, "test"],
    ["only a lock file is dependency", { files: files("wasm/Cargo.lock") }, "dependency"],
    ["a manifest alone proves nothing: it also holds scripts", { files: files("package.json") }, "unknown"],
    ["code moved into a docs folder is not docs", { files: [{ path: "docs/a.md", previousPath: "src/a.ts" }] }, "unknown"],
    ["a file list that was cut short proves nothing", { files: files("README.md"), filesComplete: false }, "unknown"],
    ["a bot for updates makes a dependency", { author: { login: "dependabot[bot]", bot: true }, title: "Whatever", authorRole: null }, "dependency"],
  ] as const)("%s", (_name, facts, expected) => {
    expect(kind(facts as Partial<PullFacts>)).toBe(expected);
  });

  test.each([
    ["fix: colours", "bugfix"], ["Fix(ui): colours", "bugfix"], ["hotfix: colours", "bugfix"], ["revert: feat: colours", "bugfix"],
    ["feat(ui)!: colours", "feature"], ["perf: colours", "feature"], ["docs: colours", "docs"], ["test(ui): colours", "test"], ["chore: colours", "chore"],
    ["refactor!: colours", "chore"], ["build(deps): colours", "dependency"], ["fix(deps): colours", "dependency"], ["fix(ci): colours", "chore"],
    ["BUG: colours", "bugfix"], ["ENH: colours", "feature"], ["ui: colours", "unknown"], ["fix colours:", "bugfix"],
  ])("%s is %s", (title, expected) => {
    expect(kind({ title }, "wording")).toBe(expected);
  });
});

describe("whose word counts", () => {
  const ownLabel = { labels: [label("bug", "Ann")] };
  const ownIssue = { closingIssues: [issue({ type: "Bug", author: "ann", labelledBy: "ann" })] };
  const words = { title: "fix: colours" };

  test.each([
    ["the author's own label does not count, and that is said", ownLabel, "maintainer", ["label", false, "labelled-by-author"]],
    ["it counts where words count", ownLabel, "wording", ["label", true, "labelled-by-author"]],
    ["it counts where the author may maintain", { ...ownLabel, authorRole: "maintain" }, "maintainer", ["label", true, "labelled-by-author"]],
    ["but never where a second person is asked for", { ...ownLabel, authorRole: "admin" }, "second-person", ["label", false, "labelled-by-author"]],
    ["a label whose giver is not known counts, and that is said", { labels: [label("bug", null)] }, "second-person", ["label", true, "supplier-unknown"]],
    ["a bot is no second person", { labels: [label("bug", "labeler[bot]", true)] }, "second-person", ["label", false, "labelled-by-bot"]],
    ["an issue that the author opened and marked is the author's own word", ownIssue, "maintainer", ["linked-issue", false, "own-issue"]],
    ["an issue that the author opened and somebody else marked is not", { closingIssues: [issue({ type: "Bug", author: "ann", labelledBy: "bob" })] }, "second-person", ["linked-issue", true, null]],
    ["an issue by the author that nobody is known to have marked is the author's own", { closingIssues: [issue({ type: "Bug", author: "ann" })] }, "second-person", ["linked-issue", false, "own-issue"]],
    ["an issue of which nothing more is known counts, and that is said", { closingIssues: [issue({ type: "Bug" })] }, "second-person", ["linked-issue", true, "supplier-unknown"]],
    ["a contributor's title does not count", words, "maintainer", ["commit-type", false, "author-not-maintainer"]],
    ["a maintainer's title counts", { ...words, authorRole: "admin" }, "maintainer", ["commit-type", true, null]],
    ["a title by somebody whose role is not known counts, and that is said", { ...words, authorRole: null }, "maintainer", ["commit-type", true, "supplier-unknown"]],
    ["no title counts where a second person is asked for", { ...words, authorRole: "admin" }, "second-person", ["commit-type", false, "wording-not-accepted"]],
    ["a word against the author's own interest always counts", { title: "feat: colours" }, "second-person", ["commit-type", true, null]],
  ] as const)("%s", (_name, facts, accept, expected) => {
    expect(remark(facts as Partial<PullFacts>, accept)).toEqual(expected);
  });

  test("what stronger evidence outweighs is marked so", () => {
    const { evidence } = classifyKind(trusting("wording"), pull({ title: "fix: colours", labels: [label("enhancement", "bob")] }));
    expect(evidence.map((piece) => [piece.source, piece.counts, piece.remark])).toContainEqual(["commit-type", false, "weaker-than-another"]);
  });
});

describe("versions", () => {
  const products = [
    product("forum", { repositories: ["acme/forum-module"], version: { ...noVersion, target: "1.0.0" } }),
    product("runtime", { repositories: ["acme/runtime"], version: { ...noVersion, target: "5.4.0" } }),
  ];

  test.each([
    ["its own package at the target version is the release", "acme/forum-module", "Set package version to 1.0.0", ["Cargo.toml", "Cargo.lock"], "release"],
    ["a candidate of the target leads to it", "acme/forum-module", "Release v1.0.0-rc.1", ["Cargo.toml"], "release"],
    ["another product taken in at its target is the release", "acme/runtime", "update forum dependency to tag v1.0.0", ["Cargo.toml"], "release"],
    ["another product at another version is an update", "acme/runtime", "update forum dependency to tag v1.1.0", ["Cargo.toml"], "dependency"],
    ["its own package at another version is an update", "acme/forum-module", "Set package version to 2.0.0", ["Cargo.toml"], "dependency"],
    ["anything else is an update", "acme/runtime", "Bump lodash from 4.17.20 to 4.17.21", ["package.json", "package-lock.json"], "dependency"],
    ["a version set over files of code proves nothing", "acme/forum-module", "Release v1.0.0", ["Cargo.toml", "src/lib.rs"], "unknown"],
    ["the lock file that follows is part of the release", "acme/runtime", "check in the lock file for forum", ["Cargo.lock"], "release"],
    ["a date is no version", "acme/runtime", "update tracking 18.06.19", ["src/a.ts"], "unknown"],
    ["a number is no version", "acme/runtime", "fix: bump the timeout to 30", ["src/a.ts"], "bugfix"],
  ] as const)("%s", (_name, repository, title, paths, expected) => {
    expect(kind({ repository, title, files: files(...paths) }, "wording", { products })).toBe(expected);
  });

  test("the smallest plan takes its release's name for the target", () => {
    expect(kind({ title: "Bump version to 2.4.0", files: files("package.json") }, "wording")).toBe("release");
    expect(kind({ title: "Bump version to 2.5.0", files: files("package.json") }, "wording")).toBe("dependency");
  });
});

test("the order of labels, issues and files does not matter to the kind", () => {
  const labels = [label("bug", "bob"), label("bug", "ann"), label("enhancement", "bob"), label("documentation", "bob"), label("other", null)];
  const issues = [issue({ number: 1, type: "Bug", labelledBy: "bob" }), issue({ number: 2, type: "Feature", labelledBy: "bob" }), issue({ number: 3, type: "Bug", author: "ann" })];
  const paths = files("README.md", "src/a.ts", "src/a.test.ts", "Cargo.lock");
  const given = fc.record({ labels: fc.subarray(labels), closingIssues: fc.subarray(issues), files: fc.subarray([...paths]), turn: fc.boolean() });
  fc.assert(fc.property(given, ({ labels: some, closingIssues, files: touched, turn }) => {
    const turned = <T>(items: readonly T[]): readonly T[] => [...items].reverse();
    const mixed = turn ? { labels: turned(some), closingIssues: turned(closingIssues), files: turned(touched) } : { labels: turned(some), closingIssues, files: touched };
    expect(kind(mixed)).toBe(kind({ labels: some, closingIssues, files: touched }));
  }));
});
