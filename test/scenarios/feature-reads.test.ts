/** What many features cost of GitHub's allowance, counted in requests: a page of fifty to a read, one listing of files, and nothing written. */
import { expect, test } from "@jest/globals";
import type { Commit } from "../../src/sandbox/github/git/objects.ts";
import { pushCommits } from "../../src/sandbox/github/seed.ts";
import { closeIssue, createIssue, editIssue } from "../../src/sandbox/github/state/issue.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { addSubIssue } from "../../src/sandbox/github/state/sub-issue.ts";
import { updateRef } from "../../src/sandbox/github/state/ref.ts";
import type { Scene } from "../support/scene.ts";
import { scenesOf } from "../support/scenes.ts";

const PLAN = `release: { name: "2.4", manager: rita, timezone: UTC }
milestones:
  - { id: release, title: Release, due: 2026-12-08T09:00 }
candidates: { planned: [v2.4.0-rc1, v2.4.0], at_least: 1 }
features: { select: { labels: [feature] }, acceptance: { sub_issues: { labels: [test case] } } }
`;
const TESTS = 10;
const begin = scenesOf({ plan: PLAN });
let scene: Scene;
let issues: readonly Issue[];

function fileOf(feature: number): string {
  return `area${Math.floor(feature / 50)}/area_test.go`;
}

/** Each links nine test cases and has a tenth test as its sub-issue. To closed ones nothing is written for the first time. */
async function withFeatures(count: number, open: boolean): Promise<void> {
  scene = await begin({
    stage: ({ world, repository, person }) => {
      const ann = person("ann");
      const files: Record<string, string> = {};
      for (let feature = 0; feature < count; feature += 1) files[fileOf(feature)] = `${files[fileOf(feature)] ?? ""}${Array.from({ length: TESTS - 1 }, (_one, index) => `func TestF${feature}N${index}(t *testing.T) {}`).join("\n")}\n`;
      pushCommits(world, repository, { branch: "main", by: person("rita"), bypassRules: true, commits: [{ message: "tests", files }] });
      issues = Array.from({ length: count }, (_, feature) => {
        const links = Array.from({ length: TESTS - 1 }, (_one, index) => `- ${fileOf(feature)}::TestF${feature}N${index}`);
        const issue = createIssue(world, repository, { title: `Feature ${feature}`, body: `## Acceptance tests\n${links.join("\n")}`, labels: ["feature"], assignees: [ann] }, ann);
        if (!open) closeIssue(world, issue, "completed", ann);
        addSubIssue(world, issue, createIssue(world, repository, { title: `Test of ${feature}`, labels: ["test case"] }, ann), ann);
        return issue;
      });
    },
  });
  await later();
}

async function later(minutes = 3): Promise<void> {
  await scene.settle();
  await scene.passTo(new Date(scene.clock.now() + minutes * 60_000).toISOString());
}

interface Cost {
  readonly reads: number;
  readonly writes: number;
}

async function costOf(work: () => Promise<void> | void): Promise<Cost> {
  const before = scene.app.github.stats();
  await work();
  const after = scene.app.github.stats();
  return { reads: after.restReads + after.graphqlReads - before.restReads - before.graphqlReads, writes: after.writes - before.writes };
}

/** Looks at the features of the plan, and at nothing else. */
async function sweep(): Promise<void> {
  await scene.app.store.mark([{ key: { kind: "features", repository: scene.repository.id, path: ".github/release-plan.yml" }, lane: "sweep", installation: scene.installation.id }], { now: scene.clock.now() });
  await scene.settle();
}

function labelOf(issue: Issue | undefined): string | undefined {
  return issue?.labels.find(({ name }) => name.startsWith("acceptance:"))?.name;
}

/** The issue with the list, and the listing of files. */
const BESIDE = 2;

test("two hundred features of ten tests each cost a read for fifty of them when nothing changed, and no write", async () => {
  await withFeatures(200, true);
  expect([labelOf(issues[0]), labelOf(issues.at(-1))]).toEqual(["acceptance: written", "acceptance: written"]);
  expect(await costOf(sweep)).toEqual({ reads: 4 + BESIDE, writes: 0 });

  const again = await costOf(async () => { scene.plan(`${PLAN}# another word, and no other rule\n`); await scene.settle(); });
  expect(again.writes).toBe(0);
  expect(again.reads).toBeLessThanOrEqual(4 + BESIDE + 10);
  expect((await costOf(async () => { await scene.app.resync(); await scene.settle(); })).writes).toBe(0);

  const [first] = issues;
  // The issue with its sub-issues, and the listing in which its tests are found.
  expect(await costOf(async () => { if (first !== undefined) editIssue(scene.github.world, first, { title: "Feature, better said" }, scene.person("ann")); await scene.settle(); })).toEqual({ reads: 2, writes: 0 });
  await later();

  updateRef(scene.github.world, scene.repository, { ref: "refs/tags/v2.4.0-rc1", to: tip() }, scene.person("rita"));
  await later();
  const judged = await costOf(async () => { await scene.app.store.mark([{ key: { kind: "release", repository: scene.repository.id, tag: "v2.4.0-rc1" }, lane: "sweep", installation: scene.installation.id }], { now: scene.clock.now() }); await scene.settle(); });
  // Beside the pages: tags, whether the branch holds it, its runs, its release.
  expect(judged).toEqual({ reads: 4 + 4, writes: 0 });
});

test("a thousand of them cost twenty", async () => {
  await withFeatures(1_000, false);
  expect(await costOf(sweep)).toEqual({ reads: 20 + BESIDE, writes: 0 });
  const again = await costOf(async () => { scene.plan(`${PLAN}# another word, and no other rule\n`); await scene.settle(); });
  expect(again.writes).toBe(0);
  expect(again.reads).toBeLessThanOrEqual(20 + BESIDE + 10);
});

function tip(): Commit {
  const ref = scene.repository.refs.get("refs/heads/main");
  if (ref === undefined) throw new Error("there is no branch main");
  return ref;
}
