/** Scenes of documents that are final before something begins: what is final, what changes afterwards, and who is told. */
import { describe, expect, test } from "@jest/globals";
import { pushCommits, seedRepository } from "../../src/sandbox/github/seed.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import type { Repository } from "../../src/sandbox/github/state/repository.ts";
import type { Scene, Staged } from "../support/scene.ts";
import { scenesOf } from "../support/scenes.ts";

const begin = scenesOf({ plan: null });

const HEAD = `release: { name: "2.4", manager: rita, timezone: Europe/Oslo }
tracking: { labels: [release] }
milestones: [{ id: release, title: Release, due: 2027-02-08 }]
`;
const ASK = "windows: [{ id: ask, title: Questions, opens: 2026-12-01T12:00, closes: 2026-12-08T12:00 }]\n";
const GUIDE = "documents: [{ id: guide, title: Governance, path: docs/guide.md, version: \"1.2\", windows: [ask], owner: ben }]\n";
const ONE = "5626abf0f72e58d7a153368ba57db4c673c0e171";
const OPENS = "2026-12-01T11:00:00Z";

const plain = (text: string | null): string => (text ?? "").replace(/\n?<!--[^>]*-->/g, "").trim();
const ours = (issue: Issue): readonly string[] => issue.comments.filter(({ app }) => app !== null).map(({ body }) => plain(body));
const warnings = (issue: Issue): readonly string[] => ours(issue).filter((body) => body.startsWith("@"));

function titled(scene: Scene, title: string): Issue {
  const found = [...scene.repository.issues.values()].find((one) => one.title === title);
  if (found === undefined) throw new Error(`there is no issue ${title}: ${[...scene.repository.issues.values()].map((one) => one.title).join(", ")}`);
  return found;
}

/** null = the file goes */
function push(scene: Scene, text: string | null, repository: Repository = scene.repository): string {
  return pushCommits(scene.github.world, repository, { branch: "main", by: scene.person("ben"), bypassRules: true, commits: [{ message: "Change the guide", files: { "docs/guide.md": text } }] }).sha;
}

async function planned(text: string, content: string | null = "one\n"): Promise<Scene> {
  const scene = await begin();
  if (content !== null) push(scene, content);
  scene.plan(text);
  await scene.settle();
  return scene;
}

async function quiet(scene: Scene): Promise<void> {
  const writes = scene.writes();
  await scene.app.resync();
  await scene.passTo(new Date(scene.clock.now() + 60_000).toISOString());
  expect(scene.writes()).toBe(writes);
}

