/**
 * Acropolis over its seven weeks, day by day: what was planned, what the evaluation meeting made of it, and what came of it, as the record of 2019
 * says. And NuNet's plan, which contradicts itself twice.
 */
import { afterEach, expect, test } from "@jest/globals";
import { readFileSync } from "node:fs";
import { pushCommits } from "../../src/sandbox/github/seed.ts";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import { closeIssue, createIssue } from "../../src/sandbox/github/state/issue.ts";
import { setDraft } from "../../src/sandbox/github/state/pull.ts";
import { createReview } from "../../src/sandbox/github/state/review.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { createScene } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";

const PLAN_FILE = ".github/release-plan.yml";
const PLAN_CHECK = "Release plan file (main)";
const MINUTES = "https://github.com/Joystream/joystream/issues/10";

let scene: Scene;
afterEach(async () => {
  expect(scene.complaints).toEqual([]);
  await scene.stop();
});

interface Dates {
  readonly spec: string;
  readonly test: string;
  readonly final: string;
  readonly proposal: string;
  readonly release: string;
}

/** The dates of the plan of 9 May; `moved` puts the line of a move to each. */
function acropolis({ spec, test: systems, final, proposal, release }: Dates, moved: (to: string) => string = () => ""): string {
  return `release: { name: Acropolis, manager: bwhm, timezone: Europe/Oslo }
tracking: { labels: [acropolis] }
milestones:
  - { id: spec-release, title: Spec Release, planned: 2019-05-21, due: ${spec}, manager: bedeho${moved(spec)} }
  - id: sub-system-test
    title: Sub-system Test
    planned: 2019-06-12
    due: ${systems}
    manager: bwhm
    after: [spec-release]
    checklist: [{ task: List what is outstanding, owner: bwhm, before: 2 days }]${moved(systems).replace(", ", "\n    ")}
  - id: final-test
    title: Final Test
    planned: 2019-06-17
    due: ${final}
    manager: mnaamani
    after: [sub-system-test]
    team: [{ who: bwhm, role: Lead tester }, { who: Community Member 1, role: Tester, open: true }, { who: Community Member 2, role: Tester, open: true }]${moved(final).replace(", ", "\n    ")}
  - { id: runtime-proposal, title: Runtime Proposal, planned: 2019-06-18T11:00, due: ${proposal}, manager: mnaamani, after: [final-test]${moved(proposal)} }
  - { id: release, title: Release, planned: 2019-06-20T11:00, due: ${release}, manager: mnaamani, after: [runtime-proposal]${moved(release)} }
`;
}

const PLANNED: Dates = { spec: "2019-05-21", test: "2019-06-12", final: "2019-06-17", proposal: "2019-06-18T11:00", release: "2019-06-20T11:00" };
const LIVE: Dates = { spec: "2019-06-19", test: "2019-06-17", final: "2019-06-20", proposal: "2019-06-22", release: "2019-06-24" };

function issue(title: string): Issue {
  const found = [...scene.repository.issues.values()].find((one) => one.title === title);
  if (found === undefined) throw new Error(`there is no issue ${title}`);
  return found;
}

/** What people see of the issue with all dates. */
function live(): string {
  return (issue("Acropolis: live milestones").body ?? "").replace(/<!-- release-warden:begin ledger -->[^]*/, "").replace(/\n?<!--[^>]*-->/g, "").trim();
}

async function say(under: string, line: string, by: string): Promise<string> {
  const { id } = createComment(scene.github.world, issue(under), line, scene.person(by, "write"));
  await scene.settle();
  return issue(under).comments.find(({ body }) => body.includes(`release-warden:answer:${id} `))?.body ?? "";
}

/** Day by day, each looked at twice: the second look writes nothing. */
async function passTo(instant: string): Promise<void> {
  for (let day = scene.clock.now() + 86_400_000; day < Date.parse(instant); day += 86_400_000) await once(new Date(day).toISOString());
  await once(instant);
}

async function once(instant: string): Promise<void> {
  await scene.passTo(instant);
  const writes = scene.writes();
  await scene.app.resync();
  await scene.settle();
  expect([instant, scene.writes()]).toEqual([instant, writes]);
}

