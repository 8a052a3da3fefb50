import { describe, expect, test } from "@jest/globals";
import { comparePlans } from "../../../src/domain/plan/plan-diff.ts";
import { parseFixture, parseText, planOf } from "./plan-fixture.ts";

const BASE = `release: { name: x, manager: ada, timezone: Europe/Oslo }
products:
  - { id: engine, repositories: [o/engine], branch: main, fed_by: [next], version: { target: 1.2.0 } }
  - { id: screen, repositories: [o/screen] }
milestones:
  - { id: tested, due: 2027-03-15, manager: ada }
  - { id: voted, due: 2027-03-18, after: [tested], manager: ada }
  - { id: release, due: 2027-03-22, planned: 2027-03-20, after: [voted], manager: ada }
freezes:
  - { id: fixes, from: tested, until: release, allow: [bugfix, release], except: { products: [screen] }, waivers: { approvers: [ada], approvals: 2 } }
  - { id: feast, from: 2027-03-25, until: 2027-03-29T12:00, allow: [bugfix] }
  - { id: tryout, from: 2027-04-05, until: 2027-04-06, mode: observe }
kinds: { bugfix: { labels: [bug] } }
`;

function changes(from: string, to: string): readonly string[] {
  expect(BASE).toContain(from);
  return comparePlans(planOf(parseText(BASE)), planOf(parseText(BASE.replace(from, to)))).map((one) => `${one.code}${one.thaws ? " thaws" : ""}${one.tightens ? " tightens" : ""} ${one.path}`);
}

