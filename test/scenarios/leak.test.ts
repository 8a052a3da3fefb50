/** Everything that people may read of a public plan, while a private repository that it governs is full of words which nobody outside may see. */
import { expect, test } from "@jest/globals";
import { pushCommits, seedRepository, openPull, mergePull } from "../../src/sandbox/github/seed.ts";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import { closeIssue, createIssue } from "../../src/sandbox/github/state/issue.ts";
import { updateMilestone } from "../../src/sandbox/github/state/milestone.ts";
import type { Pull } from "../../src/sandbox/github/state/pull.ts";
import { createRelease } from "../../src/sandbox/github/state/release.ts";
import type { Repository } from "../../src/sandbox/github/state/repository.ts";
import type { Post } from "../../src/notify/post.ts";
import type { Target } from "../../src/notify/target.ts";
import { createScene } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";

const PLAN = `release: { name: "2.4", manager: rita, timezone: UTC }
tracking: { reminders: false, sub_issues: true, strict: true }
board: true
products:
  - { id: app, repositories: [acme/app] }
  - { id: vault, repositories: [acme/vault], fed_by: [development], private: true, manager: olga, version: { current: hush-1, target: hush-2 }, functionality: [hush function], user_stories: ["As a hush, in order to hush, I want hush"] }
milestones:
  - { id: code-complete, title: Code complete, due: 2026-12-01T09:00, checklist: [Close acme/vault#2] }
  - { id: release, title: Release, due: 2026-12-08T09:00, after: [code-complete] }
freezes:
  - { id: freeze, from: code-complete, until: release, allow: [bugfix, release], notice: { before: [7 days, 24 hours], comment: ready } }
features: { select: { labels: [feature] }, scope: { frozen_at: code-complete } }
candidates: { planned: [v2.4.0-rc1, v2.4.0] }
key_results:
  - { id: calm, title: No features late, measure: { merges_during: freeze, except: [bugfix] }, score: confidence, weights: [{ from: 2026-11-01, of: { rita: 1 } }] }
incidents: { owners: [rita], freeze: propose, holds_tags: sev1 }
`;

/** Stands in every text of the private repository: titles, branches, files, messages, reasons, labels. */
const SECRET = /hush/i;

function pull(scene: Scene, vault: Repository, title: string, more: { readonly base?: string; readonly labels?: readonly string[] } = {}): Pull {
  return openPull(scene.github.world, vault, { by: scene.person("ann"), title, head: `hush-${title.replace(/\W+/g, "-")}`, body: "hush body", files: { [`src/hush-${title.replace(/\W+/g, "-")}.ts`]: "hush" }, ...more });
}

function say(scene: Scene, issue: Parameters<typeof createComment>[1], body: string, by: string): void {
  scene.clock.advance(60_000);
  createComment(scene.github.world, issue, body, scene.person(by));
}

/** With where it stands, so that a failure says which room talked. */
function publicTexts(scene: Scene): ReadonlyMap<string, string> {
  const { repository } = scene;
  const texts = new Map<string, string>();
  for (const issue of repository.issues.values()) {
    texts.set(`issue ${issue.title}`, `${issue.title}\n${issue.body ?? ""}`);
    issue.comments.forEach(({ body }, index) => texts.set(`comment ${index} under ${issue.title}`, body));
  }
  for (const { title, description } of repository.milestones.values()) texts.set(`milestone ${title}`, `${title}\n${description ?? ""}`);
  for (const suites of repository.checkSuites.values()) for (const { runs } of suites) for (const { name, output, id } of runs) texts.set(`check ${name} ${id}`, `${name}\n${output.title ?? ""}\n${output.summary ?? ""}\n${output.text ?? ""}`);
  for (const release of repository.releases.values()) texts.set(`release ${release.tagName}`, `${release.name ?? ""}\n${release.body ?? ""}`);
  return texts;
}

