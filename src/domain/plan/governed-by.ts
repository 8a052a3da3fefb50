/** The short file by which a repository consents: `governed_by: owner/home` and nothing else. */
import type { Findings } from "./findings.ts";
import { repositoryFault } from "./repository-name.ts";
import type { SourceMap } from "./source-map.ts";
import type { PlanNode } from "./yaml/plan-tree.ts";

export function readGovernedBy(root: PlanNode, source: SourceMap, findings: Findings): string | null {
  for (const key of root.children.keys()) {
    if (key !== "governed_by") findings.error(source.key([key]), "governed-and-plan", "A file with `governed_by` holds nothing else: the plan stands in that repository.", "remove this section, or remove `governed_by` if the plan is to stand here");
  }
  const home = root.children.get("governed_by")?.value;
  const fault = typeof home === "string" ? repositoryFault(home) : { says: "`governed_by` names no repository.", hint: "write `governed_by: owner/name`" };
  if (fault === null) return home as string;
  findings.error(source.at(["governed_by"]), "bad-repository", fault.says, fault.hint);
  return null;
}
