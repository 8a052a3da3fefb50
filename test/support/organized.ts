/** Three repositories of one organisation under one plan, and the second app with the right to the organisation's rulesets. */
import { openPull, pushCommits, seedRepository } from "../../src/sandbox/github/seed.ts";
import { addLabels } from "../../src/sandbox/github/state/issue.ts";
import { mergePullRequest } from "../../src/sandbox/github/state/merge.ts";
import type { Pull } from "../../src/sandbox/github/state/pull.ts";
import type { Repository } from "../../src/sandbox/github/state/repository.ts";
import { setCollaborator } from "../../src/sandbox/github/state/repository.ts";
import type { Ruleset } from "../../src/sandbox/github/state/ruleset.ts";
import { createScene } from "./scene.ts";
import type { Scene, SceneOptions } from "./scene.ts";

export const JOINT_PLAN = `release: { name: "2.4", manager: rita, timezone: UTC }
products:
  - { id: app, repositories: [acme/app], branch: main }
  - { id: site, repositories: [acme/site], branch: main }
  - { id: docs, repositories: [acme/docs], branch: main }
milestones:
  - { id: code-complete, title: Code complete, due: 2026-12-01T09:00 }
  - { id: release, title: Release, due: 2026-12-08T09:00 }
freezes:
  - { id: freeze, from: code-complete, until: release, allow: [bugfix, release] }
`;
export interface Organized {
  readonly scene: Scene;
  readonly repositories: readonly Repository[];
  /** writes to rulesets of any level since `from` was called, as GitHub got them */
  readonly rulesetWrites: () => readonly string[];
  readonly from: () => void;
}

export async function organized(options: Partial<SceneOptions> & { readonly text?: string; readonly refuses?: boolean } = {}): Promise<Organized> {
  const seen: string[] = [];
  const { text, refuses = false, ...given } = options;
  const scene = await createScene({
    plan: null, gate: "organization", ...given,
    between: (near) => async (url, init) => {
      const request = new Request(url, init);
      const { pathname } = new URL(request.url);
      const body = request.method === "GET" ? "" : await request.clone().text();
      if (refuses && pathname.startsWith("/orgs/acme/rulesets")) return Response.json({ message: "Upgrade to GitHub Team to enable this feature." }, { status: 403 });
      const answer = await near(request);
      if (request.method !== "GET" && pathname.includes("/rulesets")) seen.push(`${request.method} ${pathname.replace(/\d+/g, "N")} ${body.includes("\"active\"") ? "active" : "disabled"}`);
      return answer;
    },
  });
  const { github: { world }, organization } = scene;
  const others = ["site", "docs"].map((name) => seedRepository(world, { owner: organization, name, defaultBranch: "main", by: scene.person("olga") }));
  for (const other of others) {
    for (const [login, role] of [["ann", "write"], ["rita", "maintain"]] as const) setCollaborator(world, other, scene.person(login), role);
    pushCommits(world, other, { branch: "main", by: scene.person("rita"), bypassRules: true, commits: [{ message: "Consent", files: { ".github/release-plan.yml": "governed_by: acme/app\n" } }] });
  }
  scene.plan(text ?? JOINT_PLAN);
  for (const title of ["Code complete", "Release"]) scene.milestone(title);
  await scene.app.resync();
  await scene.settle();
  return { scene, repositories: [scene.repository, ...others], rulesetWrites: () => seen, from: () => { seen.length = 0; } };
}

export function rulesets({ organization }: Scene): readonly Ruleset[] {
  return [...organization.rulesets.values()];
}

export function ours(scene: Scene): Ruleset {
  const [ruleset] = rulesets(scene);
  if (ruleset === undefined) throw new Error("There is no ruleset of ours.");
  return ruleset;
}

export function context(ruleset: Ruleset): string {
  return ((ruleset.rules[0]?.parameters?.["required_status_checks"] ?? []) as { context: string }[])[0]?.context ?? "";
}

export function closes(ruleset: Ruleset): readonly number[] {
  const { repositories } = ruleset;
  return ruleset.enforcement === "active" && repositories != null && "ids" in repositories ? repositories.ids : [];
}

export function open(scene: Scene, repository: Repository, head: string, labels: readonly string[] = []): Pull {
  const pull = openPull(scene.github.world, repository, { by: scene.person("ann"), title: "Add a slide", head, files: { [`${head}.txt`]: "new\n" } });
  if (labels.length > 0) addLabels(scene.github.world, pull.issue, labels, scene.person("rita"));
  return pull;
}

export function merged(scene: Scene, pull: Pull): string {
  try {
    mergePullRequest(scene.github.world, pull, { method: "merge" }, scene.person("rita"));
    return "merged";
  } catch (problem) {
    return (problem as Error).message;
  }
}
