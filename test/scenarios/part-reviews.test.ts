/** Scenes of parts that are reviewed before they are done: a draft that is late, one that is ready, its review asked, given and passed on. */
import { expect, test } from "@jest/globals";
import { openPull, seedRepository } from "../../src/sandbox/github/seed.ts";
import type { Account } from "../../src/sandbox/github/state/account.ts";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import { closeIssue, createIssue, editIssue } from "../../src/sandbox/github/state/issue.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { closePull, setDraft } from "../../src/sandbox/github/state/pull.ts";
import type { Pull } from "../../src/sandbox/github/state/pull.ts";
import { createReview } from "../../src/sandbox/github/state/review.ts";
import { setCollaborator } from "../../src/sandbox/github/state/repository.ts";
import type { Scene } from "../support/scene.ts";
import { scenesOf } from "../support/scenes.ts";

const TITLE = "Acropolis: Spec Release";
const plan = (at: string, reminders = "false"): string => `release: { name: Acropolis, manager: rita, timezone: UTC }
tracking: { reminders: ${reminders} }
milestones:
  - id: spec-release
    title: Spec Release
    due: 2026-12-01T12:00
    manager: rita
    parts: [{ title: First draft ready for review, due: 2026-11-27T12:00, owner: ann${at}, review: [bedeho] }]
  - { id: release, title: Release, due: 2026-12-08T12:00, after: [spec-release] }
`;

const begin = scenesOf({ plan: null, now: "2026-11-24T09:00:00Z" });

function issue(scene: Scene, title = TITLE): Issue {
  const found = [...scene.repository.issues.values()].find((one) => one.title === title);
  if (found === undefined) throw new Error(`there is no issue ${title}`);
  return found;
}

async function drafted(reminders?: string): Promise<{ readonly scene: Scene; readonly pull: Pull }> {
  const scene = await begin();
  for (const who of ["bedeho", "dora"]) scene.person(who, "write");
  const pull = scene.open({ title: "Specify the forum", head: "spec", files: { "spec.md": "Forum" }, draft: true });
  scene.plan(plan(`, at: "#${pull.issue.number}"`, reminders));
  await scene.settle();
  return { scene, pull };
}

async function say(scene: Scene, under: Issue, body: string, by: Account): Promise<string> {
  scene.clock.advance(60_000);
  const comment = createComment(scene.github.world, under, body, by);
  await scene.settle();
  return under.comments.find((one) => one.body.startsWith(`<!-- release-warden:answer:${comment.id} -->\n`))?.body.split("\n").slice(1).join("\n") ?? "";
}

async function ready(scene: Scene, pull: Pull): Promise<void> {
  scene.clock.advance(3_600_000);
  setDraft(scene.github.world, pull, false, scene.person("ann"));
  await scene.settle();
}

const box = (scene: Scene): string => ((issue(scene).body ?? "").split("\n").find((line) => line.includes("First draft")) ?? "").replace(/ <!-- .*/, "");
const asks = (scene: Scene): readonly string[] => issue(scene).comments.map(({ body }) => body).filter((body) => body.includes("waits for your review"));
const requested = (pull: Pull): readonly string[] => pull.requestedReviewers.map(({ login }) => login);

test("a draft that is ready is asked to be reviewed once, in a comment and on GitHub, and its box ticks itself with the approval", async () => {
  const { scene, pull } = await drafted();
  expect(box(scene)).toBe(`- [ ] First draft ready for review (ann, by Fri 27 November 2026 12:00 UTC) #${pull.issue.number}`);
  await ready(scene, pull);
  expect(box(scene)).toBe(`- [ ] First draft ready for review (ann, by Fri 27 November 2026 12:00 UTC) #${pull.issue.number}: ready since Tue 24 November 2026 10:00 UTC, review asked of bedeho`);
  expect([asks(scene), requested(pull)]).toEqual([[expect.stringContaining(`@bedeho: **First draft ready for review** is ready since Tue 24 November 2026 10:00 UTC (#${pull.issue.number}, by ann), and waits for your review. Approve it there, or write \`/warden reviewed First draft ready for review for spec-release\`; \`/warden delegate @… for First draft ready for review\` passes the review on.`)], ["bedeho"]]);
  const writes = scene.writes();
  await scene.app.resync();
  await scene.settle();
  expect(scene.writes()).toBe(writes);
  // Back to a draft and ready again: nobody is asked a second time.
  setDraft(scene.github.world, pull, true, scene.person("ann"));
  await scene.settle();
  expect(box(scene)).not.toContain("ready since");
  await ready(scene, pull);
  expect(asks(scene)).toHaveLength(1);
  createReview(scene.github.world, pull, { event: "APPROVE" }, scene.person("dora"));
  await scene.settle();
  expect(box(scene)).toMatch(/^- \[ \] .*review asked of bedeho$/);
  createReview(scene.github.world, pull, { event: "APPROVE" }, scene.person("bedeho"));
  await scene.settle();
  expect(box(scene)).toMatch(/^- \[x\] .*: ready since Tue 24 November 2026 11:00 UTC, approved by bedeho$/);
  scene.merge(pull);
  await scene.settle();
  expect(box(scene)).toMatch(/^- \[x\] .*approved by bedeho$/);
  const body = issue(scene).body;
  await scene.forget();
  expect([issue(scene).body, asks(scene).length]).toEqual([body, 1]);
});

