import { describe, expect, test } from "@jest/globals";
import { takenVersion } from "../../../src/domain/policy/taken-version.ts";
import { milestone, plan } from "../../support/plan-builder.ts";

const PLAN = plan({ milestones: [milestone("release", "2026-12-08T00:00Z", { title: "Release" }), milestone("test", "2026-12-01T00:00Z", { title: "Test" })] });
const taken = (target: string | null, tags: readonly string[], reached: readonly string[] = []) => takenVersion({ version: { current: "5.3.0", target, note: null } }, PLAN, new Set(reached), tags);

describe("the version that a product is to have", () => {
  test.each<[string, string | null, readonly string[], readonly string[]]>([
    ["no target", null, ["v5.4.0"], []], ["nothing tagged", "5.4.0", ["v5.3.0"], []], ["its candidates alone", "5.4.0", ["v5.4.0-rc1", "v5.4.0-boot"], []],
    ["words", "the next one", ["the next one"], []], ["only the last milestone is ahead", "5.4.0", ["v5.4.0"], ["test"]], ["all is done", "5.4.0", ["v5.4.0"], ["test", "release"]],
  ])("is free: %s", (_name, target, tags, reached) => expect(taken(target, tags, reached)).toBeNull());

  test.each<[string, readonly string[], string, string]>([
    ["5.4.0", ["v5.3.0", "v5.4.0"], "v5.4.0", "5.5.0"], ["5.4", ["5.4.0"], "5.4.0", "5.5.0"], ["v5.4.2", ["v5.4.2", "v5.4.3"], "v5.4.2", "5.4.4"], ["5.4.0", ["v5.4.0", "v5.5.0"], "v5.4.0", "5.6.0"],
  ])("%s is taken by one of %j", (target, tags, tag, next) => expect(taken(target, tags)).toMatchObject({ tag, next, ahead: ["Test"] }));
});