describe("a document that a window needs", () => {
  test("is final as it stands when the window opens, and says so", async () => {
    const scene = await planned(HEAD + ASK + GUIDE);
    const [card, live] = [titled(scene, "2.4: Questions"), titled(scene, "2.4: live milestones")];
    expect(plain(card.body)).toContain("| Governance 1.2 (`docs/guide.md`) | to be final Tue 1 December 2026 12:00 Oslo (11:00 UTC) |");
    await scene.passTo(OPENS);
    const row = `| Governance 1.2 (\`docs/guide.md\`) | final since Tue 1 December 2026 12:00 Oslo (11:00 UTC): blob \`${ONE.slice(0, 7)}\` |`;
    expect([plain(card.body), plain(live.body)]).toEqual([expect.stringContaining(row), expect.stringContaining(row)]);
    expect(ours(card)).toEqual([`**Open until Tue 8 December 2026 12:00 Oslo (11:00 UTC).** What is written here before that second counts. Final for it: Governance 1.2 (\`docs/guide.md\`, blob \`${ONE.slice(0, 7)}\`).`]);
    await quiet(scene);
  });

  test("that changes while the window is open is told once to its owner, shown, and shown as restored", async () => {
    const scene = await planned(HEAD + ASK + GUIDE);
    const [card, live] = [titled(scene, "2.4: Questions"), titled(scene, "2.4: live milestones")];
    await scene.passTo("2026-12-02T11:00:00Z");
    const before = [...scene.repository.refs.values()][0]?.sha ?? "";
    const after = push(scene, "two\n");
    await scene.settle();
    expect(warnings(card)).toEqual([`@ben: **Governance 1.2 (\`docs/guide.md\`)** changed after it was final: blob \`5626abf\` was final, blob \`f719efd\` stands there now ([what changed](${scene.github.world.htmlUrl}/acme/app/compare/${before}...${after})). It holds until Tue 8 December 2026 12:00 Oslo (11:00 UTC), and people go by what was final. Put back what was final, or say here what changed and for whom.`]);
    for (const issue of [card, live]) expect(plain(issue.body)).toContain("⚠️ **It has changed since**: blob `f719efd` stands there now");
    push(scene, "two\n");
    await scene.settle();
    await quiet(scene);
    push(scene, "one\n");
    await scene.settle();
    for (const issue of [card, live]) expect(plain(issue.body)).toContain("blob `5626abf`. It had changed in between, and stands as it was final again |");
    push(scene, "two\n");
    await scene.settle();
    push(scene, null);
    await scene.settle();
    expect(plain(card.body)).toContain("**It has changed since**: the file is gone");
    expect(warnings(card).length).toBe(2);
    await quiet(scene);
    await scene.passTo("2026-12-09T11:00:00Z");
    push(scene, "three\n");
    await scene.settle();
    expect(warnings(card).filter((body) => body.includes("changed after")).length).toBe(2);
  });

  test("in a home that the plan does not govern is looked at with each push as well", async () => {
    const stage = ({ world, repository, person }: Staged): void => {
      const lib = seedRepository(world, { owner: repository.owner, name: "lib", defaultBranch: "main", by: person("olga") });
      pushCommits(world, lib, { branch: "main", by: person("olga"), bypassRules: true, commits: [{ message: "m", files: { ".github/release-plan.yml": "governed_by: acme/app\n" } }] });
    };
    const scene = await begin({ stage });
    push(scene, "one\n");
    scene.plan(`${HEAD}products: [{ id: lib, repositories: [acme/lib] }]\n${ASK}${GUIDE}`);
    await scene.settle();
    await scene.passTo("2026-12-02T11:00:00Z");
    push(scene, "two\n");
    await scene.settle();
    expect(warnings(titled(scene, "2.4: Questions"))).toHaveLength(1);
  });

  test("that changes all day calls its owner twenty times, and is shown as it stands", async () => {
    const scene = await planned(HEAD + ASK + GUIDE);
    await scene.passTo("2026-12-02T11:00:00Z");
    for (let at = 0; at < 22; at += 1) {
      push(scene, `change ${at}\n`);
      await scene.settle();
    }
    const card = titled(scene, "2.4: Questions");
    expect([warnings(card).length, plain(card.body).includes("changed since")]).toEqual([20, true]);
    await quiet(scene);
  });

  test("that changed while no webhook came is found within the hour", async () => {
    const scene = await planned(HEAD + ASK + GUIDE);
    await scene.passTo("2026-12-02T11:00:00Z");
    scene.github.deliveries.setDoor(() => Promise.resolve({ status: 202 }));
    push(scene, "two\n");
    await scene.settle();
    expect(warnings(titled(scene, "2.4: Questions"))).toEqual([]);
    await scene.app.resync();
    await scene.passTo("2026-12-02T11:01:00Z");
    expect(warnings(titled(scene, "2.4: Questions"))).toHaveLength(1);
  });

  test("is final as it was, also for a store that was lost", async () => {
    const scene = await planned(HEAD + ASK + GUIDE);
    await scene.passTo("2026-12-02T11:00:00Z");
    push(scene, "two\n");
    await scene.settle();
    const card = titled(scene, "2.4: Questions");
    const [body, told] = [card.body, ours(card)];
    await scene.forget();
    expect([card.body, ours(card)]).toEqual([body, told]);
    await quiet(scene);
  });

  test("that is not as agreed is its owner's to see to before, and a warning afterwards", async () => {
    const scene = await planned(HEAD + ASK + GUIDE.replace("version:", `blob: ${ONE}, version:`), "two\n");
    const card = titled(scene, "2.4: Questions");
    expect(plain(card.body)).toContain("to be final Tue 1 December 2026 12:00 Oslo (11:00 UTC); **it is not as agreed**: blob `5626abf` is agreed, blob `f719efd` stands there");
    await scene.passTo("2026-11-30T12:00:00Z");
    expect([warnings(card), card.locked]).toEqual([[expect.stringMatching(/^@ben: \*\*Governance 1\.2\*\* is due Tue 1 December 2026 12:00 Oslo \(11:00 UTC\)\. Bring it to the agreed content, or change `blob` and `version` in the plan\.$/)], true]);
    await scene.passTo(OPENS);
    expect(warnings(card).at(-1)).toMatch(/^@ben: \*\*Governance 1\.2 .* changed after it was final: blob `5626abf` was final, blob `f719efd` stands there now\. .* or change `blob` and `version` in the plan\.$/);
    push(scene, "one\n");
    await scene.settle();
    expect(plain(card.body)).toContain("It had changed in between, and stands as it was final again");
  });

  test("that is brought to the agreed content in time is nobody's business any more", async () => {
    const scene = await planned(HEAD + ASK + GUIDE.replace("version:", `blob: ${ONE}, version:`), "two\n");
    push(scene, "one\n");
    await scene.settle();
    await scene.passTo("2026-12-03T11:00:00Z");
    expect([warnings(titled(scene, "2.4: Questions")), plain(titled(scene, "2.4: Questions").body).includes("changed")]).toEqual([[], false]);
  });

  test("that is not there when it must be final is said once, and what comes first is final", async () => {
    const scene = await planned(HEAD + ASK + GUIDE.replace("tracking", ""), null);
    const card = titled(scene, "2.4: Questions");
    await scene.passTo("2026-12-02T11:00:00Z");
    expect(warnings(card).filter((body) => body.includes("is not there"))).toEqual(["@ben: **Governance 1.2 (`docs/guide.md`)** was to be final Tue 1 December 2026 12:00 Oslo (11:00 UTC), and is not there. What is put there first will be final."]);
    push(scene, "one\n");
    await scene.settle();
    expect(plain(card.body)).toContain("blob `5626abf`, as first seen Wed 2 December 2026 12:00 Oslo (11:00 UTC)");
  });

  test("is told under each window that it holds for, while that is open", async () => {
    const two = ASK.replace("]\n", ", { id: score, title: Scoring, opens: 2026-12-09T12:00, closes: 2026-12-10T12:00 }]\n");
    const scene = await planned(HEAD + two + GUIDE.replace("[ask]", "[score, ask]"));
    await scene.passTo("2026-12-09T12:00:00Z");
    const [ask, score] = [titled(scene, "2.4: Questions"), titled(scene, "2.4: Scoring")];
    push(scene, "two\n");
    await scene.settle();
    expect([warnings(ask), warnings(score)]).toEqual([[], [expect.stringContaining("blob `5626abf` was final, blob `f719efd` stands there now")]]);
    expect([plain(ask.body), plain(score.body)]).toEqual([expect.stringContaining("changed since"), expect.stringContaining("changed since")]);
    await quiet(scene);
  });

  test("in a private repository is not named where everybody reads", async () => {
    let hidden: Repository | null = null;
    const stage = ({ world, repository, person }: Staged): void => {
      hidden = seedRepository(world, { owner: repository.owner, name: "hidden", defaultBranch: "main", private: true, by: person("olga") });
      pushCommits(world, hidden, { branch: "main", by: person("olga"), bypassRules: true, commits: [{ message: "m", files: { "docs/guide.md": "one\n", ".github/release-plan.yml": "governed_by: acme/app\n" } }] });
    };
    const scene = await begin({ stage });
    scene.plan(`${HEAD}products: [{ id: app, repositories: [acme/app] }, { id: secret, repositories: [acme/hidden] }]\n${ASK}${GUIDE.replace("path:", "repository: acme/hidden, path:")}`);
    await scene.settle();
    await scene.passTo("2026-12-02T11:00:00Z");
    if (hidden !== null) push(scene, "two\n", hidden);
    await scene.settle();
    const card = titled(scene, "2.4: Questions");
    expect(warnings(card)).toEqual(["@ben: a document in a private repository changed after it was final. It holds until Tue 8 December 2026 12:00 Oslo (11:00 UTC), and people go by what was final. Put back what was final, or say here what changed and for whom."]);
    const seen = [card, titled(scene, "2.4: live milestones")].flatMap(({ title, body, comments }) => [title, body, ...comments.map((one) => one.body)]).join("\n");
    expect(seen).toContain("| A document in a private repository | final since Tue 1 December 2026 12:00 Oslo (11:00 UTC). ⚠️ **It has changed since** |");
    for (const name of ["docs/guide", "Governance", "acme/hidden", "5626abf", "f719efd"]) expect(seen).not.toContain(name);
  });
});

describe("a document without a window", () => {
  test("has an issue of its own, which is told once when it changes after its date", async () => {
    const scene = await planned(HEAD + GUIDE.replace("windows: [ask]", "final: 2026-12-01T12:00"));
    const issue = titled(scene, "2.4: document: Governance");
    expect([issue.locked, issue.assignees.map(({ login }) => login)]).toEqual([false, ["ben"]]);
    await quiet(scene);
    await scene.passTo(OPENS);
    expect(plain(issue.body)).toContain("final since Tue 1 December 2026 12:00 Oslo (11:00 UTC): blob `5626abf` |");
    push(scene, "two\n");
    await scene.settle();
    expect(warnings(issue)).toEqual([expect.stringContaining("blob `5626abf` was final, blob `f719efd` stands there now ([what changed](")]);
    const [body, told] = [issue.body, ours(issue)];
    await scene.forget();
    expect([issue.body, ours(issue)]).toEqual([body, told]);
    await quiet(scene);
    expect(plain(titled(scene, "2.4: live milestones").body)).toContain("changed since");
  });
});
