/** Scenes of a freeze that is taken out of its plan: what slipped through until then stays in its account. */
import { describe, expect, test } from "@jest/globals";
import { readLedgerSection } from "../../src/domain/desired/ledger-section.ts";
import { mergePull } from "../../src/sandbox/github/seed.ts";
import type { Pull } from "../../src/sandbox/github/state/pull.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { deliver, PLAN } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";
import { scenesOf } from "../support/scenes.ts";

const DURING = "2026-12-03T10:00:00Z";
const LATER = "2026-12-03T10:10:00Z";
/** The same release without its freeze. */
const WITHOUT = PLAN.slice(0, PLAN.indexOf("freezes:"));

const begin = scenesOf({ plan: PLAN, gate: true });

function issueOf(scene: Scene): Issue | undefined {
  return [...scene.repository.issues.values()].find((one) => one.pull === null && one.title === "2.4: Freeze");
}

function outcomes(scene: Scene): readonly unknown[] {
  return (readLedgerSection(issueOf(scene)?.body ?? "")?.entries ?? []).map(({ number, outcome, by }) => [number, outcome, by]);
}

/** Proposed, judged, and then about to be merged past the rules. */
async function proposed(scene: Scene, head: string): Promise<Pull> {
  const pull = scene.open({ title: `Add ${head}`, head, files: { [`src/${head}.ts`]: head } });
  await scene.settle();
  return pull;
}

function bypass(scene: Scene, pull: Pull): number {
  mergePull(scene.github.world, pull, { by: scene.person("olga"), bypassRules: true });
  return pull.issue.number;
}

describe("a merge past the rules right before its freeze is taken out of the plan", () => {
  test.each([["heard of in order", false], ["heard of only by the plan", true]])("is in the account and told, %s", async (_how, lost) => {
    const scene = await begin();
    await scene.passTo(DURING);
    const pull = await proposed(scene, "slide");
    scene.github.deliveries.pause();
    const number = bypass(scene, pull);
    if (lost) {
      scene.github.deliveries.setDoor(() => Promise.resolve({ status: 202 }));
      scene.github.deliveries.resume();
      await scene.github.deliveries.idle();
      scene.github.deliveries.setDoor((delivery) => deliver(scene.app, scene.clock, delivery));
    }
    scene.clock.advance(2_000);
    scene.plan(WITHOUT);
    scene.github.deliveries.resume();
    await scene.settle();
    await scene.passTo(LATER);
    expect(outcomes(scene)).toContainEqual([number, "bypass", "olga"]);
    expect(issueOf(scene)?.comments.map(({ body }) => body)).toContainEqual(expect.stringMatching(/#\d+ Add slide: merged although it waited by olga/));
    expect([issueOf(scene)?.state, issueOf(scene)?.body]).toEqual(["closed", expect.stringContaining("no longer in the release plan")]);
  });

  test("and what lands after that is in no account", async () => {
    const scene = await begin();
    await scene.passTo(DURING);
    const pull = await proposed(scene, "later");
    scene.plan(WITHOUT);
    await scene.settle();
    scene.clock.advance(60_000);
    bypass(scene, pull);
    await scene.passTo(LATER);
    expect(outcomes(scene).filter((one) => (one as readonly unknown[])[0] !== null)).toEqual([]);
  });
});
