/** One's own release, given as facts: what the app says of it on the local GitHub is what `decideFreeze` says of the facts themselves. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { createApp } from "../../../src/app.ts";
import { parsePlan } from "../../../src/domain/plan/parse.ts";
import { decideFreeze } from "../../../src/domain/policy/freeze.ts";
import type { PullFacts } from "../../../src/domain/model/pull.ts";
import type { RehearsalInput } from "../../../src/sandbox/rehearsal/input.ts";
import { rehearse } from "../../../src/sandbox/rehearsal/rehearsal.ts";
import type { RehearsalWords } from "../../../src/sandbox/rehearsal/rehearsal.ts";
import { checkName } from "../../../src/text/check.ts";
import { planCheckName } from "../../../src/text/plan-check.ts";
import { readCheck } from "../../../src/text/check-reading.ts";
import { at, containedCommit, containedPull, files, issue, label, pull } from "../../support/plan-builder.ts";

const PLAN = `release: { name: "2.4", manager: rita, timezone: UTC }
products:
  - { id: app, repositories: [acme/app], branch: master, fed_by: [development], version: { target: 2.4.0 } }
  - { id: docs, repositories: [acme/docs], branch: master }
milestones:
  - { id: code-complete, title: Code complete, due: 2026-12-01T09:00 }
  - { id: release, title: Release, due: 2026-12-08T09:00 }
freezes:
  - { id: freeze, from: code-complete, until: release, allow: [bugfix, release], except: { products: [docs], paths: ["tools/**"] } }
`;

const merged = (number: number, hour: string, more: Partial<PullFacts> = {}): PullFacts =>
  pull({ number, state: "merged", mergedAt: at(`2026-12-02T${hour}:00:00Z`), files: files("src/shared.ts"), ...more });

const CARRIED = merged(20, "12", { title: "Add a menu", base: { ref: "development", sha: null }, files: files("src/menu.ts") });
const PULLS: readonly PullFacts[] = [
  merged(11, "08", { title: "Add a button" }),
  merged(12, "09", { title: "Colours", labels: [{ ...label("bug", "ben"), addedByRole: "triage" }] }),
  merged(13, "09", { title: "Colours again", closingIssues: [issue({ number: 3, type: "Bug", labels: ["bug"], labelledBy: "ben" })] }),
  merged(14, "10", { title: "Tools", files: [{ path: "tools/new.sh", previousPath: "tools/old.sh" }] }),
  merged(15, "10", { title: "A tool moves out", files: [{ path: "tools/moved.ts", previousPath: "src/moved.ts" }] }),
  merged(16, "11", { title: "Chapter", repository: "acme/docs", head: { ref: "chapter", sha: null, repository: "acme/docs" } }),
  merged(17, "11", { title: "From outside", head: { ref: "topic", sha: null, repository: "fay/app" }, author: { login: "fay", bot: false }, authorRole: "none" }),
  merged(21, "15", {
    title: "development to master", head: { ref: "development", sha: null, repository: "acme/app" },
    contains: [containedPull(CARRIED, "2026-12-02T12:00:00Z"), containedCommit("abcdef1234", "Fix a crash", "2026-12-02T13:00:00Z")], files: files("src/menu.ts"),
  }),
];

function input(): RehearsalInput {
  const { plan } = parsePlan(new TextEncoder().encode(PLAN), "plan.yml", null);
  if (plan === null) throw new Error("no plan");
  return { planText: PLAN, plan, plannedAt: null, pulls: PULLS, reached: [] };
}

test("the app's check on each pull request is the decision on its facts, and the record keeps no secret", async () => {
  const folder = mkdtempSync(join(tmpdir(), "rehearsal-"));
  const record = join(folder, "record.jsonl");
  const accounts: Parameters<RehearsalWords["account"]>[0][] = [];
  const complaints: string[] = [];
  const complain = (fields: object, message: string): void => { complaints.push(`${message} ${JSON.stringify(fields)}`); };
  const given = input();
  const code = await rehearse({
    input: given, once: true, port: 0, record, leave: () => Promise.resolve(), log: { info: () => undefined, warn: complain, error: complain },
    words: { checkName, planCheckName, begins: () => undefined, progress: () => undefined, guide: () => undefined, account: (account) => { accounts.push(account); }, failed: complain.bind(null, {}) },
    openApp: (wiring) => createApp({ ...wiring, store: { kind: "sqlite", file: ":memory:" }, workers: 4, limits: { writeSpacing: 0, restPointsPerMinute: Infinity, graphqlPointsPerMinute: Infinity } }),
  });
  const lines = readFileSync(record, "utf8").trimEnd().split("\n");
  rmSync(folder, { recursive: true });
  expect([code, complaints, accounts[0]?.idleWrites]).toEqual([0, [], 0]);

  const said = Object.fromEntries((accounts[0]?.merges ?? []).map((merge) => [merge.pull.number, readCheck(merge.check).verdict]));
  const decided = Object.fromEntries(PULLS.map((facts) => [facts.number, decideFreeze(given.plan, { pull: facts, reached: [], waivers: [], takenAt: 0 }, facts.mergedAt ?? 0).verdict]));
  expect(said).toMatchObject(decided);
  expect(decided).toMatchObject({ 11: "block", 12: "allow", 13: "allow", 14: "allow", 15: "block", 16: "allow", 17: "block", 21: "block" });

  const kinds = new Set(lines.map((line) => (JSON.parse(line) as { readonly kind: string }).kind));
  expect([...kinds].sort()).toEqual(["delivery", "request", "response"]);
  expect(lines.filter((line) => /gh[ps]_\w{10}|PRIVATE KEY|sha256=|Bearer /.test(line))).toEqual([]);
});
