/** How fast pull requests are decided once their facts are read: 10,000 of 30 files each, under a freeze that exempts paths. */
import picomatch from "picomatch";
import type { FileFact, PullFacts } from "../src/domain/model/pull.ts";
import type { ReleasePlan } from "../src/domain/model/plan.ts";
import { parsePlan } from "../src/domain/plan/parse.ts";
import { decideFreeze } from "../src/domain/policy/freeze.ts";
import type { Measure } from "./figure.ts";
import { atMost, median } from "./figure.ts";

const PULLS = 10_000;
const FILES = 30;
const ROUNDS = 5;
const EXEMPT = ["docs/**", "**/*.md", "packages/joy-*/**", "{ci,scripts}/**", "i18n/**/*.json"];
const PLAN = `release: { name: "2.4", manager: rita, timezone: UTC }
milestones:
  - { id: code-complete, due: 2026-12-01T09:00 }
  - { id: release, due: 2026-12-08T09:00 }
freezes:
  - { id: freeze, from: code-complete, until: release, allow: [bugfix, docs, test, release], except: { paths: ${JSON.stringify(EXEMPT)} } }
kinds:
  bugfix: { labels: [bug], accept: wording }
`;
const NOW = Date.UTC(2026, 11, 3);
const TITLES = ["Add a second mast", "Fix the ferry's horn", "docs: tell of the tides", "Colours", "Bump rope from 4.0.0 to 4.1.0", "fix(lock): close it"];
const FOLDERS = ["docs", "packages/joy-media/src", "ci", "src/lock", "i18n/nb"];

export const decisions: Measure = {
  name: "decide",
  about: `${PULLS.toLocaleString("en")} pull requests with ${FILES} files each, facts in memory, ${EXEMPT.length} exempt patterns; median of ${ROUNDS}`,
  async run() {
    const { plan } = parsePlan(new TextEncoder().encode(PLAN), "plan.yml");
    if (plan === null) throw new Error("the plan of this measure is wrong");
    const pulls = Array.from({ length: PULLS }, (_, index) => pull(index));
    const rounds = Array.from({ length: ROUNDS }, () => decideAll(plan, pulls));
    const matchOnly = Array.from({ length: ROUNDS }, () => matchAll(pulls));
    const verdicts = rounds[0]?.verdicts ?? new Map<string, number>();
    return [{
      ...atMost("decided in", median(rounds.map((round) => round.ms)), 1_000, "ms", [...verdicts].map(([verdict, count]) => `${count} ${verdict}`).join(", ")),
      peer: { name: `picomatch alone on the ${(PULLS * FILES).toLocaleString("en")} paths`, value: median(matchOnly) },
    }];
  },
};

function decideAll(plan: ReleasePlan, pulls: readonly PullFacts[]): { readonly ms: number; readonly verdicts: ReadonlyMap<string, number> } {
  const verdicts = new Map<string, number>();
  const began = performance.now();
  for (const facts of pulls) {
    const { verdict } = decideFreeze(plan, { takenAt: NOW, pull: facts, reached: [], waivers: [], home: "north/harbour" }, NOW);
    verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
  }
  return { ms: performance.now() - began, verdicts };
}

function matchAll(pulls: readonly PullFacts[]): number {
  const matches = picomatch(EXEMPT, { dot: true });
  const began = performance.now();
  for (const { files } of pulls) for (const { path } of files ?? []) matches(path);
  return performance.now() - began;
}

function pull(index: number): PullFacts {
  const inside = index % 4 === 0;
  const files: FileFact[] = Array.from({ length: FILES }, (_, file) => ({ path: `${FOLDERS[inside ? 0 : (index + file) % FOLDERS.length]}/part-${index}/file-${file}.ts`, previousPath: null }));
  return {
    repository: "north/harbour", number: index + 1, title: `${TITLES[index % TITLES.length]} ${index}`, body: `Closes #${index}`, url: null, author: { login: "astrid", bot: false }, authorRole: "write",
    draft: false, state: "open", base: { ref: "main", sha: null }, head: { ref: `topic-${index}`, sha: null, repository: "north/harbour" }, defaultBranch: "main",
    labels: index % 5 === 0 ? [{ name: "bug", addedBy: { login: "bo", bot: false }, addedByRole: "triage" }] : [], files, filesComplete: true, closingIssues: [], contains: null, containsComplete: true,
    approvals: [], createdAt: null, updatedAt: null, mergedAt: null, mergedBy: null, autoMerge: false, queued: false,
  };
}
