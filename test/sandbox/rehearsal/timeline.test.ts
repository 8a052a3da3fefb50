import { describe, expect, test } from "@jest/globals";
import { acropolis } from "../../../src/sandbox/rehearsal/acropolis.ts";
import { timeline } from "../../../src/sandbox/rehearsal/timeline.ts";
import type { Happening } from "../../../src/sandbox/rehearsal/timeline.ts";
import { at, containedCommit, containedPull, plan, pull, reached } from "../../support/plan-builder.ts";
import type { PullFacts } from "../../../src/domain/model/pull.ts";

const PLAN_TEXT = "release: { name: \"2.4\", timezone: UTC }\n";

function played(pulls: readonly PullFacts[], more: { readonly reached?: ReturnType<typeof reached>[] } = {}): readonly string[] {
  const { happenings } = timeline({ planText: PLAN_TEXT, plan: plan(), plannedAt: null, pulls, reached: more.reached ?? [] });
  return happenings.map(said);
}

function said(one: Happening): string {
  const when = new Date(one.at).toISOString().slice(0, 19);
  switch (one.kind) {
    case "open": case "merge": return `${when} ${one.kind} #${one.pull.number}`;
    case "push": return `${when} push ${one.commit.sha} to ${one.commit.branch}`;
    case "reach": return `${when} reach ${one.milestone}`;
    case "plan": case "propose": case "explain": return `${when} ${one.kind}`;
  }
}

const merged = (number: number, instant: string, more: Partial<PullFacts> = {}): PullFacts => pull({ number, state: "merged", mergedAt: at(instant), ...more });

describe("a timeline", () => {
  test("begins with the plan, and opens each pull request before it is merged", () => {
    expect(played([merged(7, "2026-12-02T10:00:00Z")])).toEqual(["2026-12-01T09:00:00 plan", "2026-12-02T09:00:00 open #7", "2026-12-02T10:00:00 merge #7"]);
  });

  test("numbers rise with time, also where a later one was merged first", () => {
    expect(played([merged(7, "2026-12-04T10:00:00Z"), merged(8, "2026-12-02T10:00:00Z", { head: { ref: "other", sha: null, repository: "acme/app" } })]).slice(1)).toEqual([
      "2026-12-02T08:59:59 open #7", "2026-12-02T09:00:00 open #8", "2026-12-02T10:00:00 merge #8", "2026-12-04T10:00:00 merge #7",
    ]);
  });

  test("of two from the same branch the second is opened once the first is merged", () => {
    expect(played([merged(7, "2026-12-02T10:00:00Z"), merged(8, "2026-12-02T10:30:00Z")]).slice(1)).toEqual([
      "2026-12-02T09:00:00 open #7", "2026-12-02T10:00:00 merge #7", "2026-12-02T10:00:01 open #8", "2026-12-02T10:30:00 merge #8",
    ]);
  });

  test("a release merge is opened once there is something to carry", () => {
    const feature = merged(8, "2026-12-02T10:00:00Z", { base: { ref: "development", sha: null } });
    const release = merged(9, "2026-12-02T10:10:00Z", { head: { ref: "development", sha: null, repository: "acme/app" } });
    expect(played([feature, release]).slice(1)).toEqual([
      "2026-12-02T09:00:00 open #8", "2026-12-02T10:00:00 merge #8", "2026-12-02T10:00:01 open #9", "2026-12-02T10:10:00 merge #9",
    ]);
  });

  test("what a release merge lists as carried has happened too, bare commits as well, each once", () => {
    const carried = merged(8, "2026-12-02T10:00:00Z", { base: { ref: "development", sha: null } });
    const release = merged(9, "2026-12-03T10:00:00Z", {
      head: { ref: "development", sha: null, repository: "acme/app" },
      contains: [containedPull(carried, "2026-12-02T10:00:00Z"), containedCommit("abcdef1", "Tidy", "2026-12-02T12:00:00Z")],
    });
    expect(played([carried, release]).slice(1)).toEqual([
      "2026-12-02T09:00:00 open #8", "2026-12-02T10:00:00 merge #8", "2026-12-02T12:00:00 push abcdef1 to development",
      "2026-12-03T09:00:00 open #9", "2026-12-03T10:00:00 merge #9",
    ]);
  });

  test("a milestone is closed when it was reached for every product", () => {
    expect(played([], { reached: [reached("release", "2026-12-08T10:00:00Z", "a"), reached("release", "2026-12-09T10:00:00Z", "b")] })).toContain("2026-12-09T10:00:00 reach release");
  });

  test("of Acropolis: everything is opened before it is merged, and nothing is lost", () => {
    const input = acropolis();
    const { happenings } = timeline(input);
    const instants = happenings.map((one) => one.at);
    expect(happenings.map(({ kind }) => kind).filter((kind) => ["plan", "propose", "explain"].includes(kind)).slice(0, 5)).toEqual(["plan", "propose", "explain", "plan", "plan"]);
    expect(instants).toEqual([...instants].sort((a, b) => a - b));
    for (const facts of input.pulls) {
      const [open, merge] = (["open", "merge"] as const).map((kind) => happenings.findIndex((one) => one.kind === kind && one.pull === facts));
      expect([facts.number, open !== -1 && merge !== -1 && (open ?? 0) < (merge ?? 0)]).toEqual([facts.number, true]);
    }
  });
});
