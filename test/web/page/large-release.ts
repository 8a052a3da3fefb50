/** A large release: 10,000 open pull requests, 200 milestones, 5,000 entries in the account, 50 features on 3 candidates. */
import type { RecordChange } from "../../../src/domain/model/settlement.ts";
import { tagStandingKey } from "../../../src/domain/model/records.ts";
import type { TagStanding } from "../../../src/domain/model/tag-standing.ts";
import { APP, openPull } from "./served.ts";
import type { World } from "./served.ts";

const MILESTONES = Array.from({ length: 198 }, (_, index) => `  - { id: m${index}, title: Step ${index}, planned: 2026-11-${day(index)}, due: 2026-12-${day(index)}, manager: person${index % 20}, checklist: [{ task: Task ${index}, owner: person${index % 30}, before: 1 day }] }`).join("\n");
const PLAN = `release: { name: large, timezone: Europe/Oslo }
products: [{ id: app, repositories: [acme/app], branch: main, fed_by: [development] }]
milestones:
  - { id: code-complete, due: 2026-12-01T09:00 }
${MILESTONES}
  - { id: release, due: 2026-12-31T09:00 }
freezes: [{ id: freeze, from: code-complete, until: release, allow: [bugfix] }]
key_results: [{ id: calm, title: Calm, measure: { merges_during: freeze }, score: confidence, weights: [{ from: 2026-11-02, of: { ann: 1/2, ben: 1/2 } }] }]
operations: [{ id: payouts, every: Monday 10:00, owner: ann }]
features: { select: { labels: [feature] } }
environments: [{ id: lab }, { id: field, tester: community }]
`;

function day(index: number): string {
  return String(1 + (index % 28)).padStart(2, "0");
}

export function largeRelease(): World {
  return {
    plan: PLAN, records: ["v1.0.0-rc1", "v1.0.0-rc2", "v1.0.0-rc3"].map(standing),
    pulls: Array.from({ length: 10_000 }, (_, index) => openPull(index + 1, { title: `Change number ${index} with a title of the usual length`, body: "words ".repeat(100), base: { ref: index % 10 === 0 ? "development" : "main", sha: null } })),
    account: Array.from({ length: 5_000 }, (_, index) => ({ id: `e${index}`, number: index + 1, outcome: index % 50 === 0 ? "bypass" as const : "allowed" as const, verdict: index % 50 === 0 ? "block" as const : "allow" as const, because: "Allowed: bugfix (linked issue acme/app#3)" })),
  };
}

function standing(tag: string): RecordChange {
  const features = Array.from({ length: 50 }, (_, index) => ({
    repository: "acme/app", number: 20_000 + index, title: `Feature ${index}`, group: null, accepted: index % 2 === 0, gap: null,
    links: [0, 1, 2].map((link) => ({ key: `t${link}`, text: `test/feature-${index}-${link}.test.ts`, rung: "passed" as const, gap: null, cells: index % 2 === 0 ? "pp" : "pf" })),
  }));
  return { kind: "tag-standing", key: tagStandingKey({ home: APP, path: ".github/release-plan.yml" }, APP, tag), value: { tag, sha: "", environments: ["lab", "field"], features } satisfies TagStanding };
}
