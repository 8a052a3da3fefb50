/** Products as written → as values. Branches are kept by their short names. */
import type { Product } from "../../model/plan.ts";
import { quoted } from "../quoted.ts";
import type { WrittenPlan } from "../schema.ts";
import type { PlanPath } from "../source-map.ts";
import { buildHandedOver, buildTeam, titleOf } from "./builder.ts";
import type { Builder } from "./builder.ts";
import { buildProductCard } from "./product-card.ts";

type Written = NonNullable<WrittenPlan["products"]>[number];

export function buildProduct(builder: Builder, written: Written, index: number): Product {
  const path = ["products", index] as const;
  return {
    id: written.id,
    title: titleOf(written.id, written.title),
    repositories: written.repositories ?? [],
    branch: written.branch === undefined ? null : shortBranch(builder, [...path, "branch"], written.branch),
    fedBy: (written.fed_by ?? []).map((branch, at) => shortBranch(builder, [...path, "fed_by", at], branch)),
    paths: written.paths ?? [],
    manager: written.manager ?? null,
    handedOver: buildHandedOver(builder, [...path, "handed_over"], written.handed_over),
    team: buildTeam(written.team),
    version: { current: written.version?.current ?? null, target: written.version?.target ?? null, note: written.version?.note ?? null },
    card: buildProductCard(builder, path, written),
    private: written.private ?? false,
  };
}

/** `refs/heads/master` → `master`, with a word about it. */
export function shortBranch(builder: Builder, path: PlanPath, branch: string): string {
  const place = builder.source.at(path);
  const short = branch.replace(/^refs\/heads\//, "");
  if (short !== branch) builder.findings.warning(place, "long-branch", `${quoted(branch)} is read as the branch ${quoted(short)}.`, `write \`${short}\``);
  // Git's own rules for names of branches, as far as they can be told from one name.
   
  const impossible = /[\u0000-\u0020~^:?*[\\\u007f]|\.\.|@\{|\/\/|^[/.-]|[/.]$|\.lock$|\/\./.test(short);
  if (impossible) builder.findings.error(place, "bad-branch", `${quoted(short)} cannot be the name of a branch.`, /[*?[]/.test(short) ? "patterns of branches are not read; name each branch" : "write the branch as `git branch` prints it");
  return short;
}
