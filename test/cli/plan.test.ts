import { describe, expect, test } from "@jest/globals";
import { NO_SERVICES } from "../../src/cli/services.ts";
import type { PlanWrites } from "../../src/text/plan-writes.ts";
import type { Services } from "../../src/cli/services.ts";
import { run } from "./console.ts";

const args = ["plan", "apply", "--dry-run", "--repo", "o/r"];
const WRITES: PlanWrites = {
  milestones: [{ repository: "o/r", changes: [{ kind: "create", desired: { id: "release", key: "", title: "Release", day: "2026-12-08", baseline: null, words: "" }, fields: { title: "Release" } }] }], issues: [], boards: [],
};
const served: Services = { ...NO_SERVICES, planned: async (repository) => (repository === "o/r" ? WRITES : null) };

describe("plan apply", () => {
  test("prints what would be written as a table, and writes nothing", async () => {
    const outcome = await run(args, {}, {}, served);
    expect(outcome).toEqual({ code: 0, err: "", out: "repository  milestone  change  day\n----------  ---------  ------  ----------\no/r         Release    create  2026-12-08\n\n1 write in 1 repository; 0 milestones stand as planned.\nNothing was written.\n" });
  });

  test("prints the same for the board, where the plan asks for one", async () => {
    const boards = [{ kind: "new" as const, title: "Release 2.4 (o/r)", items: ["Release"] }, { kind: "problem" as const, problem: { code: "no-right" as const }, number: null }];
    const { out } = await run(args, {}, {}, { ...served, planned: async () => ({ ...WRITES, boards }) });
    expect(out).toContain("board item  change\n----------  ------\nRelease     add\n\nThe project Release 2.4 (o/r) is made, with 1 item.\n\nThere is no board to write to. The app may not write projects here: give it the right organization_projects: write,");
    expect(out).toMatch(/Nothing was written\.\n$/);
  });

  test("prints which issues would be made and closed, and which people deleted", async () => {
    const issues = [{ changes: [{ title: "2.4: Release", change: "make" as const }, { title: "2.4: Test", change: "keep" as const }, { title: "2.4: risk: rain", change: "close" as const }, { title: "2.4: live milestones", change: "left" as const }] }];
    const { out } = await run(args, {}, {}, { ...served, planned: async () => ({ ...WRITES, issues }) });
    expect(out).toContain("2.4: Release          make\n2.4: risk: rain       close: no longer in the plan\n2.4: live milestones  none: people deleted it\n\n1 issue to be made, 1 to be closed; 1 stands and follows the plan.\n");
  });

  test.each([
    ["without --dry-run", ["plan", "apply", "--repo", "o/r"], 2, "--dry-run"],
    ["of another verb", ["plan", "destroy", "--dry-run", "--repo", "o/r"], 2, "plan apply --dry-run"],
    ["without a repository", ["plan", "apply", "--dry-run"], 2, "--repo"],
    ["of a repository without a plan", ["plan", "apply", "--dry-run", "--repo", "o/other"], 1, "o/other holds no release plan"],
  ])("%s says what to write instead", async (_name, given, code, words) => {
    const outcome = await run(given, {}, {}, served);
    expect([outcome.code, outcome.out]).toEqual([code, ""]);
    expect(outcome.err).toContain(words);
  });

  test("without credentials says which to set", async () => {
    expect(await run(args)).toMatchObject({ code: 2, err: expect.stringContaining("set APP_ID, PRIVATE_KEY and WEBHOOK_SECRET") });
  });
});
