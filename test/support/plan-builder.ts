/** Release plans and pull request facts as domain values, with everything that a test does not care about filled in. */
import type { PlannedTime } from "../../src/domain/model/instant.ts";
import type { Freeze, PlannedMilestone, Product, ReleasePlan } from "../../src/domain/model/plan.ts";
import { BLANK_CARD } from "../../src/domain/model/plan-record.ts";
import type { ContainedChange, FileFact, IssueFact, LabelFact, PullFacts } from "../../src/domain/model/pull.ts";
import type { FreezeSnapshot, ReachedMilestone, Waiver } from "../../src/domain/model/snapshot.ts";

/** ms UTC of an ISO instant; a text without zone is refused, so no test depends on the machine's. */
export function at(iso: string): number {
  const instant = Date.parse(iso);
  if (!/Z$|[+-]\d\d:\d\d$/.test(iso) || Number.isNaN(instant)) throw new Error(`not an instant with a zone: ${iso}`);
  return instant;
}

export function time(iso: string): PlannedTime {
  return { text: iso, precision: "minute", zone: "UTC", at: at(iso), start: null, after: null, resolveBy: null };
}

export function milestone(id: string, due: string | null, more: Partial<PlannedMilestone> = {}): PlannedMilestone {
  return {
    id, title: id, description: null, planned: null, due: due === null ? null : time(due), dueFor: {}, moved: [], actual: null,
    fallback: null, lasts: null, parts: [], manager: null, handedOver: [], team: [], after: [], checklist: [], ...more,
  };
}

export function product(id: string, more: Partial<Product> = {}): Product {
  return {
    id, title: id, repositories: [`acme/${id}`], branch: null, fedBy: [], paths: [], manager: null, handedOver: [], team: [],
    version: { current: null, target: null, note: null }, card: BLANK_CARD, private: false, ...more,
  };
}

export function freeze(more: Partial<Freeze> = {}): Freeze {
  return {
    id: "freeze", title: "Freeze", from: { milestone: "code-complete" }, until: { milestone: "release" }, mode: "enforce", products: null,
    branches: null, allow: ["bugfix", "release"], except: { products: [], repositories: [], paths: [] }, agreed: [],
    waivers: { approvers: [], approvals: 1 }, notice: [], noticeComment: "none", because: null, ...more,
  };
}

/** Freeze from 1 to 8 December 2026, this repository's default branch, bugfixes and the release only. */
export function plan(more: Partial<ReleasePlan> = {}): ReleasePlan {
  return {
    version: 1,
    release: { name: "2.4", description: null, deployment: null, manager: "rita", timezone: "UTC", dayEnds: "24:00", handedOver: [], due: null, planned: null, window: null, holidays: [], links: {} },
    products: [], milestones: [milestone("code-complete", "2026-12-01T00:00Z"), milestone("release", "2026-12-08T00:00Z")],
    freezes: [freeze()], kinds: { bugfix: { issueTypes: ["Bug"], labels: ["bug"], accept: "maintainer" }, others: {}, countsAs: {} },
    objectives: [], keyResults: [], operations: [], messages: [], tags: { format: "v{version}-{suffix}", branch: null }, candidates: null, environments: [], features: null, documentation: null, board: null, incidents: null, maintenance: [], tracking: null, teams: [], risks: [], constraints: [], windows: [], documents: [], blockers: [], inert: [], inertValues: {}, ...more,
  };
}

/** A pull request to `master` by ann, who may write, with nothing that speaks for any kind of change. */
export function pull(more: Partial<PullFacts> = {}): PullFacts {
  return {
    repository: "acme/app", number: 7, title: "Colours", body: "", url: null, author: { login: "ann", bot: false }, authorRole: "write",
    draft: false, state: "open", base: { ref: "master", sha: null }, head: { ref: "topic", sha: null, repository: more.repository ?? "acme/app" },
    defaultBranch: "master", labels: [], files: [], filesComplete: true, closingIssues: [], contains: null, containsComplete: true,
    approvals: [], createdAt: null, updatedAt: null, mergedAt: null, mergedBy: null, autoMerge: false, queued: false, ...more,
  };
}

export function label(name: string, addedBy: string | null, bot = false): LabelFact {
  return { name, addedBy: addedBy === null ? null : { login: addedBy, bot }, addedByRole: null };
}

export function issue(more: Partial<IssueFact> = {}): IssueFact {
  return { repository: "acme/app", number: 3, title: null, type: null, labels: [], author: null, labelledBy: null, link: "github", ...more };
}

export function files(...paths: readonly string[]): readonly FileFact[] {
  return paths.map((path) => ({ path, previousPath: null }));
}

export function containedPull(change: PullFacts, enteredAt: string | null, reachableAtStart: Readonly<Record<string, boolean>> = {}): ContainedChange {
  return { change: { kind: "pull", pull: change }, enteredAt: enteredAt === null ? null : at(enteredAt), reachableAtStart };
}

export function containedCommit(sha: string, title: string, enteredAt: string | null, repository = "acme/app"): ContainedChange {
  return { change: { kind: "commit", repository, sha, title, author: "ann" }, enteredAt: enteredAt === null ? null : at(enteredAt), reachableAtStart: {} };
}

export function snapshot(facts: PullFacts, more: { readonly reached?: readonly ReachedMilestone[]; readonly waivers?: readonly Waiver[] } = {}): FreezeSnapshot {
  return { takenAt: 0, pull: facts, reached: more.reached ?? [], waivers: more.waivers ?? [] };
}

export function reached(id: string, instant: string, forProduct: string | null = null): ReachedMilestone {
  return { milestone: id, product: forProduct, at: at(instant), by: "rita" };
}
