/** When a part of a milestone is ready, whose review it waits for and when it is done; and what was due on the way and is not. */
import { describe, expect, test } from "@jest/globals";
import { foldCommands } from "../../../src/domain/command/fold.ts";
import { parseCommand } from "../../../src/domain/command/parse.ts";
import type { AdmittedCommand } from "../../../src/domain/command/command.ts";
import type { CommandState } from "../../../src/domain/command/state.ts";
import { NO_MILESTONE_WORDS } from "../../../src/domain/model/milestone-words.ts";
import type { MadeAt } from "../../../src/domain/model/part.ts";
import type { MilestonePart } from "../../../src/domain/model/plan.ts";
import { decideBoxes } from "../../../src/domain/policy/box.ts";
import { checklistItems } from "../../../src/domain/policy/checklist.ts";
import { lateParts } from "../../../src/domain/policy/late-parts.ts";
import { partStanding, reviewersOf } from "../../../src/domain/policy/part.ts";
import type { PartFacts } from "../../../src/domain/policy/part.ts";
import { parseFixture, planOf } from "../plan/plan-fixture.ts";
import { at, milestone, plan, time } from "../../support/plan-builder.ts";
import { fc } from "../../support/properties.ts";

const PULL: MadeAt = { isPull: true, readyAt: 5, approvals: [] };
const DRAFT: MadeAt = { ...PULL, readyAt: null };
const BY_ME = { by: "bedeho", at: 7 };

describe("how a part stands", () => {
  test.each<readonly [string, Partial<PartFacts>, boolean, boolean, readonly [boolean, boolean]]>([
    ["a draft is not ready", { made: DRAFT }, true, false, [false, false]],
    ["whatever was ticked", { made: DRAFT }, true, true, [false, false]],
    ["nor approved as long as it is one", { made: DRAFT, approval: BY_ME }, true, false, [false, false]],
    ["ready, and nobody looked at it", { made: PULL }, true, false, [true, false]],
    ["ready and approved", { made: PULL, approval: BY_ME }, true, false, [true, true]],
    ["without reviewers it is done once it is ready", { made: PULL, reviewers: [] }, true, false, [true, true]],
    ["what cannot be told is not ready", { made: null, approval: BY_ME }, true, true, [false, false]],
    ["made nowhere: its box says that it is ready", {}, false, true, [true, false]],
    ["made nowhere: and a review that it is done", { approval: BY_ME }, false, false, [true, true]],
    ["made nowhere, and nothing said", {}, false, false, [false, false]],
  ])("%s", (_, facts, linked, ticked, expected) => {
    const { ready, done } = partStanding({ made: null, reviewers: ["bedeho"], approval: null, ...facts }, linked, ticked);
    expect([ready, done]).toEqual(expected);
  });

  test("a review that was passed on is asked of whoever has it, and the word of those whom the plan names counts as well", () => {
    const words = { ...NO_MILESTONE_WORDS, reviewsPassed: [{ milestone: "spec", part: "draft", to: "dora", by: "bedeho", at: 1 }] };
    expect(reviewersOf("spec", "draft", ["bedeho"], words)).toEqual({ asked: ["dora"], may: ["dora", "bedeho"] });
    expect(reviewersOf("spec", "other", ["bedeho"], words)).toEqual({ asked: ["bedeho"], may: ["bedeho"] });
    expect(reviewersOf("spec", "draft", [], words)).toEqual({ asked: [], may: [] });
  });
});

function part(title: string, more: Partial<MilestonePart> = {}): MilestonePart {
  return { title, due: null, owner: "ann", at: null, review: [], ...more };
}

describe("boxes of parts", () => {
  const parts = [part("Draft", { at: { repository: null, number: 64 }, review: ["bedeho"] }), part("Forum #7"), part("Text", { review: ["bedeho"] }), part("Draft", { at: { repository: "acme/docs", number: 1 } })];
  const items = checklistItems(milestone("spec", "2026-12-01T00:00Z", { parts }), "acme/app");
  test("say where they are made, and which are reviewed", () => {
    expect(items.map(({ key, link, review }) => [key, link === null ? null : `${link.repository}#${link.number}`, review ?? null])).toEqual([
      ["draft", "acme/app#64", ["bedeho"]], ["forum-7", "acme/app#7", null], ["text", null, ["bedeho"]], ["draft.2", "acme/docs#1", []],
    ]);
  });

  const boxes = fc.array(fc.record({ key: fc.constantFrom("draft", "forum-7", "text", "draft.2"), ticked: fc.boolean(), by: fc.constant(null), right: fc.constantFrom("nobody" as const, "auto" as const, "yes" as const, "no" as const, "unknown" as const), putBack: fc.boolean() }), { maxLength: 6 });
  test("whatever stands there, once more changes nothing, and nothing that waits for a review is done", () => {
    fc.assert(fc.property(boxes, fc.boolean(), fc.boolean(), fc.boolean(), (found, ready, approved, strict) => {
      const facts = (): PartFacts => ({ made: ready ? PULL : DRAFT, reviewers: ["bedeho"], approval: approved ? BY_ME : null });
      const decide = (before: typeof found) => decideBoxes(items, before, [], () => ready, strict, facts);
      const once = decide(found);
      const settled = decide(once.map(({ box }) => box) as typeof found).map(({ box }) => box);
      expect(decide(settled as typeof found).map(({ box }) => box)).toEqual(settled);
      for (const { item } of once) if (item.review !== undefined && !approved) expect(item.done).toBe(false);
    }));
  });
});

