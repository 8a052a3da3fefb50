/** Scenes of what the plan puts in the place of a milestone that does not come about: armed by the clock, held up by criticism, forced by its manager. */
import { expect, test } from "@jest/globals";
import type { Account } from "../../src/sandbox/github/state/account.ts";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import { closeIssue, createIssue, reopenIssue } from "../../src/sandbox/github/state/issue.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import type { Scene } from "../support/scene.ts";
import { scenesOf } from "../support/scenes.ts";

const PLAN = `release: { name: Acropolis, manager: rita, timezone: UTC }
tracking: { reminders: false }
milestones:
  - { id: final-test, title: Final Test, due: 2026-12-01T12:00 }
  - { id: proposal, title: Runtime Proposal, due: 2026-12-02T12:00, manager: ben, after: [final-test], fallback: { task: Force the proposal with the sudo key, after: 48 hours, unless: criticism } }
  - { id: release, title: Release, due: 2026-12-08T12:00, after: [proposal] }
`;
const PROPOSAL = "Acropolis: Runtime Proposal";

const begin = scenesOf({ plan: null, now: "2026-11-30T09:00:00Z" });

async function planned(): Promise<Scene> {
  const scene = await begin();
  scene.plan(PLAN);
  await scene.settle();
  return scene;
}

function issue(scene: Scene, title: string): Issue {
  const found = [...scene.repository.issues.values()].find((one) => one.title === title);
  if (found === undefined) throw new Error(`there is no issue ${title}`);
  return found;
}

async function say(scene: Scene, under: Issue, body: string, by: Account): Promise<string> {
  scene.clock.advance(60_000);
  const comment = createComment(scene.github.world, under, body, by);
  await scene.settle();
  return under.comments.find((one) => one.body.startsWith(`<!-- release-warden:answer:${comment.id} -->\n`))?.body.split("\n").slice(1).join("\n") ?? "";
}

function asks(scene: Scene): readonly string[] {
  return issue(scene, PROPOSAL).comments.map(({ body }) => body).filter((body) => body.includes("It may now be forced") || body.includes("it may now be forced"));
}

const body = (scene: Scene): string => issue(scene, PROPOSAL).body ?? "";
const row = (scene: Scene, title: string): string => (issue(scene, "Acropolis: live milestones").body ?? "").split("\n").find((line) => line.startsWith(`| ${title}`)) ?? "";

test("its manager is told once that it may be forced, once its time has come and what comes before it is reached", async () => {
  const scene = await planned();
  expect(body(scene)).toContain("**If it does not come about**: Force the proposal with the sudo key. From Fri 4 December 2026 12:00 UTC (2 days after it is due), and once Final Test is reached, unless an issue labelled `criticism` is open, `/warden force because …` says so.");
  await scene.passTo("2026-12-04T12:30:00Z");
  expect(asks(scene)).toEqual([]);
  expect(await say(scene, issue(scene, PROPOSAL), "/warden force because the vote had no quorum", scene.person("ben"))).toBe("**Nothing was done**: **Runtime Proposal** may not be forced yet: it may be from Fri 4 December 2026 12:00 UTC on, once **Final Test** is reached. Write it again then.");
  await say(scene, issue(scene, "Acropolis: Final Test"), "/warden done on 2026-12-01", scene.person("rita"));
  expect(asks(scene)).toEqual([expect.stringContaining("@ben: **Runtime Proposal** was due Wed 2 December 2026 12:00 UTC, and is not reached. In its place the plan has: Force the proposal with the sudo key. It may now be forced: write `/warden force proposal because …`")]);
  expect(body(scene)).toContain("**It may be forced** since Fri 4 December 2026 12:3");
  expect(issue(scene, "Acropolis: live milestones").body).toContain("Runtime Proposal: **It may be forced** since");
  const writes = scene.writes();
  await scene.passTo("2026-12-07T12:00:00Z");
  expect(asks(scene)).toHaveLength(1);
  expect(scene.writes()).toBe(writes);
});

test("by the clock alone, where what comes before it was reached in time", async () => {
  const scene = await planned();
  await say(scene, issue(scene, "Acropolis: Final Test"), "/warden done", scene.person("rita"));
  await scene.passTo("2026-12-04T11:59:59Z");
  expect(asks(scene)).toEqual([]);
  expect(await say(scene, issue(scene, "Acropolis: Release"), "/warden force proposal because the vote had no quorum", scene.person("eve"))).toBe("");
  await scene.passTo("2026-12-04T12:02:00Z");
  expect(asks(scene)).toHaveLength(1);
});

test("open criticism keeps it from being forced; once it is closed it may be, is shown as forced, outlives a lost store and is taken back", async () => {
  const scene = await planned();
  const { world } = scene.github;
  await say(scene, issue(scene, "Acropolis: Final Test"), "/warden done", scene.person("rita"));
  const criticism = createIssue(world, scene.repository, { title: "The upgrade loses posts", labels: ["criticism"] }, scene.person("ann"));
  await scene.passTo("2026-12-05T09:00:00Z");
  expect(asks(scene)[0]).toContain(`Open criticism stands against that: #${criticism.number}. Once it is closed it may now be forced`);
  expect(body(scene)).toContain(`**Open criticism keeps it from being forced**: #${criticism.number}.`);
  const forced = "/warden force because the vote had no quorum";
  expect(await say(scene, issue(scene, PROPOSAL), forced, scene.person("ben"))).toBe(`**Nothing was done**: open criticism keeps **Runtime Proposal** from being forced: #${criticism.number}. Close it, or take the label \`criticism\` off, and write this again.`);
  closeIssue(world, criticism, "completed", scene.person("ann"));
  await scene.settle();
  expect(body(scene)).toContain("**It may be forced** since Fri 4 December 2026 12:00 UTC");
  reopenIssue(world, criticism, scene.person("ann"));
  await scene.settle();
  expect(body(scene)).toContain("**Open criticism keeps it from being forced**");
  closeIssue(world, criticism, "completed", scene.person("ann"));
  await scene.settle();
  expect(await say(scene, issue(scene, PROPOSAL), forced, scene.person("ann"))).toBe("**Nothing was done**: ben or rita decides on **Runtime Proposal**.");
  expect(await say(scene, issue(scene, PROPOSAL), forced, scene.person("ben"))).toContain("**Forced**: **Runtime Proposal**, Sat 5 December 2026 09:0");
  expect(row(scene, "Runtime Proposal")).toMatch(/\| Sat 5 December 2026 09:0\d UTC, forced by ben \| done \|/);
  expect([issue(scene, PROPOSAL).state, scene.milestone("Runtime Proposal").state]).toEqual(["closed", "closed"]);
  expect(await say(scene, issue(scene, PROPOSAL), "/warden why", scene.person("ben"))).toContain(", forced by ben.");
  expect(await say(scene, issue(scene, PROPOSAL), "/warden reopen because the vote goes on", scene.person("ben"))).toContain("**Taken back**");
  expect([issue(scene, PROPOSAL).state, scene.milestone("Runtime Proposal").state]).toEqual(["open", "open"]);
  expect(body(scene)).toContain("**It may be forced** since");
  expect(await say(scene, issue(scene, PROPOSAL), forced, scene.person("ben"))).toContain("**Forced**");
  const before = [body(scene), issue(scene, "Acropolis: live milestones").body, issue(scene, PROPOSAL).comments.length];
  await scene.forget();
  expect([body(scene), issue(scene, "Acropolis: live milestones").body, issue(scene, PROPOSAL).comments.length]).toEqual(before);
  expect(row(scene, "Runtime Proposal")).toContain(", forced by ben | done |");
});
