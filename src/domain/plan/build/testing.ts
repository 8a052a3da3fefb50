/** What the plan says about testing, as written → as values. */
import type { AcceptanceRules, CandidatePlan, DocumentationRules, FeaturePlan, TagRules, TestEnvironment } from "../../model/plan-testing.ts";
import { DEFAULT_TAG_FORMAT } from "../../policy/tag.ts";
import type { WrittenPlan } from "../schema.ts";
import { buildTime, titleOf } from "./builder.ts";
import type { Builder } from "./builder.ts";
import { shortBranch } from "./products.ts";

type Written<Section extends keyof WrittenPlan> = NonNullable<WrittenPlan[Section]>;

const DEFAULT_HEADING = "Acceptance tests";
/** Changes that no user sees. */
const UNDOCUMENTED_KINDS = ["test", "chore", "dependency", "release"];

export function buildTags(builder: Builder, written: WrittenPlan["tags"]): TagRules {
  const branch = written?.branch === undefined ? null : shortBranch(builder, ["tags", "branch"], written.branch);
  return { format: written?.format ?? DEFAULT_TAG_FORMAT, branch };
}

export function buildCandidates(builder: Builder, written: WrittenPlan["candidates"]): CandidatePlan | null {
  if (written === undefined) return null;
  const planned = (written.planned ?? []).map((one, index) => (typeof one === "string" ? { tag: one, due: null } : { tag: one.tag, due: buildTime(builder, ["candidates", "planned", index, "due"], one.due) }));
  return { planned, atLeast: written.at_least ?? 1, after: written.after ?? [] };
}

export function buildEnvironment(written: Written<"environments">[number]): TestEnvironment {
  return {
    id: written.id, title: titleOf(written.id, written.title), purpose: written.purpose ?? null, version: written.version ?? null,
    tester: written.tester ?? "internal", reports: written.reports ?? [], checks: written.checks ?? [], reportedBy: written.reported_by ?? [],
  };
}

export function buildFeatures(written: WrittenPlan["features"]): FeaturePlan | null {
  if (written === undefined) return null;
  return {
    select: { labels: written.select.labels ?? [], issueTypes: written.select.issue_types ?? [] },
    groups: (written.groups ?? []).map((group) => ({ id: group.id, title: titleOf(group.id, group.title), label: group.label ?? null, features: group.features ?? [] })),
    acceptance: buildAcceptance(written.acceptance ?? {}),
    scope: written.scope === undefined ? null : { frozenAt: written.scope.frozen_at, strict: written.scope.strict ?? false },
  };
}

function buildAcceptance(written: NonNullable<Written<"features">["acceptance"]>): AcceptanceRules {
  return {
    heading: written.heading ?? DEFAULT_HEADING,
    requiredBy: written.required_by ?? null,
    atLeast: written.at_least ?? 1,
    tests: written.tests ?? [],
    environments: written.environments ?? [],
    testers: written.testers ?? [],
    addresses: written.addresses ?? [],
    subIssues: { labels: written.sub_issues?.labels ?? [], issueTypes: written.sub_issues?.issue_types ?? [] },
  };
}

export function buildDocumentation(written: WrittenPlan["documentation"]): DocumentationRules | null {
  return written === undefined ? null : { paths: written.paths, except: written.except ?? UNDOCUMENTED_KINDS };
}