test("Acropolis: planned, moved in a meeting, and what came of it", async () => {
  scene = await createScene({ plan: null, now: "2019-05-09T10:30:00Z" });
  scene.plan(acropolis(PLANNED), scene.person("bwhm", "maintain"));
  await scene.settle();
  expect(live()).toContain("The last milestone stands as first planned.");

  await passTo("2019-06-11T09:00:00Z");
  expect(live()).toMatch(/\| Spec Release #\d+ \| Tue 21 May 2019 .* \| not yet \| late \|/);

  // the evaluation meeting of 10 June: without its minutes nothing moves
  const unexplained = scene.open({ title: "Move all dates", head: "dates", by: scene.person("bwhm"), files: { [PLAN_FILE]: acropolis(LIVE, (to) => `, moved: [{ to: ${to}, on: 2019-06-10, because: evaluation meeting }]`) } });
  await scene.settle();
  expect(scene.check(unexplained, PLAN_CHECK)?.state).toBe("failure");
  const explained = acropolis(LIVE, (to) => `, moved: [{ to: ${to}, on: 2019-06-10, because: evaluation meeting, see: "${MINUTES}" }]`);
  pushCommits(scene.github.world, scene.repository, { branch: "dates", by: scene.person("bwhm"), commits: [{ message: "Say where", files: { [PLAN_FILE]: explained } }] });
  await scene.settle();
  expect(scene.check(unexplained, PLAN_CHECK)).toMatchObject({ state: "success", summary: expect.stringContaining("Sub-system Test is due 2019-06-17, before Spec Release") as unknown });
  scene.merge(unexplained, scene.person("bwhm"));
  await scene.settle();
  expect(live()).toContain("**Out of order**: Sub-system Test should come after Spec Release, and does not.");

  await passTo("2019-06-18T09:00:00Z");
  expect(await say("Acropolis: Sub-system Test", "/warden done on or before 2019-06-17", "bwhm")).toContain("**Reached**");
  await passTo("2019-06-20T16:00:00Z");
  expect(await say("Acropolis: Final Test", "/warden done on 2019-06-20", "mnaamani")).toContain("**Reached**");
  await passTo("2019-06-21T08:00:00Z");
  expect(live()).toMatchInlineSnapshot(`
"The last milestone comes 4 days later than first planned; 5 milestones have slipped, 45 days in all.

| Milestone | First planned | Now due | Actual | State | Slip | Decides | Checklist |
|---|---|---|---|---|---|---|---|
| Spec Release #1 | Tue 21 May 2019 24:00 Oslo (22:00 UTC) | Wed 19 June 2019 24:00 Oslo (22:00 UTC) | not yet | late | 29 days later | bedeho |  |
| Sub-system Test #2 | Wed 12 June 2019 24:00 Oslo (22:00 UTC) | Mon 17 June 2019 24:00 Oslo (22:00 UTC) | on or before Mon 17 June 2019 24:00 Oslo (22:00 UTC) | done | 5 days later | bwhm | 0 of 1 |
| Final Test #3 | Mon 17 June 2019 24:00 Oslo (22:00 UTC) | Thu 20 June 2019 24:00 Oslo (22:00 UTC) | Thu 20 June 2019 24:00 Oslo (22:00 UTC) | done | 3 days later | mnaamani |  |
| Runtime Proposal #4 | Tue 18 June 2019 11:00 Oslo (09:00 UTC) | Sat 22 June 2019 24:00 Oslo (22:00 UTC) | not yet | to come | 4 days later | mnaamani |  |
| Release #5 | Thu 20 June 2019 11:00 Oslo (09:00 UTC) | Mon 24 June 2019 24:00 Oslo (22:00 UTC) | not yet | to come | 4 days later | mnaamani |  |

**Out of order**: Sub-system Test should come after Spec Release, and does not.

The dates stand in \`.github/release-plan.yml\` and are changed there, each with its reason and where it was decided. "First planned" never changes."
`);

  await passTo("2019-06-22T18:00:00Z");
  await say("Acropolis: Runtime Proposal", "/warden done", "mnaamani");
  await passTo("2019-06-24T20:00:00Z");
  await say("Acropolis: Release", "/warden done", "mnaamani");
  await passTo("2019-06-28T09:00:00Z");
  expect(live()).toMatch(/^The last milestone comes 4 days later than first planned; 5 milestones have slipped, \d+ days in all\./);
  expect(live()).toMatch(/\| Release #\d+ .*\| Mon 24 June 2019 22:00 Oslo \(20:00 UTC\) \| done \| 4 days later \|/);
  expect(issue("Acropolis: live milestones").state).toBe("open");
});

test("Acropolis: the draft of the specification is late, its review passed on; the release that nobody votes for is forced once nobody objects", async () => {
  scene = await createScene({ plan: null, now: "2019-05-09T10:30:00Z" });
  const [mokhtar, bedeho] = [scene.person("mnaamani", "write"), scene.person("bedeho", "write")];
  const draft = scene.open({ title: "Acropolis specification", head: "spec", files: { "spec.md": "Forum" }, draft: true, by: mokhtar });
  const spec = `manager: bedeho, parts: [{ title: First draft ready for review, due: 2019-05-15, owner: mnaamani, at: "#${draft.issue.number}", review: [bedeho] }] }`;
  const otherwise = "after: [runtime-proposal], fallback: { task: Force the proposal with the sudo key, after: 48 hours, unless: criticism } }";
  scene.plan(acropolis(PLANNED).replace("manager: bedeho }", spec).replace("after: [runtime-proposal] }", otherwise), scene.person("bwhm", "maintain"));
  await passTo("2019-05-17T12:00:00Z");
  expect(issue("Acropolis: Spec Release").comments.map(({ body }) => body)).toContainEqual(expect.stringContaining("@mnaamani: **First draft ready for review** was due Wed 15 May 2019 24:00 Oslo (22:00 UTC), and is not done."));
  expect(live()).toContain("**Late on the way** to Spec Release: First draft ready for review, due Wed 15 May 2019 24:00 Oslo (22:00 UTC) (mnaamani).");
  setDraft(scene.github.world, draft, false, scene.person("mnaamani"));
  await scene.settle();
  expect(draft.requestedReviewers).toEqual([bedeho]);
  scene.person("siman", "write");
  expect(await say("Acropolis: Spec Release", "/warden delegate @siman for First draft", "bedeho")).toContain("**Passed on**: siman reviews");
  createReview(scene.github.world, draft, { event: "APPROVE" }, scene.person("siman"));
  await scene.settle();
  expect(issue("Acropolis: Spec Release").body).toMatch(/- \[x\] First draft .*: ready since .*, approved by siman/);

  await passTo("2019-06-18T16:00:00Z");
  for (const title of ["Spec Release", "Sub-system Test", "Final Test", "Runtime Proposal"]) await say(`Acropolis: ${title}`, "/warden done", "bwhm");
  const criticism = createIssue(scene.github.world, scene.repository, { title: "The upgrade loses posts", labels: ["criticism"] }, scene.person("siman"));
  await passTo("2019-06-22T12:00:00Z");
  expect(await say("Acropolis: Release", "/warden force because the vote had no quorum", "mnaamani")).toContain(`open criticism keeps **Release** from being forced: #${criticism.number}.`);
  closeIssue(scene.github.world, criticism, "completed", scene.person("siman"));
  await passTo("2019-06-22T14:00:00Z");
  expect(await say("Acropolis: Release", "/warden force because the vote had no quorum", "mnaamani")).toContain("**Forced**: **Release**");
  expect(live()).toMatch(/\| Release #\d+ .*, forced by mnaamani \| done \|/);
});

test("NuNet: both contradictions of its plan stand in its check", async () => {
  scene = await createScene({ plan: null, now: "2024-07-20T09:00:00Z" });
  const pull = scene.open({ title: "The plan", head: "plan", files: { [PLAN_FILE]: readFileSync(new URL("../fixtures/nunet.yml", import.meta.url), "utf8") } });
  await scene.settle();
  const summary = scene.check(pull, PLAN_CHECK)?.summary ?? "";
  expect(summary).toMatch(/second half[^]*2024-12-15/);
  expect(summary).toMatch(/2024-08 first half/);
});