describe("what a changed plan would change", () => {
  test.each([
    ["a freeze removed", "  - { id: feast, from: 2027-03-25, until: 2027-03-29T12:00, allow: [bugfix] }\n", "", ["freeze-removed thaws freezes.feast"]],
    ["a freeze that only observed removed", "  - { id: tryout, from: 2027-04-05, until: 2027-04-06, mode: observe }\n", "", ["freeze-removed freezes.tryout"]],
    ["a freeze added", "kinds:", "  - { id: late, from: 2027-04-12 }\nkinds:", ["freeze-added tightens freezes.late"]],
    ["a freeze renamed", "id: feast", "id: holidays", ["freeze-renamed freezes.holidays"]],
    ["the milestone that begins it moved later", "id: tested, due: 2027-03-15", "id: tested, due: 2027-03-16", ["milestone-moved milestones.tested.due", "freeze-begins-later thaws freezes.fixes.from"]],
    ["the milestone that begins it moved earlier", "id: tested, due: 2027-03-15", "id: tested, due: 2027-03-12", ["milestone-moved milestones.tested.due", "freeze-begins-earlier tightens freezes.fixes.from"]],
    ["the milestone that ends it moved", "id: release, due: 2027-03-22", "id: release, due: 2027-03-21", ["milestone-moved milestones.release.due"]],
    ["a baseline edited", "planned: 2027-03-20", "planned: 2027-03-21", ["baseline-moved milestones.release.planned"]],
    ["a later begin for one product", "manager: ada }\n  - { id: voted", "manager: ada, due_for: { engine: 2027-03-17 } }\n  - { id: voted", ["milestone-moved milestones.tested.due_for.engine", "freeze-begins-later thaws freezes.fixes.from"]],
    ["ended by an earlier step", "until: release", "until: voted", ["freeze-end-changed thaws freezes.fixes.until"]],
    ["ended by the clock instead", "until: release", "until: 2027-03-24", ["freeze-end-changed thaws freezes.fixes.until"]],
    ["a clock's end brought forward", "2027-03-29T12:00", "2027-03-26T12:00", ["freeze-ends-earlier thaws freezes.feast.until"]],
    ["a clock's end put off", "2027-03-29T12:00", "2027-03-30T12:00", ["freeze-ends-later tightens freezes.feast.until"]],
    ["no end by the clock any more", ", until: 2027-03-29T12:00", "", ["freeze-end-changed tightens freezes.feast.until"]],
    ["more kinds allowed", "allow: [bugfix, release]", "allow: [bugfix, docs, release]", ["allow-widened thaws freezes.fixes.allow"]],
    ["fewer kinds allowed", "allow: [bugfix, release]", "allow: [bugfix]", ["allow-narrowed tightens freezes.fixes.allow"]],
    ["one more product excepted", "products: [screen] }", "products: [screen, engine] }", ["exceptions-widened thaws freezes.fixes.except.products"]],
    ["no product excepted", "except: { products: [screen] }, ", "", ["exceptions-narrowed tightens freezes.fixes.except.products"]],
    ["an exception agreed", "waivers:", "agreed: [{ pulls: ['o/engine#7'], because: x }], waivers:", ["agreed-added thaws freezes.fixes.agreed"]],
    ["a freeze that only observes from now on", "approvals: 2 } }", "approvals: 2 }, mode: observe }", ["mode-changed thaws freezes.fixes.mode"]],
    ["a freeze that enforces from now on", "mode: observe", "mode: enforce", ["mode-changed tightens freezes.tryout.mode"]],
    ["fewer approvals", "approvals: 2", "approvals: 1", ["approvals-lowered thaws freezes.fixes.waivers.approvals"]],
    ["other approvers", "approvers: [ada]", "approvers: [ada, eve]", ["approvers-changed thaws freezes.fixes.waivers.approvers"]],
    ["other branches", "allow: [bugfix] }", "branches: [main], allow: [bugfix] }", ["branches-dropped thaws tightens freezes.feast.branches"]],
    ["one product of all", "allow: [bugfix] }", "products: [engine], allow: [bugfix] }", ["scope-narrowed thaws freezes.feast.products"]],
    ["a product that moves to another branch", "branch: main", "branch: trunk", ["branch-changed thaws tightens products.engine.branch"]],
    ["a repository dropped and one added", "[o/engine]", "[o/motor]", ["repository-dropped thaws products.engine.repositories", "repository-added tightens products.engine.repositories"]],
    ["a product that is only some files", "id: engine,", "id: engine, paths: [src/**],", ["paths-narrowed thaws products.engine.paths"]],
    ["another target version", "target: 1.2.0", "target: 1.3.0", ["version-target-changed thaws tightens products.engine.version.target"]],
    ["another manager of the release", "name: x, manager: ada", "name: x, manager: eve", ["manager-changed thaws release.manager"]],
    ["another manager of the milestone that ends it", "after: [voted], manager: ada", "after: [voted], manager: eve", ["manager-changed thaws milestones.release.manager"]],
    ["another manager of a milestone in between", "after: [tested], manager: ada", "after: [tested], manager: eve", ["manager-changed milestones.voted.manager"]],
    ["more labels that prove a bugfix", "labels: [bug]", "labels: [bug, urgent]", ["evidence-widened thaws kinds.bugfix.labels"]],
    ["less asked of a word in a title", "{ labels: [bug] }", "{ labels: [bug], accept: wording }", ["evidence-widened thaws kinds.bugfix.accept"]],
    ["a kind judged as another", "kinds: {", "kinds: { dependency: { counts_as: bugfix },", ["kind-judged-otherwise thaws tightens kinds.dependency.counts_as"]],
    ["another name", "name: x", "name: y", ["release-renamed release.name"]],
    ["another zone", "Europe/Oslo", "America/New_York", [
      "baseline-moved milestones.release.planned", "milestone-moved milestones.tested.due", "milestone-moved milestones.voted.due", "milestone-moved milestones.release.due",
      "freeze-begins-later thaws freezes.fixes.from", "freeze-begins-later thaws freezes.feast.from", "freeze-ends-later tightens freezes.feast.until", "freeze-begins-later freezes.tryout.from", "freeze-ends-later freezes.tryout.until",
    ]],
  ])("%s", (_name, from, to, expected) => {
    expect(changes(from, to).toSorted()).toEqual(expected.toSorted());
  });

  test("a milestone under another name thaws where a freeze waits for it, since that one may be closed already", () => {
    const renamed = planOf(parseText(BASE.replaceAll("release,", "shipped,").replace("until: release", "until: shipped").replace("[bugfix, shipped,", "[bugfix, release,")));
    expect(comparePlans(planOf(parseText(BASE)), renamed)).toEqual([expect.objectContaining({ code: "milestone-renamed", thaws: true, before: "release", after: "shipped" })]);
  });

  test("a product under another name changes nothing else", () => {
    const renamed = planOf(parseText(BASE.replaceAll("id: screen", "id: display").replaceAll("[screen]", "[display]")));
    expect(comparePlans(planOf(parseText(BASE)), renamed)).toEqual([expect.objectContaining({ code: "product-renamed", thaws: false, tightens: false })]);
  });

  test.each(["acropolis.yml", "nunet.yml", "minimal.yml"])("%s compared with itself shows nothing", (file) => {
    expect(comparePlans(planOf(parseFixture(file)), planOf(parseFixture(file)))).toEqual([]);
  });

  test("what thaws in one direction does not only thaw in the other", () => {
    const [one, two] = [planOf(parseText(BASE)), planOf(parseText(BASE.replace("allow: [bugfix, release]", "allow: [bugfix, docs, release]")))];
    expect(comparePlans(two, one).map((difference) => [difference.thaws, difference.tightens])).toEqual([[false, true]]);
  });

  test("titles, messages and descriptions thaw nothing", () => {
    const told = planOf(parseText(`${BASE}messages: [{ id: hello, due: 2027-03-10 }]\n`.replace("id: tested,", "id: tested, title: All tested, description: everything,")));
    expect(comparePlans(planOf(parseText(BASE)), told)).toEqual([]);
  });
});
