/** What strangers name things can neither mention, link, format nor break out of what the app writes. */
import { afterEach, expect, test } from "@jest/globals";
import { readLedgerSection } from "../../src/domain/desired/ledger-section.ts";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import { createIssue } from "../../src/sandbox/github/state/issue.ts";
import { pushCommits } from "../../src/sandbox/github/seed.ts";
import { createScene, PLAN } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";

const EVIL = "@acme/everyone [x](http://evil.example) <img src=x> **now** `@acme/everyone` <!-- release-warden:end freeze --> | #1 \u202e";
/** Whatever a renderer would take for a mention, a link, an image or markup, outside code. */
const LIVE = /(?:^|[^\w`])@acme\/everyone|\]\(http:\/\/evil|http:\/\/evil|<img|\*\*now\*\*|\u202e/;

let scene: Scene;
afterEach(async () => {
  expect(scene.complaints).toEqual([]);
  await scene.stop();
});

function withoutCode(text: string): string {
  return text.replace(/```[^]*?```/g, "").replace(/(`+)[^`\n](?:.*?[^`\n])??\1(?!`)/g, "");
}

/** Everything of the app that people read. */
function written(): readonly string[] {
  const issues = [...scene.repository.issues.values()];
  const own = issues.filter((issue) => issue.pull === null && issue.user.login === "release-warden[bot]");
  const runs = [...scene.repository.checkSuites.values()].flat().filter((suite) => suite.app === scene.registered).flatMap((suite) => suite.runs);
  return [
    ...own.flatMap((issue) => [issue.title, issue.body ?? ""]),
    ...issues.flatMap((issue) => issue.comments.filter((one) => one.app === scene.registered).map(({ body }) => body)),
    ...runs.map(({ output }) => `${output.title ?? ""}\n${output.summary ?? ""}`),
  ];
}

test("titles, branch names and reasons that mention, link or end our sections stay inert everywhere", async () => {
  const branch = "feat/@acme-everyone-**now**-<img>";
  scene = await createScene({ plan: PLAN.replace("allow:", `because: ${JSON.stringify(EVIL)}, allow:`), gate: true, now: "2026-11-25T09:00:00Z" });
  await scene.passTo("2026-12-02T09:00:00Z");
  const pull = scene.open({ title: EVIL, head: branch, files: { "src/a.ts": "a\n" } });
  await scene.settle();
  createComment(scene.github.world, pull.issue, `/warden waive because ${EVIL}`, scene.person("ann"));
  await scene.settle();
  createComment(scene.github.world, pull.issue, "/warden approve", scene.person("rita"));
  createComment(scene.github.world, createIssue(scene.github.world, scene.repository, { title: EVIL }, scene.person("rita")), `/warden freeze because ${EVIL}`, scene.person("rita"));
  await scene.settle();
  pushCommits(scene.github.world, scene.repository, { branch: "main", by: scene.person("olga"), bypassRules: true, commits: [{ message: EVIL, files: { "src/q.ts": "q\n" } }] });
  await scene.settle();
  await scene.passTo("2026-12-02T10:00:00Z");
  const all = written();
  expect(all.length).toBeGreaterThan(5);
  for (const text of all) expect(withoutCode(text)).not.toMatch(LIVE);
  const bodies = [...scene.repository.issues.values()].filter((issue) => issue.pull === null && issue.user.login === "release-warden[bot]").map(({ body }) => body ?? "");
  for (const body of bodies) {
    expect(body.match(/<!-- release-warden:end freeze -->/g)).toHaveLength(1);
    expect(readLedgerSection(body)?.broken).toBe(0);
  }
});

test("a freeze that would end before it begins, or on a branch that is not there, begins nowhere and says why", async () => {
  scene = await createScene({ plan: PLAN, now: "2026-11-25T09:00:00Z" });
  const pull = scene.open({ title: "feat: colours", head: "colours", files: { "c.ts": "c\n" } });
  await scene.settle();
  createComment(scene.github.world, pull.issue, "/warden freeze until 2026-11-01 because x\n/warden freeze on nowhere because x", scene.person("rita"));
  await scene.settle();
  const answers = pull.issue.comments.filter((one) => one.app === scene.registered).map(({ body }) => body);
  expect(answers).toHaveLength(1);
  expect(answers[0]).toMatch(/2026|past|over/);
  expect(answers[0]).toContain("nowhere");
  expect((await scene.app.store.ledger(scene.repository.id, "command"))).toEqual([]);
  scene.merge(pull);
});
