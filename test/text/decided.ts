/** Builders of a plan and of decisions about it, for the tests of words. */
import type { Decision, Offending, Reason, ReasonCode, WayIn } from "../../src/domain/model/decision.ts";
import type { Evidence } from "../../src/domain/model/evidence.ts";
import type { PlannedTime } from "../../src/domain/model/instant.ts";
import type { Freeze, PlannedMilestone, ReleasePlan } from "../../src/domain/model/plan.ts";
import type { DecidedPull } from "../../src/text/decided-pull.ts";

export const at = (iso: string): number => Date.parse(iso);

export function day(text: string, iso: string): PlannedTime {
  return { text, precision: "day", zone: "Europe/Oslo", at: at(iso), start: null, after: null, resolveBy: null };
}

export function milestone(id: string, title: string, due: PlannedTime | null, manager: string | null = null): PlannedMilestone {
  return {
    id, title, description: null, planned: null, due, dueFor: {}, moved: [], actual: null, fallback: null, lasts: null, parts: [], manager, handedOver: [], team: [], after: [], checklist: [],
  };
}

export function freeze(over: Partial<Freeze> = {}): Freeze {
  return {
    id: "bugfixes-only", title: "Only bugfixes until Release", from: { milestone: "test" }, until: { milestone: "release" }, mode: "enforce", products: null, branches: null,
    allow: ["bugfix", "release"], except: { products: [], repositories: [], paths: [] }, agreed: [], waivers: { approvers: ["org/release-managers"], approvals: 1 },
    notice: [], noticeComment: "none", because: null, ...over,
  };
}

export function plan(over: Partial<ReleasePlan> = {}): ReleasePlan {
  return {
    version: 1,
    release: {
      name: "Acropolis", description: null, deployment: null, manager: "bwhm", timezone: "Europe/Oslo", dayEnds: "24:00", handedOver: [], due: null, planned: null, window: null, holidays: [], links: {},
    },
    products: [],
    milestones: [
      milestone("test", "Sub-system Test", day("2019-06-17", "2019-06-17T22:00:00Z"), "bwhm"),
      milestone("release", "Release", day("2019-06-24", "2019-06-24T22:00:00Z"), "mnaamani"),
    ],
    freezes: [freeze()],
    kinds: { bugfix: { issueTypes: ["Bug"], labels: ["bug", "type: bug"], accept: "maintainer" }, others: {}, countsAs: {} },
    objectives: [], keyResults: [], operations: [], messages: [], tags: { format: "v{version}-{suffix}", branch: null }, candidates: null, environments: [], features: null, documentation: null, board: null, incidents: null, maintenance: [], tracking: null, teams: [], risks: [], constraints: [], windows: [], documents: [], blockers: [], inert: [], inertValues: {}, ...over,
  };
}

export function reason(code: ReasonCode, met: boolean | null, facts: Reason["facts"] = {}, children: readonly Reason[] = []): Reason {
  return { code, met, facts, children };
}

export function evidence(over: Partial<Evidence> = {}): Evidence {
  return { source: "label", says: "bugfix", detail: "bug", suppliedBy: "bwhm", byAuthor: false, counts: true, remark: null, ...over };
}

export function offending(over: Partial<Offending> = {}): Offending {
  return {
    repository: "o/runtime", number: 65, sha: null, title: "Add staking", kind: "feature", enteredAt: at("2019-06-19T08:00:00Z"), leaveOut: ["git revert -m 1 abc1234"], ...over,
  };
}

export const WAYS: readonly WayIn[] = [
  { code: "link-bug-issue", facts: {} }, { code: "label-by-other", facts: {} }, { code: "ask-waiver", facts: {} }, { code: "wait-for-end", facts: {} },
];

export function decision(over: Partial<Decision> = {}): Decision {
  return {
    verdict: "block", rule: "bugfixes-only", ruleTitle: "Only bugfixes until Release", mode: "enforce", kind: "feature",
    reasons: reason("freeze", false, { freeze: "bugfixes-only", title: "Only bugfixes until Release" }, [reason("kind-not-allowed", false, { kind: "feature", allowed: ["bugfix", "release"] })]),
    evidence: [], offending: [], waysIn: WAYS, since: at("2019-06-17T22:00:00Z"), until: at("2019-06-24T22:00:00Z"), untilMilestone: "release", feeder: null,
    decidedAt: at("2019-06-20T10:00:00Z"), takenAt: at("2019-06-20T10:00:00Z"), validUntil: at("2019-06-24T22:00:00Z"), ...over,
  };
}

export function decided(over: Partial<Decision> = {}, pull: Partial<DecidedPull> = {}): DecidedPull {
  return { decision: decision(over), plan: plan(), now: at("2019-06-20T10:00:00Z"), base: "master", repository: "o/runtime", ...pull };
}

export function allowed(child: Reason, over: Partial<Decision> = {}): Partial<Decision> {
  return { verdict: "allow", waysIn: [], reasons: reason("freeze", true, { freeze: "bugfixes-only", title: "Only bugfixes until Release" }, [child]), ...over };
}