test("a review is passed on: whoever has it now is asked, and their approval counts as well as that of those whom the plan names", async () => {
  const { scene, pull } = await drafted();
  await ready(scene, pull);
  expect(await say(scene, issue(scene), "/warden delegate @dora for First draft", scene.person("ann"))).toBe("**Nothing was done**: the review of **First draft ready for review** is passed on by bedeho or rita.");
  expect(await say(scene, issue(scene), "/warden delegate @dora for First draft", scene.person("bedeho"))).toBe("**Passed on**: dora reviews **First draft ready for review** of **Spec Release**. Those whom the plan names keep the right.");
  expect([asks(scene).length, asks(scene)[1], requested(pull)]).toEqual([2, expect.stringContaining("@dora: **First draft ready for review** is ready"), ["bedeho", "dora"]]);
  expect(box(scene)).toContain("review asked of dora");
  await scene.forget();
  expect([asks(scene).length, box(scene)]).toEqual([2, expect.stringContaining("review asked of dora")]);
  createReview(scene.github.world, pull, { event: "APPROVE" }, scene.person("dora"));
  await scene.settle();
  expect(box(scene)).toMatch(/^- \[x\] .*approved by dora$/);
});

test("what is made in an issue is ready when that is closed, and approved by word; whoever ticks its box before is told to wait", async () => {
  const scene = await begin();
  const spec = createIssue(scene.github.world, scene.repository, { title: "Write the specification" }, scene.person("ann"));
  scene.plan(plan(`, at: "#${spec.number}"`));
  await scene.settle();
  expect(await say(scene, issue(scene), "/warden reviewed", scene.person("ann"))).toBe("**Nothing was done**: **First draft ready for review** is reviewed by bedeho.");
  closeIssue(scene.github.world, spec, "completed", scene.person("ann"));
  await scene.settle();
  expect(asks(scene)).toHaveLength(1);
  editIssue(scene.github.world, issue(scene), { body: (issue(scene).body ?? "").replace("- [ ] First", "- [x] First") }, scene.person("ann"));
  await scene.settle();
  expect(issue(scene).comments.at(-1)?.body).toContain("@ann: **First draft ready for review** was ticked before it was reviewed. The box was left as it is, and does not count. It ticks itself when bedeho approves it.");
  expect(await say(scene, issue(scene, "Acropolis: live milestones"), "/warden reviewed First draft ready for review", scene.person("bedeho"))).toBe("**Reviewed**: **First draft ready for review** of **Spec Release**. Its box ticks itself once it is ready.");
  expect(box(scene)).toMatch(/^- \[x\] .*, approved by bedeho$/);
  expect(await say(scene, issue(scene), "/warden reviewed First", scene.person("bedeho"))).toBe("**Nothing to add**: **First draft ready for review** was reviewed by you already.");
});

test("what is made nowhere is ready when its box is ticked, and done when it is reviewed", async () => {
  const scene = await begin();
  scene.plan(plan(""));
  await scene.settle();
  editIssue(scene.github.world, issue(scene), { body: (issue(scene).body ?? "").replace("- [ ] First", "- [x] First") }, scene.person("ann"));
  await scene.settle();
  expect([asks(scene).length, box(scene), issue(scene).body]).toEqual([1, expect.stringMatching(/^- \[x\] .*: ready, review asked of bedeho$/), expect.stringContaining("### Checklist: 0 of 1 done")]);
  await say(scene, issue(scene), "/warden reviewed", scene.person("bedeho"));
  expect([box(scene), issue(scene).body]).toEqual([expect.stringMatching(/^- \[x\] .*: ready, approved by bedeho$/), expect.stringContaining("### Checklist: 1 of 1 done")]);
});

