/** Whichever write about a vote on the procedure is lost, before GitHub hears of it or after: one issue, each thing told once, each comment answered once, and the same result. */
import { expect, test } from "@jest/globals";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { pushCommits } from "../../src/sandbox/github/seed.ts";
import type { Loss } from "../support/lost-write.ts";
import { losing } from "../support/lost-write.ts";
import { createScene } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";

const PLAN = `release: { name: "2.4", manager: rita, timezone: UTC }
teams: [{ id: guides, chair: rita, members: [ann, ben] }]
incidents: { owners: [rita], procedure: { version: "2.1", file: docs/procedure.md, ratified_by: guides }, clocks: { claim: never, severity: never, inform: never, update: never } }
`;

async function played(loss: Loss | null): Promise<{ readonly stands: readonly string[]; readonly writes: number }> {
  const lost = losing(loss);
  const scene = await createScene({
    plan: null,
    between: lost.between,
  });
  pushCommits(scene.github.world, scene.repository, { branch: "main", by: scene.person("rita"), bypassRules: true, commits: [{ message: "Write it down", files: { "docs/procedure.md": "# How\n" } }] });
  scene.plan(PLAN);
  await later(scene, "2026-11-25T10:00:00Z");
  createComment(scene.github.world, issue(scene, "Incident procedure"), "/warden incident nodes panic", scene.person("ann"));
  createComment(scene.github.world, issue(scene, "Incident procedure"), "/warden motion because it helps", scene.person("ann"));
  await later(scene, "2026-11-25T12:00:00Z");
  createComment(scene.github.world, issue(scene, "Incident procedure"), "/warden second\n/warden vote yes", scene.person("ben"));
  await later(scene, "2026-11-25T14:00:00Z");
  createComment(scene.github.world, issue(scene, "Incident procedure"), "/warden vote yes", scene.person("rita"));
  await later(scene, "2026-11-25T18:00:00Z");
  const stands = [...scene.repository.issues.values()].map(described).sort();
  await scene.stop();
  return { stands, writes: lost.writes() };
}

/** With time for whatever was put off to be tried again. */
async function later(scene: Scene, instant: string): Promise<void> {
  await scene.settle();
  await scene.passTo(instant);
}

function issue(scene: Scene, title: string): Issue {
  const found = [...scene.repository.issues.values()].find((one) => one.title.startsWith(title));
  if (found === undefined) throw new Error(`there is no issue ${title}`);
  return found;
}

/** Numbers depend on what was made first. */
function described({ title, body, state, comments }: Issue): string {
  const plain = (text: string): string => text.replace(/#\d+/g, "#n").replace(/\b\d{7,}(?:\.\d+)?\b/g, "n");
  const fenced = /<!-- release-warden:begin (?:procedure|incident) -->[^]*?<!-- release-warden:end/.exec(body ?? "")?.[0] ?? "";
  return JSON.stringify([title, state, plain(fenced), comments.map((comment) => plain(comment.body)).sort()]);
}

test("a lost write leaves nothing twice and nothing out", async () => {
  const whole = await played(null);
  expect(whole.stands.filter((one) => one.includes("Incident procedure 2.1: ratified"))).toHaveLength(1);
  expect(whole.stands.join()).toMatch(/\*\*Ratified\*\* on/);
  expect(whole.stands.join()).not.toContain("is not ratified yet");
  for (let write = 1; write <= whole.writes; write += 1) {
    const heard = write % 2 === 0;
    expect([write, heard, (await played({ write, heard })).stands]).toEqual([write, heard, whole.stands]);
  }
});
