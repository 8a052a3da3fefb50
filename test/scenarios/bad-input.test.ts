/** Scenes of what people get wrong, or do at the same time, around a freeze that a ruleset holds: a clear answer, nothing leaked, nothing lost. */
import { describe, expect, test } from "@jest/globals";
import { readLedgerSection } from "../../src/domain/desired/ledger-section.ts";
import { pushCommits, seedApp } from "../../src/sandbox/github/seed.ts";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { createIssue } from "../../src/sandbox/github/state/issue.ts";
import type { Pull } from "../../src/sandbox/github/state/pull.ts";
import { closePull } from "../../src/sandbox/github/state/pull.ts";
import { createReview } from "../../src/sandbox/github/state/review.ts";
import { deliver, KEYS, PLAN } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";
import { scenesOf } from "../support/scenes.ts";

const BEFORE = "2026-11-25T09:00:00Z";
const DURING = "2026-12-03T10:00:00Z";
const LATER = "2026-12-03T10:30:00Z";

const begin = scenesOf({ plan: PLAN, gate: true });

function issueOf(scene: Scene, title = "2.4: Freeze"): Issue | undefined {
  return [...scene.repository.issues.values()].find((one) => one.pull === null && one.title === title);
}

function merged(scene: Scene, pull: Pull): string {
  try {
    scene.merge(pull);
    return "merged";
  } catch (problem) {
    return (problem as Error).message;
  }
}

function ours(issue: Issue): readonly string[] {
  return issue.comments.filter(({ user }) => user.login === "release-warden[bot]").map(({ body }) => body);
}

async function say(scene: Scene, issue: Issue, line: string, by: string): Promise<void> {
  scene.clock.advance(60_000);
  createComment(scene.github.world, issue, line, scene.person(by));
  await scene.settle();
}

describe("a plan that names a branch which is not there", () => {
  test("freezes nothing else in its place, says so ahead and then, and holds the branch once it is made", async () => {
    const scene = await begin({ plan: PLAN.replace("milestones:", "products:\n  - { id: app, repositories: [acme/app], branch: relase }\nmilestones:") });
    await scene.passTo("2026-11-25T10:00:00Z");
    expect(ours(issueOf(scene) as Issue)).toEqual([expect.stringMatching(/^[^]*@rita: [^]*There is no branch `relase` in this repository/)]);
    await scene.passTo(DURING);
    const pull = scene.open({ title: "Add a slide", head: "slide", files: { "src/slide.ts": "s" } });
    await scene.settle();
    expect([scene.check(pull), merged(scene, pull)]).toEqual([null, "merged"]);
    expect(issueOf(scene)?.body).toContain("| acme/app | `relase` | there is no such branch |  |");
    pushCommits(scene.github.world, scene.repository, { branch: "relase", by: scene.person("rita"), bypassRules: true, commits: [{ message: "Begin", files: { "src/begin.ts": "b" } }] });
    await scene.passTo(LATER);
    const late = scene.open({ title: "Add a menu", head: "menu", base: "relase", files: { "src/menu.ts": "m" } });
    await scene.settle();
    expect(merged(scene, late)).toContain("is expected");
    expect(issueOf(scene)?.body).not.toContain("there is no such branch");
  });
});

describe("two managers who freeze at once", () => {
  test("make two freezes under one ruleset, and the branch opens when both have ended", async () => {
    const scene = await begin({ now: BEFORE });
    const pull = scene.open({ title: "Add a slide", head: "slide", files: { "src/slide.ts": "s" } });
    const issues = ["One", "Two"].map((title) => createIssue(scene.github.world, scene.repository, { title }, scene.person("ann")));
    await scene.settle();
    scene.github.deliveries.pause();
    scene.clock.advance(60_000);
    const comments = issues.map((issue, index) => createComment(scene.github.world, issue, `/warden freeze because of reason ${index + 1}`, scene.person("rita")));
    scene.github.deliveries.resume();
    await scene.settle();
    expect([issues.map((issue) => ours(issue).length), merged(scene, pull).includes("is expected")]).toEqual([[1, 1], true]);
    const [one, two] = issues;
    if (one === undefined || two === undefined) throw new Error("There are no issues.");
    await say(scene, one, `/warden thaw manual-${comments[0]?.id} because it is over`, "rita");
    expect(merged(scene, pull)).toContain("is expected");
    await say(scene, two, `/warden thaw manual-${comments[1]?.id} because it is over`, "rita");
    expect(merged(scene, pull)).toBe("merged");
  });
});

