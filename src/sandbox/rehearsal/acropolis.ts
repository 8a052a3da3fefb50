/**
 * The Acropolis release of the Joystream test network, April to July 2019: 71 real pull requests of four repositories.
 *
 * From public facts: numbers, branches, people, instants of merging, how many files of which class. Our own: the titles (each keeps the word
 * that told its type, see `typeWord`), the names of files, and the hours at which milestones were reached, of which only the day is known.
 * What release merges carry is listed in `contains` and never used: the app has to find it out from the commits.
 */
import { readFileSync } from "node:fs";
import type { FileFact, PullFacts } from "../../domain/model/pull.ts";
import type { ReachedMilestone } from "../../domain/model/snapshot.ts";
import { parsePlan } from "../../domain/plan/parse.ts";
import type { RehearsalInput } from "./input.ts";

/** A line of pulls.json. */
export interface RecordedPull {
  readonly repository: string;
  readonly number: number;
  readonly title: string;
  readonly typeWord: string;
  readonly author: string;
  readonly mergedBy: string;
  readonly base: string;
  readonly head: { readonly owner: string; readonly branch: string };
  readonly mergedAt: string;
  readonly files: Readonly<Partial<Record<FileClass, number>>>;
  readonly contains: readonly number[];
}

type FileClass = "docs" | "test" | "lock" | "manifest" | "build" | "source";

/** The plan was settled in a meeting that ended then. */
const PLAN_SETTLED = Date.parse("2019-05-09T10:30:00Z");
/** Repositories of Rust crates; the others hold JavaScript. */
const RUST = new Set(["substrate-runtime-joystream", "substrate-forum-module"]);

export function acropolis(): RehearsalInput {
  const planText = readBeside("release-plan.yml");
  const { plan, problems } = parsePlan(new TextEncoder().encode(planText), "release-plan.yml", null);
  if (plan === null) throw new Error(`The Acropolis plan cannot be read: ${problems[0]?.message ?? ""}`);
  return { planText, plan, plannedAt: PLAN_SETTLED, proposesMoves: true, pulls: recordedPulls().map(factsOf), reached: reachedMilestones() };
}

export function recordedPulls(): readonly RecordedPull[] {
  return JSON.parse(readBeside("pulls.json")) as readonly RecordedPull[];
}

function reachedMilestones(): readonly ReachedMilestone[] {
  const lines = JSON.parse(readBeside("milestones.json")) as readonly { readonly id: string; readonly reached_at: string }[];
  return lines.map((line) => ({ milestone: line.id, product: null, at: Date.parse(line.reached_at), by: null }));
}

function readBeside(name: string): string {
  return readFileSync(new URL(`acropolis/${name}`, import.meta.url), "utf8");
}

function factsOf(recorded: RecordedPull): PullFacts {
  const name = recorded.repository.split("/")[1] ?? "";
  return {
    repository: recorded.repository, number: recorded.number, title: recorded.title, body: "", url: null,
    author: { login: recorded.author, bot: false }, authorRole: null, draft: false, state: "merged",
    base: { ref: recorded.base, sha: null },
    head: { ref: recorded.head.branch, sha: null, repository: `${recorded.head.owner}/${name}` },
    defaultBranch: null, labels: [], files: filesOf(recorded, RUST.has(name)), filesComplete: true, closingIssues: [],
    contains: null, containsComplete: false, approvals: [], createdAt: null, updatedAt: null,
    mergedAt: Date.parse(recorded.mergedAt), mergedBy: recorded.mergedBy, autoMerge: false, queued: false,
  };
}

/** So many files of each class, under names that show the class and that no other pull request uses. */
function filesOf({ files, number }: RecordedPull, rust: boolean): readonly FileFact[] {
  const path: Readonly<Record<FileClass, (index: number) => string>> = {
    docs: (index) => `docs/${number}-${index}.md`,
    test: (index) => `tests/pull_${number}_${index}.${rust ? "rs" : "js"}`,
    lock: (index) => `packages/${number}-${index}/${rust ? "Cargo.lock" : "yarn.lock"}`,
    manifest: (index) => `packages/${number}-${index}/${rust ? "Cargo.toml" : "package.json"}`,
    build: (index) => (index === 1 ? `ci/${number}/.travis.yml` : `ci/${number}-${index}/Dockerfile`),
    source: (index) => `src/pull_${number}_${index}.${rust ? "rs" : "ts"}`,
  };
  return (Object.entries(files) as [FileClass, number][]).flatMap(([kind, count]) =>
    Array.from({ length: count }, (_, index) => ({ path: path[kind](index + 1), previousPath: null })));
}
