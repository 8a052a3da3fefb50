/** Scenes of how milestones end: what is said of open criteria, what follows on GitHub, and what people take back. */
import { describe, expect, test } from "@jest/globals";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import type { Scene } from "../support/scene.ts";
import { scenesOf } from "../support/scenes.ts";

const PLAN = `release: { name: "2.4", manager: rita, timezone: Europe/Oslo }
tracking: { reminders: false }
milestones:
  - { id: test, title: Sub-system Test, due: 2026-12-01, manager: ben, checklist: [Upgrade the runtime] }
  - { id: release, title: Release, due: 2026-12-08T11:00, after: [test] }
`;
const TEST = "2.4: Sub-system Test";

const staged = scenesOf({ plan: null });

async function planned(text = PLAN): Promise<Scene> {
  const scene = await staged();
  scene.plan(text);
  await scene.settle();
  return scene;
}

function issue(scene: Scene, title: string): Issue {
  const found = [...scene.repository.issues.values()].find((one) => one.title === title);
  if (found === undefined) throw new Error(`there is no issue ${title}`);
  return found;
}

function said({ comments }: Issue): readonly string[] {
  return comments.map(({ body }) => body.replace(/^<!--[^>]*-->\n/, ""));
}

describe("a milestone that ends with open criteria", () => {
  test("is spoken of once, also when the plan's file later writes down on which day it ended", async () => {
    const scene = await planned();
    scene.close(scene.milestone("Sub-system Test"), scene.person("ben"));
    await scene.settle();
    scene.plan(PLAN.replace("manager: ben,", "manager: ben, actual: { by: 2026-11-24 },"));
    await scene.settle();
    expect(issue(scene, TEST).body).toContain("| Actual | on or before Tue 24 November 2026 24:00 Oslo (23:00 UTC) |");
    expect(said(issue(scene, TEST))).toEqual([expect.stringContaining("with 1 open item.")]);
  });
});