test("no text in a public repository, and no message outside, repeats a word or an address of a private one", async () => {
  const sent: string[] = [];
  const post: Post = async ({ body }) => {
    sent.push(body);
    return { kind: "answered", status: 204, retryAfterMs: null };
  };
  const target: Target = { name: "pager", kind: "webhook", url: "https://hooks.example.com/in", secret: "a secret of the tests", audiences: ["alert", "manager", "incident-owners"], for: ["*"] };
  const scene = await createScene({ plan: null, now: "2026-11-29T09:00:00Z", telling: { targets: [target], post }, permissions: { organization_projects: "write" } });
  const { world } = scene.github;
  const olga = scene.person("olga");
  const vault = seedRepository(world, { owner: scene.organization, name: "vault", private: true, defaultBranch: "main", by: olga, files: { ".github/release-plan.yml": "governed_by: acme/app\n" } });
  pushCommits(world, vault, { branch: "development", by: olga, bypassRules: true, commits: [{ message: "hush begins", files: { "a.ts": "hush" } }] });
  const feature = createIssue(world, vault, { title: "hush feature", body: "## Acceptance tests\n- hush", labels: ["feature"] }, olga);
  const task = createIssue(world, vault, { title: "hush task", labels: ["hush label"] }, olga);
  scene.plan(PLAN);
  await scene.app.resync();
  await scene.settle();
  const waiting = pull(scene, vault, "Add hush things");
  const waived = pull(scene, vault, "Add hush exception");
  const fix = pull(scene, vault, "Fix the hush", { labels: ["bug"] });
  const fed = pull(scene, vault, "Add hush to the feeder", { base: "development" });
  const here = scene.open({ title: "Add a button", head: "button", files: { "b.ts": "b" } });
  mergePull(world, fed, { by: olga });
  const into = openPull(world, vault, { by: olga, title: "Release hush", head: "development", base: "main" });
  await scene.passTo("2026-12-01T09:30:00Z");
  say(scene, waived.issue, "/warden waive because the hush customer asked", "ann");
  await scene.settle();
  say(scene, waived.issue, "/warden approve", "rita");
  say(scene, waiting.issue, "/warden why", "ann");
  say(scene, feature, "/warden acceptance hush_test.go", "olga");
  say(scene, task, "/incident hush is down", "olga");
  closeIssue(world, task, "completed", olga);
  await scene.settle();
  mergePull(world, fix, { by: olga });
  mergePull(world, waived, { by: olga });
  mergePull(world, waiting, { by: olga });
  pushCommits(world, vault, { branch: "main", by: olga, bypassRules: true, commits: [{ message: "hush push", files: { "hush.ts": "x" } }] });
  for (const milestone of vault.milestones.values()) updateMilestone(world, vault, milestone, { title: `hush ${milestone.title}` }, olga);
  createIssue(world, vault, { title: "hush late feature", labels: ["feature"] }, olga);
  createRelease(world, vault, { tagName: "v2.4.0-rc1", targetCommitish: "main", name: "hush candidate", body: "hush", draft: false, prerelease: true }, olga);
  await scene.settle();
  mergePull(world, into, { by: olga });
  await scene.app.resync();
  await scene.passTo("2026-12-01T14:00:00Z");
  const live = [...scene.repository.issues.values()].find(({ title }) => title === "2.4: live milestones");
  if (live === undefined) throw new Error("there is no issue with all dates");
  for (const line of ["/warden why", "/warden score calm 0.5", "/warden reassign @rita to @ben from 2026-12-05"]) say(scene, live, line, "rita");
  await scene.settle();

  const texts = new Map([...publicTexts(scene), ...sent.map((body, index) => [`message ${index}`, body] as const)]);
  // A room that is not there cannot talk.
  for (const room of ["issue 2.4: live milestones", "issue 2.4: Code complete", "issue 2.4: product: Vault", "issue 2.4: key results and duties", "issue Features of 2.4: acceptance tests and candidates", "issue 2.4: Freeze", "comment 0 under 2.4: Freeze", "milestone Release"]) expect([...texts.keys()]).toContain(room);
  expect(sent.length).toBeGreaterThan(0);
  expect([...texts.keys()].filter((room) => room.startsWith("check ")).length).toBeGreaterThan(0);
  expect([...texts.values()].filter((text) => text.includes("acme/vault")).length).toBeGreaterThan(1);
  const leaks = [...texts].flatMap(([room, text]) => text.split("\n").filter((line) => SECRET.test(line) || line.includes(`${world.htmlUrl}/acme/vault`)).map((line) => `${room}: ${line.slice(0, 300)}`));
  expect(leaks).toEqual([]);
  expect(scene.check(here)).not.toBeNull();
  expect(scene.complaints).toEqual([]);
  await scene.stop();
});