describe("an exception for a diff that changed", () => {
  test("lets nothing more through the closed branch until the same people have seen what is new", async () => {
    const scene = await begin();
    await scene.passTo(DURING);
    const pull = scene.open({ title: "Add a slide", head: "slide", files: { "src/slide.ts": "s" } });
    await scene.settle();
    await say(scene, pull.issue, "/warden waive because the login is broken without it", "ann");
    await say(scene, pull.issue, "/warden approve", "rita");
    pushCommits(scene.github.world, scene.repository, { branch: "slide", by: scene.person("ann"), commits: [{ message: "More", files: { "src/more.ts": "m" } }] });
    await scene.settle();
    expect(merged(scene, pull)).toContain("is expected");
    await say(scene, pull.issue, "/warden approve", "rita");
    expect(merged(scene, pull)).toBe("merged");
    await scene.passTo(LATER);
    expect(readLedgerSection(issueOf(scene)?.body ?? "")?.entries.map(({ number, outcome }) => [number, outcome])).toEqual([[pull.issue.number, "waived"]]);
  });
});

describe("a bot that speaks like a manager", () => {
  test("moves nothing and gets no answer", async () => {
    const scene = await begin();
    await scene.passTo(DURING);
    const pull = scene.open({ title: "Add a slide", head: "slide", files: { "src/slide.ts": "s" } });
    const { app: bot } = seedApp(scene.github.world, { slug: "renovate", owner: scene.organization, publicKey: KEYS.publicKey, permissions: { issues: "write" }, events: [] });
    await scene.settle();
    await say(scene, pull.issue, "/warden waive because the login is broken without it", "ann");
    const before = ours(pull.issue).length;
    createComment(scene.github.world, pull.issue, "/warden approve", bot.bot);
    createComment(scene.github.world, pull.issue, "/warden thaw because I say so", bot.bot);
    await scene.settle();
    expect([ours(pull.issue).length, merged(scene, pull).includes("is expected")]).toEqual([before, true]);
  });
});

describe("the comments of the last notice", () => {
  const NOTICED = PLAN.replace("allow: [bugfix, release] }", "allow: [bugfix, release], notice: { before: [24 hours], comment: ready } }");

  test("are at most fifty in a repository, also when some of those that had one are gone meanwhile", async () => {
    const scene = await begin({ plan: NOTICED, gate: false });
    const pulls = Array.from({ length: 53 }, (_, index) => scene.open({ title: `Add ${index}`, head: `part-${index}`, files: { [`src/${index}.ts`]: "x" } }));
    for (const pull of pulls) createReview(scene.github.world, pull, { event: "APPROVE", commitSha: pull.head.sha }, scene.person("rita"));
    const told = (): number => pulls.filter(({ issue }) => ours(issue).length > 0).length;
    await scene.passTo("2026-11-30T10:00:00Z");
    expect(told()).toBe(50);
    for (const pull of pulls.filter(({ issue }) => ours(issue).length > 0).slice(0, 3)) closePull(scene.github.world, pull, scene.person("ann"));
    await scene.passTo("2026-11-30T14:00:00Z");
    expect(told()).toBe(50);
  });
});

describe("a push past the rules that nobody told of", () => {
  test.each([["failed, and is found by the sweep", 500], ["was lost, and is found by the hourly look", 202]])("whose webhook %s is in the account and told", async (_how, status) => {
    const scene = await begin();
    await scene.passTo(DURING);
    scene.github.deliveries.setDoor(() => Promise.resolve({ status }));
    pushCommits(scene.github.world, scene.repository, { branch: "main", by: scene.person("olga"), bypassRules: true, commits: [{ message: "Direct", files: { "src/direct.ts": "d" } }] });
    await scene.github.deliveries.idle();
    scene.github.deliveries.setDoor((delivery) => deliver(scene.app, scene.clock, delivery));
    if (status === 500) await scene.app.sweep();
    else await scene.app.resync();
    await scene.settle();
    scene.clock.advance(60_000);
    await scene.settle();
    const issue = issueOf(scene) as Issue;
    expect(readLedgerSection(issue.body ?? "")?.entries.map(({ outcome, by }) => [outcome, by])).toEqual([["direct-push", "olga"]]);
    expect(ours(issue)).toContainEqual(expect.stringContaining("pushed past any pull request by olga"));
  });
});
