/** What a person can do to get in, shortest first: what is in the author's own hands, then what one other person can do, then waiting. */
import type { ChangeKind } from "../model/change-kind.ts";
import type { Offending, Reason, WayIn } from "../model/decision.ts";
import type { Evidence } from "../model/evidence.ts";
import { standingOfWords } from "./acceptance.ts";
import type { FreezeCase } from "./freeze-case.ts";
import type { FreezePhase } from "./freeze-interval.ts";

export interface WaysInput {
  readonly kase: FreezeCase;
  readonly kind: ChangeKind;
  readonly evidence: readonly Evidence[];
  readonly requirements: readonly Reason[];
  readonly offending: readonly Offending[];
  readonly phase: FreezePhase | null;
}

export function waysIn(input: WaysInput): readonly WayIn[] {
  const ways = input.requirements.some((node) => node.code === "contains") ? [...leaveOut(input)] : [...pathWays(input), ...kindWays(input)];
  // What is declared a feature is not led to call itself a bugfix: that way comes last for it.
  const asks = [...askWaiver(input), ...waitForEnd(input)];
  return input.kind === "unknown" ? [...ways, ...asks] : [...ways.filter((way) => way.code !== "link-bug-issue"), ...asks, ...ways.filter((way) => way.code === "link-bug-issue")];
}

function leaveOut({ offending }: WaysInput): readonly WayIn[] {
  if (offending.length === 0) return [];
  return [{ code: "leave-out", facts: { changes: offending.map((one) => (one.number === null ? `${one.repository}@${one.sha ?? ""}` : `${one.repository}#${one.number}`)) } }];
}

function pathWays({ kase, requirements }: WaysInput): readonly WayIn[] {
  return requirements.flatMap((node): readonly WayIn[] => {
    if (node.code === "paths-unknown") return [{ code: "give-files", facts: node.facts }];
    const total = Number(node.facts["total"] ?? 0);
    const some = node.code === "paths-exempt" && node.met === false && total > 0 && total < (kase.pull.files?.length ?? 0);
    return some ? [{ code: "split-paths", facts: { breaking: node.facts["breaking"] ?? [], total } }] : [];
  });
}

function kindWays({ kase, kind, evidence }: WaysInput): readonly WayIn[] {
  const { plan, freeze, pull } = kase;
  const { labels, issueTypes } = plan.kinds.bugfix;
  if (!freeze.allow.includes("bugfix") || (kind !== "unknown" && kind !== "feature")) return [];
  const ignored = evidence.filter((piece) => piece.says === "bugfix" && !piece.counts);
  const ownIssue = ignored.find((piece) => piece.remark === "own-issue");
  const link: WayIn = { code: "link-bug-issue", facts: { labels, types: issueTypes, ...(ownIssue === undefined ? {} : { issue: ownIssue.detail }) } };
  if (kind === "feature") return [link];
  const title: WayIn = { code: "title-type", facts: { type: "fix" } };
  const titleCounts = standingOfWords(plan.kinds, "bugfix", pull).counts;
  const ownLabel = ignored.filter((piece) => piece.remark === "labelled-by-author" || piece.remark === "labelled-by-bot").map((piece) => piece.detail);
  const label: readonly WayIn[] = ownLabel.length > 0 ? [{ code: "label-by-other", facts: { labels: ownLabel } }]
    : labels.length > 0 ? [{ code: "ask-maintainer-label", facts: { labels: labels.slice(0, 2) } }] : [];
  return [...(titleCounts ? [title] : []), ...label, link];
}

function askWaiver({ kase }: WaysInput): readonly WayIn[] {
  const { approvers, approvals } = kase.freeze.waivers;
  return [{ code: "ask-waiver", facts: { approvers, approvals } }];
}

function waitForEnd({ kase, phase }: WaysInput): readonly WayIn[] {
  const bound = kase.freeze.until;
  return [{ code: "wait-for-end", facts: { until: phase?.until ?? null, milestone: bound !== null && "milestone" in bound ? bound.milestone : null } }];
}
