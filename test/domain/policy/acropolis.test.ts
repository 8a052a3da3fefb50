/**
 * Acropolis, the Joystream release of June 2019, from its public facts: numbers, branches, instants of merge, kinds of file. Titles are our own
 * and keep the word and the branch name that tell the kind. No label was used, so the plan trusts wording.
 */
import { describe, expect, test } from "@jest/globals";
import type { Decision } from "../../../src/domain/model/decision.ts";
import type { ReleasePlan } from "../../../src/domain/model/plan.ts";
import type { ContainedChange, PullFacts } from "../../../src/domain/model/pull.ts";
import { decideFreeze } from "../../../src/domain/policy/freeze.ts";
import { at, containedPull, files, freeze, milestone, plan, product, pull, snapshot, time } from "../../support/plan-builder.ts";

const FORUM = "Joystream/substrate-forum-module";
const RUNTIME = "Joystream/substrate-runtime-joystream";
const COLOSSUS = "Joystream/storage-node-joystream";
const APPS = "Joystream/apps";
const noVersion = { current: null, target: null, note: null };

function acropolis(exempt: readonly string[] = ["pioneer"]): ReleasePlan {
  return plan({
    products: [
      product("runtime", { repositories: [RUNTIME], branch: "master", fedBy: ["development"], version: { ...noVersion, current: "5.3.0", target: "5.4.0" } }),
      product("forum", { repositories: [FORUM], branch: "master", fedBy: ["development"], version: { ...noVersion, target: "1.0.0" } }),
      product("colossus", { repositories: [COLOSSUS], branch: "master", fedBy: ["development"] }),
      product("pioneer", { repositories: [APPS], branch: "joystream" }),
    ],
    milestones: [
      milestone("sub-system-test", "2019-06-17T22:00Z", { dueFor: { colossus: time("2019-06-14T22:00Z") } }), milestone("release", "2019-06-24T22:00Z"),
    ],
    freezes: [freeze({
      id: "bugfixes-only", from: { milestone: "sub-system-test" }, allow: ["bugfix", "docs", "test", "release"],
      except: { products: exempt, repositories: [], paths: [] },
      agreed: [{ pulls: [{ repository: RUNTIME, number: 66 }], because: "initialise the new state", by: "bwhm", see: null }],
    })],
    kinds: { bugfix: { issueTypes: ["Bug"], labels: ["bug"], accept: "wording" }, others: {}, countsAs: { dependency: "chore" } },
  });
}

type Row = readonly [number: number, title: string, branch: string, mergedAt: string, paths: readonly string[]];

const CODE = ["src/lib.rs"];
const FORUM_CONTENTS: readonly Row[] = [
  [15, "Several fixes", "fixes", "2019-06-10T10:00:02Z", CODE],
  [20, "Make fields public", "field-visibility-hotfix", "2019-06-11T17:04:50Z", CODE],
  [22, "Use u16 in validation constraints", "alex-usize-to-u16", "2019-06-17T09:55:58Z", CODE],
  [17, "Better tests", "test-reorg", "2019-06-17T11:17:22Z", CODE],
  [25, "Hotfix for updating a category", "update-category-hotfix", "2019-06-19T13:51:31Z", CODE],
  [27, "Fixed the broken test of update_category", "update-category-hotfix", "2019-06-20T09:45:37Z", ["src/tests.rs"]],
  [26, "Set the package version to 1.0.0", "release", "2019-06-20T09:46:44Z", ["Cargo.lock", "Cargo.toml"]],
];
const RUNTIME_CONTENTS: readonly Row[] = [
  [63, "Actor roles", "roles", "2019-06-05T10:00:00Z", CODE],
  [66, "Integrate the forum module", "external-forum-module-integration", "2019-06-18T09:36:34Z", CODE],
  [65, "Discovery module", "discovery-module", "2019-06-20T09:20:42Z", CODE],
  [68, "update the forum dependency to tag v1.0.0", "update-forum-dependency", "2019-06-20T10:00:40Z", ["Cargo.toml"]],
  [71, "check in Cargo.lock", "forum-update-tag-in-cargo-lock", "2019-06-22T11:59:20Z", ["wasm/Cargo.lock"]],
  [70, "roles: fix how remove_actor works", "fix-remove-actor", "2019-06-22T12:01:25Z", ["src/roles/actors.rs"]],
];
const COLOSSUS_CONTENTS: readonly Row[] = [
  [80, "Move to packages", "monorepo", "2019-06-12T08:00:00Z", ["package.json"]],
  [81, "Sync and discovery for the ipfs backend", "ipfs-backend-sync", "2019-06-21T07:31:08Z", ["packages/cli/bin/cli.js"]],
  [84, "Handle that the Ready status is not emitted", "fix-sign-and-send", "2019-06-22T12:37:12Z", ["packages/runtime-api/index.js"]],
  [86, "discovery and sync: various fixes", "discovery-shorter-ttl", "2019-06-22T19:49:39Z", ["packages/colossus/lib/sync.js"]],
  [87, "Link the setup guide", "link-to-setup-guide", "2019-06-22T19:51:02Z", ["README.md"]],
];

