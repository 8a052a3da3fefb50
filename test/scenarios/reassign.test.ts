/** Somebody takes another's place in the middle of a release: the answer, the commit that it names, and what then stands on GitHub. */
import { expect, test } from "@jest/globals";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import { createIssue } from "../../src/sandbox/github/state/issue.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import type { Scene } from "../support/scene.ts";
import { scenesOf } from "../support/scenes.ts";
import { patched } from "../support/patch.ts";

const PLAN = `release: { name: "2.4", manager: rita, timezone: Europe/Oslo }
tracking: { reminders: false, sub_issues: true }
milestones:
  - id: test
    title: Sub-system Test
    due: 2026-12-01
    manager: ann
    team: [{ who: ann, role: Developer }]
    checklist:
      - { task: Upgrade the runtime, owner: ann }
  - { id: release, title: Release, due: 2026-12-08T11:00, after: [test] }
key_results:
  - id: on-time
    title: On time
    score: confidence
    weights: [{ from: 2026-11-01, of: { ann: 1/2, ben: 1/4, rita: 1/4 } }]
`;
const TEST = "2.4: Sub-system Test";

const staged = scenesOf({ plan: null });

function issue(scene: Scene, title: string): Issue {
  const found = [...scene.repository.issues.values()].find((one) => one.title === title);
  if (found === undefined) throw new Error(`there is no issue ${title}`);
  return found;
}

async function say(scene: Scene, line: string, by: string): Promise<{ readonly answer: string; readonly thumb: string | undefined }> {
  scene.clock.advance(60_000);
  const { id, reactions } = createComment(scene.github.world, issue(scene, TEST), line, scene.person(by));
  await scene.settle();
  return { answer: issue(scene, TEST).comments.find(({ body }) => body.startsWith(`<!-- release-warden:answer:${id} -->\n`))?.body.split("\n").slice(1).join("\n") ?? "", thumb: reactions.at(-1)?.content };
}

test("the answer is a diff; committed, it names the other everywhere, keeps what was, and asks nobody on GitHub anew", async () => {
  const scene = await staged();
  scene.plan(PLAN);
  await scene.settle();
  const { answer, thumb } = await say(scene, "/warden reassign @ann to @ben from 2026-11-30 because ann is away", "rita");
  expect(thumb).toBe("+1");
  expect(answer).toMatchInlineSnapshot(`
"To put ben in the place of ann from 2026-11-30 on, change these lines of the plan ([edit it](https://github.test/acme/app/edit/main/.github/release-plan.yml)) and open a pull request; \`git apply --unidiff-zero\` takes them as they are.

\`\`\`diff
--- a/.github/release-plan.yml
+++ b/.github/release-plan.yml
@@ -7,1 +7,2 @@
-    manager: ann
+    manager: ben
+    handed_over: [{ by: ann, on: 2026-11-30, because: "ann is away" }]
@@ -8,1 +9,1 @@
-    team: [{ who: ann, role: Developer }]
+    team: [{ who: ben, role: Developer }]
@@ -10,1 +11,1 @@
-      - { task: Upgrade the runtime, owner: ann }
+      - { task: Upgrade the runtime, owner: ben }
@@ -16,1 +17,1 @@
-    weights: [{ from: 2026-11-01, of: { ann: 1/2, ben: 1/4, rita: 1/4 } }]
+    weights: [{ from: 2026-11-01, of: { ann: 1/2, ben: 1/4, rita: 1/4 } }, { from: 2026-11-30, of: { ben: 3/4, rita: 1/4 } }]
\`\`\`

Until that is merged nothing changes. Afterwards the tracking issues name ben, and weights before that date stay as they were. Issues on GitHub keep whoever is assigned to them, since people may have changed that: assign open ones there."
`);
  expect(issue(scene, TEST).body).toContain("| Decides that it is reached | ann |");
  scene.plan(patched(PLAN, (/```diff\n([^]*)\n```/.exec(answer)?.[1] ?? "").split("\n")));
  await scene.settle();
  const { body } = issue(scene, TEST);
  expect(body).toContain("| Decides that it is reached | ben |\n| Before | ann, until Mon 30 November 2026 24:00 Oslo (23:00 UTC): ann is away |");
  expect(body).toContain("- Developer: ben");
  expect(body).toMatch(/- \[ \] Upgrade the runtime \(ben, .*\) #\d+ /);
  expect(issue(scene, "Upgrade the runtime").assignees.map(({ login }) => login)).toEqual(["ann"]);
  expect((await say(scene, "/warden reassign @ann to @ben from 2026-11-30", "rita")).answer).toBe("**Nothing is left to change**: ann handed over what the plan had for them, and answers for nothing in it any more.");
});

test.each([
  ["reassign @anm to @ben from 2026-11-30", "**Nothing was done**: anm answers for nothing in the plan. Did you mean `ann`?"],
  ["reassign @ann to nobody at all from 2026-11-30", "**Nothing was done**: `nobody at all` is nobody on GitHub. Write `to @login`."],
  ["reassign @ann to @Ann from 2026-11-30", "**Nothing was done**: that would put ann in the place of ann."],
  ["reassign @ann to @ben", "**Nothing was done**: `reassign` needs to know from when: `from …`. Write `/warden reassign @WHO to @OTHER from DATE [because WHY]`."],
  ["reassign @ann to @ben from 31.02.26", "**Nothing was done**"],
])("/warden %s is answered with what is wrong", async (line, said) => {
  const scene = await staged();
  scene.plan(PLAN);
  await scene.settle();
  const { answer, thumb } = await say(scene, `/warden ${line}`, "rita");
  expect([answer.slice(0, said.length), thumb]).toEqual([said, "-1"]);
});

test("a plan with more places than an answer has room for is changed in parts, each of which leaves a plan that holds", async () => {
  const scene = await staged();
  let text = `release: { name: "2.4", manager: rita, timezone: UTC }\nmilestones:\n${Array.from({ length: 70 }, (_, at) => `  - { id: m${at}, due: 2026-12-01, manager: ann }`).join("\n")}\n`;
  scene.plan(text);
  await scene.settle();
  createIssue(scene.github.world, scene.repository, { title: TEST }, scene.person("rita"));
  let rounds = 0;
  for (let left = true; left && rounds < 9; rounds += 1) {
    const { answer } = await say(scene, "/warden reassign @ann to @ben from 2026-11-30", "rita");
    expect(answer.length).toBeLessThan(12_000);
    left = answer.includes("no room here");
    text = patched(text, (/```diff\n([^]*)\n```/.exec(answer)?.[1] ?? "").split("\n"));
    scene.plan(text);
    await scene.settle();
  }
  expect(rounds).toBeGreaterThan(1);
  expect([...scene.repository.milestones.values()].filter(({ description }) => description?.includes("ben decides") === true)).toHaveLength(70);
});