describe("what was due on the way", () => {
  const MILESTONE = milestone("test-management", "2024-09-07T00:00Z", { parts: [part("Pipeline", { due: time("2024-08-15T00:00Z") }), part("Environment", { due: time("2024-08-10T00:00Z") }), part("Portal"), part("Later", { due: time("2024-09-07T00:00Z") })] });
  const late = (known: Parameters<typeof lateParts>[1], now: string) => lateParts(MILESTONE, known, at(now)).map(({ title, waitsFor }) => `${title}${waitsFor.length === 0 ? "" : ` waits for ${waitsFor.join(", ")}`}`);
  test.each<readonly [string, Parameters<typeof lateParts>[1], string, readonly string[]]>([
    ["nothing before its time", {}, "2024-08-09T23:59Z", []],
    ["from its due instant on, the earliest first", {}, "2024-08-15T00:00Z", ["Environment", "Pipeline"]],
    ["but not what is done", { environment: { ready: true, done: true, reviewers: [] } }, "2024-08-20T00:00Z", ["Pipeline"]],
    ["with whose review it waits for", { pipeline: { ready: true, done: false, reviewers: ["bedeho"] } }, "2024-08-20T00:00Z", ["Environment", "Pipeline waits for bedeho"]],
  ])("%s", (_, known, now, expected) => expect(late(known, now)).toEqual(expected));

  test("NuNet's launches have their own dates", () => {
    const milestones = planOf(parseFixture("nunet.yml")).milestones;
    expect(milestones.flatMap((one) => lateParts(one, {}, at("2024-09-01T00:00Z")).map(({ title }) => `${one.id}: ${title}`))).toMatchInlineSnapshot(`
[
  "test-management: CI/CD pipeline",
  "test-management: Feature environment",
]
`);
  });
});

let comments = 0;
function said(line: string, by: string, under: string | null = "spec"): AdmittedCommand {
  const parsed = parseCommand(`/warden ${line}`);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  comments += 1;
  return {
    command: parsed.command, comment: comments, line: 0, at: comments, number: 3, standing: { login: by, role: "triage", author: false, named: [] }, pull: null,
    plans: [{ plan: "1/plan", holding: [], announced: [], branches: [], ...(under === null ? {} : { milestone: under }) }],
  };
}
const PLAN = plan({
  milestones: [
    milestone("spec", "2026-12-01T00:00Z", { manager: "mia", parts: [part("First draft ready for review", { at: { repository: null, number: 64 }, review: ["bedeho"] }), part("Final text", { review: ["bob"] }), part("Pictures")] }),
    milestone("release", "2026-12-08T00:00Z", { parts: [part("Final text", { review: ["bob"] })] }),
  ],
});
const fold = (...commands: readonly AdmittedCommand[]): CommandState => foldCommands(commands, { plan: PLAN, planKey: "1/plan", reached: [], repository: "acme/app" });
const codes = (state: CommandState): readonly string[] => [...state.outcomes.values()].map(({ code }) => code);

describe("reviewed and delegate", () => {
  test.each<readonly [string, string, string, string | null, string]>([
    ["the one that waits for whoever speaks", "reviewed", "bedeho", "spec", "part-reviewed"],
    ["which of several, for somebody else", "reviewed", "mia", "spec", "part-which"],
    ["by its title", "reviewed first draft ready for review", "bedeho", "spec", "part-reviewed"],
    ["a title that holds the word `for`, and the milestone", "reviewed First draft ready for review for spec", "bedeho", null, "part-reviewed"],
    ["by its beginning", "reviewed First", "bedeho", null, "part-reviewed"],
    ["by its beginning as it is shown where it is cut short", "reviewed First draft…", "bedeho", null, "part-reviewed"],
    ["by where it is made", "reviewed #64", "bedeho", null, "part-reviewed"],
    ["by its whole address", "reviewed https://github.com/acme/app/pull/64", "bedeho", null, "part-reviewed"],
    ["of two alike the one under whose issue it is said", "reviewed Final text", "bob", "release", "part-reviewed"],
    ["of two alike elsewhere neither", "reviewed Final text", "bob", null, "part-which"],
    ["by somebody else", "reviewed First draft ready for review", "ann", "spec", "part-not-yours"],
    ["what nobody reviews", "reviewed Pictures", "bedeho", "spec", "part-unknown"],
    ["passed on by whoever is to do it", "delegate @dora for First draft ready for review", "bedeho", "spec", "part-delegated"],
    ["passed on by the manager of the milestone", "delegate @dora for First draft", "mia", "spec", "part-delegated"],
    ["passed on by whoever else", "delegate @dora for First draft", "ann", "spec", "part-not-passed"],
    ["a milestone as before", "delegate @dora for spec", "mia", null, "milestone-delegated"],
    ["neither milestone nor part", "delegate @dora for sepc", "mia", null, "milestone-unknown"],
  ])("%s", (_, line, by, under, code) => expect(codes(fold(said(line, by, under)))).toEqual([code]));

  test("whoever has the review now may say so, and once", () => {
    expect(codes(fold(said("delegate @dora for First draft", "bedeho"), said("reviewed First", "dora"), said("reviewed First", "bedeho")))).toEqual(["part-delegated", "part-reviewed", "part-again"]);
  });
});