function contained(repository: string, rows: readonly Row[]): readonly ContainedChange[] {
  return rows.map(([number, title, branch, mergedAt, paths]) => containedPull(pull({
    repository, number, title, base: { ref: "development", sha: null }, head: { ref: branch, sha: null, repository }, files: files(...paths), state: "merged",
  }), mergedAt));
}

function releaseMerge(repository: string, number: number, rows: readonly Row[]): PullFacts {
  return pull({
    repository, number, title: "development to master", head: { ref: "development", sha: null, repository }, contains: contained(repository, rows),
    files: files(...CODE),
  });
}

function decided(facts: PullFacts, instant: string, exempt?: readonly string[]): Decision {
  return decideFreeze(acropolis(exempt), snapshot(facts), at(instant));
}

describe("Acropolis", () => {
  test("pioneer is allowed because it is exempt, naming the freeze", () => {
    const facts = pull({ repository: APPS, number: 220, title: "Forum and storage work together", base: { ref: "joystream", sha: null }, defaultBranch: "joystream", files: files("packages/apps/src/index.ts") });
    const decision = decided(facts, "2019-06-19T08:31:00Z");
    expect([decision.verdict, decision.rule, decision.reasons.children[0]?.code]).toEqual(["allow", "bugfixes-only", "product-exempt"]);
    expect(decided(facts, "2019-06-19T08:31:00Z", []).verdict).toBe("block");
  });

  test("forum #28 passes: what entered late are fixes, a test and the version of this release", () => {
    const decision = decided(releaseMerge(FORUM, 28, FORUM_CONTENTS), "2019-06-20T09:50:44Z");
    expect([decision.verdict, decision.offending]).toEqual(["allow", []]);
  });

  test("runtime #72 is stopped by #65 alone; #66 stands as agreed", () => {
    const decision = decided(releaseMerge(RUNTIME, 72, RUNTIME_CONTENTS), "2019-06-22T12:30:00Z");
    expect([decision.verdict, decision.offending.map((one) => one.number)]).toEqual(["block", [65]]);
    const contains = decision.reasons.children.find((node) => node.code === "contains");
    const agreed = contains?.children.find((node) => node.facts["change"] === `${RUNTIME}#66`);
    expect(agreed?.children.find((node) => node.met)?.code).toBe("agreed");
  });

  test("colossus #82 is stopped through #81, by its own earlier date", () => {
    const decision = decided(releaseMerge(COLOSSUS, 82, COLOSSUS_CONTENTS), "2019-06-22T20:15:38Z");
    expect([decision.verdict, decision.since, decision.offending.map((one) => one.number)]).toEqual(["block", at("2019-06-14T22:00Z"), [81]]);
  });

  test("a pull to development hears early that it would hold up the release", () => {
    const facts = pull({ repository: RUNTIME, number: 65, title: "Discovery module", base: { ref: "development", sha: null }, files: files(...CODE) });
    const decision = decided(facts, "2019-06-20T09:00:00Z");
    expect([decision.verdict, decision.feeder]).toEqual(["allow", { into: "master", freeze: "bugfixes-only" }]);
  });

  test("the decision holds until the release is due, and the freeze beyond that", () => {
    const facts = releaseMerge(RUNTIME, 72, RUNTIME_CONTENTS);
    expect(decided(facts, "2019-06-22T12:30:00Z").validUntil).toBe(at("2019-06-24T22:00:00Z"));
    expect(decided(facts, "2019-06-26T12:00:00Z").verdict).toBe("block");
  });
});
