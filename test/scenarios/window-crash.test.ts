/** Whichever write about windows is lost, before GitHub hears of it or after, the same locks and comments stand in the end, each once. */
import { expect, test } from "@jest/globals";
import { pushCommits } from "../../src/sandbox/github/seed.ts";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { createIssue } from "../../src/sandbox/github/state/issue.ts";
import { setLock } from "../../src/sandbox/github/state/issue-lock.ts";
import { createScene } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";

const PLAN = `release: { name: "2.4", manager: rita, timezone: UTC }
windows:
  - { id: ask, title: Questions, opens: 2026-12-01T12:00, closes: 2026-12-02T12:00, issue: "#1" }
  - { id: score, title: Scoring, opens: 2026-12-02T12:00, closes: 2026-12-03T12:00, owner: ben }
documents: [{ id: guide, title: Guide, path: guide.md, windows: [ask, score] }]
`;

/** Which write is lost, and whether GitHub heard of it; null = none is. */
interface Loss {
  readonly write: number;
  readonly heard: boolean;
}

async function played(loss: Loss | null): Promise<{ readonly stands: readonly string[]; readonly putBack: number; readonly writes: number }> {
  let writes = 0;
  const scene = await createScene({
    plan: null,
    between: (near) => async (input, init) => {
      const request = new Request(input, init);
      if (request.method === "GET" || /access_tokens|graphql/.test(request.url)) return near(request);
      writes += 1;
      if (writes !== loss?.write) return near(request);
      if (loss.heard) await near(request);
      throw new TypeError("fetch failed");
    },
  });
  const { world } = scene.github;
  const push = (text: string): unknown => pushCommits(world, scene.repository, { branch: "main", by: scene.person("ben"), bypassRules: true, commits: [{ message: "m", files: { "guide.md": text } }] });
  const guest = createIssue(world, scene.repository, { title: "Questions?" }, scene.person("ann"));
  push("one\n");
  scene.plan(PLAN);
  await later(scene, "2026-11-26T12:00:00Z");
  createComment(world, guest, "Too early", scene.person("ann"));
  await later(scene, "2026-12-01T13:00:00Z");
  createComment(world, guest, "In time", scene.person("zoe"));
  push("two\n");
  await later(scene, "2026-12-02T11:00:00Z");
  await later(scene, "2026-12-02T13:00:00Z");
  createComment(world, guest, "Too late", scene.person("ann"));
  setLock(world, issue(scene, "2.4: Scoring"), true, null, scene.person("ann"));
  await later(scene, "2026-12-03T11:00:00Z");
  await later(scene, "2026-12-04T12:00:00Z");
  const stands = [...scene.repository.issues.values()].map(described).sort();
  const putBack = [...scene.repository.issues.values()].flatMap(({ comments }) => comments.filter(isPutBack)).length;
  await scene.stop();
  return { stands, putBack, writes };
}

/** With time for whatever was put off to be tried again. */
async function later(scene: Scene, instant: string): Promise<void> {
  await scene.settle();
  await scene.passTo(instant);
}

function issue(scene: Scene, title: string): Issue {
  const found = [...scene.repository.issues.values()].find((one) => one.title === title);
  if (found === undefined) throw new Error(`there is no issue ${title}`);
  return found;
}

/** Said at most once; a run that put a lock back and broke off before it could say so leaves GitHub's own line in the timeline. */
function isPutBack({ body }: { readonly body: string }): boolean {
  return body.includes("told/lock%2Fput-back");
}

/** When something was first seen depends on when it was tried again. */
function described({ title, body, state, locked, comments }: Issue): string {
  const plain = (text: string): string => text.replace(/"(?:since|at)":\d+/g, "").replace(/[0-9a-f]{40}/g, "sha").replace(/, as first seen [^.|]*/, "");
  return JSON.stringify([title, state, locked, plain(body ?? ""), comments.filter((one) => !isPutBack(one)).map((comment) => plain(comment.body)).sort()]);
}

test("a lost write leaves nothing twice and nothing out, and no conversation open that is to be locked", async () => {
  const whole = await played(null);
  expect(whole.stands.map((one) => /^\["[^"]*","[^"]*",[a-z]*/.exec(one)?.[0])).toEqual(['["2.4: Scoring","closed",true', '["Questions?","open",true']);
  for (const words of ["this came in before it opens", "this came in 1 hour after it closed", "1 comment by 1 person came in", "changed after it was final"]) expect(whole.stands.join("\n")).toContain(words);
  expect([whole.putBack, whole.writes > 20]).toEqual([1, true]);
  for (let write = 1; write <= whole.writes; write += 1) {
    for (const heard of write % 4 === 0 ? [false, true] : [true]) {
      const { stands, putBack } = await played({ write, heard });
      expect([write, heard, stands, putBack <= 1]).toEqual([write, heard, whole.stands, true]);
    }
  }
});