test("whom GitHub does not take as a reviewer is said, and is asked all the same; what was given up is not ready", async () => {
  const scene = await begin();
  const pull = scene.open({ title: "Specify the forum", head: "spec", files: { "spec.md": "Forum" }, by: scene.person("bedeho", "write") });
  scene.plan(plan(`, at: "acme/app#${pull.issue.number}"`));
  await scene.settle();
  expect([asks(scene), requested(pull)]).toEqual([[expect.stringContaining("GitHub does not take bedeho as a reviewer of that pull request: its author cannot be one")], []]);
  closePull(scene.github.world, pull, scene.person("bedeho"));
  await scene.settle();
  expect(box(scene)).toMatch(/UTC\) #\d+$/);
});

test("what is made where no plan governs is followed, and of what is private only that it is ready is said", async () => {
  const scene = await begin();
  const { world } = scene.github;
  const [olga, bedeho] = [scene.person("olga"), scene.person("bedeho", "write")];
  const docs = seedRepository(world, { owner: scene.organization, name: "docs", private: true, by: olga });
  setCollaborator(world, docs, bedeho, "write");
  const pull = openPull(world, docs, { title: "Specify the forum", head: "spec", files: { "spec.md": "Forum" }, draft: true, by: olga });
  await scene.app.resync();
  scene.plan(plan(`, at: "acme/docs#${pull.issue.number}"`));
  await scene.settle();
  expect(box(scene)).toMatch(/UTC\) acme\/docs#\d+$/);
  setDraft(world, pull, false, olga);
  await scene.settle();
  expect(box(scene)).toMatch(/acme\/docs#\d+: ready, review asked of bedeho$/);
  expect([asks(scene), requested(pull)]).toEqual([[expect.stringContaining("**First draft ready for review** is ready (acme/docs#")], []]);
  createReview(world, pull, { event: "APPROVE" }, bedeho);
  await scene.settle();
  expect(box(scene)).toMatch(/^- \[x\] .*: ready, approved by bedeho$/);
});

test("a late draft reminds its owner, and once it is ready whoever reviews it, as the milestone's date comes", async () => {
  const { scene, pull } = await drafted("{ before: [1 day], after: [1 day] }");
  await scene.passTo("2026-11-27T13:00:00Z");
  const told = (): readonly string[] => issue(scene).comments.map(({ createdAt, body }) => `${new Date(createdAt).toISOString().slice(0, 16)} ${body.split("\n").slice(1).join(" ")}`).filter((line) => line.includes(" due "));
  expect(told().map((line) => line.slice(0, 80))).toEqual([expect.stringMatching(/^2026-11-26T11:59 @ann: \*\*First draft/), expect.stringMatching(/^2026-11-27T08:00 @ann: \*\*First draft/)]);
  expect(issue(scene).body).toContain("**Late on the way**: First draft ready for review, due Fri 27 November 2026 12:00 UTC (ann).");
  expect(issue(scene, "Acropolis: live milestones").body).toContain("**Late on the way** to Spec Release: First draft ready for review, due Fri 27 November 2026 12:00 UTC (ann).");
  expect(await say(scene, issue(scene), "/warden why", scene.person("ann"))).toContain("Late on the way: First draft ready for review, due Fri 27 November 2026 12:00 UTC.");
  await ready(scene, pull);
  expect(issue(scene).body).toContain("(ann), which waits for the review of bedeho.");
  const before = told().length;
  await scene.passTo("2026-12-03T09:00:00Z");
  expect(told().slice(before).flatMap((line) => /(@bedeho(?: and @\w+)?:.*?your review of \*\*First draft[^*]*\*\* \w+ due)/.exec(line)?.[1] ?? [])).toEqual(["@bedeho: your review of **First draft ready for review** is due", "@bedeho: your review of **First draft ready for review** is due", "@bedeho: your review of **First draft ready for review** was due"]);
  expect(told().slice(before).some((line) => line.includes("@ann"))).toBe(false);
});
