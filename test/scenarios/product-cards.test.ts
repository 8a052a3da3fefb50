/** Scenes of products' cards: what the plan says of each, what it does not say, and what is said of a private one. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { seedRepository } from "../../src/sandbox/github/seed.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { updateRef } from "../../src/sandbox/github/state/ref.ts";
import { branchTip } from "../../src/sandbox/github/state/repository.ts";
import type { Scene } from "../support/scene.ts";
import { scenesOf } from "../support/scenes.ts";

const begin = scenesOf({ plan: null });

const PLAN = `release: { name: "2.4", manager: rita, timezone: UTC }
tracking: { labels: [release] }
products:
  - id: runtime
    title: Runtime
    branch: main
    manager: ben
    team: [{ who: ann, role: Developer }]
    version: { current: "5.3", target: "5.4" }
    audit: false
    documentation:
    functionality: [{ what: forum module, who: ann }]
  - { id: bare, title: Bare, description: said and no more, branch: next }
  - { id: faucet, title: Faucet, repositories: [acme/faucet], manager: olga, private: true, audit: the words of the auditors, functionality: [{ what: a hidden function, who: zoe }], user_stories: ["As a guest, in order to begin, I want hidden coins"] }
milestones: [{ id: test, title: Test, due: 2026-12-01T12:00 }, { id: release, title: Release, due: 2026-12-08T12:00, due_for: { runtime: 2026-12-04T12:00 } }]
`;

async function planned(text = PLAN): Promise<Scene> {
  const scene = await begin();
  scene.plan(text);
  await scene.settle();
  return scene;
}

function titled(scene: Scene, title: string): Issue {
  const found = issues(scene).find((one) => one.title === title);
  if (found === undefined) throw new Error(`there is no issue ${title}: ${issues(scene).map((one) => one.title).join(", ")}`);
  return found;
}

function tag(scene: Scene, name: string): void {
  updateRef(scene.github.world, scene.repository, { ref: `refs/tags/${name}`, to: branchTip(scene.repository, "main") }, scene.person("rita"));
}

function issues(scene: Scene): readonly Issue[] {
  return [...scene.repository.issues.values()];
}

describe("the issue of a product", () => {
  test("says what the plan says, counts what it does not, and is the same after a second look", async () => {
    const scene = await planned();
    const issue = titled(scene, "2.4: product: Runtime");
    expect([issue.labels.map(({ name }) => name), issue.assignees.map(({ login }) => login)]).toEqual([["release", "product"], ["ben"]]);
    expect(issue.body).toContain("**9 of 11 not answered yet:** what it is for, documentation, legal review,");
    expect(issue.body).toContain("| Audit | no |");
    expect(issue.body).toContain("| New or changed functions | forum module (ann) |");
    expect(issues(scene).map(({ title }) => title).filter((title) => title.includes("product")).sort()).toEqual(["2.4: product: Faucet", "2.4: product: Runtime"]);
    const writes = scene.writes();
    await scene.app.resync();
    await scene.settle();
    expect(scene.writes()).toBe(writes);
    scene.plan(PLAN.replace("documentation:\n", "documentation: none\n"));
    await scene.settle();
    expect(issue.body).toContain("**8 of 11 not answered yet:**");
  });

  test("reminds whoever answers for the product by its own date, once more after it, and no more when all is said", async () => {
    const scene = await planned();
    const issue = titled(scene, "2.4: product: Runtime");
    await scene.passTo("2026-12-01T18:00:00Z");
    expect(issue.comments).toHaveLength(0);
    await scene.passTo("2026-12-03T09:00:00Z");
    expect(issue.comments.map(({ body }) => body.split("\n").slice(1).join("\n"))).toEqual(["@ben: **What is missing on the card of Runtime (9 of 11 answers)** is due Fri 4 December 2026 12:00 UTC. Answer what is blank on the product's card in the plan; `no` and `none` are answers too."]);
    const rest = "description: d, documentation: none, legal_review: none, ci: none, platforms: none, user_stories: [], refactor: none, rollout: none, environments: none";
    scene.plan(PLAN.replace("    documentation:\n", rest.split(", ").map((line) => `    ${line}\n`).join("")));
    await scene.settle();
    const { length } = issue.comments;
    await scene.passTo("2026-12-07T12:00:00Z");
    expect([issue.comments.length, issue.body?.includes("All 11 questions are answered.")]).toEqual([length, true]);
  });

  test("of a private product shows names and nothing that the plan says of it, in a comment neither", async () => {
    const scene = await planned();
    const issue = titled(scene, "2.4: product: Faucet");
    await scene.passTo("2026-12-09T12:00:00Z");
    const seen = issues(scene).map(({ title, body, comments }) => [title, body, ...comments.map((one) => one.body)].join("\n")).join("\n");
    expect(seen).toContain("acme/faucet (private)");
    expect(issue.comments.length).toBeGreaterThan(0);
    for (const hidden of ["hidden function", "hidden coins", "words of the auditors", "zoe", "](/acme/faucet)"]) expect(seen).not.toContain(hidden);
  });

  test("says when something else took the version that it was to have, once, and with what to write", async () => {
    const scene = await planned(PLAN.replace('"5.3", target: "5.4"', '"5.3.0", target: "5.4.0", note: unless a bugfix comes first'));
    const issue = titled(scene, "2.4: product: Runtime");
    tag(scene, "v5.4.0-rc1");
    await scene.settle();
    expect(issue.comments).toHaveLength(0);
    tag(scene, "v5.4.0");
    await scene.settle();
    expect(issue.comments.map(({ body }) => body.split("\n").slice(1).join("\n"))).toMatchInlineSnapshot(`
[
  "@ben: \`v5.4.0\` is tagged already, and Test is still ahead.

If something else took that number, a bugfix that could not wait for instance, this goes below the product \`runtime\` in \`.github/release-plan.yml\`:

\`\`\`yaml
version: { current: 5.4.0, target: 5.5.0, note: "unless a bugfix comes first" }
\`\`\`",
]
`);
    expect(issue.body).toContain("**`v5.4.0` is tagged already, and Test is still ahead.**");
    const writes = scene.writes();
    await scene.app.resync();
    await scene.settle();
    expect(scene.writes()).toBe(writes);
    scene.plan(PLAN.replace('"5.3", target: "5.4"', '"5.4.0", target: "5.5.0"'));
    await scene.settle();
    expect([issue.body?.includes("tagged already"), issue.comments.length]).toEqual([false, 1]);
  });

  test("of a repository that is private on GitHub shows names as well", async () => {
    const scene = await begin();
    seedRepository(scene.github.world, { owner: scene.organization, name: "faucet", private: true, by: scene.person("olga") });
    await scene.app.resync();
    scene.plan(PLAN.replace(" private: true,", ""));
    await scene.settle();
    expect(titled(scene, "2.4: product: Faucet").body).toContain("Faucet is private: it is shown by name only.");
    expect(titled(scene, "2.4: product: Faucet").body).not.toContain("hidden function");
  });

  test("is closed when the release is over", async () => {
    const scene = await planned();
    for (const milestone of scene.repository.milestones.values()) scene.close(milestone, scene.person("rita"));
    await scene.settle();
    expect(titled(scene, "2.4: product: Runtime").state).toBe("closed");
  });
});

test("the products of Acropolis, as its plan of 2019 tells them", async () => {
  const scene = await begin({ now: "2019-06-12T09:00:00Z" });
  scene.plan(readFileSync(new URL("../../src/sandbox/rehearsal/acropolis/release-plan.yml", import.meta.url), "utf8"));
  await scene.settle();
  const cards = issues(scene).filter(({ title }) => title.startsWith("Acropolis: product: ")).map(({ title, body }) => [title.split(": ")[2] ?? "", body ?? ""] as const);
  expect(Object.fromEntries(cards.map(([title, body]) => [title, /\*\*(\d+ of \d+ not answered yet:\*\*.*?)\./.exec(body)?.[1]]))).toEqual({
    Runtime: "3 of 11 not answered yet:** platforms, user stories and test environments",
    Colossus: "3 of 11 not answered yet:** documentation, refactoring and test environments",
    Pioneer: "3 of 11 not answered yet:** user stories, refactoring and test environments",
  });
  const says = new Map(cards);
  expect(says.get("Runtime")).toContain("• forum module (bedeho)<br>• actors with storage tranches (mnaamani), moved to the next release, decided Tue 11 June 2019");
  expect(says.get("Colossus")?.split("\n").find((line) => line.startsWith("| User stories"))?.match(/As a storage provider, in order to/g)).toHaveLength(2);
  expect(says.get("Colossus")).toContain("| Manager | mnaamani<br>until Mon 10 June 2019 24:00 Oslo (22:00 UTC) jfinkhaeuser |");
  expect(says.get("Pioneer")).toContain("| Legal review | no: A licence is added to the repository that moved. |");
  expect(says.get("Pioneer")).toContain("| Build and tests | none |");
});
