/** The matrix of one plan's release, with what changed from each tag to the next. */
import type { ReleasePlan } from "../model/plan.ts";
import type { TagStanding } from "../model/tag-standing.ts";
import { acceptanceMatrix, candidateDifference } from "./acceptance-matrix.ts";
import type { AcceptanceChange, AcceptanceMatrix, MatrixFeature } from "./acceptance-matrix.ts";
import { compareTags, parseTag } from "./tag.ts";

export interface ReleaseMatrix {
  /** of the plan's file */
  readonly path: string;
  readonly release: string;
  readonly groups: readonly { readonly id: string; readonly title: string }[];
  /** tags in their order */
  readonly matrix: AcceptanceMatrix;
  /** one for each two tags that follow each other */
  readonly differences: readonly TagDifference[];
}

export interface TagDifference {
  readonly from: string;
  readonly to: string;
  readonly changes: readonly AcceptanceChange[];
}

/** `others` are features that were judged on no tag yet. Standings of tags that cannot be read are left out. */
export function releaseMatrix(path: string, plan: Pick<ReleasePlan, "release" | "features" | "environments" | "tags">, standings: readonly TagStanding[], others: readonly MatrixFeature[]): ReleaseMatrix {
  const ordered = inOrder(standings, plan.tags.format);
  const groups = plan.features?.groups ?? [];
  const required = plan.features?.acceptance.environments ?? [];
  return {
    path, release: plan.release.name, groups: groups.map(({ id, title }) => ({ id, title })),
    matrix: acceptanceMatrix(ordered, groups, plan.environments, others),
    differences: ordered.slice(1).map((after, index) => {
      const before = ordered[index] ?? after;
      return { from: before.tag, to: after.tag, changes: candidateDifference(before, after, required) };
    }),
  };
}

/** `v0.5.0-rc2 in acme/app` is the tag of one of several repositories. */
export function inOrder(standings: readonly TagStanding[], format: string): readonly TagStanding[] {
  const read = standings.flatMap((standing) => {
    const reading = parseTag(standing.tag.split(" ")[0] ?? "", format);
    return reading.ok ? [{ standing, tag: reading.tag }] : [];
  });
  return read.toSorted((a, b) => compareTags(a.tag, b.tag) || (a.standing.tag < b.standing.tag ? -1 : 1)).map(({ standing }) => standing);
}
