/** Scenes of a plan that names issues and pull requests: those that are not there are told on its pull request, and nothing that cannot be known. */
import { expect, test } from "@jest/globals";
import { seedRepository } from "../../src/sandbox/github/seed.ts";
import { createIssue } from "../../src/sandbox/github/state/issue.ts";
import type { Scene } from "../support/scene.ts";
import { scenesOf } from "../support/scenes.ts";

const PLAN_FILE = ".github/release-plan.yml";
const begin = scenesOf({ plan: null, now: "2026-11-24T09:00:00Z" });

const plan = (parts: readonly string[], see = ""): string => `release: { name: "2.4", manager: rita, timezone: UTC }
milestones:
  - id: release
    due: 2026-12-08
${see}    parts:
${parts.map((at, index) => `      - { title: Part ${index + 1}, at: "${at}" }\n`).join("")}`;

async function proposed(scene: Scene, text: string) {
  const pull = scene.open({ title: "The plan", head: "plan", files: { [PLAN_FILE]: text }, by: scene.person("rita") });
  await scene.settle();
  return scene.check(pull, "Release plan file (main)");
}

test("a part whose issue is not there is a warning with its line; one that is, is not, nor a pull request", async () => {
  const scene = await begin();
  const there = createIssue(scene.github.world, scene.repository, { title: "Launch the portal" }, scene.person("ann"));
  const draft = scene.open({ title: "Draft", head: "draft", files: { "spec.md": "x" }, draft: true });
  const check = await proposed(scene, plan([`#${there.number}`, `#${draft.issue.number}`, "#999"], `    moved: [{ to: 2026-12-08, because: the vote, see: "https://github.com/acme/app/issues/998" }]\n`));
  expect(check?.state).toBe("success");
  expect(check?.summary.split("\n").filter((line) => line.includes("There is no"))).toEqual([
    "- .github/release-plan.yml:5:55 warning: There is no issue or pull request 998 in acme/app. Fix: mend the address, or open it before this is merged",
    "- .github/release-plan.yml:9:30 warning: There is no issue or pull request 999 in acme/app. Fix: mend the address, or open it before this is merged",
  ]);
  expect(check?.title).toContain("(2 warnings)");
});

test("what is out of sight, or private while the plan is not, cannot be checked and is never called missing", async () => {
  const scene = await begin();
  seedRepository(scene.github.world, { owner: scene.organization, name: "vault", private: true, by: scene.person("olga") });
  await scene.app.resync();
  await scene.settle();
  const check = await proposed(scene, plan(["elsewhere/app#4", "acme/vault#999"]));
  expect(check?.summary).not.toContain("There is no issue");
  expect(check?.summary).toContain("Whether these are there could not be checked: `elsewhere/app#4` and `acme/vault#999`.");
});

test("only so many are looked up, each once", async () => {
  const looked: string[] = [];
  const scene = await begin({ between: (near) => async (input, init) => {
    const { pathname } = new URL(new Request(input, init).url);
    if (/\/issues\/9\d\d$/.test(pathname)) looked.push(pathname);
    return near(input, init);
  } });
  const check = await proposed(scene, plan(["#900", ...Array.from({ length: 40 }, (_, index) => `#${900 + index}`)]));
  expect([check?.summary.match(/There is no issue/g)?.length, new Set(looked).size]).toEqual([31, 30]);
  expect(check?.summary).toContain("could not be checked: `acme/app#930`,");
});
